//! Accounts and their SS58 text form.

use alloc::{string::String, vec::Vec};
use blake2::{Blake2b512, Digest};
use core::{cmp::Ordering, fmt, str::FromStr};

/// The generic Substrate prefix, which Bittensor uses.
const PREFIX: u16 = 42;
/// An address of a two-byte prefix has 35 bytes, hence at most 48 characters.
const MAX_TEXT_LEN: usize = 64;

/// A 32-byte public key: a hotkey, a coldkey or a pallet's own account.
///
/// Ordered by its bytes, as the chain's ordered maps are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccountId(pub [u8; 32]);

/// Why a text is no SS58 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Ss58Error {
    /// A character outside the base-58 alphabet, or far too many of them.
    #[error("not base 58")]
    NotBase58,
    /// The bytes are not prefix, 32 bytes of key and a checksum.
    #[error("an address of {bytes} bytes is no 32-byte account")]
    Length {
        /// Decoded length.
        bytes: usize,
    },
    /// The last two bytes do not fit the rest: a typing error, as a rule.
    #[error("the checksum does not fit")]
    Checksum,
}

impl AccountId {
    /// The account as an address with a network prefix below 16,384.
    #[must_use]
    pub fn to_ss58(self, prefix: u16) -> String {
        let mut bytes = prefix_bytes(prefix);
        bytes.extend_from_slice(&self.0);
        let [a, b] = checksum(&bytes);
        bytes.extend([a, b]);
        bs58::encode(bytes).into_string()
    }

    /// Reads an address of any prefix; gives the prefix too.
    ///
    /// # Errors
    /// As [`Ss58Error`] says; the text is never echoed.
    pub fn from_ss58(text: &str) -> Result<(Self, u16), Ss58Error> {
        if text.len() > MAX_TEXT_LEN {
            return Err(Ss58Error::NotBase58);
        }
        let bytes = bs58::decode(text).into_vec().map_err(|_| Ss58Error::NotBase58)?;
        let wrong_length = Ss58Error::Length { bytes: bytes.len() };
        let (prefix, rest) = match bytes.as_slice() {
            [one @ 0..=63, rest @ ..] => (u16::from(*one), rest),
            [first @ 64..=127, second, rest @ ..] => {
                let low = (first << 2) | (second >> 6);
                let high = second & 0b0011_1111;
                (u16::from_le_bytes([low, high]), rest)
            }
            _ => return Err(wrong_length),
        };
        let (key, sum) = rest.split_first_chunk::<32>().ok_or(wrong_length)?;
        if sum.len() != 2 {
            return Err(wrong_length);
        }
        let signed = bytes.strip_suffix(sum).unwrap_or_default();
        if checksum(signed) != sum {
            return Err(Ss58Error::Checksum);
        }
        Ok((Self(*key), prefix))
    }
}

fn prefix_bytes(prefix: u16) -> Vec<u8> {
    let [low, high] = prefix.to_le_bytes();
    if prefix < 64 {
        Vec::from([low])
    } else {
        Vec::from([0b0100_0000 | (low >> 2), (low << 6) | (high & 0b0011_1111)])
    }
}

fn checksum(bytes: &[u8]) -> [u8; 2] {
    let mut hash = Blake2b512::new();
    hash.update(b"SS58PRE");
    hash.update(bytes);
    let digest: [u8; 64] = hash.finalize().into();
    let [first, second, ..] = digest;
    [first, second]
}

impl AccountId {
    /// The first eight bytes as a number that is ordered like them.
    const fn head(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

impl Ord for AccountId {
    fn cmp(&self, other: &Self) -> Ordering {
        // Two keys differ in their heads as good as always, and a number is compared without a call.
        self.head().cmp(&other.head()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for AccountId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_ss58(PREFIX))
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({self})")
    }
}

impl FromStr for AccountId {
    type Err = Ss58Error;

    fn from_str(text: &str) -> Result<Self, Ss58Error> {
        Self::from_ss58(text).map(|(account, _)| account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    #[test]
    fn the_known_address_of_alice_survives_the_round_trip() {
        let (alice, prefix) = AccountId::from_ss58(ALICE).unwrap();
        assert_eq!(prefix, 42);
        assert_eq!(alice.0[..4], [0xd4, 0x35, 0x93, 0xc7]);
        assert_eq!(alice.to_string(), ALICE);
    }

    #[test]
    fn two_byte_prefixes_survive_the_round_trip() {
        let account = AccountId([7; 32]);
        for prefix in [0, 63, 64, 255, 1284, 16_383] {
            assert_eq!(AccountId::from_ss58(&account.to_ss58(prefix)), Ok((account, prefix)));
        }
    }

    #[test]
    fn damage_is_named() {
        let check = |text: &str, expected| assert_eq!(text.parse::<AccountId>(), Err(expected), "{text}");
        check("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ", Ss58Error::Checksum);
        check("0OIl", Ss58Error::NotBase58);
        check("", Ss58Error::Length { bytes: 0 });
        check("5Grwva", Ss58Error::Length { bytes: 4 });
        check(&"5".repeat(100_000), Ss58Error::NotBase58);
    }
}
