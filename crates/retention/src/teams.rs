//! Two teams as drawn: who belongs to which, who has which stake, how each validator spreads its weight.

use crate::Params;
use crate::stream::Stream;
use incentor_yuma::StakeWeight;

/// All stake there is, in rao; as in the chain's test.
const TOTAL_STAKE_RAO: f64 = 21_000_000_000_000_000.0;

/// The two teams of one seed and one honest stake, before anybody chooses a weight.
///
/// Uids: honest validators, cabal validators, honest miners, cabal miners.
#[derive(Clone, Debug)]
pub(crate) struct Teams {
    /// Validators, the honest ones first.
    pub(crate) validators: Side,
    /// Miners, the honest ones first.
    pub(crate) miners: Side,
    /// Stake per uid.
    pub(crate) stake: Vec<StakeWeight>,
    /// Per validator, how it spreads what it gives.
    pub(crate) spreads: Vec<Spread>,
}

/// How many of a kind, and how many of them are honest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) all: usize,
    pub(crate) honest: usize,
}

/// How one validator spreads its weight within each of the teams.
#[derive(Clone, Debug)]
pub(crate) struct Spread {
    /// Share of the honest team's weight per honest miner, then of the cabal's per cabal miner.
    pub(crate) shares: Vec<f64>,
    /// Largest share in the honest and in the cabal team.
    pub(crate) peaks: (f64, f64),
}

impl Side {
    /// The share of the whole, rounded down, but nobody is left alone (as in the chain's test).
    fn split(all: usize, honest_share: f64) -> Self {
        Self { all, honest: ((honest_share * all as f64) as usize).clamp(1, all - 1) }
    }
}

impl Teams {
    /// Draws the teams.
    ///
    /// Draws are keyed by seed, kind, validator and team, not by stake or weight: along the map only what it is
    /// about changes.
    pub(crate) fn draw(params: &Params, seed: u64, honest_stake: f64) -> Self {
        let validators = Side::split(params.validators, honest_stake);
        let miners = Side::split(params.uids - params.validators, honest_stake);
        let mut stake = Vec::with_capacity(params.uids);
        for (team, share, size) in [
            (0, honest_stake, validators.honest),
            (1, 1.0 - honest_stake, validators.all - validators.honest),
        ] {
            let parts = parts(&[seed, 0, team], params.stake_deviation, size);
            stake.extend(
                parts.iter().map(|part| StakeWeight::from_rao((share * part * TOTAL_STAKE_RAO) as u64)),
            );
        }
        stake.resize(params.uids, StakeWeight::ZERO);
        let spreads = (0..validators.all).map(|validator| {
            let (team, member) = match validator.checked_sub(validators.honest) {
                None => (0, validator),
                Some(member) => (1, member),
            };
            let toward =
                |other, size| parts(&[seed, 1, team, member as u64, other], params.weight_deviation, size);
            let mut shares = toward(0, miners.honest);
            let cabal = toward(1, miners.all - miners.honest);
            let peak = |shares: &[f64]| shares.iter().copied().fold(0.0, f64::max);
            let peaks = (peak(&shares), peak(&cabal));
            shares.extend(cabal);
            Spread { shares, peaks }
        });
        let spreads = spreads.collect();
        Self { validators, miners, stake, spreads }
    }
}

/// Parts of a whole: normal around their mean, cut at zero, summing to 1 (all zero if nothing is left).
fn parts(key: &[u64], deviation: f64, count: usize) -> Vec<f64> {
    let mut parts = Stream::keyed(key).normals(count);
    for part in &mut parts {
        *part = (1.0 + deviation * *part).max(0.0);
    }
    let sum: f64 = parts.iter().sum();
    if sum > 0.0 {
        for part in &mut parts {
            *part /= sum;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn team_sizes_are_those_of_the_published_map() {
        for (stake, validators, miners) in [(0.51, 32, 228), (0.6, 38, 268), (0.99, 63, 443)] {
            let teams = Teams::draw(&Params::default(), 0, stake);
            assert_eq!((teams.validators.honest, teams.miners.honest), (validators, miners), "{stake}");
        }
        assert_eq!(Side::split(2, 0.99), Side { all: 2, honest: 1 });
        assert_eq!(Side::split(2, 0.01), Side { all: 2, honest: 1 });
    }

    #[test]
    fn teams_hold_their_share_of_stake() {
        let teams = Teams::draw(&Params::default(), 3, 0.6);
        let rao: Vec<u64> = teams.stake.iter().map(|stake| stake.to_rao_floor()).collect();
        let honest = rao[..teams.validators.honest].iter().sum::<u64>() as f64;
        let all = rao.iter().sum::<u64>() as f64;
        assert!((honest / all - 0.6).abs() < 1e-12);
        assert!(rao[teams.validators.all..].iter().all(|&rao| rao == 0));
    }

    #[test]
    fn spreads_sum_to_one_in_each_team() {
        let teams = Teams::draw(&Params::default(), 3, 0.6);
        for spread in &teams.spreads {
            let (honest, cabal) = spread.shares.split_at(teams.miners.honest);
            for (team, peak) in [(honest, spread.peaks.0), (cabal, spread.peaks.1)] {
                assert!((team.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                assert!(team.iter().all(|&share| (0.0..=peak).contains(&share)));
            }
        }
    }

    #[test]
    fn without_deviation_all_are_equal() {
        let params = Params { weight_deviation: 0.0, ..Params::default() };
        let teams = Teams::draw(&params, 0, 0.6);
        assert!(
            teams.spreads.iter().all(|spread| spread.shares[..268].iter().all(|&share| share == 1.0 / 268.0))
        );
    }
}
