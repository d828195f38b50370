//! One task and one round for programs to score.

use incentor_sdk::external::{External, Limits, Program, ProgramError};
use incentor_sdk::{
    AccountId, BlockNumber, Desk, Failure, Fault, Luck, Mail, MechId, Mechanism, NetUid, Notes, Peer,
    Question, Refusal, Rng, Round, Score, Solver, Synapse, Task, To, Uid, Work,
};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Add {
    pub(crate) a: u32,
    pub(crate) b: u32,
}

impl Synapse for Add {
    type Reply = u32;
    const ROUTES: &'static [&'static str] = &["Add"];
}

pub(crate) struct Sums;

impl Task for Sums {
    type Ask = Add;
    type Truth = u32;

    fn questions(&self, _: &Round<'_>, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Add, u32>> {
        let (a, b) = (rng.below(1_000) as u32, rng.below(1_000) as u32);
        vec![Question { to: To::All, ask: Add { a, b }, truth: a + b }]
    }
}

pub(crate) struct Adder;

impl Solver<Add> for Adder {
    fn solve(&self, ask: &Add, _: &mut Desk<'_>) -> Result<(u32, Work), Refusal> {
        Ok((ask.a + ask.b, Work::default()))
    }
}

/// A shell program, with limits that do not keep a test waiting.
pub(crate) fn shell(script: &str) -> Program {
    let limits = Limits {
        answer_within: Duration::from_millis(1_500),
        answer_bytes: 2_000,
        state_bytes: 100,
        restarts: 1,
        ..Limits::default()
    };
    Program::new("sh").arg("-c").arg(script).limits(limits)
}

pub(crate) fn peers(count: u16) -> Vec<Peer> {
    let key = |kind: u8, uid: u16| AccountId([kind ^ uid.to_le_bytes()[0]; 32]);
    (0..count).map(|uid| Peer { uid: Uid(uid), hotkey: key(64, uid), coldkey: key(128, uid) }).collect()
}

pub(crate) fn round(number: u64, peers: &[Peer]) -> Round<'_> {
    let (netuid, mech) = (NetUid(1), MechId::MAIN);
    Round { number, block: BlockNumber(60 * number), netuid, mech, beacon: Luck::of_seed(number), peers }
}

/// One round of three miners: right, wrong, silent. The scores, or the fault.
pub(crate) fn score(program: &External, notes: &mut Notes) -> Result<Vec<f64>, Fault> {
    let mechanism = Mechanism::new("sums", Sums, program.scoring(), Adder);
    let peers = peers(3);
    let round = round(5, &peers);
    let mechanism: &dyn incentor_sdk::AnyMechanism = &mechanism;
    let mut sitting = mechanism.open(&round, notes, &mut Luck::of_seed(1).at(0, 0));
    let right =
        sitting.ask(0).and_then(|ask| ask.downcast_ref::<Add>()).map(|ask| ask.a + ask.b).expect("asked");
    sitting.fill(0, Ok(Mail::new(right)), Duration::from_millis(800), 0);
    sitting.fill(1, Ok(Mail::new(right + 1)), Duration::from_millis(900), 1);
    sitting.fill(2, Err(Failure::Timeout), Duration::from_secs(12), 2);
    let marks = sitting.mark(notes);
    match notes.take_faults().pop() {
        None => Ok(marks.iter().map(|mark| mark.score).map(Score::get).collect()),
        Some(fault) => {
            assert_eq!(marks, [], "a round with a fault is void");
            Err(fault)
        }
    }
}

/// What a fault says of the program.
pub(crate) fn trouble(fault: &Fault) -> &ProgramError {
    fault.cause().expect("a program's fault has a program's error")
}
