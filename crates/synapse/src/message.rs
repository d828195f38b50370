//! What may travel, and along which route.

use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// Anything that can travel: plain data with a JSON form.
///
/// Implemented for every type that qualifies; nobody implements it by hand.
pub trait Message: Serialize + DeserializeOwned + Clone + PartialEq + Debug + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + PartialEq + Debug + Send + Sync + 'static> Message for T {}

/// A request and the reply it calls for.
///
/// A struct is one route; an enum of requests is several, and [`Synapse::route`] says which.
///
/// ```
/// use incentor_synapse::Synapse;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
/// struct Tour { cities: Vec<[f32; 2]> }
/// #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
/// struct TourReply { order: Vec<u16> }
///
/// impl Synapse for Tour {
///     type Reply = TourReply;
///     const ROUTES: &'static [&'static str] = &["Tour"];
/// }
/// assert_eq!(Tour { cities: vec![] }.route(), "Tour");
/// ```
pub trait Synapse: Message {
    /// What the miner sends back.
    type Reply: Message;
    /// Every route of this protocol; the first is the default.
    const ROUTES: &'static [&'static str];

    /// The route this request takes.
    fn route(&self) -> &'static str {
        Self::ROUTES.first().copied().unwrap_or_default()
    }
}
