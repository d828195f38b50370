//! Protocol: store a blob, read a leaf of it, let go of it.

use super::merkle::Hash;
use base64ct::{Base64, Encoding};
use incentor_sdk::Synapse;

/// What a validator asks of a miner. Bytes travel as base 64.
///
/// A reader, be it a customer or an audit, reads leaf by leaf: the protocol has no words for telling them apart.
#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(reply = "VaultReply")]
pub enum Vault {
    /// Keep this blob.
    Store {
        /// The validator's number for it.
        #[hashed]
        blob: u64,
        /// Bytes per leaf; the blob has 2^k leaves.
        #[hashed]
        leaf_bytes: u32,
        /// The blob.
        data: String,
        /// Whether it is kept from now on.
        #[reply]
        stored: bool,
    },
    /// Give this leaf.
    Read {
        /// Which blob.
        #[hashed]
        blob: u64,
        /// Which of its leaves.
        #[hashed]
        leaf: u32,
        /// The leaf.
        #[reply]
        data: String,
        /// The hashes beside its way up, from the bottom.
        #[reply]
        path: Vec<String>,
    },
    /// This blob need not be kept any longer.
    Release {
        /// Which blob.
        #[hashed]
        blob: u64,
    },
}

/// Bytes as they travel.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Bytes that travelled; `None` if they are no base 64 or more than `most`.
#[must_use]
pub fn decode(text: &str, most: usize) -> Option<Vec<u8>> {
    // Four characters hold three bytes, so a longer text holds more.
    if text.len() / 4 > most.div_ceil(3) {
        return None;
    }
    Base64::decode_vec(text).ok().filter(|bytes| bytes.len() <= most)
}

/// A path that travelled; `None` unless it is that many hashes.
#[must_use]
pub fn decode_path(path: &[String], levels: usize) -> Option<Vec<Hash>> {
    if path.len() != levels {
        return None;
    }
    path.iter().map(|hash| decode(hash, 32)?.try_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_travel_both_ways_and_nothing_else_does() {
        for bytes in [&b""[..], b"a", b"ab", b"abc", &[255; 100]] {
            assert_eq!(decode(&encode(bytes), 100).as_deref(), Some(bytes));
        }
        for text in ["a", "ab", "a===", "YQ", "YR==", "YQ==\n", " YQ==", "\u{e9}\u{e9}", "YWI-"] {
            assert_eq!(decode(text, 100), None, "{text:?}");
        }
        assert_eq!(decode(&encode(&[0; 101]), 100), None);
        let hash = encode(&[7; 32]);
        assert_eq!(decode_path(&[hash.clone(), hash.clone()], 2), Some(vec![[7; 32]; 2]));
        for path in [vec![hash.clone()], vec![hash.clone(), encode(&[7; 31])], vec![hash, "x".to_owned()]] {
            assert_eq!(decode_path(&path, 2), None);
        }
    }
}
