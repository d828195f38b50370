//! Findings about the network itself.

use super::{Notebook, percent};
use crate::lineup::Subject;
use crate::worlds::Worlds;
use incentor_scenario::run::{Rank, RoleName, VariantRun};
use incentor_scenario::{Part, SettingValue, ValidatorBehaviour};

/// What happens more often than this is worth a word.
const OFTEN: f64 = 0.01;
/// Seeds without an overtaking, as a share.
const STAY: f64 = 0.2;

pub(super) fn on(found: &mut Notebook<'_>, worlds: &Worlds<'_>, run: &VariantRun) {
    if worlds.seeds.len() == 1 && !run.deviations.is_empty() {
        found.note("single-seed", "one seed has no interval, so there is no verdict".to_owned());
    }
    stakes(found, worlds, run);
    let metric =
        |name: &str| run.metrics.iter().find(|metric| metric.name == name).map(|metric| metric.value.mean);
    let miners = || run.coldkeys.iter().filter(|coldkey| coldkey.role == RoleName::Miner);
    let weighed = run.participation.weights_taken > 0;
    if !weighed {
        found.note("no-weights", format!("no validator set weights: {}", why_no_weights(worlds, run)));
    }
    if is_unpaid(run) {
        found.note("unpaid", "no miner was paid anything".to_owned());
    }
    let top = miners().max_by(|one, other| one.pay_share.total_cmp(&other.pay_share));
    if let Some(top) = top.filter(|top| miners().count() >= 3 && top.pay_share > 0.5) {
        let (name, share) = (&top.name, percent(top.pay_share));
        found.note("top-heavy", format!("{name} alone takes {share} of miner emission"));
    }
    if let Some(share) = metric("fallback_rate").filter(|share| weighed && *share > OFTEN) {
        found.note(
            "no-consensus",
            format!(
                "in {} of the epochs no weight had a majority of stake, so stake alone was paid",
                percent(share)
            ),
        );
    }
    if let Some(prunes) = metric("false_prunes").filter(|prunes| *prunes >= 0.5) {
        found.note(
            "false-prunes",
            format!("{prunes:.1} miners per seed are pruned though they are better than the median of those that stay"),
        );
    }
    never_prunes(found, worlds);
    newcomers(found, worlds);
    let refused: u64 = run.participation.weights_refused.iter().map(|(_, count)| count).sum();
    let sent = refused + run.participation.weights_taken;
    if refused as f64 > OFTEN * sent as f64 {
        let most = run.participation.weights_refused.iter().max_by_key(|(_, count)| *count);
        let reason = most.map_or("", |(reason, _)| reason);
        found.note(
            "weights-refused",
            format!("the chain refused {refused} of {sent} weight settings, most often by {reason}"),
        );
    }
    if run.participation.void_rounds > 0 {
        let first = run.participation.first_fault.as_deref().unwrap_or("no reason given");
        found.note(
            "faults",
            format!("{} rounds were void; the first: {first}", run.participation.void_rounds),
        );
    }
}

/// Whether no miner was paid anything in any seed.
pub(super) fn is_unpaid(run: &VariantRun) -> bool {
    let mut miners = run.coldkeys.iter().filter(|coldkey| coldkey.role == RoleName::Miner).peekable();
    miners.peek().is_some() && miners.all(|coldkey| coldkey.pay.mean <= 0.0)
}

fn why_no_weights(worlds: &Worlds<'_>, run: &VariantRun) -> String {
    let copies = |part: &Part| match part {
        Part::Validator(plan) => matches!(plan.behaviour, ValidatorBehaviour::WeightCopier { .. }),
        Part::Miner(_) => true,
    };
    if worlds.lineup.cast.coldkeys.iter().all(|coldkey| copies(&coldkey.part)) {
        return "all of them copy weights, and there are none to copy".to_owned();
    }
    match run.participation.weights_refused.iter().max_by_key(|(_, count)| *count) {
        Some((reason, _)) => format!("the chain refused them all, most often by {reason}"),
        None => "none had a score above 0 to send".to_owned(),
    }
}

/// Who found no seat to the end, on the first subnet where there are any.
fn never_prunes(found: &mut Notebook<'_>, worlds: &Worlds<'_>) {
    let subnets = &worlds.lineup.cast.subnets;
    let away = |site: usize| {
        worlds.mean(|outcome| outcome.subnets.get(site).map_or(0.0, |subnet| subnet.turned_away.into()))
    };
    let Some(site) = (0..subnets.len()).find(|site| away(*site) > 0.0) else { return };
    let seats = worlds.written(0).subnets.get(site).map_or(0, |subnet| subnet.seats.len());
    let plan = subnets.get(site).and_then(|subnet| worlds.scenario.subnets.get(subnet.plan));
    let settings = plan.map_or(&[][..], |plan| &plan.settings);
    let given = settings.iter().find(|setting| setting.name == "min_non_immune_uids");
    let least = match given.map(|setting| setting.value) {
        Some(SettingValue::Whole(least)) => least,
        _ => worlds.scenario.rule_set.subnet.min_non_immune_uids.into(),
    };
    let on = if subnets.len() > 1 { format!(" on {}", subnets[site].name) } else { String::new() };
    found.note(
        "never-prunes",
        format!(
            "{:.1} hotkeys per seed are refused a seat{on} to the end: all {seats} are taken, and a neuron past its \
             immunity is pruned only while more than {least} such are left (`min_non_immune_uids`)",
            away(site)
        ),
    );
}

fn stakes(found: &mut Notebook<'_>, worlds: &Worlds<'_>, run: &VariantRun) {
    let settings = worlds.scenario.subnets.first().map_or(&[][..], |subnet| &subnet.settings);
    let given = settings.iter().find(|setting| setting.name == "kappa").map(|setting| setting.value);
    let kappa = match given {
        Some(SettingValue::Whole(kappa)) => kappa as f64,
        _ => f64::from(worlds.scenario.rule_set.subnet.kappa_u16),
    } / f64::from(u16::MAX);
    let validators = &run.consensus_picture.validators;
    let largest = validators.iter().max_by(|one, other| one.stake_share.total_cmp(&other.stake_share));
    if let Some(largest) = largest.filter(|largest| validators.len() > 1 && largest.stake_share > kappa) {
        let (name, share) = (&largest.coldkey, percent(largest.stake_share));
        found.note(
            "single-validator-majority",
            format!("{name} has {share} of stake: what it sends is the consensus"),
        );
    }
}

fn newcomers(found: &mut Notebook<'_>, worlds: &Worlds<'_>) {
    let cast = &worlds.lineup.cast;
    for (population, troupe) in cast.populations.iter().enumerate() {
        if troupe.joins_at.is_none() {
            continue;
        }
        let members = worlds.members(population);
        let Some(first) = members.first().copied().filter(|at| cast.coldkeys[*at].site == 0) else {
            continue;
        };
        let stays = |seed: &usize| {
            let best = worlds.contender(Subject::At(Rank::Best), *seed).map(|(_, quality)| quality);
            let better = best.zip(worlds.quality(first, *seed)).is_some_and(|(best, own)| own > best);
            better && worlds.written(*seed).coldkeys[first].overtook_after.is_none()
        };
        let seeds = worlds.seeds.len();
        let stayed = (0..seeds).filter(stays).count();
        if stayed as f64 >= STAY * seeds as f64 && stayed > 0 {
            let name = &cast.coldkeys[first].name;
            found.note(
                "incumbents-stay",
                format!("{name} is better than every honest miner, and in {stayed} of {seeds} seeds is never paid more"),
            );
        }
    }
}
