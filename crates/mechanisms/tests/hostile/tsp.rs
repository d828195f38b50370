//! A hostile miner's reply to a tour, a hostile memory, a hostile question.

use incentor_mechanisms::tsp::{Optimiser, Order, Shorter, Tour, Tours, length};
use incentor_sdk::{
    AccountId, AnyMechanism, BlockNumber, Caller, Desk, Luck, Mail, MechId, Mechanism, NetUid, Notes, Peer,
    Refusal, Round, Shelf, Solver, Synapse, Uid,
};
use std::time::Duration;

struct NoShelf;

impl Shelf for NoShelf {
    fn put(&mut self, _: &[u8], _: &[u8]) -> Result<(), Refusal> {
        Err(Refusal("no shelf"))
    }

    fn get(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
}

fn solve(ask: &Tour) -> Result<Order, Refusal> {
    let caller = Caller { hotkey: AccountId([9; 32]), uid: None, stake_weight_rao: 0, permit: true };
    let mut desk =
        Desk { caller: &caller, effort: 1.0, rng: &mut Luck::of_seed(1).at(0, 0), shelf: &mut NoShelf };
    Optimiser { moves: 4_000 }.solve(ask, &mut desk).map(|(order, _)| order)
}

/// The first byte says what the rest is; the second the number of cities and whether the reply is late.
pub(crate) fn feed(bytes: &[u8]) {
    let [kind, size, rest @ ..] = bytes else { return };
    let tours = Tours { first_cities: 8 + u16::from(size % 24), most_cities: 32, tempo_blocks: 360 };
    let rule = Shorter { yardstick_moves: 50, ..Shorter::default() };
    let mechanism = Mechanism::new("tsp", tours, rule, Optimiser::default());
    let peer =
        |uid: u8| Peer { uid: Uid(uid.into()), hotkey: AccountId([uid; 32]), coldkey: AccountId([0; 32]) };
    let peers = [peer(0), peer(1)];
    let beacon = Luck::of_seed((*size).into());
    let (netuid, mech) = (NetUid(1), MechId::MAIN);
    let round = Round { number: 7, block: BlockNumber(420), netuid, mech, beacon, peers: &peers };
    let mut notes = Notes::default();
    match kind % 4 {
        0 => {
            // A miner's side: any question.
            let ask = Tour::read_request("Tour", rest).ok();
            if let Some((order, ask)) = ask.and_then(|ask| Some((solve(&ask).ok()?, ask))) {
                assert!(length(&ask.cities, &order.order).is_some(), "a tour");
            }
            return;
        }
        1 => {
            if let Ok(saved) = serde_json::from_slice(rest) {
                notes = Notes::load([("tsp".to_owned(), saved)].into());
            }
        }
        _ => {}
    }
    let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(1).at(0, 7));
    let asked =
        |sheet| -> Tour { sitting.ask(sheet).and_then(|ask| ask.downcast_ref()).cloned().expect("a tour") };
    let (own, honest) = (asked(0), solve(&asked(1)).expect("an honest reply"));
    let latency = Duration::from_millis(if *size >= 128 { 10_001 } else { 10_000 });
    let typed: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let reply = match kind % 4 {
        2 => own.read_reply(rest).ok().map(|reply| reply.order),
        _ => Some(typed),
    };
    if let Some(order) = reply.clone() {
        sitting.fill(0, Ok(Mail::new(Order { order })), latency, 0);
    }
    sitting.fill(1, Ok(Mail::new(honest)), Duration::from_secs(1), 1);
    let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
    assert_eq!(scores.len(), 2);
    assert!(scores.iter().all(|score| (0.0..10.0).contains(score)), "{scores:?}");
    let mut sorted = reply.unwrap_or_default();
    sorted.sort_unstable();
    let is_tour = sorted == (0..own.cities.len() as u16).collect::<Vec<_>>();
    assert!(scores[0] == 0.0 || is_tour && *size < 128, "paid for no tour, or too late");
    serde_json::to_string(&notes.save()).expect("a memory is JSON");
}
