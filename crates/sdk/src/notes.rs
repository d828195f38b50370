//! What a validator remembers between rounds.

use crate::Fault;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::{any::Any, collections::BTreeMap, fmt};

/// A validator's memory of one mechanism: slots by name, saved by whoever runs it.
///
/// A slot has one type. After a restart a slot is read back when it is first asked for. One that no longer
/// fits its type, as after a change of the mechanism, starts anew; what it held is kept aside and saved with
/// the rest.
///
/// ```
/// use incentor_sdk::Notes;
///
/// let mut notes = Notes::default();
/// *notes.slot::<u32>("asked") += 3;
/// let mut restarted = Notes::load(notes.save());
/// assert_eq!(*restarted.slot::<u32>("asked"), 3);
/// ```
#[derive(Default)]
pub struct Notes {
    open: BTreeMap<&'static str, Box<dyn Slot>>,
    saved: BTreeMap<String, Value>,
    faults: Vec<Fault>,
    reported: u64,
}

/// Faults kept until somebody takes them; the rest is of the same kind.
const MOST_FAULTS: usize = 64;
/// What stands before the name of a slot that could not be read.
const ASIDE: &str = "unread:";

trait Slot: Any + Send {
    fn save(&self) -> Result<Value, serde_json::Error>;
    /// Whether what is saved can be read back.
    fn survives(&self) -> Result<(), serde_json::Error>;
    fn as_any(&mut self) -> &mut dyn Any;
}

impl<T: Serialize + DeserializeOwned + Any + Send> Slot for T {
    fn save(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self)
    }

    fn survives(&self) -> Result<(), serde_json::Error> {
        T::deserialize(self.save()?).map(drop)
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

impl Notes {
    /// The slot of that name, with its type's default if there is none yet.
    ///
    /// # Panics
    /// If a mechanism uses one name for two types.
    pub fn slot<T>(&mut self, name: &'static str) -> &mut T
    where
        T: Serialize + DeserializeOwned + Default + Any + Send,
    {
        let saved = &mut self.saved;
        let slot = self.open.entry(name).or_insert_with(|| {
            let old = saved.remove(name).and_then(|value| match T::deserialize(&value) {
                Ok(old) => Some(old),
                Err(_) => {
                    saved.insert(format!("{ASIDE}{name}"), value);
                    None
                }
            });
            Box::new(old.unwrap_or_default())
        });
        match (**slot).as_any().downcast_mut() {
            Some(value) => value,
            None => panic!("the note {name:?} has been opened with another type"),
        }
    }

    /// Every slot as JSON, those nobody asked for since the start included.
    ///
    /// A slot that has no JSON form, such as a map whose keys are neither text nor numbers, is left out;
    /// [`lost`](Self::lost) names it.
    #[must_use]
    pub fn save(&self) -> BTreeMap<String, Value> {
        let mut all = self.saved.clone();
        for (name, slot) in &self.open {
            if let Ok(value) = (**slot).save() {
                all.insert((*name).to_owned(), value);
            }
        }
        all
    }

    /// Slots that a restart would lose, as they stand, and why.
    ///
    /// Those without a JSON form, and those that cannot be read back: a NaN is written as `null`. The checkers
    /// look after every round they play.
    pub fn lost(&self) -> impl Iterator<Item = (&'static str, serde_json::Error)> {
        self.open.iter().filter_map(|(name, slot)| Some((*name, (**slot).survives().err()?)))
    }

    /// The memory a [`save`](Self::save) left.
    #[must_use]
    pub const fn load(saved: BTreeMap<String, Value>) -> Self {
        Self { open: BTreeMap::new(), saved, faults: Vec::new(), reported: 0 }
    }

    /// Names of slots that did not fit their type and started anew.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        self.saved.keys().filter_map(|name| name.strip_prefix(ASIDE))
    }

    /// Reports a fault of the validator's own side; the round it happens in is void.
    pub fn report(&mut self, fault: Fault) {
        self.reported = self.reported.saturating_add(1);
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
    }

    /// The faults reported since they were last taken; whoever runs the mechanism looks after every round.
    #[must_use]
    pub fn take_faults(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.faults)
    }

    /// Faults reported so far, taken or not.
    pub(crate) const fn reported(&self) -> u64 {
        self.reported
    }
}

impl fmt::Debug for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.save()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_nobody_opened_survive_a_restart() {
        let mut notes = Notes::default();
        notes.slot::<Vec<u8>>("seen").push(7);
        *notes.slot::<u32>("asked") = 2;
        let mut restarted = Notes::load(notes.save());
        *restarted.slot::<u32>("asked") += 1;
        let mut again = Notes::load(restarted.save());
        assert_eq!((again.slot::<Vec<u8>>("seen").clone(), *again.slot::<u32>("asked")), (vec![7], 3));
    }

    #[test]
    fn a_slot_that_a_restart_would_lose_is_named() {
        let mut notes = Notes::default();
        notes.slot::<BTreeMap<[u8; 2], u32>>("by key").insert([1, 2], 3);
        *notes.slot::<f64>("mean") = f64::NAN;
        notes.slot::<BTreeMap<u16, f64>>("by uid").insert(7, 0.5);
        let lost: Vec<String> = notes.lost().map(|(name, why)| format!("{name}: {why}")).collect();
        assert_eq!(lost, ["by key: key must be a string", "mean: invalid type: null, expected f64"]);
        assert_eq!(notes.save().keys().collect::<Vec<_>>(), ["by uid", "mean"]);
        assert_eq!(Notes::load(notes.save()).slot::<BTreeMap<u16, f64>>("by uid")[&7], 0.5);
    }

    #[test]
    fn a_slot_that_no_longer_fits_starts_anew() {
        let mut notes = Notes::load([("asked".to_owned(), Value::from("text"))].into());
        assert_eq!(*notes.slot::<u32>("asked"), 0);
        assert_eq!(notes.unread().collect::<Vec<_>>(), ["asked"]);
        let saved = notes.save();
        assert_eq!((&saved["asked"], &saved["unread:asked"]), (&Value::from(0), &Value::from("text")));
    }
}
