//! `incentor wallet import`.

use super::document::{self, KeyDocument};
use super::place::{Place, Selection, shown};
use super::prompt::hidden_line;
use super::unlock::{Unlock, asked};
use super::{Kind, PasswordArguments, SchemeName, refusal};
use crate::ExitCode;
use crate::failure::Failure;
use crate::terminal::{self, BOLD, Terminal};
use clap::Args;
use incentor_keys::{
    Cipher, Coldkey, Content, Hotkey, KeyPair, Keyfile, KeyfileError, MAX_KEYFILE_BYTES, PolkadotExport,
    PublicKey, Scheme, WalletError,
};
use incentor_primitives::AccountId;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Bring a key in: from a phrase, a seed, a keyfile or an export
///
/// FILE may hold a phrase, a seed, a secret URI, any keyfile of any official wallet, or an export of polkadot.js.
/// Without FILE the phrase is asked for on the terminal, unseen. Nothing is ever overwritten.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// What the key is to be
    #[arg(value_enum, value_name = "KEY")]
    kind: Kind,
    /// File with the key, or - for standard input
    file: Option<PathBuf>,
    /// A development key such as //Alice, which everybody knows
    #[arg(long, value_name = "URI", conflicts_with_all = ["file", "address"])]
    uri: Option<String>,
    /// An address to watch: no secret, and so no signing
    #[arg(long, value_name = "SS58", conflicts_with = "file")]
    address: Option<String>,
    #[command(flatten)]
    selection: Selection,
    /// How the key signs, where its source does not say
    #[arg(long, value_enum, default_value_t = SchemeName::Sr25519, value_name = "SCHEME")]
    scheme: SchemeName,
    /// Leave a coldkey unencrypted, for development
    #[arg(long, conflicts_with = "encrypt")]
    no_password: bool,
    /// Encrypt a hotkey too
    #[arg(long)]
    encrypt: bool,
    #[command(flatten)]
    password: PasswordArguments,
}

const EXAMPLES: &str = "\
Examples:
  incentor wallet import coldkey -w cold                   asks for the phrase
  incentor wallet import coldkey -w cold account.json      an export of polkadot.js
  incentor wallet import hotkey -H gpu-1 - < phrase.txt
  incentor wallet import hotkey --uri //Alice//hot -w dev
  incentor wallet import coldkey -w treasury --address 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let place = arguments.selection.place()?;
    let (path, public_path) = paths(arguments.kind, &place);
    // Before anybody is asked for a phrase.
    let target = if arguments.address.is_some() { &public_path } else { &path };
    if target.symlink_metadata().is_ok() {
        return Err(Failure::usage(format_args!(
            "there is a {} already, and keys are never overwritten",
            role(arguments.kind)
        ))
        .at(shown(target))
        .next("another name (-w, -H), or move the file away"));
    }
    let unlock = Unlock { terminal: *terminal, arguments: &arguments.password };
    let content = source(arguments, &unlock)?;
    let described = match content {
        Content::Secret(pair) => {
            let encrypt = match arguments.kind {
                Kind::Coldkey => !arguments.no_password,
                Kind::Hotkey => arguments.encrypt,
            };
            let lock = encrypt.then(|| unlock.lock(&path)).transpose()?;
            let public = pair.public();
            let saved = match arguments.kind {
                Kind::Coldkey => place.wallet.save_coldkey(&Coldkey::new(*pair), lock.as_ref()),
                Kind::Hotkey => place.wallet.save_hotkey(&place.hotkey, &Hotkey::new(*pair), lock.as_ref()),
            };
            saved.map_err(|error| refusal::wallet(&error))?;
            KeyDocument::new(&public, Some(encrypt), &path)
        }
        Content::Public(public) => {
            let saved = match arguments.kind {
                Kind::Coldkey => place.wallet.save_coldkeypub(&public),
                Kind::Hotkey => place.wallet.save_hotkeypub(&place.hotkey, &public),
            };
            saved.map_err(|error| refusal::wallet(&error))?;
            KeyDocument::new(&public, None, &public_path)
        }
    };
    report(arguments, terminal, &place, described)?;
    Ok(ExitCode::Fine)
}

fn report(
    arguments: &Arguments,
    terminal: &Terminal,
    place: &Place,
    mut described: KeyDocument,
) -> Result<(), Failure> {
    if arguments.kind == Kind::Hotkey {
        described.name = Some(place.hotkey.to_string());
    }
    if terminal.json {
        terminal.result(&document::json(&described)?)?;
    } else {
        let scheme = described.scheme.as_deref().and_then(|scheme| scheme.parse().ok()).unwrap_or_default();
        let name = described.name.as_ref().map(|name| format!("{name}  ")).unwrap_or_default();
        let address = described.address.as_deref().unwrap_or_default();
        let state = document::state(scheme, described.encrypted);
        terminal.result(&format!(
            "{BOLD}{}{BOLD:#}  {}\n  {:8} {name}{address}  {state}\n",
            place.wallet.name(),
            document::directory(place.wallet.directory()),
            role(arguments.kind),
        ))?;
    }
    let warn = terminal::WARN;
    if arguments.uri.is_some() {
        terminal.remark(&format!("{warn}everybody knows this key: for development only{warn:#}\n"));
    } else if arguments.kind == Kind::Coldkey && described.encrypted == Some(false) {
        terminal.remark(&format!("{warn}the coldkey is not encrypted: for development only{warn:#}\n"));
    }
    Ok(())
}

/// The key from wherever the command line says.
fn source(arguments: &Arguments, unlock: &Unlock<'_>) -> Result<Content, Failure> {
    let scheme = Scheme::from(arguments.scheme);
    if let Some(address) = &arguments.address {
        let account: AccountId = address.parse().map_err(|error| {
            Failure::usage(error).at("--address").next("an SS58 address, as the other wallet shows it")
        })?;
        return Ok(Content::Public(PublicKey { account, scheme }));
    }
    if let Some(uri) = &arguments.uri {
        // A phrase on a command line is in the shell's history and in everybody's list of processes.
        if !uri.starts_with('/') {
            return Err(Failure::usage("a secret does not belong on a command line")
                .at("--uri")
                .next("//Alice for a development key; else put it in a file, or let it be asked for"));
        }
        return pair(KeyPair::parse(uri, scheme), "--uri");
    }
    match &arguments.file {
        Some(path) if path.as_os_str() == "-" => from_bytes(&stdin()?, path, scheme, unlock),
        Some(path) => {
            let bytes = incentor_keys::read(path).map_err(|error| refusal::disk(&error))?;
            from_bytes(&bytes, path, scheme, unlock)
        }
        None if unlock.terminal.can_ask() => {
            let line = hidden_line(unlock.terminal, "Phrase, seed or URI (not shown): ").map_err(asked);
            let line = line.map_err(|error| refusal::password(&error, Path::new("-")))?;
            pair(KeyPair::parse(&line, scheme), "what was typed")
        }
        None => Err(Failure::usage("no key was given, and there is no terminal to ask on")
            .at("FILE")
            .next("a file with the key, or - for standard input")),
    }
}

/// The key of a file's bytes, whatever the file is.
fn from_bytes(bytes: &[u8], path: &Path, scheme: Scheme, unlock: &Unlock<'_>) -> Result<Content, Failure> {
    let at = if path.as_os_str() == "-" { "standard input".to_owned() } else { shown(path) };
    // Text that is no keyfile: a phrase, seed or URI, whose scheme the command line says.
    let text = std::str::from_utf8(bytes).map(str::trim).unwrap_or_default();
    if !text.is_empty() && !text.starts_with('{') && Cipher::of(bytes).is_none() {
        return pair(KeyPair::parse(text, scheme), &at);
    }
    match Keyfile::read(bytes) {
        Ok(Keyfile::Open(content)) => Ok(content),
        Ok(Keyfile::Locked(locked)) => unlock.open(path, &locked),
        Err(KeyfileError::PolkadotExport) => {
            let refuse = |error| refusal::export(&at, &error);
            let export = PolkadotExport::read(bytes).map_err(refuse)?;
            let password = unlock.password(path)?;
            export.open(&password).map(|pair| Content::Secret(Box::new(pair))).map_err(refuse)
        }
        Err(problem) => Err(refusal::wallet(&WalletError::keyfile(Path::new(&at), problem))),
    }
}

fn pair(parsed: Result<KeyPair, incentor_keys::SecretError>, at: &str) -> Result<Content, Failure> {
    parsed.map(|pair| Content::Secret(Box::new(pair))).map_err(|error| refusal::secret(error, at))
}

fn stdin() -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_KEYFILE_BYTES + 1));
    let read = io::stdin().lock().take(bytes.capacity() as u64).read_to_end(&mut bytes);
    read.map_err(|error| Failure::environment(error).at("standard input").next("check the pipe"))?;
    Ok(bytes)
}

fn paths(kind: Kind, place: &Place) -> (PathBuf, PathBuf) {
    let wallet = &place.wallet;
    match kind {
        Kind::Coldkey => (wallet.coldkey_path(), wallet.coldkeypub_path()),
        Kind::Hotkey => (wallet.hotkey_path(&place.hotkey), wallet.hotkeypub_path(&place.hotkey)),
    }
}

const fn role(kind: Kind) -> &'static str {
    match kind {
        Kind::Coldkey => "coldkey",
        Kind::Hotkey => "hotkey",
    }
}
