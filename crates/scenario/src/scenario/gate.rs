//! What must hold.

use crate::Place;

/// Assertions on one variant or on all.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// The variant; `None` = all of them.
    pub variant: Option<String>,
    /// What must hold.
    pub assertions: Vec<Assertion>,
}

/// `metric(args) op number unit`, or `metric(args) op k * metric(args)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// As the file writes it.
    pub text: String,
    /// The left side.
    pub left: MetricCall,
    /// How it compares.
    pub comparison: Comparison,
    /// Factor or number on the right side.
    pub number: f64,
    /// What the number is a multiple of; `None` = it stands alone.
    pub right: Option<MetricCall>,
    /// Where the file has it.
    pub place: Place,
}

/// A metric with its arguments, such as `p80(overtake_epochs)` or `gain(sybil)`.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricCall {
    /// What is taken of its values over the seeds.
    pub statistic: Statistic,
    /// The metric's name.
    pub metric: String,
    /// Its arguments as written: names, `best`, `10%`.
    pub arguments: Vec<String>,
}

/// What is taken of a metric's values over the seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// Their mean.
    Mean,
    /// A quantile of them, 0 to 1.
    Quantile(f64),
    /// The one that is worst for the assertion.
    Worst,
}

/// How the sides of an assertion compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}
