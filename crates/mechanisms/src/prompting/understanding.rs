//! Working out an answer from the text alone, by the phrases one understands.

use super::book::{Book, Query};
use super::item::Difficulty;
use super::prompt::Prompt;
use std::collections::{BTreeMap, BTreeSet};

/// What a reader makes of a prompt.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Understood {
    /// Names, in the order of the way, or those of a list by name.
    pub(super) answer: Vec<String>,
    /// Everybody in the passage, by name.
    pub(super) people: Vec<String>,
    /// Whether a list was asked for.
    pub(super) is_list: bool,
    /// How hard it was.
    pub(super) difficulty: Difficulty,
}

/// Reads a prompt with the phrases of some books; `None` if the question is not among them or leads nowhere.
///
/// Sentences that no book has are skipped. Takes time in proportion to the text and the phrases.
pub(super) fn understand(ask: &Prompt, books: &[Book]) -> Option<Understood> {
    let query = books.iter().find_map(|book| book.understand_question(&ask.question))?;
    let mut facts: BTreeMap<(usize, String), String> = BTreeMap::new();
    let mut people: BTreeSet<String> = BTreeSet::new();
    for sentence in ask.passage.split('.').map(str::trim) {
        let Some(fact) = books.iter().find_map(|book| book.understand(sentence)) else { continue };
        people.extend([fact.of.clone(), fact.is.clone()]);
        facts.insert((fact.relation, fact.of), fact.is);
    }
    let (answer, steps) = follow(&query, &facts)?;
    let people: Vec<String> = people.into_iter().collect();
    let is_list = query.listed.is_some();
    let difficulty = Difficulty::of_text(steps, people.len(), is_list);
    Some(Understood { answer, people, is_list, difficulty })
}

fn follow(query: &Query, facts: &BTreeMap<(usize, String), String>) -> Option<(Vec<String>, usize)> {
    let mut way = Vec::new();
    let mut here = query.from.clone();
    for &step in &query.path {
        here = facts.get(&(step, here))?.clone();
        way.push(here.clone());
    }
    let Some(relation) = query.listed else { return Some((way, query.path.len())) };
    let all = facts.iter().filter(|((kind, _), is)| *kind == relation && **is == here);
    Some((all.map(|((_, of), _)| of.clone()).collect(), query.path.len()))
}

/// Every pair of words in a text that looks like a name.
pub(super) fn names_in(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphabetic()).collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    let names: BTreeSet<String> = pairs.filter(|pair| super::book::is_name(pair)).collect();
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompting::item::{Item, Measure, shape};
    use crate::prompting::text::Limits;
    use incentor_sdk::Luck;

    fn prompt(item: &Item) -> Prompt {
        Prompt::ask(item.passage.clone(), item.question.clone())
    }

    #[test]
    fn whoever_understands_the_phrases_finds_the_truth() {
        let books = [Book::templates(), Book::paraphrases()];
        for draw in 0..400 {
            let level = (draw % 13) as u8;
            let book = draw as usize / 13 % 2;
            let item = Item::draw(level, &books[book], &mut Luck::of_seed(6).at(0, draw));
            let understood = understand(&prompt(&item), &books).expect("both books");
            let words = Limits::ANSWER.words(&understood.answer.join(", ")).unwrap();
            let truth = Limits::ANSWER.words(&item.answer).unwrap();
            assert_eq!(item.measure.of(&words, &truth), 1.0, "{item:?}");
            let (steps, people) = shape(level);
            let is_list = item.measure == Measure::TokenF1;
            assert_eq!(understood.difficulty, Difficulty::of_text(steps, people, is_list));
            assert_eq!(understand(&prompt(&item), &books[1 - book..2 - book]), None);
        }
    }

    #[test]
    fn names_are_found_by_their_looks() {
        let names =
            names_in("Over the fence from Maren Voss lives Olga Brandt. Olga Brandt's sister is Piet Maas.");
        assert_eq!(names, ["Maren Voss", "Olga Brandt", "Piet Maas"]);
        assert_eq!(names_in("nobody here"), [""; 0]);
    }

    #[test]
    fn a_way_that_leads_nowhere_has_no_answer() {
        let books = [Book::templates()];
        let ask =
            |passage: &str, question: &str| understand(&Prompt::ask(passage.into(), question.into()), &books);
        let question = "Who is the sister of Maren Voss? Name everyone on the way there, in order.";
        assert_eq!(ask("", question), None);
        assert_eq!(ask("Maren Voss's rival is Olga Brandt.", question), None);
        let loops = "Maren Voss's sister is Maren Voss. Maren Voss's sister is Maren Voss.";
        assert_eq!(ask(loops, question).unwrap().answer, ["Maren Voss"]);
        assert_eq!(ask(loops, "Name everyone whose rival is Maren Voss.").unwrap().answer, [""; 0]);
    }
}
