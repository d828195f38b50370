//! Beside published totals: a game of scripted validators by the chain's integers and by the published floats.

mod float;

use crate::cast::Cast;
use crate::tally::Outcome;
use float::{FIRST_SHARE, Game, Growth, totals};
use incentor_scenario::run::{PublishedOutcome, PublishedRow};
use incentor_scenario::{Happening, Part, Scenario, ScriptedRow, SettingValue, ValidatorBehaviour};

/// Fair dividends of an epoch per thousand staked, as the published simulation counts them.
const FAIR_PER_EPOCH: f64 = 0.041;

/// The totals of one variant's outcome beside those published for it.
///
/// `None` where the scenario has none for this variant, or a validator is not scripted.
pub(crate) fn compare(
    scenario: &Scenario,
    variant: &str,
    cast: &Cast,
    outcome: &Outcome,
) -> Option<PublishedOutcome> {
    let published = scenario.published.as_ref()?;
    let (_, values) = published.totals.iter().find(|(name, _)| name == variant)?;
    let game = game(scenario, cast)?;
    let growth = growth(scenario);
    let validators: Vec<usize> =
        (0..cast.coldkeys.len()).filter(|at| !cast.coldkeys[*at].is_miner()).collect();
    let row = PublishedRow {
        consensus: name(growth).to_owned(),
        published: values.clone(),
        float: totals(&game, growth),
        chain: chain(&game, &validators, outcome),
    };
    Some(PublishedOutcome {
        source: published.source.clone(),
        validators: validators.iter().map(|at| cast.coldkeys[*at].name.clone()).collect(),
        rows: vec![row],
    })
}

const fn name(growth: Growth) -> &'static str {
    match growth {
        Growth::Average(_) => "Yuma 2",
        Growth::Towards(_) => "Yuma 3",
        Growth::Liquid { .. } => "Yuma 3, liquid alpha",
    }
}

/// Dividends per stake, as multiples of the fair share in every epoch in which a validator had a stake.
fn chain(game: &Game, validators: &[usize], outcome: &Outcome) -> Vec<f64> {
    let of = |at: &usize| &outcome.coldkeys[*at];
    let stakes: f64 = validators.iter().map(|at| of(at).stake_rao_sum as f64).sum();
    let dividends: f64 = validators.iter().map(|at| of(at).dividends_rao as f64).sum();
    let total = |(number, at): (usize, &usize)| {
        let staked = game.stakes.iter().filter(|stakes| stakes[number] > 0.0).count() as f64;
        let yield_per_stake = of(at).dividends_rao as f64 / of(at).stake_rao_sum as f64;
        let total = staked * FAIR_PER_EPOCH * yield_per_stake * stakes / dividends;
        if total.is_finite() { total } else { 0.0 }
    };
    validators.iter().enumerate().map(total).collect()
}

/// What the scripts say, epoch by epoch of the counted window.
fn game(scenario: &Scenario, cast: &Cast) -> Option<Game> {
    let servers: Vec<&str> = cast
        .coldkeys
        .iter()
        .filter(|coldkey| coldkey.is_miner())
        .map(|coldkey| coldkey.name.as_str())
        .collect();
    let mut scripts: Vec<&[ScriptedRow]> = Vec::new();
    let mut stakes: Vec<f64> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for coldkey in cast.coldkeys.iter().filter(|coldkey| !coldkey.is_miner()) {
        let Part::Validator(plan) = &coldkey.part else { return None };
        let ValidatorBehaviour::Scripted { rows } = &plan.behaviour else { return None };
        scripts.push(rows);
        stakes.push(plan.stakes.get(coldkey.number as usize).or(plan.stakes.first())?.0.rao as f64);
        names.push(&coldkey.name);
    }
    let (warmup, tempo) = (scenario.run.warmup.0, u64::from(scenario.subnets.first()?.tempo));
    let (mut weights, mut stakes_by_epoch, mut resets) = (Vec::new(), Vec::new(), Vec::new());
    for tempo_number in warmup..scenario.run.duration.0 {
        let epoch = (tempo_number - warmup) as usize;
        // What happens in this tempo is there at its end.
        let (start, end) = (u64::from(tempo_number) * tempo, u64::from(tempo_number + 1) * tempo);
        for event in scenario.events.iter().filter(|event| (start..end).contains(&event.at.0)) {
            match &event.what {
                Happening::ResetBonds { who } => {
                    resets.extend(servers.iter().position(|name| name == who).map(|server| (epoch, server)));
                }
                Happening::MoveStake { from, to } => {
                    let place = |who: &str| names.iter().position(|name| *name == who);
                    let (from, to) = (place(from)?, place(to)?);
                    stakes[to] += std::mem::take(&mut stakes[from]);
                }
                _ => {}
            }
        }
        let row = |script: &&[ScriptedRow]| {
            let row = script.iter().rev().find(|row| row.from <= tempo_number);
            let weight = |server: &&str| {
                let weights = row.map_or(&[][..], |row| &row.weights);
                weights.iter().find(|(name, _)| name == server).map_or(0.0, |(_, weight)| *weight)
            };
            servers.iter().map(weight).collect::<Vec<f64>>()
        };
        weights.push(scripts.iter().map(row).collect());
        stakes_by_epoch.push(stakes.clone());
    }
    // A subnet that does not allow it drops no bonds, whatever a miner asks for.
    if !switch(scenario, "bonds_reset_on").unwrap_or(false) {
        resets.clear();
    }
    let kappa = share(scenario, "kappa").unwrap_or(0.5);
    Some(Game { weights, stakes: stakes_by_epoch, resets, kappa })
}

/// How bonds grow by the first subnet's settings.
fn growth(scenario: &Scenario) -> Growth {
    let defaults = &scenario.rule_set.subnet;
    let kept = whole(scenario, "bonds_moving_avg").unwrap_or(defaults.bonds_moving_average.into());
    let moves = 1.0 - kept as f64 / 1e6;
    if !switch(scenario, "yuma3_on").unwrap_or(defaults.yuma3_on) {
        return Growth::Average(moves);
    }
    if !switch(scenario, "liquid_alpha_on").unwrap_or(defaults.liquid_alpha_on) {
        return Growth::Towards(moves);
    }
    let (low, high) = defaults.alpha_values_u16;
    let of_u16 = |value: u16| f64::from(value) / f64::from(u16::MAX);
    Growth::Liquid {
        low: share(scenario, "alpha_low").unwrap_or(of_u16(low)),
        high: share(scenario, "alpha_high").unwrap_or(of_u16(high)),
        steepness: whole(scenario, "alpha_sigmoid_steepness")
            .map_or(10.0, |hundredths| hundredths as f64 / 100.0),
        first: Some(FIRST_SHARE),
    }
}

fn value(scenario: &Scenario, name: &str) -> Option<SettingValue> {
    let settings = &scenario.subnets.first()?.settings;
    settings.iter().rev().find(|setting| setting.name == name).map(|setting| setting.value)
}

fn whole(scenario: &Scenario, name: &str) -> Option<i128> {
    match value(scenario, name)? {
        SettingValue::Whole(whole) => Some(whole),
        SettingValue::Switch(_) => None,
    }
}

fn switch(scenario: &Scenario, name: &str) -> Option<bool> {
    match value(scenario, name)? {
        SettingValue::Switch(on) => Some(on),
        SettingValue::Whole(_) => None,
    }
}

/// A u16 share; the published games mean the exact half where the chain has 32767.
fn share(scenario: &Scenario, name: &str) -> Option<f64> {
    let whole = whole(scenario, name)? as f64 / f64::from(u16::MAX);
    Some(libm::round(whole * 1e4) / 1e4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::Stage;
    use crate::world::{Extent, Keep, play};
    use incentor_scenario::ScenarioFile;

    /// With the first epoch as the chain has it, floats and the chain's integers are the same but for their digits.
    #[test]
    fn the_first_epoch_is_all_that_sets_liquid_alpha_on_the_chain_apart() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/cases");
        let mut most = 0.0_f64;
        for case in 1..=18 {
            let text = std::fs::read_to_string(folder.join(format!("{case:02}.toml"))).unwrap();
            let file = ScenarioFile::parse(&text).unwrap();
            let is_liquid =
                |variant: &&incentor_scenario::Variant| variant.name.as_deref() == Some("yuma3-liquid");
            let scenario = &file.variants.iter().find(is_liquid).unwrap().scenario;
            let cast = Cast::of(scenario);
            let outcome =
                play(&Stage::of(scenario, None).unwrap(), &cast, 1, Keep::Pictures, Extent::All).unwrap();
            let row = compare(scenario, "yuma3-liquid", &cast, &outcome).unwrap().rows.remove(0);
            let Growth::Liquid { low, high, steepness, .. } = growth(scenario) else { panic!("not liquid") };
            let as_the_chain = Growth::Liquid { low, high, steepness, first: None };
            let expected = totals(&game(scenario, &cast).unwrap(), as_the_chain);
            for ((chain, expected), published) in row.chain.iter().zip(&expected).zip(&row.published) {
                assert!((chain - expected).abs() < 1.5e-4, "case {case}: {row:?}, {expected}");
                most = most.max((chain - published).abs());
            }
        }
        // Case 10, whose small validator was first by nine epochs.
        assert!((most - 0.0471).abs() < 1e-4, "{most}");
    }
}
