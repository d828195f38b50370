//! Axes: from a value to a place on the paper, and round numbers beside it.

use super::number::fixed;

/// A linear map from values to user units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Values at the two ends.
    pub values: (f64, f64),
    /// Places of the two ends.
    pub places: (f64, f64),
}

impl Scale {
    /// Where a value lies; an axis of no length puts everything at its start.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        let length = self.values.1 - self.values.0;
        let share = if length == 0.0 { 0.0 } else { (value - self.values.0) / length };
        self.places.0 + share * (self.places.1 - self.places.0)
    }
}

/// A mark on an axis with its label.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where.
    pub value: f64,
    /// What stands there.
    pub label: String,
}

/// One axis: what it shows, from where to where, with which marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it shows, with the unit.
    pub label: String,
    /// Values at the two ends.
    pub values: (f64, f64),
    /// Marks, ascending.
    pub ticks: Vec<Tick>,
}

impl Axis {
    /// An axis of exactly these ends with about `count` round marks.
    #[must_use]
    pub fn new(label: &str, low: f64, high: f64, count: usize) -> Self {
        let step = round_step((high - low).abs(), count);
        Self { label: label.to_owned(), values: (low, high), ticks: ticks(low, high, step) }
    }

    /// An axis that reaches from round mark to round mark around these values.
    #[must_use]
    pub fn around(label: &str, low: f64, high: f64, count: usize) -> Self {
        let (low, high) = if high > low { (low, high) } else { (low - 0.5, low + 0.5) };
        let step = round_step(high - low, count);
        Self::new(label, (low / step).floor() * step, (high / step).ceil() * step, count)
    }

    /// The same axis with other marks, for categories or units of one's own.
    #[must_use]
    pub fn with_ticks(self, ticks: Vec<Tick>) -> Self {
        Self { ticks, ..self }
    }

    /// The map to the paper between two places.
    #[must_use]
    pub const fn scale(&self, from: f64, to: f64) -> Scale {
        Scale { values: self.values, places: (from, to) }
    }
}

/// The step of 1, 2 or 5 times a power of ten that gives about `count` steps.
fn round_step(length: f64, count: usize) -> f64 {
    if !(length > 0.0 && length.is_finite()) {
        return 1.0;
    }
    let rough = length / count.max(1) as f64;
    let mut power = 1.0;
    // By multiplication, not by a logarithm: the same bits everywhere.
    while power > rough {
        power /= 10.0;
    }
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|&step| step >= rough * 0.999)
        .unwrap_or(10.0 * power)
}

fn ticks(low: f64, high: f64, step: f64) -> Vec<Tick> {
    let (low, high) = (low.min(high), low.max(high));
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    let count = if last >= first { (last - first) as usize } else { return Vec::new() };
    let mut decimals = 0;
    let mut scaled = step;
    while decimals < 12 && !is_whole(scaled) {
        (decimals, scaled) = (decimals + 1, scaled * 10.0);
    }
    (0..=count)
        .map(|index| {
            let value = (first + index as f64) * step;
            Tick { value, label: label(value, step, decimals).replace('-', "−") }
        })
        .collect()
}

/// The value at a mark; large ones in thousands, millions and so on.
fn label(value: f64, step: f64, decimals: usize) -> String {
    const UNITS: [(f64, &str); 5] = [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")];
    match UNITS.into_iter().find(|(unit, _)| step >= *unit) {
        Some((1e4, letter)) => format!("{} {letter}", fixed(value / 1e3, 0)),
        Some((unit, letter)) => format!("{} {letter}", fixed(value / unit, 0)),
        None => fixed(value, decimals),
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn marks_are_round_and_inside() {
        assert_eq!(labels(&Axis::new("", 0.0, 1.0, 5)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&Axis::new("", 3.0, 97.0, 5)), ["20", "40", "60", "80"]);
        assert_eq!(
            labels(&Axis::new("", -0.03, 0.03, 6)),
            ["−0.03", "−0.02", "−0.01", "0.00", "0.01", "0.02", "0.03"]
        );
        assert_eq!(Axis::around("", 3.0, 97.0, 5).values, (0.0, 100.0));
        assert_eq!(labels(&Axis::new("", 0.0, 1e12, 2)), ["0 G", "500 G", "1000 G"]);
        assert_eq!(labels(&Axis::new("", 0.0, 40e3, 2)), ["0 k", "20 k", "40 k"]);
    }

    #[test]
    fn an_axis_of_no_length_still_has_a_place() {
        let axis = Axis::around("", 4.0, 4.0, 4);
        assert!(axis.values.0 < 4.0 && axis.values.1 > 4.0);
        assert_eq!(Axis::new("", 4.0, 4.0, 4).scale(10.0, 20.0).at(4.0), 10.0);
    }

    #[test]
    fn a_scale_may_run_downwards() {
        let scale = Axis::new("", 0.0, 10.0, 5).scale(100.0, 0.0);
        assert_eq!((scale.at(0.0), scale.at(2.5), scale.at(10.0)), (100.0, 75.0, 0.0));
    }
}
