//! Any bytes as a request: a verdict under every policy, and nobody is let in strictly who is not proven.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The tests feed what the SDK sent to the same function.
#[path = "../../crates/wire/tests/hostile/request.rs"]
mod request;

fuzz_target!(|bytes: &[u8]| request::feed(bytes));
