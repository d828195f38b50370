//! Secret URIs: `phrase//hard/soft///password`, as Substrate reads them.

use crate::{Phrase, Scheme, SecretError, Seed};
use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest as _};
use std::fmt;
use zeroize::Zeroizing;

/// What a URI without a phrase starts from; known to everybody, for development only.
const DEVELOPMENT: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
/// More than any phrase with a path needs.
const MAX_TEXT_BYTES: usize = 4096;
/// Each junction is a derivation.
const MAX_JUNCTIONS: usize = 64;

/// A phrase or seed, a path of junctions, and perhaps a password.
///
/// `//Alice` starts from the development phrase that everybody knows.
pub struct SecretUri {
    root: Root,
    path: Vec<Junction>,
    password: Option<Zeroizing<String>>,
}

#[derive(Debug)]
pub(crate) enum Root {
    Phrase(Phrase),
    Seed(Seed),
}

/// One step from a key to one that hangs below it.
pub(crate) struct Junction {
    pub(crate) hard: bool,
    pub(crate) chain_code: Zeroizing<[u8; 32]>,
}

impl SecretUri {
    /// Reads a URI.
    ///
    /// # Errors
    /// As [`SecretError`] says; the text is never echoed.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(SecretError::TooLong { bytes: text.len() });
        }
        let root_end = text.find('/').unwrap_or(text.len());
        let (root, mut rest) = text.split_at(root_end);
        let root = match root.trim() {
            "" if rest.is_empty() => return Err(SecretError::WordCount { words: 0 }),
            "" => Root::Phrase(Phrase::parse(DEVELOPMENT)?),
            seed if seed.starts_with("0x") => Root::Seed(Seed::from_hex(seed)?),
            phrase => Root::Phrase(Phrase::parse(phrase)?),
        };
        let (mut path, mut password) = (Vec::new(), None);
        while !rest.is_empty() {
            if let Some(behind) = rest.strip_prefix("///") {
                password = Some(Zeroizing::new(behind.to_owned()));
                break;
            }
            let hard = rest.starts_with("//");
            let name_on = rest.trim_start_matches('/');
            let (name, behind) = name_on.split_at(name_on.find('/').unwrap_or(name_on.len()));
            if name.is_empty() || path.len() == MAX_JUNCTIONS {
                return Err(SecretError::Path);
            }
            path.push(Junction { hard, chain_code: chain_code(name) });
            rest = behind;
        }
        if password.is_some() && matches!(root, Root::Seed(_)) {
            return Err(SecretError::PasswordOnSeed);
        }
        Ok(Self { root, path, password })
    }

    /// Whether a key of this scheme can be derived along the path.
    ///
    /// # Errors
    /// A soft junction for ed25519.
    pub(crate) fn check(&self, scheme: Scheme) -> Result<(), SecretError> {
        let soft = self.path.iter().any(|junction| !junction.hard);
        if soft && scheme == Scheme::Ed25519 { Err(SecretError::SoftJunction) } else { Ok(()) }
    }

    /// The seed the path starts from.
    pub(crate) fn seed(&self) -> Seed {
        match &self.root {
            Root::Phrase(phrase) => phrase.seed(self.password.as_ref().map_or("", |password| password)),
            Root::Seed(seed) => seed.clone(),
        }
    }

    /// The phrase, where the URI is nothing else: a path or a password leads elsewhere.
    pub(crate) fn bare_phrase(&self) -> Option<&Phrase> {
        match &self.root {
            Root::Phrase(phrase) if self.path.is_empty() && self.password.is_none() => Some(phrase),
            _ => None,
        }
    }

    pub(crate) fn path(&self) -> &[Junction] {
        &self.path
    }
}

impl fmt::Debug for SecretUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretUri({} junctions)", self.path.len())
    }
}

/// The 32 bytes a junction's name stands for: a number as eight bytes, a text behind its length in SCALE, either
/// filled up with zeros, and hashed where it is longer.
fn chain_code(name: &str) -> Zeroizing<[u8; 32]> {
    let mut encoded = Zeroizing::new(Vec::with_capacity(name.len().saturating_add(8)));
    match name.parse::<u64>() {
        Ok(number) => encoded.extend_from_slice(&number.to_le_bytes()),
        Err(_) => {
            // SCALE's compact number: two low bits say how many bytes it has. A name has at most 4096 bytes.
            match u16::try_from(name.len()).unwrap_or(u16::MAX) {
                length @ 0..=63 => encoded.push(length.to_le_bytes()[0] << 2),
                length => encoded.extend_from_slice(&((length << 2) | 1).to_le_bytes()),
            }
            encoded.extend_from_slice(name.as_bytes());
        }
    }
    let mut code = Zeroizing::new([0; 32]);
    match code.get_mut(..encoded.len()) {
        Some(start) => start.copy_from_slice(&encoded),
        None => code.copy_from_slice(&blake2_256(&[&encoded])),
    }
    code
}

pub(crate) fn blake2_256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Blake2b::<U32>::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_become_chain_codes() {
        assert_eq!(chain_code("1")[..9], [1, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(chain_code("Alice")[..7], [20, b'A', b'l', b'i', b'c', b'e', 0]);
        let long = "a".repeat(100);
        assert_eq!(*chain_code(&long), blake2_256(&[&[0x91, 0x01], long.as_bytes()]));
        // 31 letters and their length just fit.
        assert_eq!(chain_code(&"a".repeat(31))[0], 31 << 2);
        assert_ne!(chain_code(&"a".repeat(32))[0], 32 << 2);
    }

    #[test]
    fn paths_are_split_as_substrate_splits_them() {
        let check = |text: &str, expected: &[bool], password: Option<&str>| {
            let uri = SecretUri::parse(text).unwrap();
            assert_eq!(uri.path.iter().map(|junction| junction.hard).collect::<Vec<_>>(), expected, "{text}");
            assert_eq!(uri.password.as_ref().map(|password| password.as_str()), password, "{text}");
        };
        check("//Alice", &[true], None);
        check("/a//b/c", &[false, true, false], None);
        check("//a///b/c//d", &[true], Some("b/c//d"));
        check("///", &[], Some(""));
        check("////", &[], Some("/"));
        check(DEVELOPMENT, &[], None);
    }

    #[test]
    fn damage_is_named() {
        let check = |text: &str, expected| {
            assert_eq!(SecretUri::parse(text).map(|_| ()), Err(expected), "{text:.80}");
        };
        check("", SecretError::WordCount { words: 0 });
        check("/", SecretError::Path);
        check("//", SecretError::Path);
        check("//a/", SecretError::Path);
        check("0x00//a", SecretError::HexLength { digits: 2, expected: 64 });
        check(&format!("0x{}///pw", "0".repeat(64)), SecretError::PasswordOnSeed);
        check("Alice", SecretError::WordCount { words: 1 });
        check(&"/a".repeat(65), SecretError::Path);
        check(&"/a".repeat(5000), SecretError::TooLong { bytes: 10_000 });
    }
}
