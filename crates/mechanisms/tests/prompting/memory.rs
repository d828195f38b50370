//! Same luck, same questions; and a restart loses nothing.

use crate::stage::{peer, round};
use incentor_mechanisms::prompting::{
    Completion, GivenTo, Ladder, Marking, Prompt, Prompting, Reader, Truth, mechanism,
};
use incentor_sdk::{AnyMechanism, Luck, Mail, Notes, Peer, Question, Rng, Task};
use std::collections::BTreeSet;
use std::time::Duration;

type Asked = Question<Prompt, Truth>;

fn validator(number: u32, at: u64) -> Rng {
    Luck::of_seed(4).branch("validator", number.into()).at(0, at)
}

fn ask(task: &Prompting, of: u32, at: u64, peers: &[Peer]) -> Vec<Asked> {
    task.questions(&round(at, peers), &mut Notes::default(), &mut validator(of, at))
}

fn passages(questions: &[Asked]) -> BTreeSet<&str> {
    questions.iter().map(|question| question.ask.passage.as_str()).collect()
}

#[test]
fn every_prompt_is_asked_once() {
    let peers: Vec<Peer> = (0..5).map(peer).collect();
    let task = Prompting::default();
    let rounds: Vec<Vec<Asked>> =
        [(0, 0), (0, 1), (1, 0)].into_iter().map(|(of, at)| ask(&task, of, at, &peers)).collect();
    assert!(rounds.iter().all(|questions| questions.len() == 50));
    let all: BTreeSet<&str> = rounds.iter().flat_map(|questions| passages(questions)).collect();
    assert_eq!(all.len(), 150, "no miner, round or validator shares a passage with another");
    assert_eq!(ask(&task, 0, 0, &peers), rounds[0]);
    // Who else is asked does not matter.
    assert_eq!(ask(&task, 0, 0, &peers[2..])[..], rounds[0][20..]);
    let shared = Prompting { given_to: GivenTo::OneValidator, ..task };
    assert_eq!(passages(&ask(&shared, 0, 0, &peers)).len(), 10);
}

#[test]
fn everybody_has_the_same_levels_and_three_in_ten_paraphrased() {
    let peers: Vec<Peer> = (0..4).map(peer).collect();
    let questions = ask(&Prompting { ladder: Ladder::fixed(4), ..Prompting::default() }, 0, 0, &peers);
    let is_template = |question: &Asked| {
        question.ask.question.starts_with("Who is") || question.ask.question.starts_with("Name everyone")
    };
    let people = |question: &Asked| {
        let words: Vec<&str> = question.ask.passage.split(|letter: char| !letter.is_alphabetic()).collect();
        let is_name =
            |pair: &&[&str]| pair.iter().all(|word| word.len() > 2 && word.starts_with(char::is_uppercase));
        words.windows(2).filter(is_name).map(|pair| pair[1]).collect::<BTreeSet<_>>().len()
    };
    // Paraphrases have capitals elsewhere, so people are counted by templates alone.
    let shape = |own: &[Asked]| -> Vec<Option<usize>> {
        own.iter().map(|question| is_template(question).then(|| people(question))).collect()
    };
    let shapes: Vec<Vec<Option<usize>>> = questions.chunks(10).map(shape).collect();
    assert!(shapes.iter().all(|own| *own == shapes[0]), "{shapes:?}");
    assert_eq!(shapes[0].iter().filter(|people| people.is_none()).count(), 3);
    // Rung 4 and its neighbours: 12, 13 and 11 people in turn.
    for (people, expected) in shapes[0].iter().zip([12, 13, 11].into_iter().cycle()) {
        assert!(people.is_none_or(|people| people == expected), "{shapes:?}");
    }
}

#[test]
fn a_pool_repeats_itself() {
    let peers = [peer(0)];
    let stale = Prompting { novelty: 0.0, load: 64, ..Prompting::procedural() };
    let rounds: Vec<Vec<Asked>> = (0..4).map(|at| ask(&stale, 0, at, &peers)).collect();
    let all: BTreeSet<&str> = rounds.iter().flat_map(|questions| passages(questions)).collect();
    assert!(all.len() <= 64, "{}: at most 32 of each of two levels", all.len());
}

/// Plays rounds in which the miner of that place hands in the truth; gives scores and the memory left.
fn play(restarts: bool) -> (Vec<Vec<f64>>, String) {
    let ladder = Ladder { patience: 1, ..Ladder::default() };
    let task = Prompting { ladder, load: 4, ..Prompting::default() };
    let mechanism = mechanism(task.clone(), Marking::default(), Reader::default());
    let peers: Vec<Peer> = (0..3).map(peer).collect();
    let mut notes = Notes::default();
    let mut scores = Vec::new();
    for number in 0..40 {
        let round = round(number, &peers);
        let truths: Vec<String> = task
            .questions(&round, &mut Notes::load(notes.save()), &mut validator(0, number))
            .into_iter()
            .map(|question| question.truth.answer)
            .collect();
        let mut sitting = mechanism.open(&round, &mut notes, &mut validator(0, number));
        for (sheet, truth) in truths.into_iter().enumerate() {
            if sheet % 4 < 4 - number as usize % 2 {
                sitting.fill(sheet, Ok(Mail::new(Completion { answer: truth })), Duration::ZERO, 0);
            }
        }
        if restarts {
            notes = Notes::load(notes.save());
        }
        scores.push(sitting.close(&mut notes).into_iter().map(|(_, score)| score.get()).collect());
        if restarts {
            notes = Notes::load(notes.save());
        }
    }
    (scores, serde_json::to_string(&notes.save()).unwrap())
}

#[test]
fn a_restart_between_any_two_steps_changes_nothing() {
    let through = play(false);
    assert_eq!(through, play(true));
    assert_eq!(through, play(false), "and the same luck gives the same");
    // Right answers alone: the ladder climbs, and the memory says so.
    assert!(through.1.contains("\"rung\":5"), "{}", through.1);
}
