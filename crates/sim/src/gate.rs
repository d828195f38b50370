//! What had to hold, and whether it did (simulation model §5).

use crate::SimError;
use crate::cast::Cast;
use crate::lineup::WorldPlan;
use crate::metrics::{Arguments, Measured, entry, measure};
use crate::order::{Interval, quantile, quantile_interval, seeds_for_bound};
use crate::statistics::{estimate, mean};
use crate::verdict::seeds_needed;
use crate::worlds::Worlds;
use incentor_scenario::run::{Estimate, GateOutcome, GateState};
use incentor_scenario::{Assertion, Comparison, Gate, MetricCall, Statistic};

/// Refuses an assertion that cannot be worked out whatever is played, and says which worlds it needs.
///
/// # Errors
/// [`SimError::Gate`], with the reason.
pub(crate) fn needs(assertion: &Assertion, cast: &Cast) -> Result<Vec<WorldPlan>, SimError> {
    let mut worlds = Vec::new();
    for call in calls(assertion) {
        let entry =
            entry(&call.metric).ok_or_else(|| refused(assertion, format!("{} is no metric", call.metric)))?;
        if call.metric == "roi" {
            let about = call.arguments.first().map_or("…", String::as_str);
            return Err(refused(
                assertion,
                format!(
                    "{} is for the report only: a cheat costs next to nothing, so income over cost says nothing about \
                     who should be paid; gain({about}) is what cheating adds",
                    call.metric
                ),
            ));
        }
        let arguments = Arguments::read(entry.kind, call, cast).map_err(|why| refused(assertion, why))?;
        worlds.extend((entry.needs)(&arguments, cast));
    }
    Ok(worlds)
}

/// Refuses gates on a variant that ask for nothing but rank correlation.
///
/// # Errors
/// [`SimError::Gate`], with the reason.
pub(crate) fn more_than_ranks(gates: &[Gate], variant: &str) -> Result<(), SimError> {
    let mut asked = gates.iter().filter(|gate| applies(gate, variant)).flat_map(|gate| &gate.assertions);
    let Some(first) = asked.next() else { return Ok(()) };
    let ranks = |assertion: &Assertion| calls(assertion).all(|call| call.metric == "spearman");
    if ranks(first) && asked.all(ranks) {
        let why = "rank correlation sees none of the exploits, so it cannot be the only gate; work_share can";
        return Err(refused(first, why.to_owned()));
    }
    Ok(())
}

/// Whether a gate is about a variant.
pub(crate) fn applies(gate: &Gate, variant: &str) -> bool {
    gate.variant.as_deref().is_none_or(|name| name == variant)
}

fn calls(assertion: &Assertion) -> impl Iterator<Item = &MetricCall> {
    std::iter::once(&assertion.left).chain(&assertion.right)
}

fn refused(assertion: &Assertion, why: String) -> SimError {
    SimError::Gate { place: assertion.place, assertion: assertion.text.clone(), why }
}

/// Decides one assertion on one variant.
pub(crate) fn decide(worlds: &Worlds<'_>, variant: &str, assertion: &Assertion) -> GateOutcome {
    let decided = decision(worlds, assertion);
    let outcome = GateOutcome {
        variant: variant.to_owned(),
        assertion: assertion.text.clone(),
        state: GateState::Undecided,
        difference: None,
        value: None,
        seeds_needed: None,
        why: None,
    };
    match decided {
        Err(why) => GateOutcome { why: Some(why), ..outcome },
        Ok(decision) => {
            let state = state(decision.difference, assertion.comparison);
            let undecided = state == GateState::Undecided;
            GateOutcome {
                state,
                difference: decision.estimate(),
                value: decision.value.is_finite().then_some(decision.value),
                seeds_needed: decision.seeds_needed.filter(|_| undecided),
                why: (!decision.value.is_finite())
                    .then(|| "it is infinite: it never happened in too many seeds".to_owned()),
                ..outcome
            }
        }
    }
}

/// Left side less right side, worked out.
struct Decision {
    /// The left side.
    value: f64,
    /// The middle of the difference.
    middle: f64,
    /// Where the difference lies.
    difference: Interval,
    /// Whether nothing is said about other seeds than those played.
    single: bool,
    /// Seeds that would decide, if they can be told.
    seeds_needed: Option<u32>,
}

impl Decision {
    fn estimate(&self) -> Option<Estimate> {
        let Interval { low, high } = self.difference;
        if low.is_finite() && high.is_finite() {
            return Some(Estimate { mean: (low + high) / 2.0, half_width: Some((high - low) / 2.0) });
        }
        (self.single && self.middle.is_finite()).then_some(Estimate { mean: self.middle, half_width: None })
    }
}

/// Which side of 0 the whole difference is on.
fn state(difference: Interval, comparison: Comparison) -> GateState {
    let Interval { low, high } = difference;
    let (passed, failed) = match comparison {
        Comparison::Less => (high < 0.0, low >= 0.0),
        Comparison::AtMost => (high <= 0.0, low > 0.0),
        Comparison::More => (low > 0.0, high <= 0.0),
        Comparison::AtLeast => (low >= 0.0, high < 0.0),
    };
    match (passed, failed) {
        (true, _) => GateState::Passed,
        (_, true) => GateState::Failed,
        _ => GateState::Undecided,
    }
}

fn decision(worlds: &Worlds<'_>, assertion: &Assertion) -> Result<Decision, String> {
    let wants_low = matches!(assertion.comparison, Comparison::Less | Comparison::AtMost);
    let left = side(worlds, &assertion.left, wants_low)?;
    let Some(call) = &assertion.right else {
        return Ok(left.against(worlds, assertion.number, wants_low));
    };
    let right = side(worlds, call, !wants_low)?;
    // Of two means, paired seed by seed.
    if let (Some(ours), Some(theirs)) = (&left.for_mean, &right.for_mean) {
        let pairs = ours.iter().zip(theirs);
        let difference: Vec<f64> = pairs.map(|(left, right)| left - assertion.number * right).collect();
        let comparisons = left.comparisons.max(right.comparisons);
        let paired = Side::of_means(worlds, difference, comparisons)?;
        return Ok(Decision { value: left.value, ..paired.against(worlds, 0.0, wants_low) });
    }
    let right = right.times(assertion.number);
    Ok(Decision {
        value: left.value,
        middle: left.value - right.value,
        difference: Interval {
            low: left.interval.low - right.interval.high,
            high: left.interval.high - right.interval.low,
        },
        single: false,
        seeds_needed: None,
    })
}

/// One side of an assertion.
struct Side {
    value: f64,
    interval: Interval,
    /// Values whose mean it is, if it is a mean.
    for_mean: Option<Vec<f64>>,
    /// Values and share, if it is a quantile.
    quantile: Option<(Vec<f64>, f64)>,
    comparisons: usize,
}

fn side(worlds: &Worlds<'_>, call: &MetricCall, wants_low: bool) -> Result<Side, String> {
    let measured = measure(worlds, call)?;
    if let Some(seed) = measured.values.iter().position(|value| value.is_nan()) {
        return Err(format!("{} is no number in seed {}", call.metric, worlds.seed(seed)));
    }
    let comparisons = if measured.simultaneous { worlds.comparisons } else { 1 };
    let point = |value: f64, interval: Interval| Side {
        value,
        interval,
        for_mean: None,
        quantile: None,
        comparisons,
    };
    match call.statistic {
        Statistic::Mean => match measured.bounds {
            Some(bounds) => Ok(point(bounds.high, bounds)),
            None => Side::of_means(worlds, finite(worlds, call, &measured)?, comparisons),
        },
        Statistic::Quantile(share) => {
            if !(share > 0.0 && share < 1.0) {
                return Err(format!("p{} is no quantile", share * 100.0));
            }
            let confidence = 1.0 - (1.0 - worlds.scenario.run.confidence) / comparisons as f64;
            let interval = quantile_interval(&measured.values, share, confidence);
            let value = quantile(&measured.values, share);
            Ok(Side { quantile: Some((measured.values, share)), ..point(value, interval) })
        }
        Statistic::Worst => {
            let values = measured.values.iter().copied();
            let worst = if wants_low {
                values.fold(f64::NEG_INFINITY, f64::max)
            } else {
                values.fold(f64::INFINITY, f64::min)
            };
            Ok(point(worst, Interval::at(worst)))
        }
    }
}

fn finite(worlds: &Worlds<'_>, call: &MetricCall, measured: &Measured) -> Result<Vec<f64>, String> {
    let infinite = measured.values.iter().filter(|value| value.is_infinite()).count();
    if infinite == 0 {
        return Ok(measured.for_mean().to_vec());
    }
    let (metric, seeds) = (&call.metric, worlds.seeds.len());
    Err(format!(
        "{metric} is infinite in {infinite} of {seeds} seeds and has no mean; ask for p80({metric}…)"
    ))
}

impl Side {
    fn of_means(worlds: &Worlds<'_>, values: Vec<f64>, comparisons: usize) -> Result<Self, String> {
        if values.iter().any(|value| !value.is_finite()) {
            return Err("it is no number in some seeds".to_owned());
        }
        let estimate = estimate(&values, worlds.scenario.run.confidence, comparisons.max(1));
        let half = estimate.half_width.unwrap_or(f64::INFINITY);
        let interval = Interval { low: estimate.mean - half, high: estimate.mean + half };
        Ok(Self { value: mean(&values), interval, for_mean: Some(values), quantile: None, comparisons })
    }

    fn times(self, factor: f64) -> Self {
        // 0 times an unknown bound is 0.
        let times = |bound: f64| if factor == 0.0 { 0.0 } else { bound * factor };
        let (one, other) = (times(self.interval.low), times(self.interval.high));
        let interval = Interval { low: one.min(other), high: one.max(other) };
        Self { value: times(self.value), interval, ..self }
    }

    /// This side less a number.
    fn against(self, worlds: &Worlds<'_>, number: f64, wants_low: bool) -> Decision {
        let confidence = worlds.scenario.run.confidence;
        let middle = self.value - number;
        let seeds_needed = match (&self.for_mean, &self.quantile) {
            (Some(values), _) => seeds_needed(values, libm::fabs(middle), confidence, self.comparisons),
            (None, Some((values, share))) => {
                let confidence = 1.0 - (1.0 - confidence) / self.comparisons.max(1) as f64;
                let below = values.iter().filter(|value| **value <= number).count() as f64;
                let below = below / values.len().max(1) as f64;
                // How sure it is that a share of the values lies on one side, as a mean of ones and zeros.
                let ones: Vec<f64> =
                    values.iter().map(|value| f64::from(u8::from(*value <= number))).collect();
                let apart = seeds_needed(&ones, libm::fabs(below - share), confidence, 1);
                seeds_for_bound(*share, confidence, wants_low).max(apart)
            }
            (None, None) => None,
        };
        Decision {
            value: self.value,
            middle,
            difference: Interval { low: self.interval.low - number, high: self.interval.high - number },
            single: worlds.seeds.len() == 1,
            seeds_needed,
        }
    }
}
