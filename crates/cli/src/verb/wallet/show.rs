//! `incentor wallet show`.

use super::document::{self, KeyDocument};
use super::facts::Facts;
use super::place::{Place, Selection, shown};
use super::unlock::Unlock;
use super::{Kind, PasswordArguments, list, refusal};
use crate::ExitCode;
use crate::failure::Failure;
use crate::terminal::{self, BOLD, DIM, Terminal};
use clap::{Args, value_parser};
use incentor_keys::KeyPair;
use incentor_primitives::AccountId;
use serde::Serialize;
use zeroize::{Zeroize as _, Zeroizing};

/// Show one wallet's keys, or the phrase of one of them
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// Write addresses with this network's prefix instead of Bittensor's 42
    #[arg(long, value_name = "PREFIX", value_parser = value_parser!(u16).range(0..16_384))]
    prefix: Option<u16>,
    /// Print this key's phrase, or its seed or private key where it has none
    #[arg(long, value_enum, value_name = "KEY")]
    reveal: Option<Kind>,
    #[command(flatten)]
    password: PasswordArguments,
}

const EXAMPLES: &str = "\
Examples:
  incentor wallet show -w miner
  incentor wallet show -w miner --prefix 0                 the same accounts as Polkadot writes them
  incentor wallet show -w miner --reveal coldkey           for a backup on paper";

#[derive(Serialize)]
struct Document {
    wallet: String,
    directory: String,
    coldkey: Option<KeyDocument>,
    hotkeys: Vec<KeyDocument>,
}

/// A key's secret in the shortest form that is known.
#[derive(Serialize)]
struct Revealed {
    address: String,
    scheme: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phrase: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    private_key: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let place = arguments.selection.place()?;
    if let Some(kind) = arguments.reveal {
        let unlock = Unlock { terminal: *terminal, arguments: &arguments.password };
        let text = Zeroizing::new(match kind {
            Kind::Coldkey => reveal(unlock.coldkey(&place)?.pair(), *terminal)?,
            Kind::Hotkey => reveal(unlock.hotkey(&place)?.pair(), *terminal)?,
        });
        terminal.result(&text)?;
        return Ok(ExitCode::Fine);
    }
    let wallet = &place.wallet;
    let coldkey = Facts::coldkey(wallet);
    let hotkeys = wallet.hotkeys().map_err(|error| refusal::disk(&error))?;
    if !coldkey.is_there() && hotkeys.is_empty() {
        return Err(Failure::usage(format_args!("there is no wallet `{}`", wallet.name()))
            .at(shown(wallet.directory()))
            .next(format_args!("incentor wallet list, or incentor wallet new{}", place.arguments)));
    }
    let with_prefix = |mut key: KeyDocument, facts: &Facts| {
        if let (Some(prefix), Some(public)) = (arguments.prefix, facts.account()) {
            key.address = Some(public.account.to_ss58(prefix));
        }
        key
    };
    let hotkeys = hotkeys.iter().map(|files| {
        let facts = Facts::hotkey(wallet, &files.name);
        with_prefix(facts.document(), &facts)
    });
    let document = Document {
        wallet: wallet.name().to_string(),
        directory: wallet.directory().display().to_string(),
        hotkeys: hotkeys.collect(),
        coldkey: coldkey.is_there().then(|| with_prefix(coldkey.document(), &coldkey)),
    };
    terminal.result(&if terminal.json { document::json(&document)? } else { text(&document, &place) })?;
    Ok(ExitCode::Fine)
}

fn text(document: &Document, place: &Place) -> String {
    let mut text = format!("{BOLD}{}{BOLD:#}  in {}\n", document.wallet, shown(place.wallet.directory()));
    let names = document.hotkeys.iter().filter_map(|key| key.name.as_ref());
    let width = names.map(|name| name.chars().count()).max().unwrap_or(0);
    let mut push = |role: &str, key: &KeyDocument| {
        text.push_str(&list::line(role, key.name.as_deref().unwrap_or_default(), width, key));
        if let Some(public_key) = &key.public_key {
            text.push_str(&format!("  {:8} {:width$}  {DIM}{public_key}{DIM:#}\n", "", ""));
        }
    };
    if let Some(key) = &document.coldkey {
        push("coldkey", key);
    }
    for key in &document.hotkeys {
        push("hotkey", key);
    }
    text
}

fn reveal(pair: &KeyPair, terminal: Terminal) -> Result<String, Failure> {
    let account: AccountId = pair.public().account;
    let phrase = pair.phrase().map(|phrase| phrase.expose().to_string());
    let seed = pair.seed().filter(|_| phrase.is_none()).map(|seed| document::hexadecimal(seed.expose()));
    let bare = phrase.is_none() && seed.is_none();
    let private_key = bare.then(|| document::hexadecimal(&pair.expose_private_key()));
    let mut revealed = Revealed {
        address: account.to_string(),
        scheme: pair.public().scheme.to_string(),
        phrase,
        seed,
        private_key,
    };
    let text = if terminal.json {
        document::json(&revealed)?
    } else {
        let forms = [&revealed.phrase, &revealed.seed, &revealed.private_key];
        let secret = forms.into_iter().flatten().next().map(String::as_str).unwrap_or_default();
        let kind = if revealed.phrase.is_some() {
            "phrase"
        } else if revealed.seed.is_some() {
            "seed, as the phrase is not known"
        } else {
            "private key, as phrase and seed are not known"
        };
        let warn = terminal::WARN;
        terminal.remark(&format!("{warn}whoever has this {kind} has {account}{warn:#}\n"));
        format!("{secret}\n")
    };
    revealed.phrase.zeroize();
    revealed.seed.zeroize();
    revealed.private_key.zeroize();
    Ok(text)
}
