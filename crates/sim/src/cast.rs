//! The cast: every coldkey of a scenario, with its keys, its seat and its part.

use incentor_primitives::{AccountId, Uid};
use incentor_scenario::{Behaviour, MinerPlan, Plan, Quality, Scenario};
use incentor_sdk::{Luck, Peer, inverse_normal};

/// One coldkey; it holds one hotkey.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Player {
    /// `population`, or `population#3` where there are several.
    pub(crate) name: String,
    /// Place of its population in the scenario.
    pub(crate) population: usize,
    /// Its seat and keys.
    pub(crate) peer: Peer,
    /// What it does.
    pub(crate) part: Part,
}

/// What a coldkey does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    /// It answers.
    Miner {
        /// How.
        behaviour: Behaviour,
        /// Quality that its drift stays around; `None` = it has no worker.
        quality: Option<f64>,
    },
    /// It asks.
    Validator {
        /// Stake at the start, in rao.
        stake_rao: u64,
    },
}

/// Everybody in a world, by uid: validators and miners in the order of the scenario.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cast {
    pub(crate) players: Vec<Player>,
}

/// A coldkey that could have played straight: its uid and the straight part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Twin {
    pub(crate) uid: Uid,
    pub(crate) straight: Part,
}

impl Cast {
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let mut players = Vec::new();
        for (population, plan) in scenario.populations.iter().enumerate() {
            let parts = match &plan.plan {
                Plan::Miners { count, plan, .. } => parts(plan, *count),
                Plan::Validators(plan) => {
                    plan.stakes.iter().map(|stake| Part::Validator { stake_rao: stake.0.rao }).collect()
                }
            };
            let several = parts.len() > 1;
            for (number, part) in (1_usize..).zip(parts) {
                let name = if several { format!("{}#{number}", plan.name) } else { plan.name.clone() };
                let uid = Uid(u16::try_from(players.len()).unwrap_or(u16::MAX));
                let peer = Peer { uid, hotkey: key("hotkey", &name), coldkey: key("coldkey", &name) };
                players.push(Player { name, population, peer, part });
            }
        }
        Self { players }
    }

    /// The coldkeys with an `otherwise`, in the order of the scenario.
    pub(crate) fn twins(&self, scenario: &Scenario) -> Vec<Twin> {
        let twin = |player: &Player| {
            let population = scenario.populations.get(player.population)?;
            let Plan::Miners { otherwise: Some(plan), .. } = &population.plan else { return None };
            let straight = parts(plan, 1).first().copied()?;
            Some(Twin { uid: player.peer.uid, straight })
        };
        self.players.iter().filter_map(twin).collect()
    }

    /// The same cast with one coldkey playing straight.
    pub(crate) fn with(&self, twin: Twin) -> Self {
        let mut cast = self.clone();
        if let Some(player) = cast.players.get_mut(twin.uid.index()) {
            player.part = twin.straight;
        }
        cast
    }
}

impl Player {
    /// The luck of this coldkey's only hotkey for one purpose; by name, so that it follows the coldkey.
    pub(crate) fn luck(&self, world: Luck, purpose: &str) -> Luck {
        world.branch(&self.name, 0).branch(purpose, 0)
    }

    pub(crate) const fn is_miner(&self) -> bool {
        matches!(self.part, Part::Miner { .. })
    }
}

/// The parts of the coldkeys of a population.
fn parts(plan: &MinerPlan, count: u32) -> Vec<Part> {
    let behaviour = plan.behaviour;
    let quality = |number: u32| match plan.quality? {
        Quality::Same(quality) => Some(quality),
        Quality::Quantiles { median, sd } => {
            let share = (f64::from(number) + 0.5) / f64::from(count);
            Some(median * libm::exp(sd * inverse_normal(share)))
        }
    };
    (0..count).map(|number| Part::Miner { behaviour, quality: quality(number) }).collect()
}

/// A key for a name: well-defined, and nobody's.
fn key(kind: &str, name: &str) -> AccountId {
    let mut rng = Luck::of_seed(0).branch(kind, 0).branch(name, 0).at(0, 0);
    let mut bytes = [0; 32];
    for word in bytes.chunks_mut(8) {
        word.copy_from_slice(&rng.next_u64().to_le_bytes());
    }
    AccountId(bytes)
}

/// Coldkey and hotkey of the subnet's owner, who holds no seat.
pub(crate) fn owner_keys() -> (AccountId, AccountId) {
    (key("coldkey", ""), key("hotkey", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_lognormal() {
        let plan = MinerPlan {
            behaviour: Behaviour::Honest,
            quality: Some(Quality::Quantiles { median: 1.0, sd: 0.25 }),
        };
        let qualities: Vec<f64> = parts(&plan, 12)
            .into_iter()
            .filter_map(|part| match part {
                Part::Miner { quality, .. } => quality,
                Part::Validator { .. } => None,
            })
            .collect();
        assert_eq!(qualities.len(), 12);
        assert!(qualities.is_sorted());
        assert!((qualities[0] - 0.65).abs() < 0.005 && (qualities[11] - 1.54).abs() < 0.005, "{qualities:?}");
    }
}
