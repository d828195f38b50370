//! The honest miner: it reads, whatever the phrasing, and slips as its ability has it.

use super::book::Book;
use super::prompt::{Completion, Prompt};
use super::understanding::{Understood, understand};
use incentor_sdk::{Desk, Refusal, Rng, Solver, Work};
use std::time::Duration;

/// Stands for a language model of quality q: its effort is q, its ability θ = ln q.
///
/// It works the answer out of the text, in any phrasing it has a book for. Then the logistic model decides whether it
/// got there: if not, it hands in a near miss made of the passage's names. One draw of luck decides for every
/// quality, so a better reader never loses an item that a worse one has.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    books: Vec<Book>,
    /// Computing time per prompt.
    pub cpu: Duration,
}

impl Reader {
    /// A reader of these phrasings that takes a second per prompt.
    #[must_use]
    pub fn of(books: impl IntoIterator<Item = Book>) -> Self {
        Self { books: books.into_iter().collect(), cpu: Duration::from_secs(1) }
    }
}

impl Default for Reader {
    /// A reader of templates and built-in paraphrases.
    fn default() -> Self {
        Self::of([Book::templates(), Book::paraphrases()])
    }
}

impl Solver<Prompt> for Reader {
    fn solve(&self, ask: &Prompt, desk: &mut Desk<'_>) -> Result<(Completion, Work), Refusal> {
        let understood = understand(ask, &self.books).ok_or(Refusal("a question in no language it reads"))?;
        let knows = desk.rng.unit() < understood.difficulty.chance(desk.effort);
        let miss = near_miss(&understood, desk.rng);
        let answer = if knows { understood.answer } else { miss };
        let value = f64::from(u8::from(knows));
        let work = Work { cpu: self.cpu, value: Some(value), ..Work::default() };
        Ok((Completion { answer: answer.join(", ") }, work))
    }

    fn disguise(&self, _: &Prompt, reply: &Completion, rng: &mut Rng) -> Completion {
        dressed(reply, rng)
    }
}

/// The same answer in other clothes.
pub(super) fn dressed(reply: &Completion, rng: &mut Rng) -> Completion {
    let answer = match rng.below(4) {
        0 => reply.answer.to_uppercase(),
        1 => format!(" {}.", reply.answer),
        2 => reply.answer.replace(", ", " and "),
        _ => reply.answer.replace(' ', "\u{200b} "),
    };
    Completion { answer }
}

/// An answer that lost the thread halfway: its first half, then somebody who does not belong there.
fn near_miss(understood: &Understood, rng: &mut Rng) -> Vec<String> {
    let Understood { answer, people, .. } = understood;
    let mut miss: Vec<String> = answer.iter().take(answer.len() / 2).cloned().collect();
    let strangers: Vec<&String> = people.iter().filter(|name| !answer.contains(name)).collect();
    let lost = rng.sample(&strangers, answer.len() - miss.len());
    miss.extend(lost.into_iter().cloned());
    miss
}
