//! What a person is told when a key cannot be used: what, where, what next.

use super::place::{Place, shown};
use crate::ExitCode;
use crate::code::Code;
use crate::failure::Failure;
use incentor_keys::{
    DiskError, DiskProblem, KeyfileError, PasswordError, PolkadotError, SecretError, WalletError,
};
use std::path::Path;

/// A wallet that could not be read or written.
pub(super) fn wallet(error: &WalletError) -> Failure {
    match error {
        WalletError::Disk(error) => disk(error),
        WalletError::Keyfile { path, problem } => keyfile(path, problem),
        WalletError::WatchOnly { path } => {
            Failure::usage("the file holds an address and no secret, so it cannot sign")
                .coded(Code::WatchOnly)
                .at(shown(path))
                .next("incentor wallet import, on the machine that has the phrase")
        }
        WalletError::OtherPublicFile { path } => {
            Failure::usage("the public file here belongs to another key, and is never overwritten")
                .coded(Code::OtherPublicFile)
                .at(shown(path))
                .next("another name (-w, -H), or move the file away")
        }
        other => Failure::environment(other).coded(Code::NoRandomness),
    }
}

/// A missing keyfile as a missing key.
pub(super) fn of_key(error: &WalletError, place: &Place, key: &str) -> Failure {
    match error {
        WalletError::Disk(DiskError { path, problem: DiskProblem::Missing }) => {
            Failure::usage(format_args!("the wallet `{}` has no {key}", place.wallet.name()))
                .coded(Code::NoSuchKey)
                .at(shown(path))
                .next(format_args!(
                    "incentor wallet list shows what there is, incentor wallet new{} makes one",
                    place.arguments
                ))
        }
        other => wallet(other),
    }
}

pub(super) fn disk(error: &DiskError) -> Failure {
    let next = match &error.problem {
        DiskProblem::Missing => "check the path; `incentor wallet list` shows what there is",
        DiskProblem::Denied => "check who owns the file and its directory, and their permissions",
        DiskProblem::NotAFile => "name a keyfile",
        DiskProblem::TooLarge => "name a keyfile; they have less than 3,000 bytes",
        DiskProblem::Exists => "another name (-w, -H), or move the file away",
        _ => "check the disk, then try again",
    };
    let code = match &error.problem {
        DiskProblem::Missing => Code::NoSuchKey,
        DiskProblem::Denied => Code::KeyDenied,
        DiskProblem::NotAFile | DiskProblem::TooLarge => Code::NotAKeyfile,
        DiskProblem::Exists => Code::KeyExists,
        DiskProblem::NoRandomness => Code::NoRandomness,
        _ => Code::Environment,
    };
    let exit = match &error.problem {
        DiskProblem::Missing | DiskProblem::NotAFile | DiskProblem::TooLarge | DiskProblem::Exists => {
            ExitCode::Usage
        }
        _ => ExitCode::Environment,
    };
    Failure { exit, code, ..Failure::usage(&error.problem) }.at(shown(&error.path)).next(next)
}

pub(super) fn keyfile(path: &Path, problem: &KeyfileError) -> Failure {
    let next = match problem {
        KeyfileError::WrongPassword => "try the password again, or restore the file from a copy",
        KeyfileError::PolkadotExport => "incentor wallet import coldkey FILE, with this file",
        KeyfileError::Scheme { .. } | KeyfileError::Hashed => {
            "use the wallet that wrote it; only sr25519 and ed25519 keys are read here"
        }
        KeyfileError::Mismatch { .. } => "restore the file from a copy, or import its phrase anew",
        KeyfileError::Truncated { .. } | KeyfileError::Malformed { .. } | KeyfileError::Empty => {
            "restore the file from a copy, or import the key's phrase"
        }
        _ => "name a keyfile; `incentor wallet import` takes phrases, seeds and exports too",
    };
    let code = match problem {
        KeyfileError::WrongPassword => Code::WrongPassword,
        KeyfileError::Scheme { .. } | KeyfileError::Hashed => Code::UnknownScheme,
        KeyfileError::Mismatch { .. } => Code::MismatchedAddress,
        KeyfileError::Truncated { .. } | KeyfileError::Malformed { .. } | KeyfileError::Empty => {
            Code::DamagedKeyfile
        }
        KeyfileError::Secret { .. } => Code::BadSecret,
        _ => Code::NotAKeyfile,
    };
    Failure::usage(problem).coded(code).at(shown(path)).next(next)
}

/// A phrase, seed or URI that is none; `place` says where it was given.
pub(super) fn secret(error: SecretError, place: &str) -> Failure {
    let next = match error {
        SecretError::WordCount { .. } => "the whole phrase, a space between two words",
        SecretError::UnknownWord { .. } | SecretError::PhraseChecksum => {
            "check each word and their order against what was written down"
        }
        SecretError::SoftJunction => "hard junctions (`//name`), or --scheme sr25519",
        SecretError::Path => "a URI such as //Alice, //Alice//hot or //Alice/soft",
        SecretError::NoRandomness => "try again; the system's randomness is not ready",
        SecretError::NoMemory => "a machine with more memory, or close what uses it",
        _ => "a phrase, a seed of 64 hexadecimal digits, or a URI such as //Alice",
    };
    let exit = match error {
        SecretError::NoRandomness | SecretError::NoMemory => ExitCode::Environment,
        _ => ExitCode::Usage,
    };
    let code = match error {
        SecretError::NoRandomness => Code::NoRandomness,
        SecretError::NoMemory => Code::Environment,
        _ => Code::BadSecret,
    };
    Failure { exit, code, ..Failure::usage(error) }.at(place).next(next)
}

pub(super) fn export(path: &str, error: &PolkadotError) -> Failure {
    let next = match error {
        PolkadotError::WrongPassword => "the password the account was exported with",
        PolkadotError::Unsupported { .. } | PolkadotError::Scrypt { .. } => {
            "export the account anew, or import its phrase"
        }
        _ => "export the account anew; a copy or an edit has damaged the file",
    };
    let code = match error {
        PolkadotError::WrongPassword => Code::WrongPassword,
        _ => Code::BadExport,
    };
    Failure::usage(error).coded(code).at(path).next(next)
}

pub(super) fn password(error: &PasswordError, keyfile: &Path) -> Failure {
    let failure = match error {
        PasswordError::None { variable } => Failure::usage(error)
            .coded(Code::NoPassword)
            .next(format_args!("--password-file FILE, BT_WALLET_PASSWORD, or the variable {variable}")),
        PasswordError::Variable { .. } => Failure::usage(error)
            .coded(Code::BadPassword)
            .next("unset it, or let the official wallet write it anew"),
        PasswordError::File(error) => return disk(error),
        PasswordError::NotOneLine { path } => {
            return Failure::usage("a password file holds the password in its only line")
                .coded(Code::BadPassword)
                .at(shown(path))
                .next("put nothing else into it");
        }
        PasswordError::Interrupted => return Failure::interrupted(),
        PasswordError::Length => {
            Failure::usage(error).coded(Code::BadPassword).next("--no-password leaves a key unencrypted")
        }
        _ => Failure::usage(error).next("try again"),
    };
    failure.at(shown(keyfile))
}
