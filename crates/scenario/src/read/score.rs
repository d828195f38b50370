//! How answers become scores.

use super::{Fields, Item};
use crate::scenario::ScoreRule;
use crate::{Duration, Number, Positive, ScenarioError, Share};

const NAMES: &[&str] = &[
    "quality",
    "volume",
    "latency",
    "in_time",
    "constant",
    "sum",
    "product",
    "geometric_mean",
    "min",
    "rank",
    "duel",
    "dedup",
    "first_come",
    "threshold",
    "penalty",
];
const EXAMPLE: &str = "{ product = [{ quality = { cap = 1.0 } }, { in_time = \"12s\" }] }";
const RULES: &str = "a list of at least one rule, such as [{ quality = {} }, { in_time = \"12s\" }]";
const RULE: &str = "a rule, such as { quality = {} }";
/// Rules side by side.
const MOST_PARTS: usize = 32;
/// Rules one in another.
const MOST_DEPTH: usize = 16;

pub(super) fn read(item: &Item<'_>) -> Result<ScoreRule, ScenarioError> {
    item.note();
    rule(&item.clone().silent(), 0)
}

fn rule(item: &Item<'_>, depth: usize) -> Result<ScoreRule, ScenarioError> {
    if depth > MOST_DEPTH {
        return Err(item.conflict("lies too deep", format_args!("keep it to {MOST_DEPTH} rules in another")));
    }
    // A rule within a rule is what it would be anywhere.
    let item = &item.clone().known_as("rule");
    let (name, chosen) = item.choice(NAMES, EXAMPLE)?;
    match (name, chosen) {
        ("quality", chosen) => {
            let mut fields = item.parameters(name, chosen.as_ref())?;
            let cap = fields.find("cap").map(|cap| cap.quantity::<Positive>()).transpose()?;
            fields.finish()?;
            Ok(ScoreRule::Quality { cap: cap.map(|cap| cap.0) })
        }
        ("volume", chosen) => {
            item.parameters(name, chosen.as_ref())?.finish()?;
            Ok(ScoreRule::Volume)
        }
        (name, Some(chosen)) => with_value(name, &chosen, depth + 1),
        (name, None) => {
            Err(item
                .conflict(format_args!("needs more than `{name}`"), format_args!("give it as in {EXAMPLE}")))
        }
    }
}

fn with_value(name: &str, item: &Item<'_>, depth: usize) -> Result<ScoreRule, ScenarioError> {
    const TABLE: &str = "a table of the rule's parameters";
    Ok(match name {
        "in_time" => ScoreRule::InTime(positive_time(item)?),
        "constant" => ScoreRule::Constant(item.quantity::<Number>()?.0),
        "sum" => ScoreRule::Sum(weighted(item, depth)?),
        "product" => ScoreRule::Product(rules(item, depth)?),
        "geometric_mean" => ScoreRule::GeometricMean(rules(item, depth)?),
        "min" => ScoreRule::Min(rules(item, depth)?),
        "rank" => ScoreRule::Rank(Box::new(rule(item, depth)?)),
        "duel" => ScoreRule::Duel(Box::new(rule(item, depth)?)),
        "latency" => {
            let mut fields = item.table(TABLE)?;
            let half_life = fields.need("half_life", "a length of time, such as \"2s\"")?;
            fields.finish()?;
            ScoreRule::Latency { half_life: positive_time(&half_life)? }
        }
        "dedup" => {
            let mut fields = item.table(TABLE)?;
            let part = part(&mut fields, depth)?;
            let Share(tolerance) = fields.or("tolerance", Share(0.0))?;
            fields.finish()?;
            ScoreRule::Dedup { part, tolerance }
        }
        "first_come" => {
            let mut fields = item.table(TABLE)?;
            let part = part(&mut fields, depth)?;
            let Share(epsilon) = fields.or("epsilon", Share(0.01))?;
            let Share(decay) = fields.or("decay", Share(1.0))?;
            fields.finish()?;
            ScoreRule::FirstCome { part, epsilon, decay }
        }
        "threshold" => {
            let mut fields = item.table(TABLE)?;
            let part = part(&mut fields, depth)?;
            let Number(at) = fields.get("at")?;
            fields.finish()?;
            ScoreRule::Threshold { part, at }
        }
        _ => {
            let mut fields = item.table(TABLE)?;
            let part = part(&mut fields, depth)?;
            let by = Box::new(rule(&fields.need("by", RULE)?, depth)?);
            fields.finish()?;
            ScoreRule::Penalty { part, by }
        }
    })
}

fn positive_time(item: &Item<'_>) -> Result<Duration, ScenarioError> {
    const TIME: &str = "a length of time above 0 and up to a day, such as \"12s\"";
    item.quantity_where(TIME, |time: &Duration| !time.0.is_zero())
}

fn part(fields: &mut Fields<'_>, depth: usize) -> Result<Box<ScoreRule>, ScenarioError> {
    Ok(Box::new(rule(&fields.need("part", RULE)?, depth)?))
}

fn rules(item: &Item<'_>, depth: usize) -> Result<Vec<ScoreRule>, ScenarioError> {
    item.list_of(MOST_PARTS, RULES)?.iter().map(|item| rule(item, depth)).collect()
}

fn weighted(item: &Item<'_>, depth: usize) -> Result<Vec<(ScoreRule, f64)>, ScenarioError> {
    const SUM: &str = "a list such as [{ part = { quality = {} }, weight = 0.8 }]";
    let read = |item: &Item<'_>| {
        let mut fields = item.table(SUM)?;
        let part = *part(&mut fields, depth)?;
        let Number(weight) = fields.or("weight", Number(1.0))?;
        fields.finish()?;
        Ok((part, weight))
    };
    item.list_of(MOST_PARTS, SUM)?.iter().map(read).collect()
}
