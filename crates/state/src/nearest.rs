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
        .map(|candidate| (strsim::osa_distance(&name.to_lowercase(), candidate), candidate))
        .min_by_key(|&(edits, _)| edits)
        .filter(|&(edits, candidate)| edits <= (candidate.len() / 3).max(1) && edits < candidate.len())
        .map(|(_, candidate)| candidate)
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
