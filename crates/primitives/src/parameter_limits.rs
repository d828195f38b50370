//! How far parameters may be set, and how often.

/// The least and the most that a value may be; both are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds<T> {
    /// The lowest value allowed.
    pub least: T,
    /// The highest value allowed.
    pub most: T,
}

impl<T: PartialOrd> Bounds<T> {
    /// Whether a value lies within.
    #[must_use]
    pub fn contains(&self, value: &T) -> bool {
        self.least <= *value && *value <= self.most
    }
}

/// Ranges and rate limits of the calls that set parameters (spec §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ParameterLimits {
    /// Blocks between epochs, as an owner may set them.
    pub tempo: Bounds<u16>,
    /// Blocks between two settings of the tempo by an owner.
    pub tempo_rate_limit_blocks: u64,
    /// Thousandths of a tempo without setting weights after which a neuron is inactive.
    pub activity_cutoff_factor_milli: Bounds<u32>,
    /// Least of the cutoff in blocks that nothing reads any more.
    pub min_activity_cutoff_blocks: u16,
    /// Seats that a subnet may be given, those of all its mechanisms together.
    pub max_uids: u16,
    /// Blocks between two settings of the mechanisms, or of their split, by an owner.
    pub mechanism_rate_limit_blocks: u64,
    /// Blocks between two settings of a subnet's owner hotkey, by whomever.
    pub owner_hotkey_rate_limit_blocks: u64,
    /// Seats of the owner that are never pruned.
    pub immune_owner_uids: Bounds<u16>,
    /// The lowest price of a seat must be below this, in rao.
    pub min_burn_below_rao: u64,
    /// The highest price of a seat must be above this, in rao.
    pub max_burn_above_rao: u64,
    /// Blocks in which the price of a seat halves.
    pub burn_half_life_blocks: Bounds<u16>,
    /// What a registration multiplies the price of a seat by: bits / 2^64.
    pub burn_increase_bits: Bounds<u128>,
    /// Share of the old bond kept per epoch that an owner may set at most, in millionths.
    pub max_owner_bonds_moving_average: u64,
    /// Least of both liquid alphas, 65535 = 1.0.
    pub min_alpha_u16: u16,
    /// Epochs between a commit and its reveal.
    pub reveal_period_epochs: Bounds<u64>,
    /// Least dividend from root that is claimed: bits / 2^32 rao.
    pub root_claim_threshold_bits: Bounds<i128>,
    /// Root stakers whose dividends are claimed in each block, at most.
    pub max_root_claims_per_block: u64,
    /// The pool's fee at most, 65535 = 1.0.
    pub max_fee_rate_u16: u16,
    /// Blocks without an epoch after which one runs in any case.
    pub max_blocks_since_last_step: u64,
}

impl ParameterLimits {
    /// Those of `SUBTENSOR_2026_06`.
    pub(crate) const SUBTENSOR_2026_06: Self = Self {
        tempo: Bounds { least: 360, most: 50_400 },
        tempo_rate_limit_blocks: 360,
        activity_cutoff_factor_milli: Bounds { least: 1_000, most: 50_000 },
        min_activity_cutoff_blocks: 360,
        max_uids: 256,
        mechanism_rate_limit_blocks: 7_200,
        owner_hotkey_rate_limit_blocks: 50_400,
        immune_owner_uids: Bounds { least: 1, most: 10 },
        min_burn_below_rao: 1_000_000_000,
        max_burn_above_rao: 100_000_000,
        burn_half_life_blocks: Bounds { least: 1, most: 36_100 },
        burn_increase_bits: Bounds { least: 1 << 64, most: 3 << 64 },
        max_owner_bonds_moving_average: 975_000,
        // A fortieth of the whole, rounded down.
        min_alpha_u16: 1_638,
        reveal_period_epochs: Bounds { least: 1, most: 100 },
        root_claim_threshold_bits: Bounds { least: 0, most: 10_000_000 << 32 },
        max_root_claims_per_block: 50,
        max_fee_rate_u16: 10_000,
        max_blocks_since_last_step: 50_400,
    };
}
