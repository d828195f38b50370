//! The reference page names everything there is.

use incentor_ledger::OutsideCall;

const PAGE: &str = include_str!("../../../docs/ledger.md");

#[test]
fn every_action_is_on_the_page() {
    let source = include_str!("../src/action.rs");
    let body = source.split_once("pub enum Action {").unwrap().1.split_once("\n}\n").unwrap().0;
    let variants = body.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?.split(['(', ' ', ',']).next()?;
        name.starts_with(char::is_uppercase).then_some(name)
    });
    let variants: Vec<&str> = variants.collect();
    assert!(variants.len() > 30, "{variants:?}");
    for variant in variants {
        assert!(PAGE.contains(&format!("`{variant}`")), "docs/ledger.md does not name {variant}");
    }
}

#[test]
fn everything_outside_is_on_the_page() {
    for call in OutsideCall::ALL {
        assert!(PAGE.contains(&format!("`{call:?}`")), "docs/ledger.md does not name {call:?}");
    }
}
