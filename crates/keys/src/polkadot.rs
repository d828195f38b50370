//! Exports of polkadot.js and the wallets built on it: read for import, never as a keyfile.

use crate::{KeyPair, MAX_KEYFILE_BYTES, Password, Scheme, SecretError};
use base64ct::{Base64, Encoding as _};
use crypto_secretbox::XSalsa20Poly1305;
use crypto_secretbox::aead::{Aead as _, KeyInit as _};
use incentor_primitives::{AccountId, Ss58Error};
use serde::Deserialize;
use zeroize::Zeroizing;

/// log2 N, r and p of scrypt that polkadot.js itself accepts: a file cannot ask for more than 128 MiB.
const ALLOWED: [(u8, u32, u32); 6] =
    [(13, 8, 10), (14, 8, 5), (15, 8, 3), (15, 8, 1), (16, 8, 2), (17, 8, 1)];
/// What stands before the secret and between it and the public key, in polkadot.js's own use of PKCS#8.
const HEADER: &[u8] = b"\x30\x53\x02\x01\x01\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
const DIVIDER: &[u8] = b"\xa1\x23\x03\x21\x00";

/// Why an export was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolkadotError {
    /// Not an export at all.
    #[error("not a polkadot.js export (line {line}, column {column})")]
    Json {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// An export of a kind that is not read here.
    #[error("an export of {field} {found}, and only {expected} is read")]
    Unsupported {
        /// Which part of it.
        field: &'static str,
        /// What stands there, shortened.
        found: String,
        /// What is read.
        expected: &'static str,
    },
    /// scrypt parameters outside those that polkadot.js allows.
    #[error("scrypt parameters N {n}, r {r}, p {p} are not among those polkadot.js uses")]
    Scrypt {
        /// Cost.
        n: u32,
        /// Block size.
        r: u32,
        /// Lanes.
        p: u32,
    },
    /// Too short, or not in Base64.
    #[error("the export's secret is cut off or damaged")]
    Malformed,
    /// The lock does not open.
    #[error("wrong password, or the export was changed")]
    WrongPassword,
    /// The opened secret is none.
    #[error("the export's secret: {0}")]
    Secret(#[source] SecretError),
    /// The address is none.
    #[error("the export's address: {0}")]
    Address(#[source] Ss58Error),
    /// The secret is another account's.
    #[error("the export is for {stored}, but its secret belongs to {derived}")]
    Mismatch {
        /// What the export says.
        stored: AccountId,
        /// Whose key it is.
        derived: AccountId,
    },
}

/// A polkadot.js export, version 3, still locked.
#[derive(Debug)]
pub struct PolkadotExport {
    scheme: Scheme,
    address: Option<AccountId>,
    log_n: u8,
    r: u32,
    p: u32,
    salt: [u8; 32],
    nonce: [u8; 24],
    sealed: Vec<u8>,
}

#[derive(Deserialize)]
struct Fields {
    encoded: String,
    encoding: Encoding,
    address: Option<String>,
}

#[derive(Deserialize)]
struct Encoding {
    content: OneOrMore,
    #[serde(rename = "type")]
    kind: OneOrMore,
    version: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn list(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::More(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}

impl PolkadotExport {
    /// Reads an export as far as needs no password.
    ///
    /// # Errors
    /// As [`PolkadotError`] says.
    pub fn read(bytes: &[u8]) -> Result<Self, PolkadotError> {
        if bytes.len() > MAX_KEYFILE_BYTES {
            return Err(PolkadotError::Malformed);
        }
        let fields: Fields = serde_json::from_slice(bytes)
            .map_err(|error| PolkadotError::Json { line: error.line(), column: error.column() })?;
        let encoding = &fields.encoding;
        expect("version", &[&encoding.version], &["3"], "3")?;
        expect(
            "type",
            &encoding.kind.list(),
            &["scrypt", "xsalsa20-poly1305"],
            "scrypt with xsalsa20-poly1305",
        )?;
        let scheme = match encoding.content.list().as_slice() {
            ["pkcs8", scheme] => {
                scheme.parse().map_err(|_| unsupported("content", scheme, "sr25519 or ed25519"))
            }
            other => Err(unsupported("content", &other.join(", "), "pkcs8 with sr25519 or ed25519")),
        }?;
        let address = fields.address.as_deref().map(AccountId::from_ss58).transpose();
        let address = address.map_err(PolkadotError::Address)?.map(|(account, _)| account);
        let bytes = Base64::decode_vec(fields.encoded.trim()).map_err(|_| PolkadotError::Malformed)?;
        let (salt, behind) = bytes.split_first_chunk::<32>().ok_or(PolkadotError::Malformed)?;
        let (n, behind) = number(behind)?;
        let (p, behind) = number(behind)?;
        let (r, behind) = number(behind)?;
        let (nonce, sealed) = behind.split_first_chunk::<24>().ok_or(PolkadotError::Malformed)?;
        let allowed =
            ALLOWED.into_iter().find(|(log_n, ..)| 1_u32 << log_n == n && ALLOWED.contains(&(*log_n, r, p)));
        let (log_n, ..) = allowed.ok_or(PolkadotError::Scrypt { n, r, p })?;
        Ok(Self { scheme, address, log_n, r, p, salt: *salt, nonce: *nonce, sealed: sealed.to_vec() })
    }

    /// The account it says it is for.
    #[must_use]
    pub const fn address(&self) -> Option<AccountId> {
        self.address
    }

    /// Stretches the password and opens it; takes part of a second, and 128 MiB at the most.
    ///
    /// # Errors
    /// The wrong password, a changed file, or a secret that is not the stated account's.
    pub fn open(&self, password: &Password) -> Result<KeyPair, PolkadotError> {
        let params =
            scrypt::Params::new(self.log_n, self.r, self.p, 64).map_err(|_| PolkadotError::Malformed)?;
        let mut key = Zeroizing::new([0; 64]);
        scrypt::scrypt(password.expose().as_bytes(), &self.salt, &params, key.as_mut_slice())
            .map_err(|_| PolkadotError::Malformed)?;
        let key = key.first_chunk::<32>().ok_or(PolkadotError::Malformed)?;
        let opened = XSalsa20Poly1305::new(key.into()).decrypt((&self.nonce).into(), self.sealed.as_slice());
        let opened = Zeroizing::new(opened.map_err(|_| PolkadotError::WrongPassword)?);
        let pair = self.pair(&opened)?;
        match self.address {
            Some(stored) if stored != pair.public().account => {
                Err(PolkadotError::Mismatch { stored, derived: pair.public().account })
            }
            _ => Ok(pair),
        }
    }

    fn pair(&self, opened: &[u8]) -> Result<KeyPair, PolkadotError> {
        let behind = opened.strip_prefix(HEADER).ok_or(PolkadotError::Malformed)?;
        let (secret, behind) = behind.split_first_chunk::<64>().ok_or(PolkadotError::Malformed)?;
        let public = behind.strip_prefix(DIVIDER).and_then(|public| <[u8; 32]>::try_from(public).ok());
        let stored = AccountId(public.ok_or(PolkadotError::Malformed)?);
        let pair = match self.scheme {
            Scheme::Sr25519 => KeyPair::from_multiplied(secret),
            Scheme::Ed25519 => KeyPair::from_private_key(secret, Scheme::Ed25519),
        };
        let pair = pair.map_err(PolkadotError::Secret)?;
        let derived = pair.public().account;
        if derived == stored { Ok(pair) } else { Err(PolkadotError::Mismatch { stored, derived }) }
    }
}

fn expect(
    field: &'static str,
    found: &[&str],
    wanted: &[&str],
    expected: &'static str,
) -> Result<(), PolkadotError> {
    if found == wanted { Ok(()) } else { Err(unsupported(field, &found.join(", "), expected)) }
}

fn unsupported(field: &'static str, found: &str, expected: &'static str) -> PolkadotError {
    PolkadotError::Unsupported { field, found: found.escape_debug().take(40).collect(), expected }
}

fn number(bytes: &[u8]) -> Result<(u32, &[u8]), PolkadotError> {
    let (number, behind) = bytes.split_first_chunk::<4>().ok_or(PolkadotError::Malformed)?;
    Ok((u32::from_le_bytes(*number), behind))
}
