use super::*;
use crate::stage::{Cupboard, Miner, VALIDATOR, peer, peers, play, round};
use incentor_sdk::check::{self, Trial};
use incentor_sdk::{
    AccountId, Answer, AnyMechanism as _, Arrival, Caller, Exam, Failure, Luck, Notes, Question, Round,
    Scoring, Synapse, Task, To,
};
use serde_json::{Value, json};
use std::time::Duration;

/// Blobs of eight leaves of 48 bytes.
const SMALL: Placements = Placements {
    leaves_log2: 3,
    leaf_bytes: 48,
    first_blobs: 10,
    most_blobs: 400,
    blobs_per_round: 40,
    tempo_blocks: 360,
    secret: None,
};
const BLOB: f64 = 8.0 * 48.0;
const AMPLE: Keeper = Keeper { bytes: 1 << 20 };

fn ours() -> Mechanism<Placements> {
    mechanism(SMALL, AMPLE)
}

/// Scores round by round.
fn rounds(miners: &mut [Miner<Vault>], count: u64) -> Vec<Vec<f64>> {
    let (mechanism, mut notes) = (ours(), Notes::default());
    (0..count).map(|number| play(&mechanism, number, &mut notes, miners)).collect()
}

/// Mean scores over the second half of that many tempos.
fn means(mut miners: Vec<Miner<Vault>>, tempos: u64) -> Vec<f64> {
    let scores = rounds(&mut miners, tempos * 6);
    let late = &scores[scores.len() / 2..];
    (0..miners.len()).map(|at| late.iter().map(|round| round[at]).sum::<f64>() / late.len() as f64).collect()
}

#[test]
fn the_score_is_bytes_under_contract_times_the_floor_of_the_pass_rate() {
    let mut miners = [Miner::new(AMPLE, 1.0)];
    let scores: Vec<f64> = rounds(&mut miners, 13).into_iter().map(|round| round[0]).collect();
    // Round 0 places ten blobs; from round 1 on they are audited.
    let expected = |blobs: f64, audits: f64| blobs * BLOB * wilson_floor(audits, audits);
    let check = |round: usize, expected: f64| {
        assert!((scores[round] - expected).abs() < 1e-9, "round {round}: {} for {expected}", scores[round]);
    };
    for audits in 0..6 {
        check(audits, expected(10.0, audits as f64));
    }
    // The first tempo had five audits, all passed: eleven blobs from then on, one of them placed in round 6.
    check(6, expected(10.0, 0.9 * 5.0 + 1.0));
    check(7, expected(11.0, 0.9 * 5.0 + 2.0));
    check(12, expected(11.0, 0.9 * (0.9 * 5.0 + 6.0) + 1.0));
}

#[test]
fn growth_stops_at_the_miners_room_and_at_the_limit() {
    let blobs = |effort: f64| {
        let scores = means(vec![Miner::new(Keeper { bytes: 30 * 384 }, effort)], 60);
        scores[0] / BLOB / wilson_floor(59.0, 59.0)
    };
    // Room for 15, for 30: refusing what does not fit is no failure.
    let (half, whole) = (blobs(0.5), blobs(1.0));
    assert!((14.0..=15.1).contains(&half) && (28.0..=30.1).contains(&whole), "{half} {whole}");
}

#[test]
fn replicas_differ_from_miner_to_miner_and_from_validator_to_validator() {
    let all = peers(3);
    let stored = |validator: u32| -> Vec<String> {
        let mut luck = Luck::of_seed(3).at(validator, 0);
        let questions = SMALL.questions(&round(0, &all), &mut Notes::default(), &mut luck);
        let data = |question: Question<Vault, Truth>| match question.ask {
            Vault::Store { data, .. } => Some(data),
            _ => None,
        };
        questions.into_iter().filter_map(data).collect()
    };
    let mut texts = [stored(0), stored(1)].concat();
    assert_eq!(texts.len(), 60);
    assert_eq!(stored(0), texts[..30], "the same luck, the same bytes");
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), 60);
}

/// An audit's leaves follow from the block; what is asked is what a customer asks.
#[test]
fn audits_are_reads_that_nobody_could_foresee() {
    let mut notes = Notes::default();
    play(&ours(), 0, &mut notes, &mut [Miner::new(AMPLE, 1.0)]);
    let all = peers(1);
    let asked = |number: u64, beacon: u64| -> Vec<Vault> {
        let round = Round { beacon: Luck::of_seed(beacon), ..round(number, &all) };
        let mut notes = Notes::load(notes.save());
        let questions = SMALL.questions(&round, &mut notes, &mut Luck::of_seed(3).at(1, number));
        questions.into_iter().map(|question| question.ask).collect()
    };
    let (one, other) = (asked(1, 1), asked(1, 2));
    assert_eq!((one.len(), &one), (LEAVES_PER_AUDIT, &asked(1, 1)));
    assert_ne!(one, other);
    for ask in one.iter().chain(&other) {
        let Vault::Read { blob, leaf, .. } = ask else { panic!("{ask:?} is no read") };
        let customer = Vault::ask_read(*blob, *leaf);
        assert_eq!(ask.request().unwrap().json(), customer.request().unwrap().json());
    }
}

/// Whoever keeps a share f of the leaves passes f^8 of the audits, and its contract shrinks to nothing.
#[test]
fn partial_keepers_lose_more_than_they_save() {
    let keepers = [1.0, 0.98, 0.9, 0.75, 0.5];
    let miners = keepers.map(|keeps| Miner::new(PartialKeeper { keeps, room: AMPLE }, 1.0));
    let scores = means(miners.into(), 40);
    for (keeps, score) in keepers.iter().zip(&scores).skip(1) {
        assert!(score / scores[0] < keeps * 0.75, "keeping {keeps} pays {score} of {}", scores[0]);
    }
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/mechanisms/storage.md");
    let page = std::fs::read_to_string(path).unwrap();
    for (keeps, score) in keepers.iter().zip(&scores) {
        let row = format!("| {keeps} | {:.3} |", score / scores[0]);
        assert!(page.contains(&row), "the page does not say\n{row}\n{scores:?}");
    }
}

#[test]
fn what_the_attacks_of_the_page_pay() {
    let slow = Miner::new(AMPLE, 1.0).late(Duration::from_millis(2_001));
    let just_in_time = Miner::new(AMPLE, 1.0).late(Duration::from_secs(2));
    let miners = vec![
        Miner::new(AMPLE, 1.0),
        Miner::new(Forger::Random, 1.0),
        Miner::new(Forger::Replay, 1.0),
        slow,
        Miner::new(Keeper { bytes: 0 }, 1.0),
        just_in_time,
    ];
    let scores = means(miners, 6);
    assert!(scores[0] > 10.0 * BLOB * 0.8, "{scores:?}");
    assert_eq!(scores[1..5], [0.0; 4], "made up, replayed, fetched too late, no room");
    assert_eq!(scores[5], scores[0], "within the limit speed does not pay");
}

/// Only clipping helps against a validator that tells: from its own row the friend looks like the best of miners.
#[test]
fn an_insider_passes_its_friends_audits_and_nobody_elses() {
    let (told, untold) = (Secret::new([1; 32]), Secret::new([2; 32]));
    let friend = || Insider { secret: told, hotkey: peer(0).hotkey, placements: SMALL };
    let score = |secret: Secret| {
        let placements = Placements { secret: Some(secret), ..SMALL };
        let (mechanism, mut notes) = (mechanism(placements, AMPLE), Notes::default());
        let mut miners = [Miner::new(friend(), 1.0)];
        (0..12).map(|number| play(&mechanism, number, &mut notes, &mut miners)[0]).fold(0.0, f64::max)
    };
    assert!(score(told) > 10.0 * BLOB * 0.5);
    assert_eq!(score(untold), 0.0);
}

/// The same by what the mechanism tells: whole audits with no disk at all, whatever the secret.
#[test]
fn a_friend_that_is_told_needs_no_disk() {
    let (mechanism, mut notes, peers) = (ours(), Notes::default(), peers(2));
    let mut best = [0.0_f64; 2];
    for number in 0..12 {
        let round = round(number, &peers);
        let mut luck = Luck::of_seed(3).branch("task", 0).at(1, number);
        let mut sitting = mechanism.open(&round, &mut notes, &mut luck);
        for sheet in 0..sitting.sheets() {
            // The other one hands in what it would have been told of nothing.
            let told = sitting.target(sheet).unwrap().uid.0 == 0;
            if told {
                assert!(sitting.tell(sheet));
                sitting.deliver(
                    &[Arrival { sheet, latency: Duration::from_millis(1_500) }],
                    Luck::of_seed(1),
                    1,
                );
            }
        }
        for (peer, score) in sitting.close(&mut notes) {
            let best = &mut best[peer.uid.index()];
            *best = best.max(score.get());
        }
    }
    assert!(best[0] > 10.0 * BLOB * 0.5 && best[1] == 0.0, "{best:?}");
}

/// A miner without a worker is one with no room; a forger needs none.
#[test]
fn forgers_take_what_they_do_not_keep() {
    let seal = Secret::new([1; 32]).seal(&peer(0).hotkey);
    let blob = |blob| (0..8).flat_map(|leaf| seal.generated(blob, leaf, 32)).collect::<Vec<u8>>();
    let (one, other) = (blob(0), blob(1));
    for (forger, is_first) in [(Forger::Random, false), (Forger::Replay, true)] {
        let mut miner = Miner::new(forger, 0.0);
        assert!(miner.solve(&Vault::ask_read(0, 0), &VALIDATOR).is_err());
        for (number, blob) in [(0, &one), (1, &other)] {
            let reply = miner.solve(&Vault::ask_store(number, 48, encode(blob)), &VALIDATOR).unwrap();
            assert_eq!(reply, VaultReply::Store { stored: true });
        }
        assert_eq!(miner.shelf.0.len(), 1);
        let reply = miner.solve(&Vault::ask_read(1, 5), &VALIDATOR).unwrap();
        let VaultReply::Read { data, path } = reply else { panic!("{reply:?}") };
        assert_eq!((data == encode(&one[..48]), data.len(), path.len()), (is_first, 64, 3));
    }
}

/// What a miner stores for itself is under nobody's contract.
#[test]
fn washing_does_not_count() {
    let scores = |wash: bool| {
        let (mechanism, mut notes) = (ours(), Notes::default());
        let mut miner = Miner::new(AMPLE, 1.0);
        if wash {
            let own = Caller { hotkey: peer(0).hotkey, ..VALIDATOR };
            for blob in 0..50 {
                miner.solve(&Vault::ask_store(blob, 48, encode(&[7; 384])), &own).unwrap();
            }
        }
        let mut miners = [miner];
        (0..9).map(|number| play(&mechanism, number, &mut notes, &mut miners)[0]).collect::<Vec<_>>()
    };
    assert_eq!(scores(true), scores(false));
}

/// Two hotkeys with half the room each are paid as one with all of it.
#[test]
fn splitting_is_neutral() {
    let room = Keeper { bytes: 40 * 384 };
    let whole = means(vec![Miner::new(room, 1.0)], 60)[0];
    let halves: f64 = means(vec![Miner::new(room, 0.5), Miner::new(room, 0.5)], 60).iter().sum();
    assert!((halves / whole - 1.0).abs() < 0.05, "{halves} against {whole}");
}

#[test]
fn a_lost_disk_heals_and_an_outage_is_survived() {
    let (mechanism, mut notes) = (ours(), Notes::default());
    let mut miners = [Miner::new(AMPLE, 1.0)];
    let mut scores = Vec::new();
    for number in 0..60 {
        if number == 12 {
            miners[0].shelf = Cupboard::default();
        }
        scores.push(play(&mechanism, number, &mut notes, &mut miners)[0]);
    }
    assert!(scores[17] < scores[11] * 0.6 && scores[20] < scores[11] * 0.5, "{scores:?}");
    assert!(scores[59] > scores[24], "it grows again: {scores:?}");
}

#[test]
fn a_restart_in_the_middle_loses_nothing() {
    let scores = |restart: bool| {
        let (mechanism, mut notes) = (ours(), Notes::default());
        let mut miners = [Miner::new(AMPLE, 1.0), Miner::new(PartialKeeper { keeps: 0.9, room: AMPLE }, 1.0)];
        let mut all = Vec::new();
        for number in 0..30 {
            if restart {
                let text = serde_json::to_string(&notes.save()).unwrap();
                notes = Notes::load(serde_json::from_str(&text).unwrap());
            }
            all.push(play(&mechanism, number, &mut notes, &mut miners));
            assert_eq!(notes.unread().count(), 0);
        }
        all
    };
    assert_eq!(scores(false), scores(true));
}

#[test]
fn a_memory_beyond_reason_starts_a_contract_anew() {
    let mut notes = Notes::default();
    play(&ours(), 0, &mut notes, &mut [Miner::new(AMPLE, 1.0)]);
    let mut saved = notes.save();
    let contracts = saved.get_mut("storage").and_then(|slot| slot.get_mut("contracts")).unwrap();
    for contract in contracts.as_object_mut().unwrap().values_mut() {
        contract["target"] = json!(-1.0);
    }
    let scores = play(&ours(), 1, &mut Notes::load(saved), &mut [Miner::new(AMPLE, 1.0)]);
    assert_eq!(scores, [0.0]);
}

/// The leaf asked for in a world of one blob, with its true reply, and the score of any other reply.
struct Desk {
    leaves: Vec<Vec<u8>>,
    leaf: u32,
}

impl Desk {
    fn new() -> Self {
        let seal = Secret::new([1; 32]).seal(&peer(0).hotkey);
        Self { leaves: (0..8).map(|leaf| seal.generated(0, leaf, 32)).collect(), leaf: 5 }
    }

    fn reply(&self, leaf: u32) -> (String, Vec<String>) {
        let path = path(&self.leaves, leaf).unwrap();
        (encode(&self.leaves[leaf as usize]), path.iter().map(|hash| encode(hash)).collect())
    }

    fn passes(&self, reply: &Value, latency_ms: u64) -> bool {
        let peers = peers(1);
        let mut notes = Notes::default();
        // One blob under contract, as the first round leaves it.
        let one = Placements { first_blobs: 1, most_blobs: 1, secret: Some(Secret::new([1; 32])), ..SMALL };
        let kept = mechanism(one, AMPLE);
        play(&kept, 0, &mut notes, &mut [Miner::new(AMPLE, 1.0)]);
        let round = round(1, &peers);
        let truth = Truth::Audited {
            root: root(&self.leaves).unwrap(),
            leaves: 8,
            leaf_bytes: 48,
            secret: Secret::new([1; 32]),
        };
        let questions = [Question { to: To::All, ask: Vault::ask_read(0, self.leaf), truth }];
        let reply = questions[0].ask.read_reply(reply.to_string().as_bytes());
        let answers = [Answer {
            peer: peers[0],
            question: 0,
            reply: reply.map_err(|_| Failure::Malformed),
            latency: Duration::from_millis(latency_ms),
            arrival: 0,
        }];
        let exam = Exam::<Placements>::new(&round, &questions, &answers);
        Kept::of(&one).score(&exam, &mut notes)[0].get() > 0.0
    }
}

#[test]
fn only_the_leaf_asked_for_with_its_path_in_time_passes() {
    let desk = Desk::new();
    let (data, path) = desk.reply(5);
    let good = json!({ "data": data, "path": path });
    assert!(desk.passes(&good, 0) && desk.passes(&good, 2_000));
    assert!(!desk.passes(&good, 2_001));
    let (other_data, other_path) = desk.reply(4);
    let foreign: Vec<Vec<u8>> =
        (0..8).map(|leaf| Secret::new([1; 32]).seal(&peer(1).hotkey).generated(0, leaf, 32)).collect();
    let foreign_path: Vec<String> =
        super::path(&foreign, 5).unwrap().iter().map(|hash| encode(hash)).collect();
    for bad in [
        json!(null),
        json!([]),
        json!({}),
        json!({ "data": data }),
        json!({ "path": path }),
        json!({ "data": null, "path": path }),
        json!({ "data": "", "path": path }),
        json!({ "data": data, "path": [] }),
        json!({ "data": data, "path": (&path[..2]) }),
        json!({ "data": data, "path": [path[0], path[1], path[2], path[2]] }),
        json!({ "data": data, "path": [path[2], path[1], path[0]] }),
        json!({ "data": data, "path": other_path }),
        json!({ "data": other_data, "path": path }),
        json!({ "data": other_data, "path": other_path }),
        json!({ "data": encode(&foreign[5]), "path": foreign_path }),
        json!({ "data": (format!("{data}{data}")), "path": path }),
        json!({ "data": (&data[..data.len() - 4]), "path": path }),
        json!({ "data": (data.repeat(1 << 16)), "path": path }),
        json!({ "data": (data.to_lowercase()), "path": path }),
        json!({ "data": data, "path": (vec![path[0].clone(); 1 << 16]) }),
        json!({ "data": data, "path": ["", "", ""] }),
        json!({ "data": 7, "path": path }),
        json!({ "data": data, "path": "no list" }),
    ] {
        assert!(!desk.passes(&bad, 5), "{:.200}", bad.to_string());
    }
    // A time that the miner reports is not read.
    assert!(desk.passes(&json!({ "data": data, "path": path, "latency_ms": 99_999 }), 5));
    assert!(!desk.passes(&json!({ "data": data, "path": path, "latency_ms": 1 }), 5_000));
}

#[test]
fn keepers_refuse_what_they_should() {
    let mut miner = Miner::new(Keeper { bytes: 1_000 }, 1.0);
    let mut solve = |ask: Vault, caller: &Caller| miner.solve(&ask, caller);
    let store = |blob, leaf_bytes, bytes: usize| Vault::ask_store(blob, leaf_bytes, encode(&vec![1; bytes]));
    let stranger = Caller { permit: false, ..VALIDATOR };
    assert!(solve(store(0, 48, 384), &stranger).is_err());
    for (leaf_bytes, bytes) in [(0, 384), (48, 0), (48, 383), (48, 144), (u32::MAX, 384), (1, 1_001)] {
        assert!(solve(store(0, leaf_bytes, bytes), &VALIDATOR).is_err(), "{leaf_bytes} {bytes}");
    }
    assert!(solve(Vault::ask_store(0, 1, "no base 64".to_owned()), &VALIDATOR).is_err());
    assert!(solve(store(0, 48, 384), &VALIDATOR).is_ok());
    assert!(solve(store(1, 48, 384), &VALIDATOR).is_ok());
    assert!(solve(store(2, 48, 384), &VALIDATOR).is_err(), "full");
    assert!(solve(store(1, 48, 384), &VALIDATOR).is_ok(), "the same blob again takes no more room");
    assert!(solve(Vault::ask_release(1), &VALIDATOR).is_ok());
    assert!(solve(Vault::ask_release(77), &VALIDATOR).is_ok());
    assert!(solve(Vault::ask_read(1, 0), &VALIDATOR).is_err());
    assert!(solve(store(2, 48, 384), &VALIDATOR).is_ok());
    for leaf in [8, u32::MAX] {
        assert!(solve(Vault::ask_read(0, leaf), &VALIDATOR).is_err());
    }
    // Another validator sees nothing of it.
    let other = Caller { hotkey: AccountId([8; 32]), ..VALIDATOR };
    assert!(solve(Vault::ask_read(0, 0), &other).is_err());
    assert!(solve(Vault::ask_release(0), &other).is_ok());
    assert!(solve(Vault::ask_read(0, 0), &VALIDATOR).is_ok());
}

#[test]
fn the_laws_hold() {
    // The first contract is larger than anybody's room, so that room is what pays in a few rounds.
    let placements = Placements { first_blobs: 32, blobs_per_round: 32, ..SMALL };
    let mechanism = mechanism(placements, Keeper { bytes: 12 * 384 });
    let trial = Trial::of(&mechanism).unwrap().policy(policy()).rounds(3).cases(6).draws(8);
    let findings: Vec<String> =
        check::all(&trial, &Kept::of(&placements)).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn odd_settings_still_ask_and_score() {
    for placements in [
        Placements { leaves_log2: 0, leaf_bytes: 0, first_blobs: 0, most_blobs: 0, ..SMALL },
        Placements { tempo_blocks: 0, blobs_per_round: 0, ..SMALL },
        Placements { first_blobs: u32::MAX, most_blobs: u32::MAX, blobs_per_round: 2, ..SMALL },
    ] {
        let mechanism = mechanism(placements, AMPLE);
        let mut notes = Notes::default();
        for number in 0..4 {
            let scores = play(&mechanism, number, &mut notes, &mut [Miner::new(AMPLE, 1.0)]);
            assert!(scores[0] >= 0.0);
        }
    }
}

#[test]
fn whoever_has_left_is_forgotten() {
    let mut notes = Notes::default();
    play(&ours(), 0, &mut notes, &mut [Miner::new(AMPLE, 1.0), Miner::new(AMPLE, 1.0)]);
    let all = peers(1);
    for number in [1, 800, 900] {
        let late = round(number, &all);
        SMALL.questions(&late, &mut notes, &mut Luck::of_seed(3).at(1, number));
    }
    let saved = notes.save();
    assert_eq!(saved["storage"]["contracts"].as_object().map(serde_json::Map::len), Some(1));
}
