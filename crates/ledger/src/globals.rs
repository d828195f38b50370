//! What can be set on the whole network.

use incentor_primitives::{NetworkParameters, RuleSet, SubnetShares};

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

/// How the whole network runs: what it is asked to do, and its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Globals {
    /// What the blocks do to the pools.
    pub pools: Pools,
    /// How finely time passes.
    pub granularity: Granularity,
    /// How a block's TAO is split among the subnets.
    pub subnet_shares: SubnetShares,
    /// What can be set on the network as a whole (spec §4, "global").
    pub network: NetworkParameters,
}

impl Globals {
    /// What the network of that rule-set starts with.
    #[must_use]
    pub const fn new(rules: &RuleSet) -> Self {
        Self {
            pools: Pools::Live,
            granularity: Granularity::Block,
            subnet_shares: rules.emission.subnet_shares,
            network: rules.network,
        }
    }
}
