//! Why a call has no reply.

use crate::twresp::AnswerError;
use crate::{DraftError, TargetRefusal};
use core::time::Duration;
use incentor_synapse::SynapseError;
use thiserror::Error;

/// Why a call has no reply, and when that was known.
#[derive(Debug, Error)]
#[error("{reason}")]
pub struct CallFailure {
    /// Why.
    #[source]
    pub reason: Reason,
    /// From the call, waiting included.
    pub after: Duration,
}

/// What a call waited for when its time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its turn.
    Turn,
    /// A connection.
    Connection,
    /// The head of an answer.
    Answer,
    /// The rest of an answer.
    Body,
}

/// Why a call has no reply.
///
/// What a peer said is in `message` and in the source of [`Reason::BadReply`] alone, and no longer than
/// [`MESSAGE_BYTES`]; it may be anything.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Reason {
    /// The target is not to be called.
    #[error(transparent)]
    Target(#[from] TargetRefusal),
    /// The request cannot be written.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// Nobody takes the connection.
    #[error("no connection: {kind}")]
    Connect {
        /// What the system said.
        kind: std::io::ErrorKind,
    },
    /// Time ran out.
    #[error("out of time, waiting for {}", match stage {
        Stage::Turn => "a turn",
        Stage::Connection => "a connection",
        Stage::Answer => "an answer",
        Stage::Body => "the rest of the answer",
    })]
    Timeout {
        /// What it waited for.
        stage: Stage,
    },
    /// The peer hung up before it answered; whether it saw the request is not known.
    #[error("the peer hung up without an answer")]
    HungUp,
    /// The answer broke off.
    #[error("the answer broke off")]
    Cut,
    /// What came is no HTTP/1.1.
    #[error("the answer is not HTTP/1.1")]
    NotHttp,
    /// The answer's head is longer than allowed.
    #[error("the answer's head is too large")]
    HeadTooLarge,
    /// The answer's body is longer than allowed.
    #[error("the answer's body is too large")]
    BodyTooLarge,
    /// The axon says no, or that it failed.
    #[error("status {status}")]
    Status {
        /// The axon's status, or that of HTTP.
        status: u16,
        /// What it says about it.
        message: Option<String>,
    },
    /// The answer is not declared as JSON in plain.
    #[error("the answer is not JSON by its headers")]
    ContentType,
    /// The answer is no reply to the request.
    #[error("the answer is no reply")]
    BadReply(#[source] SynapseError),
    /// The answer is not taken for that of the axon that was asked.
    #[error("the answer is nobody's")]
    Signature(#[from] AnswerError),
    /// Reading the answer panicked: a defect on our side.
    #[error("reading the answer panicked")]
    Panicked,
}

/// Bytes kept of what a peer says about a failure.
pub const MESSAGE_BYTES: usize = 1024;

impl Reason {
    /// A name for tables and metrics; one of a fixed few.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Target(_) => "target",
            Self::Draft(_) => "draft",
            Self::Connect { .. } => "connect",
            Self::Timeout { .. } => "timeout",
            Self::HungUp => "hung_up",
            Self::Cut => "cut",
            Self::NotHttp => "not_http",
            Self::HeadTooLarge => "head_too_large",
            Self::BodyTooLarge => "body_too_large",
            Self::Status { .. } => "status",
            Self::ContentType => "content_type",
            Self::BadReply(_) => "bad_reply",
            Self::Signature(_) => "signature",
            Self::Panicked => "panicked",
        }
    }

    /// The code a Python dendrite gives it, for scoring that looks at codes (`wire-protocol` §1.11).
    #[must_use]
    pub const fn python_code(&self) -> u16 {
        match self {
            Self::Target(_) | Self::Connect { .. } | Self::HungUp => 503,
            Self::Timeout { .. } => 408,
            Self::Cut | Self::NotHttp | Self::HeadTooLarge | Self::BodyTooLarge => 400,
            Self::Draft(_) | Self::ContentType | Self::BadReply(_) | Self::Signature(_) => 422,
            Self::Status { status, .. } => *status,
            Self::Panicked => 500,
        }
    }
}
