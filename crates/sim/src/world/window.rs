//! The horizon of a world: what counts, and how it falls into intervals.

use incentor_primitives::BlockNumber;
use incentor_scenario::Scenario;

/// A block of the public network, in days.
pub(crate) const DAYS_PER_BLOCK: f64 = 12.0 / 86_400.0;
/// Intervals of the series, at the most.
const MOST_INTERVALS: u64 = 280;
/// Coldkeys in a world whose every epoch is looked at closely.
const MOST_CLOSELY: usize = 2_000;
/// Numbers in the series of all coldkeys together, at the most.
const MOST_NUMBERS: u64 = 1 << 20;

/// The horizon of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The last block.
    pub(crate) end: BlockNumber,
    /// What happens after this block counts.
    pub(crate) warmup_end: u64,
    /// Blocks in an interval of the series.
    interval: u64,
    /// Tempos of the first subnet in an interval.
    pub(crate) tempos_per_interval: u32,
    /// Epochs from one that is looked at closely to the next.
    closely: u32,
}

impl Window {
    pub(crate) fn of(scenario: &Scenario, coldkeys: usize) -> Self {
        let tempo = scenario.subnets.first().map_or(360, |subnet| u64::from(subnet.tempo.max(1)));
        let duration = u64::from(scenario.run.duration.0);
        let intervals = (MOST_NUMBERS / coldkeys.max(1) as u64).clamp(10, MOST_INTERVALS);
        let tempos = duration.div_ceil(intervals).max(1);
        Self {
            end: BlockNumber(duration * tempo),
            warmup_end: u64::from(scenario.run.warmup.0.min(scenario.run.duration.0)) * tempo,
            interval: tempos * tempo,
            tempos_per_interval: u32::try_from(tempos).unwrap_or(u32::MAX),
            closely: if coldkeys > MOST_CLOSELY { u32::try_from(tempos).unwrap_or(u32::MAX) } else { 1 },
        }
    }

    /// Whether what happens in a block counts.
    pub(crate) const fn counts(&self, block: u64) -> bool {
        block > self.warmup_end
    }

    pub(crate) fn counted_days(&self) -> f64 {
        days(self.end.0 - self.warmup_end)
    }

    /// The part of the blocks after `from` up to `until` that counts, in days.
    pub(crate) fn counted_days_between(&self, from: u64, until: u64) -> f64 {
        days(until.saturating_sub(from.max(self.warmup_end)))
    }

    /// How many epochs one that is looked at closely stands for; `None` = this one is not.
    ///
    /// All are, in a large world one per interval.
    pub(crate) fn closely(&self, epoch: u32) -> Option<f64> {
        epoch.is_multiple_of(self.closely).then(|| self.closely.into())
    }

    /// The interval of the series that a block falls into.
    pub(crate) const fn interval_of(&self, block: u64) -> usize {
        (block.saturating_sub(1) / self.interval) as usize
    }

    pub(crate) const fn intervals(&self) -> usize {
        self.end.0.div_ceil(self.interval) as usize
    }

    /// The last block of an interval.
    pub(crate) fn interval_end(&self, interval: usize) -> u64 {
        ((interval as u64 + 1) * self.interval).min(self.end.0)
    }
}

pub(crate) fn days(blocks: u64) -> f64 {
    blocks as f64 * DAYS_PER_BLOCK
}
