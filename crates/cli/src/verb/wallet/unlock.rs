//! Passwords for keyfiles that are opened, and for those that are written.

use super::place::{Place, shown};
use super::prompt::{PromptError, hidden_line};
use super::{PasswordArguments, refusal};
use crate::failure::Failure;
use crate::terminal::{self, Terminal};
use incentor_keys::{
    Cipher, Coldkey, Content, Hotkey, Locked, NaclKey, Password, PasswordError, Sources, WalletError,
};
use std::env;
use std::path::Path;

/// How to come by passwords.
pub(super) struct Unlock<'a> {
    pub(super) terminal: Terminal,
    pub(super) arguments: &'a PasswordArguments,
}

/// Why a key was not opened.
enum Unopened {
    /// Its file could not be used.
    Wallet(WalletError),
    /// There was no password, or the wrong one.
    Told(Failure),
}

impl From<WalletError> for Unopened {
    fn from(error: WalletError) -> Self {
        Self::Wallet(error)
    }
}

impl Unopened {
    fn failure(self, place: &Place, key: &str) -> Failure {
        match self {
            Self::Wallet(error) => refusal::of_key(&error, place, key),
            Self::Told(failure) => failure,
        }
    }
}

impl Unlock<'_> {
    /// The selected wallet's coldkey.
    pub(super) fn coldkey(&self, place: &Place) -> Result<Coldkey, Failure> {
        let opened = place.wallet.coldkey(|path, locked| self.open(path, locked).map_err(Unopened::Told));
        opened.map_err(|error| error.failure(place, "coldkey"))
    }

    /// The selected hotkey.
    pub(super) fn hotkey(&self, place: &Place) -> Result<Hotkey, Failure> {
        let open = |path: &Path, locked: &Locked| self.open(path, locked).map_err(Unopened::Told);
        let opened = place.wallet.hotkey(&place.hotkey, open);
        opened.map_err(|error| error.failure(place, &format!("hotkey `{}`", place.hotkey)))
    }

    /// Opens a locked keyfile with the password found for it.
    pub(super) fn open(&self, path: &Path, locked: &Locked) -> Result<Content, Failure> {
        let password = self.password(path)?;
        self.wait(&format!("opening {}", shown(path)), locked.cipher() != Cipher::Ansible);
        let key = locked.key(&password).map_err(|error| refusal::secret(error, &shown(path)))?;
        locked.open_with(&key).map_err(|problem| refusal::wallet(&WalletError::keyfile(path, problem)))
    }

    /// The password of a file that is there.
    pub(super) fn password(&self, path: &Path) -> Result<Password, Failure> {
        let question = format!("Password of {}: ", shown(path));
        let mut prompt = |_: &Path| hidden_line(self.terminal, &question).map(Password::from).map_err(asked);
        self.find(path, &mut prompt)
    }

    /// The stretched password for a file that is to be written; a person types it twice.
    pub(super) fn lock(&self, path: &Path) -> Result<NaclKey, Failure> {
        let question = format!("New password for {}: ", shown(path));
        let mut prompt = |_: &Path| {
            let first = hidden_line(self.terminal, &question).map_err(asked)?;
            if first.is_empty() {
                return Err(PasswordError::Length);
            }
            let again = hidden_line(self.terminal, "The same again: ").map_err(asked)?;
            if *first == *again {
                Ok(Password::from(first))
            } else {
                Err(PasswordError::Asked("the two passwords differ".to_owned()))
            }
        };
        let password = self.find(path, &mut prompt)?;
        self.wait("locking the key", true);
        NaclKey::derive(&password).map_err(|error| refusal::secret(error, &shown(path)))
    }

    fn find(
        &self,
        path: &Path,
        prompt: &mut dyn FnMut(&Path) -> Result<Password, PasswordError>,
    ) -> Result<Password, Failure> {
        let mut sources = Sources {
            environment: &|name| env::var_os(name),
            file: self.arguments.password_file.clone(),
            prompt: if self.terminal.can_ask() { Some(prompt) } else { None },
        };
        sources.find(path).map_err(|error| refusal::password(&error, path))
    }

    /// Stretching takes seconds, and silence looks like hanging.
    fn wait(&self, what: &str, slow: bool) {
        if slow {
            let dim = terminal::DIM;
            self.terminal.remark(&format!("{dim}{what}: some seconds, by design{dim:#}\n"));
        }
    }
}

/// A prompt's end as a password's.
pub(super) fn asked(error: PromptError) -> PasswordError {
    match error {
        PromptError::Interrupted => PasswordError::Interrupted,
        PromptError::Io(error) => PasswordError::Asked(format!("the terminal does not answer: {error}")),
    }
}
