//! What a mistyped name was meant to be.

/// Names longer than this are not typing errors.
const MAX_LEN: usize = 64;

/// The candidate that takes the fewest edits, if a typing error explains them.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > MAX_LEN {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (edits(&name.to_lowercase(), candidate), candidate))
        .min_by_key(|&(edits, _)| edits)
        .filter(|&(edits, candidate)| edits <= (candidate.len() / 3).max(1) && edits < candidate.len())
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: [Vec<usize>; 3] = [vec![], vec![], (0..=b.len()).collect()];
    for (i, &x) in a.iter().enumerate() {
        rows.rotate_left(1);
        let [before, last, row] = &mut rows;
        row.clear();
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let substitute = last[j] + usize::from(x != y);
            let mut least = substitute.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && y == a[i - 1] {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
    }
    rows[2][b.len()]
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
        check("temop", Some("tempo"));
        check("", None);
        check("N", Some("n"));
        check("colour_of_the_sky", None);
        check(&"x".repeat(1_000_000), None);
    }
}
