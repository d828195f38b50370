//! A miner in play.

use crate::behaviour::{self, Behaviour};
use crate::cast::{Part, Player};
use incentor_scenario::Scenario;
use incentor_sdk::{Luck, Peer};

/// A miner in play.
pub(crate) struct Miner {
    pub(crate) peer: Peer,
    pub(crate) behaviour: Box<dyn Behaviour>,
    /// Quality now.
    pub(crate) quality: f64,
    pub(crate) answer_luck: Luck,
    pub(crate) latency_luck: Luck,
    base: f64,
    drift: f64,
    drift_luck: Luck,
}

impl Miner {
    /// The miner that a player is; `None` for a validator.
    pub(crate) fn of(player: &Player, world: Luck, scenario: &Scenario) -> Option<Self> {
        let Part::Miner { behaviour, quality } = player.part else { return None };
        let numbers = &scenario.mechanism;
        let drift_luck = player.luck(world, "drift");
        // It starts in the stationary distribution: a base value is no special day.
        let spread = numbers.drift_sd / libm::sqrt(1.0 - numbers.drift_memory * numbers.drift_memory);
        let drift = spread * drift_luck.at(0, 0).normal();
        let base = quality.unwrap_or(0.0);
        Some(Self {
            peer: player.peer,
            behaviour: behaviour::named(behaviour),
            quality: base * libm::exp(drift),
            answer_luck: player.luck(world, "answer"),
            latency_luck: player.luck(world, "latency"),
            base,
            drift,
            drift_luck,
        })
    }

    /// One tempo of AR(1) on the log scale, around the base.
    pub(crate) fn drift(&mut self, tempo: u64, scenario: &Scenario) {
        let numbers = &scenario.mechanism;
        let step = self.drift_luck.at(0, tempo).normal();
        self.drift = numbers.drift_memory * self.drift + numbers.drift_sd * step;
        self.quality = self.base * libm::exp(self.drift);
    }
}
