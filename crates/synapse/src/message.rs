//! What may travel, and along which route.

use crate::body::text_of;
use crate::{Body, Field, Fields, Layout, Part, RouteSchema, SynapseError};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// Anything that can travel: plain data with a JSON form.
///
/// Implemented for every type that qualifies; nobody implements it by hand.
pub trait Message: Serialize + DeserializeOwned + Clone + PartialEq + Debug + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + PartialEq + Debug + Send + Sync + 'static> Message for T {}

/// A request and the reply it calls for.
///
/// A struct is one route; an enum of requests is several, and [`Synapse::route`] says which. By hand, only the
/// reply's type and the routes need to be given, as long as there is one route and both types are structs with
/// named fields; everything else then follows their serde form.
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
/// let tour = Tour { cities: vec![[0.5, 1.0]] };
/// assert_eq!(tour.answer(&TourReply { order: vec![0] })?.json(), r#"{"cities":[[0.5,1.0]],"order":[0]}"#);
/// # Ok::<(), incentor_synapse::SynapseError>(())
/// ```
pub trait Synapse: Message {
    /// What the miner sends back.
    type Reply: Message;
    /// Every route of this protocol; the first is the default.
    const ROUTES: &'static [&'static str];
    /// The body of each route, in the order of [`Synapse::ROUTES`]; empty where nobody has said.
    const LAYOUTS: &'static [Layout] = &[];

    /// The route this request takes.
    fn route(&self) -> &'static str {
        Self::ROUTES.first().copied().unwrap_or_default()
    }

    /// The body of this request's route; `None` where nobody has said.
    fn layout(&self) -> Option<&'static Layout> {
        let route = self.route();
        Self::LAYOUTS.iter().find(|layout| layout.route == route)
    }

    /// The request's hashed fields, in the order in which they are hashed.
    ///
    /// # Errors
    /// [`SynapseError::Unwritable`] for a value without a JSON form.
    fn hashed(&self) -> Result<Vec<Field>, SynapseError> {
        let fields = self.request()?;
        let names = self.layout().map_or(&[][..], |layout| layout.hashed);
        Ok(names.iter().filter_map(|name| fields.get(name).cloned()).collect())
    }

    /// The request's body: every field of the route, the reply's at what they are before anybody replied.
    ///
    /// # Errors
    /// [`SynapseError::Unwritable`] for a value without a JSON form.
    fn request(&self) -> Result<Fields, SynapseError> {
        let mut fields = Fields::new();
        fields.merge(self.route(), Part::Request, self)?;
        Ok(fields)
    }

    /// Reads a request that came along a route; what it says in reply fields is not looked at.
    ///
    /// # Errors
    /// [`SynapseError::UnknownRoute`], or what is wrong with the body.
    fn read_request(route: &str, json: &[u8]) -> Result<Self, SynapseError> {
        let Some(route) = Self::ROUTES.iter().find(|known| **known == route) else {
            return Err(SynapseError::UnknownRoute { route: route.to_owned() });
        };
        let layout = Self::LAYOUTS.iter().find(|layout| layout.route == *route).copied();
        Self::of_body(&Body::read(&layout.unwrap_or(Layout::unsaid(route)), json)?)
    }

    /// The same of a body that was read before, by the layout of one of the routes.
    ///
    /// # Errors
    /// As [`Synapse::read_request`].
    fn of_body(body: &Body<'_>) -> Result<Self, SynapseError> {
        let route = body.route();
        serde_json::from_str(body.text()).map_err(|source| SynapseError::NotAnObject { route, source })
    }

    /// The answer's body: the request's, with the reply in it.
    ///
    /// # Errors
    /// As [`Synapse::accepts`], and [`SynapseError::Unwritable`] for a value without a JSON form.
    fn answer(&self, reply: &Self::Reply) -> Result<Fields, SynapseError> {
        self.accepts(reply)?;
        let mut fields = self.request()?;
        fields.merge(self.route(), Part::Reply, reply)?;
        Ok(fields)
    }

    /// Reads the reply to this request out of an answer's body; only reply fields are looked at.
    ///
    /// # Errors
    /// What is wrong with the body.
    fn read_reply(&self, json: &[u8]) -> Result<Self::Reply, SynapseError> {
        let route = self.route();
        let text = text_of(route, json)?;
        serde_json::from_str(text).map_err(|source| SynapseError::NotAnObject { route, source })
    }

    /// Whether a reply answers this request's route.
    ///
    /// # Errors
    /// [`SynapseError::OtherRoute`] if it is another route's.
    fn accepts(&self, _reply: &Self::Reply) -> Result<(), SynapseError> {
        Ok(())
    }

    /// JSON Schema of each route, in the order of [`Synapse::ROUTES`]; empty where nobody has said.
    #[must_use]
    fn schemas() -> Vec<RouteSchema> {
        Vec::new()
    }
}
