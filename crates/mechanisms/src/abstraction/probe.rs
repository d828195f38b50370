//! Protocol and task.

use incentor_sdk::{Looks, Luck, Notes, Question, Rng, Round, Synapse, Task, To};

/// A request for one piece of work.
#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(reply = "Piece")]
pub struct Probe {
    /// Which task it is; equal tasks have equal numbers, whoever asks.
    pub task: u64,
    /// How hard the task is, `σ_d` δ: on the log scale it inflates every reading, on the pass/fail scale it is d.
    pub difficulty: f64,
    /// Whether everybody has seen the task before.
    pub seen: bool,
    /// Whether a customer asks, not a test.
    pub organic: bool,
    /// The task the piece was made for.
    #[reply]
    pub made_for: u64,
    /// What the piece consists of: two replies with one content are one piece of work.
    #[reply]
    pub content: u64,
    /// Its worth: the true value as it leaves the miner, the reading once a validator has perceived it.
    #[reply]
    pub worth: f64,
    /// How much of the volume asked for was served, 0 to 1; what the runner saw, not what the miner says.
    #[reply]
    pub volume: f64,
    /// How far its maker went to make it look better than it is, 0 to 1.
    #[reply]
    pub polish: f64,
}

impl Piece {
    /// A piece made for a question, served in full and without polish.
    #[must_use]
    pub const fn of(ask: &Probe, content: u64, worth: f64) -> Self {
        Self { made_for: ask.task, content, worth, volume: 1.0, polish: 0.0 }
    }

    /// How far two pieces are apart, as a share of all there can be: 0 for one piece of work, at most ½.
    ///
    /// Two pieces made apart lie within d of each other with chance 2 d; a disguised copy lies within
    /// [`DISGUISE`](super::DISGUISE) of its original.
    #[must_use]
    pub fn distance(&self, other: &Self) -> f64 {
        let ahead = self.content.wrapping_sub(other.content);
        ahead.min(ahead.wrapping_neg()) as f64 / TWO_TO_64
    }
}

/// 2^64.
pub(super) const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

/// Who shares a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenTo {
    /// Every miner, from every validator.
    AllMiners,
    /// Every miner one validator asks.
    OneValidator,
    /// No other miner: each has a task of its own, the same from every validator.
    OneMiner,
}

/// The source of tasks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probes {
    /// Who shares a task.
    pub given_to: GivenTo,
    /// `σ_d`: spread of the tasks' difficulty, on the log scale.
    pub difficulty_sd: f64,
    /// The share of tasks that were never asked before; the others come from a public list of 256.
    pub novelty: f64,
    /// The share of questions that customers ask. They are not scored: a miner's last test stands.
    pub organic: f64,
    /// Whether miners can tell customers from tests.
    pub organic_shows: bool,
}

impl Default for Probes {
    /// Everybody gets the same new task of one difficulty, and it is a test.
    fn default() -> Self {
        Self {
            given_to: GivenTo::AllMiners,
            difficulty_sd: 0.0,
            novelty: 1.0,
            organic: 0.0,
            organic_shows: true,
        }
    }
}

/// Tasks of the public list.
const LISTED: u64 = 256;

impl Probes {
    fn draw(&self, rng: &mut Rng) -> Probe {
        let (task, depth) = task(rng, self.difficulty_sd);
        // Drawn last, and only where it matters: other numbers here leave every task as it was.
        let seen = self.novelty < 1.0 && rng.unit() >= self.novelty;
        let organic = self.organic > 0.0 && rng.unit() < self.organic;
        let (task, depth) = match seen {
            true => {
                let listed = Luck::of_seed(0).branch("abstract list", task % LISTED);
                self::task(&mut listed.at(0, 0), self.difficulty_sd)
            }
            false => (task, depth),
        };
        Probe::ask(task, depth, seen, organic)
    }
}

/// Number and difficulty.
fn task(rng: &mut Rng, difficulty_sd: f64) -> (u64, f64) {
    (rng.next_u64(), scattered(rng, difficulty_sd))
}

/// A normal deviate of that spread; without spread it only moves the stream on.
pub(super) fn scattered(rng: &mut Rng, sd: f64) -> f64 {
    if sd == 0.0 {
        rng.next_u64();
        return 0.0;
    }
    sd * rng.normal()
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
                // From the beacon, so that all validators ask a miner the same and can agree on it.
                let own = round.beacon.branch("own task", 0);
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

    /// The right answer, worth 1: what a worker of quality 1 makes on average.
    fn tell(&self, question: &Question<Probe, ()>) -> Option<Piece> {
        Some(Piece::of(&question.ask, question.ask.task, 1.0))
    }

    fn looks(&self, ask: &Probe) -> Looks {
        Looks { repeat: ask.seen, organic: ask.organic && self.organic_shows }
    }
}
