//! Tours found before: a search has no draw in it, so it need not be made twice.
//!
//! A validator's reference is computed for the reply's worth and again for its score, and worlds that differ in one
//! miner only have the same maps for all others.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Cities in all tours that are kept: 10 bytes each.
const MOST_CITIES_KEPT: usize = 1 << 20;

/// How a map was searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// To rest, within so many moves.
    Settled(u64),
    /// With kicks, for so many moves.
    Kicked(u64),
}

/// The cities to the last bit.
type Key = (Vec<[u32; 2]>, Depth);

/// Tours by map and depth, those that were asked for lately.
struct Known {
    young: BTreeMap<Key, Vec<u16>>,
    /// The generation before, which is dropped when the young one is full.
    old: BTreeMap<Key, Vec<u16>>,
    /// Cities in the young generation, and how many it may have.
    cities: usize,
    most: usize,
}

impl Known {
    fn with_room_for(cities: usize) -> Self {
        Self { young: BTreeMap::new(), old: BTreeMap::new(), cities: 0, most: cities / 2 }
    }

    fn get(&mut self, key: &Key) -> Option<Vec<u16>> {
        if let Some(order) = self.young.get(key) {
            return Some(order.clone());
        }
        let (key, order) = self.old.remove_entry(key)?;
        self.put(key, order.clone());
        Some(order)
    }

    fn put(&mut self, key: Key, order: Vec<u16>) {
        let more = order.len();
        if self.cities.saturating_add(more) > self.most {
            self.old = std::mem::take(&mut self.young);
            self.cities = 0;
        }
        if more <= self.most && self.young.insert(key, order).is_none() {
            self.cities += more;
        }
    }
}

/// The tour of a map at a depth, searched unless it is known.
///
/// The search must follow from map and depth alone: which tours are known depends on what was asked before.
pub(super) fn known(cities: &[[f32; 2]], depth: Depth, search: impl FnOnce() -> Vec<u16>) -> Vec<u16> {
    static KNOWN: LazyLock<Mutex<Known>> =
        LazyLock::new(|| Mutex::new(Known::with_room_for(MOST_CITIES_KEPT)));
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let key: Key = (cities.iter().map(|city| city.map(f32::to_bits)).collect(), depth);
    if let Some(order) = known().get(&key) {
        return order;
    }
    // Not under the lock: others have maps of their own to search.
    let order = search();
    known().put(key, order.clone());
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: u32, depth: Depth) -> Key {
        (vec![[name, 0]; 4], depth)
    }

    #[test]
    fn what_was_asked_for_lately_is_kept_and_the_rest_goes() {
        let mut known = Known::with_room_for(16);
        let depth = Depth::Settled(1);
        for name in 0..4 {
            known.put(key(name, depth), vec![name as u16; 4]);
        }
        assert_eq!((known.young.len(), known.old.len(), known.cities), (2, 2, 8));
        // Asked for again, it outlives its generation.
        assert_eq!(known.get(&key(0, depth)), Some(vec![0; 4]));
        assert_eq!((known.young.len(), known.old.len(), known.cities), (1, 2, 4));
        assert_eq!(known.get(&key(1, depth)), None);
        assert_eq!(known.get(&key(3, depth)), Some(vec![3; 4]));
    }

    #[test]
    fn maps_and_depths_are_told_apart() {
        let mut known = Known::with_room_for(16);
        let keys = [
            key(0, Depth::Settled(1)),
            key(0, Depth::Kicked(1)),
            key(0, Depth::Kicked(2)),
            key(1, Depth::Settled(1)),
        ];
        for (at, key) in (0..).zip(&keys) {
            known.put(key.clone(), vec![at]);
        }
        for (at, key) in (0..).zip(&keys) {
            assert_eq!(known.get(key), Some(vec![at]));
        }
    }

    #[test]
    fn a_map_is_searched_once() {
        let cities = [[0.125, 0.375], [0.625, 0.8125], [0.3125, 0.1875]];
        let first = known(&cities, Depth::Kicked(77), || vec![2, 0, 1]);
        let second = known(&cities, Depth::Kicked(77), || unreachable!("it is known"));
        assert_eq!((first, second), (vec![2, 0, 1], vec![2, 0, 1]));
    }

    #[test]
    fn a_map_larger_than_the_room_is_not_kept() {
        let mut known = Known::with_room_for(16);
        known.put(key(0, Depth::Settled(1)), vec![0; 9]);
        assert_eq!((known.get(&key(0, Depth::Settled(1))), known.cities), (None, 0));
    }
}
