//! What is inside a time-locked commit once it is open (spec §2.5).

use super::scale::{Reader, write_length, write_list};
use alloc::vec::Vec;
use incentor_primitives::{AccountId, Uid, Weight};

/// The weights inside a time-locked commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelockPayload {
    /// Whom it weighs.
    pub uids: Vec<Uid>,
    /// The weights.
    pub values: Vec<Weight>,
    /// The validator's version.
    pub version_key: u64,
}

/// Why an opened commit sets no weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// Neither the present form nor the old one.
    #[error("the bytes are no weights")]
    Malformed,
    /// Somebody else's weights, copied.
    #[error("the weights are another hotkey's")]
    ForeignHotkey,
}

impl TimelockPayload {
    /// Reads the plaintext of a commit.
    ///
    /// The old form without a hotkey is taken where the present form cannot be read or its hotkey is too
    /// short for one. Bytes that are left over do not matter, neither behind the whole nor behind the hotkey.
    ///
    /// # Errors
    /// As [`PayloadError`] says. Nothing is reserved that the plaintext does not hold.
    pub fn decode(plaintext: &[u8], committer: &AccountId) -> Result<Self, PayloadError> {
        let mut reader = Reader::new(plaintext);
        let present = reader.bytes().and_then(|hotkey| Some((hotkey, Self::read(&mut reader)?)));
        if let Some((hotkey, payload)) = present
            && let Some(hotkey) = hotkey.first_chunk::<32>()
        {
            return if *hotkey == committer.0 { Ok(payload) } else { Err(PayloadError::ForeignHotkey) };
        }
        Self::read(&mut Reader::new(plaintext)).ok_or(PayloadError::Malformed)
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let uids = reader.list()?.into_iter().map(Uid).collect();
        let values = reader.list()?.into_iter().map(Weight).collect();
        Some(Self { uids, values, version_key: reader.number()? })
    }

    /// The plaintext of a commit by that hotkey, in the present form.
    #[must_use]
    pub fn encode(&self, hotkey: &AccountId) -> Vec<u8> {
        // Two bytes for each number; key, version and the lengths of the lists take less than 64.
        let numbers = self.uids.len().saturating_add(self.values.len());
        let mut out = Vec::with_capacity(numbers.saturating_mul(2).saturating_add(64));
        write_length(&mut out, hotkey.0.len());
        out.extend(hotkey.0);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        write_list(out, self.uids.iter().map(|uid| uid.0));
        write_list(out, self.values.iter().map(|weight| weight.0));
        out.extend(self.version_key.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use proptest::prelude::*;

    const HOTKEY: AccountId = AccountId([7; 32]);

    fn payload() -> TimelockPayload {
        TimelockPayload {
            uids: vec![Uid(1), Uid(300)],
            values: vec![Weight(5), Weight(65_535)],
            version_key: 9,
        }
    }

    fn legacy() -> Vec<u8> {
        let mut out = Vec::new();
        payload().write(&mut out);
        out
    }

    #[test]
    fn both_forms_are_read() {
        assert_eq!(TimelockPayload::decode(&payload().encode(&HOTKEY), &HOTKEY), Ok(payload()));
        assert_eq!(TimelockPayload::decode(&legacy(), &HOTKEY), Ok(payload()));
    }

    #[test]
    fn the_present_form_is_the_chains_bytes() {
        let mut expected = vec![128];
        expected.extend([7; 32]);
        expected.extend([8, 1, 0, 44, 1, 8, 5, 0, 255, 255, 9, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(payload().encode(&HOTKEY), expected);
    }

    #[test]
    fn another_hotkeys_weights_are_refused() {
        let copied = payload().encode(&AccountId([8; 32]));
        assert_eq!(TimelockPayload::decode(&copied, &HOTKEY), Err(PayloadError::ForeignHotkey));
    }

    #[test]
    fn a_hotkey_too_short_falls_back_to_the_old_form() {
        // One uid, one weight and a version; or a hotkey of one byte, no uids, one weight and a version.
        let plaintext = [4, 1, 0, 4, 5, 0, 9, 0, 0, 0, 0, 0, 0, 0];
        let as_old = TimelockPayload { uids: vec![Uid(1)], values: vec![Weight(5)], version_key: 9 };
        assert_eq!(TimelockPayload::decode(&plaintext, &HOTKEY), Ok(as_old));
    }

    #[test]
    fn what_is_left_over_does_not_matter() {
        let mut plaintext = payload().encode(&HOTKEY);
        plaintext.extend([1, 2, 3]);
        assert_eq!(TimelockPayload::decode(&plaintext, &HOTKEY), Ok(payload()));
        let mut long_hotkey = vec![33 << 2];
        long_hotkey.extend([7; 33]);
        payload().write(&mut long_hotkey);
        assert_eq!(TimelockPayload::decode(&long_hotkey, &HOTKEY), Ok(payload()));
    }

    #[test]
    fn what_is_cut_off_is_refused_at_every_length() {
        let whole = payload().encode(&HOTKEY);
        for end in 0..whole.len() {
            assert_eq!(
                TimelockPayload::decode(&whole[..end], &HOTKEY),
                Err(PayloadError::Malformed),
                "{end}"
            );
        }
        let whole = legacy();
        for end in 0..whole.len() {
            assert!(TimelockPayload::decode(&whole[..end], &HOTKEY).is_err(), "{end}");
        }
    }

    #[test]
    fn lengths_beyond_the_bytes_are_refused() {
        for length in [&[252][..], &[253, 255], &[254, 255, 255, 255], &[3, 255, 255, 255, 255], &[255]] {
            for before in [&[][..], &[0]] {
                let mut plaintext = before.to_vec();
                plaintext.extend(length);
                plaintext.extend([0; 5]);
                assert_eq!(TimelockPayload::decode(&plaintext, &HOTKEY), Err(PayloadError::Malformed));
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_and_nothing_panics(
            hotkey in any::<[u8; 32]>(),
            row in prop::collection::vec(any::<(u16, u16)>(), 0..300),
            version_key in any::<u64>(),
            noise in prop::collection::vec(any::<u8>(), 0..200),
            flips in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 1..4),
        ) {
            let hotkey = AccountId(hotkey);
            let (uids, values) = row.into_iter().map(|(uid, weight)| (Uid(uid), Weight(weight))).unzip();
            let payload = TimelockPayload { uids, values, version_key };
            let mut plaintext = payload.encode(&hotkey);
            prop_assert_eq!(TimelockPayload::decode(&plaintext, &hotkey), Ok(payload));
            for (position, byte) in flips {
                *position.get_mut(&mut plaintext) = byte;
            }
            for bytes in [&plaintext, &noise] {
                if let Ok(read) = TimelockPayload::decode(bytes, &hotkey) {
                    prop_assert!(2 * (read.uids.len() + read.values.len()) <= bytes.len());
                }
            }
        }
    }
}
