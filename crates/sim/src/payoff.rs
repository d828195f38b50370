//! Money and rates of an outcome, per day of the counted window.

use crate::tally::{ColdkeyTally, Outcome};

impl Outcome {
    /// Income of a coldkey, τ/day.
    pub(crate) fn pay(&self, coldkey: usize) -> f64 {
        self.per_day(coldkey, |tally| tally.income_tao)
    }

    /// Running cost and registrations of a coldkey, τ/day.
    pub(crate) fn cost(&self, coldkey: usize) -> f64 {
        self.per_day(coldkey, |tally| tally.running_tao + tally.registration_tao)
    }

    /// Running cost of a coldkey, τ/day.
    pub(crate) fn running(&self, coldkey: usize) -> f64 {
        self.per_day(coldkey, |tally| tally.running_tao)
    }

    /// What a coldkey takes home, τ/day.
    pub(crate) fn profit(&self, coldkey: usize) -> f64 {
        self.pay(coldkey) - self.cost(coldkey)
    }

    /// The same at so many times the price of alpha: what it is paid counts so much more, its cost does not.
    pub(crate) fn profit_at(&self, coldkey: usize, price: f64) -> f64 {
        price * self.pay(coldkey) - self.cost(coldkey)
    }

    /// Dividends over stake of some coldkeys, a ratio of window sums; `None` without stake.
    pub(crate) fn dividend_rate(&self, coldkeys: &[usize]) -> Option<f64> {
        let tallies = || coldkeys.iter().filter_map(|at| self.coldkeys.get(*at));
        let stake: u128 = tallies().map(|tally| tally.stake_rao_sum).sum();
        let dividends: u128 = tallies().map(|tally| u128::from(tally.dividends_rao)).sum();
        (stake > 0).then(|| dividends as f64 / stake as f64)
    }

    /// What only the world as written is asked for, given back to memory.
    pub(crate) fn without_pictures(mut self) -> Self {
        self.series = Vec::new();
        self.marks = Vec::new();
        self.recorded = None;
        for subnet in &mut self.subnets {
            subnet.seats = Vec::new();
        }
        self
    }

    fn per_day(&self, coldkey: usize, take: fn(&ColdkeyTally) -> f64) -> f64 {
        let sum = self.coldkeys.get(coldkey).map_or(0.0, take);
        if self.counted_days > 0.0 { sum / self.counted_days } else { 0.0 }
    }
}
