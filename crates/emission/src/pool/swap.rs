//! Buying and selling alpha (spec §3.13).

use super::limit::fraction_e18;
use super::power::{Power, power_floor_e18};
use super::{FeeRate, Pool, PriceLimit};
use crate::Fixed64;
use incentor_primitives::PoolRules;

/// The terms of a swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwapTerms {
    /// The pool's fee on the input.
    pub fee: FeeRate,
    /// The worst price to go to.
    pub limit: PriceLimit,
}

impl SwapTerms {
    /// A buy at any price, with a fee.
    #[must_use]
    pub const fn buy(fee: FeeRate) -> Self {
        Self { fee, limit: PriceLimit::HIGHEST }
    }

    /// A sell at any price, with a fee.
    #[must_use]
    pub const fn sell(fee: FeeRate) -> Self {
        Self { fee, limit: PriceLimit::LOWEST }
    }
}

/// What a swap does: `offered = fee + net + unused`, and the pool takes the net amount and gives the output.
///
/// Of a buy the inputs are TAO and the output is alpha, of a sell the other way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swap {
    /// Taken from the trader, fee included, in rao.
    pub gross_in_rao: u64,
    /// The part that goes to the block's author, in rao.
    pub fee_rao: u64,
    /// The part that goes into the pool, in rao.
    pub net_in_rao: u64,
    /// Given to the trader, in rao.
    pub out_rao: u64,
    /// Not taken, as the price would have passed the limit, in rao.
    pub unused_rao: u64,
}

/// Why a pool refuses a swap; named as on the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SwapError {
    /// The reserve to be paid from is below the minimum, or nothing would be paid for the input.
    #[error("the pool's reserve of {reserve_rao} rao is too low for the swap")]
    ReservesTooLow {
        /// The reserve of what the trader wants, in rao.
        reserve_rao: u64,
    },
    /// The input is too large beside the reserve it goes into.
    #[error("a net input of {net_in_rao} rao is more than {max_rao} rao, the most the pool takes at once")]
    SwapInputTooLarge {
        /// The input less its fee, in rao.
        net_in_rao: u64,
        /// The most that is accepted, in rao.
        max_rao: u64,
    },
    /// The price is already at the limit or past it.
    #[error("a price of {} / 2^64 is not inside the limit of {} / 2^64", price.to_bits(), limit.to_bits())]
    PriceLimitExceeded {
        /// TAO for one alpha.
        price: Fixed64,
        /// The limit on it.
        limit: Fixed64,
    },
}

/// Which way a swap goes.
#[derive(Clone, Copy)]
enum Side {
    /// TAO in, alpha out.
    Buy,
    /// Alpha in, TAO out.
    Sell,
}

impl Pool {
    /// Buys alpha with an amount of TAO, in rao.
    ///
    /// When the price after the full amount would be above the limit, only what reaches the limit is taken.
    ///
    /// # Errors
    /// In this order: [`SwapError::ReservesTooLow`] for too little alpha, [`SwapError::SwapInputTooLarge`],
    /// [`SwapError::PriceLimitExceeded`], and [`SwapError::ReservesTooLow`] when the input would buy nothing.
    pub fn buy(&self, tao_rao: u64, terms: &SwapTerms, rules: &PoolRules) -> Result<Swap, SwapError> {
        self.swap(Side::Buy, tao_rao, terms, rules)
    }

    /// Sells an amount of alpha for TAO, in rao.
    ///
    /// When the price after the full amount would be below the limit, only what reaches the limit is taken.
    ///
    /// # Errors
    /// As [`buy`](Self::buy), with the sides changed.
    pub fn sell(&self, alpha_rao: u64, terms: &SwapTerms, rules: &PoolRules) -> Result<Swap, SwapError> {
        self.swap(Side::Sell, alpha_rao, terms, rules)
    }

    /// The pool after one of its buys.
    #[must_use]
    pub const fn after_buy(&self, swap: &Swap) -> Self {
        Self {
            tao_rao: self.tao_rao.saturating_add(swap.net_in_rao),
            alpha_rao: self.alpha_rao.saturating_sub(swap.out_rao),
            quote_weight: self.quote_weight,
        }
    }

    /// The pool after one of its sells.
    #[must_use]
    pub const fn after_sell(&self, swap: &Swap) -> Self {
        Self {
            tao_rao: self.tao_rao.saturating_sub(swap.out_rao),
            alpha_rao: self.alpha_rao.saturating_add(swap.net_in_rao),
            quote_weight: self.quote_weight,
        }
    }

    /// The alpha for a net amount of TAO, in rao, by the curve alone: `floor(x * (1 - (y / (y + dy))^(w2 / w1)))`.
    #[must_use]
    pub fn alpha_for_tao(&self, net_tao_rao: u64) -> u64 {
        let weight = self.quote_weight;
        output(self.tao_rao, net_tao_rao, (weight.parts(), weight.base_parts()), self.alpha_rao)
    }

    /// The TAO for a net amount of alpha, in rao, by the curve alone: `floor(y * (1 - (x / (x + dx))^(w1 / w2)))`.
    #[must_use]
    pub fn tao_for_alpha(&self, net_alpha_rao: u64) -> u64 {
        let weight = self.quote_weight;
        output(self.alpha_rao, net_alpha_rao, (weight.base_parts(), weight.parts()), self.tao_rao)
    }

    fn swap(
        &self,
        side: Side,
        offered_rao: u64,
        terms: &SwapTerms,
        rules: &PoolRules,
    ) -> Result<Swap, SwapError> {
        let (reserve_in, reserve_rao) = match side {
            Side::Buy => (self.tao_rao, self.alpha_rao),
            Side::Sell => (self.alpha_rao, self.tao_rao),
        };
        if reserve_rao < rules.min_reserve_rao {
            return Err(SwapError::ReservesTooLow { reserve_rao });
        }
        let whole = Swap::of_gross(offered_rao, terms.fee);
        let max_rao = reserve_in.saturating_mul(rules.max_input_multiple);
        if whole.net_in_rao > max_rao {
            return Err(SwapError::SwapInputTooLarge { net_in_rao: whole.net_in_rao, max_rao });
        }
        let (price, limit) = (self.price(), terms.limit.to_price_floor());
        if !side.is_inside(price, limit) {
            return Err(SwapError::PriceLimitExceeded { price, limit });
        }
        let whole = self.filled(side, whole);
        let swap = if side.is_past(self.after(side, &whole).price(), limit) {
            self.up_to_limit(side, &whole, terms.fee, limit)
        } else {
            whole
        };
        if swap.net_in_rao > 0 && swap.out_rao == 0 {
            return Err(SwapError::ReservesTooLow { reserve_rao });
        }
        Ok(swap)
    }

    /// The part of a swap that takes the price just to the limit.
    fn up_to_limit(&self, side: Side, whole: &Swap, fee: FeeRate, limit: Fixed64) -> Swap {
        let net_in_rao = match side {
            Side::Buy => self.tao_until(self.price(), limit),
            Side::Sell => self.alpha_until(self.price(), limit),
        };
        // Prices end at 2^-64, so the limit can seem to take more than the whole of an order that only just passes
        // it. No more than was offered is taken.
        let net_in_rao = net_in_rao.min(whole.net_in_rao);
        let rest_rao = whole.gross_in_rao.saturating_sub(net_in_rao);
        let fee_rao = fee.on_net_floor(net_in_rao).min(rest_rao);
        let gross_in_rao = net_in_rao.saturating_add(fee_rao);
        let unused_rao = rest_rao.saturating_sub(fee_rao);
        self.filled(side, Swap { gross_in_rao, fee_rao, net_in_rao, out_rao: 0, unused_rao })
    }

    /// A swap with its output.
    fn filled(&self, side: Side, swap: Swap) -> Swap {
        let out_rao = match side {
            Side::Buy => self.alpha_for_tao(swap.net_in_rao),
            Side::Sell => self.tao_for_alpha(swap.net_in_rao),
        };
        Swap { out_rao, ..swap }
    }

    fn after(&self, side: Side, swap: &Swap) -> Self {
        match side {
            Side::Buy => self.after_buy(swap),
            Side::Sell => self.after_sell(swap),
        }
    }
}

impl Swap {
    /// The whole of a gross input, still without its output.
    fn of_gross(gross_in_rao: u64, fee: FeeRate) -> Self {
        let fee_rao = fee.of_gross_floor(gross_in_rao);
        let net_in_rao = gross_in_rao.saturating_sub(fee_rao);
        Self { gross_in_rao, fee_rao, net_in_rao, out_rao: 0, unused_rao: 0 }
    }
}

impl Side {
    /// Whether a price leaves room before the limit.
    fn is_inside(self, price: Fixed64, limit: Fixed64) -> bool {
        match self {
            Self::Buy => price < limit,
            Self::Sell => price > limit,
        }
    }

    /// Whether a price has gone beyond the limit.
    fn is_past(self, price: Fixed64, limit: Fixed64) -> bool {
        match self {
            Self::Buy => price > limit,
            Self::Sell => price < limit,
        }
    }
}

/// `floor(reserve_out * (1 - (reserve_in / (reserve_in + net_in))^exponent))`.
///
/// The power is cut to parts of 10^18 and these to 64 fraction bits, so the output never exceeds the reserve.
/// Without an input reserve the power counts as zero.
fn output(reserve_in: u64, net_in_rao: u64, exponent: (u64, u64), reserve_out: u64) -> u64 {
    if net_in_rao == 0 {
        return 0;
    }
    let base = (u128::from(reserve_in), u128::from(reserve_in.saturating_add(net_in_rao)));
    let kept = Power::new(base, exponent).map_or(0, |power| power_floor_e18(&power));
    let given = Fixed64::ONE.minus(fraction_e18(kept));
    Fixed64::from_whole(reserve_out).mul_floor(given).to_whole_floor()
}
