//! Programs as parts of a mechanism: what they can do, and what they cannot do to us.

#![cfg(all(unix, feature = "external"))]

mod examples;
mod hostile;
#[expect(dead_code, reason = "its main is not called here")]
#[path = "../../examples/external.rs"]
mod runner;
mod stage;
