//! What can be wrong with a message.

use thiserror::Error;

/// Why a message could not be read or written.
///
/// Whatever a peer sends ends here or in a value. Texts of the peer appear only in `route` and inside
/// `source`; how long they are is the transport's limit.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SynapseError {
    /// The protocol has no such route.
    #[error("no route `{route}`")]
    UnknownRoute {
        /// What was asked for.
        route: String,
    },
    /// The body is not JSON, not an object, or is nested too deeply.
    #[error("route `{route}`: the body is not a JSON object")]
    NotAnObject {
        /// The route.
        route: &'static str,
        /// What the parser said.
        source: serde_json::Error,
    },
    /// A field that is needed is not there.
    #[error("route `{route}`: field `{field}` is missing")]
    MissingField {
        /// The route.
        route: &'static str,
        /// Its name on the wire.
        field: &'static str,
    },
    /// A field is there twice, so that two readers could read two things.
    #[error("route `{route}`: field `{field}` is there twice")]
    TwiceGiven {
        /// The route.
        route: &'static str,
        /// Its name on the wire.
        field: &'static str,
    },
    /// A field is of another type.
    #[error("route `{route}`: field `{field}` does not fit")]
    BadField {
        /// The route.
        route: &'static str,
        /// Its name on the wire.
        field: &'static str,
        /// What the parser said.
        source: serde_json::Error,
    },
    /// A reply answers another route than the one asked.
    #[error("asked `{asked}`, got a reply to `{answered}`")]
    OtherRoute {
        /// The request's route.
        asked: &'static str,
        /// The reply's route.
        answered: &'static str,
    },
    /// A value has no JSON form, such as a map whose keys are no strings.
    #[error("route `{route}`: cannot be written as JSON")]
    Unwritable {
        /// The route.
        route: &'static str,
        /// What the writer said.
        source: serde_json::Error,
    },
}
