//! Why an answer is not taken for its axon's.

use thiserror::Error;

/// Why an answer is not taken for that of the axon that was asked; repeats nothing a peer sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// It is not signed, and has to be.
    #[error("the answer is not signed")]
    Unsigned,
    /// A header the signature needs is missing.
    #[error("header {header} is missing")]
    Missing {
        /// Its name.
        header: &'static str,
    },
    /// A header is there twice, or is not what it should be.
    #[error("header {header} is malformed")]
    Malformed {
        /// Its name.
        header: &'static str,
    },
    /// Somebody else answers than who was asked.
    #[error("answered by another hotkey")]
    OtherResponder,
    /// The signature is another answer's, or somebody else's.
    #[error("the answer's signature does not verify")]
    BadSignature,
    /// A chunk of a signed stream is no JSON object or array, or nested past 128.
    #[error("a chunk is no JSON object or array")]
    BadChunk,
    /// The stream ended before its trailer.
    #[error("the stream has no trailer")]
    NoTrailer,
    /// The trailer is not of the form it should be.
    #[error("the stream's trailer is malformed")]
    BadTrailer,
    /// The trailer counts other chunks than came.
    #[error("{came} chunks came of {said}")]
    Count {
        /// What the trailer says.
        said: u64,
        /// How many there were.
        came: u64,
    },
    /// The chunks are not those the trailer is about, or in another order.
    #[error("the chunks are not those of the trailer")]
    Digest,
    /// The stream goes on behind its trailer.
    #[error("the stream goes on behind its trailer")]
    BehindTrailer,
}
