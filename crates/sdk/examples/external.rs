//! Plays a few rounds of a mechanism that is an external program:
//! `cargo run -p incentor-sdk --features external --example external -- --check python3 mechanism.py`
//!
//! With `--check` the program runs twice, once started anew for every message, and the first answer on which the
//! two runs differ ends it.

use incentor_sdk::external::{External, Program};
use incentor_sdk::{
    AccountId, AnyMechanism, BlockNumber, Caller, Desk, Failure, Luck, MechId, NetUid, Notes, Peer, Refusal,
    Round, Shelf, Uid,
};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Miners of falling effort, and rounds to play.
const EFFORTS: [f64; 4] = [2.0, 1.5, 1.0, 0.5];
const ROUNDS: u64 = 3;

#[derive(Default)]
struct Drawer(BTreeMap<Vec<u8>, Vec<u8>>);

impl Shelf for Drawer {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        self.0.insert(key.to_vec(), value.to_vec());
        Ok(())
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key).cloned()
    }
}

/// What the rounds gave, a line each.
pub(crate) fn run(arguments: &[String]) -> Result<String, Box<dyn Error>> {
    let checked = arguments.first().is_some_and(|first| first == "--check");
    let mut words = arguments.iter().skip(usize::from(checked));
    let command = words.next().ok_or("which program? for example: --check python3 mechanism.py")?;
    let program = words.fold(Program::new(command.as_str()), |program, word| program.arg(word.as_str()));
    let program = External::new(if checked { program.checked() } else { program });
    play(&program)
}

/// Plays the rounds; the first fault ends them.
fn play(program: &External) -> Result<String, Box<dyn Error>> {
    let mechanism = program.mechanism("external");
    let mechanism: &dyn AnyMechanism = &mechanism;
    let key = |uid: u16| AccountId([uid.to_le_bytes()[0]; 32]);
    let peers: Vec<Peer> = (0..)
        .zip(EFFORTS)
        .map(|(uid, _)| Peer { uid: Uid(uid), hotkey: key(uid), coldkey: key(uid) })
        .collect();
    let caller = Caller { hotkey: key(255), uid: None, stake_weight_rao: 1, permit: true };
    let mut drawers: Vec<Drawer> = peers.iter().map(|_| Drawer::default()).collect();
    let (mut notes, luck, mut shown) = (Notes::default(), Luck::of_seed(1), String::new());
    for number in 0..ROUNDS {
        let (block, beacon) = (BlockNumber(60 * number), luck.branch("beacon", number));
        let round = Round { number, block, netuid: NetUid(1), mech: MechId::MAIN, beacon, peers: &peers };
        let mut sitting = mechanism.open(&round, &mut notes, &mut luck.branch("task", 0).at(0, number));
        for sheet in 0..sitting.sheets() {
            let (Some(peer), Some(ask)) = (sitting.target(sheet), sitting.ask(sheet)) else { continue };
            let Some(shelf) = drawers.get_mut(peer.uid.index()) else { continue };
            let mut rng = luck.branch("work", sheet as u64).at(peer.uid.0.into(), number);
            let effort = EFFORTS[peer.uid.index()];
            let reply = mechanism.solve(ask, &mut Desk { caller: &caller, effort, rng: &mut rng, shelf });
            if let Some(trouble) = program.trouble() {
                return Err(trouble.into());
            }
            let reply = reply.map(|(mail, _)| mail).map_err(|_| Failure::Refused(403));
            sitting.fill(sheet, reply, std::time::Duration::from_millis(100), sheet as u32);
        }
        let scores = sitting.close(&mut notes);
        if let Some(fault) = notes.take_faults().into_iter().next() {
            return Err(fault.into());
        }
        write!(shown, "round {number}:")?;
        for (peer, score) in scores {
            write!(shown, "  uid {} {}", peer.uid.0, score.get())?;
        }
        shown.push('\n');
    }
    Ok(shown)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(shown) => print!("{shown}"),
        Err(error) => {
            eprintln!("error: {error}");
            let mut source = error.source();
            while let Some(error) = source {
                eprintln!("  because {error}");
                source = error.source();
            }
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
