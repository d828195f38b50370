//! What a mistyped name was meant to be.

/// Names longer than this are not typing errors.
const MAX_LEN: usize = 64;

/// The candidate that takes the fewest single-character edits, if a typing error explains them.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > MAX_LEN {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (edits(&name.to_lowercase(), candidate), candidate))
        .min_by_key(|&(edits, _)| edits)
        .filter(|&(edits, candidate)| edits <= (candidate.len() / 3).max(1))
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, one row at a time.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_finds_its_name_and_a_stranger_finds_none() {
        let names = ["kappa_u16", "tempo", "n", "weights"];
        let check = |typed: &str, meant| assert_eq!(nearest(typed, names), meant, "{typed}");
        check("kappa", None);
        check("kapa_u16", Some("kappa_u16"));
        check("Tempo", Some("tempo"));
        check("weight", Some("weights"));
        check("N", Some("n"));
        check("colour_of_the_sky", None);
        check(&"x".repeat(1_000_000), None);
    }
}
