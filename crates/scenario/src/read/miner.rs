//! How a miner plays.

use super::references::Reference;
use super::{Fields, Item};
use crate::scenario::{CopyTarget, MinerBehaviour, MinerPlan, Quality};
use crate::{AlphaAmount, Count, Duration, Number, Positive, ScenarioError, Share, TaoPerDay, Tempos};
use incentor_primitives::{Alpha, RAO_PER_TAO};

/// exp(±8·5) is far beyond any quality, and still far from infinity.
pub(super) const MOST_SPREAD: f64 = 5.0;
pub(super) const SPREAD: &str = "a spread on the log scale from 0 to 5, such as 0.25";
/// Seats of the largest subnet.
const MOST_HOTKEYS: u32 = 4096;

const NAMES: &[&str] = &[
    "honest",
    "improving",
    "sandbagger",
    "constant",
    "noisy",
    "copycat",
    "memoriser",
    "selective",
    "rotating",
    "colocated",
    "decoys",
    "insider",
    "gaming",
    "squatter",
    "tests_only",
    "cheat",
];
const EXAMPLE: &str = "a table such as { copycat = { of = \"best_visible\", delay = \"400ms\" } }";
const BEHAVIOUR: &str = "the behaviour of a miner, such as \"honest\"";
const QUALITY: &str = "a number above 0 and up to 1000, or { median = 1.0, sd = 0.25, draw = \"quantiles\" }";
const HOTKEYS: &str = "a whole number from 1 to 4096, such as 6";

pub(super) fn read(fields: &mut Fields<'_>) -> Result<MinerPlan, ScenarioError> {
    let item = fields.need("behaviour", BEHAVIOUR)?;
    let behaviour = read_behaviour(&item)?;
    let quality = read_quality(fields, &behaviour)?;
    let fits = |count: &Count| count.0 <= MOST_HOTKEYS;
    let Count(hotkeys) = fields.or_where("hotkeys", Count(1), HOTKEYS, fits)?;
    let Count(workers) = fields.or_where("workers", Count(1), HOTKEYS, fits)?;
    let distance = fields.or("distance", milliseconds(0))?;
    Ok(MinerPlan { behaviour, quality, hotkeys, workers, distance })
}

fn milliseconds(ms: u64) -> Duration {
    Duration(std::time::Duration::from_millis(ms))
}

/// What a behaviour needs a worker for.
enum Work {
    Needed,
    Optional,
    None,
}

const fn work(behaviour: &MinerBehaviour) -> Work {
    match behaviour {
        MinerBehaviour::Constant { .. }
        | MinerBehaviour::Copycat { .. }
        | MinerBehaviour::Memoriser { .. } => Work::None,
        MinerBehaviour::Insider { .. } | MinerBehaviour::Cheat { .. } => Work::Optional,
        _ => Work::Needed,
    }
}

fn read_quality(
    fields: &mut Fields<'_>,
    behaviour: &MinerBehaviour,
) -> Result<Option<Quality>, ScenarioError> {
    let Some(item) = fields.find("quality") else {
        return match work(behaviour) {
            Work::Needed => Err(fields.missing("quality", QUALITY)),
            Work::Optional | Work::None => Ok(None),
        };
    };
    match work(behaviour) {
        // What it plays otherwise may do work; this does not.
        Work::None if item.node.at.inherited => Ok(None),
        Work::None => Err(item.conflict(
            format_args!("means nothing for `{}`, which does no work of its own", behaviour.name()),
            "remove `quality` from that row",
        )),
        Work::Needed | Work::Optional => quality(&item).map(Some),
    }
}

fn quality(item: &Item<'_>) -> Result<Quality, ScenarioError> {
    if !item.is_table() {
        let Positive(quality) = item.quantity_where(QUALITY, |_| true)?;
        item.note();
        return Ok(Quality::Same(quality));
    }
    item.note();
    let mut fields = item.clone().silent().table(QUALITY)?;
    let Positive(median) = fields.or("median", Positive(1.0))?;
    let Number(sd) = spread(&mut fields, "sd")?;
    let random = fields.word_or_first("draw", &[("quantiles", false), ("random", true)])?;
    fields.finish()?;
    Ok(if random { Quality::Random { median, sd } } else { Quality::Quantiles { median, sd } })
}

/// A spread on the log scale; 0 unless given.
pub(super) fn spread(fields: &mut Fields<'_>, key: &'static str) -> Result<Number, ScenarioError> {
    fields.or_where(key, Number(0.0), SPREAD, |sd| sd.0 <= MOST_SPREAD)
}

fn read_behaviour(item: &Item<'_>) -> Result<MinerBehaviour, ScenarioError> {
    let (name, chosen) = item.choice(NAMES, EXAMPLE)?;
    item.note_as(name);
    let fields = &mut item.parameters(name, chosen.as_ref())?;
    let behaviour = match name {
        "honest" => MinerBehaviour::Honest,
        "improving" => improving(fields)?,
        "sandbagger" => {
            let Number(lead) = fields.or("lead", Number(0.1))?;
            let Share(effort) = fields.or("effort", Share(0.7))?;
            MinerBehaviour::Sandbagger { lead, effort }
        }
        "constant" => MinerBehaviour::Constant { value: fields.or("value", Number(0.1))?.0 },
        "noisy" => {
            let Number(sd) = fields.or_where("sd", Number(0.5), SPREAD, |sd| sd.0 <= MOST_SPREAD)?;
            MinerBehaviour::Noisy { sd }
        }
        "copycat" => copycat(fields)?,
        "memoriser" => MinerBehaviour::Memoriser { value: fields.or("value", Number(1.0))?.0 },
        "selective" => {
            let min_stake = AlphaAmount(Alpha::from_rao(10_000 * RAO_PER_TAO));
            MinerBehaviour::Selective { min_stake: fields.or("min_stake", min_stake)? }
        }
        "rotating" => {
            const AGE: &str = "1 to 100000 tempos, such as \"14 tempos\"";
            let every = fields.or_where("every", Tempos(14), AGE, |every| every.0 > 0)?;
            MinerBehaviour::Rotating { every }
        }
        "colocated" => {
            let with = coldkey(fields, "with")?;
            MinerBehaviour::Colocated { with, latency: fields.or("latency", milliseconds(10))? }
        }
        "decoys" => MinerBehaviour::Decoys { weakness: fields.or("weakness", Share(0.2))?.0 },
        "insider" => {
            let of = coldkey(fields, "of")?;
            MinerBehaviour::Insider { of, share: fields.or("share", Share(1.0))?.0 }
        }
        "gaming" => MinerBehaviour::Gaming { share: fields.or("share", Share(1.0))?.0 },
        "squatter" => MinerBehaviour::Squatter { at: fields.or("at", milliseconds(11_900))? },
        "tests_only" => MinerBehaviour::TestsOnly { effort: fields.or("effort", Share(0.1))?.0 },
        _ => cheat(fields, item)?,
    };
    fields.finish()?;
    Ok(behaviour)
}

fn improving(fields: &mut Fields<'_>) -> Result<MinerBehaviour, ScenarioError> {
    let Positive(every_days) = fields.or("every_days", Positive(4.0))?;
    let Share(step) = fields.or("step", Share(0.05))?;
    const REFERENCE: &str = "above 0 and up to 1000000 τ per day, such as \"0.1 tao/day\"";
    let above = |rate: &TaoPerDay| rate.0 > 0.0;
    let reference = fields.or_where("reference", TaoPerDay(0.1), REFERENCE, above)?;
    let Positive(horizon_days) = fields.or("horizon_days", Positive(90.0))?;
    Ok(MinerBehaviour::Improving { every_days, step, reference, horizon_days })
}

fn copycat(fields: &mut Fields<'_>) -> Result<MinerBehaviour, ScenarioError> {
    let found = fields.find("of");
    let of = match &found {
        None => {
            fields.note_default("of", "best_visible");
            CopyTarget::BestVisible
        }
        Some(item) => {
            item.note();
            match item.text() {
                Some("best_visible") => CopyTarget::BestVisible,
                Some("first_visible") => CopyTarget::FirstVisible,
                _ => CopyTarget::Named(refer_coldkey(item)?),
            }
        }
    };
    let delay = fields.or("delay", milliseconds(400))?;
    let disguise = fields.flag_or("disguise", false)?;
    Ok(MinerBehaviour::Copycat { of, delay, disguise })
}

fn cheat(fields: &mut Fields<'_>, item: &Item<'_>) -> Result<MinerBehaviour, ScenarioError> {
    const SOLVER: &str = "the name of one of the mechanism's cheats, such as \"nearest_neighbour\"";
    let named = fields.need("solver", SOLVER)?;
    let fits = |name: &&str| (1..=64).contains(&name.len());
    let solver = named.text().filter(fits).ok_or_else(|| named.wrong(SOLVER))?.to_owned();
    named.note();
    let share = match fields.find("share") {
        None => None,
        Some(share) => {
            share.note();
            Some(share.quantity::<Share>()?.0)
        }
    };
    Ok(MinerBehaviour::Cheat { solver, share, place: item.node.at.place() })
}

pub(super) fn coldkey(fields: &mut Fields<'_>, key: &'static str) -> Result<String, ScenarioError> {
    let item = fields.need(key, "a coldkey, such as \"validators#1\"")?;
    item.note();
    refer_coldkey(&item)
}

fn refer_coldkey(item: &Item<'_>) -> Result<String, ScenarioError> {
    let at = item.node.at.clone();
    item.refer(|name| Reference::Coldkey { key: item.key.clone(), name: name.to_owned(), at })
}
