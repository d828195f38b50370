//! What can be said of a key without its password.

use super::document::KeyDocument;
use incentor_keys::{Cipher, DiskError, DiskProblem, Keyfile, Name, PublicKey, Wallet, WalletError};
use std::path::PathBuf;

/// A key's two files.
pub(super) struct Facts {
    /// A hotkey's name.
    pub(super) name: Option<Name>,
    pub(super) path: PathBuf,
    pub(super) public_path: PathBuf,
    pub(super) secret: Secret,
    /// The public file: none where there is none.
    pub(super) public: Option<Result<PublicKey, WalletError>>,
}

/// A keyfile without its password.
pub(super) enum Secret {
    Missing,
    Open(PublicKey),
    Locked(Cipher),
    Broken(WalletError),
}

impl Facts {
    pub(super) fn coldkey(wallet: &Wallet) -> Self {
        Self::new(None, wallet.coldkey_path(), wallet.coldkeypub_path(), wallet.coldkeypub())
    }

    pub(super) fn hotkey(wallet: &Wallet, name: &Name) -> Self {
        let (path, public_path) = (wallet.hotkey_path(name), wallet.hotkeypub_path(name));
        Self::new(Some(name.clone()), path, public_path, wallet.hotkeypub(name))
    }

    fn new(
        name: Option<Name>,
        path: PathBuf,
        public_path: PathBuf,
        public: Result<PublicKey, WalletError>,
    ) -> Self {
        let secret = match Keyfile::open(&path) {
            Ok(Keyfile::Open(content)) => Secret::Open(content.public()),
            Ok(Keyfile::Locked(locked)) => Secret::Locked(locked.cipher()),
            Err(error) if is_missing(&error) => Secret::Missing,
            Err(error) => Secret::Broken(error),
        };
        let public = match public {
            Err(error) if is_missing(&error) => None,
            public => Some(public),
        };
        Self { name, path, public_path, secret, public }
    }

    pub(super) fn is_there(&self) -> bool {
        !matches!(self.secret, Secret::Missing) || self.public.is_some()
    }

    /// Whose key it is, as far as that is known without a password.
    pub(super) fn account(&self) -> Option<PublicKey> {
        match (&self.secret, &self.public) {
            (Secret::Open(public), _) | (_, Some(Ok(public))) => Some(*public),
            _ => None,
        }
    }

    /// None where there is no secret.
    pub(super) fn encrypted(&self) -> Option<bool> {
        match self.secret {
            Secret::Missing | Secret::Broken(_) => None,
            Secret::Open(_) => Some(false),
            Secret::Locked(_) => Some(true),
        }
    }

    /// Why the key cannot be used.
    pub(super) fn problem(&self) -> Option<String> {
        match (&self.secret, &self.public) {
            (Secret::Broken(error), _) => Some(what(error)),
            (Secret::Open(public), Some(Ok(stated))) if public != stated => {
                Some("the public file beside it belongs to another key".to_owned())
            }
            (_, Some(Err(error))) => Some(format!("the public file: {}", what(error))),
            _ => None,
        }
    }

    pub(super) fn document(&self) -> KeyDocument {
        let file = if matches!(self.secret, Secret::Missing) { &self.public_path } else { &self.path };
        let known = self.account().map(|public| KeyDocument::new(&public, self.encrypted(), file));
        let unknown = || KeyDocument {
            name: None,
            address: None,
            public_key: None,
            scheme: None,
            encrypted: self.encrypted(),
            file: file.display().to_string(),
            phrase: None,
            problem: None,
        };
        let name = self.name.as_ref().map(ToString::to_string);
        KeyDocument { name, problem: self.problem(), ..known.unwrap_or_else(unknown) }
    }
}

/// The error without its path, which stands beside it.
pub(super) fn what(error: &WalletError) -> String {
    match error {
        WalletError::Disk(error) => error.problem.to_string(),
        WalletError::Keyfile { problem, .. } => problem.to_string(),
        other => other.to_string(),
    }
}

fn is_missing(error: &WalletError) -> bool {
    matches!(error, WalletError::Disk(DiskError { problem: DiskProblem::Missing, .. }))
}
