//! Cities with their neighbours.

use super::tour::apart;

/// Neighbours kept of each city: edges of good tours are nearly always among them.
const NEIGHBOURS: usize = 8;

/// Cities as the search needs them.
#[derive(Debug)]
pub(super) struct Map<'a> {
    cities: &'a [[f32; 2]],
    /// The nearest first, those of city c from `starts[c]` on.
    neighbours: Vec<u16>,
    each: usize,
}

impl<'a> Map<'a> {
    /// Looks up every city's neighbours.
    pub(super) fn of(cities: &'a [[f32; 2]]) -> Self {
        let x = |city: u16| cities.get(usize::from(city)).map_or(0.0, |[x, _]| *x);
        let mut by_x: Vec<u16> = (0..).take(cities.len()).collect();
        by_x.sort_by(|a, b| x(*a).total_cmp(&x(*b)).then(a.cmp(b)));
        let each = NEIGHBOURS.min(cities.len().saturating_sub(1));
        let mut neighbours = vec![0; cities.len() * each];
        let mut nearest: Vec<(f64, u16)> = Vec::with_capacity(each + 1);
        for (at, &city) in by_x.iter().enumerate() {
            nearest.clear();
            let Some(here) = cities.get(usize::from(city)) else { continue };
            // Left and right in turn, until the next one is too far by its x alone.
            let left = by_x.iter().take(at).rev();
            let right = by_x.iter().skip(at + 1);
            scan(left, cities, here, &mut nearest, each);
            scan(right, cities, here, &mut nearest, each);
            let slots = neighbours.iter_mut().skip(usize::from(city) * each);
            for (slot, (_, other)) in slots.zip(&nearest) {
                *slot = *other;
            }
        }
        Self { cities, neighbours, each }
    }

    pub(super) const fn len(&self) -> usize {
        self.cities.len()
    }

    /// Distance of two cities.
    pub(super) fn apart(&self, a: u16, b: u16) -> f64 {
        match (self.cities.get(usize::from(a)), self.cities.get(usize::from(b))) {
            (Some(a), Some(b)) => apart(a, b),
            _ => f64::INFINITY,
        }
    }

    /// A city's neighbours, the nearest first.
    pub(super) fn neighbours(&self, city: u16) -> &[u16] {
        let from = usize::from(city) * self.each;
        self.neighbours.get(from..from + self.each).unwrap_or_default()
    }
}

/// Keeps the nearest of a run of cities sorted by x, walking away from `here`.
fn scan<'c>(
    run: impl Iterator<Item = &'c u16>,
    cities: &[[f32; 2]],
    here: &[f32; 2],
    nearest: &mut Vec<(f64, u16)>,
    each: usize,
) {
    for &other in run {
        let Some(there) = cities.get(usize::from(other)) else { continue };
        let bar = match nearest.last() {
            Some((bar, _)) if nearest.len() == each => *bar,
            _ => f64::INFINITY,
        };
        if f64::from((there[0] - here[0]).abs()) > bar {
            break;
        }
        let found = (apart(here, there), other);
        if found.0 < bar || nearest.len() < each {
            let at = nearest.partition_point(|kept| *kept < found);
            nearest.insert(at, found);
            nearest.truncate(each);
        }
    }
}
