//! Keys as JSON and as lines of text.

use super::place::shown;
use crate::failure::Failure;
use incentor_keys::{PublicKey, Scheme};
use serde::Serialize;
use std::path::Path;

/// A key as `--json` gives it.
#[derive(Debug, Serialize)]
pub(super) struct KeyDocument {
    /// The hotkey's name; a wallet has one coldkey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) public_key: Option<String>,
    pub(super) scheme: Option<String>,
    /// Null where there is no secret to encrypt.
    pub(super) encrypted: Option<bool>,
    pub(super) file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) phrase: Option<String>,
    /// Why the file cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) problem: Option<String>,
}

impl KeyDocument {
    pub(super) fn new(public: &PublicKey, encrypted: Option<bool>, file: &Path) -> Self {
        Self {
            name: None,
            address: Some(public.account.to_string()),
            public_key: Some(hexadecimal(&public.account.0)),
            scheme: Some(public.scheme.to_string()),
            encrypted,
            file: file.display().to_string(),
            phrase: None,
            problem: None,
        }
    }
}

/// One JSON document as `--json` prints it.
pub(super) fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(Failure::bug)?;
    Ok(text + "\n")
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = "0x".to_owned();
    for byte in bytes {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// `sr25519, encrypted`.
pub(super) fn state(scheme: Scheme, encrypted: Option<bool>) -> String {
    let lock = match encrypted {
        Some(true) => "encrypted",
        Some(false) => "not encrypted",
        None => "address only",
    };
    format!("{scheme}, {lock}")
}

/// `in ~/.bittensor/wallets/default`.
pub(super) fn directory(path: &Path) -> String {
    format!("in {}", shown(path))
}
