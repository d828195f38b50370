//! Looking at a subnet.

mod market;

use crate::rules::schedule::Schedule;
use crate::{Child, Hyperparameters, subnet::Subnet};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, Take, Uid};
use incentor_yuma::SubnetEpoch;
use incentor_yuma::{Entry, Rows};

/// A neuron's keys and age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neuron {
    /// Its seat.
    pub uid: Uid,
    /// Its hotkey.
    pub hotkey: AccountId,
    /// The coldkey that owns the hotkey.
    pub coldkey: AccountId,
    /// Block at which the hotkey took the seat.
    pub registered_at: BlockNumber,
}

/// Alpha that waits for the next epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pending {
    /// For the owner.
    pub owner_cut: Alpha,
    /// For mining.
    pub server: Alpha,
    /// For validating.
    pub validator: Alpha,
    /// For root stake behind validators.
    pub root: Alpha,
}

impl Pending {
    /// Nothing.
    pub const ZERO: Self =
        Self { owner_cut: Alpha::ZERO, server: Alpha::ZERO, validator: Alpha::ZERO, root: Alpha::ZERO };

    /// All of it, in rao.
    #[must_use]
    pub const fn total_rao(&self) -> u64 {
        let paid_for_work = self.server.rao.saturating_add(self.validator.rao);
        paid_for_work.saturating_add(self.owner_cut.rao).saturating_add(self.root.rao)
    }
}

/// A subnet's state, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct SubnetView<'a> {
    subnet: &'a Subnet,
    block: BlockNumber,
}

impl<'a> SubnetView<'a> {
    pub(super) const fn new(subnet: &'a Subnet, block: BlockNumber) -> Self {
        Self { subnet, block }
    }

    /// Its number.
    #[must_use]
    pub const fn netuid(&self) -> NetUid {
        self.subnet.netuid
    }

    /// Coldkey that owns it.
    #[must_use]
    pub const fn owner(&self) -> AccountId {
        self.subnet.owner
    }

    /// Hotkey on which the owner's cut is staked.
    #[must_use]
    pub const fn owner_hotkey(&self) -> AccountId {
        self.subnet.owner_hotkey
    }

    /// Its hyperparameters.
    #[must_use]
    pub const fn parameters(&self) -> &'a Hyperparameters {
        &self.subnet.parameters
    }

    /// Its place in its tempo.
    #[must_use]
    pub const fn schedule(&self) -> &'a Schedule {
        &self.subnet.schedule
    }

    /// The block in which its next epoch is due; `None` when its epochs are off.
    #[must_use]
    pub fn next_epoch_block(&self) -> Option<BlockNumber> {
        self.subnet.schedule.next_due(self.block)
    }

    /// Number of uids; they run from 0 without a gap.
    #[must_use]
    pub fn n(&self) -> usize {
        self.subnet.seats.len()
    }

    /// The neuron on a seat.
    #[must_use]
    pub fn neuron(&self, uid: Uid) -> Option<Neuron> {
        let keys = self.subnet.seats.keys.get(uid.index())?;
        let registered_at = *self.subnet.seats.block_at_registration.get(uid.index())?;
        Some(Neuron {
            uid,
            hotkey: keys.hotkey,
            coldkey: keys.coldkey,
            registered_at: BlockNumber(registered_at),
        })
    }

    /// All neurons, by uid.
    pub fn neurons(&self) -> impl Iterator<Item = Neuron> + use<'a> {
        let view = *self;
        (0..=u16::MAX).map_while(move |uid| view.neuron(Uid(uid)))
    }

    /// The seat of a hotkey.
    #[must_use]
    pub fn uid_of(&self, hotkey: &AccountId) -> Option<Uid> {
        self.subnet.seats.uid_of(hotkey)
    }

    /// Everything that is staked on a hotkey.
    #[must_use]
    pub fn stake_on(&self, hotkey: &AccountId) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.stakes.on_hotkey_rao(hotkey))
    }

    /// What a coldkey has staked on a hotkey, rounded down.
    #[must_use]
    pub fn stake_of(&self, hotkey: &AccountId, coldkey: &AccountId) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.stakes.of_rao(hotkey, coldkey))
    }

    /// All stakes as (hotkey, coldkey, worth rounded down), ascending by account ids.
    pub fn stakes(&self) -> impl Iterator<Item = (AccountId, AccountId, Alpha)> + use<'a> {
        self.subnet.alpha.stakes.pools().flat_map(|(hotkey, pool)| {
            pool.worths().map(move |(coldkey, rao)| (hotkey, coldkey, Alpha::from_rao(rao)))
        })
    }

    /// Stored weights of a uid, in stored order; empty where there are none.
    #[must_use]
    pub fn weights(&self, mechid: MechId, uid: Uid) -> &'a [Entry] {
        self.subnet.mechanism(mechid).map_or(&[], |mechanism| mechanism.weights.row(uid.index()))
    }

    /// Stored bonds of a uid, in stored order; empty where there are none.
    #[must_use]
    pub fn bonds(&self, mechid: MechId, uid: Uid) -> &'a [Entry] {
        self.subnet.mechanism(mechid).map_or(&[], |mechanism| mechanism.bonds.row(uid.index()))
    }

    /// Block at which a uid last set weights, or registered.
    #[must_use]
    pub fn last_update(&self, mechid: MechId, uid: Uid) -> Option<BlockNumber> {
        self.subnet.mechanism(mechid)?.last_update.get(uid.index()).copied().map(BlockNumber)
    }

    /// Blocks at which uids last set weights, by uid; shorter where a mechanism came after its neurons.
    #[must_use]
    pub fn last_updates(&self, mechid: MechId) -> &'a [u64] {
        self.subnet.mechanism(mechid).map_or(&[], |mechanism| mechanism.last_update.as_slice())
    }

    /// Incentive of the last epoch of a mechanism, by uid; empty without that mechanism.
    #[must_use]
    pub fn incentive(&self, mechid: MechId) -> &'a [u16] {
        self.subnet.mechanism(mechid).map_or(&[], |mechanism| mechanism.incentive.as_slice())
    }

    /// What the last epoch published, by uid; a newcomer is active and has zeros until the next.
    #[must_use]
    pub fn published(&self) -> &'a SubnetEpoch {
        &self.subnet.published
    }

    /// Whether a uid may set weights on others.
    #[must_use]
    pub fn has_permit(&self, uid: Uid) -> bool {
        self.subnet.published.validator_permit.get(uid.index()).copied().unwrap_or(false)
    }
}

impl<'a> SubnetView<'a> {
    /// Block at which the subnet was registered.
    #[must_use]
    pub const fn registered_at(&self) -> BlockNumber {
        self.subnet.registered_at
    }

    /// First block whose emission it takes part in; `None` = it has not started.
    #[must_use]
    pub const fn first_emission_block(&self) -> Option<BlockNumber> {
        self.subnet.first_emission_block
    }

    /// Block of the last epoch that ran.
    #[must_use]
    pub const fn last_step_block(&self) -> BlockNumber {
        self.subnet.last_mechanism_step_block
    }

    /// (parent, its children), both ascending.
    pub fn children(&self) -> impl Iterator<Item = (AccountId, &'a [Child])> + use<'a> {
        self.subnet.children.by_parent.iter().map(|(parent, children)| (*parent, children.as_slice()))
    }

    /// (parent, children that wait, block after which an epoch puts them in force), ascending.
    pub fn pending_children(&self) -> impl Iterator<Item = (AccountId, &'a [Child], BlockNumber)> + use<'a> {
        let pending = self.subnet.children.pending.iter();
        pending.map(|(parent, waiting)| (*parent, waiting.children.as_slice(), waiting.cooldown_block))
    }

    /// (child, its share of what its parents earn through it), ascending, where it was set.
    pub fn childkey_takes(&self) -> impl Iterator<Item = (AccountId, Take)> + use<'a> {
        self.subnet.children.takes.iter().map(|(child, take)| (*child, *take))
    }

    /// (hotkey, hash, epoch and block of its commits, oldest first), ascending by hotkey.
    pub fn commits(
        &self,
        mechid: MechId,
    ) -> impl Iterator<Item = (AccountId, [u8; 32], u64, BlockNumber)> + use<'a> {
        let by_hotkey = self.subnet.mechanism(mechid).into_iter().flat_map(|mechanism| &mechanism.commits);
        by_hotkey.flat_map(|(hotkey, commits)| {
            commits.iter().map(move |commit| (*hotkey, commit.hash, commit.epoch, commit.block))
        })
    }

    /// (epoch, hotkey, block and round of its time-locked commits), by epoch and then as they came.
    pub fn timelocked_commits(
        &self,
        mechid: MechId,
    ) -> impl Iterator<Item = (u64, AccountId, BlockNumber, u64)> + use<'a> {
        let mechanism = self.subnet.mechanism(mechid).into_iter();
        let buckets = mechanism.flat_map(|mechanism| &mechanism.timelocked_commits);
        buckets.flat_map(|(epoch, bucket)| {
            bucket.iter().map(move |commit| (*epoch, commit.hotkey, commit.block, commit.reveal_round))
        })
    }

    /// The epoch that a commit made now belongs to.
    #[must_use]
    pub fn commit_epoch(&self) -> u64 {
        self.subnet.schedule.current_epoch(self.block)
    }
}
