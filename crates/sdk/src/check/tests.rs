//! Rules that are sound, and one rule for each way to be broken.

use super::*;
use crate::{
    Among, By, Constant, Desk, Exam, InTime, Latency, Luck, Notes, Policy, Question, Refusal, Rng, Round,
    Score, Solver, Synapse, To, Work, each, per_reply,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Find the place that a number stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Find {
    number: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Found {
    place: f64,
    claimed_error: f64,
    number: u32,
}

impl Synapse for Find {
    type Reply = Found;
    const ROUTES: &'static [&'static str] = &["Find"];
}

/// Whether each miner has a number of its own.
struct Search {
    own: bool,
}

fn place(number: u32) -> f64 {
    1.0 + 1_000.0 * Luck::of_seed(number.into()).at(0, 0).unit()
}

impl Task for Search {
    type Ask = Find;
    type Truth = f64;

    fn questions(&self, round: &Round<'_>, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Find, f64>> {
        let luck = Luck::of_seed(rng.next_u64());
        let ask = |to, hotkey: &[u8]| {
            let number = luck.branch_bytes(hotkey, 0).at(0, 0).below(1_000_000) as u32;
            Question { to, ask: Find { number }, truth: place(number) }
        };
        match self.own {
            true => round.peers.iter().map(|peer| ask(To::One(*peer), &peer.hotkey.0)).collect(),
            false => vec![ask(To::All, &[])],
        }
    }
}

/// Misses by an error in inverse proportion to its effort.
struct Seeker;

impl Solver<Find> for Seeker {
    fn solve(&self, ask: &Find, desk: &mut Desk<'_>) -> Result<(Found, Work), Refusal> {
        let error = 0.01 * (0.5 + desk.rng.unit()) / desk.effort;
        let side = if desk.rng.unit() < 0.5 { -1.0 } else { 1.0 };
        let reply =
            Found { place: place(ask.number) + side * error, claimed_error: error, number: ask.number };
        Ok((reply, Work { value: Some(1.0 / error), ..Work::default() }))
    }

    fn disguise(&self, _: &Find, reply: &Found, rng: &mut Rng) -> Found {
        Found { place: reply.place * (1.0 + 1e-12 * rng.unit()), ..reply.clone() }
    }
}

const SHARED: Search = Search { own: false };
const OWN: Search = Search { own: true };

/// In proportion to effort; it looks at nothing but the place, and pays nothing for a guess.
fn precision() -> By<crate::PerReply<Search>> {
    per_reply(|question: &Question<Find, f64>, reply: &Found| {
        let error = (reply.place - question.truth).abs();
        if error < 0.1 { 1.0 / error.max(1e-6) } else { 0.0 }
    })
}

fn codes(task: &Search, rule: &dyn Scoring<Search>) -> Vec<&'static str> {
    all(&Trial::new(task, &Seeker), rule).iter().map(Finding::code).collect()
}

/// The finding of one law on a rule that breaks it.
fn broken(verdict: Verdict) -> Finding {
    *verdict.expect_err("the rule breaks this law")
}

fn shared() -> Trial<'static, Search> {
    Trial::new(&SHARED, &Seeker)
}

#[test]
fn sound_rules_break_no_law() {
    assert_eq!(codes(&OWN, &(precision() * By(InTime::within("12s")))), Vec::<&str>::new());
    assert_eq!(codes(&OWN, &precision().to_the_power(2.0).at_least(10.0)), Vec::<&str>::new());
    let held = precision().distinct(|a: &Found, b: &Found| (a.place - b.place).abs(), 1e-7);
    assert_eq!(codes(&SHARED, &held.to_the_power(2.0)), Vec::<&str>::new());
    let sharpened = precision().winner_takes_most(0.5, Among::Round);
    assert_eq!(codes(&OWN, &sharpened), Vec::<&str>::new());
}

#[test]
fn the_same_trial_finds_the_same() {
    let rule = precision().ranked(Among::Question);
    assert_eq!(all(&shared(), &rule), all(&shared(), &rule));
}

#[test]
fn a_copy_is_found_with_one_miner_in_one_round() {
    let finding = broken(clone_safe(&shared(), &precision()));
    assert_eq!(
        (finding.code(), finding.example.rounds, finding.example.entries.len()),
        ("clone-unsafe", 1, 2)
    );
    let Flaw::CloneUnsafe { disguised: false, before, after, shares: false } = finding.flaw else {
        panic!("{finding}");
    };
    assert_eq!(after, 2.0 * before);
    assert!(finding.to_string().contains("miner 1, copy of 0"), "{finding}");
}

#[test]
fn a_copy_in_disguise_slips_past_a_rule_against_equal_replies() {
    let finding = broken(clone_safe(&shared(), &precision().first_copy_only()));
    assert!(matches!(finding.flaw, Flaw::CloneUnsafe { disguised: true, .. }), "{finding}");
}

#[test]
fn comparisons_pay_for_copies_decoys_and_splits() {
    for rule in
        [&precision().ranked(Among::Question) as &dyn Scoring<Search>, &precision().duelled(Among::Question)]
    {
        assert!(clone_safe(&shared(), rule).is_err());
        assert!(decoy_safe(&shared(), rule).is_err());
        assert!(split_safe(&shared(), rule).is_err());
    }
    let finding = broken(decoy_safe(&shared(), &precision().ranked(Among::Question)));
    assert_eq!(finding.example.entries.len(), 3, "two rivals and the decoy\n{finding}");
    // Ranked by place alone, the best has nothing to gain.
    assert!(uncapped(&shared(), &precision().ranked(Among::Question)).is_err());
}

#[test]
fn a_cap_is_found_where_it_begins() {
    // 1 / error is above 66 everywhere from effort 1 on.
    let finding = broken(uncapped(&Trial::new(&OWN, &Seeker), &precision().minimum(By(Constant::of(50.0)))));
    let Flaw::Capped { from_effort, score } = finding.flaw else { panic!("{finding}") };
    assert!((0.5..=1.2).contains(&from_effort), "{finding}");
    assert_eq!(score, 50.0);
    // Out of the range that matters it does not matter.
    let trial = Trial::new(&OWN, &Seeker).efforts(0.05..=0.2);
    assert_eq!(uncapped(&trial, &precision().minimum(By(Constant::of(50.0)))), Ok(()));
}

#[test]
fn a_concave_rule_pays_for_splitting_and_the_power_of_the_weights_heals_it() {
    let rule = precision().to_the_power(0.5);
    let trial = Trial::new(&OWN, &Seeker);
    assert!(
        matches!(broken(split_safe(&trial, &rule)).flaw, Flaw::SplitUnsafe { before, after } if after > before)
    );
    let sharper = Policy::Proportional { power: 4.0, positive_floor: 1 };
    assert_eq!(split_safe(&trial.policy(sharper), &rule), Ok(()));
}

#[test]
fn rules_that_prefer_the_worse_or_the_slower_are_found() {
    let worse = per_reply::<Search>(|question, reply| (reply.place - question.truth).abs());
    let finding = broken(monotone(&shared(), &worse));
    assert!(matches!(finding.flaw, Flaw::NotMonotone { by: Lever::Quality, .. }), "{finding}");
    struct Patience;
    impl Scoring<Search> for Patience {
        fn score(&self, exam: &Exam<'_, Search>, _: &mut Notes) -> Vec<Score> {
            each(exam, |answer, _| Score::saturating(answer.latency.as_secs_f64()))
        }
    }
    let finding = broken(monotone(&shared(), &(precision() * By(Patience))));
    assert!(matches!(finding.flaw, Flaw::NotMonotone { by: Lever::Speed, .. }), "{finding}");
    assert_eq!(monotone(&shared(), &(precision() * By(Latency::half_life("250ms")))), Ok(()));
}

/// Without the solver's word on value only averages can tell.
#[test]
fn averages_tell_better_from_worse_too() {
    struct Mute;
    impl Solver<Find> for Mute {
        fn solve(&self, ask: &Find, desk: &mut Desk<'_>) -> Result<(Found, Work), Refusal> {
            Seeker.solve(ask, desk).map(|(found, _)| (found, Work::default()))
        }
    }
    let trial = Trial::new(&SHARED, &Mute);
    let worse = per_reply::<Search>(|question, reply| (reply.place - question.truth).abs());
    assert_eq!(broken(monotone(&trial, &worse)).code(), "not-monotone");
    assert_eq!(monotone(&trial, &precision()), Ok(()));
    assert!(uncapped(&trial, &precision().minimum(By(Constant::of(50.0)))).is_err());
    assert_eq!(uncapped(&trial, &precision()), Ok(()));
}

#[test]
fn order_and_seats_must_not_matter() {
    struct ByPlace;
    impl Scoring<Search> for ByPlace {
        fn score(&self, exam: &Exam<'_, Search>, _: &mut Notes) -> Vec<Score> {
            (0..exam.answers.len()).map(|at| Score::saturating(at as f64)).collect()
        }
    }
    struct BySeat;
    impl Scoring<Search> for BySeat {
        fn score(&self, exam: &Exam<'_, Search>, _: &mut Notes) -> Vec<Score> {
            each(exam, |answer, _| Score::saturating(1.0 / (1.0 + f64::from(answer.peer.uid.0))))
        }
    }
    for (rule, expected) in [(&ByPlace as &dyn Scoring<Search>, false), (&BySeat, true)] {
        let finding = broken(order_free(&shared(), rule));
        assert!(
            matches!(finding.flaw, Flaw::OrderDependent { by_uid, .. } if by_uid == expected),
            "{finding}"
        );
        assert_eq!(finding.example.entries.len(), 2, "the smallest case is two miners\n{finding}");
    }
}

#[test]
fn claims_and_echoes_must_not_pay() {
    let claimed = per_reply::<Search>(|_, reply| 1.0 / reply.claimed_error.abs().max(1e-6));
    let finding = broken(tamper_safe(&shared(), &claimed));
    assert!(
        matches!(&finding.flaw, Flaw::TamperUnsafe { twist, echo: false, .. } if twist.field == "claimed_error"),
        "{finding}"
    );
    assert_eq!(tamper_safe(&shared().measured("claimed_error"), &claimed), Ok(()));
    let echoed = per_reply::<Search>(|_, reply| 1.0 / (reply.place - place(reply.number)).abs().max(1e-6))
        + per_reply::<Search>(|_, reply| f64::from(reply.number));
    let finding = broken(tamper_safe(&shared(), &echoed));
    assert!(
        matches!(&finding.flaw, Flaw::TamperUnsafe { twist, echo: true, .. } if twist.field == "number"),
        "{finding}"
    );
    // The larger of NaN and a number is the number: nonsense scores best of all.
    let careless =
        per_reply::<Search>(|question, reply| 1.0 / (reply.place - question.truth).abs().max(1e-6));
    let finding = broken(tamper_safe(&shared(), &careless));
    assert!(finding.to_string().contains("`place` = NaN"), "{finding}");
}

#[test]
fn hostile_input_must_not_break_a_rule() {
    let panics = per_reply::<Search>(|_, reply| {
        assert!(!reply.place.is_nan(), "no number");
        1.0
    });
    let flaw = broken(finite(&shared(), &panics)).flaw;
    let Flaw::NotFinite { breakage: Breakage::Panic { message }, twist: Some(twist) } = flaw else {
        panic!("{flaw}");
    };
    assert_eq!((message.as_str(), twist.to_string().as_str()), ("no number", "`place` = NaN"));

    let overflows =
        per_reply::<Search>(|_, reply| 1.0 / (reply.claimed_error - reply.claimed_error.abs()).abs());
    assert!(matches!(
        broken(finite(&shared(), &overflows)).flaw,
        Flaw::NotFinite { breakage: Breakage::Overflow, twist: None }
    ));

    struct Mean;
    impl Scoring<Search> for Mean {
        fn score(&self, exam: &Exam<'_, Search>, _: &mut Notes) -> Vec<Score> {
            let places = exam.answers.iter().filter_map(|answer| answer.reply.as_ref().ok());
            let sum: f64 = places.map(|reply| reply.place).sum();
            each(exam, |_, reply| Score::saturating(reply.place / sum))
        }
    }
    assert!(matches!(
        broken(finite(&shared(), &Mean)).flaw,
        Flaw::NotFinite { breakage: Breakage::Poisoned, twist: Some(_) }
    ));

    struct Answered;
    impl Scoring<Search> for Answered {
        fn score(&self, exam: &Exam<'_, Search>, _: &mut Notes) -> Vec<Score> {
            exam.answers.iter().filter(|answer| answer.reply.is_ok()).map(|_| Score::ONE).collect()
        }
    }
    assert!(matches!(
        broken(finite(&shared(), &Answered)).flaw,
        Flaw::NotFinite { breakage: Breakage::WrongLength { answers: 1, scores: 0 }, twist: None }
    ));
}

#[test]
fn silence_and_the_floor_are_looked_at() {
    struct Present;
    impl Scoring<Search> for Present {
        fn score(&self, exam: &Exam<'_, Search>, _: &mut Notes) -> Vec<Score> {
            let fast = |latency: Duration| if latency < Duration::from_secs(1) { 2.0 } else { 1.0 };
            exam.answers.iter().map(|answer| Score::saturating(fast(answer.latency))).collect()
        }
    }
    let finding = broken(silence_unpaid(&shared(), &Present));
    assert!(matches!(finding.flaw, Flaw::SilencePaid { score: 1.0 }), "{finding}");
    let steep = precision().to_the_power(8.0);
    assert_eq!(floor_safe(&shared(), &steep), Ok(()));
    let finding = broken(floor_safe(&shared().policy(Policy::classic()), &steep));
    assert_eq!(finding.code(), "u16-floor-unsafe");
}

#[test]
fn a_note_that_a_restart_loses_is_found() {
    struct Tally;
    impl Scoring<Search> for Tally {
        fn score(&self, exam: &Exam<'_, Search>, notes: &mut Notes) -> Vec<Score> {
            let seen: &mut std::collections::BTreeMap<[u8; 32], u64> = notes.slot("seen");
            exam.answers.iter().for_each(|answer| *seen.entry(answer.peer.hotkey.0).or_default() += 1);
            each(exam, |_, _| Score::ONE)
        }
    }
    let finding = broken(finite(&shared(), &Tally));
    let said = "not-finite: a restart loses the note \"seen\": key must be a string";
    assert_eq!(finding.to_string().lines().next(), Some(said));
}

#[test]
fn a_cap_that_luck_reaches_now_and_then_is_found() {
    // Effort 2 reaches from 133 to 400: a third of the draws are below this cap, and go on rising.
    let finding = broken(uncapped(&Trial::new(&OWN, &Seeker), &precision().minimum(By(Constant::of(180.0)))));
    assert!(matches!(finding.flaw, Flaw::Capped { score, .. } if score == 180.0), "{finding}");
    assert!(uncapped(&Trial::new(&OWN, &Seeker), &precision().minimum(By(Constant::of(500.0)))).is_ok());
}
