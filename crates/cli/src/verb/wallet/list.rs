//! `incentor wallet list`.

use super::document::{self, KeyDocument};
use super::facts::Facts;
use super::place::{Directory, shown};
use super::refusal;
use crate::ExitCode;
use crate::failure::Failure;
use crate::terminal::{BAD, BOLD, DIM, Terminal};
use clap::Args;
use incentor_keys::Wallet;
use serde::Serialize;
use std::path::Path;

/// Show which wallets there are
///
/// Reads what needs no password. `incentor wallet check` looks closer.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    directory: Directory,
}

#[derive(Serialize)]
struct Document {
    directory: String,
    wallets: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    name: String,
    /// Null where a wallet has none.
    coldkey: Option<KeyDocument>,
    hotkeys: Vec<KeyDocument>,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let directory = arguments.directory.path()?;
    let wallets = Wallet::all(&directory).map_err(|error| refusal::disk(&error))?;
    let mut listed = Vec::new();
    for wallet in &wallets {
        let coldkey = Facts::coldkey(wallet);
        let hotkeys = wallet.hotkeys().map_err(|error| refusal::disk(&error))?;
        // A directory without a key is somebody's, but no wallet.
        if coldkey.is_there() || !hotkeys.is_empty() {
            listed.push(Listed {
                name: wallet.name().to_string(),
                coldkey: coldkey.is_there().then(|| coldkey.document()),
                hotkeys: hotkeys.iter().map(|files| Facts::hotkey(wallet, &files.name).document()).collect(),
            });
        }
    }
    if terminal.json {
        let document = Document { directory: directory.display().to_string(), wallets: listed };
        terminal.result(&document::json(&document)?)?;
    } else if listed.is_empty() {
        terminal.result(&empty(&directory))?;
    } else {
        terminal.result(&text(&listed))?;
        terminal.remark(&format!("{DIM}in {}{DIM:#}\n", shown(&directory)));
    }
    Ok(ExitCode::Fine)
}

fn empty(directory: &Path) -> String {
    format!("no wallets in {}; `incentor wallet new` makes one\n", shown(directory))
}

fn text(listed: &[Listed]) -> String {
    let name_width = |listed: &Listed| {
        listed.hotkeys.iter().filter_map(|key| key.name.as_ref()).map(|name| name.chars().count()).max()
    };
    let width = listed.iter().filter_map(name_width).max().unwrap_or(0);
    let mut text = String::new();
    for (index, wallet) in listed.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(&format!("{BOLD}{}{BOLD:#}\n", wallet.name));
        match &wallet.coldkey {
            Some(key) => text.push_str(&line("coldkey", "", width, key)),
            None => text.push_str(&format!("  {:8} {:width$}  none\n", "coldkey", "")),
        }
        for key in &wallet.hotkeys {
            text.push_str(&line("hotkey", key.name.as_deref().unwrap_or_default(), width, key));
        }
    }
    text
}

/// A key's line, in `list` and `show` alike.
pub(super) fn line(role: &str, name: &str, width: usize, key: &KeyDocument) -> String {
    let address = key.address.as_deref().unwrap_or("address behind the password");
    let state = match (&key.problem, &key.scheme) {
        (Some(problem), _) => format!("{BAD}{problem}{BAD:#}"),
        (None, Some(scheme)) => document::state(scheme.parse().unwrap_or_default(), key.encrypted),
        (None, None) => "encrypted".to_owned(),
    };
    let address = if key.problem.is_some() && key.address.is_none() { "" } else { address };
    let line = format!("  {role:8} {name:width$}  {address:48}  {state}");
    format!("{}\n", line.trim_end())
}
