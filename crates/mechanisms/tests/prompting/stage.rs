//! Rounds of one validator with miners of every kind.

use incentor_mechanisms::prompting::{self, Completion, Marking, Prompt, Prompting, Reader};
use incentor_sdk::{
    AccountId, AnyMechanism, BlockNumber, Caller, Desk, Luck, Mail, MechId, NetUid, Notes, Peer, Refusal,
    Round, Shelf, Solver, Uid,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// A hotkey.
#[derive(Clone, Copy)]
pub(crate) struct Seat<'a> {
    pub(crate) solver: &'a dyn Solver<Prompt>,
    pub(crate) quality: f64,
    /// Whose answers it hands in, by place.
    pub(crate) copies: Option<usize>,
    /// The machine behind it, which answers one prompt after the other.
    pub(crate) worker: usize,
}

impl<'a> Seat<'a> {
    pub(crate) fn of(solver: &'a dyn Solver<Prompt>, quality: f64) -> Self {
        // A machine nobody shares.
        Self { solver, quality, copies: None, worker: usize::MAX }
    }
}

/// A subnet with one validator.
#[derive(Clone, PartialEq)]
pub(crate) struct Stage {
    pub(crate) task: Prompting,
    pub(crate) marking: Marking,
    pub(crate) rounds: u64,
    pub(crate) seed: u64,
}

/// Six rounds to a tempo.
const BLOCKS_PER_ROUND: u64 = 60;
/// How long a copy takes after the original.
const COPYING: Duration = Duration::from_millis(400);

pub(crate) fn peer(at: usize) -> Peer {
    let mut key = [1; 32];
    key[..2].copy_from_slice(&(at as u16).to_le_bytes());
    Peer { uid: Uid(at as u16), hotkey: AccountId(key), coldkey: AccountId(key) }
}

pub(crate) fn round(number: u64, peers: &[Peer]) -> Round<'_> {
    Round {
        number,
        block: BlockNumber(number * BLOCKS_PER_ROUND),
        netuid: NetUid(1),
        mech: MechId::MAIN,
        beacon: Luck::of_seed(77).branch("beacon", number),
        peers,
    }
}

struct NoShelf;

impl Shelf for NoShelf {
    fn put(&mut self, _: &[u8], _: &[u8]) -> Result<(), Refusal> {
        Err(Refusal("no shelf"))
    }

    fn get(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
}

/// One miner's reply and the time it took to compute.
pub(crate) fn solve(
    solver: &dyn Solver<Prompt>,
    ask: &Prompt,
    quality: f64,
    luck: Luck,
    at: (u32, u64),
) -> Option<(Completion, Duration)> {
    let caller = Caller { hotkey: AccountId([9; 32]), uid: None, stake_weight_rao: 1, permit: true };
    let mut desk =
        Desk { caller: &caller, effort: quality, rng: &mut luck.at(at.0, at.1), shelf: &mut NoShelf };
    solver.solve(ask, &mut desk).ok().map(|(reply, work)| (reply, work.cpu))
}

impl Stage {
    pub(crate) fn new(task: Prompting, marking: Marking) -> Self {
        Self { task, marking, rounds: 48, seed: 1 }
    }

    /// Mean score of each seat over all rounds.
    pub(crate) fn scores(&self, seats: &[Seat<'_>]) -> Vec<f64> {
        let mechanism = prompting::mechanism(self.task.clone(), self.marking, Reader::default());
        let peers: Vec<Peer> = (0..seats.len()).map(peer).collect();
        let mut notes = Notes::default();
        let mut totals = vec![0.0; seats.len()];
        for number in 0..self.rounds {
            let round = round(number, &peers);
            let mut rng = Luck::of_seed(self.seed).branch("task", 0).at(0, number);
            let mut sitting = mechanism.open(&round, &mut notes, &mut rng);
            let mut replies: BTreeMap<(usize, usize), (Completion, Duration)> = BTreeMap::new();
            let mut busy: BTreeMap<usize, Duration> = BTreeMap::new();
            let place = |sheet: usize| {
                let seat = sitting.target(sheet).map(|peer| peer.uid.index()).unwrap();
                let earlier = (0..sheet).filter(|other| sitting.target(*other) == sitting.target(sheet));
                (seat, earlier.count())
            };
            let sheets: Vec<(usize, (usize, usize))> =
                (0..sitting.sheets()).map(|sheet| (sheet, place(sheet))).collect();
            for (sheet, (seat, ordinal)) in &sheets {
                let Seat { solver, quality, copies: None, worker } = seats[*seat] else { continue };
                let ask = sitting.ask(*sheet).and_then(|ask| ask.downcast_ref::<Prompt>()).unwrap();
                let luck = Luck::of_seed(self.seed).branch("answer", *seat as u64);
                let Some((reply, cpu)) = solve(solver, ask, quality, luck, (*ordinal as u32, number)) else {
                    continue;
                };
                let machine = if worker == usize::MAX { usize::MAX - seat } else { worker };
                let done = busy.entry(machine).or_default();
                *done += cpu;
                replies.insert((*seat, *ordinal), (reply, *done));
            }
            for (sheet, (seat, ordinal)) in sheets {
                let source = seats[seat].copies.unwrap_or(seat);
                let delay = if source == seat { Duration::ZERO } else { COPYING };
                if let Some((reply, latency)) = replies.get(&(source, ordinal)) {
                    sitting.fill(sheet, Ok(Mail::new(reply.clone())), *latency + delay, 0);
                }
            }
            let marks = sitting.close(&mut notes);
            let mut sums = vec![(0.0, 0.0); seats.len()];
            for (peer, score) in marks {
                let (sum, count) = &mut sums[peer.uid.index()];
                (*sum, *count) = (*sum + score.get(), *count + 1.0);
            }
            for (total, (sum, count)) in totals.iter_mut().zip(sums) {
                *total += sum / f64::max(count, 1.0);
            }
        }
        totals.iter().map(|total| total / self.rounds as f64).collect()
    }

    /// The share of all pay these seats have, weights going with the square of the score.
    pub(crate) fn share(&self, seats: &[Seat<'_>], of: std::ops::Range<usize>) -> f64 {
        let pay: Vec<f64> = self.scores(seats).iter().map(|score| score * score).collect();
        let all: f64 = pay.iter().sum();
        if all > 0.0 { pay[of].iter().sum::<f64>() / all } else { 0.0 }
    }
}
