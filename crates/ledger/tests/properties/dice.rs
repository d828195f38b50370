//! Where every choice of a random run comes from.

/// Choices out of bytes as long as there are any, then out of a seed.
///
/// A turn of a run has dice of its own, so that leaving one turn out changes nothing about the others' luck:
/// what is found becomes small.
#[derive(Clone, Debug)]
pub(crate) struct Dice<'a> {
    bytes: &'a [u8],
    state: u64,
}

impl<'a> Dice<'a> {
    pub(crate) const fn of_seed(seed: u64) -> Self {
        Self { bytes: &[], state: seed }
    }

    /// Bytes first; what a fuzzer changes in them changes the choices one by one.
    pub(crate) const fn of_bytes(bytes: &'a [u8]) -> Self {
        Self { bytes, state: bytes.len() as u64 }
    }

    /// Any number.
    pub(crate) fn number(&mut self) -> u64 {
        if let Some((head, rest)) = self.bytes.split_first_chunk::<8>() {
            self.bytes = rest;
            return u64::from_le_bytes(*head);
        }
        self.bytes = &[];
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another one, which is not 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        match self.bytes.split_first() {
            Some((byte, rest)) if end <= 256 => {
                self.bytes = rest;
                u64::from(*byte) % end
            }
            _ => self.number() % end,
        }
    }

    /// A number between two, both included.
    pub(crate) fn between(&mut self, least: u64, most: u64) -> u64 {
        match (most - least).checked_add(1) {
            Some(count) => least + self.below(count),
            None => self.number(),
        }
    }

    /// Once in so many times.
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.index(values.len())]
    }

    pub(crate) fn index(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    /// Mostly within the usual bounds; now and then at the edges of what fits, or anywhere.
    pub(crate) fn usual_or_extreme(&mut self, least: u64, most: u64, fits: u64) -> u64 {
        match self.below(24) {
            0 => self.one_of(&[0, 1, fits, fits - 1, fits / 2]),
            1 => self.between(0, fits),
            _ => self.between(least, most),
        }
    }
}
