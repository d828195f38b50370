//! Looking at a network.

use crate::rules::schedule::Schedule;
use crate::{Globals, Hyperparameters, state::State, subnet::Subnet};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Take, Tao, Uid};
use incentor_yuma::SubnetEpoch;
use incentor_yuma::{Entry, Rows};

/// A network's state, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    state: &'a State,
}

impl<'a> View<'a> {
    pub(crate) const fn new(state: &'a State) -> Self {
        Self { state }
    }

    /// The block that was made last.
    #[must_use]
    pub const fn block(&self) -> BlockNumber {
        self.state.block
    }

    /// The rules in force.
    #[must_use]
    pub const fn rules(&self) -> &'a RuleSet {
        &self.state.rules
    }

    /// Parameters of the whole network.
    #[must_use]
    pub const fn globals(&self) -> &'a Globals {
        &self.state.globals
    }

    /// Free TAO of an account.
    #[must_use]
    pub fn balance(&self, account: &AccountId) -> Tao {
        Tao::from_rao(self.state.balances.of_rao(account))
    }

    /// The coldkey that owns a hotkey.
    #[must_use]
    pub fn owner_of(&self, hotkey: &AccountId) -> Option<AccountId> {
        self.state.owners.get(hotkey).copied()
    }

    /// A hotkey's share of its nominators' dividends.
    #[must_use]
    pub fn take_of(&self, hotkey: &AccountId) -> Take {
        self.state.take_of(hotkey)
    }

    /// One subnet.
    #[must_use]
    pub fn subnet(&self, netuid: NetUid) -> Option<SubnetView<'a>> {
        self.state.subnet(netuid).map(|subnet| SubnetView { subnet, block: self.state.block })
    }

    /// The subnets in the order in which the chain goes through them.
    pub fn subnets(&self) -> impl Iterator<Item = SubnetView<'a>> + use<'a> {
        let block = self.state.block;
        self.state.subnets.iter().map(move |subnet| SubnetView { subnet, block })
    }

    /// The next block in which an epoch is due, of any subnet; `None` when all have their epochs off.
    #[must_use]
    pub fn next_epoch_block(&self) -> Option<BlockNumber> {
        self.state.next_due()
    }
}

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// For the owner.
    pub owner_cut: Alpha,
    /// For mining.
    pub server: Alpha,
    /// For validating.
    pub validator: Alpha,
}

/// A subnet's state, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct SubnetView<'a> {
    subnet: &'a Subnet,
    block: BlockNumber,
}

impl<'a> SubnetView<'a> {
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

    /// Incentive of the last epoch of a mechanism, by uid; empty without that mechanism.
    #[must_use]
    pub fn incentive(&self, mechid: MechId) -> &'a [u16] {
        self.subnet.mechanism(mechid).map_or(&[], |mechanism| mechanism.incentive.as_slice())
    }

    /// What the last epoch published, by uid; a newcomer is active and has zeros until the next.
    #[must_use]
    pub const fn published(&self) -> &'a SubnetEpoch {
        &self.subnet.published
    }

    /// Whether a uid may set weights on others.
    #[must_use]
    pub fn has_permit(&self, uid: Uid) -> bool {
        self.subnet.published.validator_permit.get(uid.index()).copied().unwrap_or(false)
    }

    /// Alpha that waits for the next epoch.
    #[must_use]
    pub const fn pending(&self) -> Pending {
        self.subnet.alpha.pending
    }

    /// All alpha there is.
    #[must_use]
    pub const fn issuance(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.issuance_rao)
    }

    /// Alpha that the owner's hotkeys earned and that was burned.
    #[must_use]
    pub const fn burned(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.burned_rao)
    }

    /// Alpha that was issued and is nobody's, in rao: what rounding left.
    ///
    /// Negative where the chain's rounding paid miners more than was pending for them.
    #[must_use]
    pub const fn dust_rao(&self) -> i64 {
        self.subnet.alpha.dust_rao
    }

    /// Price of the next seat.
    #[must_use]
    pub const fn burn(&self) -> Tao {
        Tao::from_rao(self.subnet.burn_rao)
    }

    /// Registrations in the current block.
    #[must_use]
    pub const fn registrations_this_block(&self) -> u16 {
        self.subnet.registrations_this_block
    }

    /// TAO that was paid for seats; it stays with the subnet.
    #[must_use]
    pub const fn account(&self) -> Tao {
        Tao::from_rao(self.subnet.account_rao)
    }
}
