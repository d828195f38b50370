//! How each metric of the scenario format is worked out, and from which worlds.

use super::{Arguments, Entry, Measured, alignment, attack, dynamics, economics, recovery, validators};
use crate::cast::Cast;
use crate::lineup::WorldPlan;
use crate::worlds::Worlds;
use incentor_scenario::MetricKind;

/// Worlds it looks at besides the one as written.
type Needs = fn(&Arguments, &Cast) -> Vec<WorldPlan>;
type Measure = fn(&Worlds<'_>, &Arguments) -> Result<Measured, String>;

/// The metric of a name.
pub(crate) fn entry(name: &str) -> Option<Entry> {
    let kind = MetricKind::named(name)?;
    let (_, needs, measure) = *TABLE.iter().find(|(known, ..)| *known == name)?;
    Some(Entry { kind, needs, measure })
}

const fn nothing(_: &Arguments, _: &Cast) -> Vec<WorldPlan> {
    Vec::new()
}

const TABLE: &[(&str, Needs, Measure)] = &[
    ("gain", economics::needs_twin, economics::gain),
    ("regret", nothing, economics::regret),
    ("harm", nothing, economics::harm),
    ("improvement_pay", economics::needs_probe, economics::improvement_pay),
    ("saturation", economics::needs_all_probes, economics::saturation),
    ("elasticity", economics::needs_probe, economics::elasticity),
    ("sybil_gain", economics::needs_splits, economics::sybil_gain),
    ("attack_cost", nothing, attack::attack_cost),
    ("damage_cost", economics::needs_twin, attack::damage_cost),
    ("overtake_epochs", dynamics::needs_entrant, dynamics::overtake_epochs),
    ("copier_g", nothing, validators::copier_g),
    ("dividend_ratio", nothing, validators::copier_g),
    ("work_share", nothing, alignment::work_share),
    ("spearman", nothing, alignment::spearman),
    ("kendall", nothing, alignment::kendall),
    ("ndcg", nothing, alignment::ndcg),
    ("violations", nothing, alignment::violations),
    ("displacement", nothing, alignment::displacement),
    ("top_decile_retention", nothing, alignment::top_decile_retention),
    ("snr", nothing, alignment::snr),
    ("samples_to_rank", economics::needs_probe, alignment::samples_to_rank),
    ("gini", nothing, alignment::gini),
    ("hhi", nothing, alignment::hhi),
    ("effective_number", nothing, alignment::effective_number),
    ("nakamoto", nothing, alignment::nakamoto),
    ("entropy", nothing, alignment::entropy),
    ("top_share", nothing, alignment::top_share),
    ("zero_share", nothing, alignment::zero_share),
    ("uids_per_coldkey", nothing, alignment::uids_per_coldkey),
    ("live_divergence", nothing, dynamics::live_divergence),
    ("slope", nothing, dynamics::slope),
    ("false_prunes", nothing, dynamics::false_prunes),
    ("churn", nothing, dynamics::churn),
    ("tenure_half_life", nothing, dynamics::tenure_half_life),
    ("recovery_tempos", nothing, recovery::recovery_tempos),
    ("survival", nothing, dynamics::survival),
    ("vtrust", nothing, validators::vtrust),
    ("divergence", nothing, validators::divergence),
    ("clip_loss", nothing, validators::clip_loss),
    ("avg_weight_dev", nothing, validators::avg_weight_dev),
    ("small_validator_tax", nothing, validators::small_validator_tax),
    ("early_discoverer_bonus", nothing, validators::early_discoverer_bonus),
    ("fallback_rate", nothing, validators::fallback_rate),
    ("coverage", nothing, validators::coverage),
    ("largest_stake", nothing, validators::largest_stake),
    ("pay", nothing, economics::pay),
    ("profit", nothing, economics::profit),
    ("pay_share", nothing, economics::pay_share),
    ("roi", nothing, economics::roi),
];

#[cfg(test)]
mod tests {
    use super::*;
    use incentor_scenario::METRICS;

    #[test]
    fn what_the_format_names_can_be_worked_out_and_nothing_else() {
        let known: Vec<&str> = METRICS.iter().map(|kind| kind.name).collect();
        let worked: Vec<&str> = TABLE.iter().map(|(name, ..)| *name).collect();
        assert_eq!(known, worked);
    }
}
