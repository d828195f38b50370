//! Who takes part.

use super::file::read_name;
use super::references::Reference;
use super::{Fields, Item, Notes, miner, validator};
use crate::scenario::{Part, Population, Subnet};
use crate::tree::{Node, Table, Value};
use crate::{Count, Problem, ScenarioError};
use incentor_primitives::RuleSet;

const MOST_POPULATIONS: usize = 1000;
/// The epoch's own limit (spec §1.16) leaves room for no more.
pub(crate) const MOST_SEATS: u32 = 4096;
/// The rest is for the emission of the run.
const MOST_STAKE_RAO: u64 = 20_000_000_000_000_000;

const LIST: &str = "a list of populations";
const ROW: &str = "a table such as { name = \"honest\", role = \"miner\", … }";
const NAME: &str = "a name of up to 64 letters, digits, - and _, such as \"honest\"";
const COUNT: &str = "a whole number from 1 to 4096, such as 12";
const OTHERWISE: &str = "a table such as { behaviour = \"honest\", quality = 0.5 }";

/// Keys of a population that are no part of what its coldkeys do.
const FRAME: [&str; 5] = ["name", "role", "subnet", "count", "otherwise"];

/// Populations as the file writes them, by name.
pub(super) type Tables<'a> = Vec<(&'a str, &'a Table)>;

pub(super) fn read(list: &Item<'_>) -> Result<Vec<Population>, ScenarioError> {
    let mut populations: Vec<Population> = Vec::new();
    for item in list.list_of(MOST_POPULATIONS, LIST)? {
        let population = read_one(&item)?;
        if populations.iter().any(|other| other.name == population.name) {
            return Err(item.error(Problem::DuplicateName { what: "population", name: population.name }));
        }
        populations.push(population);
    }
    Ok(populations)
}

/// The tables of a list of populations.
pub(super) fn tables<'a>(list: &Item<'a>) -> Tables<'a> {
    let Value::List(nodes) = &list.node.value else { return Vec::new() };
    nodes.iter().filter_map(table_of).collect()
}

pub(super) fn table_of(node: &Node) -> Option<(&str, &Table)> {
    let table = node.table()?;
    Some((table.node("name")?.text()?, table))
}

pub(super) fn read_one(item: &Item<'_>) -> Result<Population, ScenarioError> {
    let item = &item.clone().known_as("population[]");
    let mut fields = item.table(ROW)?;
    let name = read_name(&fields.need("name", NAME)?, NAME)?;
    // From here on parameters are called by the population's name, not by its place in the list.
    let path = format!("population.{name}");
    fields.rename(path.clone());
    let role = fields.need("role", "\"miner\" or \"validator\"")?;
    let role = role.word(&[("miner", Role::Miner), ("validator", Role::Validator)])?;
    let subnet = fields.find("subnet").map(|item| {
        item.note();
        let at = item.node.at.clone();
        item.refer(|name| Reference::Subnet { key: item.key.clone(), name: name.to_owned(), at })
    });
    let subnet = subnet.transpose()?;
    let count_item = fields.find("count");
    let count = match &count_item {
        Some(item) => {
            let Count(count) = item.quantity_where(COUNT, |count: &Count| count.0 <= MOST_SEATS)?;
            Some(count)
        }
        None => None,
    };
    let (part, count) = role.read(&mut fields, count)?;
    fields.known_as("population[]");
    match (&count_item, role) {
        (Some(item), _) => item.note(),
        (None, Role::Miner) => fields.note_default("count", "1"),
        (None, Role::Validator) => {}
    }
    let twin = fields.find("otherwise");
    fields.finish()?;
    let otherwise = match twin {
        Some(twin) => {
            let table = twin.node.table().ok_or_else(|| twin.wrong(OTHERWISE))?;
            let base = item.node.table().unwrap_or(Table::EMPTY);
            let mut twin = twin.known_as("population[]");
            twin.key = format!("{path}.otherwise");
            Some(read_over(&twin, table, base, role, count)?)
        }
        None => None,
    };
    let place = item.node.at.place();
    Ok(Population { name, subnet, count, part, otherwise, place })
}

/// A part that says only where it differs from the one in `base`.
pub(super) fn read_over(
    item: &Item<'_>,
    table: &Table,
    base: &Table,
    role: Role,
    count: u32,
) -> Result<Part, ScenarioError> {
    let merged = table.over(base, &FRAME);
    let mut fields = item.fields(&merged);
    fields.notes = Notes::Given;
    let (part, _) = role.read(&mut fields, Some(count))?;
    fields.finish()?;
    Ok(part)
}

/// What a population is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Miner,
    Validator,
}

impl Role {
    const fn pattern(self) -> &'static str {
        match self {
            Self::Miner => "miner",
            Self::Validator => "validator",
        }
    }

    /// A part, and the number of coldkeys that play it.
    fn read(self, fields: &mut Fields<'_>, count: Option<u32>) -> Result<(Part, u32), ScenarioError> {
        fields.known_as(self.pattern());
        match self {
            Self::Miner => Ok((Part::Miner(miner::read(fields)?), count.unwrap_or(1))),
            Self::Validator => {
                let plan = validator::read(fields, count)?;
                let count = u32::try_from(plan.stakes.len()).unwrap_or(u32::MAX);
                Ok((Part::Validator(plan), count))
            }
        }
    }
}

/// What populations must be together, on each subnet.
pub(super) fn check(
    list: &Item<'_>,
    populations: &[Population],
    subnets: &[Subnet],
    rules: &RuleSet,
) -> Result<(), ScenarioError> {
    for subnet in subnets {
        let here = || populations.iter().filter(|population| is_on(population, subnet));
        let asks = |population: &Population| matches!(population.part, Part::Validator(_));
        if !here().any(asks) || here().all(asks) {
            return Err(list.conflict(
                format_args!(
                    "needs at least one miner and one validator on each subnet, and on `{}`",
                    subnet.name
                ),
                "give a row with role = \"miner\" and a row with role = \"validator\"",
            ));
        }
        let stakes = here().map(stake_rao).fold(0_u64, u64::saturating_add);
        if stakes > MOST_STAKE_RAO {
            return Err(list.conflict(
                "stakes more than 20 million alpha; there will never be more than 21",
                "give stakes of \"20M\" or less together",
            ));
        }
        let uids: u64 = here().map(uids).sum();
        let seats = seats(subnet, rules);
        if uids > seats {
            let remedy = if uids > u64::from(MOST_SEATS) {
                format!("{MOST_SEATS} uids or fewer together; no subnet has more")
            } else {
                format!("give max_allowed_uids = {uids}, or a smaller `count`")
            };
            return Err(list.conflict(
                format_args!("needs more uids than `subnet.max_allowed_uids` allows: {uids} > {seats}"),
                remedy,
            ));
        }
    }
    Ok(())
}

fn is_on(population: &Population, subnet: &Subnet) -> bool {
    population.subnet.as_ref().is_none_or(|name| subnet.is_called(name))
}

fn seats(subnet: &Subnet, rules: &RuleSet) -> u64 {
    let given = subnet.whole("max_allowed_uids").and_then(|seats| u64::try_from(seats).ok());
    given.unwrap_or_else(|| rules.subnet.max_allowed_uids.into())
}

fn stake_rao(population: &Population) -> u64 {
    match &population.part {
        Part::Miner(_) => 0,
        Part::Validator(plan) => {
            plan.stakes.iter().fold(0, |sum: u64, stake| sum.saturating_add(stake.0.rao))
        }
    }
}

fn uids(population: &Population) -> u64 {
    match &population.part {
        Part::Miner(plan) => u64::from(population.count) * u64::from(plan.hotkeys),
        Part::Validator(_) => u64::from(population.count),
    }
}
