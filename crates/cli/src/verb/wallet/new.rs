//! `incentor wallet new`.

use super::document::{self, KeyDocument};
use super::place::{Place, Selection, shown};
use super::unlock::Unlock;
use super::{Kind, PasswordArguments, SchemeName, refusal};
use crate::failure::Failure;
use crate::terminal::{self, Terminal};
use crate::{ExitCode, terminal::BOLD};
use clap::Args;
use incentor_keys::{Coldkey, Hotkey, KeyPair, NaclKey, Phrase, Scheme};
use serde::Serialize;
use std::path::{Path, PathBuf};
use zeroize::Zeroize as _;

/// Make a new coldkey and hotkey
///
/// The coldkey is encrypted with a password, the hotkey is not: it has to lie open where a miner or validator runs.
/// Nothing is ever overwritten. On a terminal the phrases are shown once; they are the only backup.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// Make one of the two
    #[arg(long, value_enum, value_name = "KEY")]
    only: Option<Kind>,
    /// Words of each phrase: 12, 15, 18, 21 or 24
    #[arg(long, value_name = "COUNT", default_value_t = 12)]
    words: usize,
    /// How the keys sign
    #[arg(long, value_enum, default_value_t = SchemeName::Sr25519, value_name = "SCHEME")]
    scheme: SchemeName,
    /// Leave the coldkey unencrypted, for development
    #[arg(long, conflicts_with = "encrypt_hotkey")]
    no_password: bool,
    /// Encrypt the hotkey too, with the same password
    #[arg(long)]
    encrypt_hotkey: bool,
    /// Print the phrases even where no terminal shows them
    #[arg(long)]
    phrase: bool,
    #[command(flatten)]
    password: PasswordArguments,
}

const EXAMPLES: &str = "\
Examples:
  incentor wallet new -w miner -H gpu-1
  incentor wallet new -w miner -H gpu-2 --only hotkey      one more hotkey
  incentor wallet new -w cold --only coldkey --words 24    on the machine that keeps the money
  incentor wallet new -w ci --no-password --json --phrase";

/// What was made.
#[derive(Serialize)]
struct Made {
    wallet: String,
    directory: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    coldkey: Option<KeyDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hotkey: Option<KeyDocument>,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let place = arguments.selection.place()?;
    let wants = |kind| arguments.only.is_none_or(|only| only == kind);
    let (cold, hot) = (wants(Kind::Coldkey), wants(Kind::Hotkey));
    // Before anybody is asked for anything.
    if cold {
        absent(&place, "coldkey", &[place.wallet.coldkey_path(), place.wallet.coldkeypub_path()], "hotkey")?;
    }
    if hot {
        let files = [place.wallet.hotkey_path(&place.hotkey), place.wallet.hotkeypub_path(&place.hotkey)];
        absent(&place, &format!("hotkey `{}`", place.hotkey), &files, "coldkey")?;
    }
    let scheme = Scheme::from(arguments.scheme);
    let make = |wanted: bool| wanted.then(|| pair(arguments.words, scheme)).transpose();
    let (coldkey, hotkey) = (make(cold)?.map(Coldkey::new), make(hot)?.map(Hotkey::new));
    let lock = lock(arguments, *terminal, &place, cold, hot)?;
    let refuse = |error| refusal::wallet(&error);
    let mut made = Made {
        wallet: place.wallet.name().to_string(),
        directory: place.wallet.directory().display().to_string(),
        coldkey: None,
        hotkey: None,
    };
    let shows_phrases = arguments.phrase || terminal.shows_results();
    if let Some(key) = &coldkey {
        place.wallet.save_coldkey(key, lock.as_ref()).map_err(refuse)?;
        let path = place.wallet.coldkey_path();
        made.coldkey = Some(describe(key.pair(), lock.is_some(), &path, shows_phrases));
    }
    if let Some(key) = &hotkey {
        let lock = lock.as_ref().filter(|_| arguments.encrypt_hotkey);
        place.wallet.save_hotkey(&place.hotkey, key, lock).map_err(refuse)?;
        let path = place.wallet.hotkey_path(&place.hotkey);
        let mut described = describe(key.pair(), lock.is_some(), &path, shows_phrases);
        described.name = Some(place.hotkey.to_string());
        made.hotkey = Some(described);
    }
    let mut text = if terminal.json { document::json(&made)? } else { text(&made, &place, scheme) };
    terminal.result(&text)?;
    text.zeroize();
    remarks(*terminal, &made, shows_phrases, &place);
    for key in [&mut made.coldkey, &mut made.hotkey].into_iter().flatten() {
        key.phrase.zeroize();
    }
    Ok(ExitCode::Fine)
}

fn pair(words: usize, scheme: Scheme) -> Result<KeyPair, Failure> {
    Phrase::generate(words)
        .and_then(|phrase| KeyPair::from_phrase(phrase, scheme))
        .map_err(|error| refusal::secret(error, "--words").next("--words 12, 15, 18, 21 or 24"))
}

/// The key that locks what is to be locked.
fn lock(
    arguments: &Arguments,
    terminal: Terminal,
    place: &Place,
    cold: bool,
    hot: bool,
) -> Result<Option<NaclKey>, Failure> {
    let path = if cold && !arguments.no_password {
        place.wallet.coldkey_path()
    } else if hot && arguments.encrypt_hotkey {
        place.wallet.hotkey_path(&place.hotkey)
    } else {
        return Ok(None);
    };
    Unlock { terminal, arguments: &arguments.password }.lock(&path).map(Some)
}

/// Refuses where a key is already.
fn absent(place: &Place, what: &str, files: &[PathBuf], other: &str) -> Result<(), Failure> {
    match files.iter().find(|file| file.symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(file) => Err(Failure::usage(format_args!(
            "the wallet `{}` has a {what} already, and keys are never overwritten",
            place.wallet.name()
        ))
        .at(shown(file))
        .next(format_args!("another name (-w, -H), or --only {other}"))),
    }
}

fn describe(pair: &KeyPair, encrypted: bool, path: &Path, with_phrase: bool) -> KeyDocument {
    let mut described = KeyDocument::new(&pair.public(), Some(encrypted), path);
    if with_phrase {
        described.phrase = pair.phrase().map(|phrase| phrase.expose().to_string());
    }
    described
}

fn text(made: &Made, place: &Place, scheme: Scheme) -> String {
    let mut text =
        format!("{BOLD}{}{BOLD:#}  {}\n", made.wallet, document::directory(place.wallet.directory()));
    for (role, key) in [("coldkey", &made.coldkey), ("hotkey", &made.hotkey)] {
        let Some(key) = key else { continue };
        let name = key.name.as_ref().map(|name| format!("{name}  ")).unwrap_or_default();
        let address = key.address.as_deref().unwrap_or_default();
        text.push_str(&format!("  {role:8} {name}{address}  {}\n", document::state(scheme, key.encrypted)));
    }
    for (role, key) in [("coldkey", &made.coldkey), ("hotkey", &made.hotkey)] {
        if let Some(phrase) = key.as_ref().and_then(|key| key.phrase.as_ref()) {
            text.push_str(&format!("\nphrase of the {role}\n  {BOLD}{phrase}{BOLD:#}\n"));
        }
    }
    text
}

fn remarks(terminal: Terminal, made: &Made, shows_phrases: bool, place: &Place) {
    let (dim, warn) = (terminal::DIM, terminal::WARN);
    if made.coldkey.as_ref().is_some_and(|key| key.encrypted == Some(false)) {
        terminal.remark(&format!("{warn}the coldkey is not encrypted: for development only{warn:#}\n"));
    }
    let keys = [&made.coldkey, &made.hotkey];
    if keys.into_iter().flatten().any(|key| key.scheme.as_deref() == Some("ed25519")) {
        terminal.remark(&format!("{dim}official wallets before 4.1 cannot read ed25519 keys{dim:#}\n"));
    }
    let several = made.coldkey.is_some() && made.hotkey.is_some();
    let (phrases, them) = if several { ("phrases", "them") } else { ("phrase", "it") };
    if shows_phrases {
        terminal.remark(&format!(
            "{warn}write the {phrases} down: whoever has {them} has the keys, and nobody can restore {them}{warn:#}\n"
        ));
    } else {
        let role = if made.coldkey.is_some() { "coldkey" } else { "hotkey" };
        terminal.remark(&format!(
            "{dim}no backup yet: `incentor wallet show{} --reveal {role}` prints the phrase{dim:#}\n",
            place.arguments
        ));
    }
}
