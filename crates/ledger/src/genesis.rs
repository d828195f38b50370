//! The state before the first block.

use crate::{Globals, Hyperparameters};
use alloc::vec::Vec;
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet, Take, Tao};

/// A network before its first block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// The chain's rules and constants.
    pub rules: RuleSet,
    /// Parameters of the whole network.
    pub globals: Globals,
    /// Number of the block the state belongs to; the first step makes the next one.
    pub block: BlockNumber,
    /// TAO that coldkeys hold.
    pub balances: Vec<(AccountId, Tao)>,
    /// The subnets, in any order.
    pub subnets: Vec<GenesisSubnet>,
}

impl Genesis {
    /// An empty network at block 0.
    #[must_use]
    pub const fn new(rules: RuleSet) -> Self {
        Self {
            globals: Globals::new(&rules),
            rules,
            block: BlockNumber(0),
            balances: Vec::new(),
            subnets: Vec::new(),
        }
    }
}

/// A subnet before the first block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenesisSubnet {
    /// Its number, not 0.
    pub netuid: NetUid,
    /// Coldkey that owns it and gets the cut.
    pub owner: AccountId,
    /// Hotkey the cut is staked on; it has a uid only if it is among `neurons`.
    pub owner_hotkey: AccountId,
    /// Hyperparameters.
    pub parameters: Hyperparameters,
    /// Alpha in the pool's reserve: counts as issued, and stays as it is.
    pub pool_alpha: Alpha,
    /// Price of the next seat.
    pub burn: Tao,
    /// Block of the epoch slot used last; `None` = staggered by netuid, as on a new subnet.
    pub last_epoch_block: Option<BlockNumber>,
    /// Neurons by uid, all registered at the genesis block and free of charge.
    pub neurons: Vec<GenesisNeuron>,
    /// Alpha stakes, several per hotkey if it has nominators.
    pub stakes: Vec<GenesisStake>,
}

impl GenesisSubnet {
    /// An empty subnet.
    #[must_use]
    pub const fn new(
        netuid: NetUid,
        owner: AccountId,
        owner_hotkey: AccountId,
        parameters: Hyperparameters,
    ) -> Self {
        Self {
            netuid,
            owner,
            owner_hotkey,
            burn: Tao::from_rao(parameters.min_burn_rao),
            parameters,
            pool_alpha: Alpha::ZERO,
            last_epoch_block: None,
            neurons: Vec::new(),
            stakes: Vec::new(),
        }
    }
}

/// A neuron before the first block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenesisNeuron {
    /// Its hotkey.
    pub hotkey: AccountId,
    /// The coldkey that owns it.
    pub coldkey: AccountId,
    /// Its share of its nominators' dividends; `None` = the rule-set's.
    pub take: Option<Take>,
}

/// A stake before the first block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenesisStake {
    /// The hotkey it lies on.
    pub hotkey: AccountId,
    /// Whose it is.
    pub coldkey: AccountId,
    /// How much.
    pub alpha: Alpha,
}
