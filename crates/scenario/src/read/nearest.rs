//! The known name that a misspelt one was meant to be.

/// The name fewest edits away, if it is near enough to be meant.
pub(super) fn nearest(written: &str, known: &[&'static str]) -> Option<&'static str> {
    let by_edits = known.iter().map(|name| (edits(written, name), *name));
    let (edits, name) = by_edits.min_by_key(|(edits, _)| *edits)?;
    (edits <= written.chars().count().max(name.chars().count()) / 3).then_some(name)
}

/// Letters to insert, remove or replace (Levenshtein), or to swap with their neighbour.
fn edits(a: &str, b: &str) -> usize {
    // A key longer than any of ours resembles none; the bound keeps the table small.
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swap = if swapped { table[i - 2][j - 2] + 1 } else { usize::MAX };
                replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(swap)
            };
        }
    }
    table[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_understood_and_strangers_are_not() {
        let known = ["seeds", "first_seed", "duration", "warmup", "confidence"];
        assert_eq!(nearest("seed", &known), Some("seeds"));
        assert_eq!(nearest("durration", &known), Some("duration"));
        assert_eq!(nearest("wramup", &known), Some("warmup"));
        assert_eq!(nearest("colour", &known), None);
        assert_eq!(nearest("", &known), None);
        assert_eq!(nearest("x", &[]), None);
    }
}
