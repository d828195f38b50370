//! Protocol and task.

use incentor_sdk::{AccountId, Looks, Luck, Notes, Peer, Question, Rng, Round, Synapse, Task, To};
use std::cell::RefCell;

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

/// The tasks of a round in which each miner has its own: all validators ask the same, one after the other.
#[derive(Default)]
struct OwnTasks {
    of: Option<(Probes, Luck, u64)>,
    asks: Vec<(AccountId, Probe)>,
}

thread_local! {
    static OWN: RefCell<OwnTasks> = RefCell::default();
}

impl OwnTasks {
    /// Those of a round's peers; drawn if they are not at hand.
    fn of(&mut self, probes: Probes, round: &Round<'_>, draw: impl Fn(&AccountId) -> Probe) -> Vec<Probe> {
        let of = Some((probes, round.beacon, round.number));
        if self.of != of {
            (self.of, self.asks) = (of, Vec::with_capacity(round.peers.len()));
        }
        let ask = |(at, peer): (usize, &Peer)| match self.asks.get(at) {
            Some((hotkey, ask)) if *hotkey == peer.hotkey => ask.clone(),
            _ => {
                let ask = draw(&peer.hotkey);
                if at == self.asks.len() {
                    self.asks.push((peer.hotkey, ask.clone()));
                }
                ask
            }
        };
        round.peers.iter().enumerate().map(ask).collect()
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
                let one = |hotkey: &AccountId| {
                    let mut rng = own.branch_bytes(&hotkey.0, 0).at(0, round.number);
                    self.draw(&mut rng)
                };
                let asks = OWN.with_borrow_mut(|kept| kept.of(*self, round, one));
                let question = |(peer, ask): (&Peer, Probe)| Question { to: To::One(*peer), ask, truth: () };
                round.peers.iter().zip(asks).map(question).collect()
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
