//! First tours: short edges first, or always on to the nearest.

use super::map::Map;

/// A tour of the shortest edges that fit together.
///
/// Edges between neighbours go in, the shortest first, unless a city would have three or a circle would close early.
/// The chains that are left are joined, each time with the nearest free end.
pub(super) fn greedy(map: &Map<'_>) -> Vec<u16> {
    let mut edges: Vec<(f64, u16, u16)> = Vec::new();
    for a in (0..).take(map.len()) {
        let near = map.neighbours(a).iter();
        edges.extend(near.filter(|b| a < **b || !map.neighbours(**b).contains(&a)).map(|b| {
            let (low, high) = (a.min(*b), a.max(*b));
            (map.apart(low, high), low, high)
        }));
    }
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut chains = Chains::new(map.len());
    for (_, a, b) in edges {
        chains.join(a, b);
    }
    chains.close(map)
}

/// From city 0 always on to the nearest city not yet seen.
pub(super) fn nearest_neighbour(map: &Map<'_>) -> Vec<u16> {
    let mut left: Vec<u16> = (1..).take(map.len().saturating_sub(1)).collect();
    let mut order: Vec<u16> = (0..).take(map.len().min(1)).collect();
    while let Some(here) = order.last().copied().filter(|_| !left.is_empty()) {
        let nearest = |a: &usize, b: &usize| {
            let far = |at: &usize| left.get(*at).map_or(f64::INFINITY, |city| map.apart(here, *city));
            far(a).total_cmp(&far(b))
        };
        let Some(next) = (0..left.len()).min_by(nearest) else { break };
        order.push(left.swap_remove(next));
    }
    order
}

/// Chains of cities that grow together.
struct Chains {
    /// Up to two links per city.
    links: Vec<[Option<u16>; 2]>,
    /// Of a chain's end: its other end.
    ends: Vec<u16>,
}

impl Chains {
    fn new(count: usize) -> Self {
        Self { links: vec![[None; 2]; count], ends: (0..).take(count).collect() }
    }

    fn is_free(&self, city: u16) -> bool {
        self.links.get(usize::from(city)).is_some_and(|links| links.contains(&None))
    }

    fn end(&self, city: u16) -> u16 {
        self.ends.get(usize::from(city)).copied().unwrap_or(city)
    }

    /// Joins two chains by their ends; does nothing where that is not possible.
    fn join(&mut self, a: u16, b: u16) {
        if !self.is_free(a) || !self.is_free(b) || self.end(a) == b || a == b {
            return;
        }
        let (far_a, far_b) = (self.end(a), self.end(b));
        for (city, other) in [(a, b), (b, a)] {
            let links = self.links.get_mut(usize::from(city));
            if let Some(slot) = links.and_then(|links| links.iter_mut().find(|slot| slot.is_none())) {
                *slot = Some(other);
            }
        }
        for (city, other) in [(far_a, far_b), (far_b, far_a)] {
            if let Some(end) = self.ends.get_mut(usize::from(city)) {
                *end = other;
            }
        }
    }

    /// One tour of all chains.
    fn close(&self, map: &Map<'_>) -> Vec<u16> {
        let mut ends: Vec<u16> = (0..).take(map.len()).filter(|city| self.is_free(*city)).collect();
        let mut order = Vec::with_capacity(map.len());
        // A circle of all cities has no free end: walk it from any city.
        let mut next = ends.first().copied().or(if map.len() > 0 { Some(0) } else { None });
        while let Some(start) = next {
            let last = self.walk(start, &mut order);
            ends.retain(|end| *end != start && *end != last);
            let far = |end: &u16| map.apart(last, *end);
            next = ends.iter().copied().min_by(|a, b| far(a).total_cmp(&far(b)));
        }
        order
    }

    /// Appends a chain from one end to the other; gives the other.
    fn walk(&self, start: u16, order: &mut Vec<u16>) -> u16 {
        let (mut before, mut here) = (None, start);
        loop {
            order.push(here);
            let links = self.links.get(usize::from(here)).copied().unwrap_or_default();
            let onward = links.into_iter().flatten().find(|city| Some(*city) != before);
            match onward.filter(|city| *city != start) {
                Some(city) => (before, here) = (Some(here), city),
                None => return here,
            }
        }
    }
}
