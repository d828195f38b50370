//! `incentor wallet`: keys as files, in the official wallets' own format.

mod check;
mod document;
mod facts;
mod import;
mod list;
mod message;
mod new;
mod place;
mod prompt;
mod refusal;
mod show;
mod sign;
mod unlock;

use crate::{ExitCode, failure::Failure, terminal::Terminal};
use clap::{Args, Subcommand, ValueEnum};
use incentor_keys::Scheme;
use std::path::PathBuf;

/// Make, read and use keys, in the official wallets' own files
///
/// A wallet is a directory with one coldkey, which owns money, and hotkeys, which act on subnets. Keys lie where
/// btcli keeps them and in its format, so that either program reads what the other wrote.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

const EXAMPLES: &str = "\
Examples:
  incentor wallet new                                  a coldkey and a hotkey
  incentor wallet new -w miner -H gpu-1                under names of their own
  incentor wallet import coldkey                       from a phrase, asked for unseen
  incentor wallet import hotkey -w dev --uri //Alice   a key that everybody knows
  incentor wallet list
  incentor wallet sign --message hello --json | jq .signature
  incentor wallet check                                are the files in order?

Without a terminal a password comes from BT_WALLET_PASSWORD, the keyfile's own BT_PW_.. variable,
--password-file or BT_WALLET_PASSWORD_FILE, in this order.";

#[derive(Debug, Subcommand)]
enum Action {
    New(new::Arguments),
    Import(import::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    Sign(sign::SignArguments),
    Verify(sign::VerifyArguments),
    Check(check::Arguments),
}

/// One of a wallet's two kinds of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Owns money
    Coldkey,
    /// Acts on subnets
    Hotkey,
}

/// Where a password comes from if it is not asked for.
#[derive(Args, Clone, Debug)]
struct PasswordArguments {
    /// File with the password in one line
    #[arg(long, visible_alias = "wallet-password-file", value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// A scheme on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SchemeName {
    /// What wallets use unless told otherwise
    Sr25519,
    /// Known elsewhere too; hard junctions only
    Ed25519,
}

impl From<SchemeName> for Scheme {
    fn from(name: SchemeName) -> Self {
        match name {
            SchemeName::Sr25519 => Self::Sr25519,
            SchemeName::Ed25519 => Self::Ed25519,
        }
    }
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    match &arguments.action {
        Action::New(arguments) => new::run(arguments, terminal),
        Action::Import(arguments) => import::run(arguments, terminal),
        Action::List(arguments) => list::run(arguments, terminal),
        Action::Show(arguments) => show::run(arguments, terminal),
        Action::Sign(arguments) => sign::sign(arguments, terminal),
        Action::Verify(arguments) => sign::verify(arguments, terminal),
        Action::Check(arguments) => check::run(arguments, terminal),
    }
}
