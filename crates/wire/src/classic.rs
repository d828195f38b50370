//! The classic face: headers of bittensor 6.0 to 10.x.

mod answer;
mod request;
mod terminal;

pub use answer::{AnswerHead, error_body};
pub use request::{ClassicHead, Envelope, message, placeholder};
pub use terminal::Terminal;

/// The version this crate says it is: SDK 10.2.0, whose rules it follows on the wire.
pub const VERSION: i128 = version(10, 2, 0);

/// The first version whose nonces are times.
pub const FIRST_TIMED_VERSION: i128 = version(7, 2, 0);

/// `major*10^6 + minor*10^3 + patch` (`wire-protocol` §1.14).
#[must_use]
pub const fn version(major: u16, minor: u16, patch: u16) -> i128 {
    major as i128 * 1_000_000 + minor as i128 * 1_000 + patch as i128
}
