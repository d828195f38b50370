//! The hyperparameters of a subnet by their btcli names, with units, ranges and defaults.

mod unit;

pub use unit::HyperparameterUnit;
pub(crate) use unit::Written;

use crate::SettingValue;
use incentor_primitives::RuleSet;

/// A hyperparameter that a scenario can set.
#[derive(Clone, Copy, Debug)]
pub struct Hyperparameter {
    /// Its name in a scenario file and in btcli.
    pub name: &'static str,
    /// Other names it goes by.
    pub also: &'static [&'static str],
    /// How it is written, and what the chain keeps.
    pub unit: HyperparameterUnit,
    /// The lowest value, in the chain's own unit.
    pub least: i128,
    /// The highest value, in the chain's own unit.
    pub most: i128,
    /// What it does, in a line.
    pub doc: &'static str,
    default: fn(&RuleSet) -> SettingValue,
}

impl Hyperparameter {
    /// Its value where nobody sets it.
    #[must_use]
    pub fn default(&self, rules: &RuleSet) -> SettingValue {
        (self.default)(rules)
    }

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        HYPERPARAMETERS.iter().find(|one| one.name == name || one.also.contains(&name))
    }
}

const fn whole(value: u64) -> SettingValue {
    SettingValue::Whole(value as i128)
}

const fn switch(value: bool) -> SettingValue {
    SettingValue::Switch(value)
}

/// Rows of the table: name, other names, unit, range, default of a rule-set, line.
macro_rules! hyperparameters {
    ($($name:literal $([$($also:literal),+])? $unit:ident $least:literal ..= $most:expr, $default:expr, $doc:literal;)+) => {
        /// Every hyperparameter a scenario can set, in the order of the reference.
        pub const HYPERPARAMETERS: &[Hyperparameter] = &[$(Hyperparameter {
            name: $name,
            also: &[$($($also),+)?],
            unit: HyperparameterUnit::$unit,
            least: $least,
            most: $most,
            doc: $doc,
            default: $default,
        },)+];
    };
}

const U16: i128 = u16::MAX as i128;
const U64: i128 = u64::MAX as i128;
/// All there ever is, in rao.
const SUPPLY: i128 = 21_000_000_000_000_000;

hyperparameters! {
    "tempo" Blocks 10 ..= U16, |rules| whole(rules.subnet.tempo.into()),
        "Blocks between two epochs; a block is 12 s.";
    "kappa" Share16 0 ..= U16, |rules| whole(rules.subnet.kappa_u16.into()),
        "Share of stake that must agree on a weight.";
    "max_allowed_uids" ["max_uids"] Whole 1 ..= 4096, |rules| whole(rules.subnet.max_allowed_uids.into()),
        "Seats; a newcomer to a full subnet replaces somebody.";
    "min_allowed_uids" Whole 1 ..= 4096, |rules| whole(rules.subnet.min_allowed_uids.into()),
        "The lowest that the seats may be set to while the network runs.";
    "max_validators" ["max_allowed_validators"] Whole 1 ..= 4096,
        |rules| whole(rules.subnet.max_allowed_validators.into()),
        "Permits handed out, by stake.";
    "immunity_period" Blocks 0 ..= U16, |rules| whole(rules.subnet.immunity_period_blocks.into()),
        "Blocks after registration in which a neuron is not pruned before the others.";
    "immune_owner_uids_limit" ["owner_immune_neuron_limit"] Whole 1 ..= 10,
        |rules| whole(rules.subnet.immune_owner_uids_limit.into()),
        "Seats of the subnet's owner that are never pruned.";
    "min_non_immune_uids" Whole 0 ..= U16, |rules| whole(rules.subnet.min_non_immune_uids.into()),
        "Neurons past their immunity that stay while an immune one can be pruned instead.";
    "min_allowed_weights" Whole 0 ..= U16, |rules| whole(rules.subnet.min_allowed_weights.into()),
        "Fewest entries in a weight vector, and at most one per uid.";
    "weights_rate_limit" ["weights_set_rate_limit"] Blocks 0 ..= 1_000_000,
        |rules| whole(rules.subnet.weights_rate_limit_blocks),
        "Blocks between two weight settings of one validator.";
    "weights_version" ["weights_version_key"] Whole 0 ..= U64, |_| whole(0),
        "Oldest version key of weights that is taken; 0 takes all.";
    "activity_cutoff_factor" ThousandthTempos 1000 ..= 50_000,
        |rules| whole(rules.subnet.activity_cutoff_factor_milli.into()),
        "Tempos without setting weights after which a validator is inactive.";
    "commit_reveal" ["commit_reveal_weights_enabled", "commit_reveal_enabled"] Switch 0 ..= 1,
        |rules| switch(rules.subnet.commit_reveal_weights_enabled),
        "Weights are committed and revealed later; plain weights are refused.";
    "reveal_period_epochs" ["commit_reveal_period"] Whole 1 ..= 100,
        |rules| whole(rules.subnet.reveal_period_epochs),
        "Epochs between a commit and its reveal.";
    "yuma3_on" ["yuma3_enabled"] Switch 0 ..= 1, |rules| switch(rules.subnet.yuma3_on),
        "Yuma 3 bonds; without, those of Yuma 2.";
    "bonds_moving_avg" ["bonds_moving_average"] Millionths 0 ..= 1_000_000,
        |rules| whole(rules.subnet.bonds_moving_average),
        "Share of the old bond kept per epoch.";
    "bonds_penalty" Share16 0 ..= U16, |rules| whole(rules.subnet.bonds_penalty_u16.into()),
        "Share of clipped weights in the weights for bonds.";
    "bonds_reset_on" ["bonds_reset_enabled"] Switch 0 ..= 1, |_| switch(false),
        "A neuron may drop the bonds on itself.";
    "liquid_alpha_on" ["liquid_alpha_enabled"] Switch 0 ..= 1, |rules| switch(rules.subnet.liquid_alpha_on),
        "The smoothing of bonds goes by pair of validator and miner; only with Yuma 3.";
    "alpha_low" Share16 1638 ..= U16, |rules| whole(rules.subnet.alpha_values_u16.0.into()),
        "Lowest liquid alpha.";
    "alpha_high" Share16 1638 ..= U16, |rules| whole(rules.subnet.alpha_values_u16.1.into()),
        "Highest liquid alpha.";
    "alpha_sigmoid_steepness" Hundredths -32_768 ..= 32_767,
        |rules| SettingValue::Whole(rules.subnet.alpha_sigmoid_steepness as i128),
        "How sharply liquid alpha goes from low to high, in hundredths.";
    "registration_allowed" ["network_registration_allowed"] Switch 0 ..= 1, |_| switch(true),
        "Hotkeys may register; a subnet without has no emission either.";
    "min_burn" Tao 0 ..= SUPPLY, |rules| whole(rules.subnet.min_burn_rao),
        "The price of a seat never falls below this.";
    "max_burn" Tao 0 ..= SUPPLY, |rules| whole(rules.subnet.max_burn_rao),
        "The price of a seat never rises above this.";
    "burn_half_life" Blocks 1 ..= 36_100, |rules| whole(rules.subnet.burn_half_life_blocks.into()),
        "Blocks in which the price of a seat halves.";
    "burn_increase" ["burn_increase_mult"] Factor64 0x1_0000_0000_0000_0000 ..= 0x3_0000_0000_0000_0000,
        |rules| SettingValue::Whole(rules.subnet.burn_increase_bits as i128),
        "Each registration multiplies the price of a seat by this.";
    "subnet_emission_enabled" Switch 0 ..= 1, |_| switch(true),
        "The subnet has a share of the network's TAO.";
    "owner_cut_enabled" Switch 0 ..= 1, |_| switch(true),
        "The subnet's owner has its cut.";
    "recycle_or_burn" BurnOrRecycle 0 ..= 1, |_| whole(0),
        "What becomes of the incentive of the owner's own hotkeys.";
    "transfers_enabled" ["transfer_enabled"] Switch 0 ..= 1, |_| switch(true),
        "Stakes may change hands.";
    "fee_rate" Share16 0 ..= 10_000, |rules| whole(rules.pool.fee_rate_u16.into()),
        "The pool's fee.";
    "price_halving" ["price_halving_blocks"] Blocks 1 ..= 100_000_000,
        |rules| whole(rules.subnet.price_halving_blocks),
        "Age of a subnet in blocks at which its moving price follows at half its speed.";
    "min_childkey_take" Share16 0 ..= 11_796, |_| whole(0),
        "Lowest share a child may keep.";
    "max_regs_per_block" ["max_registrations_per_block"] Whole 0 ..= U16,
        |rules| whole(rules.subnet.max_registrations_per_block.into()),
        "Registrations in one block; of the root network only.";
    "target_regs_per_interval" ["target_registrations_per_interval"] Whole 0 ..= 21_845,
        |rules| whole(rules.subnet.target_registrations_per_interval.into()),
        "A third of the registrations in one interval; of the root network only.";
    "serving_rate_limit" Blocks 0 ..= 1_000_000, |rules| whole(rules.subnet.serving_rate_limit_blocks),
        "Blocks between two announcements of an endpoint; nothing here announces any.";
    "rho" Whole 0 ..= U16, |rules| whole(rules.subnet.rho.into()),
        "Stored by the chain and read by nothing: steepness of a curve that is gone.";
    "activity_cutoff" Blocks 0 ..= U16, |rules| whole(rules.subnet.activity_cutoff_blocks.into()),
        "Stored by the chain and read by nothing: see `activity_cutoff_factor`.";
    "adjustment_interval" Blocks 0 ..= U16, |rules| whole(rules.subnet.adjustment_interval_blocks.into()),
        "Stored by the chain and read by nothing: blocks between two adjustments of a difficulty that is gone.";
    "adjustment_alpha" Whole 0 ..= U64, |rules| whole(rules.subnet.adjustment_alpha),
        "Stored by the chain and read by nothing: speed of those adjustments.";
    "difficulty" Whole 0 ..= U64, |rules| whole(rules.subnet.difficulty),
        "Stored by the chain and read by nothing: work that a seat cost once.";
    "min_difficulty" Whole 0 ..= U64, |rules| whole(rules.subnet.min_difficulty),
        "Stored by the chain and read by nothing: least of it.";
    "max_difficulty" Whole 0 ..= U64, |rules| whole(rules.subnet.max_difficulty),
        "Stored by the chain and read by nothing: most of it.";
}

#[cfg(test)]
mod tests;
