//! Storage audits, scaled by response time: the times are what the miners report, they are sorted while the scores
//! are not, and the sigmoid over them rises with time (storage-subnet 00173ad).

use super::codes;
use incentor_sdk::check::{self, Flaw, Trial};
use incentor_sdk::{
    By, Desk, Exam, InTime, Luck, Notes, Question, Refusal, Rng, Round, Score, Scoring, Solver, Synapse,
    Task, To, Work, each,
};
use serde::{Deserialize, Serialize};

/// Prove that you keep a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Audit {
    block: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Proof {
    hash: u64,
    process_time: f64,
}

impl Synapse for Audit {
    type Reply = Proof;
    const ROUTES: &'static [&'static str] = &["Audit"];
}

struct Audits;

fn hash(block: u64) -> u64 {
    Luck::of_seed(block).at(0, 0).next_u64()
}

impl Task for Audits {
    type Ask = Audit;
    type Truth = u64;

    fn questions(&self, round: &Round<'_>, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Audit, u64>> {
        let luck = Luck::of_seed(rng.next_u64());
        let audit = |peer: &incentor_sdk::Peer| {
            let block = luck.branch_bytes(&peer.hotkey.0, 0).at(0, 0).next_u64();
            Question { to: To::One(*peer), ask: Audit { block }, truth: hash(block) }
        };
        round.peers.iter().map(audit).collect()
    }
}

/// Keeps a share of the blocks, twice as many at twice the effort, and reports honestly how long it searched.
struct Keeper;

impl Solver<Audit> for Keeper {
    fn solve(&self, ask: &Audit, desk: &mut Desk<'_>) -> Result<(Proof, Work), Refusal> {
        let process_time = 0.2 * (0.5 + desk.rng.unit()) / desk.effort;
        let keeps = desk.rng.unit() < desk.effort / 2.0;
        let hash = if keeps { hash(ask.block) } else { 0 };
        let value = f64::from(u8::from(keeps)) / process_time;
        Ok((Proof { hash, process_time }, Work { value: Some(value), ..Work::default() }))
    }
}

/// Whether the proof holds.
struct Kept;

impl Scoring<Audits> for Kept {
    fn score(&self, exam: &Exam<'_, Audits>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, proof| {
            let holds = exam.question(answer).is_some_and(|question| question.truth == proof.hash);
            if holds { Score::ONE } else { Score::ZERO }
        })
    }
}

struct ReportedTime;

impl Scoring<Audits> for ReportedTime {
    fn score(&self, exam: &Exam<'_, Audits>, notes: &mut Notes) -> Vec<Score> {
        let replies = exam.answers.iter().map(|answer| answer.reply.as_ref().ok());
        let mut times: Vec<f64> =
            replies.map(|proof| proof.map_or(5.0, |proof| proof.process_time)).collect();
        times.sort_by(f64::total_cmp);
        let sigmoid = |time: f64| 1.0 / (1.0 + libm::exp(-time));
        let scaled = Kept.score(exam, notes).into_iter().zip(times);
        scaled.map(|(score, time)| Score::saturating(score.get() * sigmoid(time))).collect()
    }
}

#[test]
fn the_rule_is_flagged() {
    let findings = check::all(&Trial::new(&Audits, &Keeper), &ReportedTime);
    for expected in ["not-monotone", "order-dependent", "tamper-unsafe"] {
        assert!(codes(&findings).contains(&expected), "{expected} is missing in {findings:#?}");
    }
    let claim = findings.iter().find_map(|finding| match &finding.flaw {
        Flaw::TamperUnsafe { twist, before, after, .. } => Some((twist.field.as_str(), after > before)),
        _ => None,
    });
    assert_eq!(claim, Some(("process_time", true)));
}

/// The validator's own watch, as a limit: nothing left to report, nothing to sort. Speed pays nothing any more, and a
/// proof is held or not, so there is a ceiling; bytes under contract as a factor would lift it.
#[test]
fn the_repair_has_a_ceiling_and_nothing_else() {
    let rule = By(Kept) * By(InTime::within("2s"));
    assert_eq!(codes(&check::all(&Trial::new(&Audits, &Keeper), &rule)), ["capped"]);
}
