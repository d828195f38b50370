//! The chain's exponential and logistic function (spec §0.3), several arguments at a time.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "the argument's bound keeps terms below 2^58 and the result below 2^62; lanes are constant"
)]

use crate::fixed::{ONE, inverse_floor};
use incentor_primitives::YumaRules;

/// The library's own e, which `exp` returns for exactly 1.0.
const E_BITS: u64 = 11_674_931_200;
/// The largest argument for which the series' terms fit their shifts.
const MAX_BOUND: i32 = 20;
/// `ceil(2^64 / i)`: multiplying by it divides by i, exactly for what is below 2^58.
const INVERSES: [u64; 64] = {
    let mut inverses = [0; 64];
    let mut i = 2;
    while i < inverses.len() {
        inverses[i] = u64::MAX / i as u64 + 1;
        i += 1;
    }
    inverses
};

/// The exponential series of one version of the chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exponential {
    bound: i64,
    last_term: usize,
}

impl Exponential {
    /// The series with the rule-set's bound and length.
    pub(crate) fn new(rules: &YumaRules) -> Self {
        let bound = rules.exp_bound.clamp(0, MAX_BOUND);
        let last_term = (rules.exp_last_term as usize).min(INVERSES.len() - 1);
        Self { bound: i64::from(bound) << 32, last_term }
    }

    /// `exp(x)`, the argument first held to the bound; never negative.
    pub(crate) fn exp<const LANES: usize>(self, x: [i64; LANES]) -> [u64; LANES] {
        let x = x.map(|x| x.clamp(-self.bound, self.bound));
        let mut result = self.series(x.map(i64::unsigned_abs));
        for lane in 0..LANES {
            if x[lane] < 0 {
                result[lane] = inverse_floor(result[lane]);
            } else if x[lane] == ONE as i64 {
                result[lane] = E_BITS;
            }
        }
        result
    }

    /// `1 / (1 + exp(x))`.
    pub(crate) fn falling_logistic<const LANES: usize>(self, x: [i64; LANES]) -> [u64; LANES] {
        self.exp(x).map(|exp| inverse_floor(ONE + exp))
    }

    /// `1 + t + t²/2 + …`, each term rounded down after its product and after its division.
    fn series<const LANES: usize>(self, t: [u64; LANES]) -> [u64; LANES] {
        let mut term = t;
        let mut result = t.map(|t| ONE + t);
        // floor(term × t / 2^32) is the high word of (term × 2^5) × (t × 2^27); t < 2^37, terms < 2^58.
        let factor = t.map(|t| t << 27);
        for inverse in INVERSES.iter().take(self.last_term + 1).skip(2) {
            let mut any = 0;
            for lane in 0..LANES {
                let product = high_word(term[lane] << 5, factor[lane]);
                term[lane] = high_word(product, *inverse);
                result[lane] += term[lane];
                any |= term[lane];
            }
            if any == 0 {
                break;
            }
        }
        result
    }
}

#[inline]
fn high_word(a: u64, b: u64) -> u64 {
    ((u128::from(a) * u128::from(b)) >> 64) as u64
}
