//! What a miner does with a request.

use crate::Caller;
use bytes::Bytes;
use incentor_synapse::{Body, Fields, Synapse, SynapseError};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::mpsc;

/// What a handler gives back.
#[derive(Debug)]
pub enum Answer<R> {
    /// The reply, as JSON.
    Reply(R),
    /// Raw chunks, sent as they come; the end of the channel is the end of the answer.
    Stream(mpsc::Receiver<Bytes>),
}

/// Why a handler gives no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    /// The HTTP status, from 400 to 599.
    pub status: u16,
    /// What the caller is told.
    pub message: String,
}

type Forwarding<R> = Pin<Box<dyn Future<Output = Result<Answer<R>, Decline>> + Send>>;
type Forward<S> = Arc<dyn Fn(S, Caller) -> Forwarding<<S as Synapse>::Reply> + Send + Sync>;
type Blacklist<S> = Arc<dyn Fn(&S, &Caller) -> Option<String> + Send + Sync>;
type Priority<S> = Arc<dyn Fn(&S, &Caller) -> u64 + Send + Sync>;

/// A protocol's handler, with whom it refuses and whom it prefers; all three see the real input of a verified caller.
pub struct Service<S: Synapse> {
    forward: Forward<S>,
    blacklist: Blacklist<S>,
    priority: Priority<S>,
}

impl<S: Synapse> Service<S> {
    /// A handler that serves everybody alike.
    pub fn new<F, Fut>(forward: F) -> Self
    where
        F: Fn(S, Caller) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Answer<S::Reply>, Decline>> + Send + 'static,
    {
        Self {
            forward: Arc::new(move |ask, caller| Box::pin(forward(ask, caller))),
            blacklist: Arc::new(|_, _| None),
            priority: Arc::new(|_, _| 0),
        }
    }

    /// Refuses whom this gives a reason for, with 403.
    #[must_use]
    pub fn blacklist(
        mut self,
        refuse: impl Fn(&S, &Caller) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.blacklist = Arc::new(refuse);
        self
    }

    /// Serves whom this gives the highest number first, where not all can be served at once.
    #[must_use]
    pub fn priority(mut self, prefer: impl Fn(&S, &Caller) -> u64 + Send + Sync + 'static) -> Self {
        self.priority = Arc::new(prefer);
        self
    }
}

/// A request of some protocol, read.
pub(super) trait Ask: Send {
    fn blacklisted(&self, caller: &Caller) -> Option<String>;
    fn priority(&self, caller: &Caller) -> u64;
    fn forward(self: Box<Self>, caller: Caller) -> Pin<Box<dyn Future<Output = Outcome> + Send>>;
}

/// What came of a request.
pub(super) enum Outcome {
    Fields(Result<Fields, SynapseError>),
    Stream(mpsc::Receiver<Bytes>),
    Declined(Decline),
}

/// A service of some protocol.
pub(super) trait AnyService: Send + Sync {
    fn read(&self, body: &Body<'_>) -> Result<Box<dyn Ask>, SynapseError>;
}

struct Read<S: Synapse> {
    ask: S,
    forward: Forward<S>,
    blacklist: Blacklist<S>,
    priority: Priority<S>,
}

impl<S: Synapse> AnyService for Service<S> {
    fn read(&self, body: &Body<'_>) -> Result<Box<dyn Ask>, SynapseError> {
        Ok(Box::new(Read {
            ask: S::of_body(body)?,
            forward: Arc::clone(&self.forward),
            blacklist: Arc::clone(&self.blacklist),
            priority: Arc::clone(&self.priority),
        }))
    }
}

impl<S: Synapse> Ask for Read<S> {
    fn blacklisted(&self, caller: &Caller) -> Option<String> {
        (self.blacklist)(&self.ask, caller)
    }

    fn priority(&self, caller: &Caller) -> u64 {
        (self.priority)(&self.ask, caller)
    }

    fn forward(self: Box<Self>, caller: Caller) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
        Box::pin(async move {
            match (self.forward)(self.ask.clone(), caller).await {
                Ok(Answer::Reply(reply)) => Outcome::Fields(self.ask.answer(&reply)),
                Ok(Answer::Stream(chunks)) => Outcome::Stream(chunks),
                Err(decline) => Outcome::Declined(decline),
            }
        })
    }
}
