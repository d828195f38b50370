//! What a validator has placed with one miner, and what it may place.

use super::merkle::Hash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Growth per tempo while passing.
const GROWTH: f64 = 1.1;
/// A tempo in which a smaller share of audits passed is failed.
const FAILED_BELOW: f64 = 0.75;
/// What a tempo leaves of the count of audits before it: about ten tempos are remembered.
const MEMORY: f64 = 0.9;
/// 95 % confidence.
const Z: f64 = 1.959_963_984_540_054;

/// A contract: blobs under it, and how their audits went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contract {
    /// Roots of the blobs that are under contract, by number.
    blobs: BTreeMap<u64, Root>,
    /// The number of the next blob: none is used twice.
    next: u64,
    /// How many blobs there may be; grows by less than a blob, too.
    target: f64,
    tempo: u64,
    /// Audits of the present tempo, and those of them passed.
    audits: u32,
    passes: u32,
    /// Blobs a leaf of which was missed in this tempo.
    missed: Vec<u64>,
    /// Audits and passes of tempos before, fading.
    past_audits: f64,
    past_passes: f64,
    /// The last block at which the miner was asked.
    seen: u64,
}

/// A root as text, for a memory that is JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Root(pub(super) Hash);

impl Serialize for Root {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::vault::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Root {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let hash = super::vault::decode(&text, 32).and_then(|bytes| bytes.try_into().ok());
        hash.map(Self).ok_or_else(|| serde::de::Error::custom("not 32 bytes in base 64"))
    }
}

impl Contract {
    /// A newcomer's.
    pub(super) fn new(first_blobs: u32, tempo: u64) -> Self {
        Self { target: f64::from(first_blobs.max(1)), tempo, ..Self::default() }
    }

    /// Moves on to a tempo and judges the finished one; gives the blobs the miner may let go of.
    ///
    /// A clean tempo lets a full contract grow by a tenth; a failed one halves it. Blobs that missed a leaf leave in
    /// either case, since what is lost does not come back; others are placed in their stead.
    pub(super) fn turn(&mut self, tempo: u64, most_blobs: u32) -> Vec<u64> {
        if tempo == self.tempo {
            return Vec::new();
        }
        let (audits, passes) = (f64::from(self.audits), f64::from(self.passes));
        let failed = audits > 0.0 && passes < FAILED_BELOW * audits;
        let held = self.blobs.len() as f64;
        if failed {
            self.target = (self.target.min(held) / 2.0).max(1.0);
        } else if audits > 0.0 && passes == audits && held + 1.0 > self.target {
            self.target = (self.target * GROWTH).min(f64::from(most_blobs.max(1)));
        }
        (self.past_audits, self.past_passes) =
            (MEMORY * (self.past_audits + audits), MEMORY * (self.past_passes + passes));
        (self.tempo, self.audits, self.passes) = (tempo, 0, 0);
        let mut released = std::mem::take(&mut self.missed);
        released.retain(|blob| self.blobs.remove(blob).is_some());
        while self.blobs.len() as f64 > self.target.max(1.0) {
            let Some((blob, _)) = self.blobs.pop_last() else { break };
            released.push(blob);
        }
        released
    }

    /// How many blobs are to be placed.
    pub(super) fn room(&self) -> usize {
        (self.target as usize).saturating_sub(self.blobs.len())
    }

    /// A number for a new blob.
    pub(super) fn number(&mut self) -> u64 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }

    /// Takes a blob that the miner said it keeps under contract.
    pub(super) fn place(&mut self, blob: u64, root: Root) {
        if self.room() > 0 {
            self.blobs.insert(blob, root);
        }
    }

    /// The blob in a place, counted from the oldest.
    pub(super) fn blob(&self, place: usize) -> Option<(u64, Root)> {
        self.blobs.iter().nth(place).map(|(blob, root)| (*blob, *root))
    }

    pub(super) fn blobs(&self) -> usize {
        self.blobs.len()
    }

    /// Books an audit with the blobs that missed a leaf.
    pub(super) fn audited(&mut self, mut missed: Vec<u64>) {
        self.audits = self.audits.saturating_add(1);
        self.passes = self.passes.saturating_add(u32::from(missed.is_empty()));
        missed.retain(|blob| !self.missed.contains(blob));
        self.missed.append(&mut missed);
    }

    /// The share of audits passed that can be relied on: the lower end of Wilson's interval.
    pub(super) fn pass_rate(&self) -> f64 {
        let audits = self.past_audits + f64::from(self.audits);
        wilson_floor(self.past_passes + f64::from(self.passes), audits)
    }

    pub(super) const fn seen_at(&mut self, block: u64) {
        self.seen = block;
    }

    pub(super) const fn seen(&self) -> u64 {
        self.seen
    }

    /// Whether the numbers make sense: a memory comes from a file.
    pub(super) fn is_sound(&self) -> bool {
        let counts = [self.target, self.past_audits, self.past_passes];
        counts.iter().all(|count| (0.0..=1e9).contains(count))
    }
}

/// The lower end of Wilson's 95 % interval for `passes` of `audits`; 0 without any.
#[must_use]
pub fn wilson_floor(passes: f64, audits: f64) -> f64 {
    if !(audits > 0.0 && passes > 0.0) {
        return 0.0;
    }
    let (rate, z2) = ((passes / audits).min(1.0), Z * Z);
    let spread = Z * (rate * (1.0 - rate) / audits + z2 / (4.0 * audits * audits)).sqrt();
    ((rate + z2 / (2.0 * audits) - spread) / (1.0 + z2 / audits)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilsons_floor_has_its_published_values() {
        // Of the textbook table: 8 of 10, 0 of 10, 10 of 10, 81 of 263 (Newcombe 1998: 0.2553).
        let check = |passes, audits, expected: f64| {
            let floor = wilson_floor(passes, audits);
            assert!((floor - expected).abs() < 5e-5, "{passes} of {audits}: {floor}");
        };
        check(8.0, 10.0, 0.4902);
        check(10.0, 10.0, 0.7225);
        check(81.0, 263.0, 0.2553);
        check(0.0, 10.0, 0.0);
        check(0.0, 0.0, 0.0);
        check(f64::NAN, 3.0, 0.0);
        check(3.0, f64::NAN, 0.0);
        check(1.0, 1.0, 0.2065);
    }

    fn full(blobs: u32) -> Contract {
        let mut contract = Contract::new(blobs, 0);
        while contract.room() > 0 {
            let blob = contract.number();
            contract.place(blob, Root([0; 32]));
        }
        contract
    }

    #[test]
    fn growth_is_a_tenth_a_tempo_at_most_and_failure_halves() {
        let mut contract = full(20);
        contract.audited(vec![]);
        assert!(contract.turn(1, 1_000).is_empty());
        assert_eq!((contract.target, contract.room()), (22.0, 2));
        // Not full: nothing more to place before what is due is kept.
        contract.audited(vec![]);
        contract.turn(2, 1_000);
        assert_eq!(contract.target, 22.0);
        // One of two missed: failed. Of the twenty kept half stay, the missed one is not among them.
        contract.audited(vec![3]);
        contract.audited(vec![]);
        let released = contract.turn(3, 1_000);
        assert_eq!((contract.target, contract.blobs()), (10.0, 10));
        assert!(released.contains(&3) && released.len() == 10, "{released:?}");
        // Four of five passed: it holds, and what was lost is replaced.
        for missed in [vec![], vec![], vec![0, 1], vec![], vec![]] {
            contract.audited(missed);
        }
        assert_eq!(contract.turn(4, 1_000), [0, 1]);
        assert_eq!((contract.target, contract.room()), (10.0, 2));
        // No audit, no verdict.
        contract.turn(5, 1_000);
        assert_eq!(contract.target, 10.0);
    }

    #[test]
    fn a_contract_never_ends_and_has_a_limit() {
        let mut contract = full(4);
        for tempo in 1..9 {
            contract.audited((0..99).collect());
            contract.turn(tempo, 1_000);
        }
        assert_eq!((contract.target, contract.blobs(), contract.room()), (1.0, 0, 1));
        let mut contract = full(10);
        for tempo in 1..99 {
            contract.audited(vec![]);
            contract.turn(tempo, 12);
            while contract.room() > 0 {
                let blob = contract.number();
                contract.place(blob, Root([0; 32]));
            }
        }
        assert_eq!(contract.blobs(), 12);
    }
}
