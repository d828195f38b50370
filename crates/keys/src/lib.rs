//! Hotkeys and coldkeys: phrases, seeds, URIs, signatures, and the keyfiles every official wallet reads.
//!
//! A [`KeyPair`] is made from a [`Phrase`], a [`Seed`], a [`SecretUri`] or a [`Keyfile`]; [`Hotkey`] and
//! [`Coldkey`] say what it is for, and neither passes for the other. A [`Wallet`] is a directory of keyfiles.
//!
//! Secrets are overwritten when dropped and never appear in `Debug` or in an error. Nothing here talks to a person
//! or reads the environment: whoever calls passes a lookup and a prompt in ([`Sources`]).
#![forbid(unsafe_code)]

// What a key is.
mod account;
mod comb;
mod hex;
mod pair;
mod phrase;
mod role;
mod scheme;
mod schnorr;
mod secret;
mod uri;
// What it is kept in.
mod keyfile;
mod polkadot;
// Where that lies, and how to get in.
mod disk;
mod name;
mod password;
mod wallet;

pub use account::{PublicKey, Signature, Verifier};
pub use disk::{DiskError, DiskProblem, MAX_KEYFILE_BYTES, mode, read};
pub use keyfile::{
    Cipher, Content, Keyfile, KeyfileError, Locked, NaclKey, UnlockKey, plain, public, sealed,
};
pub use name::{Name, NameError};
pub use pair::KeyPair;
pub use password::{PasswordError, Prompt, Sources, decode, encode, variable};
pub use phrase::{Phrase, WORD_COUNTS};
pub use polkadot::{PolkadotError, PolkadotExport};
pub use role::{Cold, Coldkey, Hot, Hotkey, Key, Role};
pub use scheme::{Scheme, UnknownScheme};
pub use secret::{Password, SecretError, Seed};
pub use uri::SecretUri;
pub use wallet::{HotkeyFiles, Wallet, WalletError};
