//! The split of a block's TAO among the subnets (spec §3.3).

use crate::{Fixed, Fixed64};
use incentor_primitives::SubnetShares;

/// What a subnet's share of the block's TAO depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubnetClaim {
    /// The moving price before this block.
    pub moving_price: Fixed64,
    /// [`miner_burned`](crate::miner_burned) of the last epoch.
    pub miner_burned: Fixed,
    /// Whether the subnet may get TAO at all.
    pub emission_enabled: bool,
}

/// Writes every subnet's share of the block's TAO, each quotient and product rounded down.
///
/// They never sum to more than 1, as long as the prices' sum is a number of the type. What subnets without
/// emission would have got goes to the others. `shares` has the order of `subnets`; where one of the two is
/// longer, its rest takes no part, and shares without a subnet are zero.
pub fn subnet_shares(rule: SubnetShares, subnets: &[SubnetClaim], shares: &mut [Fixed64]) {
    shares.fill(Fixed64::ZERO);
    for (share, subnet) in shares.iter_mut().zip(subnets) {
        *share = match rule {
            SubnetShares::Equal => Fixed64::ONE,
            SubnetShares::Price | SubnetShares::PriceLessBurned => subnet.moving_price,
        };
    }
    let claims = shares.len().min(subnets.len());
    let shares = shares.split_at_mut(claims).0;
    normalise(shares);
    if rule == SubnetShares::PriceLessBurned {
        take_burned(subnets, shares);
    }
    if subnets.iter().take(claims).any(|subnet| !subnet.emission_enabled) {
        for (share, subnet) in shares.iter_mut().zip(subnets) {
            if !subnet.emission_enabled {
                *share = Fixed64::ZERO;
            }
        }
        normalise(shares);
    }
}

/// A subnet's TAO of the block: its share of the emission, rounded down to 32 fraction bits.
#[must_use]
pub const fn tao_of_share(share: Fixed64, block_emission_rao: u64) -> Fixed {
    share.mul_floor(Fixed64::from_whole(block_emission_rao)).to_fixed_floor()
}

/// Lowers each share by what the subnet's miners did not get; without effect when nothing would be left.
fn take_burned(subnets: &[SubnetClaim], shares: &mut [Fixed64]) {
    let kept = |(share, subnet): (&Fixed64, &SubnetClaim)| {
        let burned = Fixed64::from_fixed(subnet.miner_burned);
        share.mul_floor(Fixed64::ONE.minus(burned))
    };
    if shares.iter().zip(subnets).map(kept).all(|kept| kept == Fixed64::ZERO) {
        return;
    }
    for (share, subnet) in shares.iter_mut().zip(subnets) {
        *share = kept((share, subnet));
    }
    normalise(shares);
}

/// Divides by the sum; all zero when the sum is zero.
fn normalise(shares: &mut [Fixed64]) {
    let sum = shares.iter().fold(Fixed64::ZERO, |sum, share| sum.plus(*share));
    for share in shares {
        *share = share.div_floor(sum);
    }
}
