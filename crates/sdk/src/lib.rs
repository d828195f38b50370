//! What a mechanism's author writes against.
//!
//! A mechanism is three things: a [`Task`] asks questions, a [`Scoring`] turns answers into [`Score`]s, a
//! [`Solver`] is a miner that answers them. [`Mechanism`] ties them together; whoever runs it, the simulator or
//! a live validator, opens a [`Sitting`] per round, fills in what the miners replied and closes it for scores.
//! A [`ScoreBook`] averages scores over rounds, and [`WeightVector::from_scores`] makes weights of them.
//!
//! The validator's half is pure and synchronous: luck comes from [`Rng`], memory lives in [`Notes`].

// The protocol.
pub use incentor_synapse::export::{SynapseInSdk as Synapse, Trait as Synapse};
pub use incentor_synapse::{self as synapse, Message, Tensor};

// Names and numbers of the network.
pub use incentor_primitives::{AccountId, BlockNumber, MechId, NetUid, Uid, Weight};

// Luck and memory.
mod batch;
mod fault;
mod normal;
mod notes;
mod rng;
mod span;
// Asking.
mod round;
mod sampling;
mod schedule;
mod task;
// Answering.
mod miner;
mod solver;
// Scoring.
mod by;
mod combine;
mod exam;
mod leaves;
mod mark;
mod score;
mod scoring;
// The whole.
mod body;
mod mechanism;
mod opened;
mod sitting;
mod subnet;
// Is my scorer safe?
pub mod check;
// Programs in other languages.
#[cfg(feature = "external")]
pub mod external;
// Scores over time, and weights.
mod book;
mod state;
mod weights;

#[cfg(test)]
mod trial;

pub use batch::{exponentials, normals, normals_at};
pub use book::{BookError, Explanation, Line, SavedBook, ScoreBook};
pub use by::By;
pub use combine::{
    Among, Distinct, Duel, FirstCome, FirstCopyOnly, GeometricMean, Judge, Judged, Likeness, Minimum, Named,
    PassFail, Penalty, Power, Product, Rank, Scaled, Sum, Threshold, WinnerTakeMost,
};
pub use exam::{Answer, Exam, Failure};
pub use fault::{Fault, Stage};
pub use leaves::{Constant, InTime, Latency};
pub use mark::{Mark, Part};
pub use mechanism::{AnyMechanism, Mechanism};
pub use miner::{Forwarding, LiveOnly, Miner, MinerKind, NoSolver};
pub use normal::inverse_normal;
pub use notes::Notes;
pub use rng::{Luck, Rng};
pub use round::{Peer, Round};
pub use sampling::{Asked, Candidate, Sampling};
pub use schedule::{Agenda, Schedule};
pub use score::Score;
pub use scoring::{PerReply, Scoring, each, per_reply};
pub use sitting::{Arrival, Leaves, Mail, Sitting, Unopened};
pub use solver::{Arrived, Caller, Desk, Reading, Refusal, Shelf, Solver, Work};
pub use span::Span;
pub use state::{StateError, ValidatorState};
pub use subnet::Subnet;
pub use task::{Looks, Question, ReplyOf, Task, To};
pub use weights::{Classic, Policy, WeightVector};
