//! Protocol: cities go out, an order in which to visit them comes back.

use incentor_sdk::Synapse;

/// A request for a short closed tour.
#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(reply = "Order")]
pub struct Tour {
    /// Where the cities are, in the unit square.
    #[hashed]
    pub cities: Vec<[f32; 2]>,
    /// Every city's number once; the tour closes by itself.
    #[reply]
    pub order: Vec<u16>,
}

/// Length of the closed tour; `None` unless the order has every city exactly once.
///
/// Summed in one direction from the lowest city, so that a tour that starts elsewhere or runs backwards has the same
/// length to the last bit.
#[must_use]
pub fn length(cities: &[[f32; 2]], order: &[u16]) -> Option<f64> {
    if order.len() != cities.len() {
        return None;
    }
    let mut seen = vec![false; cities.len()];
    for city in order {
        let seen = seen.get_mut(usize::from(*city))?;
        if std::mem::replace(seen, true) {
            return None;
        }
    }
    let first = order.iter().position(|city| *city == 0)?;
    let count = order.len();
    let city = |step: usize, back: bool| {
        let step = if back { count - step % count } else { step };
        order.get((first + step) % count).copied()
    };
    let back = city(1, true) < city(1, false);
    let mut sum = 0.0;
    for step in 0..count {
        let (from, to) = (city(step, back)?, city(step + 1, back)?);
        sum += apart(cities.get(usize::from(from))?, cities.get(usize::from(to))?);
    }
    Some(sum)
}

/// Distance of two cities.
pub(super) fn apart(a: &[f32; 2], b: &[f32; 2]) -> f64 {
    let (x, y) = (f64::from(a[0]) - f64::from(b[0]), f64::from(a[1]) - f64::from(b[1]));
    (x * x + y * y).sqrt()
}
