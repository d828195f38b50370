//! Runs made by hand: a believable one, an empty one, and one that is too much of everything.

mod believable;
mod chain;
mod extreme;
mod terms;

pub(crate) use believable::quickstart;
pub(crate) use extreme::{crowded, empty, single};

use incentor_scenario::run::Estimate;

/// Numbers that look drawn and are the same every time.
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From −1 to 1, more often in the middle.
    pub(crate) fn next(&mut self) -> f64 {
        let mut uniform = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 40) as f64 / f64::from(1 << 24)
        };
        (uniform() + uniform() + uniform()) / 1.5 - 1.0
    }

    pub(crate) fn around(&mut self, mean: f64, spread: f64, count: usize) -> Vec<f64> {
        (0..count).map(|_| mean + spread * self.next()).collect()
    }
}

pub(crate) const fn estimate(mean: f64, half_width: f64) -> Estimate {
    Estimate { mean, half_width: Some(half_width) }
}
