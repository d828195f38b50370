//! One state with what stands around it.

use crate::{
    Expected, Problem, State,
    error::shown,
    field::{self, Field},
    item::{Item, Seed},
    nearest,
    notes::Notes,
};
use incentor_primitives::AccountId;
use incentor_yuma::MAX_UIDS;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// One state of a file, with the envelope it came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Line of the file where it begins, from 1.
    pub line: usize,
    /// What the file calls it.
    pub name: Option<String>,
    /// Number of the subnet.
    pub netuid: Option<u16>,
    /// Block at which the state was taken.
    pub block: Option<u64>,
    /// Hotkey by uid; one per uid where there are any.
    pub hotkeys: Option<Vec<AccountId>>,
    /// The state.
    pub state: State,
    /// The result the file says it has; only if the reader was asked to keep it.
    pub expected: Option<Expected>,
}

/// Reads a [`Document`]: a bare state, or an object with one under `input`.
pub(crate) struct DocumentSeed<'n> {
    pub(crate) notes: &'n Notes,
    pub(crate) keep_expected: bool,
}

impl<'de> DeserializeSeed<'de> for DocumentSeed<'_> {
    type Value = Document;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Document, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for DocumentSeed<'_> {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Document, A::Error> {
        let notes = self.notes;
        let mut document = Document::default();
        let mut bare = Draft::default();
        let mut inner = None;
        let mut stranger: Option<String> = None;
        let mut mistyped = None;
        while let Some(key) = object.next_key_seed(KeySeed)? {
            match key {
                Key::Field(name, _) if inner.is_some() => {
                    return Err(notes.refuse(Problem::Beside { field: name }));
                }
                Key::Field(name, field) => {
                    if let Some(name) = stranger.take() {
                        return Err(unknown(notes, &name));
                    }
                    bare.claim(notes, name, field)?;
                    object.next_value_seed(FieldSeed { notes, name, field, state: &mut bare.state })?;
                }
                Key::Input => {
                    if let Some(field) = bare.any() {
                        return Err(notes.refuse(Problem::Beside { field }));
                    }
                    if inner.is_some() {
                        return Err(notes.refuse(Problem::DuplicateField { field: "input" }));
                    }
                    inner = Some(object.next_value_seed(InputSeed { notes })?);
                }
                Key::Other(name) => {
                    if bare.any().is_some() {
                        return Err(unknown(notes, &name));
                    }
                    let known = self.envelope(&name, &mut document, &mut object)?;
                    if !known {
                        object.next_value::<IgnoredAny>()?;
                    }
                    if nearest(&name, ["input"]).is_some() {
                        mistyped.get_or_insert(shown(&name));
                    }
                    stranger.get_or_insert(name);
                }
            }
        }
        document.state = match inner {
            Some(state) => state,
            None if bare.any().is_some() => bare.finish(notes)?,
            None => return Err(notes.refuse(Problem::NoInput { mistyped })),
        };
        if let Some(hotkeys) = &document.hotkeys {
            notes.enter("hotkeys");
            same_length(notes, hotkeys.len(), document.state.n)?;
            notes.leave();
        }
        Ok(document)
    }
}

impl DocumentSeed<'_> {
    /// Reads a key beside `input` if it is of use; whether it was.
    fn envelope<'de, A: MapAccess<'de>>(
        &self,
        name: &str,
        document: &mut Document,
        object: &mut A,
    ) -> Result<bool, A::Error> {
        let notes = self.notes;
        match name {
            "name" => keep(notes, "name", &mut document.name, object)?,
            "netuid" => keep(notes, "netuid", &mut document.netuid, object)?,
            "block" => keep(notes, "block", &mut document.block, object)?,
            "hotkeys" => keep(notes, "hotkeys", &mut document.hotkeys, object)?,
            "expected" if self.keep_expected => {
                notes.enter("expected");
                document.expected = object.next_value()?;
                notes.leave();
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn keep<'de, T: Item, A: MapAccess<'de>>(
    notes: &Notes,
    field: &'static str,
    slot: &mut Option<T>,
    object: &mut A,
) -> Result<(), A::Error> {
    notes.enter(field);
    if slot.is_some() {
        return Err(notes.refuse(Problem::DuplicateField { field }));
    }
    *slot = object.next_value_seed(Seed::<Option<T>>::new(notes))?;
    notes.leave();
    Ok(())
}

fn unknown<E: de::Error>(notes: &Notes, name: &str) -> E {
    let nearest = nearest(name, field::names());
    notes.refuse(Problem::UnknownField { name: shown(name), nearest })
}

/// As [`unknown`], of a field inside `input`.
fn unknown_within<E: de::Error>(notes: &Notes, name: &str) -> E {
    notes.enter("input");
    unknown(notes, name)
}

fn same_length<E: de::Error>(notes: &Notes, len: usize, n: usize) -> Result<(), E> {
    if len == n { Ok(()) } else { Err(notes.refuse(Problem::Length { len, n })) }
}

/// A key of an object.
enum Key {
    Field(&'static str, Field),
    Input,
    Other(String),
}

struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Key, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(match Field::named(name) {
            Some((name, field)) => Key::Field(name, field),
            None if name == "input" => Key::Input,
            None => Key::Other(name.to_owned()),
        })
    }
}

/// The object under `input`.
struct InputSeed<'n> {
    notes: &'n Notes,
}

impl<'de> DeserializeSeed<'de> for InputSeed<'_> {
    type Value = State;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<State, D::Error> {
        self.notes.enter("input");
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for InputSeed<'_> {
    type Value = State;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<State, A::Error> {
        let notes = self.notes;
        let mut draft = Draft::default();
        while let Some(key) = object.next_key_seed(KeySeed)? {
            let (name, field) = match key {
                Key::Field(name, field) => (name, field),
                Key::Input => return Err(unknown_within(notes, "input")),
                Key::Other(name) => return Err(unknown_within(notes, &name)),
            };
            draft.claim(notes, name, field)?;
            object.next_value_seed(FieldSeed { notes, name, field, state: &mut draft.state })?;
        }
        draft.finish(notes)
    }
}

/// A state that is being read.
#[derive(Default)]
struct Draft {
    state: State,
    /// A bit for each field read, by its place in [`Field::ALL`].
    seen: u32,
}

impl Draft {
    fn claim<E: de::Error>(&mut self, notes: &Notes, name: &'static str, field: Field) -> Result<(), E> {
        let bit = 1 << field as u32;
        if self.seen & bit != 0 {
            notes.enter(name);
            return Err(notes.refuse(Problem::DuplicateField { field: name }));
        }
        self.seen |= bit;
        Ok(())
    }

    /// A field that was read.
    fn any(&self) -> Option<&'static str> {
        Field::ALL.get(self.seen.trailing_zeros() as usize).map(|&(name, _)| name)
    }

    fn finish<E: de::Error>(self, notes: &Notes) -> Result<State, E> {
        for (name, field) in Field::ALL {
            if self.seen & (1 << field as u32) == 0 {
                return Err(notes.refuse(Problem::MissingField { field: name }));
            }
        }
        let state = self.state;
        let lists = [
            ("total_stake", state.total_stake.len()),
            ("block_at_registration", state.block_at_registration.len()),
            ("commit_blocks", state.commit_blocks.as_ref().map_or(state.n, Vec::len)),
            ("weights", state.weights.len()),
            ("bonds", state.bonds.len()),
        ];
        for (name, len) in lists {
            notes.enter(name);
            same_length(notes, len, state.n)?;
        }
        notes.leave();
        Ok(state)
    }
}

/// Reads the value of one field into its place.
pub(crate) struct FieldSeed<'a> {
    pub(crate) notes: &'a Notes,
    pub(crate) name: &'static str,
    pub(crate) field: Field,
    pub(crate) state: &'a mut State,
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        let Self { notes, name, field, state } = self;
        notes.enter(name);
        match field {
            Field::N => state.n = uids(notes, json)?,
            Field::CurrentBlock => state.current_block = Item::read(notes, json)?,
            Field::Tempo => state.tempo = Item::read(notes, json)?,
            Field::ActivityCutoffBlocks => state.activity_cutoff_blocks = Item::read(notes, json)?,
            Field::LastMechanismStepBlock => state.last_mechanism_step_block = Item::read(notes, json)?,
            Field::TotalStake => state.total_stake = Item::read(notes, json)?,
            Field::LastUpdate => state.last_update = Item::read(notes, json)?,
            Field::BlockAtRegistration => state.block_at_registration = Item::read(notes, json)?,
            Field::ValidatorPermit => state.validator_permit = Item::read(notes, json)?,
            Field::MaxAllowedValidators => state.max_allowed_validators = Item::read(notes, json)?,
            Field::KappaU16 => state.kappa_u16 = Item::read(notes, json)?,
            Field::BondsMovingAverage => state.bonds_moving_average = Item::read(notes, json)?,
            Field::BondsPenaltyU16 => state.bonds_penalty_u16 = Item::read(notes, json)?,
            Field::Yuma3On => state.yuma3_on = Item::read(notes, json)?,
            Field::LiquidAlphaOn => state.liquid_alpha_on = Item::read(notes, json)?,
            Field::AlphaValuesU16 => state.alpha_values_u16 = Item::read(notes, json)?,
            Field::AlphaSigmoidSteepness => state.alpha_sigmoid_steepness = Item::read(notes, json)?,
            Field::OwnerUid => state.owner_uid = Item::read(notes, json)?,
            Field::StakeThreshold => state.stake_threshold = Item::read(notes, json)?,
            Field::CommitBlocks => state.commit_blocks = Item::read(notes, json)?,
            Field::Weights => state.weights = Item::read(notes, json)?,
            Field::Bonds => state.bonds = Item::read(notes, json)?,
            Field::EmissionRao => state.emission_rao = Item::read(notes, json)?,
        }
        notes.leave();
        Ok(())
    }
}

fn uids<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<usize, D::Error> {
    let n = u64::read(notes, json)?;
    match usize::try_from(n) {
        Ok(0) => Err(notes.refuse(Problem::NoUids)),
        Ok(n) if n <= MAX_UIDS => Ok(n),
        _ => Err(notes.refuse(Problem::TooManyUids { n, max: MAX_UIDS })),
    }
}
