//! What a map refuses.

use incentor_yuma::EpochError;

/// Why there is no map.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RetentionError {
    /// A number outside its range, or not a number at all.
    #[error("{name} is {value}, and must lie between {low} and {high}")]
    Range {
        /// Name of the parameter, as in [`crate::Params`].
        name: &'static str,
        /// What was asked for.
        value: f64,
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// A count outside its range.
    #[error("{name} is {value}, and must lie between {low} and {high}")]
    Count {
        /// Name of the parameter, as in [`crate::Params`].
        name: &'static str,
        /// What was asked for.
        value: u64,
        /// Least value.
        low: u64,
        /// Greatest value.
        high: u64,
    },
    /// A stake at which one of the teams would have nothing.
    #[error("honest_stakes holds {value}, and each must lie strictly between 0 and 1")]
    HonestStake {
        /// What was asked for.
        value: f64,
    },
    /// The kernel refused a network.
    #[error(transparent)]
    Epoch(#[from] EpochError),
}
