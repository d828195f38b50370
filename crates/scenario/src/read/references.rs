//! Names that must be somebody's.

use super::{Reader, nearest};
use crate::scenario::{Event, Happening, Population, Subnet};
use crate::tree::At;
use crate::{Problem, ScenarioError};
use std::collections::BTreeMap;

/// A name that a value holds, to be checked once everybody is known.
#[derive(Debug)]
pub(super) enum Reference {
    /// A population.
    Population { key: String, name: String, at: At },
    /// A coldkey, such as `validators#1`; a population of one coldkey is its own name.
    Coldkey { key: String, name: String, at: At },
    /// A population or a coldkey.
    Anybody { key: String, name: String, at: At },
    /// A subnet.
    Subnet { key: String, name: String, at: At },
}

/// What stands for a coldkey in a copycat's `of`.
pub(super) const COPIED: [&str; 2] = ["best_visible", "first_visible"];

/// Refuses the first name that nobody has.
pub(super) fn check(
    reader: &Reader<'_>,
    populations: &[Population],
    events: &[Event],
    subnets: &[Subnet],
) -> Result<(), ScenarioError> {
    let joining = events.iter().filter_map(|event| match &event.what {
        Happening::Join(population) => Some(population),
        _ => None,
    });
    let counts: Counts<'_> = populations
        .iter()
        .chain(joining)
        .map(|population| (population.name.as_str(), population.count))
        .collect();
    for reference in reader.references.borrow().iter() {
        check_one(reference, &counts, subnets)?;
    }
    Ok(())
}

/// Coldkeys of each population.
type Counts<'a> = BTreeMap<&'a str, u32>;

fn check_one(reference: &Reference, counts: &Counts<'_>, subnets: &[Subnet]) -> Result<(), ScenarioError> {
    let is_population = |name: &str| counts.contains_key(name);
    let (key, name, at, found) = match reference {
        Reference::Population { key, name, at } => (key, name, at, is_population(name)),
        Reference::Coldkey { key, name, at } => (key, name, at, is_coldkey(name, counts)),
        Reference::Anybody { key, name, at } => {
            (key, name, at, is_population(name) || is_coldkey(name, counts))
        }
        Reference::Subnet { key, name, at } => {
            (key, name, at, subnets.iter().any(|subnet| subnet.is_called(name)))
        }
    };
    if found {
        return Ok(());
    }
    let known: Vec<&str> = match reference {
        Reference::Subnet { .. } => subnets.iter().map(|subnet| subnet.name.as_str()).collect(),
        _ => {
            let own = name.split_once(['#', '@']).map_or(name.as_str(), |(own, _)| own);
            if let Some(count) = counts.get(own) {
                return Err(at.error(no_such_coldkey(key, name, own, *count)));
            }
            let words: &[&str] = if key.ends_with(".copycat.of") { &COPIED } else { &[] };
            words.iter().chain(counts.keys()).copied().collect()
        }
    };
    Err(at.error(Problem::UnknownWord {
        key: key.clone(),
        found: name.chars().take(60).collect::<String>().into(),
        nearest: nearest(name, &known).map(Into::into),
        known: known.into_iter().take(40).map(ToOwned::to_owned).collect(),
    }))
}

fn no_such_coldkey(key: &str, name: &str, own: &str, count: u32) -> Problem {
    let conflict = format!("is {name:?}, and that population has {}", coldkeys(count));
    let remedy = match count {
        1 => format!("give {own:?}"),
        count => format!("give one of \"{own}#1\" … \"{own}#{count}\""),
    };
    Problem::Conflict { key: key.to_owned(), conflict, remedy }
}

fn coldkeys(count: u32) -> String {
    if count == 1 { "one coldkey, of its own name".to_owned() } else { format!("{count} coldkeys") }
}

/// Whether a coldkey has that name: the population's with its number from 1, or alone where it is the only one.
///
/// On several subnets the subnet may stand behind it: `honest#3@text`.
fn is_coldkey(name: &str, counts: &Counts<'_>) -> bool {
    let name = name.split_once('@').map_or(name, |(name, _)| name);
    if counts.get(name) == Some(&1) {
        return true;
    }
    let Some((own, number)) = name.rsplit_once('#') else { return false };
    let number: Option<u32> = number.parse().ok().filter(|_| !number.starts_with(['0', '+']));
    let fits = |count: u32| count > 1 && number.is_some_and(|number| (1..=count).contains(&number));
    counts.get(own).copied().is_some_and(fits)
}
