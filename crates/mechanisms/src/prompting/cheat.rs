//! Solvers that play the known attacks.
//!
//! Who hands in somebody else's answer needs no solver of its own: a runner copies replies, as the simulator's
//! copycat does.

use super::book::Book;
use super::item::{TOP_LEVEL, constant_answer};
use super::panel::FLATTERY;
use super::prompt::{Completion, Prompt};
use super::reader::{Reader, dressed};
use super::task::{POOL, pooled};
use super::understanding::{names_in, understand};
use incentor_sdk::{Desk, Refusal, Rng, Solver, Work};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a cheat hands in: a reply that cost nothing and helps nobody.
fn hand_in(answer: String) -> Result<(Completion, Work), Refusal> {
    Ok((Completion { answer }, Work { value: Some(0.0), ..Work::default() }))
}

/// Runs the public generator backwards (exploits 33 and 44).
///
/// It matches sentences against the templates and follows the facts; no level is too hard for it, and effort does
/// not matter. What fits no template it guesses: as many names of the passage as a way may have, at random.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateInverter {
    books: [Book; 1],
}

impl Default for TemplateInverter {
    fn default() -> Self {
        Self { books: [Book::templates()] }
    }
}

impl Solver<Prompt> for TemplateInverter {
    fn solve(&self, ask: &Prompt, desk: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        match understand(ask, &self.books) {
            Some(understood) => hand_in(understood.answer.join(", ")),
            None => RandomSpan.solve(ask, desk),
        }
    }

    fn disguise(&self, _: &Prompt, reply: &Completion, rng: &mut Rng) -> Completion {
        dressed(reply, rng)
    }
}

/// Guesses: two of the passage's names, at random.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RandomSpan;

impl Solver<Prompt> for RandomSpan {
    fn solve(&self, ask: &Prompt, desk: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        // Whom the question itself names is not the answer.
        let named = names_in(&ask.question);
        let names: Vec<String> = names_in(&ask.passage);
        let others: Vec<&str> =
            names.iter().filter(|name| !named.contains(name)).map(String::as_str).collect();
        hand_in(desk.rng.sample(&others, 2).join(", "))
    }
}

/// Hands the passage back, cut to the limits of an answer (length gaming).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Echo;

impl Solver<Prompt> for Echo {
    fn solve(&self, ask: &Prompt, _: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        let words: Vec<&str> = ask.passage.split_whitespace().take(30).collect();
        hand_in(words.join(" "))
    }
}

/// Names everybody there is: the truth is somewhere in it (length gaming).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Everybody;

impl Solver<Prompt> for Everybody {
    fn solve(&self, ask: &Prompt, _: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        let names: Vec<String> = names_in(&ask.passage).into_iter().take(16).collect();
        hand_in(names.join(", "))
    }
}

/// Always the same answer (exploit 34).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Constant;

impl Solver<Prompt> for Constant {
    fn solve(&self, _: &Prompt, _: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        hand_in(constant_answer())
    }
}

/// Knows the public pool by heart, and nothing else (exploits 33 and 35).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memoriser;

/// The pool: some four hundred items, drawn when somebody first needs them.
static LEARNT: LazyLock<BTreeMap<(String, String), String>> = LazyLock::new(|| {
    let all = (0..=TOP_LEVEL).flat_map(|level| (0..POOL).map(move |index| pooled(level, index)));
    all.map(|item| ((item.passage, item.question), item.answer)).collect()
});

impl Solver<Prompt> for Memoriser {
    fn solve(&self, ask: &Prompt, _: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        let known = LEARNT.get(&(ask.passage.clone(), ask.question.clone()));
        hand_in(known.ok_or(Refusal("not in its memory"))?.clone())
    }
}

/// Reads like the honest miner and adds what impresses judges.
#[derive(Clone, Debug, PartialEq)]
pub struct Flatterer {
    /// How it reads.
    pub reader: Reader,
    /// How much of what impresses it adds, 0 to 1.
    pub share: f64,
}

impl Default for Flatterer {
    /// All of it.
    fn default() -> Self {
        Self { reader: Reader::default(), share: 1.0 }
    }
}

impl Solver<Prompt> for Flatterer {
    fn solve(&self, ask: &Prompt, desk: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        let (reply, work) = self.reader.solve(ask, desk)?;
        let words = libm::round(self.share.clamp(0.0, 1.0) * FLATTERY.len() as f64) as usize;
        // Where only the bare answer counts, flattery would cost it.
        if words == 0 || understand(ask, &[Book::templates()]).is_some() {
            return Ok((reply, work));
        }
        let flattery: Vec<&str> = FLATTERY.iter().take(words).copied().collect();
        let answer = format!("{}. {}", reply.answer, flattery.join(" "));
        Ok((Completion { answer }, work))
    }
}

/// Has been told the truth by a validator it knows (exploit 17).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Insider {
    told: BTreeMap<(String, String), String>,
}

impl Insider {
    /// One that knows these answers.
    #[must_use]
    pub fn told(answers: impl IntoIterator<Item = (Prompt, String)>) -> Self {
        let entry = |(ask, answer): (Prompt, String)| ((ask.passage, ask.question), answer);
        Self { told: answers.into_iter().map(entry).collect() }
    }
}

impl Solver<Prompt> for Insider {
    fn solve(&self, ask: &Prompt, _: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        let known = self.told.get(&(ask.passage.clone(), ask.question.clone()));
        hand_in(known.ok_or(Refusal("nobody told it"))?.clone())
    }
}
