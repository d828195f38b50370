//! How answers become scores.

use crate::Duration;

/// A scoring rule of the abstract mechanism.
#[derive(Clone, Debug, PartialEq)]
pub enum ScoreRule {
    /// The reading, up to a cap if there is one.
    Quality {
        /// Above it, better work scores no more.
        cap: Option<f64>,
    },
    /// How much of the volume asked for was served.
    Volume,
    /// 1 at once, half as much after each half-life.
    Latency {
        /// Time after which it halves.
        half_life: Duration,
    },
    /// 1 within the limit, 0 after it.
    InTime(Duration),
    /// The same for every answer.
    Constant(f64),
    /// Weighted sum.
    Sum(Vec<(Self, f64)>),
    /// Product.
    Product(Vec<Self>),
    /// Geometric mean.
    GeometricMean(Vec<Self>),
    /// The lowest.
    Min(Vec<Self>),
    /// Share of the cohort it beats.
    Rank(Box<Self>),
    /// Mean share against each rival.
    Duel(Box<Self>),
    /// Answers that came later and lie as near count 0.
    Dedup {
        /// What is scored.
        part: Box<Self>,
        /// Distance, as a share, within which two answers are one.
        tolerance: f64,
    },
    /// Whoever is first keeps an edge that decays.
    FirstCome {
        /// What is scored.
        part: Box<Self>,
        /// The edge.
        epsilon: f64,
        /// Share of the edge that is left after a round.
        decay: f64,
    },
    /// 0 below the threshold.
    Threshold {
        /// What is scored.
        part: Box<Self>,
        /// Where it begins to count.
        at: f64,
    },
    /// part · (1 − by), by at most 1.
    Penalty {
        /// What is scored.
        part: Box<Self>,
        /// What is taken off.
        by: Box<Self>,
    },
}
