//! Protocol and task.

use incentor_sdk::{Luck, Notes, Question, Rng, Round, Synapse, Task, To};

/// A request for one piece of work.
#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(reply = "Piece")]
pub struct Probe {
    /// Which task it is; equal tasks have equal numbers, whoever asks.
    pub task: u64,
    /// How much the task inflates every reading: `σ_d` δ, on the log scale.
    pub difficulty: f64,
    /// The task the piece was made for.
    #[reply]
    pub made_for: u64,
    /// What the piece consists of: two replies with one content are one piece of work.
    #[reply]
    pub content: u64,
    /// Its worth: the true value as it leaves the miner, the reading once a validator has perceived it.
    #[reply]
    pub worth: f64,
}

/// Who shares a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenTo {
    /// Every miner, from every validator.
    AllMiners,
    /// Every miner one validator asks.
    OneValidator,
    /// Nobody: each question is its own task.
    OneMiner,
}

/// The source of tasks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probes {
    /// Who shares a task.
    pub given_to: GivenTo,
    /// `σ_d`: spread of the tasks' difficulty, on the log scale.
    pub difficulty_sd: f64,
}

impl Probes {
    fn draw(&self, rng: &mut Rng) -> Probe {
        Probe::ask(rng.next_u64(), self.difficulty_sd * rng.normal())
    }
}

impl Task for Probes {
    type Ask = Probe;
    type Truth = ();

    fn questions(&self, round: &Round<'_>, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Probe, ()>> {
        let to_all = |ask| vec![Question { to: To::All, ask, truth: () }];
        match self.given_to {
            GivenTo::AllMiners => to_all(self.draw(&mut round.beacon.branch("task", 0).at(0, round.number))),
            GivenTo::OneValidator => to_all(self.draw(rng)),
            GivenTo::OneMiner => {
                // By hotkey, not by place in the sample: who else is asked must not change a miner's task.
                let own = Luck::of_seed(rng.next_u64());
                let one = |hotkey: &[u8; 32]| {
                    let mut rng = own.branch_bytes(hotkey, 0).at(0, round.number);
                    self.draw(&mut rng)
                };
                round
                    .peers
                    .iter()
                    .map(|peer| Question { to: To::One(*peer), ask: one(&peer.hotkey.0), truth: () })
                    .collect()
            }
        }
    }
}
