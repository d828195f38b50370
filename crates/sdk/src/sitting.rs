//! One opened round: typed inside, plain outside.

use crate::{Failure, Mark, Message, Notes, Peer, Score};
use serde_json::Value;
use std::{any::Any, fmt, time::Duration};

/// A reply in flight, its type unknown to the carrier.
pub struct Mail(Box<dyn Carried>);

trait Carried: Any + Send + Sync {
    fn copy(&self) -> Box<dyn Carried>;
    fn json(&self) -> Value;
    fn as_any(&mut self) -> &mut dyn Any;
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

impl<M: Message> Carried for M {
    fn copy(&self) -> Box<dyn Carried> {
        Box::new(self.clone())
    }

    fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

impl Mail {
    /// Wraps a reply.
    #[must_use]
    pub fn new(reply: impl Message) -> Self {
        Self(Box::new(reply))
    }

    /// The reply, if it is of that type.
    #[must_use]
    pub fn open<M: Message>(self) -> Option<M> {
        self.0.into_any().downcast().ok().map(|reply| *reply)
    }

    /// Changes the reply in place, if it is of that type.
    pub fn map<M: Message>(&mut self, change: impl FnOnce(&mut M)) {
        if let Some(reply) = (*self.0).as_any().downcast_mut() {
            change(reply);
        }
    }

    /// The reply by itself; live, an answer's body is what [`Synapse::answer`](crate::Synapse::answer) makes.
    #[must_use]
    pub fn json(&self) -> Value {
        (*self.0).json()
    }
}

impl Clone for Mail {
    fn clone(&self) -> Self {
        Self((*self.0).copy())
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mail({})", self.json())
    }
}

/// A request as the simulator hands it over; [`AnyMechanism`](crate::AnyMechanism) knows its type.
pub type Unopened<'a> = &'a dyn Any;

/// A round that has been opened and waits for replies.
///
/// It is a list of sheets, one per miner asked and question. The transport fills them in any order: the
/// simulator with [`fill`](Sitting::fill), a dendrite with [`fill_json`](Sitting::fill_json). A sheet that
/// nobody filled counts as [`Failure::Timeout`].
pub trait Sitting: Send {
    /// Number of sheets.
    fn sheets(&self) -> usize;

    /// Whom a sheet goes to; `None` past the end.
    fn target(&self, sheet: usize) -> Option<Peer>;

    /// The request's route.
    fn route(&self, sheet: usize) -> &'static str;

    /// The request as it travels live.
    fn request(&self, sheet: usize) -> Value;

    /// The request as the simulator hands it over.
    fn ask(&self, sheet: usize) -> Option<Unopened<'_>>;

    /// Fills in a typed reply; one of another type is [`Failure::Malformed`].
    fn fill(&mut self, sheet: usize, reply: Result<Mail, Failure>, latency: Duration, arrival: u32);

    /// Fills in a reply that came as JSON.
    fn fill_json(&mut self, sheet: usize, reply: Result<Value, Failure>, latency: Duration, arrival: u32);

    /// Scores what came: one mark per sheet, in their order, with the parts that are on record.
    ///
    /// Empty if the round is void: the rule gave a list of the wrong length or reported a fault, which
    /// [`Notes::take_faults`] then has.
    fn mark(self: Box<Self>, notes: &mut Notes) -> Vec<Mark>;

    /// The peers and scores of [`mark`](Self::mark).
    fn close(self: Box<Self>, notes: &mut Notes) -> Vec<(Peer, Score)> {
        self.mark(notes).into_iter().map(|mark| (mark.peer, mark.score)).collect()
    }
}
