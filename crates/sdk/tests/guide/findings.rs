//! One broken rule for every law.

use crate::lookup::{Lookup, OWN, SHARED, Seeker, precision};
use crate::says;
use incentor_sdk::check::{self, Finding, Trial, Verdict};
use incentor_sdk::{
    Among, By, Constant, Exam, Failure, Latency, Notes, Policy, Score, Scoring, each, per_reply,
};

fn shown(verdict: Verdict) -> Finding {
    let finding = *verdict.expect_err("the rule breaks the law");
    // As the guide shows it: a block of its own.
    says(&format!("```text\n{finding}```\n"));
    finding
}

fn trial(task: &'static Lookup) -> Trial<'static, Lookup> {
    Trial::new(task, &Seeker)
}

#[test]
fn not_finite() {
    let rule = per_reply::<Lookup>(|question, reply| {
        let error = (reply.place - question.truth).abs();
        assert!(error < 1_000.0, "a place is within 1000");
        1.0 / error.max(1e-3)
    });
    assert_eq!(shown(check::finite(&trial(&OWN), &rule)).code(), "not-finite");
}

#[test]
fn silence_paid() {
    struct Present;
    impl Scoring<Lookup> for Present {
        fn score(&self, exam: &Exam<'_, Lookup>, _: &mut Notes) -> Vec<Score> {
            let worth = |failure: &Failure| if *failure == Failure::Timeout { 0.1 } else { 0.0 };
            let score = |answer: &incentor_sdk::Answer<_>| answer.reply.as_ref().map_or_else(worth, |_| 1.0);
            exam.answers.iter().map(score).map(Score::saturating).collect()
        }
    }
    assert_eq!(shown(check::silence_unpaid(&trial(&OWN), &Present)).code(), "silence-paid");
}

#[test]
fn order_dependent() {
    struct SortedTimes;
    impl Scoring<Lookup> for SortedTimes {
        fn score(&self, exam: &Exam<'_, Lookup>, _: &mut Notes) -> Vec<Score> {
            let mut times: Vec<f64> =
                exam.answers.iter().map(|answer| answer.latency.as_secs_f64()).collect();
            times.sort_by(f64::total_cmp);
            times.iter().map(|time| Score::saturating(1.0 / time)).collect()
        }
    }
    assert_eq!(shown(check::order_free(&trial(&OWN), &SortedTimes)).code(), "order-dependent");
}

#[test]
fn not_monotone() {
    struct Late;
    impl Scoring<Lookup> for Late {
        fn score(&self, exam: &Exam<'_, Lookup>, _: &mut Notes) -> Vec<Score> {
            each(exam, |answer, _| Score::saturating(answer.latency.as_secs_f64()))
        }
    }
    assert_eq!(shown(check::monotone(&trial(&OWN), &(precision() * By(Late)))).code(), "not-monotone");
    assert_eq!(check::monotone(&trial(&OWN), &(precision() * By(Latency::half_life("250ms")))), Ok(()));
}

#[test]
fn capped() {
    let rule = precision().minimum(By(Constant::of(20.0)));
    assert_eq!(shown(check::uncapped(&trial(&OWN), &rule)).code(), "capped");
}

#[test]
fn clone_unsafe() {
    assert_eq!(shown(check::clone_safe(&trial(&SHARED), &precision())).code(), "clone-unsafe");
    let exact = precision().first_copy_only();
    assert_eq!(shown(check::clone_safe(&trial(&SHARED), &exact)).code(), "clone-unsafe");
}

#[test]
fn decoy_unsafe() {
    let rule = precision().ranked(Among::Question);
    assert_eq!(shown(check::decoy_safe(&trial(&SHARED), &rule)).code(), "decoy-unsafe");
}

#[test]
fn split_unsafe() {
    let rule = precision().to_the_power(0.5);
    assert_eq!(shown(check::split_safe(&trial(&OWN), &rule)).code(), "split-unsafe");
}

#[test]
fn tamper_unsafe() {
    let rule = per_reply::<Lookup>(|_, reply| 1.0 / reply.error.max(1e-3));
    assert_eq!(shown(check::tamper_safe(&trial(&OWN), &rule)).code(), "tamper-unsafe");
}

#[test]
fn u16_floor_unsafe() {
    let trial = trial(&OWN).policy(Policy::classic());
    assert_eq!(shown(check::floor_safe(&trial, &precision().to_the_power(6.0))).code(), "u16-floor-unsafe");
}
