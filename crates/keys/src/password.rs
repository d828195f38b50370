//! Where passwords come from, in the order of the official wallets.

use crate::{Password, disk};
use base64ct::{Base64, Encoding as _};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The variable that holds a password as it is.
const PLAIN: &str = "BT_WALLET_PASSWORD";
/// The variable that names a file with a password.
const FILE: &str = "BT_WALLET_PASSWORD_FILE";
/// How the variable of a single keyfile begins.
const PREFIX: &str = "BT_PW_";
/// A password in a file is one line, and nobody types a longer one.
const MAX_BYTES: usize = 1024;

/// Why there is no password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// No source has one, and nobody can be asked.
    #[error("no password was given, and there is no terminal to ask on")]
    None {
        /// The variable that would give it to this keyfile alone.
        variable: String,
    },
    /// A variable that is not UTF-8, or not what the official wallets put there.
    #[error("the variable {variable} holds no password in the wallets' form")]
    Variable {
        /// Which one.
        variable: String,
    },
    /// A password file that cannot be read.
    #[error("the password file: {0}")]
    File(#[source] disk::DiskError),
    /// A password file with nothing in it, or more than one line.
    #[error("{}: a password file holds one line", path.display())]
    NotOneLine {
        /// Which one.
        path: PathBuf,
    },
    /// Nothing, or far more than a password.
    #[error("a password has 1 to {MAX_BYTES} bytes")]
    Length,
    /// Whoever was asked gave none.
    #[error("{0}")]
    Asked(String),
    /// The person who was asked interrupted.
    #[error("interrupted")]
    Interrupted,
}

/// Asks a person for a password, for the keyfile named.
pub type Prompt<'a> = &'a mut dyn FnMut(&Path) -> Result<Password, PasswordError>;

/// Everything a password may come from.
///
/// The order is that of the official wallets: the environment before files, a person last. Their macOS keychain is
/// not asked.
pub struct Sources<'a> {
    /// Looks a variable up: `std::env::var_os`, as a rule.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// A file named on the command line.
    pub file: Option<PathBuf>,
    /// Whom to ask at last.
    pub prompt: Option<Prompt<'a>>,
}

impl Sources<'_> {
    /// The password of a keyfile, from the first source that has one.
    ///
    /// # Errors
    /// As [`PasswordError`] says; a source that is broken is reported, not passed over.
    pub fn find(&mut self, keyfile: &Path) -> Result<Password, PasswordError> {
        let found = match self.without_asking(keyfile)? {
            Some(password) => password,
            None => match &mut self.prompt {
                Some(prompt) => prompt(keyfile)?,
                None => return Err(PasswordError::None { variable: variable(keyfile) }),
            },
        };
        if (1..=MAX_BYTES).contains(&found.expose().len()) { Ok(found) } else { Err(PasswordError::Length) }
    }

    /// The password of a keyfile, if some source has one without asking anybody.
    ///
    /// # Errors
    /// As [`PasswordError`] says.
    pub fn without_asking(&self, keyfile: &Path) -> Result<Option<Password>, PasswordError> {
        if let Some(text) = self.variable(PLAIN)? {
            return Ok(Some(text));
        }
        let own = variable(keyfile);
        if let Some(text) = self.variable(&own)? {
            let plain = decode(text.expose(), &own);
            return plain.map(Some).ok_or(PasswordError::Variable { variable: own });
        }
        let named = || (self.environment)(FILE).filter(|path| !path.is_empty()).map(PathBuf::from);
        self.file.clone().or_else(named).map(|path| from_file(&path)).transpose()
    }

    fn variable(&self, name: &str) -> Result<Option<Password>, PasswordError> {
        let refuse = |_| PasswordError::Variable { variable: name.to_owned() };
        let text = (self.environment)(name).map(OsString::into_string).transpose().map_err(refuse)?;
        // Set to nothing is as good as unset.
        Ok(text.map(Password::new).filter(|text| !text.is_empty()))
    }
}

/// The one line of a password file, without the white space around it.
fn from_file(path: &Path) -> Result<Password, PasswordError> {
    let bytes = disk::read(path).map_err(PasswordError::File)?;
    let line = std::str::from_utf8(&bytes).map(str::trim).unwrap_or_default();
    if line.is_empty() || line.contains('\n') {
        return Err(PasswordError::NotOneLine { path: path.to_owned() });
    }
    Ok(Password::new(line.to_owned()))
}

/// The variable in which the official wallets look for this keyfile's password.
#[must_use]
pub fn variable(keyfile: &Path) -> String {
    let path = keyfile.to_string_lossy();
    format!("{PREFIX}{}", path.replace([std::path::MAIN_SEPARATOR, '.'], "_").to_uppercase())
}

/// The password that a variable of this name holds; none where it is not in the wallets' form.
///
/// Base64 of the password XOR the variable's own name: hidden from a glance, not from anybody who looks.
#[must_use]
pub fn decode(text: &str, variable: &str) -> Option<Password> {
    let bytes = Zeroizing::new(Base64::decode_vec(text.trim()).ok()?);
    let plain = std::str::from_utf8(&mix(&bytes, variable)).ok()?.to_owned();
    (!plain.is_empty()).then(|| Password::new(plain))
}

/// What a variable of this name has to hold for a password.
#[must_use]
pub fn encode(password: &Password, variable: &str) -> Zeroizing<String> {
    Zeroizing::new(Base64::encode_string(&mix(password.expose().as_bytes(), variable)))
}

fn mix(bytes: &[u8], variable: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(bytes.iter().zip(variable.bytes().cycle()).map(|(byte, key)| byte ^ key).collect())
}
