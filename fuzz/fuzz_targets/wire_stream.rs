//! Any bytes as a signed stream: the same chunks and the same end however they are cut.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The tests replay the corpus through the same function.
#[path = "../../crates/wire/tests/hostile/stream.rs"]
mod stream;

fuzz_target!(|bytes: &[u8]| stream::feed(bytes));
