//! Which names a Python peer can read.

use crate::lesson::lesson;
use quote::ToTokens;
use syn::Error;

/// Keys of the envelope around every body (`wire-protocol` §1.4), and what the Python class keeps for itself.
const ENVELOPE: [&str; 8] = [
    "name",
    "timeout",
    "total_size",
    "header_size",
    "dendrite",
    "axon",
    "computed_body_hash",
    "required_hash_fields",
];

/// The route that every Python axon serves itself, as a ping.
const PING: &str = "Synapse";

/// A route is a path segment and the name of a Python class.
pub(crate) fn check_route(name: &str, place: impl ToTokens) -> Option<Error> {
    if !is_identifier(name) {
        let what = format!("`{name}` is no name for a route: it is the name of a Python class too");
        return Some(lesson(place, what, "letters, digits and `_`, not starting with a digit or `_`"));
    }
    let what = "every Python axon serves the route `Synapse` itself, as a ping";
    (name == PING).then(|| lesson(place, what, "another name, such as `#[synapse(name = \"Probe\")]`"))
}

/// A field is a JSON key, part of a header's name, and a field of a Python class.
pub(crate) fn check_field(name: &str, place: impl ToTokens) -> Option<Error> {
    if !is_identifier(name) {
        let what = format!("`{name}` is no name for a field: it is a field of a Python class too");
        return Some(lesson(place, what, "letters, digits and `_`, not starting with a digit or `_`"));
    }
    let what = format!("`{name}` is a key of the envelope that travels around every body");
    ENVELOPE
        .contains(&name)
        .then(|| lesson(place, what, format!("another name, such as `#[synapse(name = \"the_{name}\")]`")))
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `AskPrice` as `ask_price`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before != '_' && !before.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
        before = c;
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn names_are_those_of_python_classes_and_fields() {
        for good in ["Tour", "a", "A1_b"] {
            assert!(
                check_route(good, quote!(x)).is_none() && check_field(good, quote!(x)).is_none(),
                "{good}"
            );
        }
        for bad in ["", "_a", "1a", "a-b", "a/b", "größe", "a b"] {
            assert!(check_route(bad, quote!(x)).is_some() && check_field(bad, quote!(x)).is_some(), "{bad}");
        }
        assert!(check_route("Synapse", quote!(x)).is_some() && check_field("Synapse", quote!(x)).is_none());
        assert!(check_route("timeout", quote!(x)).is_none() && check_field("timeout", quote!(x)).is_some());
    }

    #[test]
    fn variants_become_function_names() {
        let check = |name: &str, expected: &str| assert_eq!(snake(name), expected);
        check("Put", "put");
        check("AskPrice", "ask_price");
        check("HTTPGet", "httpget");
        check("Get_Two2", "get_two2");
    }
}
