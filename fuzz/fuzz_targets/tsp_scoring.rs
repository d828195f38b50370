//! Any bytes as reply, memory or question of `tsp`: paid is only a tour in time, and nobody panics.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The tests replay the corpus through the same function.
#[path = "../../crates/mechanisms/tests/hostile/tsp.rs"]
mod tsp;

fuzz_target!(|bytes: &[u8]| tsp::feed(bytes));
