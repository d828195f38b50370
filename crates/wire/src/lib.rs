//! Axon and dendrite: how a synapse travels, and who is let in.
//!
//! The core is pure: headers, body hash, message, nonce rules, verdicts; time is passed in, and nothing in it knows a
//! socket. Around it, by feature, stand the axon (`server`) and the dendrite (`client`). Two faces stand behind both, chosen
//! per request: the *classic* headers of bittensor 6.0 to 10.x, and *btauth/1* of bittensor 11. A [`Guard`] turns a request into a [`Verified`] caller or a typed [`Refusal`], and a
//! [`ReplayMemory`] lets each in once. A [`Draft`] is signed when it leaves, and a [`Received`] answer becomes a reply or a
//! [`Reason`]. Reference: `docs/wire.md`.
#![forbid(unsafe_code)]

// What Python prints.
pub mod json;
mod number;
// What is signed.
mod body_hash;
pub mod btauth;
pub mod classic;
mod headers;
pub mod twresp;
// What is insisted on.
mod policy;
mod refusal;
// Who is called, and with what.
mod draft;
mod failure;
mod reply;
mod target;
// Who comes in.
mod address;
mod guard;
mod known;
mod replay;
// Sockets.
#[cfg(feature = "client")]
pub mod client;
#[cfg(any(feature = "client", feature = "server"))]
mod header_name;
#[cfg(any(feature = "client", feature = "server"))]
mod quiet;
#[cfg(feature = "server")]
pub mod server;

pub use body_hash::BodyHash;
pub use draft::{Draft, DraftError, Occasion, Signer, Uuid, Written};
pub use failure::{CallFailure, MESSAGE_BYTES, Reason, Stage};
pub use guard::{Caller, Face, Guard, PING, Pending, Request, Route, Routes, Verified};
pub use headers::Headers;
pub use number::{float_text, lenient_float, lenient_integer, plain_integer};
pub use policy::{Compat, Faces, Policy, Windows};
pub use refusal::Refusal;
pub use replay::{MemoryLimits, ReplayMemory, ReplayState, ReplayStateError};
pub use reply::{Received, process_seconds};
pub use target::{Network, Target, TargetRefusal};
