//! The axon: a miner's server (feature `server`).
//!
//! Connection → headers → signature → body → blacklist → once → queue → forward. Whatever a stranger sends is refused
//! before it costs a body, whatever a caller sends before it costs a handler.

mod answer;
mod axon;
mod doors;
mod intake;
mod metrics;
mod patient;
mod queue;
mod service;
mod shell;

pub use axon::{Axon, AxonError, Limits, Running};
pub use service::{Answer, Decline, Service};
