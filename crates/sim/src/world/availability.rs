//! Workers that are up and down.

use incentor_scenario::AnswerPlan;
use incentor_sdk::Luck;

/// The workers of a coldkey: each is up or down, a Markov chain in continuous time.
#[derive(Clone, Debug)]
pub(super) struct Crew {
    workers: Vec<Worker>,
    luck: Luck,
    /// Mean length of an outage and of the time between two, in blocks; `None` = always up.
    means: Option<(f64, f64)>,
}

#[derive(Clone, Copy, Debug)]
struct Worker {
    is_up: bool,
    /// When that changes, in blocks.
    until: f64,
    changes: u64,
}

impl Crew {
    /// That many workers, in the stationary distribution at block 0.
    pub(super) fn new(count: u32, plan: &AnswerPlan, luck: Luck) -> Self {
        let down = 1.0 - plan.availability;
        let outage = plan.outage.0 as f64;
        let means = (down > 0.0).then(|| (outage, outage * plan.availability / down));
        let mut crew = Self { workers: Vec::new(), luck, means };
        crew.resize(count);
        crew
    }

    /// Another number of workers; those that stay are as they were.
    pub(super) fn resize(&mut self, count: u32) {
        let (luck, means) = (self.luck, self.means);
        self.workers.truncate(count as usize);
        for number in self.workers.len() as u32..count {
            let (is_up, until) = means.map_or((true, f64::INFINITY), |(down, up)| {
                let mut rng = luck.at(number, 0);
                let is_up = rng.unit() * (up + down) < up;
                (is_up, waiting_time(if is_up { up } else { down }, rng.unit()))
            });
            self.workers.push(Worker { is_up, until, changes: 0 });
        }
    }

    /// How many are up at a block; time only goes on.
    pub(super) fn up(&mut self, block: u64) -> u32 {
        let Some((down, up)) = self.means else { return self.workers.len() as u32 };
        let now = block as f64;
        for (number, worker) in (0..).zip(&mut self.workers) {
            while worker.until <= now {
                worker.changes += 1;
                worker.is_up = !worker.is_up;
                let mean = if worker.is_up { up } else { down };
                worker.until += waiting_time(mean, self.luck.at(number, worker.changes).unit());
            }
        }
        self.workers.iter().filter(|worker| worker.is_up).count() as u32
    }
}

/// An exponential time with that mean, at least a millionth of a block so that time goes on.
fn waiting_time(mean: f64, unit: f64) -> f64 {
    (-libm::log(1.0 - unit) * mean).max(1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use incentor_scenario::{Blocks, Duration};

    fn plan(availability: f64, outage: u64) -> AnswerPlan {
        let latency = Duration(std::time::Duration::from_millis(800));
        let outage = Blocks(outage);
        AnswerPlan { drift_sd: 0.0, drift_memory: 0.0, latency, latency_sd: 0.0, availability, outage }
    }

    #[test]
    fn workers_are_up_for_their_share_of_the_time_and_down_for_as_long_as_said() {
        let mut crew = Crew::new(1, &plan(0.9, 50), Luck::of_seed(4));
        let states: Vec<bool> = (0..2_000_000).map(|block| crew.up(block) == 1).collect();
        let up = states.iter().filter(|up| **up).count() as f64 / states.len() as f64;
        let outages = states.windows(2).filter(|pair| pair[0] && !pair[1]).count() as f64;
        let mean = (1.0 - up) * states.len() as f64 / outages;
        assert!((up - 0.9).abs() < 0.005, "{up}");
        assert!((mean - 50.0).abs() < 2.5, "{mean}");
    }

    #[test]
    fn looking_seldom_sees_the_same() {
        let (mut one, mut two) =
            (Crew::new(3, &plan(0.8, 20), Luck::of_seed(5)), Crew::new(3, &plan(0.8, 20), Luck::of_seed(5)));
        for block in 0..10_000 {
            let up = one.up(block);
            assert!(block % 97 != 0 || two.up(block) == up);
        }
        assert_eq!(Crew::new(4, &plan(1.0, 20), Luck::of_seed(5)).up(77), 4);
    }
}
