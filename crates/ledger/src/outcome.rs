//! What a block did.

use alloc::vec::Vec;
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid};
use incentor_yuma::Epoch;

use crate::rules::mechanisms::CombinedEpoch;

/// What one block did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockOutcome {
    /// Its number.
    pub block: BlockNumber,
    /// The epochs that ran in it, by ascending netuid.
    pub epochs: Vec<EpochOutcome>,
}

/// One epoch of one subnet and what it paid; every list without an account is by uid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochOutcome {
    /// The subnet.
    pub netuid: NetUid,
    /// Block of the epoch.
    pub block: BlockNumber,
    /// Yuma's result per mechanism, by mechid.
    pub mechanisms: Vec<Epoch>,
    /// The mechanisms put together, as the chain publishes them; with one mechanism its own numbers.
    pub combined: CombinedEpoch,
    /// Where the alpha of the tempo went.
    pub settlement: Settlement,
    /// Who got what, in the order it was paid.
    pub payouts: Vec<Payout>,
}

/// Where the alpha of one tempo went: `owner_cut + server + validator = paid + withheld + dust`, to the rao.
///
/// The miners' part comes out of the epoch, the validators' pot is paid whatever the epoch gave the miners;
/// where incentive and dividends were rounded down differently, both together can exceed what was pending by
/// a few rao. The chain pays them all the same, and the dust is negative then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Pending for the owner.
    pub owner_cut: Alpha,
    /// Pending for mining.
    pub server: Alpha,
    /// Pending for validating.
    pub validator: Alpha,
    /// Paid to the owner.
    pub paid_owner: Alpha,
    /// Paid to miners.
    pub paid_miners: Alpha,
    /// Paid to validators as their take.
    pub paid_takes: Alpha,
    /// Paid into the hotkeys' pools, for everybody who stakes there.
    pub paid_nominators: Alpha,
    /// Earned by the owner's own hotkeys, and burned or recycled instead of paid.
    pub withheld: Alpha,
    /// Pending less paid and withheld, in rao: issued, and nobody's.
    pub dust_rao: i64,
}

impl Settlement {
    /// Everything that was pending, in rao.
    #[must_use]
    pub const fn pending_rao(&self) -> u64 {
        self.owner_cut.rao.saturating_add(self.server.rao).saturating_add(self.validator.rao)
    }

    /// Everything that was paid, in rao.
    #[must_use]
    pub const fn paid_rao(&self) -> u64 {
        self.paid_owner
            .rao
            .saturating_add(self.paid_miners.rao)
            .saturating_add(self.paid_takes.rao)
            .saturating_add(self.paid_nominators.rao)
    }

    /// Whether no more was paid than the chain's rounding explains.
    ///
    /// Incentive and dividends each sum to between 1 - n / 2^32 and 1, so the miners' part exceeds half the
    /// emission by less than n / 2^32 of it.
    pub(crate) fn is_within_rounding(&self, n: usize) -> bool {
        let pots = u128::from(self.server.rao).saturating_add(u128::from(self.validator.rao));
        let uids = u128::try_from(n).unwrap_or(u128::MAX);
        let slack = (pots.saturating_mul(uids) >> 32).saturating_add(uids);
        let gone = u128::from(self.paid_rao()).saturating_add(u128::from(self.withheld.rao));
        gone <= u128::from(self.pending_rao()).saturating_add(slack)
    }
}

/// One payment into one coldkey's stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payout {
    /// Whose stake grew.
    pub coldkey: AccountId,
    /// The hotkey it lies on.
    pub hotkey: AccountId,
    /// For what.
    pub reason: PayoutReason,
    /// By how much; see [`PayoutReason::Nomination`] for its rounding there.
    pub alpha: Alpha,
}

/// For what a coldkey was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayoutReason {
    /// For owning the subnet (spec §3.7).
    OwnerCut,
    /// For mining (§3.9).
    Incentive,
    /// For validating: the hotkey's own part of its dividends (§3.10).
    Take,
    /// For staking on a validator.
    ///
    /// The worth of the stake after the payment less the worth before, each rounded down: over all stakers
    /// of a hotkey within one rao each of what its pool received, which is exact in
    /// [`Settlement::paid_nominators`].
    Nomination,
}
