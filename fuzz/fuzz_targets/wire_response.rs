//! Any bytes as an answer: a reply that can be written again, or a reason with a short message.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The tests replay the corpus through the same function.
#[path = "../../crates/wire/tests/hostile/response.rs"]
mod response;

fuzz_target!(|bytes: &[u8]| response::feed(bytes));
