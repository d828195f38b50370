//! The few shapes of SCALE that commits are written in: bytes, lists of `u16`, `u64`.

use alloc::vec::Vec;

/// Appends a length in compact form; no list in memory is longer than a `u32` counts.
pub(super) fn write_length(out: &mut Vec<u8>, length: usize) {
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    match length {
        0..=0x3F => out.extend(length.wrapping_shl(2).to_le_bytes().iter().take(1)),
        0x40..=0x3FFF => out.extend((length.wrapping_shl(2) | 0b01).to_le_bytes().iter().take(2)),
        0x4000..=0x3FFF_FFFF => out.extend((length.wrapping_shl(2) | 0b10).to_le_bytes()),
        _ => {
            out.push(0b11);
            out.extend(length.to_le_bytes());
        }
    }
}

/// Appends a list of `u16`.
pub(super) fn write_list(out: &mut Vec<u8>, values: impl ExactSizeIterator<Item = u16>) {
    write_length(out, values.len());
    out.extend(values.flat_map(u16::to_le_bytes));
}

/// Takes values off the front of bytes that anybody may have written.
///
/// A list is read only if its bytes are there, so nothing is reserved that was not sent. What is left over
/// in the end does not matter, as on the chain.
pub(super) struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (chunk, left) = self.left.split_first_chunk()?;
        self.left = left;
        Some(*chunk)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(count)?;
        self.left = left;
        Some(taken)
    }

    /// A compact length, in its shortest form only.
    fn length(&mut self) -> Option<usize> {
        let first = self.left.first()?;
        let (length, least) = match first & 0b11 {
            0b00 => (u32::from(self.chunk::<1>()?[0]) >> 2, 0),
            0b01 => (u32::from(u16::from_le_bytes(self.chunk()?)) >> 2, 0x40),
            0b10 => (u32::from_le_bytes(self.chunk()?) >> 2, 0x4000),
            _ => {
                // The other six bits say how many bytes follow beyond four.
                if self.chunk::<1>()? != [0b11] {
                    return None;
                }
                (u32::from_le_bytes(self.chunk()?), 0x4000_0000)
            }
        };
        (length >= least).then_some(usize::try_from(length).ok()?)
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }

    pub(super) fn list(&mut self) -> Option<Vec<u16>> {
        let length = self.length()?;
        let bytes = self.take(length.checked_mul(2)?)?;
        Some(bytes.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect())
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.chunk()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(length: usize) -> Vec<u8> {
        let mut out = Vec::new();
        write_length(&mut out, length);
        out
    }

    #[test]
    fn lengths_are_written_as_scale_has_them() {
        let check = |length, bytes: &[u8]| {
            assert_eq!(written(length), bytes);
            assert_eq!(Reader::new(bytes).length(), Some(length));
        };
        check(0, &[0]);
        check(1, &[4]);
        check(63, &[252]);
        check(64, &[1, 1]);
        check(16_383, &[253, 255]);
        check(16_384, &[2, 0, 1, 0]);
        check((1 << 30) - 1, &[254, 255, 255, 255]);
        check(1 << 30, &[3, 0, 0, 0, 64]);
        check(0xFFFF_FFFF, &[3, 255, 255, 255, 255]);
    }

    #[test]
    fn a_length_in_a_longer_form_than_it_needs_is_refused() {
        for bytes in [&[1, 0][..], &[253, 0], &[2, 0, 0, 0], &[254, 255, 0, 0], &[3, 255, 255, 255, 63]] {
            assert_eq!(Reader::new(bytes).length(), None, "{bytes:?}");
        }
    }

    #[test]
    fn a_length_that_is_cut_off_or_too_wide_is_refused() {
        for bytes in [&[][..], &[1], &[2, 0, 1], &[3, 0, 0, 0], &[7, 0, 0, 0, 0, 1], &[255; 80]] {
            assert_eq!(Reader::new(bytes).length(), None, "{bytes:?}");
        }
    }
}
