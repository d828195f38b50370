//! Root stakers' alpha: what accrues, what is owed, who is paid by itself (spec §3.11).

use crate::Fixed;
use alloc::collections::BTreeSet;

/// How much alpha of one subnet every TAO of root stake on a hotkey has earned so far.
///
/// The bits of a non-negative `I96F32`. It only grows; who stakes later starts with that much claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RootRate {
    rate: Fixed,
}

/// The largest `I96F32`.
const SIGNED_MAX: Fixed = Fixed::from_bits(i128::MAX.cast_unsigned());

/// Where a hotkey's root dividend goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootDividend {
    /// To those who stake on root: the hotkey's rate has become this. An entry exists even at rate zero.
    Accrues(RootRate),
    /// It exceeds the root stake: staked as alpha for the hotkey's owner, in rao.
    OwnersAlpha(u64),
}

impl RootRate {
    /// The rate of these bits, held to the type's range.
    #[must_use]
    pub fn from_bits(bits: u128) -> Self {
        Self { rate: Fixed::from_bits(bits).min(SIGNED_MAX) }
    }

    /// Its bits.
    #[must_use]
    pub const fn to_bits(self) -> u128 {
        self.rate.to_bits()
    }

    /// What a root dividend makes of the rate; the increment is rounded down.
    #[must_use]
    pub fn credit(self, dividend_rao: u64, root_stake_rao: u64) -> RootDividend {
        if dividend_rao > root_stake_rao {
            return RootDividend::OwnersAlpha(dividend_rao);
        }
        let increment = Fixed::from_whole(dividend_rao).div_floor(Fixed::from_whole(root_stake_rao));
        RootDividend::Accrues(Self { rate: self.rate.plus(increment).min(SIGNED_MAX) })
    }

    /// What so much root stake has earned at this rate, with its fraction of a rao, rounded down.
    #[must_use]
    fn earned(self, root_stake_rao: u64) -> Fixed {
        self.rate.mul_floor(Fixed::from_whole(root_stake_rao)).min(SIGNED_MAX)
    }

    /// What counts as claimed after adding root stake: the new stake has earned nothing yet.
    #[must_use]
    pub fn claimed_after_adding(self, claimed_rao: u128, added_root_rao: u64) -> u128 {
        claimed_rao.saturating_add(whole(self.earned(added_root_rao)))
    }

    /// What counts as claimed after removing root stake; at least zero.
    #[must_use]
    pub fn claimed_after_removing(self, claimed_rao: u128, removed_root_rao: u64) -> u128 {
        claimed_rao.saturating_sub(whole(self.earned(removed_root_rao)))
    }

    /// What a staker may claim now, in rao, rounded down; `None` for less than the threshold, or nothing.
    ///
    /// Claiming adds as much to what counts as claimed.
    #[must_use]
    pub fn claimable_rao(self, root_stake_rao: u64, claimed_rao: u128, threshold: Fixed) -> Option<u64> {
        let claimed = claimed_rao.checked_mul(Fixed::ONE.to_bits()).map_or(SIGNED_MAX, Fixed::from_bits);
        let owed = self.earned(root_stake_rao).minus(claimed);
        let rao = owed.to_whole_floor();
        (owed >= threshold && rao > 0).then_some(rao)
    }
}

/// The whole part; 96 bits at the most.
const fn whole(number: Fixed) -> u128 {
    number.to_bits() >> 32
}

/// Which root stakers a block pays by itself: indices below `stakers`, ascending and each once.
///
/// Picked by the parent block's hash; `picks` of them, less those picked twice. Nobody where nobody stakes.
#[must_use]
pub fn automatic_claims(parent_hash: &[u8; 32], picks: u8, stakers: u64) -> BTreeSet<u64> {
    let (words, _) = parent_hash.as_chunks::<8>();
    let mut last = words.first().map_or(0, |word| u64::from_be_bytes(*word));
    let steps = words.iter().cycle().take(usize::from(picks));
    steps
        .map_while(|step| {
            last = last.saturating_add(u64::from_be_bytes(*step)).checked_rem(stakers)?;
            Some(last)
        })
        .collect()
}
