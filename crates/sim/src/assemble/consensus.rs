//! Weights, bonds, trust and dividends per validator.

use super::earners::ratio;
use crate::describe::behaviour;
use crate::tally::ColdkeyTally;
use crate::worlds::{Worlds, stake};
use incentor_scenario::run::{ConsensusPicture, Matrix, ValidatorRow};

pub(super) fn of(worlds: &Worlds<'_>, weights: Matrix, bonds: Matrix) -> ConsensusPicture {
    let cast = &worlds.lineup.cast;
    let validators = worlds.coldkeys(|coldkey| coldkey.site == 0 && !coldkey.is_miner());
    let all_stake: f64 = validators.iter().map(|at| stake(&cast.coldkeys[*at])).sum();
    let dividends = |at: usize| worlds.mean(|outcome| outcome.coldkeys[at].dividends_rao as f64);
    let all_dividends: f64 = validators.iter().map(|at| dividends(*at)).sum();
    let row = |at: &usize| {
        let coldkey = &cast.coldkeys[*at];
        let mean = |of: fn(&ColdkeyTally) -> f64| worlds.mean(|outcome| of(&outcome.coldkeys[*at]));
        let per_epoch = |of: fn(&ColdkeyTally) -> f64| {
            worlds.mean(|outcome| {
                let epochs = outcome.subnets.first().map_or(0, |subnet| subnet.epochs);
                ratio(of(&outcome.coldkeys[*at]), f64::from(epochs))
            })
        };
        ValidatorRow {
            coldkey: coldkey.name.clone(),
            population: cast.populations[coldkey.population].plan.name.clone(),
            behaviour: behaviour(&coldkey.part),
            stake_share: ratio(stake(coldkey), all_stake),
            dividend_share: ratio(dividends(*at), all_dividends),
            dividend_ratio: worlds.dividend_ratio(&[*at]).unwrap_or(0.0),
            validator_trust: per_epoch(|tally| tally.validator_trust_sum as f64) / f64::from(u16::MAX),
            divergence: per_epoch(|tally| tally.divergence_sum),
            weights_taken: mean(|tally| tally.weights_taken as f64),
            rounds: ratio(mean(|tally| tally.rounds.0 as f64), mean(|tally| tally.rounds.1 as f64)),
        }
    };
    ConsensusPicture { validators: validators.iter().map(row).collect(), weights, bonds }
}
