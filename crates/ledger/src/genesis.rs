//! The state before the first block.

use crate::rules::children::Child;
use crate::{Globals, Hyperparameters, Pending, RootClaimType};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet, Take, Tao};

/// A network before its first block.
///
/// Small to write for a network that is about to start, and wide enough for one that has run for a while:
/// what a started network has in addition all has a natural beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// The chain's rules and constants.
    pub rules: RuleSet,
    /// Parameters of the whole network.
    pub globals: Globals,
    /// Number of the block the state belongs to; the first step makes the next one.
    pub block: BlockNumber,
    /// Who makes the blocks and gets the pools' fees; `None` = the fees are burned.
    pub author: Option<AccountId>,
    /// TAO that is issued and lies outside this network: it counts for the emission and is nobody's here.
    pub issued_elsewhere: Tao,
    /// Free TAO by account, what lies with the subnets not included.
    pub balances: Vec<(AccountId, Tao)>,
    /// Hotkeys without a seat, and who owns them; those of neurons are known.
    pub hotkeys: Vec<(AccountId, AccountId)>,
    /// Hotkeys whose take is not the rule-set's.
    pub takes: Vec<(AccountId, Take)>,
    /// TAO in all pools, as the chain counts it; `None` = the sum of the pools.
    pub total_stake: Option<Tao>,
    /// TAO that the last block issued.
    pub block_emission: Tao,
    /// The root network; its alpha is TAO.
    pub root: GenesisSubnet,
    /// What the stakers of the root network earned.
    pub root_dividends: GenesisRootDividends,
    /// Where coldkeys want their incentive staked.
    pub auto_stakes: Vec<(AccountId, NetUid, AccountId)>,
    /// The subnets, in any order.
    pub subnets: Vec<GenesisSubnet>,
}

impl Genesis {
    /// An empty network at block 0.
    #[must_use]
    pub fn new(rules: RuleSet) -> Self {
        Self {
            globals: Globals::new(&rules),
            rules,
            block: BlockNumber(0),
            author: None,
            issued_elsewhere: Tao::ZERO,
            balances: Vec::new(),
            hotkeys: Vec::new(),
            takes: Vec::new(),
            total_stake: None,
            block_emission: Tao::ZERO,
            root: GenesisSubnet::root(&rules),
            root_dividends: GenesisRootDividends::default(),
            auto_stakes: Vec::new(),
            subnets: Vec::new(),
        }
    }
}

/// What root stake has earned and nobody has claimed yet (spec §3.11).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GenesisRootDividends {
    /// By hotkey and subnet: alpha per TAO of root stake so far, bits / 2^32.
    pub claimable_bits: BTreeMap<AccountId, BTreeMap<NetUid, i128>>,
    /// (subnet, hotkey, coldkey, alpha claimed so far).
    pub claimed: Vec<(NetUid, AccountId, AccountId, u128)>,
    /// What coldkeys want to have for their dividends.
    pub claim_types: BTreeMap<AccountId, RootClaimType>,
    /// Coldkeys that are claimed for by turns, in the order they came; others with root stake join them in the
    /// first block.
    pub stakers: Vec<AccountId>,
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
    /// Block at which the subnet was registered.
    pub registered_at: BlockNumber,
    /// First block whose emission it takes part in; `None` = it has not started.
    pub first_emission_block: Option<BlockNumber>,
    /// Hyperparameters.
    pub parameters: Hyperparameters,
    /// Its pool.
    pub pool: GenesisPool,
    /// Alpha outside the pool; `None` = the stakes, the pending amounts and what root stakers
    /// have not claimed together.
    pub alpha_out: Option<Alpha>,
    /// Of it what the chain bought.
    pub protocol_alpha: Alpha,
    /// Alpha that waits for the next epoch.
    pub pending: Pending,
    /// Price of the next seat.
    pub burn: Tao,
    /// TAO paid for seats so far.
    pub recycled: Tao,
    /// Registrations in the block.
    pub registrations_this_block: u16,
    /// Where it is in its tempo.
    pub schedule: GenesisSchedule,
    /// Share of root in its dividends: bits / 2^32.
    pub root_proportion_bits: u128,
    /// Share of the last epoch's incentive that was withheld from the owner: bits / 2^32.
    pub miner_burned_bits: u128,
    /// Mechanisms there were when the neurons took their seats; those after them know of none and keep
    /// shorter lists. `None` = all of them.
    pub mechanisms_at_seating: Option<u8>,
    /// Neurons by uid, free of charge.
    pub neurons: Vec<GenesisNeuron>,
    /// Alpha stakes, several per hotkey if it has nominators.
    pub stakes: Vec<GenesisStake>,
    /// Children by parent.
    pub children: Vec<(AccountId, Vec<Child>)>,
    /// Shares that children keep of what their parents earn, where not the least.
    pub childkey_takes: Vec<(AccountId, Take)>,
}

impl GenesisSubnet {
    /// An empty subnet that has started.
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
            registered_at: BlockNumber(0),
            first_emission_block: Some(BlockNumber(1)),
            burn: Tao::from_rao(parameters.min_burn_rao),
            parameters,
            pool: GenesisPool::EMPTY,
            alpha_out: None,
            protocol_alpha: Alpha::ZERO,
            pending: Pending::ZERO,
            recycled: Tao::ZERO,
            registrations_this_block: 0,
            schedule: GenesisSchedule::NEW,
            root_proportion_bits: 0,
            miner_burned_bits: 0,
            mechanisms_at_seating: None,
            neurons: Vec::new(),
            stakes: Vec::new(),
            children: Vec::new(),
            childkey_takes: Vec::new(),
        }
    }

    /// A root network without members.
    #[must_use]
    pub fn root(rules: &RuleSet) -> Self {
        let nobody = AccountId([0; 32]);
        let mut root = Self::new(NetUid::ROOT, nobody, nobody, Hyperparameters::of_root(rules));
        root.first_emission_block = None;
        root.burn = Tao::from_rao(rules.root.burn_rao);
        root.schedule.last_epoch_block = Some(BlockNumber(0));
        root
    }
}

/// A subnet's place in its tempo before the first block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenesisSchedule {
    /// Block of the epoch slot used last; `None` = staggered by netuid, as on a new subnet.
    pub last_epoch_block: Option<BlockNumber>,
    /// Block from which an epoch is due out of turn; 0 = none.
    pub pending_epoch_at: BlockNumber,
    /// Epoch slots used so far.
    pub epoch_index: u64,
    /// Blocks since the last epoch that ran.
    pub blocks_since_last_step: u64,
    /// Block of the last epoch that ran.
    pub last_step_block: BlockNumber,
}

impl GenesisSchedule {
    /// Of a subnet without any epoch so far.
    pub const NEW: Self = Self {
        last_epoch_block: None,
        pending_epoch_at: BlockNumber(0),
        epoch_index: 0,
        blocks_since_last_step: 0,
        last_step_block: BlockNumber(0),
    };
}

/// A pool before the first block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenesisPool {
    /// TAO in the pool.
    pub tao: Tao,
    /// Alpha in the pool.
    pub alpha: Alpha,
    /// Weight of the TAO side, in parts of 10^18.
    pub quote_weight: u64,
    /// TAO that lies with the subnet; the pool's is part of it.
    pub account: Tao,
    /// TAO that changed hands so far.
    pub volume_rao: u128,
    /// Average of the price so far: bits / 2^32.
    pub moving_price_bits: i128,
}

impl GenesisPool {
    /// A pool with nothing in it.
    pub const EMPTY: Self = Self::of(Tao::ZERO, Alpha::ZERO);

    /// A pool of these reserves that nobody has traded with.
    #[must_use]
    pub const fn of(tao: Tao, alpha: Alpha) -> Self {
        Self {
            tao,
            alpha,
            quote_weight: 500_000_000_000_000_000,
            account: tao,
            volume_rao: 0,
            moving_price_bits: 0,
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
