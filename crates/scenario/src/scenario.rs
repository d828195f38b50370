//! The scenario: who takes part, under which rules, for how long.

mod mechanism;
mod population;
mod subnet;

pub use mechanism::{AbstractMechanism, GivenTo, Leaf, Sample, ScoreRule};
pub use population::{Behaviour, CopyTarget, MinerPlan, Plan, Population, Quality, ValidatorPlan};
pub use subnet::{Costs, Subnet};

use crate::read::{Fields, Reader};
use crate::{Count, Origin, Parameter, Place, Problem, ScenarioError, Share, Tempos};
use incentor_primitives::RuleSet;
use toml::de::DeTable;

/// A scenario of a megabyte has been written by a program gone wrong.
const MOST_BYTES: usize = 1 << 20;

/// Every seed's outcome is kept until the end.
const MOST_SEEDS: u32 = 10_000;

/// A scenario, read and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name; letters, digits, `-` and `_`, so that it can name a directory.
    pub name: String,
    /// The chain's rules.
    pub rule_set: &'static RuleSet,
    /// Seeds and time.
    pub run: RunPlan,
    /// Who takes part.
    pub populations: Vec<Population>,
    /// The subnet's hyperparameters.
    pub subnet: Subnet,
    /// The mechanism.
    pub mechanism: AbstractMechanism,
    /// What taking part costs.
    pub costs: Costs,
    /// Every number above with its origin, in the order of the schema.
    pub parameters: Vec<Parameter>,
}

/// Seeds and time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunPlan {
    /// Number of seeds.
    pub seeds: u32,
    /// The first seed.
    pub first_seed: u32,
    /// Tempos simulated.
    pub duration: Tempos,
    /// Tempos at the start that count for nothing.
    pub warmup: Tempos,
    /// Confidence of every interval.
    pub confidence: f64,
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// The first thing that is wrong, in the order of the schema, with its place.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let start = Place { line: 1, column: 1 };
        if text.len() > MOST_BYTES {
            let problem = Problem::TooLarge { bytes: text.len(), most: MOST_BYTES };
            return Err(ScenarioError { place: start, problem });
        }
        let table = DeTable::parse(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            let message = error.message().to_owned();
            ScenarioError { place: Place::of(text, offset), problem: Problem::Syntax { message } }
        })?;
        let reader = Reader::new(text);
        let mut file = Fields::new(&reader, String::new(), table.get_ref(), 0..0);
        let scenario = Self::read(&mut file)?;
        file.finish()?;
        Ok(Self { parameters: reader.into_parameters(), ..scenario })
    }

    /// The same with other seeds, as the command line asks; the parameters say so.
    #[must_use]
    pub fn with_seeds(mut self, first: Option<u32>, count: Option<u32>) -> Self {
        let changes = [("run.first_seed", first), ("run.seeds", count)];
        for (key, value) in changes {
            let parameter = self.parameters.iter_mut().find(|parameter| parameter.key == key);
            if let (Some(parameter), Some(value)) = (parameter, value) {
                (parameter.value, parameter.origin) = (value.to_string(), Origin::CommandLine);
            }
        }
        self.run.first_seed = first.unwrap_or(self.run.first_seed);
        self.run.seeds = count.unwrap_or(self.run.seeds);
        self
    }

    fn read(file: &mut Fields<'_>) -> Result<Self, ScenarioError> {
        const NAME: &str = "a name of letters, digits, - and _, such as \"quickstart\"";
        let item = file.need("name", NAME)?;
        let name = item.text().filter(|name| is_name(name)).ok_or_else(|| item.wrong(NAME))?.to_owned();
        let item = file.need("rule_set", RULE_SET)?;
        let rule_set = item.text().and_then(RuleSet::named).ok_or_else(|| item.wrong(RULE_SET))?;
        item.note();
        let run = RunPlan::read(
            &mut file.sub("run", "a table such as { seeds = 32, duration = \"280 tempos\" }")?,
        )?;
        let list = file.need("population", "a list of populations")?;
        let populations = population::read(&list)?;
        let subnet = Subnet::read(&mut file.sub("subnet", "a table [subnet]")?, rule_set)?;
        let mechanism = AbstractMechanism::read(&mut file.sub("mechanism", "a table [mechanism]")?)?;
        let costs = Costs::read(&mut file.sub("costs", "a table [costs]")?)?;
        let uids: u64 = populations.iter().map(|population| u64::from(population.coldkeys())).sum();
        if uids > u64::from(subnet.max_allowed_uids) {
            let remedy = if uids > u64::from(subnet::MOST_SEATS) {
                format!("{} uids or fewer together; no subnet has more", subnet::MOST_SEATS)
            } else {
                format!("max_allowed_uids = {uids}, or a smaller `count`")
            };
            return Err(list.conflict("needs more uids than `subnet.max_allowed_uids` allows", remedy));
        }
        Ok(Self { name, rule_set, run, populations, subnet, mechanism, costs, parameters: Vec::new() })
    }
}

const RULE_SET: &str = "the name of a rule-set: \"subtensor-2026-06\"";

fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (1..=64).contains(&text.len()) && text.chars().all(fits)
}

impl RunPlan {
    fn read(fields: &mut Fields<'_>) -> Result<Self, ScenarioError> {
        const SEEDS: &str = "a whole number from 1 to 10000, such as 32";
        const DURATION: &str = "1 to 100000 tempos, such as \"280 tempos\"";
        const CONFIDENCE: &str = "a share from 0.5 to 0.9999, such as 0.95";
        let seeds = fields.or_where("seeds", Count(32), SEEDS, |seeds| seeds.0 <= MOST_SEEDS)?.0;
        let first_seed = fields.or("first_seed", Count(1))?.0;
        let duration: Tempos = fields.get_where("duration", DURATION, |duration: &Tempos| duration.0 > 0)?;
        let warmup = fields.or("warmup", Tempos(0))?;
        let accepts = |share: &Share| (0.5..=0.9999).contains(&share.0);
        let Share(confidence) = fields.or_where("confidence", Share(0.95), CONFIDENCE, accepts)?;
        // Without the key it is 0, and `duration` is not.
        if let Some(item) = fields.find("warmup").filter(|_| warmup >= duration) {
            let most = Tempos(duration.0 - 1);
            let remedy = format_args!("\"{most}\" or fewer, or a longer `duration`");
            return Err(item.conflict("leaves nothing of `duration` to count", remedy));
        }
        fields.finish()?;
        Ok(Self { seeds, first_seed, duration, warmup, confidence })
    }
}

#[cfg(test)]
mod tests;
