//! Yuma in floats, as the published simulation of 2025 has it: the other side of a comparison, never of a payout.
//!
//! It differs from the chain in six points: floats instead of 32-bit fractions; a consensus found by bisection to
//! 1e-5 and scaled to a sum of 1; a small number added to sums before dividing by them; Yuma 2 bonds are not scaled up
//! after averaging; liquid alpha begins with the second epoch; and no weight is a weight of 0 (spec §1.10 to §1.12).
//! Tests hold how much the last three matter: `tests/runs/cases.rs` and those of the module above.

/// Added to sums before dividing by them.
const TINY: f64 = 1e-6;
/// Consensus is bisected until it is known this well.
const CONSENSUS_STEP: f64 = 1e-5;
/// Emission of an epoch per thousand staked, and the validators' share of it: 100 τ for a million staked, 41 %.
const FAIR_PER_EPOCH: f64 = 0.041;

/// How bonds grow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Growth {
    /// Yuma 2: an average of clipped, stake-weighted weights; the share of the new one.
    Average(f64),
    /// Yuma 3: towards the weight, by this share of the way.
    Towards(f64),
    /// Yuma 3 with liquid alpha: a share of its own for each pair.
    Liquid {
        /// Where nothing moves.
        low: f64,
        /// Where all moves.
        high: f64,
        /// Slope of the logistic between them.
        steepness: f64,
        /// The share of all pairs in the first epoch, in which the published simulation has no consensus to look
        /// back on; `None` = by the epoch's own consensus, as on the chain.
        first: Option<f64>,
    },
}

/// A game whose weights and stakes are known beforehand, by epoch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Game {
    /// Weights by epoch, validator and server.
    pub(super) weights: Vec<Vec<Vec<f64>>>,
    /// Shares of stake by epoch and validator.
    pub(super) stakes: Vec<Vec<f64>>,
    /// (Epoch before which, server in which) all bonds are dropped.
    pub(super) resets: Vec<(usize, usize)>,
    /// Majority for consensus.
    pub(super) kappa: f64,
}

/// Dividends per thousand staked over all epochs, by validator.
pub(super) fn totals(game: &Game, growth: Growth) -> Vec<f64> {
    let mut bonds: Option<Vec<Vec<f64>>> = None;
    let validators = game.stakes.first().map_or(0, Vec::len);
    let mut totals = vec![0.0; validators];
    for (epoch, (weights, stakes)) in game.weights.iter().zip(&game.stakes).enumerate() {
        if let Some(bonds) = &mut bonds {
            let dropped = game.resets.iter().filter(|(at, _)| *at == epoch);
            dropped.for_each(|&(_, server)| bonds.iter_mut().for_each(|row| row[server] = 0.0));
        }
        let weights: Vec<Vec<f64>> = weights.iter().map(|row| divided(row, sum(row) + TINY)).collect();
        let stakes = divided(stakes, sum(stakes));
        let consensus = consensus(&weights, &stakes, game.kappa);
        let clipped: Vec<Vec<f64>> = weights
            .iter()
            .map(|row| row.iter().zip(&consensus).map(|(weight, most)| weight.min(*most)).collect())
            .collect();
        let ranks: Vec<f64> = (0..consensus.len()).map(|server| column(&stakes, &clipped, server)).collect();
        let incentive = divided(&ranks, sum(&ranks));
        let dividends = match growth {
            Growth::Average(share) => {
                let next = averaged(&stakes, &clipped, bonds.as_ref(), share);
                let dividends: Vec<f64> = next.iter().map(|row| dot(row, &incentive)).collect();
                bonds = Some(next);
                dividends
            }
            Growth::Towards(_) | Growth::Liquid { .. } => {
                let next = grown(&weights, bonds.as_ref(), &consensus, growth);
                let sums: Vec<f64> =
                    (0..consensus.len()).map(|server| next.iter().map(|row| row[server]).sum()).collect();
                let earned = |row: &Vec<f64>| -> f64 {
                    row.iter()
                        .zip(&sums)
                        .zip(&incentive)
                        .map(|((bond, sum), paid)| bond / (sum + TINY) * paid)
                        .sum()
                };
                let dividends = next.iter().zip(&stakes).map(|(row, stake)| stake * earned(row)).collect();
                bonds = Some(next);
                dividends
            }
        };
        let all = sum(&dividends) + TINY;
        for ((total, dividend), stake) in totals.iter_mut().zip(&dividends).zip(&stakes) {
            if *stake > 0.0 {
                *total += FAIR_PER_EPOCH * dividend / all / stake;
            }
        }
    }
    totals
}

/// The weights that a majority of stake supports, scaled to a sum of 1 and cut to 16 bits.
fn consensus(weights: &[Vec<f64>], stakes: &[f64], kappa: f64) -> Vec<f64> {
    let servers = weights.first().map_or(0, Vec::len);
    let supported = |server: usize| {
        let [mut low, mut high] = [0.0, 1.0];
        while high - low > CONSENSUS_STEP {
            let middle = f64::midpoint(low, high);
            let support: f64 = weights
                .iter()
                .zip(stakes)
                .filter(|(row, _)| row[server] > middle)
                .map(|(_, stake)| stake)
                .sum();
            if support > kappa { low = middle } else { high = middle }
        }
        high
    };
    let raw: Vec<f64> = (0..servers).map(supported).collect();
    let whole = f64::from(u16::MAX);
    divided(&raw, sum(&raw)).into_iter().map(|weight| libm::floor(weight * whole) / whole).collect()
}

/// Yuma 2's bonds.
fn averaged(stakes: &[f64], clipped: &[Vec<f64>], old: Option<&Vec<Vec<f64>>>, share: f64) -> Vec<Vec<f64>> {
    let servers = clipped.first().map_or(0, Vec::len);
    let sums: Vec<f64> = (0..servers).map(|server| column(stakes, clipped, server)).collect();
    let bond = |validator: usize, server: usize| {
        let new = stakes[validator] * clipped[validator][server] / sums[server];
        let new = if new.is_nan() { 0.0 } else { new };
        old.map_or(new, |old| share * new + (1.0 - share) * old[validator][server])
    };
    (0..clipped.len()).map(|validator| (0..servers).map(|server| bond(validator, server)).collect()).collect()
}

/// Yuma 3's bonds.
fn grown(
    weights: &[Vec<f64>],
    old: Option<&Vec<Vec<f64>>>,
    consensus: &[f64],
    growth: Growth,
) -> Vec<Vec<f64>> {
    let bond = |validator: usize, server: usize| {
        let weight = weights[validator][server];
        let before = old.map_or(0.0, |old| old[validator][server]);
        let share = match growth {
            Growth::Average(share) | Growth::Towards(share) => share,
            Growth::Liquid { first: Some(share), .. } if old.is_none() => share,
            Growth::Liquid { low, high, steepness, .. } => {
                let far = if weight >= before { weight - consensus[server] } else { before - weight };
                let slope = libm::exp(-steepness * (far.clamp(0.0, 1.0) - 0.5));
                low + (high - low) / (1.0 + slope)
            }
        };
        let kept = before * (1.0 - share);
        (kept + (share * weight).min((1.0 - kept).max(0.0))).min(1.0)
    };
    (0..weights.len())
        .map(|validator| (0..consensus.len()).map(|server| bond(validator, server)).collect())
        .collect()
}

/// Liquid alpha's share in the published simulation's first epoch.
pub(super) const FIRST_SHARE: f64 = 0.025;

fn sum(values: &[f64]) -> f64 {
    values.iter().sum()
}

fn divided(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|value| value / by).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn column(stakes: &[f64], rows: &[Vec<f64>], server: usize) -> f64 {
    stakes.iter().zip(rows).map(|(stake, row)| stake * row[server]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::array;

    /// All stand by server 1, then move to server 2 in the given epochs.
    fn moving(switches: [usize; 3]) -> Game {
        let row = |epoch: usize, at: usize| if epoch < at { vec![1.0, 0.0] } else { vec![0.0, 1.0] };
        let weights = (0..40).map(|epoch| switches.map(|at| row(epoch, at)).to_vec()).collect();
        Game { weights, stakes: vec![vec![0.8, 0.1, 0.1]; 40], resets: vec![], kappa: 0.5 }
    }

    fn check(game: &Game, growth: Growth, published: [f64; 3]) {
        let totals = totals(game, growth);
        let rounded: [f64; 3] = array::from_fn(|at| libm::round(totals[at] * 1e4) / 1e4);
        assert_eq!(rounded, published, "{growth:?}");
    }

    const LIQUID: Growth = Growth::Liquid { low: 0.1, high: 0.3, steepness: 10.0, first: Some(FIRST_SHARE) };

    #[test]
    fn the_published_totals_come_out_to_the_last_digit() {
        let first = moving([1, 2, 3]);
        check(&first, Growth::Average(0.9), [1.6559, 1.5995, 1.5535]);
        check(&first, Growth::Towards(0.025), [1.6879, 1.5121, 1.3843]);
        check(&first, LIQUID, [1.6775, 1.5387, 1.4414]);
        let delayed = moving([10, 1, 11]);
        check(&delayed, Growth::Average(0.9), [1.6855, 1.2806, 1.6354]);
        check(&delayed, LIQUID, [1.6088, 2.0139, 1.5159]);
    }

    #[test]
    fn a_reset_forgets_who_was_there_first() {
        // Two small ones switch to server 2 before the big one, and back to server 1 in the same order.
        let row = |epoch: usize, there: usize, back: usize| {
            if epoch < there || epoch >= back { vec![1.0, 0.0] } else { vec![0.0, 1.0] }
        };
        let weights =
            (0..40).map(|epoch| vec![row(epoch, 2, 22), row(epoch, 1, 21), row(epoch, 1, 21)]).collect();
        let mut game =
            Game { weights, stakes: vec![vec![0.8, 0.1, 0.1]; 40], resets: vec![(20, 1)], kappa: 0.5 };
        check(&game, Growth::Towards(0.025), [1.6176, 1.7297, 1.7297]);
        game.resets.clear();
        check(&game, Growth::Towards(0.025), [1.6128, 1.7487, 1.7487]);
    }

    #[test]
    fn nobody_gains_where_all_move_together() {
        for growth in [Growth::Average(0.9), Growth::Towards(0.025), LIQUID] {
            check(&moving([1, 1, 1]), growth, [1.64; 3]);
        }
    }
}
