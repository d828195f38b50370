//! Any bytes as a tensor's message, and as the packed array inside one.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The tests replay the corpus through the same function.
#[path = "../../crates/synapse/tests/hostile/tensor.rs"]
mod tensor;

fuzz_target!(|bytes: &[u8]| tensor::feed(bytes));
