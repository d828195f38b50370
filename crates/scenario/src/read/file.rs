//! The file as a whole.

use super::{Fields, Item, Reader, costs, event, gate, population, references, run, subnet};
use crate::scenario::{Axis, Gate, Published, Scenario};
use crate::tree::{At, Entry, Node, Table};
use crate::{Problem, ScenarioError};
use incentor_primitives::RuleSet;

/// Gives the text of a file that the scenario names, or says why it cannot.
pub(crate) type Files<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// Variants are for a person to compare.
pub(crate) const MOST_VARIANTS: usize = 32;
/// Every point is a simulation.
pub(crate) const MOST_POINTS: usize = 10_000;
const MOST_CHANGES: usize = 256;
const MOST_AXES: usize = 8;
const MOST_GATES: usize = 256;
const MOST_PUBLISHED: usize = 256;

const NAME: &str = "a name of up to 64 letters, digits, - and _, such as \"quickstart\"";
const TEACHES: &str = "a paragraph of text, up to 4000 characters";
const MOST_TEACHES: usize = 4000;

/// Reads the scenario of a file, its overlays made; variants, gates and sweep are read elsewhere.
pub(crate) fn read_scenario(root: &Table, at: &At, files: Files<'_>) -> Result<Scenario, ScenarioError> {
    let reader = Reader::new(files);
    let scenario = read(&reader, root, at)?;
    Ok(Scenario { parameters: reader.into_parameters(), ..scenario })
}

pub(crate) fn read(reader: &Reader<'_>, root: &Table, at: &At) -> Result<Scenario, ScenarioError> {
    let mut file = Fields::root(reader, root, at);
    let name = read_name(&file.need("name", NAME)?, NAME)?;
    let teaches = file.find("teaches").map(|item| {
        let fits = |text: &&str| !text.trim().is_empty() && text.chars().count() <= MOST_TEACHES;
        item.text().filter(fits).map(|text| text.trim().to_owned()).ok_or_else(|| item.wrong(TEACHES))
    });
    let teaches = teaches.transpose()?;
    let names: Vec<(&'static str, &RuleSet)> = RuleSet::ALL.iter().map(|rules| (rules.name, rules)).collect();
    let item = file.need("rule_set", "the name of a rule-set: \"subtensor-2026-06\"")?;
    let rule_set = item.word(&names)?;
    item.note();
    let run = run::read(&file.need("run", "a table such as { seeds = 32, duration = \"280 tempos\" }")?)?;
    let record = run::read_record(&mut file)?;
    let list = file.need("population", "a list of populations")?;
    let populations = population::read(&list)?;
    let (common, misspelt) = (file.find("mechanism"), file.misspelt("mechanism"));
    let subnets = subnet::Subnets { rules: rule_set, common, misspelt };
    let subnets = subnets.read(file.find("subnet"), &file)?;
    let clock = event::Clock { tempo: subnets.first().map_or(360, |subnet| subnet.tempo) };
    let tables = population::tables(&list);
    let events = match file.find("event") {
        Some(item) => event::read(&item, clock, &tables)?,
        None => Vec::new(),
    };
    let costs = match file.find("costs") {
        Some(item) => costs::read(&item)?,
        None => costs::read_default(&mut file)?,
    };
    let published = file.find("published").map(|item| read_published(&item)).transpose()?;
    for key in ["variant", "gate", "sweep"] {
        let _ = file.find(key);
    }
    file.finish()?;
    population::check(&list, &populations, &subnets, rule_set)?;
    references::check(reader, &populations, &events, &subnets)?;
    let parameters = Vec::new();
    Ok(Scenario {
        name,
        teaches,
        rule_set,
        run,
        record,
        populations,
        events,
        subnets,
        costs,
        published,
        parameters,
    })
}

/// A name that can be a directory's and part of a path of keys.
pub(super) fn read_name(item: &Item<'_>, expected: &str) -> Result<String, ScenarioError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let text = item.text().filter(|text| (1..=64).contains(&text.len()) && text.chars().all(fits));
    text.map(ToOwned::to_owned).ok_or_else(|| item.wrong(expected))
}

fn read_published(item: &Item<'_>) -> Result<Published, ScenarioError> {
    const TOTALS: &str = "a table such as { \"Yuma 2\" = [10.5, 9.8] }, one total per validator";
    let mut fields = item.table("a table [published]")?;
    let source = fields.need("source", "where it was published")?;
    let source = source.text().ok_or_else(|| source.wrong("a text: where it was published"))?.to_owned();
    let mut totals = Vec::new();
    for (name, list) in fields.need("totals", TOTALS)?.named(TOTALS)? {
        let numbers = list.list_of(MOST_PUBLISHED, TOTALS)?;
        let number = |item: &Item<'_>| {
            let number = item.number().filter(|number| number.is_finite() && number.abs() <= 1e12);
            number.ok_or_else(|| item.wrong("a number"))
        };
        totals.push((name.to_owned(), numbers.iter().map(number).collect::<Result<_, _>>()?));
    }
    fields.finish()?;
    Ok(Published { source, totals })
}

/// A variant's name and what it sets.
pub(crate) struct VariantRow {
    pub(crate) name: String,
    pub(crate) set: Vec<(String, Entry)>,
}

pub(crate) fn read_variants(
    root: &Table,
    at: &At,
    files: Files<'_>,
) -> Result<Vec<VariantRow>, ScenarioError> {
    const VARIANTS: &str = "a list of variants, such as [[variant]] with a name and a table `set`";
    const SET: &str = "a table of keys and values, such as { \"mechanism.weights.power\" = 2.0 }";
    let reader = Reader::new(files);
    let mut file = Fields::root(&reader, root, at);
    let Some(list) = file.find("variant") else { return Ok(Vec::new()) };
    let mut rows: Vec<VariantRow> = Vec::new();
    for item in list.list_of(MOST_VARIANTS, VARIANTS)? {
        let mut fields = item.table(VARIANTS)?;
        let name = read_name(&fields.need("name", NAME)?, NAME)?;
        if rows.iter().any(|row| row.name == name) {
            return Err(item.error(Problem::DuplicateName { what: "variant", name }));
        }
        let set = match fields.find("set") {
            None => Vec::new(),
            Some(set) => {
                let paths = set.node.table().ok_or_else(|| set.wrong(SET))?.paths();
                paths.into_iter().map(|(path, entry)| (path, entry.clone())).collect()
            }
        };
        fields.finish()?;
        if set.len() > MOST_CHANGES {
            return Err(item.conflict(
                format_args!("sets {} keys", set.len()),
                format_args!("keep it to {MOST_CHANGES}, or make another file"),
            ));
        }
        rows.push(VariantRow { name, set });
    }
    Ok(rows)
}

pub(crate) fn read_gates(
    root: &Table,
    at: &At,
    base: &Scenario,
    variants: &[String],
    files: Files<'_>,
) -> Result<Vec<Gate>, ScenarioError> {
    const GATES: &str = "a list of gates, such as [[gate]] with a list `assert`";
    let reader = Reader::new(files);
    let mut file = Fields::root(&reader, root, at);
    let Some(list) = file.find("gate") else { return Ok(Vec::new()) };
    let gates = list.list(GATES)?;
    if gates.len() > MOST_GATES {
        return Err(list.conflict(format_args!("has {} gates", gates.len()), "keep it to 256"));
    }
    let gates = gates.iter().map(|item| gate::read(item, base, variants)).collect::<Result<Vec<_>, _>>()?;
    gate::check_all(&list, &gates)?;
    Ok(gates)
}

/// The axes of the sweep with their values' nodes.
pub(crate) fn read_sweep(
    root: &Table,
    at: &At,
    files: Files<'_>,
) -> Result<Vec<(Axis, At, Vec<Node>)>, ScenarioError> {
    const SWEEP: &str = "a table of keys and lists, such as \"population.sybil.hotkeys\" = [1, 2, 4]";
    let reader = Reader::new(files);
    let mut file = Fields::root(&reader, root, at);
    let Some(item) = file.find("sweep") else { return Ok(Vec::new()) };
    let table = root.node("sweep").and_then(Node::table).ok_or_else(|| item.wrong(SWEEP))?;
    let mut axes = Vec::new();
    let mut points = 1_usize;
    let paths = table.paths();
    if paths.len() > MOST_AXES {
        return Err(item.conflict(
            format_args!("has {} keys", paths.len()),
            format_args!("keep it to {MOST_AXES}; every combination is simulated"),
        ));
    }
    for (key, entry) in paths {
        let axis = Item { key: format!("sweep.{key}"), node: &entry.node, ..item.clone() };
        let items = axis.list_of(MOST_POINTS, "a list of at least one value, such as [1, 2, 4]")?;
        points = points.saturating_mul(items.len());
        if points > MOST_POINTS {
            return Err(axis.conflict(
                format_args!("makes it {points} points"),
                format_args!("keep it to {MOST_POINTS} points: the product of all lists' lengths"),
            ));
        }
        let nodes: Vec<Node> = items.iter().map(|item| item.node.clone()).collect();
        let values = nodes.iter().map(Node::source).collect();
        axes.push((Axis { key, values }, entry.at.clone(), nodes));
    }
    Ok(axes)
}
