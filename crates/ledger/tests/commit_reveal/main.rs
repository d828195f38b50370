//! Commit-reveal: the upstream vectors, the windows block by block, and time-locked commits.

mod answers;
mod at_once;
mod field;
mod queue;
mod timelock;
mod upstream;
mod windows;
