use super::optimiser::{optimised, reference_order};
use super::tours::map;
use super::*;
use crate::stage::{Miner, peer, peers, play, round};
use incentor_sdk::check::{self, Trial};
use incentor_sdk::{
    Answer, AnyMechanism, Exam, Failure, Luck, Notes, Peer, Question, Scoring, Solver, Synapse, Task, To,
};
use proptest::prelude::*;
use serde_json::json;
use std::time::Duration;

const SMALL: Tours = Tours { first_cities: 60, most_cities: 240, tempo_blocks: 360 };

fn miner(effort: f64) -> Miner<Tour> {
    Miner::new(Optimiser::default(), effort)
}

fn ours() -> Mechanism<Tours> {
    mechanism(Tours::default(), Optimiser::default())
}

/// Mean scores of a few rounds.
fn means(mut miners: Vec<Miner<Tour>>, rounds: u64) -> Vec<f64> {
    let (mechanism, mut notes) = (ours(), Notes::default());
    let mut sums = vec![0.0; miners.len()];
    for number in 0..rounds {
        for (sum, score) in sums.iter_mut().zip(play(&mechanism, number, &mut notes, &mut miners)) {
            *sum += score / rounds as f64;
        }
    }
    sums
}

#[test]
fn only_every_city_once_is_a_tour() {
    let cities = [[0.0, 0.0], [3.0, 0.0], [3.0, 4.0], [0.0, 4.0], [0.0, 2.0]];
    let check = |order: &[u16], expected| assert_eq!(length(&cities, order), expected, "{order:?}");
    check(&[0, 1, 2, 3, 4], Some(14.0));
    check(&[2, 1, 0, 4, 3], Some(14.0));
    check(&[3, 4, 0, 1, 2], Some(14.0));
    check(&[], None);
    check(&[0, 1, 2, 3], None);
    check(&[0, 1, 2, 3, 3], None);
    check(&[0, 1, 2, 3, 5], None);
    check(&[0, 1, 2, 3, 65_535], None);
    check(&[0, 1, 2, 3, 4, 0], None);
    assert_eq!(length(&[], &[]), None);
    assert_eq!(length(&[[0.5, 0.5]], &[0]), Some(0.0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// On a coarse grid, so that cities coincide and distances tie.
    #[test]
    fn searches_give_tours_and_more_moves_never_longer_ones(
        grid in prop::collection::vec((0..7_u8, 0..7_u8), 1..90),
        budget in 0..4_000_u64,
    ) {
        let cities: Vec<[f32; 2]> = grid.iter().map(|(x, y)| [f32::from(*x), f32::from(*y)]).collect();
        let own = |budget| length(&cities, &optimised(&cities, budget)).unwrap();
        let (none, few, many) = (own(0), own(budget), own(2 * budget));
        prop_assert!(few <= none + 1e-6 && many <= few + 1e-6, "{none} {few} {many}");
        prop_assert!(length(&cities, &reference_order(&cities)).is_some());
        prop_assert!(length(&cities, &greedy::nearest_neighbour(&super::map::Map::of(&cities))).is_some());
    }

    #[test]
    fn where_a_tour_starts_and_which_way_it_runs_do_not_matter(seed in 0..1_000_u64, turn in 0..40_usize) {
        let mut rng = Luck::of_seed(seed).at(0, 0);
        let cities: Vec<[f32; 2]> = (0..40).map(|_| [rng.unit() as f32, rng.unit() as f32]).collect();
        let mut order: Vec<u16> = (0..40).collect();
        let before = length(&cities, &order);
        order.rotate_left(turn);
        prop_assert_eq!(length(&cities, &order), before);
        order.reverse();
        prop_assert_eq!(length(&cities, &order), before);
    }
}

#[test]
fn the_search_is_as_good_as_published_ones() {
    // Random uniform maps have a shortest tour of about 0.7124 √(n A) (1 + 0.33 / n); 2-opt with Or-opt comes to rest
    // around 5 % above it, and long iterated search well below 2 %.
    let (mut short, mut long) = (0.0, 0.0);
    let count = 10;
    for seed in 0..count {
        let cities = map(Luck::of_seed(seed), 0, &peer(0), 0, 400);
        let expected = 0.7124 * 400.0_f64.sqrt() * (1.0 + 0.33 / 400.0);
        // The border adds to it: by 0.467 / ln n / n on the scale of the shortest tour, about 4 % at this size.
        short += reference(&cities) / expected / count as f64;
        long += length(&cities, &optimised(&cities, 400_000)).unwrap() / expected / count as f64;
    }
    assert!((1.05..1.13).contains(&short), "{short}");
    assert!((1.01..1.08).contains(&long) && long < short - 0.02, "{long}");
}

#[test]
fn odd_maps_are_refused_or_toured() {
    let mut own = miner(1.0);
    let mut solve =
        |cities: Vec<[f32; 2]>| own.solve(&Tour::ask(cities), &crate::stage::VALIDATOR).map(|o| o.order);
    assert!(solve(vec![]).is_err());
    assert!(solve(vec![[0.0, f32::NAN]; 9]).is_err());
    assert!(solve(vec![[f32::INFINITY, 0.0]; 9]).is_err());
    assert!(solve(vec![[0.0, 0.0]; 8_193]).is_err());
    for count in 1..9_u16 {
        let mut order = solve((0..count).map(|at| [f32::from(at * 7 % 5), 0.0]).collect()).unwrap();
        order.sort_unstable();
        assert_eq!(order, (0..count).collect::<Vec<_>>());
    }
    assert!(
        solve(vec![[f32::MAX, f32::MIN], [f32::MIN, f32::MAX], [0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]).is_ok()
    );
    for effort in [f64::NAN, -1.0, f64::NEG_INFINITY] {
        let mut own = miner(effort);
        assert!(own.solve(&Tour::ask(vec![[0.0, 0.0]; 9]), &crate::stage::VALIDATOR).is_ok());
    }
}

#[test]
fn a_map_is_one_miners_one_validators_and_one_blocks() {
    let asked = |number: u64, validator: u32, peers: &[Peer]| -> Vec<Vec<[f32; 2]>> {
        let mut luck = Luck::of_seed(3).at(validator, number);
        let questions = SMALL.questions(&round(number, peers), &mut Notes::default(), &mut luck);
        questions.into_iter().map(|question| question.ask.cities).collect()
    };
    let all = peers(3);
    let maps = asked(1, 0, &all);
    assert_eq!(maps, asked(1, 0, &all), "the same question twice");
    assert_eq!(maps[2..], asked(1, 0, &all[2..]), "who else is asked does not matter");
    let others = [&asked(2, 0, &all)[0], &asked(1, 1, &all)[0], &maps[1]];
    assert!(others.iter().all(|other| **other != maps[0]));
    assert!(maps.iter().flatten().flatten().all(|at| (0.0..1.0).contains(at)));
}

#[test]
fn the_score_is_the_formula() {
    let cities = map(Luck::of_seed(1), 0, &peer(0), 0, 60);
    let best = optimised(&cities, 100_000);
    let expected = 0.6 * (reference(&cities) / length(&cities, &best).unwrap() - 1.0);
    let scored = |order: &[u16], latency_ms: u64| score_of(&cities, &json!({ "order": order }), latency_ms);
    assert!(expected > 0.0);
    assert_eq!(scored(&best, 10_000), expected);
    assert_eq!(scored(&best, 10_001), 0.0);
    assert_eq!(scored(&reference_order(&cities), 5), 0.0);
}

/// The score of a reply that came as JSON to a question with these cities.
fn score_of(cities: &[[f32; 2]], reply: &serde_json::Value, latency_ms: u64) -> f64 {
    let peers = peers(1);
    let round = round(0, &peers);
    let questions = [Question { to: To::All, ask: Tour::ask(cities.to_vec()), truth: Measured(true) }];
    let reply = questions[0].ask.read_reply(reply.to_string().as_bytes());
    let answers = [Answer {
        peer: peers[0],
        question: 0,
        reply: reply.map_err(|_| Failure::Malformed),
        latency: Duration::from_millis(latency_ms),
        arrival: 0,
    }];
    let exam = Exam::<Tours>::new(&round, &questions, &answers);
    Shorter::default().score(&exam, &mut Notes::default())[0].get()
}

#[test]
fn malformed_replies_score_nothing() {
    let cities = map(Luck::of_seed(1), 0, &peer(0), 0, 20);
    let good = optimised(&cities, 100_000);
    let changed = |at: usize, to: u16| {
        let mut order = good.clone();
        order[at] = to;
        json!({ "order": order })
    };
    for reply in [
        json!(null),
        json!([]),
        json!("0,1,2"),
        json!({}),
        json!({ "order": null }),
        json!({ "order": [] }),
        json!({ "order": good[1..] }),
        json!({ "order": ([&good[..], &[0]].concat()) }),
        json!({ "order": ([&good[..], &good[..]].concat()) }),
        json!({ "order": vec![0; 1 << 16] }),
        json!({ "order": good.iter().map(|city| f64::from(*city)).collect::<Vec<_>>() }),
        json!({ "order": good.iter().map(|city| i32::from(*city) - 1).collect::<Vec<_>>() }),
        json!({ "order": good.iter().map(|city| u32::from(*city) << 16).collect::<Vec<_>>() }),
        json!({ "order": (vec![f64::NAN; 20]) }),
        changed(3, good[4]),
        changed(0, 20),
        changed(0, 65_535),
    ] {
        assert_eq!(score_of(&cities, &reply, 5), 0.0, "{reply}");
    }
    // What a miner says beside its tour is not read.
    let claim = json!({ "order": good, "cities": [[0.0, 0.0]], "length": 0.001, "latency_ms": 1 });
    assert_eq!(score_of(&cities, &claim, 5), score_of(&cities, &json!({ "order": good }), 5));
}

#[test]
fn the_laws_hold() {
    let mechanism = ours();
    let trial = Trial::of(&mechanism).unwrap().policy(policy()).efforts(0.75..=2.0).cases(3).draws(8);
    let findings: Vec<String> =
        check::all(&trial, &Shorter::default()).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn what_the_attacks_of_the_page_pay() {
    let miners = vec![
        miner(1.0),
        Miner::new(Cheat::NearestNeighbour, 1.0),
        Miner::new(Cheat::ReferenceCopier, 1.0),
        Miner::new(Cheat::Cached, 1.0),
        Miner::new(Cheat::Malformed, 1.0),
        Miner::new(Cheat::Given, 1.0),
        miner(1.0).late(Duration::from_millis(10_001)),
        miner(1.0).late(Duration::from_millis(9_999)),
    ];
    let scores = means(miners, 12);
    assert!(scores[0] > 0.003, "{scores:?}");
    assert_eq!(scores[1..7], [0.0; 6], "nearest neighbour, reference, cached, malformed, constant, late");
    assert!(scores[7] > scores[0] * 0.5, "using all the time is no cheat: {scores:?}");
}

/// A tour made for one miner's map is worth nothing on another's.
#[test]
fn relayed_tours_pay_nothing() {
    let maps: Vec<_> = (0..8).map(|uid| map(Luck::of_seed(1), 0, &peer(uid), 0, 60)).collect();
    let tour = optimised(&maps[0], 50_000);
    assert!(score_of(&maps[0], &json!({ "order": tour }), 5) > 0.0);
    for other in &maps[1..] {
        assert_eq!(score_of(other, &json!({ "order": tour }), 5), 0.0);
    }
}

/// One machine behind several hotkeys has its moves to share; with weights by the square of the score that costs.
#[test]
fn a_shared_solver_loses() {
    let maps: Vec<_> = (0..80).map(|seed| map(Luck::of_seed(seed), 0, &peer(0), 0, 200)).collect();
    let gain = |moves: u64| {
        let one = |cities: &Vec<[f32; 2]>| {
            (reference(cities) / length(cities, &optimised(cities, moves)).unwrap() - 1.0).max(0.0)
        };
        maps.iter().map(one).sum::<f64>() / maps.len() as f64
    };
    let gains = [5_000, 15_000, 30_000, 60_000].map(gain);
    let pay = |hotkeys: f64, gain: f64| hotkeys * gain * gain;
    assert!(pay(2.0, gains[1]) < 0.8 * pay(1.0, gains[2]), "{gains:?}");
    assert!(pay(6.0, gains[0]) < 0.2 * pay(1.0, gains[2]), "{gains:?}");
    assert!(pay(2.0, gains[2]) < pay(1.0, gains[3]), "{gains:?}");
}

/// Where everybody reaches the best tour, the map grows until they differ again; a restart changes nothing.
#[test]
fn a_plateau_doubles_the_cities() {
    let sizes = |restart: bool, effort: f64| {
        let mechanism = mechanism(SMALL, Optimiser::default());
        let mut notes = Notes::default();
        let mut miners = vec![miner(effort), miner(effort), miner(effort)];
        let mut sizes = Vec::new();
        for number in (0..40).step_by(2) {
            if restart {
                notes = Notes::load(notes.save());
            }
            let peers = peers(3);
            let round = round(number, &peers);
            let sitting =
                mechanism.open(&round, &mut Notes::load(notes.save()), &mut Luck::of_seed(3).at(1, number));
            let tour = sitting.ask(0).and_then(|ask| ask.downcast_ref::<Tour>()).unwrap();
            sizes.push(tour.cities.len());
            play(&mechanism, number, &mut notes, &mut miners);
        }
        sizes
    };
    let strong = sizes(false, 20.0);
    assert_eq!((strong[0], strong[9]), (60, 120), "{strong:?}");
    assert_eq!(strong, sizes(true, 20.0));
    // Nobody earns anything: back to smaller maps, but not below the first size.
    assert!(sizes(false, 0.0).iter().all(|size| *size == 60));
}

#[test]
fn the_same_luck_gives_the_same_scores_whether_restarted_or_not() {
    let scores = |restart: bool| {
        let (mechanism, mut notes) = (ours(), Notes::default());
        let mut miners = [miner(1.0), miner(2.0)];
        let mut all = Vec::new();
        for number in 0..9 {
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
fn sizes_stay_within_their_limits() {
    for (first, most) in [(0, 0), (1, 65_535), (65_535, 10), (100, 6_400)] {
        let tours = Tours { first_cities: first, most_cities: most, tempo_blocks: 0 };
        let peers = peers(1);
        for doublings in [0, 1, 6, 31, 32, 255] {
            let saved = json!({ "doublings": doublings, "plateau":
                { "tempo": 0, "asked": false, "paid": false, "replies": [], "flat": 3, "dry": 0 } });
            let mut notes = Notes::load([("tsp".to_owned(), saved)].into());
            let questions = tours.questions(&round(9, &peers), &mut notes, &mut Luck::of_seed(1).at(0, 0));
            assert!((8..=8_192).contains(&questions[0].ask.cities.len()));
        }
    }
}

#[test]
fn a_disguised_tour_is_as_long() {
    let cities = map(Luck::of_seed(1), 0, &peer(0), 0, 30);
    let order = Order { order: optimised(&cities, 1_000) };
    let mut rng = Luck::of_seed(2).at(0, 0);
    let other = Optimiser::default().disguise(&Tour::ask(cities.clone()), &order, &mut rng);
    assert_ne!(other, order);
    assert_eq!(length(&cities, &other.order), length(&cities, &order.order));
}

/// The page's table is what the search gives.
#[test]
fn what_moves_are_worth_stands_on_the_page() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/mechanisms/tsp.md");
    let page = std::fs::read_to_string(path).unwrap();
    let sizes = [200, 400, 800_u16];
    let draw = |cities: u16, seed: u64| {
        let map = map(Luck::of_seed(seed), 0, &peer(0), 0, cities);
        let own = reference(&map);
        (map, own)
    };
    let maps = sizes.map(|cities| (0..40).map(|seed| draw(cities, seed)).collect::<Vec<_>>());
    for each in [25, 50, 100, 150, 300, 600, 1_200] {
        let mean = |maps: &Vec<(Vec<[f32; 2]>, f64)>| {
            let gain = |(map, own): &(Vec<[f32; 2]>, f64)| {
                (own / length(map, &optimised(map, each * map.len() as u64)).unwrap() - 1.0).max(0.0)
            };
            format!("{:.4}", maps.iter().map(gain).sum::<f64>() / 40.0)
        };
        let row = format!("| {each} | {} |", maps.iter().map(mean).collect::<Vec<_>>().join(" | "));
        assert!(page.contains(&row), "the page does not say\n{row}");
    }
}
