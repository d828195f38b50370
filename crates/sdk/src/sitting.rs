//! One opened round: typed inside, plain outside.

use crate::{Desk, Failure, Looks, Luck, Mark, Message, Notes, Peer, Refusal, Rng, Score, Work};
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

/// All sheets of a sitting, for another one of the same mechanism.
#[derive(Clone, Copy, Debug)]
pub struct Leaves<'a> {
    /// Whom its round may ask.
    pub(crate) peers: &'a [Peer],
    /// Its list of questions.
    pub(crate) questions: &'a dyn Any,
    /// Its list of answers.
    pub(crate) answers: &'a dyn Any,
}

/// The reply on a sheet reaches its validator, in a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Which of the sitting's sheets.
    pub sheet: usize,
    /// How long it took.
    pub latency: Duration,
}

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

    /// Shows each sheet: its number, whom it goes to, and the number of its question, which sheets may share.
    fn each_sheet(&self, visit: &mut dyn FnMut(usize, &Peer, usize));

    /// All of its sheets.
    fn leaves(&self) -> Leaves<'_>;

    /// Whether it asks as another sitting does: sheet by sheet the same question to the same uid.
    fn asks_as(&self, other: Leaves<'_>) -> bool;

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

    /// Has a sheet answered by one of the mechanism's solvers, without anything on the way.
    ///
    /// Solver 0 is the mechanism's own, the others are numbered as in [`AnyMechanism::solvers`]. The reply lies on
    /// the sheet as it leaves the miner, until [`deliver`](Self::deliver).
    ///
    /// [`AnyMechanism::solvers`]: crate::AnyMechanism::solvers
    ///
    /// # Errors
    /// If the miner declines, or there is no such sheet or solver; the sheet stays as it was.
    fn work(&mut self, sheet: usize, solver: usize, desk: &mut Desk<'_>) -> Result<Work, Refusal>;

    /// Cuts the reply on a sheet down to the share of the volume asked for that was served; see
    /// [`Solver::curtail`](crate::Solver::curtail).
    fn curtail(&mut self, sheet: usize, served: f64);

    /// The reply on a sheet, for [`hand_in`](Self::hand_in); `None` if there is none.
    fn reply(&self, sheet: usize) -> Option<&dyn Any>;

    /// The reply on a sheet as JSON, for whoever reads a record; `None` if there is none.
    fn reply_json(&self, sheet: usize) -> Option<Value>;

    /// Puts a copy of another sheet's reply on a sheet, changed by [`Solver::disguise`](crate::Solver::disguise) if
    /// there is luck for it; whether it fits.
    fn hand_in(&mut self, sheet: usize, reply: &dyn Any, disguise: Option<&mut Rng>) -> bool;

    /// Puts copies of another sitting's replies on the sheets of the same numbers.
    ///
    /// Sheets without a reply there, and sittings of another mechanism, change nothing.
    fn hand_in_all(&mut self, of: Leaves<'_>, sheets: &[usize]);

    /// The same from one sheet of this sitting to another.
    fn hand_on(&mut self, from: usize, to: usize, disguise: Option<&mut Rng>) -> bool;

    /// Puts on a sheet what the validator would answer itself; whether it can.
    fn tell(&mut self, sheet: usize) -> bool;

    /// What a miner can see of a question beyond its content.
    fn looks(&self, sheet: usize) -> Looks;

    /// The replies on these sheets arrive, in this order, and are what this validator makes of them; one that does not
    /// fit the request is [`Failure::Malformed`].
    ///
    /// `readings` and `validator` are those of a [`Reading`](crate::Reading).
    fn deliver(&mut self, arrivals: &[Arrival], readings: Luck, validator: u32);

    /// Scores what came: one mark per sheet, in their order, with the parts that are on record.
    ///
    /// Empty if the round is void: the rule gave a list of the wrong length or reported a fault, which
    /// [`Notes::take_faults`] then has.
    fn mark(self: Box<Self>, notes: &mut Notes) -> Vec<Mark>;

    /// The peers and scores of [`mark`](Self::mark).
    fn close(self: Box<Self>, notes: &mut Notes) -> Vec<(Peer, Score)> {
        let mut scores = Vec::new();
        self.close_into(notes, &mut scores);
        scores
    }

    /// The same on a list that is there already, in the place of what it held.
    fn close_into(self: Box<Self>, notes: &mut Notes, scores: &mut Vec<(Peer, Score)>);
}
