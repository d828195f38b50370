//! Bytes as a round of hostile replies: no panic, one finite score each, and nobody else's changes.

use incentor_mechanisms::prompting::{
    Blend, Completion, GivenTo, Ladder, Marking, Panel, Prompt, Prompting, Sight, Truth,
};
use incentor_sdk::{
    AccountId, Answer, BlockNumber, Exam, Failure, Luck, MechId, NetUid, Notes, Peer, Question, Round,
    Scoring, Synapse, Task, To, Uid,
};
use std::time::Duration;

/// Above what any reply can score: a panel's kindest error lifts the hardest item to less than 16.
const MOST_SCORE: f64 = 16.0;

type Asked = Question<Prompt, Truth>;

/// Plays two rounds with what the bytes say, and checks what must hold.
pub(crate) fn play(bytes: &[u8]) {
    let (plan, replies) = bytes.split_at(bytes.len().min(4));
    let plan = |at: usize| plan.get(at).copied().unwrap_or_default();
    let is_set = |bit: u8| plan(0) & (1 << bit) != 0;
    let task = Prompting {
        given_to: if is_set(0) { GivenTo::OneMiner } else { GivenTo::OneValidator },
        load: u16::from(plan(1) % 6),
        paraphrased: f64::from(plan(2) % 5) / 4.0,
        novelty: if is_set(1) { 1.0 } else { 0.5 },
        ladder: Ladder::fixed(plan(3) % 16),
        ..Prompting::default()
    };
    let sight = if is_set(2) { Sight::Guarded } else { Sight::Whole };
    let blend = if is_set(3) { Blend::Geometric } else { Blend::Mean };
    let marking =
        Marking { panel: Panel { sight, bias_sd: 0.1, ..Panel::default() }, blend, ..Marking::default() };
    let peers: Vec<Peer> = (0..3).map(peer).collect();
    let mut notes = Notes::default();
    for number in 0..2 {
        let round = round(number, &peers);
        let mut rng = Luck::of_seed(plan(0).into()).at(0, number);
        let questions = task.questions(&round, &mut notes, &mut rng);
        let answers = answers(&questions, &peers, replies);
        let saved = notes.save();
        let score = |answers: &[Answer<Completion>]| -> Vec<f64> {
            let exam = Exam::new(&round, &questions, answers);
            let mut notes = Notes::load(saved.clone());
            let scores = marking.score(&exam, &mut notes);
            assert!(notes.take_faults().is_empty());
            scores.into_iter().map(incentor_sdk::Score::get).collect()
        };
        let scores = score(&answers);
        assert_eq!(scores.len(), answers.len());
        assert!(scores.iter().all(|score| score.is_finite() && *score <= MOST_SCORE), "{scores:?}");
        assert_eq!(scores, score(&answers), "the same again");
        for (answer, score) in answers.iter().zip(&scores) {
            let counts = answer.reply.is_ok() && answer.latency <= marking.deadline;
            assert!(counts || *score == 0.0, "no reply in time, no score");
        }
        // Whatever the first miner sends, the others have what they would have if it were silent.
        let mut silent = answers.clone();
        for answer in silent.iter_mut().filter(|answer| answer.peer == peers[0]) {
            answer.reply = Err(Failure::Timeout);
        }
        for ((answer, with), without) in answers.iter().zip(&scores).zip(score(&silent)) {
            assert!(answer.peer == peers[0] || *with == without, "{with} and {without}");
        }
        let exam = Exam::new(&round, &questions, &answers);
        let _ = marking.score(&exam, &mut notes);
        notes = Notes::load(notes.save());
    }
}

fn peer(at: u8) -> Peer {
    Peer { uid: Uid(at.into()), hotkey: AccountId([at; 32]), coldkey: AccountId([at; 32]) }
}

fn round(number: u64, peers: &[Peer]) -> Round<'_> {
    Round {
        number,
        block: BlockNumber(360 * number),
        netuid: NetUid(1),
        mech: MechId::MAIN,
        beacon: Luck::of_seed(number),
        peers,
    }
}

/// A sheet per miner and question; each takes the next piece of the bytes, which end at 0xff, over and over.
fn answers(questions: &[Asked], peers: &[Peer], replies: &[u8]) -> Vec<Answer<Completion>> {
    let mut pieces = replies.split(|byte| *byte == 0xff).cycle();
    let mut answers = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let asked = match &question.to {
            To::One(peer) => vec![*peer],
            _ => peers.to_vec(),
        };
        for peer in asked {
            let piece = pieces.next().unwrap_or_default();
            let (reply, latency) = reply(question, piece);
            let arrival = answers.len() as u32;
            answers.push(Answer { peer, question: at, reply, latency, arrival });
        }
    }
    answers
}

/// What one miner sends: its first byte says which kind of thing it is.
fn reply(question: &Asked, piece: &[u8]) -> (Result<Completion, Failure>, Duration) {
    let (kind, rest) = piece.split_first().map_or((0, piece), |(kind, rest)| (*kind, rest));
    let text = || String::from_utf8_lossy(rest).into_owned();
    let truth = &question.truth.answer;
    let answer = match kind % 8 {
        // As bytes from a wire.
        0 => return (question.ask.read_reply(rest).map_err(|_| Failure::Malformed), Duration::ZERO),
        1 => text(),
        2 => truth.clone() + &text(),
        3 => text() + truth,
        4 => truth.chars().flat_map(|letter| [letter.to_string(), text()]).collect(),
        5 => question.ask.passage.clone() + &text(),
        6 => text().repeat(1 + rest.len()),
        _ => return (Ok(Completion { answer: truth.clone() }), Duration::from_millis(12_001)),
    };
    (Ok(Completion { answer }), Duration::from_secs(1))
}
