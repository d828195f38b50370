//! The message between validator and miner: request, reply, route.
//!
//! A [`Synapse`] is what the validator asks; its [`Synapse::Reply`] is what the miner sends back. Nothing
//! here knows a socket: the simulator hands the values over, an axon and a dendrite carry them as JSON, laid
//! out so that an unmodified Python peer reads them (`wire-protocol` §1.3 to §1.5).

mod body;
mod error;
mod fields;
mod layout;
mod message;

pub use body::Body;
pub use error::SynapseError;
pub use fields::{Field, Fields};
pub use layout::{FieldLayout, Layout, Part, RouteSchema};
pub use message::{Message, Synapse};
