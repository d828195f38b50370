//! Keyfile JSON, as every generation of wallets wrote it.

use super::{Content, KeyfileError};
use crate::{KeyPair, Phrase, PublicKey, Scheme, SecretError, Seed, hex};
use incentor_primitives::AccountId;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, Visitor};
use std::borrow::Cow;
use std::fmt;
use zeroize::{Zeroize as _, Zeroizing};

/// A keyfile's fields; those of newer or other writers are passed over.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Fields<'a> {
    #[serde(borrow)]
    account_id: Text<'a>,
    #[serde(borrow)]
    public_key: Text<'a>,
    #[serde(borrow)]
    ss58_address: Text<'a>,
    /// As some old files have it.
    #[serde(borrow, rename = " ss58Address")]
    spaced_address: Text<'a>,
    crypto_type: Option<Code>,
    #[serde(borrow)]
    private_key: Text<'a>,
    #[serde(borrow)]
    secret_seed: Text<'a>,
    #[serde(borrow)]
    secret_phrase: Text<'a>,
    hashed_descriptor: Option<IgnoredAny>,
    encoded: Option<IgnoredAny>,
    encoding: Option<IgnoredAny>,
}

/// A text, or none for null and the empty one; borrowed unless it has escapes, and then erased.
#[derive(Default)]
struct Text<'a>(Option<Cow<'a, str>>);

impl Text<'_> {
    fn get(&self) -> Option<&str> {
        self.0.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }
}

impl Drop for Text<'_> {
    fn drop(&mut self) {
        if let Some(Cow::Owned(text)) = &mut self.0 {
            text.zeroize();
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Borrowed(text))))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Owned(text.to_owned()))))
            }

            fn visit_unit<E>(self) -> Result<Text<'de>, E> {
                Ok(Text(None))
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}

/// A `cryptoType`: a number, or in some files a text of one.
struct Code(Result<Scheme, String>);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CodeVisitor;
        impl Visitor<'_> for CodeVisitor {
            type Value = Code;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a scheme's number")
            }

            fn visit_u64<E>(self, code: u64) -> Result<Code, E> {
                Ok(Code(Scheme::of_crypto_type(code).ok_or_else(|| code.to_string())))
            }

            fn visit_i64<E>(self, code: i64) -> Result<Code, E> {
                Ok(Code(Err(code.to_string())))
            }

            fn visit_f64<E>(self, code: f64) -> Result<Code, E> {
                Ok(Code(Err(code.to_string())))
            }

            fn visit_bool<E>(self, code: bool) -> Result<Code, E> {
                Ok(Code(Err(code.to_string())))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Code, E> {
                match text.parse::<u64>() {
                    Ok(code) => self.visit_u64(code),
                    // Shortened, as it ends up on a screen.
                    Err(_) => Ok(Code(Err(text.escape_debug().take(24).collect()))),
                }
            }
        }
        let code = deserializer.deserialize_any(CodeVisitor);
        // The parser's own words could repeat what it found.
        code.map_err(|_| D::Error::custom("no scheme's number"))
    }
}

pub(super) fn content(text: &str) -> Result<Content, KeyfileError> {
    let fields: Fields<'_> = serde_json::from_str(text)
        .map_err(|error| KeyfileError::Json { line: error.line(), column: error.column() })?;
    if fields.encoded.is_some() && fields.encoding.is_some() {
        return Err(KeyfileError::PolkadotExport);
    }
    if fields.hashed_descriptor.is_some() {
        return Err(KeyfileError::Hashed);
    }
    let scheme = match &fields.crypto_type {
        None => Scheme::Sr25519,
        Some(Code(Ok(scheme))) => *scheme,
        Some(Code(Err(code))) => return Err(KeyfileError::Scheme { code: code.clone() }),
    };
    let stored = Stored::of(&fields)?;
    match source(&fields) {
        Some((field, derive)) => stored.resolve(scheme, field, derive.as_ref()),
        None => match stored.0.first() {
            Some(&(_, account)) => {
                stored.agree(account).map(|()| Content::Public(PublicKey { account, scheme }))
            }
            None => Err(KeyfileError::NoKey),
        },
    }
}

type Derive<'a> = Box<dyn Fn(Scheme) -> Result<KeyPair, SecretError> + 'a>;

/// What the key is made from: the phrase before the seed before the private key.
fn source<'a>(fields: &'a Fields<'_>) -> Option<(&'static str, Derive<'a>)> {
    if let Some(phrase) = fields.secret_phrase.get() {
        let derive = |scheme| KeyPair::from_phrase(Phrase::parse(phrase)?, scheme);
        return Some(("secretPhrase", Box::new(derive)));
    }
    if let Some(seed) = fields.secret_seed.get() {
        let derive = |scheme| KeyPair::from_seed(Seed::from_hex(seed)?, scheme);
        return Some(("secretSeed", Box::new(derive)));
    }
    let private_key = fields.private_key.get()?;
    let derive = |scheme| {
        let bytes: Zeroizing<Vec<u8>> = if hex::looks_like(private_key, 32) {
            Zeroizing::new(hex::array::<32>(private_key)?.to_vec())
        } else {
            Zeroizing::new(hex::array::<64>(private_key)?.to_vec())
        };
        KeyPair::from_private_key(&bytes, scheme)
    };
    Some(("privateKey", Box::new(derive)))
}

/// The accounts a file states, by field.
struct Stored(Vec<(&'static str, AccountId)>);

impl Stored {
    fn of(fields: &Fields<'_>) -> Result<Self, KeyfileError> {
        let mut stored = Vec::new();
        for (field, text) in [("ss58Address", &fields.ss58_address), (" ss58Address", &fields.spaced_address)]
        {
            if let Some(text) = text.get() {
                // Of any network: the prefix says where it is used, not whose it is.
                let address = AccountId::from_ss58(text);
                stored.push((field, address.map_err(|problem| KeyfileError::Address { field, problem })?.0));
            }
        }
        for (field, text) in [("publicKey", &fields.public_key), ("accountId", &fields.account_id)] {
            if let Some(text) = text.get() {
                let bytes = hex::array::<32>(text);
                let bytes = bytes.map_err(|problem| KeyfileError::Secret { field, problem })?;
                stored.push((field, AccountId(*bytes)));
            }
        }
        Ok(Self(stored))
    }

    /// The key, of the scheme stated or else of the other: what a file calls its scheme is less certain than whose
    /// address it gives.
    fn resolve(
        &self,
        scheme: Scheme,
        source_field: &'static str,
        derive: &dyn Fn(Scheme) -> Result<KeyPair, SecretError>,
    ) -> Result<Content, KeyfileError> {
        let first = derive(scheme);
        let fits = |pair: &KeyPair| self.stray(pair.public().account).is_none();
        match first {
            Ok(pair) if fits(&pair) => Ok(Content::Secret(Box::new(pair))),
            first => match derive(scheme.other()) {
                Ok(pair) if !self.0.is_empty() && fits(&pair) => Ok(Content::Secret(Box::new(pair))),
                _ => Err(self.refusal(source_field, first)),
            },
        }
    }

    fn refusal(&self, source_field: &'static str, first: Result<KeyPair, SecretError>) -> KeyfileError {
        match first {
            Err(problem) => KeyfileError::Secret { field: source_field, problem },
            Ok(pair) => {
                let derived = pair.public().account;
                let (field, stored) = self.stray(derived).unwrap_or(("ss58Address", derived));
                KeyfileError::Mismatch { field, stored, source_field, derived }
            }
        }
    }

    /// The first field that states another account.
    fn stray(&self, account: AccountId) -> Option<(&'static str, AccountId)> {
        self.0.iter().copied().find(|(_, stored)| *stored != account)
    }

    /// Whether a file without any secret is of one mind.
    fn agree(&self, account: AccountId) -> Result<(), KeyfileError> {
        let Some((field, stored)) = self.stray(account) else { return Ok(()) };
        let source_field = self.0.first().map_or("ss58Address", |(field, _)| field);
        Err(KeyfileError::Mismatch { field, stored, source_field, derived: account })
    }
}
