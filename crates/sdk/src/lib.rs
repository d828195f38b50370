//! What a mechanism's author writes against.
//!
//! A mechanism is three things: a [`Task`] asks questions, a [`Scoring`] turns answers into [`Score`]s, a
//! [`Solver`] is a miner that answers them. [`Mechanism`] ties them together; whoever runs it, the simulator or
//! a live validator, opens a [`Sitting`] per round, fills in what the miners replied and closes it for scores.
//! A [`ScoreBook`] averages scores over rounds, and [`WeightVector::from_scores`] makes weights of them.
//!
//! The validator's half is pure and synchronous: luck comes from [`Rng`], memory lives in [`Notes`].

// The protocol.
pub use incentor_synapse::{self as synapse, Message, Synapse};

// Luck and memory.
mod normal;
mod notes;
mod rng;
// Asking.
mod round;
mod task;
// Answering.
mod solver;
// Scoring.
mod combine;
mod exam;
mod leaves;
mod score;
mod scoring;
// The whole.
mod mechanism;
mod sitting;
// Scores over time, and weights.
mod book;
mod weights;

#[cfg(test)]
mod trial;

pub use book::ScoreBook;
pub use combine::{FirstCopyOnly, Product, Scaled, Sum};
pub use exam::{Answer, Exam, Failure};
pub use leaves::{Constant, InTime};
pub use mechanism::{AnyMechanism, Mechanism};
pub use normal::inverse_normal;
pub use notes::Notes;
pub use rng::{Luck, Rng};
pub use round::{Peer, Round};
pub use score::Score;
pub use scoring::{By, Scoring, each};
pub use sitting::{Mail, Sitting, Unopened};
pub use solver::{Caller, Desk, Refusal, Shelf, Solver, Work};
pub use task::{Question, ReplyOf, Task, To};
pub use weights::{Classic, Policy, WeightVector};
