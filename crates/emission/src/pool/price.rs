//! The pool's price, and the limits that orders set on it (spec §3.13).

use super::Pool;
use crate::Fixed64;
use incentor_primitives::RAO_PER_TAO;

/// The worst price an order accepts, in rao of TAO for 10^9 rao of alpha.
///
/// A buy goes through while the price is below its limit, a sell while it is above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PriceLimit(pub u64);

impl PriceLimit {
    /// What the chain sets for a buy without a limit.
    pub const HIGHEST: Self = Self(1_000_000_000_000_000);
    /// What the chain sets for a sell without a limit.
    pub const LOWEST: Self = Self(1_000);

    /// TAO for one alpha, rounded down.
    #[must_use]
    pub const fn to_price_floor(self) -> Fixed64 {
        Fixed64::from_whole(self.0).div_floor(Fixed64::from_whole(RAO_PER_TAO))
    }
}

impl Pool {
    /// The price of one alpha in TAO; zero without alpha.
    ///
    /// `floor(floor(w1 / w2) * floor(y / x))`, held to the type's range.
    #[must_use]
    pub const fn price(&self) -> Fixed64 {
        let base = Fixed64::from_whole(self.quote_weight.base_parts());
        let weights = base.div_floor(Fixed64::from_whole(self.quote_weight.parts()));
        weights.mul_floor(Fixed64::from_whole(self.tao_rao).div_floor(Fixed64::from_whole(self.alpha_rao)))
    }
}
