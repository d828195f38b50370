//! Ready-made mechanisms.

pub mod abstraction;
pub mod prompting;
pub mod storage;
pub mod tsp;

#[cfg(test)]
mod stage;
