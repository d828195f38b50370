//! The guide for authors says what happens: every finding and every row of its tables is what the checkers give.

mod combinators;
mod findings;
mod lookup;
#[expect(dead_code, reason = "its main is not called here")]
#[path = "../../examples/one_screen.rs"]
mod one_screen;

const GUIDE: &str = include_str!("../../../../docs/sdk.md");

/// Fails with the text the guide should have.
fn says(text: &str) {
    assert!(GUIDE.contains(text), "docs/sdk.md does not say:\n{text}");
}

#[test]
fn the_mechanism_on_one_screen_is_sound() {
    let findings = one_screen::findings();
    assert!(findings.is_empty(), "{findings:#?}");
    let source = include_str!("../../examples/one_screen.rs");
    assert!(source.lines().count() <= 60, "it no longer fits on one screen");
    assert!(source.lines().all(|line| line.len() <= 110));
}
