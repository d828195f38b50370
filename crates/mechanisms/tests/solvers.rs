//! The solvers that scenarios can name, and what a friend is told.

use incentor_mechanisms::abstraction::{self, AnswerModel, MeasureModel, Probes, Quality, Worker};
use incentor_mechanisms::prompting::{self, Marking, Prompting, Reader};
use incentor_mechanisms::storage::{self, Keeper, Placements};
use incentor_mechanisms::tsp::{self, Optimiser, Tours};
use incentor_sdk::{
    AccountId, AnyMechanism, Arrival, BlockNumber, Luck, MechId, NetUid, NoSolver, Notes, Peer, Round, Uid,
};
use std::time::Duration;

fn all() -> [Box<dyn AnyMechanism>; 4] {
    let worker = Worker::new(AnswerModel::default(), MeasureModel::default());
    [
        Box::new(abstraction::mechanism(Probes::default(), Quality::default(), worker)),
        Box::new(tsp::mechanism(Tours::default(), Optimiser::default())),
        Box::new(storage::mechanism(Placements::default(), Keeper::default())),
        Box::new(prompting::mechanism(Prompting::default(), Marking::default(), Reader::default())),
    ]
}

/// What a page of the documentation says is there.
fn page(mechanism: &str) -> Vec<String> {
    let path = format!("{}/../../docs/mechanisms/{mechanism}.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the page is there");
    let (_, section) = text.split_once("\n## Behaviours\n").expect("the page has a section on behaviours");
    let names = section.lines().filter(|line| line.starts_with("| `")).flat_map(|line| {
        let cell = line.split('|').nth(1).unwrap_or_default();
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    });
    names.collect()
}

#[test]
fn each_page_lists_the_solvers_that_can_be_named() {
    for mechanism in &all()[1..] {
        assert_eq!(page(mechanism.name()), mechanism.solvers(), "{}", mechanism.name());
    }
}

#[test]
fn every_solver_can_be_engaged_and_numbers_are_for_families() {
    for mut mechanism in all() {
        let names: Vec<String> = mechanism.solvers().into_iter().map(ToOwned::to_owned).collect();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(mechanism.engage(name, None), Ok(at + 1));
            let with_number = mechanism.engage(name, Some(0.5));
            let is_family = ["constant", "memoriser", "gaming", "partial_keeper"].contains(&name.as_str());
            assert_eq!(with_number.is_ok(), is_family, "{name}");
        }
        let unknown = mechanism.engage("nine", None);
        assert!(matches!(unknown, Err(NoSolver::Unknown { known, .. }) if known == names));
    }
}

/// One round in which the first miner is told everything and the second nothing: the scores they end with.
fn told(mechanism: &dyn AnyMechanism) -> Option<[f64; 2]> {
    let key = |byte| AccountId([byte; 32]);
    let peers = [0, 1].map(|uid| Peer { uid: Uid(uid), hotkey: key(uid as u8), coldkey: key(7) });
    let (luck, mut notes, mut best) = (Luck::of_seed(1), Notes::default(), [0.0_f64; 2]);
    for number in 0..4 {
        let (netuid, mech, beacon) = (NetUid(1), MechId::MAIN, luck.branch("beacon", number));
        let round = Round { number, block: BlockNumber(60 * number), netuid, mech, beacon, peers: &peers };
        let mut sitting = mechanism.open(&round, &mut notes, &mut luck.branch("task", 0).at(0, number));
        for sheet in 0..sitting.sheets() {
            if sitting.target(sheet)?.uid == Uid(0) {
                if !sitting.tell(sheet) {
                    return None;
                }
                sitting.deliver(&[Arrival { sheet, latency: Duration::from_millis(500) }], luck, 1);
            }
        }
        for (peer, score) in sitting.close(&mut notes) {
            let best = &mut best[peer.uid.index()];
            *best = best.max(score.get());
        }
    }
    Some(best)
}

/// In a search for short tours the validator knows nothing that would help.
#[test]
fn a_friend_is_told_what_the_validator_knows() {
    let scores = all().map(|mechanism| told(&*mechanism));
    assert_eq!(scores[0], Some([1.0, 0.0]));
    assert_eq!(scores[1], None);
    assert!(scores[2].is_some_and(|[told, untold]| told > 1_000.0 && untold == 0.0), "{:?}", scores[2]);
    assert!(scores[3].is_some_and(|[told, untold]| told > 0.9 && untold == 0.0), "{:?}", scores[3]);
}
