//! What was asked and what was said: gates, findings, a sweep, parameters.

use super::believable::{OUTCOMES, deviations, improvements, verdict};
use super::estimate;
use incentor_scenario::run::*;

pub(crate) fn gates() -> Vec<GateOutcome> {
    let passed = |assertion: &str, value: f64, bound: f64| GateOutcome {
        variant: "hardened".to_owned(),
        assertion: assertion.to_owned(),
        state: GateState::Passed,
        difference: Some(estimate(value - bound, 0.03)),
        value: Some(value),
        seeds_needed: None,
        why: None,
    };
    vec![
        passed("gain(sybil) <= 0.05 tao/day", -1.64, 0.05),
        passed("gain(copycat) <= 0.05 tao/day", -0.44, 0.05),
        GateOutcome {
            state: GateState::Undecided,
            seeds_needed: Some(140),
            ..passed("gain(lazy) <= 0.05 tao/day", -0.03, 0.05)
        },
        passed("copier_g(copier) < 1", 0.978, 1.0),
        GateOutcome { state: GateState::Failed, ..passed("gain(copier) <= 0.05 tao/day", 0.15, 0.05) },
        passed("improvement_pay(best, 10%) > 0 tao/day", 0.65, 0.0),
    ]
}

pub(crate) fn findings() -> Vec<Finding> {
    [
        (Severity::Bad, "sybil-pays", "draft", "one worker behind 6 hotkeys takes 30.1 % of miner emission; honest miners lose a third of their profit"),
        (Severity::Bad, "score-capped", "draft", "the best miner loses 0.19 τ/day by improving: scores are capped at 1.0, so improvement stops here"),
        (Severity::Bad, "copycat-pays", "steeper", "the usual fix (weights ~ score^4, no cap) feeds the copycat: 6.1 % → 20.7 % of emission"),
        (Severity::Warning, "weight-copying-pays", "hardened", "copying weights brings copier +0.15 τ/day over playing straight: 0.25 by not evaluating less 0.10 by worse weights (G 0.978: its delegators earn less)"),
        (Severity::Good, "improving-pays", "hardened", "all three probed miners gain by better answers"),
    ]
    .map(|(severity, code, variant, sentence)| Finding {
        code: code.to_owned(),
        severity,
        variant: variant.to_owned(),
        sentence: sentence.to_owned(),
    })
    .to_vec()
}

pub(crate) fn sweep() -> SweepOutcome {
    let points = [1.0, 2.0, 4.0, 8.0].into_iter().flat_map(|hotkeys: f64| {
        OUTCOMES.iter().map(move |outcome| {
            let mut deviations = deviations(outcome);
            deviations[0].gain.mean = outcome.gains[0].0 * (hotkeys - 1.0) / 5.0;
            deviations[0].verdict = verdict(deviations[0].gain.mean, 0.05);
            SweepPoint {
                variant: outcome.name.to_owned(),
                values: vec![hotkeys.to_string()],
                deviations,
                improvements: improvements(outcome),
                honest_profit: 1.1 - 0.05 * hotkeys,
            }
        })
    });
    SweepOutcome { keys: vec!["population.sybil.hotkeys".to_owned()], points: points.collect() }
}

pub(crate) fn parameters() -> Vec<Parameter> {
    use Origin::{CommandLine, Default, Given, Measured};
    [
        ("run.seeds", "32", CommandLine),
        ("record", "[\"ledger\", \"scores:1-in-50\"]", Given),
        ("run.duration", "280 tempos", Given),
        ("run.warmup", "28 tempos", Given),
        ("run.confidence", "0.95", Given),
        ("population.honest.count", "12", Given),
        ("population.honest.quality", "lognormal, median 1, sd 0.25, quantiles", Given),
        ("population.sybil.hotkeys", "6", Given),
        ("population.sybil.workers", "1", Given),
        ("subnet.tempo", "360 blocks", Given),
        ("subnet.kappa", "32767 of 65535", Default),
        ("subnet.bonds_moving_average", "900000 of 1000000", Default),
        ("subnet.alpha_price", "0.01 τ", Measured),
        ("mechanism.task.given_to", "all_miners", Given),
        ("mechanism.score", "{ product = [ { quality = { cap = 1.0 } }, { in_time = \"12s\" } ] }", Given),
        ("mechanism.measure.common", "0.3", Given),
        ("mechanism.measure.bias_sd", "0", Default),
        ("costs.worker.base", "0.4 τ/day", Given),
        ("costs.worker.availability", "99 %", Default),
    ]
    .map(|(key, value, origin)| Parameter { key: key.to_owned(), value: value.to_owned(), origin })
    .to_vec()
}
