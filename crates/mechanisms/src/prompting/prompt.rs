//! The protocol.

use incentor_sdk::Synapse;

/// A passage and a question about it.
///
/// Only the answer is scored; nothing the request says comes back, so there is nothing to tamper with.
#[derive(Clone, Debug, PartialEq, Eq, Synapse)]
#[synapse(reply = "Completion", reply_derive = "Eq")]
pub struct Prompt {
    /// What is to be read.
    #[hashed]
    pub passage: String,
    /// What is asked about it.
    #[hashed]
    pub question: String,
    /// The bare answer: the names asked for, separated by commas.
    #[reply]
    pub answer: String,
}
