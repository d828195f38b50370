//! Names of people.

/// First names; no two people of one passage share one.
pub(crate) const FIRST_NAMES: [&str; 24] = [
    "Maren", "Olga", "Piet", "Ilse", "Jonas", "Karin", "Lukas", "Nina", "Oskar", "Petra", "Ravi", "Sonja",
    "Tomas", "Ursel", "Viktor", "Wanda", "Yusuf", "Zora", "Anton", "Britta", "Carlo", "Dunja", "Emil",
    "Frida",
];

/// Surnames; no two people of one passage share one.
pub(crate) const SURNAMES: [&str; 24] = [
    "Voss", "Brandt", "Maas", "Keller", "Lindt", "Moreau", "Novak", "Okafor", "Pires", "Quist", "Rossi",
    "Sato", "Tamm", "Urban", "Varga", "Weiss", "Xenakis", "Yilmaz", "Zeman", "Abel", "Berg", "Costa", "Dahl",
    "Eder",
];

/// Whether a text is one first name and one surname, of any people.
pub(crate) fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(|first| first.is_ascii_uppercase())
            && part.len() > 1
            && letters.all(|letter| letter.is_ascii_lowercase())
    };
    text.split_once(' ').is_some_and(|(first, last)| is_part(first) && is_part(last))
}

/// A name at the start of a text, and what follows it.
pub(super) fn name_at_start(text: &str) -> Option<(&str, &str)> {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    let bytes = text.as_bytes();
    let first = bytes.iter().take_while(|byte| is_letter(byte)).count();
    let last = bytes.iter().skip(first + 1).take_while(|byte| is_letter(byte)).count();
    // Both counts end at an ASCII letter or before a character, so the cut is between characters.
    let (name, rest) = text.split_at_checked(first + 1 + last)?;
    is_name(name).then_some((name, rest))
}
