//! Why a request is not let in.

use crate::policy::Compat;
use thiserror::Error;

/// Why a request is not let in; its text goes to the peer and repeats nothing the peer sent.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No such route; which there are is nobody's business.
    #[error("no such route")]
    UnknownRoute,
    /// Neither `POST` nor a method that was allowed.
    #[error("method not allowed")]
    Method,
    /// A header is there twice, or is not what it should be.
    #[error("header {header} is malformed")]
    Malformed {
        /// Its name.
        header: &'static str,
    },
    /// A required field's placeholder header is missing; only where the SDK's statuses are asked for.
    #[error("a placeholder header is missing")]
    NoPlaceholder,
    /// The request is signed by no face this axon speaks.
    #[error("not signed in a way this axon reads")]
    Unsigned,
    /// A header the signature needs is missing.
    #[error("header {header} is missing")]
    Missing {
        /// Its name.
        header: &'static str,
    },
    /// The sender is no address of this network.
    #[error("the sender is no address of this network")]
    BadAddress,
    /// The signature has not the form of one.
    #[error("the signature is malformed")]
    BadSignatureForm,
    /// The signature is another message's, or somebody else's.
    #[error("the signature does not verify")]
    BadSignature,
    /// Signed for another axon, or for none.
    #[error("signed for another receiver")]
    WrongReceiver,
    /// The nonce is older than the window.
    #[error("the nonce is too old")]
    Stale,
    /// The nonce is further ahead than clocks may differ.
    #[error("the nonce is in the future")]
    Future,
    /// This request, or one that cannot be told from it, was let in before.
    #[error("this request was seen before")]
    Replayed,
    /// A newer nonce of the same instance was let in before; only where order counts.
    #[error("a newer nonce was seen before")]
    OutOfOrder,
    /// The caller has too many requests inside the window.
    #[error("too many requests inside the window")]
    CallerFull,
    /// All callers together have too many requests inside the window.
    #[error("too many requests inside the window, of all callers")]
    MemoryFull,
    /// The body is no JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// The body is JSON, but not this route's.
    #[error("the body does not fit the route")]
    BadBody,
    /// The hashed fields are not what was signed.
    #[error("the body is not what was signed")]
    BodyHash,
}

impl Refusal {
    /// What is wrong with a body that does not fit its route: it is no JSON, or none of the route's.
    pub(crate) fn of_body(body: &[u8]) -> Self {
        let is_json = || {
            // A reader that skips a member does not look into it.
            let text = std::str::from_utf8(body);
            text.is_ok_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
        };
        // To a Python axon, no body at all is none that fits.
        if body.is_empty() || is_json() { Self::BadBody } else { Self::NotJson }
    }

    /// The HTTP status.
    ///
    /// With [`Compat::sdk_statuses`], that of SDK 10.2 (`wire-protocol` §1.9).
    #[must_use]
    pub const fn status(&self, compat: &Compat) -> u16 {
        if compat.sdk_statuses {
            match self {
                Self::Malformed { .. } | Self::NoPlaceholder | Self::BadBody | Self::BodyHash => return 500,
                Self::NotJson => return 422,
                _ => {}
            }
        }
        match self {
            Self::UnknownRoute => 404,
            Self::Method => 405,
            Self::Malformed { .. } | Self::NoPlaceholder | Self::NotJson | Self::BadBody | Self::BodyHash => {
                400
            }
            Self::CallerFull => 429,
            Self::MemoryFull => 503,
            Self::Unsigned
            | Self::Missing { .. }
            | Self::BadAddress
            | Self::BadSignatureForm
            | Self::BadSignature
            | Self::WrongReceiver
            | Self::Stale
            | Self::Future
            | Self::Replayed
            | Self::OutOfOrder => 401,
        }
    }

    /// A name for tables and metrics; one of a fixed few.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::UnknownRoute => "unknown_route",
            Self::Method => "method",
            Self::Malformed { .. } => "malformed",
            Self::NoPlaceholder => "no_placeholder",
            Self::Unsigned => "unsigned",
            Self::Missing { .. } => "missing",
            Self::BadAddress => "bad_address",
            Self::BadSignatureForm => "bad_signature_form",
            Self::BadSignature => "bad_signature",
            Self::WrongReceiver => "wrong_receiver",
            Self::Stale => "stale",
            Self::Future => "future",
            Self::Replayed => "replayed",
            Self::OutOfOrder => "out_of_order",
            Self::CallerFull => "caller_full",
            Self::MemoryFull => "memory_full",
            Self::NotJson => "not_json",
            Self::BadBody => "bad_body",
            Self::BodyHash => "body_hash",
        }
    }
}
