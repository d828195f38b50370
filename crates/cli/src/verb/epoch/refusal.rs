//! Where states come from, and what to say when they cannot be used.

use super::figures;
use crate::{code::Code, failure::Failure};
use incentor_state::{Document, Problem, StateError};
use incentor_yuma::EpochError;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, ErrorKind},
    path::Path,
};

/// A file, or standard input.
pub(super) struct Origin<'a> {
    path: Option<&'a Path>,
}

impl<'a> Origin<'a> {
    pub(super) fn new(path: &'a Path) -> Self {
        Self { path: (path.as_os_str() != "-").then_some(path) }
    }

    /// As a person wrote it.
    fn shown(&self) -> String {
        self.path.map_or_else(|| "standard input".to_owned(), |path| figures::shown(&path.to_string_lossy()))
    }

    /// As the command line takes it.
    fn argument(&self) -> String {
        self.path.map_or_else(|| "-".to_owned(), |path| figures::shown(&path.to_string_lossy()))
    }

    pub(super) fn open(&self) -> Result<Box<dyn BufRead>, Failure> {
        let Some(path) = self.path else {
            return Ok(Box::new(io::stdin().lock()));
        };
        let refuse = |what: String, next: &str| {
            Failure::usage(what).coded(Code::Unreadable).at(self.shown()).next(next)
        };
        if path.is_dir() {
            return Err(refuse("that is a directory, not a state".to_owned(), "name a file in it"));
        }
        match File::open(path) {
            Ok(file) => Ok(Box::new(BufReader::new(file))),
            Err(error) => Err(match error.kind() {
                ErrorKind::NotFound => refuse(
                    "there is no such file".to_owned(),
                    "check the path; `incentor epoch --help` has examples",
                ),
                ErrorKind::PermissionDenied => refuse(
                    "you may not read this file".to_owned(),
                    "give yourself read permission, or copy it",
                ),
                _ => refuse(format!("cannot open the file: {error}"), "check the path"),
            }),
        }
    }

    /// A state that the reader refused.
    pub(super) fn refuse(&self, error: &StateError) -> Failure {
        let place = &error.place;
        let mut at = format!("{}:{}:{}", self.shown(), place.line, place.column);
        if let Some(path) = &place.path {
            at.push_str(&format!(", field {path}"));
        }
        Failure::usage(&error.problem)
            .coded(code(&error.problem))
            .at(at)
            .next(advice(&error.problem, place.path.as_deref()))
    }

    /// A state that was read and that the epoch refused.
    pub(super) fn refuse_epoch(&self, error: &EpochError, document: &Document) -> Failure {
        let field = match error {
            EpochError::StakeOverflow => ", field total_stake",
            _ => "",
        };
        Failure::usage(error)
            .coded(Code::EpochRefused)
            .at(format_args!("{}:{}{field}", self.shown(), document.line))
            .next("stake weights are in rao; the whole network has fewer than 2^55 of them")
    }

    /// A uid that the subnet does not have.
    pub(super) fn refuse_uid(&self, uid: u16, document: &Document) -> Failure {
        let last = document.state.n.saturating_sub(1);
        Failure::usage(format_args!("there is no uid {uid}: the subnet has uids 0 to {last}"))
            .coded(Code::NoSuchUid)
            .at(format_args!("{}:{}, {}", self.shown(), document.line, figures::heading(document)))
            .next(format_args!("incentor epoch {} --top all", self.argument()))
    }
}

/// Whether it is no state at all, or one with a field that is wrong.
const fn code(problem: &Problem) -> Code {
    match problem {
        Problem::Io(_) => Code::Unreadable,
        Problem::Empty
        | Problem::Truncated
        | Problem::Syntax { .. }
        | Problem::Utf16
        | Problem::TooLong { .. }
        | Problem::NoInput { .. } => Code::NotAState,
        _ => Code::BadField,
    }
}

/// The next thing to do.
fn advice(problem: &Problem, path: Option<&str>) -> String {
    match problem {
        Problem::Empty => {
            "give it a state: data/metagraph-netuid15-block4769998.json is a real one".to_owned()
        }
        Problem::Truncated => "the file was cut off; fetch or write it again".to_owned(),
        Problem::Syntax { .. } => {
            "the file must be JSON, or JSON Lines; NaN, comments and trailing commas are no JSON".to_owned()
        }
        Problem::Utf16 => "save the file as UTF-8".to_owned(),
        Problem::TooLong { .. } => "write one state to a line (JSON Lines), each by itself".to_owned(),
        Problem::Io(_) => "check the disk or the pipe, then try again".to_owned(),
        Problem::WrongType { .. } if path.is_none() => {
            "a state is an object; several are one object to a line, without brackets around them".to_owned()
        }
        Problem::NotWhole { .. } => {
            "write whole numbers in plain digits: no fraction, no exponent".to_owned()
        }
        Problem::UnknownField { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
        Problem::UnknownField { nearest: None, .. } => {
            "remove it, or put the state under `input` and keep it beside".to_owned()
        }
        Problem::MissingField { field } => format!("add `{field}`; every field of the format is needed"),
        Problem::DuplicateField { .. } => "keep one of the two".to_owned(),
        Problem::Beside { field } => format!("move `{field}` into `input`, or remove it"),
        Problem::NoInput { mistyped: Some(key) } => format!("did you mean `input` by `{key}`?"),
        Problem::NoInput { mistyped: None } => {
            "a state has fields such as `n`, `total_stake` and `weights`, bare or under `input`".to_owned()
        }
        Problem::Length { n, .. } => format!("give it one entry for each of the {n} uids, or correct `n`"),
        Problem::NoUids => "set `n` to the number of uids".to_owned(),
        Problem::DuplicateColumn { .. } => {
            "a row names each uid at most once; add the two up, or drop one".to_owned()
        }
        Problem::NotAPair { .. } => "a row is [[uid, value], [uid, value], …]".to_owned(),
        Problem::Address(_) => {
            "hotkeys are SS58 addresses, one per uid; leave `hotkeys` out otherwise".to_owned()
        }
        _ => "correct the value; `incentor epoch --help` has examples".to_owned(),
    }
}
