//! What the derive refuses, word for word: each message says what is wrong, where, and what to write.
//!
//! `TRYBUILD=overwrite cargo test -p incentor-synapse --test refusals` writes the expected texts anew.

#[test]
fn refusals_teach() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/refusals/*.rs");
    cases.pass("tests/refusals/accepted/*.rs");
}
