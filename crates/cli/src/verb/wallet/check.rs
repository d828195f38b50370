//! `incentor wallet check`.

use super::document;
use super::facts::{Facts, Secret, what};
use super::place::{Place, Selection, quoted, shown};
use super::unlock::Unlock;
use super::{PasswordArguments, refusal};
use crate::ExitCode;
use crate::failure::Failure;
use crate::terminal::{BAD, BOLD, GOOD, Terminal, WARN};
use clap::Args;
use incentor_keys::{Cipher, Keyfile, PublicKey, Scheme, Wallet};
use serde::Serialize;
use std::path::Path;

/// Check that a wallet's files are in order
///
/// Every file is read; permissions and public files are compared with what they should be. Ends with 1 if something is
/// wrong.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// Check every wallet
    #[arg(long)]
    all: bool,
    /// Open encrypted keys too, which takes their password and some seconds each
    #[arg(long)]
    unlock: bool,
    #[command(flatten)]
    password: PasswordArguments,
}

const EXAMPLES: &str = "\
Examples:
  incentor wallet check -w miner
  incentor wallet check --all --json
  incentor wallet check -w cold --unlock      does the password still open it?";

#[derive(Serialize)]
struct Document {
    in_order: bool,
    keys: Vec<Checked>,
}

#[derive(Serialize)]
struct Checked {
    key: String,
    file: String,
    address: Option<String>,
    /// What is wrong.
    problems: Vec<Remark>,
    /// What could be better.
    notes: Vec<Remark>,
}

#[derive(Serialize)]
struct Remark {
    what: String,
    next: String,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let place = arguments.selection.place()?;
    let refuse = |error| refusal::disk(&error);
    let wallets =
        if arguments.all { Wallet::all(&place.wallets).map_err(refuse)? } else { vec![place.wallet.clone()] };
    let unlock = arguments.unlock.then_some(Unlock { terminal: *terminal, arguments: &arguments.password });
    let mut keys = Vec::new();
    for wallet in &wallets {
        let hotkeys = wallet.hotkeys().map_err(refuse)?;
        let mut facts = vec![Facts::coldkey(wallet)];
        facts.extend(hotkeys.iter().map(|files| Facts::hotkey(wallet, &files.name)));
        for facts in facts.iter().filter(|facts| facts.is_there()) {
            keys.push(examine(&place, wallet, facts, unlock.as_ref())?);
        }
    }
    if keys.is_empty() {
        return Err(nothing(&place, arguments.all));
    }
    let document = Document { in_order: keys.iter().all(|key| key.problems.is_empty()), keys };
    terminal.result(&if terminal.json { document::json(&document)? } else { text(&document) })?;
    Ok(if document.in_order { ExitCode::Fine } else { ExitCode::Negative })
}

fn nothing(place: &Place, all: bool) -> Failure {
    let (what, at) = if all {
        ("there is no wallet".to_owned(), &*place.wallets)
    } else {
        (format!("there is no wallet `{}`", place.wallet.name()), place.wallet.directory())
    };
    Failure::usage(what)
        .at(shown(at))
        .next(format_args!("incentor wallet list, or incentor wallet new{}", place.arguments))
}

fn examine(
    place: &Place,
    wallet: &Wallet,
    facts: &Facts,
    unlock: Option<&Unlock<'_>>,
) -> Result<Checked, Failure> {
    let key = match &facts.name {
        None => format!("{}: coldkey", wallet.name()),
        Some(name) => format!("{}: hotkey {name}", wallet.name()),
    };
    let mut checked = Checked {
        key,
        file: facts.path.display().to_string(),
        address: facts.account().map(|public| public.account.to_string()),
        problems: Vec::new(),
        notes: Vec::new(),
    };
    if let Some(what) = facts.problem() {
        checked.problem(what, "restore the file from a copy, or import the key's phrase under another name");
    }
    checked.secret(facts);
    checked.public(facts, &writes_public(place, wallet, facts, facts.account()));
    checked.permissions(&facts.path);
    if let (Secret::Locked(_), Some(unlock)) = (&facts.secret, unlock) {
        checked.opened(facts, unlock, |public| writes_public(place, wallet, facts, Some(public)))?;
    }
    Ok(checked)
}

/// The command that writes the public file of a key, as far as it is known whose it is.
fn writes_public(place: &Place, wallet: &Wallet, facts: &Facts, public: Option<PublicKey>) -> String {
    let kind = if facts.name.is_some() { "hotkey" } else { "coldkey" };
    let hotkey = facts.name.as_ref().map(|name| format!(" -H {}", quoted(name.as_str()))).unwrap_or_default();
    let key = match public {
        Some(PublicKey { account, scheme: Scheme::Sr25519 }) => account.to_string(),
        Some(PublicKey { account, scheme }) => format!("{account} --scheme {scheme}"),
        None => "SS58".to_owned(),
    };
    let (wallet, directory) = (quoted(wallet.name().as_str()), &place.directory_arguments);
    format!("incentor wallet import {kind} -w {wallet}{hotkey}{directory} --address {key}")
}

impl Checked {
    fn problem(&mut self, what: impl Into<String>, next: impl Into<String>) {
        self.problems.push(Remark { what: what.into(), next: next.into() });
    }

    fn note(&mut self, what: impl Into<String>, next: impl Into<String>) {
        self.notes.push(Remark { what: what.into(), next: next.into() });
    }

    fn secret(&mut self, facts: &Facts) {
        match &facts.secret {
            Secret::Missing => {
                self.note("an address only: it can be watched, not used", "nothing, if the key is elsewhere");
            }
            Secret::Open(_) if facts.name.is_none() => {
                self.note(
                    "the coldkey is not encrypted",
                    "for money: import its phrase into another wallet, with a password",
                );
            }
            Secret::Locked(Cipher::Fernet) => self.note(
                "encrypted as before 2023 (Fernet), which wallets 2.0 to 4.1 cannot open",
                "incentor wallet import writes the key anew under another name",
            ),
            Secret::Locked(Cipher::Ansible) => self.note(
                "encrypted as before 2023 (Ansible Vault), far weaker than today",
                "incentor wallet import writes the key anew under another name",
            ),
            _ => {}
        }
    }

    fn public(&mut self, facts: &Facts, next: &str) {
        if facts.public.is_none() {
            let file = shown(&facts.public_path);
            let what = format!("there is no public file {file}");
            match &facts.name {
                // Without it nobody knows whose wallet it is before the password.
                None => self.problem(what, next),
                Some(_) => self.note(format!("{what}; wallets before 3.1 wrote none"), next),
            }
        }
    }

    fn permissions(&mut self, path: &Path) {
        if let Ok(Some(mode)) = incentor_keys::mode(path)
            && mode & 0o077 != 0
        {
            self.problem(
                format!("others may open the file (mode {mode:04o})"),
                format!("chmod 600 {}", quoted(&path.display().to_string())),
            );
        }
    }

    fn opened(
        &mut self,
        facts: &Facts,
        unlock: &Unlock<'_>,
        next: impl Fn(PublicKey) -> String,
    ) -> Result<(), Failure> {
        let locked = match Keyfile::open(&facts.path) {
            Ok(Keyfile::Locked(locked)) => locked,
            // Somebody else writes to it right now.
            Ok(Keyfile::Open(_)) => return Ok(()),
            Err(error) => {
                self.problem(what(&error), "try again");
                return Ok(());
            }
        };
        let content = unlock.open(&facts.path, &locked)?;
        self.address = Some(content.public().account.to_string());
        if facts
            .public
            .as_ref()
            .and_then(|public| public.as_ref().ok())
            .is_some_and(|public| *public != content.public())
        {
            self.problem(
                "the public file beside it belongs to another key",
                format!("move it away, then {}", next(content.public())),
            );
        }
        Ok(())
    }
}

fn text(document: &Document) -> String {
    let mut text = String::new();
    for key in &document.keys {
        let verdict = if key.problems.is_empty() {
            format!("{GOOD}in order{GOOD:#}")
        } else {
            format!("{BAD}not in order{BAD:#}")
        };
        text.push_str(&format!("{BOLD}{}{BOLD:#}  {verdict}\n", key.key));
        let problems = key.problems.iter().map(|remark| (BAD, "wrong", remark));
        for (style, word, remark) in problems.chain(key.notes.iter().map(|remark| (WARN, "note", remark))) {
            text.push_str(&format!("  {style}{word:5}{style:#} {}\n        {}\n", remark.what, remark.next));
        }
    }
    text
}
