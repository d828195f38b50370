//! One network by floating point, straight from the formulas of the published figures.
//!
//! It shares nothing with the kernel: no rounding to u16, no fixed point, no sparse rows.

use crate::Params;
use crate::teams::Teams;

/// The honest team's share of emission at two weights, after one epoch of Yuma 2 without a past.
pub(crate) fn honest_emission(params: &Params, teams: &Teams, utility: f64, cabal_weight: f64) -> f64 {
    let stake = shares(&teams.stake.iter().map(|stake| stake.to_rao_floor() as f64).collect::<Vec<_>>());
    let stake = &stake[..teams.validators.all];
    let weights: Vec<Vec<f64>> = (0..teams.validators.all)
        .map(|validator| {
            let toward_honest =
                if validator < teams.validators.honest { utility } else { 1.0 - cabal_weight };
            let row = teams.spreads[validator].shares.iter().enumerate().map(|(miner, share)| {
                share * if miner < teams.miners.honest { toward_honest } else { 1.0 - toward_honest }
            });
            shares(&row.collect::<Vec<_>>())
        })
        .collect();
    // On the chain one half is 32767 / 65535: exactly half the stake is a majority.
    let kappa = (params.kappa * 65535.0).floor() / 65535.0;
    let consensus: Vec<f64> =
        (0..teams.miners.all).map(|miner| supported(stake, &weights, miner, kappa)).collect();
    let (mut ranks, mut bonds_paid) = (vec![0.0; teams.miners.all], vec![0.0; teams.validators.all]);
    for (miner, &limit) in consensus.iter().enumerate() {
        let column = weights.iter().map(|row| row[miner]);
        ranks[miner] = stake.iter().zip(column).map(|(stake, weight)| stake * weight.min(limit)).sum();
    }
    let incentive = shares(&ranks);
    if incentive.iter().sum::<f64>() == 0.0 {
        return stake[..teams.validators.honest].iter().sum();
    }
    for (miner, &limit) in consensus.iter().enumerate() {
        let penalty = params.bonds_penalty;
        let bought: Vec<f64> = stake
            .iter()
            .zip(&weights)
            .map(|(stake, row)| stake * ((1.0 - penalty) * row[miner] + penalty * row[miner].min(limit)))
            .collect();
        for (paid, bond) in bonds_paid.iter_mut().zip(shares(&bought)) {
            *paid += bond * incentive[miner];
        }
    }
    let dividends: f64 = shares(&bonds_paid)[..teams.validators.honest].iter().sum();
    let incentive: f64 = incentive[..teams.miners.honest].iter().sum();
    params.validator_share * dividends + (1.0 - params.validator_share) * incentive
}

/// The greatest weight that enough stake supports on a miner.
fn supported(stake: &[f64], weights: &[Vec<f64>], miner: usize, kappa: f64) -> f64 {
    let mut votes: Vec<(f64, f64)> =
        stake.iter().zip(weights).map(|(&stake, row)| (row[miner], stake)).collect();
    votes.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut support = 0.0;
    for (weight, stake) in votes {
        support += stake;
        if support >= kappa - 1e-9 {
            return weight;
        }
    }
    0.0
}

fn shares(amounts: &[f64]) -> Vec<f64> {
    let sum: f64 = amounts.iter().sum();
    amounts.iter().map(|amount| if sum > 0.0 { amount / sum } else { 0.0 }).collect()
}
