//! Local search: 2-opt and Or-opt over neighbours, then kicks, within a number of moves.

use super::map::Map;
use incentor_sdk::{Luck, Rng};

/// Or-opt moves chains of up to this many cities.
const LONGEST_CHAIN: usize = 3;
/// A kick swaps two neighbouring stretches of up to this many cities.
const LONGEST_KICK: usize = 50;
/// Below it a difference of lengths is rounding.
const LEAST_GAIN: f64 = 1e-9;

/// A tour that gets shorter.
///
/// Every change is a sequence of reversals, so that a kick that led nowhere can be taken back. One unit of the
/// budget is one change looked at or one pair of cities swapped by a reversal, so time is in proportion to it.
pub(super) struct Search<'a> {
    map: &'a Map<'a>,
    order: Vec<u16>,
    /// Of each city: its place in the order.
    places: Vec<u32>,
    /// Cities whose surroundings have changed, and whether they are in the list.
    open: Vec<u16>,
    is_open: Vec<bool>,
    /// Moves left.
    left: u64,
    /// Reversals since the last kick.
    done: Vec<[u16; 4]>,
}

impl<'a> Search<'a> {
    /// Starts from a tour.
    pub(super) fn new(map: &'a Map<'a>, order: Vec<u16>, budget: u64) -> Self {
        let mut places = vec![0; order.len()];
        for (place, city) in (0..).zip(&order) {
            if let Some(slot) = places.get_mut(usize::from(*city)) {
                *slot = place;
            }
        }
        // The last is looked at first.
        let open: Vec<u16> = order.iter().rev().copied().collect();
        let is_open = vec![true; order.len()];
        Self { map, order, places, open, is_open, left: budget, done: Vec::new() }
    }

    /// Improves until nothing near improves any more, or the moves are used up.
    pub(super) fn settle(&mut self) -> f64 {
        let mut gained = 0.0;
        if self.order.len() < 5 {
            return gained;
        }
        while let Some(city) = self.open.pop() {
            if let Some(slot) = self.is_open.get_mut(usize::from(city)) {
                *slot = false;
            }
            while let Some(gain) = self.improve(city) {
                gained += gain;
            }
            if self.left == 0 {
                break;
            }
        }
        gained
    }

    /// Kicks and settles until the moves are used up; keeps what is no longer than before.
    pub(super) fn kick(&mut self) {
        // The search's own luck: the same tour for the same question and budget.
        let mut rng = Luck::of_seed(0).branch("kick", self.order.len() as u64).at(0, 0);
        while self.left > 0 && self.order.len() >= 8 {
            self.done.clear();
            let change = self.swap_stretches(&mut rng) + self.settle();
            if change < 0.0 {
                while let Some([a, b, c, d]) = self.done.pop() {
                    self.reverse(a, c, b, d);
                }
                self.close_list();
            }
        }
    }

    /// The tour as it is.
    pub(super) fn into_order(self) -> Vec<u16> {
        self.order
    }

    fn close_list(&mut self) {
        for city in self.open.drain(..) {
            if let Some(slot) = self.is_open.get_mut(usize::from(city)) {
                *slot = false;
            }
        }
    }

    /// Swaps two stretches that follow each other; gives the change, negative as a rule.
    fn swap_stretches(&mut self, rng: &mut Rng) -> f64 {
        let count = self.order.len();
        let longest = LONGEST_KICK.min((count - 2) / 3);
        let start = rng.below(count);
        let (first, second) = (1 + rng.below(longest), 1 + rng.below(longest));
        let city = |at: usize| self.order.get((start + at) % count).copied().unwrap_or_default();
        let chain = Chain { p: city(0), c: city(1), e: city(first), q: city(first + 1) };
        let (a, b) = (city(first + second), city(first + second + 1));
        let d = |a, b| self.map.apart(a, b);
        let gain = d(chain.p, chain.c) + d(chain.e, chain.q) + d(a, b)
            - d(chain.p, chain.q)
            - d(a, chain.c)
            - d(chain.e, b);
        self.relocate(chain, a, b, false);
        gain
    }

    /// One step in a direction.
    fn step(&self, city: u16, forward: bool) -> u16 {
        let count = self.order.len();
        let place = self.places.get(usize::from(city)).map_or(0, |place| *place as usize);
        let to = match (forward, place) {
            (true, place) if place + 1 == count => 0,
            (true, place) => place + 1,
            (false, 0) => count - 1,
            (false, place) => place - 1,
        };
        self.order.get(to).copied().unwrap_or_default()
    }

    /// Finds and makes the first change at a city that gains.
    fn improve(&mut self, city: u16) -> Option<f64> {
        for forward in [true, false] {
            let found = self.two_opt(city, forward).or_else(|| self.or_opt(city, forward));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn two_opt(&mut self, c: u16, forward: bool) -> Option<f64> {
        let map = self.map;
        let next = self.step(c, forward);
        let old = map.apart(c, next);
        for &n in map.neighbours(c) {
            let saved = old - map.apart(c, n);
            if saved <= LEAST_GAIN || self.left == 0 {
                return None;
            }
            self.left -= 1;
            let after = self.step(n, forward);
            let gain = saved + map.apart(n, after) - map.apart(next, after);
            if gain > LEAST_GAIN && n != next && after != c {
                self.turn(c, next, n, after);
                return Some(gain);
            }
        }
        None
    }

    fn or_opt(&mut self, c: u16, forward: bool) -> Option<f64> {
        let map = self.map;
        let p = self.step(c, !forward);
        let old = map.apart(p, c);
        let mut inside = [c; LONGEST_CHAIN];
        for length in 1..=LONGEST_CHAIN {
            let e = inside.get(length - 1).copied()?;
            let q = self.step(e, forward);
            if let Some(slot) = inside.get_mut(length) {
                *slot = q;
            }
            let chain = Chain { p, c, e, q };
            let removed = old + map.apart(e, q) - map.apart(p, q);
            for &n in map.neighbours(c) {
                if old - map.apart(c, n) <= LEAST_GAIN || self.left == 0 {
                    break;
                }
                self.left -= 1;
                if inside.get(..length).is_some_and(|inside| inside.contains(&n)) || n == p {
                    continue;
                }
                // Between n and the one after it, or between the one before it and n.
                let after = self.step(n, forward);
                let straight = map.apart(n, after) - map.apart(n, c) - map.apart(e, after);
                if removed + straight > LEAST_GAIN {
                    self.relocate(chain, n, after, false);
                    return Some(removed + straight);
                }
                if n == q {
                    continue;
                }
                let before = self.step(n, !forward);
                let turned = map.apart(before, n) - map.apart(before, e) - map.apart(c, n);
                if removed + turned > LEAST_GAIN {
                    self.relocate(chain, before, n, true);
                    return Some(removed + turned);
                }
            }
        }
        None
    }

    /// Moves a chain between a and b, with a next to its first city, or to its last if it is turned.
    fn relocate(&mut self, Chain { p, c, e, q }: Chain, a: u16, b: u16, turned: bool) {
        self.turn(p, c, a, b);
        self.turn(p, a, q, e);
        if !turned {
            self.turn(a, e, c, b);
        }
    }

    /// [`reverse`](Self::reverse), on record and with its ends opened.
    fn turn(&mut self, a: u16, b: u16, c: u16, d: u16) {
        self.reverse(a, b, c, d);
        self.done.push([a, b, c, d]);
        for city in [a, b, c, d] {
            if let Some(slot) = self.is_open.get_mut(usize::from(city)).filter(|open| !**open) {
                *slot = true;
                self.open.push(city);
            }
        }
    }

    /// Takes out the edges a–b and c–d and puts in a–c and b–d.
    ///
    /// b follows a and d follows c, in either direction. Taken back by `reverse(a, c, b, d)`.
    fn reverse(&mut self, a: u16, b: u16, c: u16, d: u16) {
        let count = self.order.len();
        let place = |city: u16| self.places.get(usize::from(city)).map_or(0, |place| *place as usize);
        let forward = self.step(a, true) == b && self.step(c, true) == d;
        let (from, to) = if forward { (place(b), place(c)) } else { (place(a), place(d)) };
        let inner = (to + count - from) % count + 1;
        // The rest turned instead is the same tour; the shorter one is turned.
        let (mut from, mut to, cities) = if inner * 2 <= count {
            (from, to, inner)
        } else {
            ((to + 1) % count, (from + count - 1) % count, count - inner)
        };
        for _ in 0..cities / 2 {
            self.order.swap(from, to);
            for place in [from, to] {
                let city = self.order.get(place).copied().unwrap_or_default();
                if let Some(slot) = self.places.get_mut(usize::from(city)) {
                    *slot = place as u32;
                }
            }
            from = (from + 1) % count;
            to = (to + count - 1) % count;
        }
        self.left = self.left.saturating_sub(cities as u64 / 2);
    }
}

/// Cities in a row: p, then c to e, then q.
#[derive(Clone, Copy)]
struct Chain {
    p: u16,
    c: u16,
    e: u16,
    q: u16,
}
