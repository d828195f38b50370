//! Any bytes as a round of replies to prompts: scored without a panic, finitely, and at nobody else's cost.
#![no_main]

use libfuzzer_sys::fuzz_target;

// What must hold stands with the tests, which replay the corpus.
#[path = "../../crates/mechanisms/tests/prompting/hostile.rs"]
mod hostile;

fuzz_target!(|bytes: &[u8]| hostile::play(bytes));
