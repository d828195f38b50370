//! Single replies, well-meant and hostile.

use crate::hostile;
use crate::stage::{peer, round};
use incentor_mechanisms::prompting::{
    Completion, Ladder, MOST_PASSAGE_BYTES, Marking, Measure, Prompt, Prompting, Truth,
};
use incentor_sdk::{Answer, Exam, Failure, Luck, Notes, Question, Scoring, Synapse, Task};
use std::time::Duration;

type Asked = Question<Prompt, Truth>;

/// One prompt, on whose answer only the truth or only the panel decides.
fn prompt(paraphrased: f64, seed: u64) -> Asked {
    let task = Prompting { load: 1, paraphrased, ladder: Ladder::fixed(0), ..Prompting::default() };
    let peers = [peer(0)];
    let mut rng = Luck::of_seed(seed).at(0, 0);
    task.questions(&round(0, &peers), &mut Notes::default(), &mut rng).remove(0)
}

fn score(question: &Asked, reply: Result<&str, Failure>, latency: Duration) -> f64 {
    let peers = [peer(0)];
    let reply = reply.map(|answer| Completion { answer: answer.to_owned() });
    let answers = [Answer { peer: peers[0], question: 0, reply, latency, arrival: 0 }];
    let questions = [question.clone()];
    let round = round(0, &peers);
    Marking::default().score(&Exam::new(&round, &questions, &answers), &mut Notes::default())[0].get()
}

const SOON: Duration = Duration::from_secs(1);

/// A way whose truth is two people.
fn way() -> Asked {
    let is_way = |question: &Asked| question.ask.question.starts_with("Who is");
    (0..).map(|seed| prompt(0.0, seed)).find(is_way).unwrap()
}

fn list() -> Asked {
    let is_list = |question: &Asked| question.ask.question.starts_with("Name everyone");
    (0..).map(|seed| prompt(0.0, seed)).find(is_list).unwrap()
}

#[test]
fn a_right_answer_counts_however_it_is_dressed() {
    let way = way();
    let truth = way.truth.answer.clone();
    for dressed in [
        truth.clone(),
        format!("  {truth}.\n"),
        truth.to_uppercase(),
        truth.replace(", ", " and "),
        truth.replace(", ", "\n- "),
        truth.replace('a', "\u{ff41}"),
        truth.chars().flat_map(|letter| [letter, '\u{200d}']).collect(),
        format!("\u{202e}\u{feff}{truth}\u{e0041}"),
        format!("{truth}{}", " ".repeat(512 - truth.len())),
    ] {
        assert_eq!(score(&way, Ok(&dressed), SOON), 1.0, "{dressed:?}");
    }
}

#[test]
fn anything_else_is_worth_nothing() {
    let way = way();
    let truth = way.truth.answer.clone();
    let names: Vec<&str> = truth.split(", ").collect();
    for wrong in [
        String::new(),
        " ".to_owned(),
        "\0".repeat(512),
        "NaN".to_owned(),
        "null".to_owned(),
        names[0].to_owned(),
        format!("{}, {}", names[1], names[0]),
        format!("{truth}, {truth}"),
        format!("The answer is {truth}."),
        truth.replace('a', "\u{430}").replace('e', "\u{435}"),
        truth.replace(' ', ""),
        way.ask.question.clone(),
        way.ask.passage.clone(),
        format!("{truth}{}", " ".repeat(513 - truth.len())),
        "x".repeat(1 << 20),
        "\u{1d400}\u{301}".repeat(1 << 17),
    ] {
        assert_eq!(score(&way, Ok(&wrong), SOON), 0.0, "{wrong:.80}");
    }
}

#[test]
fn only_a_reply_in_time_counts_and_speed_pays_nothing() {
    for question in [way(), prompt(1.0, 3)] {
        let truth = question.truth.answer.clone();
        let at = |millis| score(&question, Ok(&truth), Duration::from_millis(millis));
        assert!(at(0) > 0.0);
        assert_eq!((at(0), at(12_001)), (at(12_000), 0.0));
        for failure in [Failure::Timeout, Failure::Refused(403), Failure::Unreachable, Failure::Malformed] {
            assert_eq!(score(&question, Err(failure), SOON), 0.0);
        }
    }
}

#[test]
fn a_list_counts_by_what_it_has_beyond_naming_everybody() {
    let list = list();
    let truth = list.truth.answer.clone();
    let names: Vec<&str> = truth.split(", ").collect();
    let reversed: Vec<&str> = names.iter().rev().copied().collect();
    assert_eq!(score(&list, Ok(&truth), SOON), 1.0);
    assert_eq!(score(&list, Ok(&reversed.join("; ")), SOON), 1.0);
    let part = score(&list, Ok(&names[1..].join(", ")), SOON);
    assert!(part < 1.0, "{part}");
    let looks_like_a_name = |pair: &[&str]| pair.iter().all(|word| word.starts_with(char::is_uppercase));
    let words: Vec<&str> = list.ask.passage.split([' ', '.', '\'']).filter(|word| !word.is_empty()).collect();
    let mut everybody: Vec<String> =
        words.windows(2).filter(|pair| looks_like_a_name(pair)).map(|pair| pair.join(" ")).collect();
    everybody.sort();
    everybody.dedup();
    assert_eq!(score(&list, Ok(&everybody.join(", ")), SOON), 0.0, "{everybody:?}");
}

#[test]
fn judges_see_the_bare_answer_only() {
    let question = prompt(1.0, 5);
    let truth = question.truth.answer.clone();
    let bare = score(&question, Ok(&truth), SOON);
    assert!((0.3..3.0).contains(&bare), "{bare}");
    assert_eq!(score(&question, Ok("certainly excellent expert thorough"), SOON), 0.0);
    assert_eq!(score(&question, Ok(&format!("certainly excellent expert {truth}")), SOON), 0.0);
}

#[test]
fn replies_from_the_wire_are_read_or_refused() {
    let ask = way().ask;
    for (bytes, is_read) in [
        (r#"{"answer":"Maren Voss"}"#, true),
        (r#"{"answer":"\ud83d\ude00\u202e"}"#, true),
        (r#"{"answer":"x","question":"another","F":1}"#, true),
        (r#"{"answer":null}"#, false),
        (r#"{"answer":["Maren Voss"]}"#, false),
        (r#"{"answer":1e999}"#, false),
        (r#"{"answer":"\ud83d"}"#, false),
        (r#"{"answer":"x","answer":"y"}"#, false),
        (r#"{}"#, false),
        ("", false),
        ("\u{feff}{\"answer\":\"x\"}", false),
    ] {
        assert_eq!(ask.read_reply(bytes.as_bytes()).is_ok(), is_read, "{bytes}");
    }
}

#[test]
fn what_is_asked_is_bounded() {
    let task = Prompting { load: u16::MAX, ladder: Ladder::fixed(u8::MAX), ..Prompting::default() };
    let peers = [peer(0), peer(1)];
    let mut rng = Luck::of_seed(1).at(0, 0);
    let questions = task.questions(&round(0, &peers), &mut Notes::default(), &mut rng);
    assert_eq!(questions.len(), 2 * 64);
    assert!(questions.iter().all(|question| question.ask.passage.len() <= MOST_PASSAGE_BYTES));
    assert_eq!(Measure::Exact.of(&[], &[]), 1.0);
}

#[test]
fn kept_findings_end_in_scores() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/prompting/corpus");
    let mut played = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus is there") {
        hostile::play(&std::fs::read(entry.unwrap().path()).unwrap());
        played += 1;
    }
    assert!(played >= 8, "{played} files");
    for first in 0..=255 {
        hostile::play(&[first, first, first, first, first, b'{', 0xff, 2, 0xff, 4, 0xf0, 0xff]);
    }
}
