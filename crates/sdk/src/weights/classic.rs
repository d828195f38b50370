//! The Python SDK's conversion, in its own precision (wire protocol §2.3).

use crate::Score;
use incentor_primitives::{Uid, Weight};

/// What the classic conversion knows of the subnet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Classic {
    /// Fewest weights the subnet takes.
    pub min_allowed_weights: u16,
    /// Largest share one uid may have, 0 to 1.
    pub max_weight_limit: f64,
    /// Share of the positive scores to leave out, 65535 = 1.0.
    pub exclude_quantile_u16: u16,
}

/// What a uid has at least when too few have a positive score.
const LEAST: f64 = 1e-5;
/// Kept away from the cap, so that normalising cannot pass it.
const EPSILON: f64 = 1e-7;

pub(super) fn weights(scores: &[(Uid, Score)], limits: Classic) -> Vec<(Uid, Weight)> {
    let (uids, shares) = process(scores, limits);
    let best = shares.iter().copied().fold(0.0, f64::max);
    let to_u16 = |share: f64| {
        let scaled = share / best * 65_535.0;
        Weight(libm::rint(scaled).clamp(0.0, 65_535.0) as u16)
    };
    uids.into_iter()
        .zip(shares)
        .filter(|_| best > 0.0)
        .map(|(uid, share)| (uid, to_u16(share)))
        .filter(|(_, weight)| weight.0 > 0)
        .collect()
}

/// Who gets a weight, and which share: the SDK's `process_weights`.
fn process(scores: &[(Uid, Score)], limits: Classic) -> (Vec<Uid>, Vec<f64>) {
    let n = scores.len();
    let least = usize::from(limits.min_allowed_weights);
    let limit = limits.max_weight_limit;
    let every_uid = || scores.iter().map(|(uid, _)| *uid).collect();
    let all: Vec<f32> = scores.iter().map(|(_, score)| score.get() as f32).collect();
    let positive: Vec<f32> = all.iter().copied().filter(|score| *score > 0.0).collect();
    if positive.is_empty() || n < least {
        return (every_uid(), vec![1.0 / n as f64; n]);
    }
    if positive.len() < least {
        // This path alone is in double precision there.
        let raised: Vec<f64> = all.iter().map(|score| LEAST + f64::from(*score)).collect();
        return (every_uid(), cap_f64(&raised, limit));
    }
    let droppable = (positive.len() - least) as f64 / positive.len() as f64;
    let share = (f64::from(limits.exclude_quantile_u16) / 65_535.0).min(droppable);
    let lowest = quantile(&positive, share);
    let kept = scores.iter().zip(all).filter(|(_, score)| *score > 0.0 && *score >= lowest);
    let (uids, shares): (Vec<Uid>, Vec<f32>) = kept.map(|((uid, _), score)| (*uid, score)).unzip();
    (uids, cap_f32(&shares, limit).into_iter().map(f64::from).collect())
}

/// The linearly interpolated quantile of at least one value.
fn quantile(values: &[f32], share: f64) -> f32 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let place = share * (sorted.len() - 1) as f64;
    let below = place as usize;
    let (Some(&low), high) = (sorted.get(below), sorted.get(below + 1)) else { return 0.0 };
    let high = high.copied().unwrap_or(low);
    low + (high - low) * (place - below as f64) as f32
}

macro_rules! cap {
    ($name:ident, $float:ident) => {
        /// Shares that sum to 1, none above the limit where that is possible.
        fn $name(values: &[$float], exact_limit: f64) -> Vec<$float> {
            let n = values.len();
            let sum: $float = values.iter().sum();
            if sum == 0.0 || n as f64 * exact_limit <= 1.0 {
                return vec![1.0 / n as $float; n];
            }
            let mut sorted = values.to_vec();
            sorted.sort_by($float::total_cmp);
            let (limit, epsilon) = (exact_limit as $float, EPSILON as $float);
            let most = sorted.last().copied().unwrap_or(0.0);
            if most / sum <= limit {
                return values.iter().map(|value| value / sum).collect();
            }
            // The smallest values stay below the limit even after all larger ones are cut to their size.
            let (mut below, mut total, mut total_below): (usize, $float, $float) = (0, 0.0, 0.0);
            for (at, value) in sorted.iter().enumerate() {
                total += value;
                let if_cut = (n - at - 1) as $float * value + total + epsilon;
                if value / if_cut < limit {
                    (below, total_below) = (at + 1, total);
                }
            }
            // The cut-off itself is in double precision there, whatever the weights are.
            let scale =
                (exact_limit * f64::from(total_below) - EPSILON) / (1.0 - exact_limit * (n - below) as f64);
            let cutoff = (scale * f64::from(sorted.iter().sum::<$float>())) as $float;
            let cut: Vec<$float> = values.iter().map(|value| value.min(cutoff)).collect();
            let sum: $float = cut.iter().sum();
            cut.iter().map(|value| value / sum).collect()
        }
    };
}

cap!(cap_f32, f32);
cap!(cap_f64, f64);

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Vector {
        id: String,
        uids: Vec<u16>,
        weights: Vec<f64>,
        num_neurons: usize,
        min_allowed_weights: u16,
        max_weight_limit: f64,
        exclude_quantile_u16: u16,
        out_uids: Vec<u16>,
        out_weights: Vec<f64>,
        emit_uids: Vec<u16>,
        emit_u16: Vec<u16>,
    }

    /// What bittensor 10.2.0 made of these weights.
    #[test]
    fn the_sdk_is_met_in_every_vector() {
        let text = include_str!("../../tests/vectors/weights.json");
        let vectors: Vec<Vector> = serde_json::from_str(text).unwrap();
        assert_eq!(vectors.len(), 11);
        for vector in vectors {
            let id = &vector.id;
            assert_eq!(vector.num_neurons, vector.uids.len(), "{id}");
            let scores = vector.uids.iter().zip(&vector.weights);
            let scores: Vec<_> = scores.map(|(uid, x)| (Uid(*uid), Score::saturating(*x))).collect();
            let limits = Classic {
                min_allowed_weights: vector.min_allowed_weights,
                max_weight_limit: vector.max_weight_limit,
                exclude_quantile_u16: vector.exclude_quantile_u16,
            };
            let (uids, shares) = process(&scores, limits);
            assert_eq!(uids.iter().map(|uid| uid.0).collect::<Vec<_>>(), vector.out_uids, "{id}");
            assert_eq!(shares.len(), vector.out_weights.len(), "{id}");
            for (share, expected) in shares.iter().zip(&vector.out_weights) {
                // The JSON reader may be off by the last bit of a double.
                assert!((share / expected - 1.0).abs() < 1e-15, "{id}: {share:e}, not {expected:e}");
            }
            let emitted = weights(&scores, limits);
            let (uids, values): (Vec<u16>, Vec<u16>) = emitted.iter().map(|(uid, w)| (uid.0, w.0)).unzip();
            assert_eq!((uids, values), (vector.emit_uids, vector.emit_u16), "{id}");
        }
    }

    #[test]
    fn nobody_to_weigh_is_an_empty_row() {
        let limits = Classic { min_allowed_weights: 1, max_weight_limit: 1.0, exclude_quantile_u16: 0 };
        assert_eq!(weights(&[], limits), []);
    }
}
