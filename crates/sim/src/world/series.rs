//! A world over time.

use super::window::{Window, days};
use crate::statistics::median;
use crate::tally::IntervalTally;

/// The intervals of a world, filled as it goes.
#[derive(Clone, Debug)]
pub(super) struct Series {
    window: Window,
    /// It has the first subnet, whose prices and work it shows.
    has_first: bool,
    intervals: Vec<IntervalTally>,
    /// Sums behind the means: (Σ value, questions) and (Σ paid quality, epochs).
    work: Vec<(f64, u64)>,
    paid: Vec<(f64, u32)>,
}

impl Series {
    pub(super) fn new(window: Window, coldkeys: usize, has_first: bool) -> Self {
        let interval = |at| IntervalTally {
            end_block: window.interval_end(at),
            income_tao: vec![0.0; coldkeys],
            ..IntervalTally::default()
        };
        let count = window.intervals();
        Self {
            window,
            has_first,
            intervals: (0..count).map(interval).collect(),
            work: vec![(0.0, 0); count],
            paid: vec![(0.0, 0); count],
        }
    }

    /// What honest miners delivered in a round.
    pub(super) fn note_work(&mut self, block: u64, is_honest: bool, value: f64, questions: u64) {
        if let Some(work) = self.work.get_mut(self.window.interval_of(block)).filter(|_| is_honest) {
            work.0 += value;
            work.1 += questions;
        }
    }

    /// What a coldkey was paid; `place` among those of this world.
    pub(super) fn note_income(&mut self, block: u64, place: usize, tao: f64) {
        let interval = self.intervals.get_mut(self.window.interval_of(block));
        if let Some(income) = interval.and_then(|interval| interval.income_tao.get_mut(place)) {
            *income += tao;
        }
    }

    /// An epoch of the first subnet: the quality that was paid for, and the prices after it.
    pub(super) fn note_epoch(&mut self, block: u64, paid_quality: f64, seat_tao: f64, alpha_tao: f64) {
        let at = self.window.interval_of(block);
        if let (Some(interval), Some(paid)) = (self.intervals.get_mut(at), self.paid.get_mut(at)) {
            paid.0 += paid_quality;
            paid.1 += 1;
            (interval.seat_tao, interval.alpha_tao) = (seat_tao, alpha_tao);
        }
    }

    /// How well the miners work that hold a seat at the end of the interval.
    pub(super) fn note_quality(&mut self, block: u64, mut qualities: Vec<f64>) {
        let Some(interval) = self.intervals.get_mut(self.window.interval_of(block)) else { return };
        interval.median_quality = median(&mut qualities).unwrap_or(0.0);
        interval.best_quality = qualities.last().copied().unwrap_or(0.0);
    }

    /// Whether an epoch is the last of its interval.
    pub(super) fn is_last(&self, block: u64, tempo: u16) -> bool {
        let at = self.window.interval_of(block);
        self.window.interval_of(block + u64::from(tempo)) > at || block >= self.window.end.0
    }

    /// Whether a subnet's prices are shown.
    pub(super) const fn shows_prices(&self) -> bool {
        self.has_first
    }

    pub(super) fn finished(mut self) -> Vec<IntervalTally> {
        let sums = self.work.iter().zip(&self.paid);
        for (interval, ((value, questions), (paid, epochs))) in self.intervals.iter_mut().zip(sums) {
            interval.delivered = value / (*questions).max(1) as f64;
            interval.paid_quality = paid / f64::from((*epochs).max(1));
        }
        self.intervals
    }
}

impl Window {
    /// Days since the start at a block.
    pub(super) fn days_at(block: u64) -> f64 {
        days(block)
    }
}
