//! The protocol's constants and choices of rule, as a value.

use crate::ParameterLimits;

/// Every constant and every choice of rule of one version of the chain.
///
/// A new chain version is a new value of this type and a new set of vectors; no code outside it names a
/// protocol constant. Sources: `yuma-and-emission` sections 1, 3 and 4 of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RuleSet {
    /// Name as scenario files spell it.
    pub name: &'static str,
    /// Constants of the epoch.
    pub yuma: YumaRules,
    /// Constants of issuance and its split.
    pub emission: EmissionRules,
    /// Limits of committed weights.
    pub commit_reveal: CommitRevealRules,
    /// Constants of swaps between TAO and alpha.
    pub pool: PoolRules,
    /// How far parameters may be set, and how often.
    pub limits: ParameterLimits,
    /// What a network starts with.
    pub network: NetworkParameters,
    /// The root network, where it differs from a new subnet.
    pub root: RootDefaults,
    /// What a new subnet starts with.
    pub subnet: SubnetDefaults,
    /// What a new neuron or delegate starts with.
    pub neuron: NeuronDefaults,
    /// Limits on children.
    pub children: ChildRules,
}

/// Constants and choices of the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct YumaRules {
    /// The subnet owner's uid keeps its stake below the threshold, its permit and its self-weight.
    pub owner_is_exempt: bool,
    /// Under liquid alpha a bond without a current weight vanishes at once instead of decaying.
    pub liquid_alpha_drops_unweighted_bonds: bool,
    /// Index of the last term of the exponential series; the constant term has index 0.
    pub exp_last_term: u32,
    /// Arguments of the exponential are held to plus or minus this.
    pub exp_bound: i32,
    /// The stored sigmoid steepness is divided by this; negative, so that more difference means more alpha.
    pub steepness_divisor: i32,
    /// Mechanisms a subnet may have at the most.
    pub max_mechanisms: u8,
    /// A mechanism's storage index is `mechid * stride + netuid`.
    pub mechanism_index_stride: u16,
}

/// Constants of issuance and its split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EmissionRules {
    /// TAO that will ever exist, in rao.
    pub total_supply_rao: u64,
    /// Block emission before the first halving, in rao.
    pub initial_block_emission_rao: u64,
    /// How a block's TAO is split among the subnets.
    pub subnet_shares: SubnetShares,
}

/// How a block's TAO is split among the subnets that emit (spec §3.3).
///
/// Not open-ended: whoever splits must know every rule there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubnetShares {
    /// The same to each.
    Equal,
    /// By moving price.
    Price,
    /// By moving price, less what was withheld from each subnet's miners.
    PriceLessBurned,
}

/// Constants of swaps between TAO and alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PoolRules {
    /// The lowest reserve that is still paid from, in rao.
    pub min_reserve_rao: u64,
    /// The largest net input, as a multiple of the reserve it goes into.
    pub max_input_multiple: u64,
    /// A new pool's fee on the input, 65535 = 1.0.
    pub fee_rate_u16: u16,
    /// The highest fee that can be set, 65535 = 1.0.
    pub max_fee_rate_u16: u16,
}

/// Limits of weights that are committed and revealed later (spec §2.4, §2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CommitRevealRules {
    /// Commits of one hotkey that may wait: of those by hash in all, of the time-locked in one epoch.
    pub max_unrevealed_commits: u16,
    /// Bytes of a time-locked commit.
    pub max_ciphertext_bytes: u16,
    /// Rounds of the beacon that are kept.
    pub max_kept_pulses: u64,
}

/// Parameters of the whole network (spec §4, "global"): a rule-set has those before anybody sets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NetworkParameters {
    /// Worth of a TAO on the root network as stake weight elsewhere, 2^64 - 1 = 1.0.
    pub tao_weight_u64: u64,
    /// The subnet owners' share of their subnets' emission, 65535 = 1.0.
    pub owner_cut_u16: u16,
    /// Stake weight below which a hotkey may set no weights and counts as having none, in rao.
    pub stake_threshold_rao: u64,
    /// Subnets whose epochs run in one block.
    pub max_epochs_per_block: u8,
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

/// The root network's hyperparameters, where they differ from a new subnet's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RootDefaults {
    /// Blocks of an interval of registrations.
    pub tempo: u16,
    /// Seats.
    pub max_allowed_uids: u16,
    /// Seats, too: every member is one.
    pub max_allowed_validators: u16,
    /// Nobody sets weights there.
    pub min_allowed_weights: u16,
    /// Nobody is immune there.
    pub immunity_period_blocks: u16,
    /// A third of the registrations in one interval.
    pub target_registrations_per_interval: u16,
    /// No epoch runs there.
    pub yuma3_on: bool,
    /// First price of a seat, in rao; nobody pays it.
    pub burn_rao: u64,
}

/// Hyperparameters that a new subnet starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SubnetDefaults {
    /// Blocks between epochs.
    pub tempo: u16,
    /// Inactive after this many thousandths of a tempo without setting weights.
    pub activity_cutoff_factor_milli: u32,
    /// Majority share for consensus, 65535 = 1.0.
    pub kappa_u16: u16,
    /// Permits handed out.
    pub max_allowed_validators: u16,
    /// Seats.
    pub max_allowed_uids: u16,
    /// Share of the old bond kept per epoch, in millionths.
    pub bonds_moving_average: u64,
    /// Share of clipped weights in the weights for bonds, 65535 = 1.0.
    pub bonds_penalty_u16: u16,
    /// Yuma 3 bonds.
    pub yuma3_on: bool,
    /// Per-pair smoothing rate; only with Yuma 3.
    pub liquid_alpha_on: bool,
    /// Lowest and highest liquid alpha, 65535 = 1.0.
    pub alpha_values_u16: (u16, u16),
    /// Steepness of the liquid-alpha sigmoid, in hundredths.
    pub alpha_sigmoid_steepness: i16,
    /// Weights are committed and revealed later.
    pub commit_reveal_weights_enabled: bool,
    /// Blocks between two weight settings of one validator.
    pub weights_rate_limit_blocks: u64,
    /// Blocks after registration in which a neuron is not pruned first.
    pub immunity_period_blocks: u16,
    /// Epochs between a commit and its reveal.
    pub reveal_period_epochs: u64,
    /// The lowest that the number of seats may be set to.
    pub min_allowed_uids: u16,
    /// Seats of the owner that are never pruned.
    pub immune_owner_uids_limit: u16,
    /// Neurons past their immunity that stay while an immune one can be pruned instead.
    pub min_non_immune_uids: u16,
    /// Fewest entries in a weight vector.
    pub min_allowed_weights: u16,
    /// First price of a seat, in rao.
    pub burn_rao: u64,
    /// Lowest price of a seat, in rao.
    pub min_burn_rao: u64,
    /// Highest price of a seat, in rao.
    pub max_burn_rao: u64,
    /// Blocks in which the price of a seat halves.
    pub burn_half_life_blocks: u16,
    /// Each registration multiplies the price by this: bits / 2^64.
    pub burn_increase_bits: u128,
    /// Age in blocks at which the moving price follows at half its speed.
    pub price_halving_blocks: u64,
    /// Least dividend from root that is claimed: bits / 2^32 rao.
    pub root_claim_threshold_bits: i128,
    /// Root registrations in one block.
    pub max_registrations_per_block: u16,
    /// Root registrations in one interval, a third of the limit.
    pub target_registrations_per_interval: u16,
    /// Blocks between two announcements of an endpoint.
    pub serving_rate_limit_blocks: u64,
    /// Stored by the chain and read by nothing.
    pub activity_cutoff_blocks: u16,
    /// Stored by the chain and read by nothing.
    pub rho: u16,
    /// Stored by the chain and read by nothing.
    pub adjustment_interval_blocks: u16,
    /// Stored by the chain and read by nothing.
    pub adjustment_alpha: u64,
    /// Stored by the chain and read by nothing.
    pub difficulty: u64,
    /// Stored by the chain and read by nothing.
    pub min_difficulty: u64,
    /// Stored by the chain and read by nothing.
    pub max_difficulty: u64,
}

/// What a new neuron or delegate starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NeuronDefaults {
    /// A validator's share of its nominators' dividends, 65535 = 1.0.
    pub delegate_take_u16: u16,
}

/// Limits on the hotkeys that work with another one's stake (spec §2.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ChildRules {
    /// Children of one hotkey on one subnet.
    pub most: usize,
    /// Blocks between two lists of children of one hotkey on one subnet.
    pub rate_limit_blocks: u64,
}

impl RuleSet {
    /// The public chain's code of June 2026 (`opentensor/subtensor` at `14bc6f9`).
    pub const SUBTENSOR_2026_06: Self = Self {
        name: "subtensor-2026-06",
        yuma: YumaRules {
            owner_is_exempt: true,
            liquid_alpha_drops_unweighted_bonds: true,
            exp_last_term: 31,
            exp_bound: 20,
            steepness_divisor: -100,
            max_mechanisms: 16,
            mechanism_index_stride: 4096,
        },
        emission: EmissionRules {
            total_supply_rao: 21_000_000_000_000_000,
            initial_block_emission_rao: 1_000_000_000,
            subnet_shares: SubnetShares::PriceLessBurned,
        },
        limits: ParameterLimits::SUBTENSOR_2026_06,
        commit_reveal: CommitRevealRules {
            max_unrevealed_commits: 10,
            max_ciphertext_bytes: 5000,
            max_kept_pulses: 216_000,
        },
        network: NetworkParameters {
            tao_weight_u64: 971_718_665_099_567_868,
            owner_cut_u16: 11_796,
            stake_threshold_rao: 0,
            max_epochs_per_block: 2,
            admin_freeze_window_blocks: 10,
            owner_rate_limit_tempos: 2,
            // 0.000003, rounded to nearest.
            moving_alpha_bits: 12_885,
            min_delegate_take_u16: 0,
            max_delegate_take_u16: 11_796,
            min_childkey_take_u16: 0,
            max_childkey_take_u16: 11_796,
            childkey_burn_u64: 0,
            childkey_cooldown_blocks: 7200,
            root_claims_per_block: 5,
            nominator_min_stake_rao: 0,
            max_mechanism_count: 2,
            tx_rate_limit_blocks: 1000,
            delegate_take_rate_limit_blocks: 216_000,
            childkey_take_rate_limit_blocks: 216_000,
            network_rate_limit_blocks: 7200,
            network_min_lock_rao: 1_000_000_000_000,
            network_lock_reduction_blocks: 100_800,
            subnet_limit: 128,
            start_call_delay_blocks: 0,
            version_key_rate_limit_tempos: 5,
            commit_reveal_version: 4,
            existential_deposit_rao: 500,
            min_stake_rao: 2_000_000,
        },
        root: RootDefaults {
            tempo: 100,
            max_allowed_uids: 64,
            max_allowed_validators: 64,
            min_allowed_weights: 0,
            immunity_period_blocks: 4096,
            target_registrations_per_interval: 1,
            yuma3_on: false,
            burn_rao: 100_000_000,
        },
        pool: PoolRules {
            min_reserve_rao: 1_000_000,
            max_input_multiple: 1_000,
            fee_rate_u16: 33,
            max_fee_rate_u16: 10_000,
        },
        subnet: SubnetDefaults {
            tempo: 360,
            activity_cutoff_factor_milli: 13_889,
            kappa_u16: 32_767,
            max_allowed_validators: 64,
            max_allowed_uids: 256,
            bonds_moving_average: 900_000,
            bonds_penalty_u16: 65_535,
            yuma3_on: true,
            liquid_alpha_on: false,
            alpha_values_u16: (45_875, 58_982),
            alpha_sigmoid_steepness: 1_000,
            commit_reveal_weights_enabled: true,
            weights_rate_limit_blocks: 100,
            immunity_period_blocks: 5000,
            reveal_period_epochs: 1,
            min_allowed_uids: 64,
            immune_owner_uids_limit: 1,
            min_non_immune_uids: 10,
            min_allowed_weights: 1,
            burn_rao: 1_000_000_000,
            min_burn_rao: 500_000,
            max_burn_rao: 100_000_000_000,
            burn_half_life_blocks: 360,
            // 1.26, as the chain's nearest-even conversion of the literal.
            burn_increase_bits: 23_242_897_532_874_035_200,
            price_halving_blocks: 201_600,
            root_claim_threshold_bits: 500_000 << 32,
            max_registrations_per_block: 1,
            target_registrations_per_interval: 2,
            serving_rate_limit_blocks: 50,
            activity_cutoff_blocks: 5000,
            rho: 10,
            adjustment_interval_blocks: 100,
            adjustment_alpha: 0,
            difficulty: 10_000_000,
            min_difficulty: 10_000_000,
            max_difficulty: u64::MAX / 4,
        },
        neuron: NeuronDefaults { delegate_take_u16: 11_796 },
        children: ChildRules { most: 5, rate_limit_blocks: 150 },
    };

    /// Every rule-set there is, newest first.
    pub const ALL: &'static [Self] = &[Self::SUBTENSOR_2026_06];

    /// The rule-set of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|rules| rules.name == name)
    }
}
