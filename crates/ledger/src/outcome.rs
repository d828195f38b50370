//! What a block did.

use alloc::vec::Vec;
use incentor_emission::{Pots, validator_pot};
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid};
use incentor_yuma::Epoch;

use incentor_yuma::SubnetEpoch;

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
    pub combined: SubnetEpoch,
    /// Where the alpha of the tempo went.
    pub settlement: Settlement,
    /// Who got what, in the order it was paid.
    pub payouts: Vec<Payout>,
}

/// Where the alpha of one tempo went: `owner_cut + server + validator + root = paid + withheld + dust`, to the rao.
///
/// The miners' part comes out of the epoch, the validators' pot is paid whatever the epoch gave the miners.
/// So with one mechanism the dust is a few rao, negative where incentive and dividends were rounded down
/// differently. With several it is as much as half a mechanism's part if that mechanism has no weights: its
/// miners' half is nobody's. And where root's part was taken back out of the issuance instead of kept
/// (spec §3.7), miners get half of what is left together, so that half of that part is nobody's, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Pending for the owner.
    pub owner_cut: Alpha,
    /// Pending for mining.
    pub server: Alpha,
    /// Pending for validating.
    pub validator: Alpha,
    /// Pending for root stake.
    pub root: Alpha,
    /// Paid to the owner.
    pub paid_owner: Alpha,
    /// Paid to miners.
    pub paid_miners: Alpha,
    /// Paid to validators as their take.
    pub paid_takes: Alpha,
    /// Paid into the hotkeys' pools, for everybody who stakes there.
    pub paid_nominators: Alpha,
    /// Paid for root stake: takes, what is claimable from now on, and what was too much for that.
    pub paid_root: Alpha,
    /// Earned by the owner's own hotkeys, and burned or recycled instead of paid.
    pub withheld: Alpha,
    /// Kept back from parents and taken out of the issuance, though others were paid it as well (spec §9.9).
    pub childkey_burned: Alpha,
    /// Pending less paid and withheld, in rao: issued, and nobody's.
    pub dust_rao: i64,
}

impl Settlement {
    /// Everything that was pending, in rao.
    #[must_use]
    pub const fn pending_rao(&self) -> u64 {
        let for_work = self.server.rao.saturating_add(self.validator.rao);
        for_work.saturating_add(self.owner_cut.rao).saturating_add(self.root.rao)
    }

    /// Everything that was paid, in rao.
    #[must_use]
    pub const fn paid_rao(&self) -> u64 {
        self.paid_owner
            .rao
            .saturating_add(self.paid_miners.rao)
            .saturating_add(self.paid_takes.rao)
            .saturating_add(self.paid_nominators.rao)
            .saturating_add(self.paid_root.rao)
    }

    /// Whether each group was paid out of what it may be paid from.
    ///
    /// Miners out of the epoch's whole emission, validators out of their pot: exact, since every amount in
    /// both is rounded down.
    pub(crate) const fn is_covered(&self) -> bool {
        let pots =
            Pots { server_rao: self.server.rao, validator_rao: self.validator.rao, root_rao: self.root.rao };
        let incentives_rao = self.paid_miners.rao.saturating_add(self.withheld.rao);
        let dividends_rao = self.paid_takes.rao.saturating_add(self.paid_nominators.rao);
        self.paid_owner.rao <= self.owner_cut.rao
            && incentives_rao <= pots.emission_rao()
            && dividends_rao <= validator_pot(pots, incentives_rao)
            && self.paid_root.rao <= self.root.rao
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
    /// For validating with root stake behind the hotkey: its own part of what that earned (§3.11).
    RootTake,
    /// What root stake earned in excess of itself, which goes to the hotkey's owner (§3.11).
    RootOverflow,
    /// For staking on a validator.
    ///
    /// The worth of the stake after the payment less the worth before, each rounded down: over all stakers
    /// of a hotkey within one rao each of what its pool received, which is exact in
    /// [`Settlement::paid_nominators`].
    Nomination,
}
