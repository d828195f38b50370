//! Any bytes as reply, memory or request of `storage`: paid are only true leaves, and nobody panics.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The tests replay the corpus through the same function.
#[path = "../../crates/mechanisms/tests/hostile/storage.rs"]
mod storage;

fuzz_target!(|bytes: &[u8]| storage::feed(bytes));
