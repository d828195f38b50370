//! One subnet with two mechanisms, a question per miner, memory saved and restored in the middle, run by a simulator
//! that calls and by a live runner that waits.

use incentor_sdk::{
    AccountId, AnyMechanism, BlockNumber, By, Caller, Desk, Exam, Failure, Latency, Luck, MechId, Mechanism,
    NetUid, Notes, Peer, Question, Refusal, Round, Score, Scoring, Shelf, Sitting, Solver, Subnet, Synapse,
    Task, To, Uid, Work, each, per_reply,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Tour {
    cities: Vec<[f32; 2]>,
    #[reply]
    order: Vec<u16>,
}

struct Tsp {
    cities: usize,
}

impl Task for Tsp {
    type Ask = Tour;
    type Truth = ();

    fn questions(
        &self,
        _: &Round<'_>,
        _: &mut Notes,
        rng: &mut incentor_sdk::Rng,
    ) -> Vec<Question<Tour, ()>> {
        let cities = (0..self.cities).map(|_| [rng.unit() as f32, rng.unit() as f32]).collect();
        vec![Question { to: To::All, ask: Tour::ask(cities), truth: () }]
    }
}

fn distance(a: [f32; 2], b: [f32; 2]) -> f64 {
    let (x, y) = (f64::from(a[0]) - f64::from(b[0]), f64::from(a[1]) - f64::from(b[1]));
    (x * x + y * y).sqrt()
}

fn length(cities: &[[f32; 2]], order: &[u16]) -> Option<f64> {
    let mut seen = vec![false; cities.len()];
    for city in order {
        if std::mem::replace(seen.get_mut(usize::from(*city))?, true) {
            return None;
        }
    }
    let place = |at: usize| cities[usize::from(order[at % order.len()])];
    let steps = (0..order.len()).map(|at| distance(place(at), place(at + 1)));
    (order.len() == cities.len()).then(|| steps.sum())
}

struct Greedy;

impl Solver<Tour> for Greedy {
    fn solve(&self, ask: &Tour, desk: &mut Desk<'_>) -> Result<(TourReply, Work), Refusal> {
        let mut left: Vec<u16> = (0..).take(ask.cities.len()).collect();
        let mut order = Vec::new();
        let mut here = 0;
        while !left.is_empty() {
            order.push(left.remove(here));
            let from = ask.cities[usize::from(order[order.len() - 1])];
            let away = |at: &usize| distance(ask.cities[usize::from(left[*at])], from);
            let nearest = (0..left.len()).min_by(|a, b| away(a).total_cmp(&away(b)));
            here = nearest.filter(|_| desk.rng.unit() < desk.effort).unwrap_or(0);
        }
        Ok((TourReply { order }, Work { cpu: Duration::from_micros(120), ..Work::default() }))
    }
}

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Vault {
    Put {
        id: u64,
        data: Vec<u8>,
    },
    Prove {
        id: u64,
        leaf: u32,
        #[reply]
        byte: u8,
    },
}

#[derive(Default, Serialize, Deserialize)]
struct Placed(BTreeMap<u16, (u64, Vec<u8>)>);

struct Storage;

impl Task for Storage {
    type Ask = Vault;
    type Truth = Option<u8>;

    fn questions(
        &self,
        round: &Round<'_>,
        notes: &mut Notes,
        rng: &mut incentor_sdk::Rng,
    ) -> Vec<Question<Vault, Option<u8>>> {
        let placed: &mut Placed = notes.slot("placed");
        let mut question = |peer: &Peer| match placed.0.get(&peer.uid.0) {
            None => {
                let data: Vec<u8> = (0..64).map(|_| rng.below(256) as u8).collect();
                let id = rng.next_u64();
                placed.0.insert(peer.uid.0, (id, data.clone()));
                Question { to: To::One(*peer), ask: Vault::ask_put(id, data), truth: None }
            }
            Some((id, data)) => {
                let leaf = rng.below(data.len());
                let ask = Vault::ask_prove(*id, leaf as u32);
                Question { to: To::One(*peer), ask, truth: Some(data[leaf]) }
            }
        };
        round.peers.iter().map(&mut question).collect()
    }
}

struct Kept;

impl Scoring<Storage> for Kept {
    fn score(&self, exam: &Exam<'_, Storage>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, reply| match (reply, exam.question(answer).map(|question| question.truth)) {
            (VaultReply::Prove { byte }, Some(Some(truth))) if *byte == truth => Score::saturating(64.0),
            _ => Score::ZERO,
        })
    }
}

struct Keeper;

impl Solver<Vault> for Keeper {
    fn solve(&self, ask: &Vault, desk: &mut Desk<'_>) -> Result<(VaultReply, Work), Refusal> {
        match ask {
            Vault::Put { id, data } => {
                desk.shelf.put(&id.to_le_bytes(), data)?;
                Ok((VaultReply::Put, Work { bytes: data.len() as u64, ..Work::default() }))
            }
            Vault::Prove { id, leaf, .. } => {
                let data = desk.shelf.get(&id.to_le_bytes()).ok_or(Refusal("lost"))?;
                let byte = *data.get(*leaf as usize).ok_or(Refusal("no such leaf"))?;
                Ok((VaultReply::Prove { byte }, Work::default()))
            }
        }
    }
}

fn subnet() -> Subnet {
    let tour_length = per_reply::<Tsp>(|question, reply| {
        length(&question.ask.cities, &reply.order).map_or(0.0, |length| 1.0 / length)
    });
    let rule = (tour_length * 0.8 + By(Latency::half_life("250ms")) * 0.2).first_copy_only();
    Subnet::from(Mechanism::new("tsp", Tsp { cities: 12 }, rule, Greedy)).and(
        MechId(1),
        Mechanism::new("storage", Storage, Kept, Keeper),
        0.4,
    )
}

#[derive(Default)]
struct Drawer(BTreeMap<Vec<u8>, Vec<u8>>);

impl Shelf for Drawer {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        self.0.insert(key.into(), value.into());
        Ok(())
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key).cloned()
    }
}

const CALLER: Caller =
    Caller { hotkey: AccountId([9; 32]), uid: Some(Uid(9)), stake_weight_rao: 1, permit: true };

/// Every miner's answer to a sheet, typed.
fn solve(
    mechanism: &dyn AnyMechanism,
    sitting: &dyn Sitting,
    sheet: usize,
    number: u64,
    shelves: &mut [Drawer],
) -> Result<incentor_sdk::Mail, Refusal> {
    let uid = sitting.target(sheet).expect("a sheet has a target").uid;
    let mut rng = Luck::of_seed(7).branch("miner", uid.0.into()).at(0, number);
    let effort = 1.0 - f64::from(uid.0) * 0.2;
    let mut desk = Desk { caller: &CALLER, effort, rng: &mut rng, shelf: &mut shelves[uid.index()] };
    mechanism.solve(sitting.ask(sheet).expect("a sheet has a request"), &mut desk).map(|(mail, _)| mail)
}

type Scores = Vec<Vec<(Uid, Score)>>;

/// Three rounds; `restart` saves and restores the notes after each. Typed as a simulator does it, or over JSON and an
/// await as a live runner does.
fn play(mechanism: &dyn AnyMechanism, mech: MechId, restart: bool, live: bool) -> Scores {
    let peer =
        |uid: u16| Peer { uid: Uid(uid), hotkey: AccountId([uid as u8; 32]), coldkey: AccountId([0; 32]) };
    let peers: Vec<Peer> = (0..4).map(peer).collect();
    let mut shelves: Vec<Drawer> = peers.iter().map(|_| Drawer::default()).collect();
    let mut notes = Notes::default();
    let mut rounds = Vec::new();
    for number in 0..3 {
        let (block, netuid) = (BlockNumber(number * 100), NetUid(1));
        let beacon = Luck::of_seed(number);
        let round = Round { number, block, netuid, mech, beacon, peers: &peers };
        let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(7).at(0, number));
        for sheet in 0..sitting.sheets() {
            let reply = solve(mechanism, &*sitting, sheet, number, &mut shelves);
            let latency = Duration::from_millis(100);
            if live {
                let body = |mail: incentor_sdk::Mail| {
                    let inner = mail.json();
                    // A reply of several routes travels as its route's fields.
                    inner.get(sitting.route(sheet)).cloned().unwrap_or(inner)
                };
                let body = reply.map(body).map_err(|_| Failure::Refused(403));
                let body = body.map(|body| if body.is_string() { json!({}) } else { body });
                block_on(exchange(&mut *sitting, sheet, body, latency));
            } else {
                let reply = reply.map_err(|_| Failure::Refused(403));
                sitting.fill(sheet, reply, latency, sheet as u32);
            }
        }
        rounds.push(sitting.close(&mut notes).iter().map(|(peer, score)| (peer.uid, *score)).collect());
        if restart {
            notes = Notes::load(notes.save());
        }
    }
    rounds
}

/// A dendrite's place.
async fn exchange(sitting: &mut dyn Sitting, sheet: usize, body: Result<Value, Failure>, latency: Duration) {
    assert!(sitting.request(sheet).is_object());
    std::future::ready(()).await;
    sitting.fill_json(sheet, body, latency, sheet as u32);
}

fn block_on<F: Future + Send>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("nothing here waits"),
    }
}

#[test]
fn simulated_live_and_restarted_runs_agree() {
    for (mech, mechanism, _) in subnet().mechanisms() {
        let plain = play(mechanism, mech, false, false);
        assert_eq!(play(mechanism, mech, true, false), plain, "{} forgets", mechanism.name());
        assert_eq!(play(mechanism, mech, true, true), plain, "{} differs live", mechanism.name());
    }
}

#[test]
fn better_tours_and_kept_promises_score() {
    let subnet = subnet();
    let scores: Vec<Scores> =
        subnet.mechanisms().map(|(mech, mechanism, _)| play(mechanism, mech, true, false)).collect();
    let (tsp, storage) = (&scores[0], &scores[1]);
    let best = tsp.iter().flatten().max_by(|a, b| a.1.get().total_cmp(&b.1.get()));
    assert_eq!(best.map(|(uid, _)| *uid), Some(Uid(0)), "the hardest worker: {tsp:?}");
    // The first round places the data, the others ask for it.
    assert!(storage[0].iter().all(|(_, score)| *score == Score::ZERO));
    assert!(storage[1..].iter().flatten().all(|(_, score)| score.get() == 64.0), "{storage:?}");
}
