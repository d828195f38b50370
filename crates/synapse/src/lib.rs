//! The message between validator and miner: request, reply, route.
//!
//! A [`Synapse`] is what the validator asks; its [`Synapse::Reply`] is what the miner sends back. Nothing
//! here knows a socket: the simulator hands the values over, an axon and a dendrite carry them as JSON.

mod message;

pub use message::{Message, Synapse};
