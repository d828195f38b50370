//! Does cheating pay?

use super::{Estimate, RoleName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a population gains per coldkey by its behaviour over playing straight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deviation {
    /// The population.
    pub population: String,
    /// Its role.
    pub role: RoleName,
    /// What it does.
    pub behaviour: String,
    /// What it would do otherwise.
    pub otherwise: String,
    /// Whether it is a cheat: anything but honest play by one hotkey. Otherwise it plays straight with other numbers,
    /// such as a validator that measures less exactly.
    pub is_cheat: bool,
    /// The verdict.
    pub verdict: Verdict,
    /// What the verdict comes to, in words: a gain may be a smaller loss.
    pub reading: String,
    /// Gain in profit, τ/day; the interval is simultaneous over all deviations of all variants.
    pub gain: Estimate,
    /// Gains within ± this are even, τ/day.
    pub epsilon: f64,
    /// Quality it would work at otherwise; `None` if it would do no work of its own.
    pub straight_quality: Option<f64>,
    /// Income from playing straight, τ/day.
    pub straight_pay: f64,
    /// Profit of playing straight, τ/day.
    pub straight_profit: f64,
    /// Profit against not taking part at all, τ/day.
    pub entry_profit: Estimate,
    /// Gain per seed, τ/day.
    pub gain_per_seed: Vec<f64>,
    /// Share by which all honest miners' profit is lower than if this population played straight; 1 or more is a
    /// loss. `None` if it played straight and they made no profit, or if there are none.
    pub harm: Option<f64>,
    /// Variance of the gain without pairing over that with it; `None` with too few seeds.
    pub pairing_ratio: Option<f64>,
    /// Seeds that would decide, when undecided.
    pub seeds_needed: Option<u32>,
    /// For validators: dividends per stake over the honest median, ratio of window sums; below 1 its delegators
    /// earn less.
    pub dividend_ratio: Option<f64>,
}

/// Whether a deviation pays (simulation model §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Verdict {
    /// The whole interval lies above ε.
    Pays,
    /// The whole interval lies within ± ε.
    BreakEven,
    /// The whole interval lies below −ε.
    Loses,
    /// None of these.
    Inconclusive,
}

impl Verdict {
    /// The word people read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pays => "PAYS",
            Self::BreakEven => "BREAK-EVEN",
            Self::Loses => "LOSES",
            Self::Inconclusive => "INCONCLUSIVE",
        }
    }

    /// The same where there is little room: of five letters at most.
    #[must_use]
    pub const fn short_word(self) -> &'static str {
        match self {
            Self::BreakEven => "EVEN",
            Self::Inconclusive => "OPEN",
            Self::Pays | Self::Loses => self.word(),
        }
    }

    /// What it means for somebody with this profit and that of playing straight, τ/day.
    ///
    /// A verdict is about their difference alone: whoever loses less than by playing straight is said to lose.
    #[must_use]
    pub const fn meaning(self, profit: f64, straight: f64) -> &'static str {
        match (self, profit < -SHOWN, straight < -SHOWN) {
            (Self::Pays, false, _) => "earns more than playing straight",
            (Self::Pays, true, _) => "loses less than playing straight",
            (Self::BreakEven, false, _) => "earns as much as playing straight",
            (Self::BreakEven, true, _) => "loses as much as playing straight",
            (Self::Loses, false, _) => "earns less than playing straight",
            (Self::Loses, true, false) => "loses, where playing straight does not",
            (Self::Loses, true, true) => "loses more than playing straight",
            (Self::Inconclusive, _, _) => "is undecided",
        }
    }
}

/// Less than this many τ/day is shown as 0.00.
const SHOWN: f64 = 0.005;

impl Deviation {
    /// The reading of a verdict: `loses less than playing straight: -0.40 instead of -1.20 τ/day`.
    #[must_use]
    pub fn reading(verdict: Verdict, profit: f64, straight: f64) -> String {
        let shown = |value: f64| if value.abs() < SHOWN { 0.0 } else { value };
        format!(
            "{}: {:.2} instead of {:.2} τ/day",
            verdict.meaning(profit, straight),
            shown(profit),
            shown(straight)
        )
    }

    /// Whether it loses on average, whatever its verdict says about playing straight.
    #[must_use]
    pub fn makes_a_loss(&self) -> bool {
        self.entry_profit.mean < -SHOWN
    }

    /// Whether it pays only by losing less than playing straight would.
    #[must_use]
    pub fn only_loses_less(&self) -> bool {
        self.verdict == Verdict::Pays && self.makes_a_loss()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gain_that_is_a_smaller_loss_is_called_one() {
        let check = |verdict, profit, straight, expected: &str| {
            assert_eq!(Deviation::reading(verdict, profit, straight), expected);
        };
        check(Verdict::Pays, 7.8, 1.2, "earns more than playing straight: 7.80 instead of 1.20 τ/day");
        check(Verdict::Pays, 0.3, -0.1, "earns more than playing straight: 0.30 instead of -0.10 τ/day");
        check(Verdict::Pays, -0.4, -1.2, "loses less than playing straight: -0.40 instead of -1.20 τ/day");
        check(Verdict::Pays, -0.004, -1.2, "earns more than playing straight: 0.00 instead of -1.20 τ/day");
        check(
            Verdict::BreakEven,
            -0.4,
            -0.4,
            "loses as much as playing straight: -0.40 instead of -0.40 τ/day",
        );
        check(Verdict::Loses, 0.2, 0.9, "earns less than playing straight: 0.20 instead of 0.90 τ/day");
        check(
            Verdict::Loses,
            -0.2,
            0.9,
            "loses, where playing straight does not: -0.20 instead of 0.90 τ/day",
        );
        check(Verdict::Loses, -0.9, -0.2, "loses more than playing straight: -0.90 instead of -0.20 τ/day");
        check(Verdict::Inconclusive, -0.9, -0.2, "is undecided: -0.90 instead of -0.20 τ/day");
    }
}
