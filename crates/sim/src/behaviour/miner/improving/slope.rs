//! What pay rises by with quality, from one's own history.

use std::collections::VecDeque;

/// Tempos remembered.
const WINDOW: usize = 80;
/// Tempos before there is an estimate.
const LEAST: usize = 20;
/// Pay follows quality late, through score books and reveals: it is held against the mean of so many tempos.
const LAG: usize = 3;
/// Quality must have moved by so much, as a standard deviation of ln q.
const LEAST_SPREAD: f64 = 0.01;
/// Standard errors taken off the estimate. Errors of neighbouring tempos go together, so one of them is half of one.
const PRUDENCE: f64 = 2.0;

/// A regression of pay on ln q and time, over a window.
///
/// Time is in it because rivals move too: pay that falls while quality stands still says nothing about quality.
#[derive(Clone, Debug, Default)]
pub(super) struct Slope {
    recent: VecDeque<f64>,
    /// ln q and pay per day, oldest first.
    seen: VecDeque<(f64, f64)>,
}

impl Slope {
    pub(super) fn note(&mut self, log_quality: f64, pay_per_day: f64) {
        self.recent.push_back(log_quality);
        if self.recent.len() > LAG {
            self.recent.pop_front();
        }
        let mean = self.recent.iter().sum::<f64>() / self.recent.len() as f64;
        self.seen.push_back((mean, pay_per_day));
        if self.seen.len() > WINDOW {
            self.seen.pop_front();
        }
    }

    pub(super) fn mean_pay(&self) -> f64 {
        self.seen.iter().map(|(_, pay)| pay).sum::<f64>() / self.seen.len().max(1) as f64
    }

    /// What pay per day rises by with ln q, less its error; `None` while quality has not moved enough to tell.
    pub(super) fn prudent(&self) -> Option<f64> {
        if self.seen.len() < LEAST {
            return None;
        }
        let n = self.seen.len() as f64;
        let (mean_x, mean_y) = (self.seen.iter().map(|(x, _)| x).sum::<f64>() / n, self.mean_pay());
        let mut sums = Sums::default();
        for (at, (x, y)) in self.seen.iter().enumerate() {
            sums.add(at as f64 - (n - 1.0) / 2.0, x - mean_x, y - mean_y);
        }
        let Sums { tt, tx, ty, xx, xy, yy } = sums;
        let (xx, xy, yy) = (xx - tx * tx / tt, xy - tx * ty / tt, yy - ty * ty / tt);
        if xx < n * LEAST_SPREAD * LEAST_SPREAD {
            return None;
        }
        let slope = xy / xx;
        let error = libm::sqrt((yy - slope * xy).max(0.0) / (n - 3.0) / xx);
        Some(slope - PRUDENCE * error)
    }
}

/// Sums of products of time, ln q and pay, each from its mean.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    tt: f64,
    tx: f64,
    ty: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Sums {
    fn add(&mut self, t: f64, x: f64, y: f64) {
        self.tt += t * t;
        self.tx += t * x;
        self.ty += t * y;
        self.xx += x * x;
        self.xy += x * y;
        self.yy += y * y;
    }
}
