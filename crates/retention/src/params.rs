//! What the map depends on.

use crate::RetentionError;
use incentor_yuma::Bonds;

/// The parameters of a map; the default is the published one.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// The honest team's shares of stake, one row each.
    pub honest_stakes: Vec<f64>,
    /// Deviation σ of a validator's weights within a team, as a share of their mean.
    pub weight_deviation: f64,
    /// Deviation of validators' stakes within a team, as a share of their mean.
    pub stake_deviation: f64,
    /// Share κ of stake that decides consensus.
    pub kappa: f64,
    /// Bonds penalty β: how far weights above consensus are cut for bonds.
    pub bonds_penalty: f64,
    /// Emission ratio ξ: validators' share of emission; miners get the rest.
    pub validator_share: f64,
    /// How bonds grow and pay; the published map is older than Yuma 3.
    pub bonds: Bonds,
    /// Neurons in a network.
    pub uids: usize,
    /// How many of them are validators.
    pub validators: usize,
    /// Points from 0 to 1 along each weight axis, both ends included.
    pub grid_points: usize,
    /// First seed of the draws.
    pub first_seed: u64,
    /// Number of seeds, counted upwards from the first.
    pub seeds: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            honest_stakes: vec![0.51, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.99],
            weight_deviation: 0.4,
            stake_deviation: 0.3,
            kappa: 0.5,
            bonds_penalty: 1.0,
            validator_share: 0.5,
            bonds: Bonds::Original,
            uids: 512,
            validators: 64,
            grid_points: 51,
            first_seed: 0,
            seeds: 4,
        }
    }
}

impl Params {
    /// Networks evaluated for one seed.
    #[must_use]
    pub fn networks_per_seed(&self) -> u64 {
        let grid = self.grid_points as u64;
        self.honest_stakes.len() as u64 * grid * grid
    }

    /// Networks evaluated in all.
    #[must_use]
    pub fn networks(&self) -> u64 {
        self.networks_per_seed().saturating_mul(self.seeds)
    }

    /// The weight at a point of the grid.
    #[must_use]
    pub fn weight(&self, point: usize) -> f64 {
        point as f64 / (self.grid_points - 1) as f64
    }

    /// Whether a map can be made of them.
    ///
    /// # Errors
    /// [`RetentionError::Range`], [`RetentionError::Count`] and [`RetentionError::HonestStake`].
    pub fn check(&self) -> Result<(), RetentionError> {
        for (name, value, high) in [
            ("weight_deviation", self.weight_deviation, 10.0),
            ("stake_deviation", self.stake_deviation, 10.0),
            ("kappa", self.kappa, 1.0),
            ("bonds_penalty", self.bonds_penalty, 1.0),
            ("validator_share", self.validator_share, 1.0),
        ] {
            // Written so that NaN is refused too.
            if !(0.0..=high).contains(&value) {
                return Err(RetentionError::Range { name, value, low: 0.0, high });
            }
        }
        let stakes = self.honest_stakes.len() as u64;
        count("honest_stakes", stakes, 1, 32)?;
        if let Some(&value) = self.honest_stakes.iter().find(|&&stake| !(stake > 0.0 && stake < 1.0)) {
            return Err(RetentionError::HonestStake { value });
        }
        count("uids", self.uids as u64, 4, 4096)?;
        // Both teams need a validator and a miner.
        count("validators", self.validators as u64, 2, 256.min(self.uids as u64 - 2))?;
        count("grid_points", self.grid_points as u64, 2, 201)?;
        count("seeds", self.seeds, 1, 1000)?;
        count("first_seed", self.first_seed, 0, u64::MAX - self.seeds)
    }
}

fn count(name: &'static str, value: u64, low: u64, high: u64) -> Result<(), RetentionError> {
    if (low..=high).contains(&value) { Ok(()) } else { Err(RetentionError::Count { name, value, low, high }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_map_has_as_many_networks_as_published() {
        assert_eq!(Params::default().networks_per_seed(), 28_611);
        assert_eq!(Params::default().check(), Ok(()));
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let check = |change: fn(&mut Params), expected: &str| {
            let mut params = Params::default();
            change(&mut params);
            let error = params.check().map_err(|error| error.to_string());
            assert!(error.as_ref().is_err_and(|error| error.starts_with(expected)), "{error:?}");
        };
        check(|params| params.kappa = 1.1, "kappa is 1.1, and must lie between 0 and 1");
        check(|params| params.weight_deviation = f64::NAN, "weight_deviation is NaN");
        check(|params| params.validator_share = -0.1, "validator_share");
        check(|params| params.honest_stakes.clear(), "honest_stakes is 0");
        check(|params| params.honest_stakes.push(1.0), "honest_stakes holds 1,");
        check(|params| params.uids = 3, "uids is 3, and must lie between 4 and 4096");
        check(|params| params.validators = 511, "validators is 511, and must lie between 2 and 256");
        check(|params| params.grid_points = 1, "grid_points");
        check(|params| params.seeds = 0, "seeds is 0");
        check(|params| params.first_seed = u64::MAX, "first_seed");
    }
}
