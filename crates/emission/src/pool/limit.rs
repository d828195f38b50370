//! How much input takes the price to a limit (spec §3.13).

use super::power::{Power, power_floor_e18};
use super::{Pool, PriceLimit, SCALE_E18};
use crate::Fixed64;

impl Pool {
    /// The TAO that lifts the price from one value to another, net of fee, in rao.
    ///
    /// `floor(y * ((to / from)^w1 - 1))`; zero when the price would have to fall. As on the chain the power is cut to
    /// parts of 10^18 and held to 64 bits, which is about 18.4.
    #[must_use]
    pub fn tao_until(&self, from: Fixed64, to: Fixed64) -> u64 {
        input_until(self.tao_rao, (to, from), self.quote_weight.base_parts())
    }

    /// The alpha that lowers the price from one value to another, net of fee, in rao.
    ///
    /// `floor(x * ((from / to)^w2 - 1))`; zero when the price would have to rise. Otherwise as
    /// [`tao_until`](Self::tao_until).
    #[must_use]
    pub fn alpha_until(&self, from: Fixed64, to: Fixed64) -> u64 {
        input_until(self.alpha_rao, (from, to), self.quote_weight.parts())
    }
}

/// How much alpha of one pool moves to another before it fetches less than a limit, in rao.
///
/// The limit is on alpha received for 10^9 sent. The chain reckons with even weights, whatever the pools' are:
/// `floor(floor(x2 * t1 / limit) - x1 * t2)`, where t1 and t2 are the pools' parts of their TAO. Zero when a pool is
/// empty or the prices are past the limit already.
#[must_use]
pub fn alpha_movable(from: &Pool, to: &Pool, limit: PriceLimit) -> u64 {
    let reserves = [from.tao_rao, from.alpha_rao, to.tao_rao, to.alpha_rao];
    let limit = limit.to_price_floor();
    if reserves.contains(&0) || limit > from.price().div_floor(to.price()) {
        return 0;
    }
    if limit == Fixed64::ZERO {
        return u64::MAX;
    }
    let sum = Fixed64::from_whole(from.tao_rao).plus(Fixed64::from_whole(to.tao_rao));
    let part = |pool: &Pool| Fixed64::from_whole(pool.tao_rao).div_floor(sum);
    let received = Fixed64::from_whole(to.alpha_rao).mul_floor(part(from)).div_floor(limit);
    received.minus(Fixed64::from_whole(from.alpha_rao).mul_floor(part(to))).to_whole_floor()
}

/// `floor(reserve * ((higher / lower)^weight - 1))`; zero where a price is.
fn input_until(reserve_rao: u64, (higher, lower): (Fixed64, Fixed64), weight: u64) -> u64 {
    let Some(power) = Power::new((higher.to_bits(), lower.to_bits()), (weight, SCALE_E18)) else {
        return 0;
    };
    let growth = fraction_e18(power_floor_e18(&power)).minus(Fixed64::ONE);
    Fixed64::from_whole(reserve_rao).mul_floor(growth).to_whole_floor()
}

/// So many parts of 10^18, rounded down.
pub(super) const fn fraction_e18(parts: u64) -> Fixed64 {
    Fixed64::from_whole(parts).div_floor(Fixed64::from_whole(SCALE_E18))
}
