use super::*;
use incentor_primitives::{AccountId, BlockNumber, MechId, NetUid, Uid};
use incentor_sdk::{
    AnyMechanism, By, Caller, Desk, InTime, Luck, Mail, Notes, Peer, Refusal, Round, Shelf, Solver,
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

fn worker(answer_sd: f64, sd: f64, common: f64) -> Worker {
    Worker::new(AnswerModel { sd: answer_sd }, MeasureModel { sd, common })
}

fn make(worker: Worker, quality: f64, task: u64) -> (Piece, f64) {
    let caller = Caller { hotkey: AccountId([0; 32]), uid: None, stake_weight_rao: 0, permit: true };
    let rng = &mut Luck::of_seed(1).at(0, task);
    let mut desk = Desk { caller: &caller, effort: quality, rng, shelf: &mut NoShelf };
    let (piece, work) = worker.solve(&Probe::ask(task, 0.0), &mut desk).unwrap();
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
        let ask = Probe::ask(task, 0.0);
        let read = |validator| {
            let mut seen = piece.clone();
            worker.perceive(&ask, &mut seen, Luck::of_seed(4), validator);
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
    let ask = Probe::ask(7, 0.1);
    let read = || {
        let mut seen = piece.clone();
        worker.perceive(&ask, &mut seen, Luck::of_seed(4), 1);
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
    let probes = Probes { given_to, difficulty_sd: 0.1 };
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
    assert_eq!(
        one[1..],
        tasks(GivenTo::OneMiner, 0, &peers[1..]),
        "a miner's task must not depend on the sample"
    );
}

#[test]
fn quality_is_capped_late_work_and_work_for_another_task_are_worth_nothing() {
    let rule = By(Quality { cap: Some(1.0) }) * By(InTime(Duration::from_secs(12)));
    let probes = Probes { given_to: GivenTo::AllMiners, difficulty_sd: 0.0 };
    let mechanism = mechanism(probes, rule, worker(0.0, 0.0, 0.0));
    let peers = [peer(0), peer(1), peer(2), peer(3)];
    let round = round(&peers);
    let mut notes = Notes::default();
    let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(2).at(0, 0));
    let task = sitting.ask(0).and_then(|ask| ask.downcast_ref::<Probe>()).unwrap().task;
    let mail = |task, worth| Ok(Mail::new(Piece { made_for: task, content: 1, worth }));
    let (soon, late) = (Duration::from_millis(800), Duration::from_secs(13));
    sitting.fill(0, mail(task, 0.6), soon, 0);
    sitting.fill(1, mail(task, 1.6), soon, 1);
    sitting.fill(2, mail(task, 0.6), late, 2);
    sitting.fill(3, mail(task ^ 1, 0.6), soon, 3);
    let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
    assert_eq!(scores, [0.6, 1.0, 0.0, 0.0]);
}

/// What the checkers of the SDK say of the rules in the quickstart scenario.
#[test]
fn a_cap_is_what_the_checkers_report() {
    use incentor_sdk::check::{self, Finding, Trial};
    let worker = worker(0.2, 0.0, 0.0);
    let codes = |given_to, cap| {
        let probes = Probes { given_to, difficulty_sd: 0.1 };
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
