//! A reply in chunks.

use super::dendrite::Under;
use super::link::Link;
use crate::twresp::ReadStream;
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
///
/// One that its axon signs comes chunk by chunk as the handler made them, and ends with `None` only where the signature
/// covers all of them. Until then nobody has signed what came.
pub struct Stream {
    pub(super) under: Under,
    pub(super) link: Option<Link>,
    pub(super) body: Incoming,
    pub(super) headers: HeaderMap,
    pub(super) signed: Option<ReadStream>,
    pub(super) over: bool,
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

    /// Whether its axon says that it signs it.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        self.signed.is_some()
    }

    /// The next chunk; `None` behind the last one and behind a failure.
    pub async fn next(&mut self) -> Option<Result<Bytes, CallFailure>> {
        if self.over {
            return None;
        }
        let chunk = self.chunk().await.transpose();
        self.over = !matches!(chunk, Some(Ok(_)));
        let failed = |reason| CallFailure { reason, after: self.start.elapsed() };
        chunk.map(|chunk| chunk.map_err(failed))
    }

    /// The next chunk, or none where the body ended well.
    async fn chunk(&mut self) -> Result<Option<Bytes>, Reason> {
        loop {
            if let Some(chunk) = self.signed.as_mut().and_then(ReadStream::chunk) {
                return Ok(Some(chunk));
            }
            let piece = self.piece().await?;
            let Some(signed) = &mut self.signed else { return Ok(piece) };
            match piece {
                Some(bytes) => signed.feed(bytes)?,
                None => return Ok(signed.finish().map(|()| None)?),
            }
        }
    }

    /// The next bytes of the body, or none behind its end.
    async fn piece(&mut self) -> Result<Option<Bytes>, Reason> {
        let Some(mut link) = self.link.take() else { return Ok(None) };
        let late = |_| Reason::Timeout { stage: Stage::Body };
        match timeout_at(self.deadline, link.chunk(&mut self.body, self.left)).await.map_err(late)? {
            None => {
                self.under.give_back(link).await;
                Ok(None)
            }
            Some(chunk) => {
                let chunk = chunk?;
                self.left -= chunk.len();
                self.link = Some(link);
                Ok(Some(chunk))
            }
        }
    }
}
