//! What can be set on a subnet.

use alloc::vec::Vec;
use incentor_primitives::{RuleSet, Tempo};
use incentor_yuma::{Bonds, LiquidAlpha};

/// What becomes of the incentive that the subnet owner's own hotkeys earn; none of it is paid (spec §3.9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OwnerIncentive {
    /// It stays issued and is nobody's.
    #[default]
    Burned,
    /// It is taken back out of the issuance.
    Recycled,
}

/// Parameters of one subnet, named as on the chain (spec §4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// A neuron may drop the bonds on itself.
    pub bonds_reset_on: bool,
    /// Yuma 3 bonds.
    pub yuma3_on: bool,
    /// Per-pair smoothing rate; only with Yuma 3.
    pub liquid_alpha_on: bool,
    /// Lowest and highest liquid alpha, 65535 = 1.0.
    pub alpha_values_u16: (u16, u16),
    /// Steepness of the liquid-alpha sigmoid, in hundredths.
    pub alpha_sigmoid_steepness: i16,
    /// Weights are committed and revealed later; plain weights are refused.
    pub commit_reveal_weights_enabled: bool,
    /// Epochs between a commit and its reveal.
    pub reveal_period_epochs: u64,
    /// Oldest version key that is taken; 0 takes all.
    pub weights_version_key: u64,
    /// Blocks between two weight settings of one validator.
    pub weights_rate_limit_blocks: u64,
    /// Fewest entries in a weight vector, and at most one per uid.
    pub min_allowed_weights: u16,
    /// Hotkeys may register. Without, the subnet gets no emission either (spec §3.2).
    pub registration_allowed: bool,
    /// Registrations in one block; of the root network only.
    pub max_registrations_per_block: u16,
    /// A third of the registrations in one interval; of the root network only.
    pub target_registrations_per_interval: u16,
    /// The subnet has a share of the TAO emission.
    pub subnet_emission_enabled: bool,
    /// The subnet has started: stakes may be put down, and it takes part in emission.
    pub subtoken_enabled: bool,
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
    /// The pool's fee, 65535 = 1.0.
    pub fee_rate_u16: u16,
    /// Age in blocks at which the moving price follows at half its speed.
    pub price_halving_blocks: u64,
    /// Least dividend from root that is claimed: bits / 2^32 rao.
    pub root_claim_threshold_bits: i128,
    /// Stakes may change hands.
    pub transfers_enabled: bool,
    /// Lowest share a child may keep here, 65535 = 1.0.
    pub min_childkey_take_u16: u16,
    /// Blocks between two announcements of an endpoint; nothing here announces any.
    pub serving_rate_limit_blocks: u64,
    /// What is stored, shown, and read nowhere.
    pub inert: InertParameters,
}

/// Parameters that nothing here reads, most of them "dead" on the chain, too (spec §4); kept to be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InertParameters {
    /// Superseded by `activity_cutoff_factor_milli`.
    pub activity_cutoff_blocks: u16,
    /// Steepness of a consensus curve that is gone.
    pub rho: u16,
    /// Blocks between two adjustments of a difficulty that is gone.
    pub adjustment_interval_blocks: u16,
    /// Speed of those adjustments.
    pub adjustment_alpha: u64,
    /// Work that a seat cost once.
    pub difficulty: u64,
    /// Least of it.
    pub min_difficulty: u64,
    /// Most of it.
    pub max_difficulty: u64,
    /// The owner's cut is locked as it comes; nothing here is locked.
    pub owner_cut_auto_lock: bool,
}

impl Hyperparameters {
    /// What a new subnet of that rule-set starts with, once it has started.
    #[must_use]
    pub const fn new(rules: &RuleSet) -> Self {
        let subnet = &rules.subnet;
        Self {
            tempo: Tempo(subnet.tempo),
            activity_cutoff_factor_milli: subnet.activity_cutoff_factor_milli,
            kappa_u16: subnet.kappa_u16,
            max_allowed_validators: subnet.max_allowed_validators,
            max_allowed_uids: subnet.max_allowed_uids,
            min_allowed_uids: subnet.min_allowed_uids,
            immunity_period_blocks: subnet.immunity_period_blocks,
            immune_owner_uids_limit: subnet.immune_owner_uids_limit,
            min_non_immune_uids: subnet.min_non_immune_uids,
            bonds_moving_average: subnet.bonds_moving_average,
            bonds_penalty_u16: subnet.bonds_penalty_u16,
            bonds_reset_on: false,
            yuma3_on: subnet.yuma3_on,
            liquid_alpha_on: subnet.liquid_alpha_on,
            alpha_values_u16: subnet.alpha_values_u16,
            alpha_sigmoid_steepness: subnet.alpha_sigmoid_steepness,
            commit_reveal_weights_enabled: subnet.commit_reveal_weights_enabled,
            reveal_period_epochs: subnet.reveal_period_epochs,
            weights_version_key: 0,
            weights_rate_limit_blocks: subnet.weights_rate_limit_blocks,
            min_allowed_weights: subnet.min_allowed_weights,
            registration_allowed: true,
            max_registrations_per_block: subnet.max_registrations_per_block,
            target_registrations_per_interval: subnet.target_registrations_per_interval,
            subnet_emission_enabled: true,
            subtoken_enabled: true,
            owner_cut_enabled: true,
            owner_incentive: OwnerIncentive::Burned,
            mechanism_count: 1,
            mechanism_split_u16: None,
            min_burn_rao: subnet.min_burn_rao,
            max_burn_rao: subnet.max_burn_rao,
            burn_half_life_blocks: subnet.burn_half_life_blocks,
            burn_increase_bits: subnet.burn_increase_bits,
            fee_rate_u16: rules.pool.fee_rate_u16,
            price_halving_blocks: subnet.price_halving_blocks,
            root_claim_threshold_bits: subnet.root_claim_threshold_bits,
            transfers_enabled: true,
            min_childkey_take_u16: 0,
            serving_rate_limit_blocks: subnet.serving_rate_limit_blocks,
            inert: InertParameters {
                activity_cutoff_blocks: subnet.activity_cutoff_blocks,
                rho: subnet.rho,
                adjustment_interval_blocks: subnet.adjustment_interval_blocks,
                adjustment_alpha: subnet.adjustment_alpha,
                difficulty: subnet.difficulty,
                min_difficulty: subnet.min_difficulty,
                max_difficulty: subnet.max_difficulty,
                owner_cut_auto_lock: false,
            },
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

impl Hyperparameters {
    /// What the root network of that rule-set has.
    #[must_use]
    pub const fn of_root(rules: &RuleSet) -> Self {
        let root = &rules.root;
        let mut parameters = Self::new(rules);
        parameters.tempo = Tempo(root.tempo);
        parameters.max_allowed_uids = root.max_allowed_uids;
        parameters.max_allowed_validators = root.max_allowed_validators;
        parameters.min_allowed_weights = root.min_allowed_weights;
        parameters.immunity_period_blocks = root.immunity_period_blocks;
        parameters.target_registrations_per_interval = root.target_registrations_per_interval;
        parameters.yuma3_on = root.yuma3_on;
        parameters
    }
}
