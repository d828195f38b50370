//! The known name that a misspelt one was meant to be.

/// Names longer than this are not typing errors.
const MAX_LEN: usize = 64;

/// The name fewest edits away, if it is near enough to be meant.
pub(crate) fn nearest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    if written.len() > MAX_LEN {
        return None;
    }
    let by_edits = known.iter().map(|name| (strsim::osa_distance(written, name), *name));
    let (edits, name) = by_edits.min_by_key(|(edits, _)| *edits)?;
    // Two slips in five letters: "sibyl" is "sybil", and "ten" is not "tsp".
    (edits * 5 <= written.chars().count().max(name.chars().count()) * 2).then_some(name)
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
