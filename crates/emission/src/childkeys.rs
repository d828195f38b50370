//! One validator's dividend between itself and its parents (spec §3.10).

use crate::Fixed;
use incentor_primitives::Take;

/// A hotkey's own stake on a subnet: what lies there, and its root stake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HotkeyStake {
    /// Alpha, in rao.
    pub alpha_rao: u64,
    /// TAO on root, in rao.
    pub root_rao: u64,
}

impl HotkeyStake {
    /// This part of it, with TAO weighed; each product is rounded down.
    fn part(self, proportion: Fixed, tao_weight: Fixed) -> Fixed {
        let alpha = Fixed::from_whole(self.alpha_rao).mul_floor(proportion);
        let root = Fixed::from_whole(self.root_rao).mul_floor(proportion).mul_floor(tao_weight);
        alpha.plus(root)
    }
}

/// What a child's own stake contributed to its dividend: what it did not lend, in whole rao, rounded down.
///
/// `children` are the proportions it lent, 2^64 - 1 = 1.0.
#[must_use]
pub fn own_contribution(
    stake: HotkeyStake,
    children: impl IntoIterator<Item = u64>,
    tao_weight: Fixed,
) -> Fixed {
    let kept = children
        .into_iter()
        .fold(Fixed::ONE, |kept, proportion| kept.minus(Fixed::from_u64_ratio_floor(proportion)));
    Fixed::from_whole(stake.part(kept, tao_weight).to_whole_floor())
}

/// What a parent's stake contributed to its child's dividend, with 32 fraction bits, rounded down.
///
/// The proportion's 1.0 is 2^64 - 1.
#[must_use]
pub fn parent_contribution(stake: HotkeyStake, proportion_u64: u64, tao_weight: Fixed) -> Fixed {
    stake.part(Fixed::from_u64_ratio_floor(proportion_u64), tao_weight)
}

/// A parent's claim to its child's dividend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParentClaim {
    /// What it contributed ([`parent_contribution`]).
    pub contribution: Fixed,
    /// Whether parent and child belong to one coldkey: then neither take nor burn applies.
    pub same_coldkey: bool,
    /// Its part, in rao: written by [`split_child`].
    pub dividend_rao: u64,
}

/// What a child takes, and what is burned, of dividends that go to foreign parents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChildTerms {
    /// The child's take ([`childkey_take`]).
    pub take: Take,
    /// The part that is recycled, 2^64 - 1 = 1.0.
    pub burn_u64: u64,
}

/// Where the rest of a child's dividend goes: `dividend = parents + own + recycled + dust`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChildSplit {
    /// The child's own part and its takes, in rao.
    pub own_rao: u64,
    /// Taken out of the alpha issuance, although the dividends' pot is paid out whole (spec §9.9).
    pub recycled_rao: u64,
    /// What rounding each part down leaves.
    pub dust_rao: u64,
}

/// Splits a dividend in the proportions of the contributions, parents in their stored order.
///
/// Shares, parts, takes and burns are rounded down with 32 fraction bits, each amount once more when it is
/// credited. All of it is the child's when nobody contributed anything. Where take and burn are more than
/// the whole together, so are the parts: dividends are proportions, and the chain does not mind.
#[must_use]
pub fn split_child(
    dividend_rao: u64,
    own: Fixed,
    parents: &mut [ParentClaim],
    terms: ChildTerms,
) -> ChildSplit {
    let dividend = Fixed::from_whole(dividend_rao);
    let sum = parents.iter().fold(own, |sum, parent| sum.plus(parent.contribution));
    let (take_part, burn_part) =
        (Fixed::from_u16_ratio_floor(terms.take.0), Fixed::from_u64_ratio_floor(terms.burn_u64));
    let (mut left, mut taken, mut recycled_rao) = (dividend, Fixed::ZERO, 0_u64);
    let mut dust_rao = dividend_rao;
    for parent in parents {
        let part = dividend.mul_floor(parent.contribution.div_floor(sum));
        left = left.minus(part);
        let (take, burn) = if parent.same_coldkey {
            (Fixed::ZERO, Fixed::ZERO)
        } else {
            (take_part.mul_floor(part), burn_part.mul_floor(part))
        };
        taken = taken.plus(take);
        let burn_rao = burn.to_whole_floor();
        recycled_rao = recycled_rao.saturating_add(burn_rao);
        parent.dividend_rao = part.minus(burn).minus(take).to_whole_floor();
        dust_rao = dust_rao.saturating_sub(burn_rao).saturating_sub(parent.dividend_rao);
    }
    let own_rao = left.plus(taken).to_whole_floor();
    ChildSplit { own_rao, recycled_rao, dust_rao: dust_rao.saturating_sub(own_rao) }
}

/// A child's take: its own choice, but not below what the chain and the subnet ask for.
#[must_use]
pub fn childkey_take(chosen: Take, global_min: Take, subnet_min: Take) -> Take {
    chosen.max(global_min).max(subnet_min)
}
