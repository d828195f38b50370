//! What can be set on a network and on a subnet.

use alloc::vec::Vec;
use incentor_primitives::{RuleSet, Tempo};
use incentor_yuma::{Bonds, LiquidAlpha};

/// Parameters of the whole network (spec §4, "global").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Globals {
    /// Stake weight below which a hotkey may set no weights and counts as having none, in rao.
    pub stake_threshold_rao: u64,
    /// Subnets whose epochs run in one block; the others wait a block.
    pub max_epochs_per_block: u8,
    /// The subnet owners' share of their subnets' emission, 65535 = 1.0.
    pub owner_cut_u16: u16,
}

impl Globals {
    /// What the network of that rule-set starts with.
    #[must_use]
    pub const fn new(rules: &RuleSet) -> Self {
        Self {
            stake_threshold_rao: rules.subnet.stake_threshold_rao,
            max_epochs_per_block: 2,
            owner_cut_u16: rules.emission.owner_cut_u16,
        }
    }
}

/// What becomes of the incentive that the subnet owner's own hotkeys earn; none of it is paid (spec §3.9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnerIncentive {
    /// It stays issued and is nobody's.
    #[default]
    Burned,
    /// It is taken back out of the issuance.
    Recycled,
}

/// Parameters of one subnet, named as on the chain (spec §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperparameters {
    /// Blocks between epochs.
    pub tempo: Tempo,
    /// Inactive after this many thousandths of a tempo without setting weights.
    pub activity_cutoff_factor_milli: u32,
    /// Majority share for consensus, 65535 = 1.0.
    pub kappa_u16: u16,
    /// Permits handed out.
    pub max_allowed_validators: u16,
    /// Seats; a newcomer to a full subnet replaces somebody.
    pub max_allowed_uids: u16,
    /// The lowest that `max_allowed_uids` may be set to.
    pub min_allowed_uids: u16,
    /// Blocks after registration in which a neuron is not pruned before the others.
    pub immunity_period_blocks: u16,
    /// Seats of the subnet owner that are never pruned, 1 to 10, the owner hotkey's first.
    pub immune_owner_uids_limit: u16,
    /// Neurons past their immunity that stay while an immune one can be pruned instead.
    pub min_non_immune_uids: u16,
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
    /// Plain weights are refused. This ledger takes no commits yet, so with it on nobody sets weights.
    pub commit_reveal_weights_enabled: bool,
    /// Oldest version key that is taken; 0 takes all.
    pub weights_version_key: u64,
    /// Blocks between two weight settings of one validator.
    pub weights_rate_limit_blocks: u64,
    /// Fewest entries in a weight vector, and at most one per uid.
    pub min_allowed_weights: u16,
    /// Hotkeys may register. Without, the subnet gets no emission either (spec §3.2).
    pub registration_allowed: bool,
    /// The owner has a cut.
    pub owner_cut_enabled: bool,
    /// What becomes of the owner's own incentive; `RecycleOrBurn` on the chain.
    pub owner_incentive: OwnerIncentive,
    /// Mechanisms, at least one.
    pub mechanism_count: u8,
    /// Each mechanism's part of the emission, summing to 65535; `None` = even.
    pub mechanism_split_u16: Option<Vec<u16>>,
    /// The price of a seat never falls below this, in rao; 0 together with `max_burn_rao` makes seats free.
    pub min_burn_rao: u64,
    /// The price of a seat never rises above this, in rao.
    pub max_burn_rao: u64,
    /// Blocks in which the price of a seat halves; 0 keeps it.
    pub burn_half_life_blocks: u16,
    /// Each registration multiplies the price by this: bits / 2^64.
    pub burn_increase_bits: u128,
}

impl Hyperparameters {
    /// What a new subnet of that rule-set starts with.
    #[must_use]
    pub const fn new(rules: &RuleSet) -> Self {
        let subnet = &rules.subnet;
        Self {
            tempo: Tempo(subnet.tempo),
            activity_cutoff_factor_milli: subnet.activity_cutoff_factor_milli,
            kappa_u16: subnet.kappa_u16,
            max_allowed_validators: subnet.max_allowed_validators,
            max_allowed_uids: subnet.max_allowed_uids,
            min_allowed_uids: 64,
            immunity_period_blocks: subnet.immunity_period_blocks,
            immune_owner_uids_limit: 1,
            min_non_immune_uids: 10,
            bonds_moving_average: subnet.bonds_moving_average,
            bonds_penalty_u16: subnet.bonds_penalty_u16,
            yuma3_on: subnet.yuma3_on,
            liquid_alpha_on: subnet.liquid_alpha_on,
            alpha_values_u16: subnet.alpha_values_u16,
            alpha_sigmoid_steepness: subnet.alpha_sigmoid_steepness,
            commit_reveal_weights_enabled: subnet.commit_reveal_weights_enabled,
            weights_version_key: 0,
            weights_rate_limit_blocks: subnet.weights_rate_limit_blocks,
            min_allowed_weights: 1,
            registration_allowed: true,
            owner_cut_enabled: true,
            owner_incentive: OwnerIncentive::Burned,
            mechanism_count: 1,
            mechanism_split_u16: None,
            min_burn_rao: 500_000,
            max_burn_rao: 100_000_000_000,
            burn_half_life_blocks: 360,
            // 1.26, as the chain's nearest-even conversion of the literal.
            burn_increase_bits: 23_242_897_532_874_035_200,
        }
    }

    /// How the epoch treats bonds.
    #[must_use]
    pub const fn bonds(&self) -> Bonds {
        let (low_u16, high_u16) = self.alpha_values_u16;
        let liquid = LiquidAlpha { low_u16, high_u16, steepness: self.alpha_sigmoid_steepness };
        Bonds::from_switches(self.yuma3_on, self.liquid_alpha_on, liquid)
    }
}
