//! Which wallet is meant, and where wallets lie.

use crate::failure::Failure;
use clap::Args;
use incentor_keys::{Name, Wallet};
use std::env;
use std::path::{Path, PathBuf};

const DIRECTORY_HELP: &str = "Directory of wallets [env: BT_WALLET_PATH] [default: ~/.bittensor/wallets]";
const WALLET_HELP: &str = "Wallet, or WALLET/HOTKEY [env: BT_WALLET, BT_WALLET_NAME] [default: default]";
const HOTKEY_HELP: &str = "Hotkey [env: BT_WALLET_HOTKEY] [default: default]";

/// The wallets' directory.
#[derive(Args, Clone, Debug)]
pub(super) struct Directory {
    #[arg(long, value_name = "DIR", help = DIRECTORY_HELP)]
    wallet_path: Option<PathBuf>,
}

/// One wallet, and one of its hotkeys.
#[derive(Args, Clone, Debug)]
pub(super) struct Selection {
    #[arg(long, short, visible_alias = "wallet-name", value_name = "NAME", help = WALLET_HELP)]
    wallet: Option<String>,
    #[arg(long, short = 'H', visible_alias = "wallet-hotkey", value_name = "NAME", help = HOTKEY_HELP)]
    hotkey: Option<String>,
    #[command(flatten)]
    directory: Directory,
}

/// What the selection means.
pub(super) struct Place {
    /// The directory of all wallets.
    pub(super) wallets: PathBuf,
    pub(super) wallet: Wallet,
    pub(super) hotkey: Name,
    /// How to say the same on a command line.
    pub(super) arguments: String,
    /// How to name the directory alone there.
    pub(super) directory_arguments: String,
}

impl Directory {
    pub(super) fn path(&self) -> Result<PathBuf, Failure> {
        let named = self.wallet_path.clone();
        let from_environment = || env::var_os("BT_WALLET_PATH").filter(|path| !path.is_empty());
        match named.or_else(|| from_environment().map(PathBuf::from)) {
            Some(path) => match path.strip_prefix("~") {
                // Shells expand this, configuration files and quotes do not.
                Ok(below) => Ok(home()?.join(below)),
                Err(_) => Ok(path),
            },
            None => Ok(home()?.join(".bittensor").join("wallets")),
        }
    }
}

impl Selection {
    pub(super) fn place(&self) -> Result<Place, Failure> {
        let (wallet_from, wallet) =
            first(self.wallet.as_deref(), "--wallet", &["BT_WALLET", "BT_WALLET_NAME"]);
        let (hotkey_from, hotkey) = first(self.hotkey.as_deref(), "--hotkey", &["BT_WALLET_HOTKEY"]);
        let wallet = wallet.unwrap_or_else(|| Name::standard().to_string());
        let (wallet, hotkey) = match (wallet.split_once('/'), hotkey) {
            (Some(_), Some(_)) if self.hotkey.is_some() => {
                return Err(Failure::usage("the hotkey is named twice")
                    .at(format_args!("{wallet_from} {wallet} and {hotkey_from}"))
                    .next("name it in one of the two"));
            }
            (Some((wallet, hotkey)), _) => (wallet.to_owned(), Some(hotkey.to_owned())),
            (None, hotkey) => (wallet, hotkey),
        };
        let wallet = name(&wallet, wallet_from)?;
        let hotkey = hotkey.map_or_else(|| Ok(Name::standard()), |hotkey| name(&hotkey, hotkey_from))?;
        let wallets = self.directory.path()?;
        let mut arguments = format!(" -w {}", quoted(wallet.as_str()));
        if hotkey != Name::standard() {
            arguments.push_str(&format!(" -H {}", quoted(hotkey.as_str())));
        }
        let path = self.directory.wallet_path.as_ref();
        let path = path.map(|path| format!(" --wallet-path {}", quoted(&path.to_string_lossy())));
        let directory_arguments = path.unwrap_or_default();
        arguments.push_str(&directory_arguments);
        Ok(Place { wallet: Wallet::new(&wallets, wallet), wallets, hotkey, arguments, directory_arguments })
    }
}

/// A path as people write it.
pub(super) fn shown(path: &Path) -> String {
    let home = env::var_os("HOME").filter(|home| home.len() > 1);
    match home.and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(below) => format!("~/{}", below.display()),
        None => path.display().to_string(),
    }
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./~:".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The flag before the variables; says which one it was.
fn first(
    flag: Option<&str>,
    flag_name: &'static str,
    variables: &[&'static str],
) -> (&'static str, Option<String>) {
    if let Some(value) = flag {
        return (flag_name, Some(value.to_owned()));
    }
    for variable in variables {
        if let Some(value) = env::var(variable).ok().filter(|value| !value.is_empty()) {
            return (variable, Some(value));
        }
    }
    (flag_name, None)
}

fn name(text: &str, from: &str) -> Result<Name, Failure> {
    text.parse().map_err(|error| {
        Failure::usage(error)
            .at(format_args!("{from} {}", quoted(&text.escape_debug().to_string())))
            .next("a plain name such as `miner-1`, or for a wallet with its hotkey `miner-1/gpu-1`")
    })
}

fn home() -> Result<PathBuf, Failure> {
    let home = env::home_dir().filter(|home| !home.as_os_str().is_empty());
    home.ok_or_else(|| {
        Failure::environment("there is no home directory to look for wallets in")
            .at("HOME")
            .next("--wallet-path DIR, or BT_WALLET_PATH")
    })
}
