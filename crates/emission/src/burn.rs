//! The price of a seat: up with each registration, down with each block (spec §2.12).

/// Bounds and speed of a subnet's registration price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BurnRules {
    /// Lowest price, in rao.
    pub min_rao: u64,
    /// Highest price, in rao.
    pub max_rao: u64,
    /// Factor per registration as the bits of a `U64F64`; less than 1 counts as 1.
    pub increase_bits: u128,
    /// [`decay_factor_q32`] of the half-life; `None` when the price does not fall.
    pub decay_q32: Option<u64>,
}

impl BurnRules {
    /// As the chain clamps: `min(max(price, lowest), highest)`.
    fn clamp(&self, price_rao: u64) -> u64 {
        price_rao.max(self.min_rao).min(self.max_rao)
    }
}

const ONE_Q32: u64 = 1 << 32;
const HALF_Q32: u64 = 1 << 31;
const ONE_Q64: u128 = 1 << 64;

/// The price after a registration, rounded down and held to its bounds.
#[must_use]
pub fn burn_after_registration(price_rao: u64, rules: &BurnRules) -> u64 {
    let factor = rules.increase_bits.max(ONE_Q64);
    let (whole, fraction) = (factor >> 64, factor & ONE_Q64.wrapping_sub(1));
    let price = u128::from(price_rao);
    // A u64 times 64 fraction bits cannot overflow.
    let partial = price.saturating_mul(fraction) >> 64;
    let raised = price.saturating_mul(whole).saturating_add(partial);
    rules.clamp(u64::try_from(raised).unwrap_or(u64::MAX))
}

/// The price after one block, rounded down and held to its bounds; does not fall without a factor.
#[must_use]
pub fn burn_after_block(price_rao: u64, rules: &BurnRules) -> u64 {
    let Some(factor) = rules.decay_q32 else {
        return price_rao;
    };
    let lowered = u128::from(price_rao).saturating_mul(u128::from(factor)) >> 32;
    rules.clamp(u64::try_from(lowered).unwrap_or(u64::MAX))
}

/// The factor per block that halves a price in so many blocks, 2^32 = 1.0; `None` for a half-life of 0.
///
/// The largest whose power, each product rounded down, is at most one half.
#[must_use]
pub fn decay_factor_q32(half_life_blocks: u16) -> Option<u64> {
    if half_life_blocks == 0 {
        return None;
    }
    let (mut fits, mut exceeds) = (0, ONE_Q32.saturating_add(1));
    while exceeds.saturating_sub(fits) > 1 {
        let middle = fits.midpoint(exceeds);
        if power_q32(middle, half_life_blocks) <= HALF_Q32 {
            fits = middle;
        } else {
            exceeds = middle;
        }
    }
    Some(fits)
}

/// Square-and-multiply from the lowest bit of the exponent, each product rounded down.
fn power_q32(mut base: u64, mut exponent: u16) -> u64 {
    let mut power = ONE_Q32;
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = product_q32(power, base);
        }
        exponent >>= 1;
        if exponent > 0 {
            base = product_q32(base, base);
        }
    }
    power
}

/// Factors of at most 1.0, so the product is one too.
fn product_q32(a: u64, b: u64) -> u64 {
    u64::try_from(u128::from(a).saturating_mul(u128::from(b)) >> 32).unwrap_or(u64::MAX)
}
