//! Ready-made mechanisms.

pub mod abstraction;
pub mod prompting;
