//! Names that must be somebody's.

use super::{Reader, nearest};
use crate::scenario::{Event, Happening, Population, Subnet};
use crate::tree::At;
use crate::{Problem, ScenarioError};

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
    let all: Vec<&Population> = populations.iter().chain(joining).collect();
    let names: Vec<&str> = all.iter().map(|population| population.name.as_str()).collect();
    for reference in reader.references.borrow().iter() {
        let (key, name, at, found, known) = match reference {
            Reference::Population { key, name, at } => {
                (key, name, at, names.contains(&name.as_str()), names.clone())
            }
            Reference::Coldkey { key, name, at } => (key, name, at, is_coldkey(name, &all), names.clone()),
            Reference::Anybody { key, name, at } => {
                let found = names.contains(&name.as_str()) || is_coldkey(name, &all);
                (key, name, at, found, names.clone())
            }
            Reference::Subnet { key, name, at } => {
                let known = subnets.iter().map(|subnet| subnet.name.as_str()).collect();
                (key, name, at, subnets.iter().any(|subnet| subnet.is_called(name)), known)
            }
        };
        if found {
            continue;
        }
        if let Some(population) = all.iter().find(|population| {
            population.name == *name || name.rsplit_once('#').is_some_and(|(own, _)| own == population.name)
        }) {
            let conflict = format!("is {name:?}, and that population has {}", coldkeys(population.count));
            let remedy = match population.count {
                1 => format!("give {:?}", population.name),
                count => format!("give one of \"{0}#1\" … \"{0}#{count}\"", population.name),
            };
            return Err(at.error(Problem::Conflict { key: key.clone(), conflict, remedy }));
        }
        return Err(at.error(Problem::UnknownWord {
            key: key.clone(),
            found: name.chars().take(60).collect(),
            nearest: nearest(name, &known).map(ToOwned::to_owned),
            known: known.into_iter().take(40).map(ToOwned::to_owned).collect(),
        }));
    }
    Ok(())
}

fn coldkeys(count: u32) -> String {
    if count == 1 { "one coldkey, of its own name".to_owned() } else { format!("{count} coldkeys") }
}

/// Whether a coldkey has that name: the population's with its number from 1, or alone where it is the only one.
///
/// On several subnets the subnet may stand behind it: `honest#3@text`.
fn is_coldkey(name: &str, populations: &[&Population]) -> bool {
    let name = name.split_once('@').map_or(name, |(name, _)| name);
    let alone = |population: &&&Population| population.name == name && population.count == 1;
    if populations.iter().any(|population| alone(&population)) {
        return true;
    }
    let Some((own, number)) = name.rsplit_once('#') else { return false };
    let number: Option<u32> = number.parse().ok().filter(|_| !number.starts_with(['0', '+']));
    let has = |population: &&Population| {
        population.name == own
            && population.count > 1
            && number.is_some_and(|number| (1..=population.count).contains(&number))
    };
    populations.iter().any(has)
}
