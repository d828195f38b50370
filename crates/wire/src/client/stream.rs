//! A reply in chunks.

use super::dendrite::Under;
use super::link::Link;
use crate::{CallFailure, Reason, Stage};
use bytes::Bytes;
use hyper::HeaderMap;
use hyper::body::Incoming;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// A reply that comes in raw chunks, as the axon cut them or the network did.
///
/// It ends with `None` only where the axon ended it; a stream that breaks off, runs out of time or grows past the limit
/// ends with a failure. The time is that of the whole call.
pub struct Stream {
    pub(super) under: Under,
    pub(super) link: Option<Link>,
    pub(super) body: Incoming,
    pub(super) headers: HeaderMap,
    pub(super) start: Instant,
    pub(super) deadline: Instant,
    pub(super) left: usize,
    pub(super) latency: Duration,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("latency", &self.latency).finish_non_exhaustive()
    }
}

impl Stream {
    /// From the request's leaving to the head of the answer.
    #[must_use]
    pub const fn latency(&self) -> Duration {
        self.latency
    }

    /// A header of the answer; SDK classes put a stream's fields there.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The next chunk; `None` behind the last one and behind a failure.
    pub async fn next(&mut self) -> Option<Result<Bytes, CallFailure>> {
        let mut link = self.link.take()?;
        let failed = |reason| Some(Err(CallFailure { reason, after: self.start.elapsed() }));
        match timeout_at(self.deadline, link.chunk(&mut self.body, self.left)).await {
            Err(_) => failed(Reason::Timeout { stage: Stage::Body }),
            Ok(Some(Err(reason))) => failed(reason),
            Ok(Some(Ok(chunk))) => {
                self.left -= chunk.len();
                self.link = Some(link);
                Some(Ok(chunk))
            }
            Ok(None) => {
                self.under.give_back(link).await;
                None
            }
        }
    }
}
