use super::*;
use incentor_primitives::{AccountId, BlockNumber, MechId, NetUid, Uid};
use incentor_sdk::{
    AnyMechanism, Arrival, By, Caller, Desk, InTime, Luck, Mail, Notes, Peer, Reading, Refusal, Round, Shelf,
    Solver,
};
use std::{collections::BTreeMap, time::Duration};

struct NoShelf;

impl Shelf for NoShelf {
    fn put(&mut self, _: &[u8], _: &[u8]) -> Result<(), Refusal> {
        Err(Refusal("no shelf"))
    }

    fn get(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
}

fn worker(answer_sd: f64, sd: f64, common: f64) -> Worker {
    let (answer, measure) = (AnswerModel::default(), MeasureModel::default());
    Worker::new(AnswerModel { sd: answer_sd, ..answer }, MeasureModel { sd, common, ..measure })
}

/// A question of that task, at no depth.
fn ask(task: u64) -> Probe {
    Probe::ask(task, 0.0, false, false)
}

/// A validator reads a reply of the first miner.
fn reading(validator: u32) -> Reading {
    Reading { luck: Luck::of_seed(4), validator, miner: peer(0) }
}

fn make(worker: Worker, quality: f64, task: u64) -> (Piece, f64) {
    let caller = Caller { hotkey: AccountId([0; 32]), uid: None, stake_weight_rao: 0, permit: true };
    let rng = &mut Luck::of_seed(1).at(0, task);
    let mut desk = Desk { caller: &caller, effort: quality, rng, shelf: &mut NoShelf };
    let (piece, work) = worker.solve(&ask(task), &mut desk).unwrap();
    (piece, work.value.unwrap())
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0))
}

#[test]
fn values_have_the_quality_as_their_mean() {
    let values: Vec<f64> = (0..40_000).map(|task| make(worker(0.2, 0.1, 0.0), 1.3, task).1).collect();
    let (mean, _) = moments(&values);
    assert!((mean / 1.3 - 1.0).abs() < 0.004, "{mean}");
    let (_, variance) = moments(&values.iter().map(|value| value.ln()).collect::<Vec<_>>());
    assert!((variance / 0.04 - 1.0).abs() < 0.03, "{variance}");
}

#[test]
fn the_share_of_common_error_is_rho() {
    let worker = worker(0.0, 0.15, 0.3);
    let (mut sums, mut differences) = (Vec::new(), Vec::new());
    for task in 0..40_000 {
        let (piece, value) = make(worker, 1.0, task);
        let ask = ask(task);
        let read = |validator| {
            let mut seen = piece.clone();
            worker.perceive(&ask, &mut seen, reading(validator));
            (seen.worth / value).ln()
        };
        let (a, b) = (read(1), read(2));
        sums.push((a + b) / 2.0);
        differences.push((a - b) / 2.0);
    }
    // Var((a+b)/2) = sd²(1+ρ)/2 and Var((a-b)/2) = sd²(1-ρ)/2.
    let check = |values: &[f64], expected: f64| {
        let (_, variance) = moments(values);
        assert!((variance / expected - 1.0).abs() < 0.03, "{variance} against {expected}");
    };
    check(&sums, 0.0225 * 1.3 / 2.0);
    check(&differences, 0.0225 * 0.7 / 2.0);
}

#[test]
fn a_copy_is_read_like_the_original() {
    let worker = worker(0.2, 0.15, 0.3);
    let (piece, _) = make(worker, 1.0, 7);
    let ask = Probe::ask(7, 0.1, false, false);
    let read = || {
        let mut seen = piece.clone();
        worker.perceive(&ask, &mut seen, reading(1));
        seen
    };
    assert_eq!(read(), read());
    assert_ne!(read().worth, piece.worth);
}

fn peer(uid: u16) -> Peer {
    let mut hotkey = [0; 32];
    hotkey[0] = uid.to_le_bytes()[0];
    Peer { uid: Uid(uid), hotkey: AccountId(hotkey), coldkey: AccountId([1; 32]) }
}

fn round(peers: &[Peer]) -> Round<'_> {
    let (netuid, mech) = (NetUid(1), MechId::MAIN);
    Round { number: 3, block: BlockNumber(60), netuid, mech, beacon: Luck::of_seed(8), peers }
}

fn tasks(given_to: GivenTo, validator: u32, peers: &[Peer]) -> Vec<u64> {
    let probes = Probes { given_to, difficulty_sd: 0.1, ..Probes::default() };
    let mechanism = mechanism(probes, Quality::default(), worker(0.0, 0.0, 0.0));
    let round = round(peers);
    let sitting = mechanism.open(&round, &mut Notes::default(), &mut Luck::of_seed(2).at(validator, 3));
    let task = |sheet| sitting.ask(sheet)?.downcast_ref::<Probe>().map(|probe| probe.task);
    (0..sitting.sheets()).filter_map(task).collect()
}

#[test]
fn tasks_are_shared_as_far_as_they_should_be() {
    let peers = [peer(0), peer(1), peer(2)];
    let all = tasks(GivenTo::AllMiners, 0, &peers);
    assert!(all.iter().all(|task| *task == all[0]));
    assert_eq!(all, tasks(GivenTo::AllMiners, 1, &peers));
    let validator = tasks(GivenTo::OneValidator, 0, &peers);
    assert!(validator.iter().all(|task| *task == validator[0]));
    assert_ne!(validator, tasks(GivenTo::OneValidator, 1, &peers));
    let one = tasks(GivenTo::OneMiner, 0, &peers);
    assert!(one[0] != one[1] && one[1] != one[2]);
    assert_eq!(one, tasks(GivenTo::OneMiner, 1, &peers), "validators can agree on what they all ask");
    assert_eq!(
        one[1..],
        tasks(GivenTo::OneMiner, 0, &peers[1..]),
        "a miner's task must not depend on the sample"
    );
}

#[test]
fn quality_is_capped_late_work_and_work_for_another_task_are_worth_nothing() {
    let rule = By(Quality { cap: Some(1.0) }) * By(InTime(Duration::from_secs(12)));
    let probes = Probes::default();
    let mechanism = mechanism(probes, rule, worker(0.0, 0.0, 0.0));
    let peers = [peer(0), peer(1), peer(2), peer(3)];
    let round = round(&peers);
    let mut notes = Notes::default();
    let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(2).at(0, 0));
    let task = sitting.ask(0).and_then(|ask| ask.downcast_ref::<Probe>()).unwrap().task;
    let mail =
        |task, worth| Ok(Mail::new(Piece { made_for: task, content: 1, worth, volume: 1.0, polish: 0.0 }));
    let (soon, late) = (Duration::from_millis(800), Duration::from_secs(13));
    sitting.fill(0, mail(task, 0.6), soon, 0);
    sitting.fill(1, mail(task, 1.6), soon, 1);
    sitting.fill(2, mail(task, 0.6), late, 2);
    sitting.fill(3, mail(task ^ 1, 0.6), soon, 3);
    let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
    assert_eq!(scores, [0.6, 1.0, 0.0, 0.0]);
}

#[test]
fn passing_goes_by_the_logistic_curve_and_depth() {
    let answer = AnswerModel { scale: Scale::PassFail, ..AnswerModel::default() };
    let worker = Worker::new(answer, MeasureModel { sd: 0.02, ..MeasureModel::default() });
    assert_eq!((pass_chance(1.0, 0.0), pass_chance(0.0, 0.0), pass_chance(-1.0, 0.0)), (0.5, 0.0, 0.0));
    for (quality, difficulty, chance) in [(1.0, 0.0, 0.5), (2.0, 0.0, 0.764_650), (2.0, 1.0, 0.372_445)] {
        let passed = |task| {
            let ask = Probe::ask(task, difficulty, false, false);
            let (piece, work) = answer_to(&worker, &ask, quality, &mut BTreeMap::new()).unwrap();
            assert_eq!(work.value, Some(piece.worth));
            let mut seen = piece.clone();
            worker.perceive(&ask, &mut seen, reading(1));
            // Wrong is read as wrong, and depth is no inflation.
            assert!((seen.worth - piece.worth).abs() <= 0.5 * piece.worth, "{seen:?}");
            piece.worth
        };
        let share = (0..20_000).map(passed).sum::<f64>() / 20_000.0;
        assert!((share - chance).abs() < 0.01, "{quality}, {difficulty}: {share}");
    }
}

/// Yuma cannot see it: every validator has the same bias for or against a coldkey.
#[test]
fn a_bias_is_the_coldkeys_and_all_validators() {
    let measure = MeasureModel { bias_sd: 0.3, ..MeasureModel::default() };
    let worker = Worker::new(AnswerModel::default(), measure);
    let read = |task: u64, validator, miner: Peer, luck| {
        let mut piece = Piece::of(&ask(task), task, 2.0);
        worker.perceive(&ask(task), &mut piece, Reading { luck, validator, miner });
        (piece.worth / 2.0).ln()
    };
    let of = |coldkey: u16| {
        let [low, high] = coldkey.to_le_bytes();
        let mut bytes = [3; 32];
        (bytes[0], bytes[1]) = (low, high);
        Peer { coldkey: AccountId(bytes), ..peer(0) }
    };
    let world = Luck::of_seed(4);
    let other_hotkey = Peer { coldkey: of(1).coldkey, ..peer(7) };
    assert_eq!(read(1, 1, of(1), world), read(2, 2, other_hotkey, world));
    assert_ne!(read(1, 1, of(1), world), read(1, 1, of(1), Luck::of_seed(5)));
    let biases: Vec<f64> = (0..4_000).map(|coldkey| read(1, 1, of(coldkey), world)).collect();
    let (mean, variance) = moments(&biases);
    assert!(mean.abs() < 0.02 && (variance / 0.09 - 1.0).abs() < 0.06, "{mean}, {variance}");
}

#[test]
fn polish_adds_to_the_reading_as_far_as_the_measure_can_be_gamed() {
    let read = |gameable, share| {
        let measure = MeasureModel { gameable, ..MeasureModel::default() };
        let worker = Worker::new(AnswerModel::default(), measure);
        let (mut piece, work) =
            answer_to(&Pretender { share, worker }, &ask(1), 0.5, &mut BTreeMap::new()).unwrap();
        assert_eq!(work.value, Some(0.5));
        worker.perceive(&ask(1), &mut piece, reading(1));
        piece.worth
    };
    assert_eq!([read(0.0, 1.0), read(0.4, 0.0), read(0.4, 0.5), read(0.4, 9.0)], [0.5, 0.5, 0.7, 0.9]);
}

#[test]
fn what_a_worker_cannot_serve_is_missing_from_the_volume() {
    let mechanism = mechanism(Probes::default(), Volume, worker(0.0, 0.0, 0.0));
    let peers = [peer(0), peer(1), peer(2)];
    let round = round(&peers);
    let mut notes = Notes::default();
    let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(2).at(0, 0));
    let caller = Caller { hotkey: AccountId([0; 32]), uid: None, stake_weight_rao: 0, permit: true };
    for sheet in 0..2 {
        let (rng, shelf) = (&mut Luck::of_seed(1).at(0, 0), &mut BTreeMap::new());
        sitting.work(sheet, 0, &mut Desk { caller: &caller, effort: 1.0, rng, shelf }).unwrap();
        sitting.curtail(sheet, [1.0, 0.25][sheet]);
        sitting.deliver(&[Arrival { sheet, latency: Duration::ZERO }], Luck::of_seed(4), 1);
    }
    let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
    assert_eq!(scores, [1.0, 0.25, 0.0]);
}

fn answer_to(
    solver: &impl Solver<Probe>,
    ask: &Probe,
    effort: f64,
    shelf: &mut BTreeMap<Vec<u8>, Vec<u8>>,
) -> Result<(Piece, incentor_sdk::Work), Refusal> {
    let caller = Caller { hotkey: AccountId([0; 32]), uid: None, stake_weight_rao: 0, permit: true };
    let rng = &mut Luck::of_seed(1).at(0, ask.task);
    solver.solve(ask, &mut Desk { caller: &caller, effort, rng, shelf })
}

fn questions(probes: Probes, rounds: u64) -> Vec<Probe> {
    use incentor_sdk::Task as _;
    let peers = [peer(0)];
    let beacon = |number| Luck::of_seed(8).branch("beacon", number);
    let of = |number| {
        let round = Round { number, beacon: beacon(number), ..round(&peers) };
        probes.questions(&round, &mut Notes::default(), &mut Luck::of_seed(2).at(0, number)).remove(0).ask
    };
    (0..rounds).map(of).collect()
}

#[test]
fn a_memory_serves_as_often_as_tasks_come_from_the_list() {
    use incentor_sdk::Task as _;
    let stale = Probes { novelty: 0.7, difficulty_sd: 0.2, ..Probes::default() };
    let (asked, fresh) = (questions(stale, 4_000), questions(Probes { novelty: 1.0, ..stale }, 4_000));
    let seen: Vec<&Probe> = asked.iter().filter(|ask| ask.seen).collect();
    assert!((seen.len() as f64 / 4_000.0 - 0.3).abs() < 0.03, "{}", seen.len());
    assert!(seen.iter().all(|ask| stale.looks(ask).repeat));
    // 256 tasks, each with the difficulty it always had; what is new is what it was without a list.
    let listed: BTreeMap<u64, u64> = seen.iter().map(|ask| (ask.task, ask.difficulty.to_bits())).collect();
    assert!(listed.len() > 240 && listed.len() <= 256, "{}", listed.len());
    assert!(seen.iter().all(|ask| listed[&ask.task] == ask.difficulty.to_bits()));
    assert!(asked.iter().zip(&fresh).all(|(ask, other)| ask.seen || ask == other));
    let memoriser = Memoriser { value: 1.5, worker: worker(0.2, 0.0, 0.0) };
    let replies = asked.iter().map(|ask| answer_to(&memoriser, ask, 0.0, &mut BTreeMap::new()));
    for (ask, reply) in asked.iter().zip(replies) {
        assert_eq!(
            reply.ok().map(|(piece, work)| (piece.worth, work.value)),
            ask.seen.then_some((1.5, Some(0.0)))
        );
    }
}

/// Exploit 34: of ten answers each hotkey keeps one, and it is right one time in ten.
#[test]
fn a_small_answer_space_pays_who_always_says_the_same() {
    let answer = AnswerModel { scale: Scale::PassFail, space: Some(10), ..AnswerModel::default() };
    let worker = Worker::new(answer, MeasureModel::default());
    let constant = Constant { value: 0.0, worker };
    let (mut shelf, mut hits, mut contents) = (BTreeMap::new(), 0.0, std::collections::BTreeSet::new());
    for probe in questions(Probes::default(), 4_000) {
        let (piece, _) = answer_to(&constant, &probe, 0.0, &mut shelf).unwrap();
        contents.insert(piece.content);
        hits += piece.worth;
        let honest = answer_to(&worker, &probe, 3.0, &mut BTreeMap::new()).unwrap().0;
        assert_eq!(
            honest.worth == 1.0 && piece.worth == 1.0,
            honest.worth == 1.0 && honest.content == piece.content
        );
    }
    assert_eq!(contents.len(), 1);
    assert!((hits / 4_000.0 - 0.1).abs() < 0.015, "{hits}");
    // Without end there is nothing to hit: it is worth what it is worth.
    let constant = Constant { value: 0.12, worker: self::worker(0.2, 0.0, 0.0) };
    assert_eq!(answer_to(&constant, &ask(3), 5.0, &mut BTreeMap::new()).unwrap().0.worth, 0.12);
}

#[test]
fn copies_are_near_and_pieces_made_apart_are_not() {
    let worker = worker(0.2, 0.0, 0.0);
    let pieces: Vec<Piece> = (0..200).map(|task| make(worker, 1.0, task).0).collect();
    let near = |d: f64| {
        let pairs = pieces
            .iter()
            .enumerate()
            .flat_map(|(at, one)| pieces[..at].iter().map(move |two| one.distance(two)));
        pairs.filter(|distance| *distance <= d).count() as f64 / (200.0 * 199.0 / 2.0)
    };
    assert!((near(0.1) - 0.2).abs() < 0.02 && near(0.5) == 1.0, "{}", near(0.1));
    for (at, piece) in (0..).zip(&pieces) {
        let copy = worker.disguise(&ask(at), piece, &mut Luck::of_seed(3).at(0, at));
        let distance = piece.distance(&copy);
        assert!(copy != *piece && distance > 0.0 && distance <= DISGUISE, "{distance}");
        assert_eq!((distance, copy.worth), (copy.distance(piece), piece.worth));
    }
}

/// Exploit 44: who tells customers from tests need not work for customers.
#[test]
fn customers_do_not_score() {
    use incentor_sdk::Task as _;
    let probes = Probes { organic: 0.4, ..Probes::default() };
    let asked = questions(probes, 4_000);
    let organic = asked.iter().filter(|ask| ask.organic).count() as f64 / 4_000.0;
    assert!((organic - 0.4).abs() < 0.03, "{organic}");
    let blind = Probes { organic_shows: false, ..probes };
    assert!(asked.iter().all(|ask| probes.looks(ask).organic == ask.organic && !blind.looks(ask).organic));
    let mechanism = mechanism(probes, Quality::default(), worker(0.0, 0.0, 0.0));
    let peers = [peer(0), peer(1)];
    let mut notes = Notes::default();
    let mut tests = 0;
    for number in 0..20 {
        let beacon = Luck::of_seed(8).branch("beacon", number);
        let round = Round { number, beacon, ..round(&peers) };
        let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(2).at(0, number));
        let ask = sitting.ask(0).and_then(|ask| ask.downcast_ref::<Probe>()).unwrap().clone();
        tests += u32::from(!ask.organic);
        // The second works for tests alone.
        for (sheet, worth) in [(0, 1.0), (1, if ask.organic { 0.1 } else { 1.0 })] {
            sitting.fill(sheet, Ok(Mail::new(Piece::of(&ask, 1, worth))), Duration::ZERO, 0);
        }
        let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
        assert_eq!(scores, [if tests > 0 { 1.0 } else { 0.0 }; 2], "round {number}");
    }
    assert!((5..20).contains(&tests), "{tests}");
}

#[test]
fn a_friend_is_told_an_answer_worth_one() {
    let mechanism = mechanism(Probes::default(), Quality::default(), worker(0.0, 0.0, 0.0));
    let peers = [peer(0)];
    let round = round(&peers);
    let mut notes = Notes::default();
    let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(2).at(0, 0));
    assert!(sitting.tell(0));
    sitting.deliver(&[Arrival { sheet: 0, latency: Duration::ZERO }], Luck::of_seed(4), 1);
    assert_eq!(sitting.close(&mut notes)[0].1.get(), 1.0);
}

/// What the checkers of the SDK say of the rules in the quickstart scenario.
#[test]
fn a_cap_is_what_the_checkers_report() {
    use incentor_sdk::check::{self, Finding, Trial};
    let worker = worker(0.2, 0.0, 0.0);
    let codes = |given_to, cap| {
        let probes = Probes { given_to, difficulty_sd: 0.1, ..Probes::default() };
        let rule = By(Quality { cap }) * By(InTime(Duration::from_secs(12)));
        // A piece's worth stands for the work itself.
        let trial = Trial::new(&probes, &worker).measured("worth");
        let codes: Vec<&str> = check::all(&trial, &rule).iter().map(Finding::code).collect();
        codes
    };
    assert_eq!(codes(GivenTo::OneMiner, None), Vec::<&str>::new());
    assert_eq!(codes(GivenTo::AllMiners, None), ["clone-unsafe"]);
    assert_eq!(codes(GivenTo::OneMiner, Some(1.0)), ["capped", "split-unsafe"]);
}
