//! A mechanism's author depends on `incentor` alone: a protocol of two routes, from question to score.

use incentor::sdk::{
    AccountId, AnyMechanism, BlockNumber, Caller, Desk, Exam, Failure, Luck, Mail, MechId, Mechanism, NetUid,
    Notes, Peer, Question, Refusal, Rng, Round, Score, Scoring, Shelf, Solver, Synapse, Task, To, Uid, Work,
    each,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Vault {
    Put {
        #[hashed]
        id: u64,
        data: Vec<u8>,
    },
    Prove {
        #[hashed]
        id: u64,
        leaf: u32,
        #[reply]
        bytes: Vec<u8>,
    },
}

struct Storage;

impl Task for Storage {
    type Ask = Vault;
    type Truth = Option<u8>;

    fn questions(
        &self,
        round: &Round<'_>,
        notes: &mut Notes,
        rng: &mut Rng,
    ) -> Vec<Question<Vault, Option<u8>>> {
        let placed: &mut BTreeMap<u16, (u64, Vec<u8>)> = notes.slot("placed");
        let mut question = |peer: &Peer| match placed.get(&peer.uid.0) {
            None => {
                let (id, data) = (rng.next_u64(), vec![rng.below(256) as u8; 4]);
                placed.insert(peer.uid.0, (id, data.clone()));
                Question { to: To::One(*peer), ask: Vault::Put { id, data }, truth: None }
            }
            Some((id, data)) => {
                Question { to: To::One(*peer), ask: Vault::ask_prove(*id, 2), truth: Some(data[2]) }
            }
        };
        round.peers.iter().map(&mut question).collect()
    }
}

struct Kept;

impl Scoring<Storage> for Kept {
    fn score(&self, exam: &Exam<'_, Storage>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, reply| {
            let truth = exam.question(answer).and_then(|question| question.truth);
            match (reply, truth) {
                // Whoever is asked to prove must not get here with the cheap reply.
                (VaultReply::Put, _) => Score::ONE,
                (VaultReply::Prove { bytes }, Some(truth)) if *bytes == [truth] => Score::ONE,
                _ => Score::ZERO,
            }
        })
    }
}

struct Keeper;

impl Solver<Vault> for Keeper {
    fn solve(&self, ask: &Vault, desk: &mut Desk<'_>) -> Result<(VaultReply, Work), Refusal> {
        let reply = match ask {
            Vault::Put { id, data } => {
                desk.shelf.put(&id.to_le_bytes(), data)?;
                VaultReply::Put
            }
            Vault::Prove { id, leaf, .. } => {
                let data = desk.shelf.get(&id.to_le_bytes()).ok_or(Refusal("lost"))?;
                VaultReply::Prove { bytes: vec![data[*leaf as usize]] }
            }
        };
        Ok((reply, Work::default()))
    }
}

#[derive(Default)]
struct Memory(BTreeMap<Vec<u8>, Vec<u8>>);

impl Shelf for Memory {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        self.0.insert(key.into(), value.into());
        Ok(())
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key).cloned()
    }
}

fn peer(uid: u16) -> Peer {
    Peer { uid: Uid(uid), hotkey: AccountId([uid as u8; 32]), coldkey: AccountId([9; 32]) }
}

/// One round with one miner; `answer` makes of the honest reply what arrives.
fn play(number: u64, notes: &mut Notes, shelf: &mut Memory, answer: fn(Mail) -> Arrives) -> (String, f64) {
    let mechanism = Mechanism::new("storage", Storage, Kept, Keeper);
    let peers = [peer(0)];
    let (netuid, mech, beacon) = (NetUid(1), MechId::MAIN, Luck::of_seed(0));
    let round = Round { number, block: BlockNumber(number), netuid, mech, beacon, peers: &peers };
    let mut sitting = mechanism.open(&round, notes, &mut Luck::of_seed(7).at(0, number));
    let caller = Caller { hotkey: AccountId([8; 32]), uid: None, stake_weight_rao: 1, permit: true };
    let mut rng = Luck::of_seed(8).at(0, number);
    let mut desk = Desk { caller: &caller, effort: 1.0, rng: &mut rng, shelf };
    let (mail, _) = mechanism.solve(sitting.ask(0).unwrap(), &mut desk).unwrap();
    match answer(mail) {
        Arrives::Typed(mail) => sitting.fill(0, Ok(mail), Duration::from_millis(1), 0),
        Arrives::Json(body) => sitting.fill_json(0, Ok(body), Duration::from_millis(1), 0),
        Arrives::Late => sitting.fill(0, Err(Failure::Timeout), Duration::MAX, 0),
    }
    let route = sitting.route(0).to_owned();
    (route, sitting.close(notes)[0].1.get())
}

enum Arrives {
    Typed(Mail),
    Json(Value),
    Late,
}

#[test]
fn a_protocol_of_two_routes_is_asked_answered_and_scored() {
    let check = |answer: fn(Mail) -> Arrives, expected: f64| {
        let (mut notes, mut shelf) = (Notes::default(), Memory::default());
        assert_eq!(play(0, &mut notes, &mut shelf, Arrives::Typed), ("Put".to_owned(), 1.0));
        assert_eq!(play(1, &mut notes, &mut shelf, answer), ("Prove".to_owned(), expected));
    };
    check(Arrives::Typed, 1.0);
    check(|_| Arrives::Late, 0.0);
    // A reply to the other route, typed and over the wire.
    check(|_| Arrives::Typed(Mail::new(VaultReply::Put)), 0.0);
    check(|_| Arrives::Json(json!({})), 0.0);
    check(|_| Arrives::Json(json!("Put")), 0.0);
    check(
        |honest| {
            let bytes = honest.json()["Prove"]["bytes"].clone();
            Arrives::Json(json!({ "name": "Prove", "id": 0, "bytes": bytes }))
        },
        1.0,
    );
}

#[test]
fn the_facade_has_trait_and_derive() {
    assert_eq!(Vault::ROUTES, ["Put", "Prove"]);
    assert_eq!(Vault::schemas()[1].reply["required"], json!(["bytes"]));
}
