//! The message between validator and miner: request, reply, route.
//!
//! A [`Synapse`] is what the validator asks; its [`Synapse::Reply`] is what the miner sends back. Nothing
//! here knows a socket: the simulator hands the values over, an axon and a dendrite carry them as JSON, laid
//! out so that an unmodified Python peer reads them (`wire-protocol` §1.3 to §1.5).
//!
//! ```
//! use incentor_synapse::{Synapse, SynapseError};
//!
//! #[derive(Clone, Debug, PartialEq, Synapse)]
//! enum Vault {
//!     Put { id: u64, data: Vec<u8> },
//!     Prove { #[hashed] id: u64, #[hashed] leaf: u32, #[reply] bytes: Vec<u8> },
//! }
//!
//! let ask = Vault::ask_prove(7, 3);
//! assert_eq!((ask.route(), ask.request()?.json().as_str()), ("Prove", r#"{"id":7,"leaf":3,"bytes":[]}"#));
//! let reply = ask.read_reply(br#"{"name": "Prove", "id": 7, "leaf": 3, "bytes": [42]}"#)?;
//! assert_eq!(reply, VaultReply::Prove { bytes: vec![42] });
//! // A miner that answers something else is told apart before any scoring.
//! assert!(matches!(ask.accepts(&VaultReply::Put), Err(SynapseError::OtherRoute { .. })));
//! # Ok::<(), SynapseError>(())
//! ```

mod body;
mod error;
mod fields;
mod layout;
mod message;
mod tensor;

#[doc(hidden)]
pub mod export;

pub use body::Body;
pub use error::SynapseError;
pub use fields::{Field, Fields};
/// Makes a protocol of a struct (one route) or an enum (a route per variant).
///
/// Reference: `docs/synapse.md`.
///
/// ```
/// use incentor_synapse::Synapse;
///
/// #[derive(Clone, Debug, PartialEq, Synapse)]
/// struct Tour {
///     #[hashed]
///     cities: Vec<[f32; 2]>,
///     #[reply]
///     order: Vec<u16>,
/// }
///
/// let ask = Tour::ask(vec![[0.5, 1.0]]);
/// assert_eq!(ask.answer(&TourReply { order: vec![0] })?.json(), r#"{"cities":[[0.5,1.0]],"order":[0]}"#);
/// assert_eq!(ask.hashed()?[0].json(), "[[0.5,1.0]]");
/// # Ok::<(), incentor_synapse::SynapseError>(())
/// ```
pub use incentor_synapse_derive::Synapse;
pub use layout::{FieldLayout, Layout, Part, RouteSchema};
pub use message::{Message, Synapse};
pub use tensor::{Dtype, Element, MOST_DIMENSIONS, Tensor, TensorError};
