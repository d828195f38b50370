//! Ready-made mechanisms.

pub mod abstraction;
