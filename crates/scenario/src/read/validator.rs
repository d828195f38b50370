//! How a validator plays.

use super::mechanism::read_sample;
use super::miner::{MOST_SPREAD, SPREAD};
use super::references::Reference;
use super::{Fields, Item};
use crate::scenario::{ScriptedRow, ValidatorBehaviour, ValidatorPlan, WeightSource};
use crate::tree::Value;
use crate::{AlphaAmount, Blocks, Count, Number, ScenarioError, Share, Tempos};

const NAMES: &[&str] = &[
    "honest",
    "lazy",
    "late",
    "weight_copier",
    "cabal",
    "under_weighter",
    "insider",
    "winner_takes_all",
    "friends_only",
    "scripted",
];
const EXAMPLE: &str = "a table such as { weight_copier = { source = \"last_revealed_consensus\" } }";
const BEHAVIOUR: &str = "the behaviour of a validator, such as \"honest\"";
const STAKES: &str = "a list of stakes in alpha, such as [\"400k\", \"250k\"]";
const STAKE: &str = "an amount of alpha above 0 and up to \"20M\", such as \"400k\"";
const LATE: &str = "0 to 1000000 blocks, such as \"30 blocks\"";
/// Seats of the largest subnet.
const MOST_STAKES: usize = 4096;
const MOST_ROWS: usize = 10_000;

/// The plan, for as many coldkeys as it has stakes.
pub(super) fn read(fields: &mut Fields<'_>, count: Option<u32>) -> Result<ValidatorPlan, ScenarioError> {
    let item = fields.need("behaviour", BEHAVIOUR)?;
    let behaviour = read_behaviour(&item)?;
    let item = fields.need("stake", STAKES)?;
    let stakes = read_stakes(&item, count)?;
    let sample = match fields.find("sample") {
        None => None,
        Some(item) => {
            item.note();
            Some(read_sample(&item)?)
        }
    };
    let Number(noise) = fields.or_where("noise", Number(0.0), SPREAD, |sd| sd.0 <= MOST_SPREAD)?;
    let late = match fields.find("late") {
        None => {
            fields.note_default("late", "0 blocks");
            Blocks(0)
        }
        Some(item) if item.text() == Some("0 blocks") => Blocks(0),
        Some(item) => {
            item.note();
            item.quantity_where(LATE, |_| true)?
        }
    };
    Ok(ValidatorPlan { behaviour, stakes, sample, noise, late })
}

fn read_stakes(item: &Item<'_>, count: Option<u32>) -> Result<Vec<AlphaAmount>, ScenarioError> {
    let read = |stake: &Item<'_>| stake.quantity_where(STAKE, |stake: &AlphaAmount| stake.0.rao > 0);
    let stakes: Vec<AlphaAmount> = if matches!(item.node.value, Value::List(_)) {
        item.list_of(MOST_STAKES, STAKES)?.iter().map(read).collect::<Result<_, _>>()?
    } else {
        vec![read(&item.clone().known_as("validator.stake[]"))?; count.unwrap_or(1) as usize]
    };
    if let Some(count) = count
        && count as usize != stakes.len()
    {
        return Err(item.conflict(
            format_args!("has {} entries, and `count` is {count}", stakes.len()),
            format_args!("give count = {}, or no `count`: every stake is a validator", stakes.len()),
        ));
    }
    item.note_as(&stakes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    Ok(stakes)
}

fn read_behaviour(item: &Item<'_>) -> Result<ValidatorBehaviour, ScenarioError> {
    let (name, chosen) = item.choice(NAMES, EXAMPLE)?;
    item.note_as(name);
    let fields = &mut item.parameters(name, chosen.as_ref())?;
    let behaviour = match name {
        "honest" => ValidatorBehaviour::Honest,
        "lazy" => ValidatorBehaviour::Lazy { one_in: fields.or("one_in", Count(10))?.0 },
        "late" => ValidatorBehaviour::Late { by: fields.or("by", Tempos(3))? },
        "weight_copier" => {
            let words = [
                ("last_revealed_consensus", WeightSource::LastRevealedConsensus),
                ("biggest_validator", WeightSource::BiggestValidator),
            ];
            ValidatorBehaviour::WeightCopier { source: fields.word_or_first("source", &words)? }
        }
        "cabal" => {
            let own = populations(fields, "own")?;
            ValidatorBehaviour::Cabal { own, share: fields.or("share", Share(1.0))?.0 }
        }
        "under_weighter" => ValidatorBehaviour::UnderWeighter { own: populations(fields, "own")? },
        "insider" => ValidatorBehaviour::Insider { friends: populations(fields, "friends")? },
        "winner_takes_all" => {
            ValidatorBehaviour::WinnerTakesAll { winners: fields.or("winners", Count(1))?.0 }
        }
        "friends_only" => ValidatorBehaviour::FriendsOnly { friends: populations(fields, "friends")? },
        _ => ValidatorBehaviour::Scripted { rows: rows(fields)? },
    };
    fields.finish()?;
    Ok(behaviour)
}

fn populations(fields: &mut Fields<'_>, key: &'static str) -> Result<Vec<String>, ScenarioError> {
    const LIST: &str = "a list of populations, such as [\"cabal_miners\"]";
    let item = fields.need(key, LIST)?;
    item.note();
    let refer = |item: &Item<'_>| {
        let at = item.node.at.clone();
        item.refer(|name| Reference::Population { key: item.key.clone(), name: name.to_owned(), at })
    };
    item.list_of(1000, LIST)?.iter().map(refer).collect()
}

fn rows(fields: &mut Fields<'_>) -> Result<Vec<ScriptedRow>, ScenarioError> {
    const ROWS: &str = "a list of rows, such as [{ from = 0, weights = { \"server#1\" = 1.0 } }]";
    const FROM: &str = "a whole number of tempos from 0 to 100000";
    const WEIGHTS: &str = "a table of coldkeys and weights, such as { \"server#1\" = 1.0 }";
    let list = fields.need("rows", ROWS)?;
    list.note();
    let mut rows: Vec<ScriptedRow> = Vec::new();
    for item in list.list_of(MOST_ROWS, ROWS)? {
        let mut row = item.silent().table(ROWS)?;
        let from_item = row.need("from", FROM)?;
        let whole = |from: &f64| (0.0..=1e5).contains(from) && from.fract() == 0.0;
        let from = from_item.number().filter(whole).ok_or_else(|| from_item.wrong(FROM))? as u32;
        if rows.last().is_some_and(|last| last.from >= from) {
            return Err(from_item.conflict("is not after the row before it", "sort the rows by `from`"));
        }
        let mut weights = Vec::new();
        for (name, weight) in row.need("weights", WEIGHTS)?.named(WEIGHTS)? {
            weight.refer_to(name);
            weights.push((name.to_owned(), weight.quantity::<Number>()?.0));
        }
        row.finish()?;
        rows.push(ScriptedRow { from, weights });
    }
    Ok(rows)
}

impl Item<'_> {
    /// Remembers to check that a coldkey that is a key is there.
    fn refer_to(&self, name: &str) {
        let at = self.node.at.clone();
        self.remember(Reference::Coldkey { key: self.key.clone(), name: name.to_owned(), at });
    }
}
