//! What can be set on the whole network.

use incentor_primitives::{RuleSet, SubnetShares};

/// What the blocks do to the pools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pools {
    /// As on the chain: TAO is issued in every block, split among the subnets and put into their pools.
    #[default]
    Live,
    /// Pools and prices stand still, no TAO is issued, and a seat's price goes to the subnet without a swap.
    ///
    /// Alpha is issued as if every subnet were live and root had no stake, so a question about one mechanism
    /// has one moving part less.
    Fixed,
}

/// How finely time passes in [`Network::advance`](crate::Network::advance) while pools are live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// Block by block: exact.
    #[default]
    Block,
    /// From epoch to epoch: the blocks between two epochs are settled together, by what the first of them
    /// finds.
    ///
    /// Prices, shares and root's part stand still in between, each pool is traded with once, and automatic
    /// claims happen only in blocks with an epoch. After ten tempos a stake differs by one part in a million
    /// (`tests/granularity.rs` measures it); with fixed pools there is no difference.
    Tempo,
}

/// Parameters of the whole network (spec §4, "global").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Globals {
    /// What the blocks do to the pools.
    pub pools: Pools,
    /// How finely time passes.
    pub granularity: Granularity,
    /// How a block's TAO is split among the subnets.
    pub subnet_shares: SubnetShares,
    /// Stake weight below which a hotkey may set no weights and counts as having none, in rao.
    pub stake_threshold_rao: u64,
    /// Worth of a TAO on the root network as stake weight elsewhere, 2^64 - 1 = 1.0.
    pub tao_weight_u64: u64,
    /// Subnets whose epochs run in one block; the others wait a block.
    pub max_epochs_per_block: u8,
    /// The subnet owners' share of their subnets' emission, 65535 = 1.0.
    pub owner_cut_u16: u16,
    /// Blocks before an epoch in which parameters of its subnet stand still.
    pub admin_freeze_window_blocks: u16,
    /// Tempos between two changes of one parameter by a subnet's owner.
    pub owner_rate_limit_tempos: u16,
    /// Speed of the moving price: bits / 2^32.
    pub moving_alpha_bits: i128,
    /// Lowest share a delegate may ask for, 65535 = 1.0.
    pub min_delegate_take_u16: u16,
    /// Highest share a delegate may ask for, 65535 = 1.0.
    pub max_delegate_take_u16: u16,
    /// Lowest share a child may keep, 65535 = 1.0.
    pub min_childkey_take_u16: u16,
    /// Highest share a child may keep, 65535 = 1.0.
    pub max_childkey_take_u16: u16,
    /// Part of a parent's dividends that is burned, 2^64 - 1 = 1.0.
    pub childkey_burn_u64: u64,
    /// Blocks that new children wait.
    pub childkey_cooldown_blocks: u64,
    /// Root stakers whose dividends are claimed in each block.
    pub root_claims_per_block: u64,
    /// Least stake of a nominator, in rao.
    pub nominator_min_stake_rao: u64,
    /// Mechanisms a subnet may be given.
    pub max_mechanism_count: u8,
    /// Blocks between two transactions of one kind.
    pub tx_rate_limit_blocks: u64,
    /// Blocks between two rises of a delegate's take.
    pub delegate_take_rate_limit_blocks: u64,
    /// Blocks between two rises of a child's take.
    pub childkey_take_rate_limit_blocks: u64,
    /// Blocks between two new subnets of one coldkey.
    pub network_rate_limit_blocks: u64,
    /// Least price of a new subnet, in rao.
    pub network_min_lock_rao: u64,
    /// Blocks of full emission over which the price of a new subnet falls back.
    pub network_lock_reduction_blocks: u64,
    /// Subnets there may be, the root network not counted.
    pub subnet_limit: u16,
    /// Blocks between a subnet's registration and its start.
    pub start_call_delay_blocks: u64,
    /// Tempos between two changes of the version key by an owner.
    pub version_key_rate_limit_tempos: u64,
    /// Version of time-locked commits that is taken.
    pub commit_reveal_version: u16,
    /// Least balance of an account, in rao.
    pub existential_deposit_rao: u64,
    /// Least worth of a stake put down or taken up, in rao.
    pub min_stake_rao: u64,
}

impl Globals {
    /// What the network of that rule-set starts with.
    #[must_use]
    pub const fn new(rules: &RuleSet) -> Self {
        let network = &rules.network;
        Self {
            pools: Pools::Live,
            granularity: Granularity::Block,
            subnet_shares: rules.emission.subnet_shares,
            stake_threshold_rao: network.stake_threshold_rao,
            tao_weight_u64: network.tao_weight_u64,
            max_epochs_per_block: network.max_epochs_per_block,
            owner_cut_u16: rules.emission.owner_cut_u16,
            admin_freeze_window_blocks: network.admin_freeze_window_blocks,
            owner_rate_limit_tempos: network.owner_rate_limit_tempos,
            moving_alpha_bits: network.moving_alpha_bits,
            min_delegate_take_u16: network.min_delegate_take_u16,
            max_delegate_take_u16: network.max_delegate_take_u16,
            min_childkey_take_u16: network.min_childkey_take_u16,
            max_childkey_take_u16: network.max_childkey_take_u16,
            childkey_burn_u64: network.childkey_burn_u64,
            childkey_cooldown_blocks: network.childkey_cooldown_blocks,
            root_claims_per_block: network.root_claims_per_block,
            nominator_min_stake_rao: network.nominator_min_stake_rao,
            max_mechanism_count: network.max_mechanism_count,
            tx_rate_limit_blocks: network.tx_rate_limit_blocks,
            delegate_take_rate_limit_blocks: network.delegate_take_rate_limit_blocks,
            childkey_take_rate_limit_blocks: network.childkey_take_rate_limit_blocks,
            network_rate_limit_blocks: network.network_rate_limit_blocks,
            network_min_lock_rao: network.network_min_lock_rao,
            network_lock_reduction_blocks: network.network_lock_reduction_blocks,
            subnet_limit: network.subnet_limit,
            start_call_delay_blocks: network.start_call_delay_blocks,
            version_key_rate_limit_tempos: network.version_key_rate_limit_tempos,
            commit_reveal_version: network.commit_reveal_version,
            existential_deposit_rao: network.existential_deposit_rao,
            min_stake_rao: network.min_stake_rao,
        }
    }
}
