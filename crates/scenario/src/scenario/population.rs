//! Who takes part.

use super::mechanism::{MOST_SPREAD, SPREAD};
use crate::read::{Fields, Item};
use crate::{AlphaAmount, Count, Duration, Number, Origin, Positive, Problem, ScenarioError};

/// Coldkeys of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// Its name; unique.
    pub name: String,
    /// What its coldkeys do.
    pub plan: Plan,
}

/// What the coldkeys of a population do.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// They answer.
    Miners {
        /// Number of coldkeys, each with one hotkey.
        count: u32,
        /// What they do.
        plan: MinerPlan,
        /// What the one coldkey would do if it played straight.
        otherwise: Option<MinerPlan>,
    },
    /// They ask; one coldkey per stake.
    Validators(ValidatorPlan),
}

/// How a miner plays.
#[derive(Clone, Debug, PartialEq)]
pub struct MinerPlan {
    /// Its behaviour.
    pub behaviour: Behaviour,
    /// Its quality; `None` for a behaviour that does no work of its own.
    pub quality: Option<Quality>,
}

/// What a miner does with a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Behaviour {
    /// Works at its quality and answers.
    Honest,
    /// Hands in another miner's answer to the same task.
    Copycat {
        /// Whose.
        of: CopyTarget,
        /// How long after the original.
        delay: Duration,
    },
}

/// Whom a copycat copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyTarget {
    /// The miner with the best past incentive among those who answered the task.
    BestVisible,
}

/// Quality of the miners of a population.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quality {
    /// All the same.
    Same(f64),
    /// At the mid-quantiles of a lognormal, in ascending order: no luck in it.
    Quantiles {
        /// Median.
        median: f64,
        /// Spread on the log scale.
        sd: f64,
    },
}

/// Validators, all honest: they ask, score and weigh as the mechanism says.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidatorPlan {
    /// Stake of each coldkey.
    pub stakes: Vec<AlphaAmount>,
}

impl Population {
    /// What its validators have staked together.
    fn stake_rao(&self) -> u64 {
        match &self.plan {
            Plan::Miners { .. } => 0,
            Plan::Validators(plan) => {
                plan.stakes.iter().fold(0_u64, |sum, stake| sum.saturating_add(stake.0.rao))
            }
        }
    }

    /// Number of coldkeys.
    #[must_use]
    pub fn coldkeys(&self) -> u32 {
        match &self.plan {
            Plan::Miners { count, .. } => *count,
            Plan::Validators(plan) => u32::try_from(plan.stakes.len()).unwrap_or(u32::MAX),
        }
    }
}

impl Behaviour {
    /// The name in the scenario file.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Honest => "honest",
            Self::Copycat { .. } => "copycat",
        }
    }
}

const BEHAVIOUR: &str =
    "a behaviour: \"honest\" or { copycat = { of = \"best_visible\", delay = \"400ms\" } }";
const VALIDATOR_BEHAVIOUR: &str = "the behaviour of a validator: \"honest\"";
const QUALITY: &str = "a number such as 1.0, or { median = 1.0, sd = 0.25, draw = \"quantiles\" }";

pub(super) fn read(list: &Item<'_>) -> Result<Vec<Population>, ScenarioError> {
    let items = list.list("a list of populations")?;
    let mut populations: Vec<Population> = Vec::new();
    for item in &items {
        let population = read_one(item)?;
        if populations.iter().any(|other| other.name == population.name) {
            return Err(item.error(Problem::DuplicateName { name: population.name }));
        }
        populations.push(population);
    }
    let asks = |population: &Population| matches!(population.plan, Plan::Validators(_));
    if !populations.iter().any(asks) || populations.iter().all(asks) {
        return Err(list.conflict(
            "needs at least one miner and one validator",
            "a row with role = \"miner\" and a row with role = \"validator\"",
        ));
    }
    let stakes = populations.iter().map(Population::stake_rao).fold(0_u64, u64::saturating_add);
    if stakes > MOST_STAKE_RAO {
        return Err(list.conflict(
            "stakes more than 20 million alpha; there will never be more than 21",
            "stakes of \"20M\" or less together",
        ));
    }
    Ok(populations)
}

/// The rest is for the emission of the run.
const MOST_STAKE_RAO: u64 = 20_000_000_000_000_000;

fn read_one(item: &Item<'_>) -> Result<Population, ScenarioError> {
    const NAME: &str = "a name of letters, digits, - and _, such as \"honest\"";
    let mut fields = item.table("a table such as { name = \"honest\", role = \"miner\", … }")?;
    let name_item = fields.need("name", NAME)?;
    let name = name_item.text().filter(|name| super::is_name(name)).ok_or_else(|| name_item.wrong(NAME))?;
    // From here on parameters are called by the population's name, not by its place in the list.
    fields.rename(format!("population.{name}"));
    const ROLE: &str = "\"miner\" or \"validator\"";
    let is_miner = fields.need("role", ROLE)?.word(&[("miner", true), ("validator", false)], ROLE)?;
    let plan = if is_miner { read_miners(&mut fields)? } else { read_validators(&mut fields)? };
    fields.finish()?;
    Ok(Population { name: name.to_owned(), plan })
}

fn read_miners(fields: &mut Fields<'_>) -> Result<Plan, ScenarioError> {
    let count = fields.or("count", Count(1))?.0;
    let plan = read_miner_plan(fields)?;
    let otherwise = match fields.find("otherwise") {
        None => None,
        Some(item) if count > 1 => {
            return Err(item.conflict(
                "asks what one coldkey would do, and there are more of them",
                "a population of its own with count = 1",
            ));
        }
        Some(item) => {
            let mut other = item.table("a table such as { behaviour = \"honest\", quality = 0.5 }")?;
            let plan = read_miner_plan(&mut other)?;
            other.finish()?;
            Some(plan)
        }
    };
    Ok(Plan::Miners { count, plan, otherwise })
}

fn read_miner_plan(fields: &mut Fields<'_>) -> Result<MinerPlan, ScenarioError> {
    let item = fields.need("behaviour", BEHAVIOUR)?;
    let behaviour = read_behaviour(&item)?;
    item.note();
    let quality = fields.find("quality");
    let quality = match (behaviour, quality) {
        (Behaviour::Honest, None) => return Err(fields.missing("quality", QUALITY)),
        (Behaviour::Honest, Some(item)) => {
            let quality = read_quality(&item)?;
            item.note();
            Some(quality)
        }
        (Behaviour::Copycat { .. }, None) => None,
        (Behaviour::Copycat { .. }, Some(item)) => {
            return Err(item.conflict(
                "means nothing for a copycat, which does no work of its own",
                "the row without `quality`",
            ));
        }
    };
    Ok(MinerPlan { behaviour, quality })
}

fn read_behaviour(item: &Item<'_>) -> Result<Behaviour, ScenarioError> {
    if !item.is_table() {
        return item.word(&[("honest", Behaviour::Honest)], BEHAVIOUR);
    }
    let mut fields = item.table(BEHAVIOUR)?;
    let Some(copycat) = fields.find("copycat") else {
        fields.finish()?;
        return Err(item.wrong(BEHAVIOUR));
    };
    let mut copy = copycat.table("a table such as { of = \"best_visible\", delay = \"400ms\" }")?;
    const OF: &str = "\"best_visible\"";
    let of = copy.need("of", OF)?.word(&[("best_visible", CopyTarget::BestVisible)], OF)?;
    let delay = copy.need("delay", <Duration as crate::Unit>::EXPECTED)?.quantity()?;
    copy.finish()?;
    fields.finish()?;
    Ok(Behaviour::Copycat { of, delay })
}

fn read_quality(item: &Item<'_>) -> Result<Quality, ScenarioError> {
    if !item.is_table() {
        return Ok(Quality::Same(item.quantity::<Positive>()?.0));
    }
    let mut fields = item.table(QUALITY)?;
    let need = <Positive as crate::Unit>::EXPECTED;
    let Positive(median) = fields.need("median", need)?.quantity()?;
    let Number(sd) = fields.need("sd", SPREAD)?.quantity_where(SPREAD, |sd: &Number| sd.0 <= MOST_SPREAD)?;
    const DRAW: &str = "\"quantiles\"";
    fields.need("draw", DRAW)?.word(&[("quantiles", ())], DRAW)?;
    fields.finish()?;
    Ok(Quality::Quantiles { median, sd })
}

fn read_validators(fields: &mut Fields<'_>) -> Result<Plan, ScenarioError> {
    const STAKES: &str = "a list of stakes in alpha, such as [\"400k\", \"250k\"]";
    let item = fields.need("behaviour", VALIDATOR_BEHAVIOUR)?;
    item.word(&[("honest", ())], VALIDATOR_BEHAVIOUR)?;
    item.note();
    let item = fields.need("stake", STAKES)?;
    const STAKE: &str = "an amount of alpha above 0 and up to \"20M\", such as \"400k\"";
    let read = |stake: &Item<'_>| stake.quantity_where(STAKE, |stake: &AlphaAmount| stake.0.rao > 0);
    let stakes: Vec<AlphaAmount> = item.list(STAKES)?.iter().map(read).collect::<Result<_, _>>()?;
    if stakes.is_empty() {
        return Err(item.wrong(STAKES));
    }
    if let Some(count) = fields.find("count")
        && count.quantity::<Count>()?.0 as usize != stakes.len()
    {
        return Err(count.conflict(
            "is not the number of stakes",
            format_args!("count = {}, or none: every stake is a validator", stakes.len()),
        ));
    }
    item.reader.note(&item.key, show(&stakes), Origin::Given);
    Ok(Plan::Validators(ValidatorPlan { stakes }))
}

fn show(stakes: &[AlphaAmount]) -> String {
    stakes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
