//! A validator and a few miners, for the tests of mechanisms.

use incentor_primitives::{BlockNumber, MechId, NetUid};
use incentor_sdk::{
    AccountId, AnyMechanism, Caller, Desk, Luck, Mail, Mechanism, Notes, Peer, Refusal, Round, Shelf, Solver,
    Task, Uid,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// A shelf in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cupboard(pub(crate) BTreeMap<Vec<u8>, Vec<u8>>);

impl Shelf for Cupboard {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        self.0.insert(key.to_vec(), value.to_vec());
        Ok(())
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key).cloned()
    }
}

pub(crate) fn peer(uid: u16) -> Peer {
    let mut hotkey = [7; 32];
    [hotkey[0], hotkey[1]] = uid.to_le_bytes();
    Peer { uid: Uid(uid), hotkey: AccountId(hotkey), coldkey: AccountId([1; 32]) }
}

pub(crate) fn peers(count: u16) -> Vec<Peer> {
    (0..count).map(peer).collect()
}

pub(crate) const VALIDATOR: Caller =
    Caller { hotkey: AccountId([9; 32]), uid: Some(Uid(200)), stake_weight_rao: 1_000, permit: true };

/// Round `number`, 60 blocks after the one before.
pub(crate) fn round(number: u64, peers: &[Peer]) -> Round<'_> {
    let (netuid, mech) = (NetUid(1), MechId::MAIN);
    let beacon = Luck::of_seed(77).branch("beacon", number);
    Round { number, block: BlockNumber(60 * number), netuid, mech, beacon, peers }
}

/// One miner: how it works, how hard, how fast, and what it keeps.
pub(crate) struct Miner<A: incentor_sdk::Synapse> {
    pub(crate) solver: Box<dyn Solver<A>>,
    pub(crate) effort: f64,
    pub(crate) latency: Duration,
    pub(crate) shelf: Cupboard,
}

impl<A: incentor_sdk::Synapse> Miner<A> {
    pub(crate) fn new(solver: impl Solver<A>, effort: f64) -> Self {
        let latency = Duration::from_millis(300);
        Self { solver: Box::new(solver), effort, latency, shelf: Cupboard::default() }
    }

    pub(crate) fn late(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    pub(crate) fn solve(&mut self, ask: &A, caller: &Caller) -> Result<A::Reply, Refusal> {
        let mut rng = Luck::of_seed(5).at(0, 0);
        let mut desk = Desk { caller, effort: self.effort, rng: &mut rng, shelf: &mut self.shelf };
        self.solver.solve(ask, &mut desk).map(|(reply, _)| reply)
    }
}

/// Plays one round; gives every miner's mean score, by place.
pub(crate) fn play<T: Task>(
    mechanism: &Mechanism<T>,
    number: u64,
    notes: &mut Notes,
    miners: &mut [Miner<T::Ask>],
) -> Vec<f64> {
    let peers = peers(miners.len() as u16);
    let round = round(number, &peers);
    let mut luck = Luck::of_seed(3).branch("task", 0).at(1, number);
    let mut sitting = mechanism.open(&round, notes, &mut luck);
    for sheet in 0..sitting.sheets() {
        let uid = sitting.target(sheet).unwrap().uid;
        let miner = &mut miners[uid.index()];
        let ask: &T::Ask = sitting.ask(sheet).and_then(|ask| ask.downcast_ref()).unwrap();
        let reply = miner.solve(ask, &VALIDATOR);
        let reply = reply.map(Mail::new).map_err(|_| incentor_sdk::Failure::Refused(403));
        sitting.fill(sheet, reply, miner.latency, sheet as u32);
    }
    let scores = sitting.close(notes);
    let of = |place: u16| {
        let own: Vec<f64> =
            scores.iter().filter(|(peer, _)| peer.uid.0 == place).map(|(_, score)| score.get()).collect();
        own.iter().sum::<f64>() / own.len().max(1) as f64
    };
    (0..miners.len() as u16).map(of).collect()
}
