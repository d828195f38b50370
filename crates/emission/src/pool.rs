//! A subnet's pool of TAO and alpha: the chain's "balancer" (spec §3.13).
//!
//! With alpha reserve x, TAO reserve y and weights w1 + w2 = 1 the pool keeps `x^w1 * y^w2` and quotes the price
//! `(w1 * y) / (w2 * x)` in TAO for one alpha. Everything here is a function of the pool's three numbers: a swap
//! that is not stored is a quote.

mod division;
mod fee;
mod limit;
mod power;
mod price;
mod reweight;
mod swap;

pub use fee::FeeRate;
pub use limit::alpha_movable;
pub use power::{Power, power_floor_e18, power_floor_e18_wide};
pub use price::PriceLimit;
pub use reweight::{QuoteWeight, WeightOutOfRange};
pub use swap::{Swap, SwapError, SwapTerms};

/// The number of parts in 1.0 for weights and powers: 10^18.
const SCALE_E18: u64 = 1_000_000_000_000_000_000;

/// A pool's reserves and the weight of its TAO side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pool {
    /// TAO in the pool, in rao.
    pub tao_rao: u64,
    /// Alpha in the pool, in rao.
    pub alpha_rao: u64,
    /// The TAO side's weight.
    pub quote_weight: QuoteWeight,
}
