//! The dendrite: a validator's client (feature `client`).
//!
//! Target → turn → connection → signature → answer → reply. Each target is on its own: whatever one axon does, the
//! call to another ends as it would have. Nonce and signature are made when a request leaves, not when it queues.

mod clock;
mod dendrite;
mod faces;
mod fan_out;
mod instances;
mod link;
mod pool;
mod stream;

pub use dendrite::{Answers, CallOptions, Dendrite, FaceChoice, Limits, Reply, Settings};
pub use stream::Stream;
