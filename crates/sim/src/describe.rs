//! Parts in a few words.

use incentor_scenario::{
    MinerBehaviour, Part, Quality, Sample, ValidatorBehaviour, ValidatorPlan, WeightSource,
};

/// What somebody does, such as "honest, 6 hotkeys, 1 worker" or "constant 0.12".
pub(crate) fn behaviour(part: &Part) -> String {
    match part {
        Part::Miner(plan) => {
            let mut words = vec![miner(&plan.behaviour)];
            if plan.hotkeys > 1 {
                words.push(format!("{} hotkeys", plan.hotkeys));
                words.push(format!("{} worker{}", plan.workers, if plan.workers == 1 { "" } else { "s" }));
            }
            if !plan.distance.0.is_zero() {
                words.push(format!("{} away", plan.distance));
            }
            words.join(", ")
        }
        Part::Validator(plan) => validator(plan),
    }
}

/// The same with what it has to work with, such as "honest, quality 0.5".
pub(crate) fn part_in_words(part: &Part) -> String {
    let quality = match part {
        Part::Miner(plan) => plan.quality,
        Part::Validator(_) => None,
    };
    let words = behaviour(part);
    match quality {
        None => words,
        Some(Quality::Same(quality)) => format!("{words}, quality {quality}"),
        Some(Quality::Quantiles { median, .. } | Quality::Random { median, .. }) => {
            format!("{words}, median quality {median}")
        }
    }
}

fn miner(behaviour: &MinerBehaviour) -> String {
    let name = behaviour.name().replace('_', " ");
    match behaviour {
        MinerBehaviour::Constant { value } => format!("{name} {value}"),
        MinerBehaviour::Copycat { disguise: true, .. } => format!("{name} in disguise"),
        MinerBehaviour::Rotating { every } => format!("{name} every {every}"),
        MinerBehaviour::Colocated { with, .. } => format!("{name} with {with}"),
        MinerBehaviour::Insider { of, .. } => format!("{name} of {of}"),
        MinerBehaviour::Cheat { solver, share: Some(share), .. } => {
            format!("{} {share}", solver.replace('_', " "))
        }
        MinerBehaviour::Cheat { solver, share: None, .. } => solver.replace('_', " "),
        _ => name,
    }
}

pub(crate) fn validator(plan: &ValidatorPlan) -> String {
    let name = plan.behaviour.name().replace('_', " ");
    let mut words = vec![match &plan.behaviour {
        ValidatorBehaviour::Lazy { one_in } => format!("{name}, one round in {one_in}"),
        ValidatorBehaviour::Late { by } => format!("{name} by {by}"),
        ValidatorBehaviour::WeightCopier { source: WeightSource::BiggestValidator } => {
            format!("{name} of the biggest validator")
        }
        ValidatorBehaviour::Cabal { share, .. } => format!("{name}, {} % for its own", share * 100.0),
        _ => name,
    }];
    match plan.sample {
        Some(Sample::All) => words.push("asks everybody".to_owned()),
        Some(Sample::Of(count)) => words.push(format!("asks {count}")),
        None => {}
    }
    if plan.noise > 0.0 {
        words.push(format!("noise {}", plan.noise));
    }
    if plan.late.0 > 0 {
        words.push(format!("{} late", plan.late));
    }
    words.join(", ")
}
