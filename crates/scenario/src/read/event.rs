//! What happens on the way.

use super::population::{Role, Tables, read_one, read_over, table_of};
use super::references::Reference;
use super::{Item, miner::coldkey, nearest, subnet};
use crate::scenario::{Event, Happening, Setting};
use crate::tree::{Node, Table, Value};
use crate::{Blocks, HYPERPARAMETERS, Hyperparameter, Problem, ScenarioError, Stretch, Unit};

const MOST_EVENTS: usize = 1000;
const KINDS: [&str; 7] = ["join", "leave", "outage", "set", "change", "reset_bonds", "move_stake"];
const ROW: &str = "a table such as { at = \"150 tempos\", leave = { who = \"validators#1\" } }";
const WHO: &str = "a population or a coldkey, such as \"validators#1\"";

/// How stretches of a run become blocks.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    /// Blocks in a tempo of the first subnet.
    pub(super) tempo: u16,
}

impl Clock {
    fn read(self, item: &Item<'_>) -> Result<Blocks, ScenarioError> {
        Ok(item.quantity::<Stretch>()?.blocks(self.tempo))
    }
}

/// The events in the order of time; those of one block in the order of the file.
pub(super) fn read(item: &Item<'_>, clock: Clock, tables: &Tables<'_>) -> Result<Vec<Event>, ScenarioError> {
    let items = item.list("a list of events")?;
    if items.len() > MOST_EVENTS {
        return Err(item.conflict(format_args!("has {} events", items.len()), "keep it to 1000"));
    }
    // A part can change of somebody who joins, too.
    let joining = items.iter().filter_map(|item| joins(item.node));
    let tables: Tables<'_> = tables.iter().copied().chain(joining).collect();
    let mut events =
        items.iter().map(|item| read_row(item, clock, &tables)).collect::<Result<Vec<_>, _>>()?;
    check_names(&items, &tables)?;
    events.sort_by_key(|event| event.at);
    Ok(events)
}

fn joins(node: &Node) -> Option<(&str, &Table)> {
    table_of(node.table()?.node("join")?)
}

fn check_names(items: &[Item<'_>], tables: &Tables<'_>) -> Result<(), ScenarioError> {
    for item in items {
        let Some((name, _)) = joins(item.node) else { continue };
        if tables.iter().filter(|(other, _)| *other == name).count() > 1 {
            return Err(item.error(Problem::DuplicateName { what: "population", name: name.to_owned() }));
        }
    }
    Ok(())
}

fn read_row(item: &Item<'_>, clock: Clock, tables: &Tables<'_>) -> Result<Event, ScenarioError> {
    let mut fields = item.table(ROW)?;
    let moment = fields.need("at", Stretch::EXPECTED)?;
    moment.note();
    let at = clock.read(&moment)?;
    let mut found = Vec::new();
    for kind in KINDS {
        if let Some(item) = fields.find(kind) {
            found.push((kind, item));
        }
    }
    fields.finish()?;
    let [(kind, what)] = found.as_slice() else {
        return Err(item.conflict(
            format_args!("has {} things that happen", found.len()),
            "give one of `join`, `leave`, `outage`, `set`, `change`, `reset_bonds`, `move_stake`, and an event each",
        ));
    };
    let what = match *kind {
        "join" => Happening::Join(read_one(what)?),
        "leave" => {
            let mut fields = what.table("a table such as { who = \"validators#1\" }")?;
            let who = who(&fields.need("who", WHO)?)?;
            fields.finish()?;
            Happening::Leave { who }
        }
        "outage" => {
            let mut fields = what.table("a table such as { who = \"validators#1\", lasts = \"6h\" }")?;
            let who = who(&fields.need("who", WHO)?)?;
            let lasts = fields.need("lasts", Stretch::EXPECTED)?;
            lasts.note();
            let lasts = clock.read(&lasts)?;
            fields.finish()?;
            Happening::Outage { who, lasts }
        }
        "set" => read_set(what)?,
        "reset_bonds" => {
            let mut fields = what.table("a table such as { who = \"server#1\" }")?;
            let who = who(&fields.need("who", WHO)?)?;
            fields.finish()?;
            Happening::ResetBonds { who }
        }
        "move_stake" => {
            let mut fields = what.table("a table such as { from = \"small\", to = \"big\" }")?;
            let from = coldkey(&mut fields, "from")?;
            let to = coldkey(&mut fields, "to")?;
            fields.finish()?;
            Happening::MoveStake { from, to }
        }
        _ => read_change(what, tables)?,
    };
    Ok(Event { at, what, place: item.node.at.place() })
}

fn who(item: &Item<'_>) -> Result<String, ScenarioError> {
    item.note();
    let at = item.node.at.clone();
    item.refer(|name| Reference::Anybody { key: item.key.clone(), name: name.to_owned(), at })
}

/// `{ "subnet.kappa" = 0.6 }`, or `"subnet.text.kappa"` for one of several; all of one subnet.
fn read_set(item: &Item<'_>) -> Result<Happening, ScenarioError> {
    const SET: &str = "a table such as { \"subnet.kappa\" = 0.6 }";
    let table = item.node.table().filter(|table| !table.entries.is_empty()).ok_or_else(|| item.wrong(SET))?;
    let mut subnet = None;
    let mut settings: Vec<Setting> = Vec::new();
    for (path, entry) in table.paths() {
        let key = format!("{}.{path}", item.key);
        let value = Item { key: key.clone(), node: &entry.node, ..item.clone() };
        let mut parts = path.split('.');
        let (on, name) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("subnet"), Some(name), None, None) => (None, name),
            (Some("subnet"), Some(on), Some(name), None) => (Some(on.to_owned()), name),
            _ => {
                return Err(value.conflict(
                    "is no hyperparameter of a subnet",
                    "give a key such as \"subnet.kappa\", or \"subnet.text.kappa\" for one of several",
                ));
            }
        };
        if let Some(name) = &on {
            let at = entry.at.clone();
            value.remember(Reference::Subnet { key: key.clone(), name: name.clone(), at });
        }
        if !settings.is_empty() && subnet != on {
            return Err(
                value.conflict("is of another subnet than the key before", "give it an event of its own")
            );
        }
        subnet = on;
        let Some(one) = Hyperparameter::named(name) else {
            let known: Vec<&str> = HYPERPARAMETERS.iter().map(|one| one.name).collect();
            let nearest = nearest(name, &known).map(Into::into);
            let known = known.into_iter().map(ToOwned::to_owned).collect();
            return Err(entry.at.error(Problem::UnknownKey { key, nearest, known }));
        };
        if settings.iter().any(|setting| setting.name == one.name) {
            return Err(value.conflict("is set twice", "keep one of the two"));
        }
        settings.push(subnet::read_setting(&value, one)?);
    }
    Ok(Happening::Set { subnet, settings })
}

fn read_change(item: &Item<'_>, tables: &Tables<'_>) -> Result<Happening, ScenarioError> {
    const CHANGE: &str = "a table such as { who = \"honest#3\", behaviour = \"sandbagger\" }";
    let mut fields = item.table(CHANGE)?;
    let who_item = fields.need("who", WHO)?;
    let who = who(&who_item)?;
    let population = who.split_once(['#', '@']).map_or(who.as_str(), |(population, _)| population);
    let Some((_, base)) = tables.iter().find(|(name, _)| *name == population) else {
        let names: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
        return Err(who_item.unknown_word(&who, &names));
    };
    let role = match base.node("role").and_then(Node::text) {
        Some("validator") => Role::Validator,
        _ => Role::Miner,
    };
    let mut own = item.node.table().cloned().unwrap_or_default();
    own.entries.retain(|entry| entry.key != "who");
    if let Some(entry) = own.entry("stake") {
        let key = format!("{}.stake", item.key);
        let conflict = "cannot change with a part".to_owned();
        let remedy = "give an event with `move_stake`, or remove `stake`".to_owned();
        return Err(entry.at.error(Problem::Conflict { key, conflict, remedy }));
    }
    // All of them keep their stakes.
    let list = base.node("stake").map(|node| &node.value);
    let count = match list {
        Some(Value::List(nodes)) => nodes.len(),
        _ => 1,
    };
    let count = u32::try_from(count).unwrap_or(1);
    let part = read_over(&item.clone().known_as("population[]"), &own, base, role, count)?;
    Ok(Happening::Change { who, part })
}
