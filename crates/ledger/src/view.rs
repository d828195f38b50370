//! Looking at a network.

mod subnet;

pub use subnet::{Neuron, Pending, SubnetView};

use crate::{Globals, RootClaimType, state::State};
use incentor_emission::Fixed;
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet, Take, Tao};

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

    /// TAO that exists, as the emission counts it.
    #[must_use]
    pub const fn issuance(&self) -> Tao {
        Tao::from_rao(self.state.tao_issuance_rao)
    }

    /// The part of the issuance that lies outside this network.
    #[must_use]
    pub const fn issued_elsewhere(&self) -> Tao {
        Tao::from_rao(self.state.issued_elsewhere_rao)
    }

    /// TAO in all pools as the chain counts it; more than they hold by the fees of all buys.
    #[must_use]
    pub const fn total_stake(&self) -> Tao {
        Tao::from_rao(self.state.total_stake_rao)
    }

    /// TAO that the last block issued.
    #[must_use]
    pub const fn block_emission(&self) -> Tao {
        Tao::from_rao(self.state.block_emission_rao)
    }

    /// Who gets the pools' fees.
    #[must_use]
    pub const fn author(&self) -> Option<AccountId> {
        self.state.author
    }

    /// All free balances, ascending by account.
    pub fn balances(&self) -> impl Iterator<Item = (AccountId, Tao)> + use<'a> {
        self.state.balances.iter().map(|(account, rao)| (account, Tao::from_rao(rao)))
    }

    /// All hotkeys and who owns them, ascending by hotkey.
    pub fn owners(&self) -> impl Iterator<Item = (AccountId, AccountId)> + use<'a> {
        self.state.owners.iter().map(|(hotkey, coldkey)| (*hotkey, *coldkey))
    }

    /// Hotkeys whose take was set.
    pub fn takes(&self) -> impl Iterator<Item = (AccountId, Take)> + use<'a> {
        self.state.takes.iter().map(|(hotkey, take)| (*hotkey, *take))
    }

    /// (coldkey, subnet, hotkey on which its incentive is staked).
    pub fn auto_stakes(&self) -> impl Iterator<Item = (AccountId, NetUid, AccountId)> + use<'a> {
        self.state.auto_stakes.iter().map(|((coldkey, netuid), hotkey)| (*coldkey, *netuid, *hotkey))
    }

    /// (hotkey, subnet, alpha per TAO of root stake so far: bits / 2^32).
    pub fn root_claimable(&self) -> impl Iterator<Item = (AccountId, NetUid, i128)> + use<'a> {
        let by_hotkey = self.state.root_dividends.claimable_bits.iter();
        by_hotkey
            .flat_map(|(hotkey, rates)| rates.iter().map(move |(netuid, bits)| (*hotkey, *netuid, *bits)))
    }

    /// (subnet, hotkey, coldkey, alpha of root stake that is claimed, or was earned before the stake came).
    pub fn root_claimed(&self) -> impl Iterator<Item = (NetUid, AccountId, AccountId, u128)> + use<'a> {
        let claimed = self.state.root_dividends.claimed.iter();
        claimed.map(|((netuid, hotkey, coldkey), alpha)| (*netuid, *hotkey, *coldkey, *alpha))
    }

    /// What a coldkey's root stake on a hotkey has earned on a subnet, unclaimed.
    ///
    /// In alpha, rounded down. A claim pays it as soon as it reaches the subnet's threshold.
    #[must_use]
    pub fn root_owed(&self, netuid: NetUid, hotkey: &AccountId, coldkey: &AccountId) -> Alpha {
        Alpha::from_rao(self.state.root_owed_rao(netuid, hotkey, coldkey, Fixed::ZERO).unwrap_or(0))
    }

    /// What coldkeys chose to have for their root dividends.
    pub fn root_claim_types(&self) -> impl Iterator<Item = (AccountId, &'a RootClaimType)> + use<'a> {
        self.state.root_dividends.claim_types.iter().map(|(coldkey, kind)| (*coldkey, kind))
    }

    /// Coldkeys with root stake, by their index in the automatic claims.
    #[must_use]
    pub fn root_stakers(&self) -> &'a [AccountId] {
        self.state.root_dividends.stakers.as_slice()
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

    /// The last round of the beacon that is known; 0 = none yet.
    #[must_use]
    pub const fn last_pulse_round(&self) -> u64 {
        self.state.beacon.last_round()
    }

    /// One subnet.
    #[must_use]
    pub fn subnet(&self, netuid: NetUid) -> Option<SubnetView<'a>> {
        self.state.subnet(netuid).map(|subnet| SubnetView::new(subnet, self.state.block))
    }

    /// The root network; its alpha is TAO.
    #[must_use]
    pub const fn root(&self) -> SubnetView<'a> {
        SubnetView::new(&self.state.root, self.state.block)
    }

    /// The subnets in the order in which the chain goes through them.
    pub fn subnets(&self) -> impl Iterator<Item = SubnetView<'a>> + use<'a> {
        let block = self.state.block;
        self.state.subnets.iter().map(move |subnet| SubnetView::new(subnet, block))
    }

    /// The next block in which an epoch is due, of any subnet; `None` when all have their epochs off.
    #[must_use]
    pub fn next_epoch_block(&self) -> Option<BlockNumber> {
        self.state.next_due()
    }
}
