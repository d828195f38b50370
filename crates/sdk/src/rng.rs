//! Luck: counter-based random numbers.
//!
//! A draw depends on its key alone, never on how many draws came before it elsewhere. So two worlds that differ
//! in one coldkey give everybody else the same luck (simulation model §3).

use crate::normal::inverse_normal;

/// The key of a family of random streams.
///
/// Branch it by names and numbers down to the thing that needs luck, then take an [`Rng`] [`at`](Luck::at) a
/// counterpart and a counter. The sequence of branches is the key; the order of calls is not.
///
/// ```
/// use incentor_sdk::Luck;
///
/// let miner = Luck::of_seed(7).branch("honest#1", 0).branch("answer", 0);
/// let first = miner.at(0, 42).unit();
/// assert_eq!(miner.at(0, 42).unit(), first);
/// assert_ne!(miner.at(0, 43).unit(), first);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck(u64);

impl Luck {
    /// The root of a run.
    #[must_use]
    pub const fn of_seed(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// The family below this one that carries a name and an index.
    #[must_use]
    pub fn branch(self, name: &str, index: u64) -> Self {
        self.branch_bytes(name.as_bytes(), index)
    }

    /// [`branch`](Self::branch) for names that are no text, such as a hotkey.
    #[must_use]
    pub fn branch_bytes(self, name: &[u8], index: u64) -> Self {
        let words = name.chunks(8).map(|chunk| {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            u64::from_le_bytes(word)
        });
        // The length goes in, so that "a" and "a\0" are two names.
        let ends = [name.len() as u64, index];
        Self(words.chain(ends).fold(self.0, |key, word| mix(key.rotate_left(25) ^ mix(word))))
    }

    /// One number towards a counterpart at a counter, cheaper than a stream: for drawing lots.
    ///
    /// It is no number of the stream [`at`](Self::at) the same place.
    #[must_use]
    pub const fn lot(self, counterpart: u32, counter: u64) -> u64 {
        mix(mix(self.0 ^ counter).rotate_left(32) ^ counterpart as u64)
    }

    /// The stream towards a counterpart at a counter (a round, a tempo, a task).
    #[must_use]
    pub const fn at(self, counterpart: u32, counter: u64) -> Rng {
        Rng { key: self.0, counterpart, counter, block: 0, words: [0; 2], left: 0 }
    }
}

/// One stream of random numbers: Philox 4x32-10 (Salmon and others 2011).
///
/// The 64-bit key is the [`Luck`]; the 128-bit counter is, from its lowest word up, the number of the block
/// drawn, the counterpart and the counter.
#[derive(Clone, Debug)]
pub struct Rng {
    key: u64,
    counterpart: u32,
    counter: u64,
    block: u32,
    words: [u64; 2],
    left: u8,
}

impl Rng {
    /// Counter, key and counterpart where the stream begins.
    pub(crate) const fn start(&self) -> (u64, u64, u32) {
        (self.counter, self.key, self.counterpart)
    }

    /// The next 64 random bits.
    pub const fn next_u64(&mut self) -> u64 {
        if self.left == 0 {
            let [low, high] = halves(self.counter);
            let out = philox([self.block, self.counterpart, low, high], halves(self.key));
            self.words = [join(out[0], out[1]), join(out[2], out[3])];
            // After 2^32 blocks the stream repeats; nothing draws 2^33 numbers from one stream.
            self.block = self.block.wrapping_add(1);
            self.left = 2;
        }
        self.left -= 1;
        self.words[1 - self.left as usize]
    }

    /// Uniform in [0, 1), 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * UNIT
    }

    /// Standard normal; one uniform per draw.
    pub fn normal(&mut self) -> f64 {
        inverse_normal(to_open_unit(self.next_u64()))
    }

    /// Uniform in 0..`bound`; 0 for a bound of 0. Off by less than `bound` / 2^64.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next_u64()) * bound as u128) >> 64) as usize
    }

    /// `count` of the items, each set equally likely, in the order drawn; all of them if there are fewer.
    pub fn sample<T: Copy>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut pool = items.to_vec();
        let count = count.min(pool.len());
        for i in 0..count {
            let j = i + self.below(pool.len() - i);
            pool.swap(i, j);
        }
        pool.truncate(count);
        pool
    }
}

/// Bits as a number in (0, 1), in the middle of its 2^-53.
pub(crate) const fn to_open_unit(bits: u64) -> f64 {
    ((bits >> 11) as f64 + 0.5) * UNIT
}

/// 2^-53.
const UNIT: f64 = 1.0 / (1u64 << 53) as f64;

/// The finaliser of `SplitMix64` (Stafford's variant 13), after its increment.
const fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The first 64 bits of a stream.
#[inline(always)]
pub(crate) const fn first(counter: u64, key: u64, counterpart: u32) -> u64 {
    let [low, high] = halves(counter);
    let [one, other, ..] = philox([0, counterpart, low, high], halves(key));
    join(one, other)
}

/// Ten rounds over a counter of four words.
#[inline(always)]
const fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let [mut k0, mut k1] = key;
    let mut round = 0;
    while round < 10 {
        let a = c0 as u64 * 0xd251_1f53;
        let b = c2 as u64 * 0xcd9e_8d57;
        (c0, c1) = ((b >> 32) as u32 ^ c1 ^ k0, b as u32);
        (c2, c3) = ((a >> 32) as u32 ^ c3 ^ k1, a as u32);
        (k0, k1) = (k0.wrapping_add(0x9e37_79b9), k1.wrapping_add(0xbb67_ae85));
        round += 1;
    }
    [c0, c1, c2, c3]
}

/// Low half first.
const fn halves(x: u64) -> [u32; 2] {
    [x as u32, (x >> 32) as u32]
}

const fn join(low: u32, high: u32) -> u64 {
    (high as u64) << 32 | low as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published known answers of Random123 for `philox4x32` with ten rounds.
    #[test]
    fn philox_gives_the_published_answers() {
        let check = |counter, key, expected: [u32; 4]| assert_eq!(philox(counter, key), expected);
        check([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        check([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        check(
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        );
    }

    /// Pinned: another number here is another outcome for every scenario.
    #[test]
    fn streams_are_pinned() {
        let mut rng = Luck::of_seed(1).branch("honest#1", 0).branch("answer", 0).at(3, 60);
        let drawn: Vec<u64> = (0..4).map(|_| rng.next_u64()).collect();
        let expected = [
            16_289_356_393_483_956_188,
            7_276_768_744_468_894_013,
            8_237_393_222_111_325_775,
            14_694_720_255_581_303_904,
        ];
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_stream_knows_neither_its_neighbours_nor_the_order_of_calls() {
        let root = Luck::of_seed(9);
        let mut keys: Vec<u64> = Vec::new();
        for name in ["a", "b", "ab", "a\0", "", "abcdefgh", "abcdefghi"] {
            for index in 0..50 {
                keys.push(root.branch(name, index).0);
            }
        }
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
        assert_ne!(root.branch("a", 0).branch("b", 0), root.branch("b", 0).branch("a", 0));
    }

    #[test]
    fn uniforms_and_normals_have_their_moments() {
        let n = 200_000;
        let (mut unit, mut normal, mut square) = (0.0, 0.0, 0.0);
        for i in 0..n {
            let mut rng = Luck::of_seed(3).at(0, i);
            unit += rng.unit();
            let z = rng.normal();
            normal += z;
            square += z * z;
        }
        let n = n as f64;
        assert!((unit / n - 0.5).abs() < 0.003);
        assert!((normal / n).abs() < 0.01);
        assert!((square / n - 1.0).abs() < 0.015);
    }

    #[test]
    fn lots_are_even_and_their_own() {
        let luck = Luck::of_seed(8);
        let mut low = 0;
        for counter in 0..20_000 {
            let (one, other) = (luck.lot(1, counter), luck.lot(2, counter));
            assert_ne!(one, other);
            low += u32::from(one < other);
        }
        assert!((9_700..10_300).contains(&low), "{low}");
        assert_ne!(luck.lot(1, 0), luck.at(1, 0).next_u64());
    }

    #[test]
    fn samples_are_sets_and_every_item_gets_its_turn() {
        let items: Vec<u16> = (0..20).collect();
        let mut seen = [0_u32; 20];
        for round in 0..2_000 {
            let mut sample = Luck::of_seed(5).at(1, round).sample(&items, 8);
            assert_eq!(sample.len(), 8);
            for &item in &sample {
                seen[usize::from(item)] += 1;
            }
            sample.sort_unstable();
            sample.dedup();
            assert_eq!(sample.len(), 8);
        }
        assert!(seen.iter().all(|&times| (700..900).contains(&times)), "{seen:?}");
        assert_eq!(Luck::of_seed(5).at(0, 0).sample(&items, 99).len(), 20);
        assert_eq!(Luck::of_seed(5).at(0, 0).below(0), 0);
    }
}
