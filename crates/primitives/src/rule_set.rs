//! The protocol's constants and choices of rule, as a value.

/// Every constant and every choice of rule of one version of the chain.
///
/// A new chain version is a new value of this type and a new set of vectors; no code outside it names a
/// protocol constant. Sources: `yuma-and-emission` sections 1, 3 and 4 of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleSet {
    /// Name as scenario files spell it.
    pub name: &'static str,
    /// Constants of the epoch.
    pub yuma: YumaRules,
    /// Constants of issuance and its split.
    pub emission: EmissionRules,
    /// Constants of swaps between TAO and alpha.
    pub pool: PoolRules,
    /// What a new subnet starts with.
    pub subnet: SubnetDefaults,
    /// What a new neuron or delegate starts with.
    pub neuron: NeuronDefaults,
}

/// Constants and choices of the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmissionRules {
    /// TAO that will ever exist, in rao.
    pub total_supply_rao: u64,
    /// Block emission before the first halving, in rao.
    pub initial_block_emission_rao: u64,
    /// How a block's TAO is split among the subnets.
    pub subnet_shares: SubnetShares,
    /// The subnet owner's share of a subnet's emission, 65535 = 1.0.
    pub owner_cut_u16: u16,
    /// What TAO staked on root counts beside alpha, 2^64 - 1 = 1.0.
    pub tao_weight_u64: u64,
    /// Weight of the newest price in the moving price, with 32 fraction bits.
    pub moving_alpha_bits: u128,
    /// Blocks after which a subnet's newest prices have half that weight.
    pub price_halving_blocks: u64,
    /// Alpha that root stakers are owed at the least before a claim pays, in rao.
    pub root_claim_threshold_rao: u64,
    /// Root stakers that each block picks for a claim.
    pub root_claims_per_block: u8,
}

/// How a block's TAO is split among the subnets that emit (spec §3.3).
///
/// Not open-ended: whoever splits must know every rule there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubnetShares {
    /// The same to each.
    Equal,
    /// By moving price.
    Price,
    /// By moving price, less what was withheld from each subnet's miners.
    PriceLessBurned,
}

/// Constants of swaps between TAO and alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Hyperparameters that a new subnet starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Stake weight below which a validator counts as having none, in rao.
    pub stake_threshold_rao: u64,
    /// Weights are committed and revealed later.
    pub commit_reveal_weights_enabled: bool,
    /// Blocks between two weight settings of one validator.
    pub weights_rate_limit_blocks: u64,
    /// Blocks after registration in which a neuron is not pruned first.
    pub immunity_period_blocks: u16,
}

/// What a new neuron or delegate starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NeuronDefaults {
    /// A validator's share of its nominators' dividends, 65535 = 1.0.
    pub delegate_take_u16: u16,
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
            owner_cut_u16: 11_796,
            tao_weight_u64: 971_718_665_099_567_868,
            moving_alpha_bits: 12_885,
            price_halving_blocks: 201_600,
            root_claim_threshold_rao: 500_000,
            root_claims_per_block: 5,
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
            stake_threshold_rao: 0,
            commit_reveal_weights_enabled: true,
            weights_rate_limit_blocks: 100,
            immunity_period_blocks: 5000,
        },
        neuron: NeuronDefaults { delegate_take_u16: 11_796 },
    };

    /// Every rule-set there is, newest first.
    pub const ALL: &'static [Self] = &[Self::SUBTENSOR_2026_06];

    /// The rule-set of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|rules| rules.name == name)
    }
}
