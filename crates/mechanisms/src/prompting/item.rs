//! One item: a passage, a question, and what the validator knows about it.

use super::book::{Book, FIRST_NAMES, Fact, Query, RELATIONS, SURNAMES};
use super::text::{Limits, token_f1};
use incentor_sdk::Rng;

/// The highest rung of the ladder.
pub const TOP_LEVEL: u8 = 12;

/// Passages are never longer, in bytes.
pub const MOST_PASSAGE_BYTES: usize = 8_192;

/// `F_trivial` above which an item asks too little: two names of a way may happen to stand side by side.
const MOST_TRIVIAL: f64 = 0.75;
/// An item is drawn at most so often; about one in a hundred is drawn twice.
const MOST_ATTEMPTS: u32 = 8;

/// How an answer is held against the truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The same words in the same order, or nothing.
    Exact,
    /// The harmonic mean of precision and recall over words.
    TokenF1,
}

impl Measure {
    /// F: how much of the truth an answer has, in 0..=1.
    #[must_use]
    pub fn of(self, answer: &[String], truth: &[String]) -> f64 {
        match self {
            Self::Exact => f64::from(u8::from(answer == truth)),
            Self::TokenF1 => token_f1(answer, truth),
        }
    }
}

/// A question with its truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What is to be read.
    pub passage: String,
    /// What is asked.
    pub question: String,
    /// The right answer.
    pub answer: String,
    /// How answers are held against it.
    pub measure: Measure,
    /// `F_trivial`: the best that needs no reading earns on this item.
    pub trivial: f64,
}

/// How hard an item is: the two parameters of the logistic model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difficulty {
    /// a: how sharply chances rise with ability.
    pub discrimination: f64,
    /// d: the ability θ = ln q that has an even chance.
    pub location: f64,
}

impl Difficulty {
    /// That of following so many steps among so many people, or of finding all at the end of them.
    #[must_use]
    pub fn of_text(steps: usize, people: usize, is_list: bool) -> Self {
        let location = 0.5 * (steps as f64 - 2.0) + 0.05 * (people as f64 - 8.0);
        Self { discrimination: if is_list { 1.2 } else { 1.7 }, location }
    }

    /// The chance of a miner of quality q: `1 / (1 + exp(−a (ln q − d)))`.
    #[must_use]
    pub fn chance(self, quality: f64) -> f64 {
        if quality.is_nan() || quality <= 0.0 {
            return 0.0;
        }
        let exponent = -self.discrimination * (libm::log(quality) - self.location);
        1.0 / (1.0 + libm::exp(exponent))
    }
}

/// The answer somebody gives who has made up its mind beforehand: the first of all names.
pub(super) fn constant_answer() -> String {
    format!("{} {}", FIRST_NAMES[0], SURNAMES[0])
}

/// Steps and people of a level.
pub(super) fn shape(level: u8) -> (usize, usize) {
    let level = usize::from(level.min(TOP_LEVEL));
    (2 + level / 2, 8 + level)
}

impl Item {
    /// Draws an item of a level, phrased by a book.
    ///
    /// Three in four ask for everybody on a way, in order; the rest for all who have its end as a relation. One on
    /// which luck without reading would earn too much is drawn again.
    #[must_use]
    pub fn draw(level: u8, book: &Book, rng: &mut Rng) -> Self {
        let mut item = Self::attempt(level, book, rng);
        for _ in 1..MOST_ATTEMPTS {
            if item.trivial <= MOST_TRIVIAL {
                break;
            }
            item = Self::attempt(level, book, rng);
        }
        item
    }

    fn attempt(level: u8, book: &Book, rng: &mut Rng) -> Self {
        let (steps, size) = shape(level);
        let people = people(size, rng);
        let is_list = rng.below(4) == 0;
        let relations = rng.sample(&(0..RELATIONS.len()).collect::<Vec<_>>(), steps.min(4) + 1);
        // The last one is kept for lists; no step of the way uses it.
        let (asked, ways) = relations.split_last().map_or((0, &[][..]), |(last, rest)| (*last, rest));
        // The way visits its people once, so that no relation has to be told twice.
        let way = rng.sample(&(0..size).collect::<Vec<_>>(), steps + 1);
        let path: Vec<usize> = (0..steps).map(|_| pick(ways, rng)).collect();
        let mut facts = facts(size, ways, &way, &path, rng);
        let end = way.last().copied().unwrap_or(0);
        let mut found: Vec<usize> = way.iter().skip(1).copied().collect();
        if is_list {
            found = listed(size, end, asked, &mut facts, rng);
        }
        let name = |at: &usize| people.get(*at).map_or("", String::as_str);
        let names: Vec<&str> = found.iter().map(name).collect();
        let query =
            Query { from: way.first().map_or("", name).to_owned(), path, listed: is_list.then_some(asked) };
        let order: Vec<usize> = (0..facts.len()).collect();
        let mut passage = String::new();
        for at in rng.sample(&order, order.len()) {
            let Some((relation, of, is)) = facts.get(at) else { continue };
            let fact = Fact { relation: *relation, of: name(of).to_owned(), is: name(is).to_owned() };
            passage.push_str(&book.tell(&fact, rng));
            passage.push_str(". ");
        }
        passage.pop();
        let question = book.ask(&query, rng);
        let measure = if is_list { Measure::TokenF1 } else { Measure::Exact };
        let answer = names.join(", ");
        let trivial = trivial(&passage, &people, &answer, measure, rng);
        Self { passage, question, answer, measure, trivial }
    }
}

/// So many people, no two with a name in common.
fn people(size: usize, rng: &mut Rng) -> Vec<String> {
    let (first, last) = (rng.sample(&FIRST_NAMES, size), rng.sample(&SURNAMES, size));
    first.into_iter().zip(last).map(|(first, last)| format!("{first} {last}")).collect()
}

fn pick(from: &[usize], rng: &mut Rng) -> usize {
    let at = rng.below(from.len());
    from.get(at).copied().unwrap_or(0)
}

/// Everybody's relations of the kinds the way may use: as the way has it, at random elsewhere.
fn facts(
    size: usize,
    ways: &[usize],
    way: &[usize],
    path: &[usize],
    rng: &mut Rng,
) -> Vec<(usize, usize, usize)> {
    let mut facts = Vec::with_capacity((ways.len() + 1) * size);
    for &relation in ways {
        for of in 0..size {
            let steps = way.windows(2).zip(path);
            let on_way = steps.filter(|(pair, step)| pair.first() == Some(&of) && **step == relation);
            let is = on_way.filter_map(|(pair, _)| pair.last()).next().copied();
            facts.push((relation, of, is.unwrap_or_else(|| other_than(of, size, rng))));
        }
    }
    facts
}

fn other_than(one: usize, size: usize, rng: &mut Rng) -> usize {
    (one + 1 + rng.below(size - 1)) % size
}

/// Gives two to four people the end of the way as their relation and everybody else somebody else.
fn listed(
    size: usize,
    end: usize,
    relation: usize,
    facts: &mut Vec<(usize, usize, usize)>,
    rng: &mut Rng,
) -> Vec<usize> {
    let others: Vec<usize> = (0..size).filter(|at| *at != end).collect();
    let count = 2 + rng.below(3);
    let mut found = rng.sample(&others, count);
    for of in 0..size {
        let is = match (found.contains(&of), of == end) {
            (true, _) => end,
            (false, true) => other_than(end, size, rng),
            // Neither oneself nor the end.
            (false, false) => {
                let rest: Vec<usize> = others.iter().copied().filter(|at| *at != of).collect();
                pick(&rest, rng)
            }
        };
        facts.push((relation, of, is));
    }
    found.sort_unstable();
    found
}

/// The best of the passage itself, everybody in it, a fixed answer, and a span at random.
fn trivial(passage: &str, people: &[String], answer: &str, measure: Measure, rng: &mut Rng) -> f64 {
    let read = |text: &str| Limits::PASSAGE.words(text).unwrap_or_default();
    let (passage, truth) = (read(passage), read(answer));
    let start = rng.below(passage.len().saturating_sub(truth.len()) + 1);
    let span: Vec<String> = passage.iter().skip(start).take(truth.len()).cloned().collect();
    let everybody = read(&people.join(" "));
    let answers = [&passage, &everybody, &read(&constant_answer()), &span];
    answers.into_iter().map(|words| measure.of(words, &truth)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use incentor_sdk::Luck;

    fn items(level: u8, count: u64) -> impl Iterator<Item = Item> {
        let books = [Book::templates(), Book::paraphrases()];
        (0..count).map(move |draw| {
            let mut rng = Luck::of_seed(5).branch("item", level.into()).at(0, draw);
            Item::draw(level, &books[draw as usize % 2], &mut rng)
        })
    }

    #[test]
    fn every_level_is_bounded_and_answerable() {
        for level in [0, 1, 5, TOP_LEVEL, u8::MAX] {
            let (steps, _) = shape(level);
            for item in items(level, 300) {
                assert!(item.passage.len() <= MOST_PASSAGE_BYTES, "{}", item.passage.len());
                assert!(item.question.len() <= 1_024);
                let words = Limits::ANSWER.words(&item.answer).expect("a right answer is within the limits");
                assert_eq!(item.measure.of(&words, &words), 1.0);
                assert!((0.0..=MOST_TRIVIAL).contains(&item.trivial), "{item:?}");
                match item.measure {
                    Measure::Exact => assert_eq!((words.len(), item.trivial), (2 * steps, 0.0)),
                    Measure::TokenF1 => assert!((4..=8).contains(&words.len())),
                }
                assert!(!item.passage.contains("  ") && item.passage.ends_with('.'));
            }
        }
    }

    #[test]
    fn an_item_is_its_luck() {
        let twice: Vec<Item> = items(3, 20).collect();
        assert_eq!(twice, items(3, 20).collect::<Vec<_>>());
        assert_ne!(twice[0].passage, twice[2].passage);
    }

    #[test]
    fn naming_everybody_is_trivial_on_a_list() {
        let lists: Vec<Item> = items(0, 200).filter(|item| item.measure == Measure::TokenF1).collect();
        assert!((20..80).contains(&lists.len()), "{}", lists.len());
        // k of 8 people: precision k/8, recall 1.
        for item in lists {
            let found = item.answer.split(", ").count() as f64;
            let everybody = 2.0 * found / (found + 8.0);
            assert!(item.trivial >= everybody - 1e-12, "{} below {everybody}", item.trivial);
        }
    }

    #[test]
    fn chances_are_logistic() {
        let check = |steps, people, is_list, quality: f64, expected: f64| {
            let chance = Difficulty::of_text(steps, people, is_list).chance(quality);
            assert!((chance - expected).abs() < 1e-12, "{chance}");
        };
        check(2, 8, false, 1.0, 0.5);
        check(2, 8, false, core::f64::consts::E, 1.0 / (1.0 + libm::exp(-1.7)));
        check(4, 10, true, 1.0, 1.0 / (1.0 + libm::exp(1.2 * 1.1)));
        check(2, 8, false, 0.0, 0.0);
        check(2, 8, false, -1.0, 0.0);
        check(2, 8, false, f64::NAN, 0.0);
        check(2, 8, false, f64::INFINITY, 1.0);
    }
}
