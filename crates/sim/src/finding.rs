//! What a person should know first, in sentences with stable codes.

mod kinds;
mod notes;

pub use kinds::{FINDINGS, FindingKind};

use crate::verdict::verdict;
use crate::worlds::Worlds;
use incentor_scenario::run::{Deviation, Finding, Improvement, Rank, Severity, VariantRun, Verdict};
use incentor_scenario::{Kind, MinerBehaviour, Part, Scenario, ScoreRule, ValidatorBehaviour};

/// From this share of their profit on, what honest miners lose is a finding.
const HARM: f64 = 0.10;
/// A cheat's share of pay that grows by this factor over the first variant is fed by the change.
const FED: f64 = 1.25;

/// The findings of all variants, most important first.
pub(crate) fn all(variants: &[Worlds<'_>], runs: &[VariantRun]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (worlds, run) in variants.iter().zip(runs) {
        let mut found = Notebook { variant: &run.name, findings: &mut findings };
        for deviation in run.deviations.iter().filter(|one| one.verdict == Verdict::Pays) {
            pays(&mut found, worlds, run, runs.first(), deviation);
        }
        // Where nobody is paid, cheating and improving cost what they cost, whatever the rule is.
        let unpaid = notes::is_unpaid(run);
        together(&mut found, run, unpaid);
        if !unpaid {
            improvements(&mut found, worlds.scenario, run);
        }
        notes::on(&mut found, worlds, run);
    }
    // Stable: within a severity by variant, then as found.
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// Where the findings of a variant go.
struct Notebook<'a> {
    variant: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl Notebook<'_> {
    fn note(&mut self, code: &str, sentence: String) {
        let severity =
            FINDINGS.iter().find(|kind| kind.code == code).map_or(Severity::Warning, |kind| kind.severity);
        self.note_as(code, severity, sentence);
    }

    fn note_as(&mut self, code: &str, severity: Severity, sentence: String) {
        let variant = self.variant.to_owned();
        self.findings.push(Finding { code: code.to_owned(), severity, variant, sentence });
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Share of its role's pay that a population takes, over all its rows.
fn pay_share(run: &VariantRun, population: &str) -> f64 {
    let rows: Vec<f64> =
        run.populations.iter().filter(|row| row.name == population).map(|row| row.pay_share).collect();
    crate::statistics::mean(&rows)
}

/// A deviation that pays, told by what it does.
fn pays(
    found: &mut Notebook<'_>,
    worlds: &Worlds<'_>,
    run: &VariantRun,
    first: Option<&VariantRun>,
    deviation: &Deviation,
) {
    let name = &deviation.population;
    let share = pay_share(run, name);
    let gain = format!("{:+.2} τ/day", deviation.gain.mean);
    let troupes = &worlds.lineup.cast.populations;
    let Some(troupe) = troupes.iter().find(|troupe| troupe.plan.name == *name) else { return };
    let several = if troupe.plan.count > 1 { " each" } else { "" };
    let over = format!("{gain}{several} over playing straight{}", smaller_loss(deviation));
    match &troupe.plan.part {
        // More hotkeys that do something else than work are told by what they do.
        Part::Miner(plan) if plan.hotkeys > plan.workers && plan.behaviour == MinerBehaviour::Honest => {
            let workers =
                if plan.workers == 1 { "one worker".to_owned() } else { format!("{} workers", plan.workers) };
            let harm = deviation.harm.filter(|harm| *harm >= HARM);
            let harm = harm.map_or(String::new(), |harm| {
                format!("; honest miners lose {} of their profit to it", percent(harm))
            });
            found.note(
                "sybil-pays",
                format!(
                    "{workers} behind {} hotkeys takes {} of miner emission, {over}{harm}",
                    plan.hotkeys,
                    percent(share)
                ),
            );
        }
        Part::Miner(plan) if matches!(plan.behaviour, MinerBehaviour::Copycat { .. }) => {
            let before = first.filter(|first| first.name != run.name).map(|first| pay_share(first, name));
            let sentence = match before.filter(|before| share > FED * before) {
                Some(before) => format!(
                    "this variant feeds {name}, which copies: {} -> {} of miner emission, {over}",
                    percent(before),
                    percent(share)
                ),
                None => {
                    format!("others' answers bring {name} {} of miner emission, {over}", percent(share))
                }
            };
            found.note("copycat-fed", sentence);
        }
        Part::Validator(plan) if matches!(plan.behaviour, ValidatorBehaviour::WeightCopier { .. }) => {
            let saved = saved(worlds.scenario.costs.evaluation.0, deviation.gain.mean);
            let ratio = deviation.dividend_ratio.unwrap_or(1.0);
            let (severity, delegators) = if ratio > 1.0 {
                (Severity::Bad, "its delegators earn more than with honest validators, so stake will follow")
            } else {
                (Severity::Warning, "its delegators earn less")
            };
            found.note_as(
                "weight-copying-pays",
                severity,
                format!("copying weights brings {name} {over}{saved} (G {ratio:.3}: {delegators})"),
            );
        }
        Part::Miner(_) => {
            // Many are called what they do.
            let whom = if deviation.behaviour == *name { String::new() } else { format!(" {name}") };
            found.note(
                "cheat-pays",
                format!(
                    "playing {} brings{whom} {} of miner emission, {over}",
                    deviation.behaviour,
                    percent(share)
                ),
            );
        }
        Part::Validator(_) => found.note(
            "cheat-pays",
            format!(
                "playing {} brings {name} {over}, with {:.3} times the honest dividends per stake",
                deviation.behaviour,
                deviation.dividend_ratio.unwrap_or(1.0)
            ),
        ),
    }
}

/// What a gain is where it is no profit.
fn smaller_loss(deviation: &Deviation) -> String {
    if !deviation.only_loses_less() {
        return String::new();
    }
    let (now, straight) = (deviation.entry_profit.mean, deviation.straight_profit);
    format!(", though at a loss: {now:.2} instead of {straight:.2}")
}

/// How much of a weight copier's gain, τ/day, is what evaluating costs.
fn saved(evaluation: f64, gain: f64) -> String {
    if evaluation <= 0.0 {
        String::new()
    } else if gain >= evaluation {
        format!(": {evaluation:.2} by not evaluating and {:.2} by better weights", gain - evaluation)
    } else {
        format!(": {evaluation:.2} by not evaluating less {:.2} by worse weights", evaluation - gain)
    }
}

/// All deviations together.
fn together(found: &mut Notebook<'_>, run: &VariantRun, unpaid: bool) {
    if let Some(harm) = run.harm.filter(|harm| *harm >= HARM) {
        let alone = match run.deviations.as_slice() {
            [only] => only.population.clone(),
            all => format!("the {} deviations together", all.len()),
        };
        found.note("harm", format!("honest miners lose {} of their profit to {alone}", percent(harm)));
    }
    let open: Vec<&Deviation> =
        run.deviations.iter().filter(|one| one.verdict == Verdict::Inconclusive).collect();
    if !open.is_empty() {
        let rows: Vec<String> = open
            .iter()
            .map(|one| match one.seeds_needed {
                Some(seeds) => format!("{} (about {seeds} seeds would decide)", one.population),
                None => one.population.clone(),
            })
            .collect();
        found.note("inconclusive", format!("undecided: {}", rows.join(", ")));
    }
    let decided = run.deviations.iter().all(|one| matches!(one.verdict, Verdict::Loses | Verdict::BreakEven));
    if decided && !unpaid && !run.deviations.is_empty() {
        let what = match run.deviations.len() {
            1 => "the listed deviation does not pay".to_owned(),
            all => format!("none of the {all} listed deviations pays"),
        };
        found.note("cheating-loses", what);
    }
    for (price, times) in [("half", 0), ("twice", 1)] {
        let changed: Vec<String> = run
            .deviations
            .iter()
            .zip(&run.sensitivity)
            .filter_map(|(deviation, sensitivity)| {
                let gain = if times == 0 { sensitivity.at_half } else { sensitivity.at_twice };
                let there = verdict(gain, deviation.epsilon);
                let turned = there == Verdict::Pays
                    && matches!(deviation.verdict, Verdict::Loses | Verdict::BreakEven);
                turned.then(|| format!("{} ({:+.2} τ/day)", deviation.population, gain.mean))
            })
            .collect();
        if !changed.is_empty() {
            found.note(
                "price-sensitive",
                format!("at {price} the price of alpha it would pay: {}", changed.join(", ")),
            );
        }
    }
}

fn improvements(found: &mut Notebook<'_>, scenario: &Scenario, run: &VariantRun) {
    let sure = |improvement: &Improvement, above: bool| {
        let half = improvement.profit.half_width.unwrap_or(f64::INFINITY);
        if above { improvement.profit.mean - half > 0.0 } else { improvement.profit.mean + half < 0.0 }
    };
    if let Some(best) = run.improvements.iter().find(|one| one.rank == Rank::Best) {
        let rise = best.pay_share.unwrap_or(0.0);
        let pay = run.coldkeys.iter().find(|one| one.name == best.coldkey).map_or(0.0, |one| one.pay.mean);
        // Luck is no cap: the whole interval has to lie below half of what pay in proportion would bring.
        let most = best.profit.mean + best.profit.half_width.unwrap_or(0.0);
        let flat = rise < best.by / 10.0 && most <= best.by * pay / 2.0;
        let better = format!("{:.0} % better answers raise its pay by {}", best.by * 100.0, percent(rise));
        if flat {
            let why = match cap(scenario) {
                Some(cap) => format!(": scores are capped at {cap}, so improvement stops here"),
                None => ": its pay no longer follows its work".to_owned(),
            };
            let does = if sure(best, false) {
                format!("loses {:.2} τ/day by improving", -best.profit.mean)
            } else {
                "gains nothing by improving".to_owned()
            };
            found.note("capped", format!("the best miner {does} ({better}){why}"));
        } else if sure(best, false) {
            found.note(
                "improvement-loses",
                format!(
                    "the best miner loses {:.2} τ/day by improving: {better}, and its cost by more",
                    -best.profit.mean
                ),
            );
        }
    }
    if run.improvements.len() == 3 && run.improvements.iter().all(|one| sure(one, true)) {
        let gains: Vec<String> =
            run.improvements.iter().map(|one| format!("{:+.2}", one.profit.mean)).collect();
        found.note(
            "improving-pays",
            format!(
                "10 % better answers pay at every rank: {} τ/day for best, median and weakest",
                gains.join(", ")
            ),
        );
    }
}

/// The lowest cap on quality in the first mechanism's score, if there is one.
fn cap(scenario: &Scenario) -> Option<f64> {
    let mechanism = scenario.subnets.first()?.mechanisms.first()?;
    match &mechanism.kind {
        Kind::Abstract(plan) => lowest_cap(&plan.score),
        Kind::Command(plan) => lowest_cap(&plan.rest.score),
        _ => None,
    }
}

fn lowest_cap(rule: &ScoreRule) -> Option<f64> {
    let lowest = |caps: Vec<Option<f64>>| caps.into_iter().flatten().reduce(f64::min);
    match rule {
        ScoreRule::Quality { cap } => *cap,
        ScoreRule::Sum(parts) => lowest(parts.iter().map(|(part, _)| lowest_cap(part)).collect()),
        ScoreRule::Product(parts) | ScoreRule::GeometricMean(parts) | ScoreRule::Min(parts) => {
            lowest(parts.iter().map(lowest_cap).collect())
        }
        ScoreRule::Rank(part)
        | ScoreRule::Duel(part)
        | ScoreRule::Dedup { part, .. }
        | ScoreRule::FirstCome { part, .. }
        | ScoreRule::Threshold { part, .. }
        | ScoreRule::Penalty { part, .. } => lowest_cap(part),
        ScoreRule::Volume | ScoreRule::Latency { .. } | ScoreRule::InTime(_) | ScoreRule::Constant(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::saved;

    #[test]
    fn a_copiers_gain_is_told_by_its_parts() {
        assert_eq!(saved(0.25, 0.32), ": 0.25 by not evaluating and 0.07 by better weights");
        assert_eq!(saved(0.25, 0.2), ": 0.25 by not evaluating less 0.05 by worse weights");
        assert_eq!(saved(0.0, 0.2), "");
    }
}
