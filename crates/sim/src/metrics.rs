//! Metrics: one table of what can be measured, for reports, gates and explanations.

mod alignment;
mod arguments;
mod attack;
mod concentration;
mod dynamics;
mod economics;
mod rank;
mod recovery;
mod table;
mod validators;

pub(crate) use arguments::{Arguments, Quality};
pub(crate) use dynamics::BLOCKS_PER_DAY;
pub(crate) use table::entry;

use crate::lineup::WorldPlan;
use crate::order::Interval;
use crate::statistics::{estimate, mean};
use crate::worlds::Worlds;
use incentor_scenario::run::{Estimate, Metric};
use incentor_scenario::{METRICS, MetricArgument, MetricCall, MetricKind, Part, Statistic};

/// What a metric gave.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measured {
    /// Its value in each seed; infinite where something never happened.
    pub(crate) values: Vec<f64>,
    /// Values whose mean is the metric, where that is not the mean of the values: a ratio of sums over seeds.
    pub(crate) linear: Option<Vec<f64>>,
    /// Bounds, where the metric is a bound over all seeds itself.
    pub(crate) bounds: Option<Interval>,
    /// Whether its interval holds together with those of all deviations of all variants.
    pub(crate) simultaneous: bool,
    /// How many things it is about.
    pub(crate) n: usize,
}

impl Measured {
    /// One value per seed.
    pub(crate) const fn of(values: Vec<f64>, n: usize) -> Self {
        Self { values, linear: None, bounds: None, simultaneous: false, n }
    }

    /// One value per seed, each of which there must be.
    pub(crate) fn each(
        values: impl Iterator<Item = Option<f64>>,
        n: usize,
        why: &str,
    ) -> Result<Self, String> {
        let values: Option<Vec<f64>> = values.collect();
        values.map(|values| Self::of(values, n)).ok_or_else(|| why.to_owned())
    }

    /// The values whose mean counts.
    pub(crate) fn for_mean(&self) -> &[f64] {
        self.linear.as_deref().unwrap_or(&self.values)
    }

    /// The mean with its interval; `None` if a value is infinite or no number.
    pub(crate) fn mean(&self, worlds: &Worlds<'_>) -> Option<Estimate> {
        if let Some(bounds) = self.bounds {
            return Some(Estimate { mean: bounds.high, half_width: None });
        }
        let comparisons = if self.simultaneous { worlds.comparisons } else { 1 };
        let values = self.for_mean();
        values
            .iter()
            .all(|value| value.is_finite())
            .then(|| estimate(values, worlds.scenario.run.confidence, comparisons))
    }
}

/// A metric with how it is worked out.
pub(crate) struct Entry {
    pub(crate) kind: &'static MetricKind,
    /// Worlds it looks at besides the one as written.
    pub(crate) needs: fn(&Arguments, &crate::cast::Cast) -> Vec<WorldPlan>,
    measure: fn(&Worlds<'_>, &Arguments) -> Result<Measured, String>,
}

/// Measures what a call asks for.
pub(crate) fn measure(worlds: &Worlds<'_>, call: &MetricCall) -> Result<Measured, String> {
    let entry = entry(&call.metric).ok_or("there is no such metric")?;
    let arguments = Arguments::read(entry.kind, call, &worlds.lineup.cast)?;
    (entry.measure)(worlds, &arguments)
}

impl Worlds<'_> {
    /// The metrics of the whole that every run has; those that mean nothing here are left out.
    pub(crate) fn metrics(&self) -> Vec<Metric> {
        let row = |call: MetricCall| {
            let entry = entry(&call.metric)?;
            let measured = measure(self, &call).ok()?;
            // What never happens in some seeds has no mean; the values say so.
            let value = measured.mean(self).or_else(|| {
                let finite: Vec<f64> =
                    measured.values.iter().copied().filter(|value| value.is_finite()).collect();
                (!finite.is_empty()).then(|| Estimate { mean: mean(&finite), half_width: None })
            })?;
            let name = if call.arguments.is_empty() {
                call.metric
            } else {
                format!("{}({})", call.metric, call.arguments.join(", "))
            };
            Some(Metric {
                name,
                unit: entry.kind.unit.words().first().map_or("", |word| *word).to_owned(),
                value,
                n: measured.n as u32,
                per_seed: measured.values.iter().map(|value| value.is_finite().then_some(*value)).collect(),
            })
        };
        self.calls().into_iter().filter_map(row).collect()
    }

    /// Every metric of the whole, and those of single populations that say something.
    fn calls(&self) -> Vec<MetricCall> {
        let call = |metric: &str, arguments: &[&str]| MetricCall {
            statistic: Statistic::Mean,
            metric: metric.to_owned(),
            arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
        };
        let populations = &self.lineup.cast.populations;
        let mut calls = Vec::new();
        for kind in METRICS {
            match (kind.name, kind.arguments.first()) {
                ("elasticity" | "samples_to_rank", _) => {
                    calls.extend(["best", "median", "worst"].map(|rank| call(kind.name, &[rank])));
                }
                ("slope", _) => {
                    calls.push(call(kind.name, &[]));
                    calls.extend(["best", "median", "delivered"].map(|quality| call(kind.name, &[quality])));
                }
                ("gini", _) => calls.extend([call(kind.name, &["pay"]), call(kind.name, &["incentive"])]),
                ("roi", _) => {
                    calls.extend(populations.iter().map(|one| call(kind.name, &[&one.plan.name])));
                }
                ("copier_g" | "vtrust" | "divergence", _) => {
                    let validators =
                        populations.iter().filter(|one| matches!(one.plan.part, Part::Validator(_)));
                    calls.extend(validators.map(|one| call(kind.name, &[&one.plan.name])));
                }
                ("attack_cost" | "damage_cost", _) => {
                    let deviating = populations.iter().filter(|one| one.plan.otherwise.is_some());
                    calls.extend(deviating.map(|one| call(kind.name, &[&one.plan.name])));
                }
                ("recovery_tempos", _) => {
                    calls.push(call(kind.name, &[]));
                    // One population's is that of all.
                    let hit = Some(recovery::populations(self)).filter(|hit| hit.len() > 1);
                    let names = hit.iter().flatten().filter_map(|at| populations.get(*at));
                    calls.extend(names.map(|one| call(kind.name, &[&one.plan.name])));
                }
                ("survival", _) => {
                    let newcomers = populations.iter().filter(|one| one.joins_at.is_some());
                    calls.extend(newcomers.map(|one| call(kind.name, &[&one.plan.name])));
                }
                (_, Some(MetricArgument::Newcomers)) => {
                    let newcomers = populations
                        .iter()
                        .filter(|one| one.joins_at.is_some() && matches!(one.plan.part, Part::Miner(_)));
                    calls.extend(newcomers.map(|one| call(kind.name, &[&one.plan.name])));
                }
                _ if kind.needed == 0 => calls.push(call(kind.name, &[])),
                _ => {}
            }
        }
        calls
    }
}
