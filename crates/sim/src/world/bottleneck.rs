//! What hotkeys that share a worker share of it.

use incentor_scenario::{Kind, Load};

/// What a worker runs out of when more is asked of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Bottleneck {
    /// Nothing: the load is light, however many hotkeys there are.
    None,
    /// Volume: it serves so many questions of one validator in one block in full.
    Volume(f64),
    /// Effort: what one validator asks in one block is worked on at once, each question with its part of the moves.
    Effort,
    /// Room: each hotkey with a seat has its part of the disk, asked or not.
    Room,
    /// Time: one question after another, each as long as its work takes.
    Time,
}

impl Bottleneck {
    /// A mechanism's, with workers of that capacity.
    pub(super) fn of(kind: &Kind, capacity: f64) -> Self {
        let task = match kind {
            Kind::Abstract(plan) => &plan.task,
            Kind::Command(plan) => &plan.rest.task,
            Kind::Tsp(_) => return Self::Effort,
            Kind::Storage(_) => return Self::Room,
            // An author's solver that says how long its work takes is held to it.
            Kind::Prompting(_) | Kind::Own => return Self::Time,
        };
        match task.load {
            Load::Light => Self::None,
            Load::Saturating => Self::Volume(capacity),
        }
    }

    /// What becomes of one question: `load` questions of its validator in this block and `seats` hotkeys share `up`
    /// workers.
    pub(super) fn part(self, load: f64, seats: f64, up: f64) -> Part {
        let whole = Part::WHOLE;
        match self {
            Self::None | Self::Time => whole,
            Self::Volume(capacity) => {
                let capacity = capacity * up;
                // 1 / (1 − utilisation), where the utilisation is load / (load + capacity).
                Part { served: (capacity / load).min(1.0), slowed: 1.0 + load / capacity, ..whole }
            }
            Self::Effort => Part { effort: (up / load).min(1.0), ..whole },
            Self::Room => Part { effort: (up / seats).min(1.0), ..whole },
        }
    }
}

/// A question's part of the workers behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    /// Share of the volume asked for that is served.
    pub(super) served: f64,
    /// What the load does to the time an answer takes.
    pub(super) slowed: f64,
    /// Share of the effort.
    pub(super) effort: f64,
}

impl Part {
    /// Workers of its own.
    pub(super) const WHOLE: Self = Self { served: 1.0, slowed: 1.0, effort: 1.0 };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bottleneck_has_its_law() {
        let check = |bottleneck: Bottleneck, (load, seats, up), (served, slowed, effort)| {
            let part = bottleneck.part(load, seats, up);
            assert_eq!(part, Part { served, slowed, effort }, "{bottleneck:?}: {load}, {seats}, {up}");
        };
        for free in [Bottleneck::None, Bottleneck::Time] {
            check(free, (6.0, 6.0, 1.0), (1.0, 1.0, 1.0));
        }
        check(Bottleneck::Volume(1.0), (1.0, 1.0, 1.0), (1.0, 2.0, 1.0));
        check(Bottleneck::Volume(1.0), (4.0, 4.0, 1.0), (0.25, 5.0, 1.0));
        check(Bottleneck::Volume(3.0), (4.0, 4.0, 2.0), (1.0, 1.0 + 4.0 / 6.0, 1.0));
        check(Bottleneck::Effort, (4.0, 5.0, 1.0), (1.0, 1.0, 0.25));
        check(Bottleneck::Effort, (1.0, 5.0, 2.0), (1.0, 1.0, 1.0));
        check(Bottleneck::Room, (1.0, 5.0, 1.0), (1.0, 1.0, 0.2));
    }
}
