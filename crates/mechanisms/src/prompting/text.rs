//! Texts made comparable: whatever a miner sends becomes a short list of words, or nothing.

/// Most that is read of an answer; past either limit it is no answer.
///
/// A threshold: below it length neither pays nor costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of UTF-8.
    pub bytes: usize,
    /// Words, articles not counted.
    pub words: usize,
}

impl Limits {
    /// Of every answer: the longest right one has 16 words.
    pub const ANSWER: Self = Self { bytes: 512, words: 32 };
    /// Of a passage, which the validator wrote itself.
    pub(super) const PASSAGE: Self = Self { bytes: usize::MAX, words: usize::MAX };

    /// The words of a text in the order in which they stand; `None` past a limit.
    ///
    /// Letters and digits of any script, in lower case, full-width forms as plain ones. Punctuation and spaces
    /// separate; apostrophes, joiners, marks and characters nobody sees do not, and vanish. Articles and `and` are
    /// left out. Takes time in proportion to the text.
    ///
    /// ```
    /// use incentor_mechanisms::prompting::Limits;
    ///
    /// let words = Limits::ANSWER.words("  The Maren\u{200b}, ＶＯＳＳ!");
    /// assert_eq!(words, Some(vec!["maren".to_owned(), "voss".to_owned()]));
    /// assert_eq!(Limits::ANSWER.words(&"word ".repeat(33)), None);
    /// ```
    #[must_use]
    pub fn words(self, text: &str) -> Option<Vec<String>> {
        if text.len() > self.bytes {
            return None;
        }
        let mut words = Vec::new();
        let mut word = String::new();
        // The space at the end finishes the last word.
        for letter in text.chars().chain([' ']) {
            // What most texts are made of, by the same rules in fewer steps.
            if letter.is_ascii_alphanumeric() {
                word.push(letter.to_ascii_lowercase());
                continue;
            }
            if is_unseen(letter) {
                continue;
            }
            let letter = narrow(letter);
            if letter.is_alphanumeric() {
                word.extend(letter.to_lowercase().filter(|letter| !is_unseen(*letter)));
                continue;
            }
            if !word.is_empty() && !EMPTY_WORDS.contains(&word.as_str()) {
                if words.len() == self.words {
                    return None;
                }
                words.push(std::mem::take(&mut word));
            }
            word.clear();
        }
        Some(words)
    }
}

/// Words that say nothing in an answer.
const EMPTY_WORDS: [&str; 4] = ["a", "an", "the", "and"];

/// Characters that change how a text looks, if at all, but not what it says.
const fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{61c}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Full-width forms as ASCII.
const fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(letter as u32 - 0xfee0) {
            Some(plain) => plain,
            None => letter,
        },
        letter => letter,
    }
}

/// The harmonic mean of precision and recall over words, each counted as often as it stands; 0 for no words.
///
/// In 0..=1, and 1 exactly for the same words in any order.
#[must_use]
pub fn token_f1(one: &[String], other: &[String]) -> f64 {
    let shared = shared(one, other);
    match one.len() + other.len() {
        0 => 0.0,
        all => 2.0 * shared as f64 / all as f64,
    }
}

/// How many words two lists share, each counted as often as it stands in both.
///
/// One list is usually an answer of a few words: only the shorter one is sorted.
pub(super) fn shared(one: &[String], other: &[String]) -> usize {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut few: Vec<&str> = few.iter().map(String::as_str).collect();
    few.sort_unstable();
    // Each word once, with how often it is still to be found.
    let mut open: Vec<(&str, usize)> =
        few.chunk_by(|a, b| a == b).filter_map(|same| Some((*same.first()?, same.len()))).collect();
    let mut shared = 0;
    for word in many {
        let at = open.binary_search_by(|(known, _)| (*known).cmp(word));
        if let Some((_, left @ 1..)) = at.ok().and_then(|at| open.get_mut(at)) {
            *left -= 1;
            shared += 1;
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Option<Vec<String>> {
        Limits::ANSWER.words(text)
    }

    #[test]
    fn what_looks_alike_reads_alike() {
        let plain = words("maren voss");
        for text in [
            "Maren Voss",
            "  MAREN\t\u{a0}VOSS. ",
            "the Maren, and a Voss",
            "\u{feff}Ma\u{200b}ren Vo\u{ad}ss\u{202e}",
            "Ｍａｒｅｎ\u{3000}Ｖｏｓｓ",
            "Mar\u{301}en Voss\u{fe0f}",
            "«Maren»—Voss",
            "Maren's Voss".replace("'s", "'").as_str(),
        ] {
            assert_eq!(words(text), plain, "{text:?}");
        }
    }

    #[test]
    fn other_letters_are_other_words() {
        // A Cyrillic а, a Greek ο, a ligature, a word glued together.
        for text in ["M\u{430}ren Voss", "Maren V\u{3bf}ss", "MarenVoss", "Maren Vo\u{df}", ""] {
            assert_ne!(words(text), words("Maren Voss"), "{text:?}");
        }
    }

    #[test]
    fn limits_are_thresholds() {
        assert_eq!(words(&"x ".repeat(32)).map(|words| words.len()), Some(32));
        assert_eq!(words(&"x ".repeat(33)), None);
        assert_eq!(words(&"x".repeat(512)).map(|words| words.len()), Some(1));
        assert_eq!(words(&"x".repeat(513)), None);
        assert_eq!(words(&"\u{200b}".repeat(171)), None, "bytes count whether seen or not");
        assert_eq!(words(&" ".repeat(512)), Some(Vec::new()));
    }

    #[test]
    fn f1_on_numbers() {
        let check = |one: &str, other: &str, expected: f64| {
            let found = token_f1(&words(one).unwrap(), &words(other).unwrap());
            assert!((found - expected).abs() < 1e-12, "{one} | {other}: {found}");
        };
        check("x y", "y x", 1.0);
        check("x", "x y", 2.0 / 3.0);
        check("x x x", "x", 0.5);
        check("x", "y", 0.0);
        check("", "", 0.0);
        check("", "y", 0.0);
    }

    proptest! {
        #[test]
        fn words_are_bounded_clean_and_stable(text in "\\PC{0,200}") {
            if let Some(words) = words(&text) {
                prop_assert!(words.len() <= 32);
                prop_assert!(words.iter().all(|word| word.chars().all(|letter| !letter.is_whitespace())));
                let again = Limits::PASSAGE.words(&words.join(" "));
                prop_assert_eq!(again, Some(words));
            }
        }

        #[test]
        fn shared_words_are_found_one_by_one(
            one in prop::collection::vec("[xyz]", 0..8),
            other in prop::collection::vec("[xyz]", 0..8),
        ) {
            let mut rest = other.clone();
            let found = one.iter().filter(|word| {
                let at = rest.iter().position(|left| left == *word);
                at.map(|at| rest.swap_remove(at)).is_some()
            });
            prop_assert_eq!(shared(&one, &other), found.count());
        }

        #[test]
        fn plain_letters_read_like_their_full_width_forms(text in "[ -~]{0,60}") {
            let wide = |letter: char| char::from_u32(letter as u32 + 0xfee0).unwrap();
            let plain: Vec<char> = text.chars().filter(|letter| *letter != '\'').collect();
            let wide: String =
                plain.iter().map(|letter| if letter.is_ascii_alphanumeric() { wide(*letter) } else { *letter }).collect();
            prop_assert_eq!(Limits::PASSAGE.words(&text), Limits::PASSAGE.words(&wide));
        }

        #[test]
        fn f1_is_symmetric_and_1_for_the_same_words_alone(
            one in prop::collection::vec("[xyz]", 0..6),
            other in prop::collection::vec("[xyz]", 0..6),
        ) {
            let f1 = token_f1(&one, &other);
            prop_assert_eq!(f1, token_f1(&other, &one));
            prop_assert!((0.0..=1.0).contains(&f1));
            let (mut a, mut b) = (one, other);
            a.sort();
            b.sort();
            prop_assert_eq!(f1 == 1.0, a == b && !a.is_empty());
        }
    }
}
