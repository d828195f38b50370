//! Mnemonic phrases, and the seed that Substrate makes of one.

use crate::secret::draw;
use crate::{SecretError, Seed};
use bip39::{Error, Language, Mnemonic};
use hmac::Hmac;
use sha2::Sha512;
use std::fmt;
use zeroize::Zeroizing;

/// The lengths a phrase can have.
pub const WORD_COUNTS: [usize; 5] = [12, 15, 18, 21, 24];

/// 24 words of 8 letters are 215 characters; the rest is room for generous spacing.
const MAX_TEXT_BYTES: usize = 1024;
/// PBKDF2 rounds of BIP-39.
const ROUNDS: u32 = 2048;

/// A phrase of English words that stands for a seed.
#[derive(Clone)]
pub struct Phrase(Mnemonic);

impl Phrase {
    /// A new phrase of 12, 15, 18, 21 or 24 words, from the system's randomness.
    ///
    /// # Errors
    /// Another number of words; no randomness.
    pub fn generate(words: usize) -> Result<Self, SecretError> {
        if !WORD_COUNTS.contains(&words) {
            return Err(SecretError::WordCount { words });
        }
        let mut entropy = Zeroizing::new([0; 32]);
        // Three words hold four bytes and their share of the checksum.
        let entropy = entropy.get_mut(..words / 3 * 4).unwrap_or_default();
        draw(entropy)?;
        Mnemonic::from_entropy_in(Language::English, entropy).map(Self).map_err(refusal)
    }

    /// Reads a phrase; capitals and any white space between words are forgiven.
    ///
    /// # Errors
    /// As [`SecretError`] says.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(SecretError::TooLong { bytes: text.len() });
        }
        let mut text = Zeroizing::new(text.to_owned());
        text.make_ascii_lowercase();
        Mnemonic::parse_in_normalized(Language::English, &text).map(Self).map_err(refusal)
    }

    /// The seed, as Substrate makes it: from the phrase's entropy, not from its letters as BIP-39 has it.
    ///
    /// Source: spec, wallet format, "Seed from phrase".
    #[must_use]
    pub fn seed(&self, password: &str) -> Seed {
        let (entropy, length) = self.0.to_entropy_array();
        let entropy = Zeroizing::new(entropy);
        let mut salt = Zeroizing::new(String::with_capacity(password.len().saturating_add(8)));
        salt.push_str("mnemonic");
        salt.push_str(password);
        let entropy = entropy.get(..length).unwrap_or_default();
        let mut long = Zeroizing::new([0; 64]);
        // A MAC takes keys of any length, so there is nothing to report.
        let _ = pbkdf2::pbkdf2::<Hmac<Sha512>>(entropy, salt.as_bytes(), ROUNDS, long.as_mut_slice());
        let mut seed = Zeroizing::new([0; 32]);
        seed.copy_from_slice(long.first_chunk::<32>().unwrap_or(&[0; 32]));
        Seed::new(*seed)
    }

    /// The secret itself: its words, one space between two.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(MAX_TEXT_BYTES));
        for word in self.0.words() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }

    /// How many words it has.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.0.word_count()
    }
}

fn refusal(error: Error) -> SecretError {
    match error {
        Error::BadWordCount(words) => SecretError::WordCount { words },
        Error::UnknownWord(index) => SecretError::UnknownWord { position: index.saturating_add(1) },
        Error::InvalidChecksum => SecretError::PhraseChecksum,
        Error::BadEntropyBitCount(bits) => SecretError::WordCount { words: bits / 11 },
        Error::AmbiguousLanguages(_) => SecretError::UnknownWord { position: 1 },
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phrase({} words)", self.word_count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEV: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    #[test]
    fn the_development_phrase_has_its_known_seed() {
        let seed = Phrase::parse(DEV).unwrap().seed("");
        let known = Seed::from_hex("0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e");
        assert_eq!(seed.expose(), known.unwrap().expose());
    }

    #[test]
    fn every_length_is_made_and_read_again() {
        for words in WORD_COUNTS {
            let phrase = Phrase::generate(words).unwrap();
            assert_eq!(phrase.word_count(), words);
            let again = Phrase::parse(&phrase.expose()).unwrap();
            assert_eq!(again.seed("a").expose(), phrase.seed("a").expose());
            assert_ne!(again.seed("a").expose(), phrase.seed("b").expose(), "the password counts");
        }
        let other = [Phrase::generate(12), Phrase::generate(12)].map(|phrase| phrase.unwrap().expose());
        assert_ne!(other[0], other[1], "two phrases are never the same");
        assert_eq!(Phrase::generate(13).map(|_| ()), Err(SecretError::WordCount { words: 13 }));
    }

    #[test]
    fn capitals_and_spaces_are_forgiven() {
        let shouted = format!("  {}\n", DEV.to_uppercase().replace(' ', " \t"));
        assert_eq!(*Phrase::parse(&shouted).unwrap().expose(), DEV);
    }

    #[test]
    fn damage_is_named_and_not_repeated() {
        let check = |text: &str, expected| {
            assert_eq!(Phrase::parse(text).map(|_| ()), Err(expected), "{text:.80}");
        };
        check("", SecretError::WordCount { words: 0 });
        check("bottom drive", SecretError::WordCount { words: 2 });
        check(&DEV.replace("lake", "lakes"), SecretError::UnknownWord { position: 4 });
        check(&DEV.replace("fit walk", "walk fit"), SecretError::PhraseChecksum);
        check(&"walk ".repeat(100_000), SecretError::TooLong { bytes: 500_000 });
        assert_eq!(format!("{:?}", Phrase::parse(DEV).unwrap()), "Phrase(12 words)");
    }
}
