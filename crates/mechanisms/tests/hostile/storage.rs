//! A hostile miner's reply to a read, a hostile memory, a hostile validator's requests.

use incentor_mechanisms::storage::{
    Keeper, Kept, Placements, Secret, Vault, VaultReply, decode, encode, mechanism,
};
use incentor_sdk::{
    AccountId, AnyMechanism, BlockNumber, Caller, Desk, Failure, Luck, Mail, MechId, NetUid, Notes, Peer,
    Refusal, Round, Shelf, Solver, Synapse, Uid,
};
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Default)]
struct Cupboard(BTreeMap<Vec<u8>, Vec<u8>>);

impl Shelf for Cupboard {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        self.0.insert(key.to_vec(), value.to_vec());
        Ok(())
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key).cloned()
    }
}

const PLACEMENTS: Placements = Placements {
    leaves_log2: 2,
    leaf_bytes: 40,
    first_blobs: 2,
    most_blobs: 4,
    blobs_per_round: 4,
    tempo_blocks: 360,
    secret: Some(Secret::new([1; 32])),
};
const KEEPER: Keeper = Keeper { bytes: 1 << 20 };

fn solve(ask: &Vault, shelf: &mut Cupboard) -> Result<VaultReply, Refusal> {
    let caller = Caller { hotkey: AccountId([9; 32]), uid: None, stake_weight_rao: 0, permit: true };
    let mut desk = Desk { caller: &caller, effort: 1.0, rng: &mut Luck::of_seed(1).at(0, 0), shelf };
    KEEPER.solve(ask, &mut desk).map(|(reply, _)| reply)
}

/// The first byte says what the rest is.
pub(crate) fn feed(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else { return };
    match kind % 4 {
        0 => requests(rest),
        1 => {
            let saved = serde_json::from_slice(rest).unwrap_or_default();
            rounds(Notes::load([("storage".to_owned(), saved)].into()), |ask| solve_json(ask, rest));
        }
        2 => rounds(Notes::default(), |ask| solve_json(ask, rest)),
        _ => rounds(Notes::default(), |ask| solve_typed(ask, rest)),
    }
}

/// A miner's side: request after request, a line each.
fn requests(rest: &[u8]) {
    let mut shelf = Cupboard::default();
    for line in rest.split(|byte| *byte == b'\n').take(32) {
        for route in Vault::ROUTES {
            let Ok(ask) = Vault::read_request(route, line) else { continue };
            if let Ok(reply) = solve(&ask, &mut shelf) {
                assert!(ask.accepts(&reply).is_ok());
            }
        }
    }
    let kept: usize = shelf.0.values().map(Vec::len).sum();
    assert!(kept < (1 << 20) + 4_096, "{kept} bytes kept");
}

/// Any bytes as the answer to a request.
fn solve_json(ask: &Vault, rest: &[u8]) -> Result<VaultReply, Failure> {
    ask.read_reply(rest).map_err(|_| Failure::Malformed)
}

/// Any bytes as a leaf with a path of 32-byte hashes.
fn solve_typed(ask: &Vault, rest: &[u8]) -> Result<VaultReply, Failure> {
    match ask {
        Vault::Store { .. } => Ok(VaultReply::Store { stored: true }),
        Vault::Release { .. } => Ok(VaultReply::Release),
        Vault::Read { .. } => {
            let (leaf, hashes) = rest.split_at(rest.len().min(40));
            Ok(VaultReply::Read { data: encode(leaf), path: hashes.chunks(32).map(encode).collect() })
        }
    }
}

/// Six rounds with a hostile miner and an honest one.
fn rounds(mut notes: Notes, hostile: impl Fn(&Vault) -> Result<VaultReply, Failure>) {
    let mechanism = mechanism(PLACEMENTS, KEEPER);
    let peer =
        |uid: u8| Peer { uid: Uid(uid.into()), hotkey: AccountId([uid; 32]), coldkey: AccountId([0; 32]) };
    let peers = [peer(0), peer(1)];
    let mut shelf = Cupboard::default();
    // What a memory says of the past is believed.
    let remembers = !notes.save().is_empty();
    let mut proved = false;
    for number in 0..6 {
        let (netuid, mech, beacon) = (NetUid(1), MechId::MAIN, Luck::of_seed(number));
        let block = BlockNumber(120 * number);
        let round = Round { number, block, netuid, mech, beacon, peers: &peers };
        let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(1).at(0, number));
        assert!(sitting.sheets() < 200, "{} sheets", sitting.sheets());
        for sheet in 0..sitting.sheets() {
            let ask: Vault =
                sitting.ask(sheet).and_then(|ask| ask.downcast_ref()).cloned().expect("a request");
            let is_honest = sitting.target(sheet) == Some(peers[1]);
            let reply = match is_honest {
                true => solve(&ask, &mut shelf).map_err(|_| Failure::Refused(403)),
                false => hostile(&ask),
            };
            proved |= !is_honest && reply.as_ref().is_ok_and(|reply| is_true_leaf(&ask, reply));
            sitting.fill(sheet, reply.map(Mail::new), Duration::from_secs(1), sheet as u32);
        }
        let scores = sitting.close(&mut notes);
        let most = 1e9 * Kept::of(&PLACEMENTS).blob_bytes as f64;
        assert!(scores.iter().all(|(_, score)| score.get() <= most));
        let paid = scores.iter().any(|(peer, score)| *peer == peers[0] && score.get() > 0.0);
        assert!(!paid || proved || remembers, "paid for leaves nobody kept");
    }
    serde_json::to_string(&notes.save()).expect("a memory is JSON");
}

/// Whether a reply holds the leaf asked for, by the one who sealed it.
fn is_true_leaf(ask: &Vault, reply: &VaultReply) -> bool {
    let (Vault::Read { blob, leaf, .. }, VaultReply::Read { data, .. }) = (ask, reply) else { return false };
    let seal = Secret::new([1; 32]).seal(&AccountId([0; 32]));
    decode(data, 40).is_some_and(|data| data == seal.generated(*blob, *leaf, 24))
}
