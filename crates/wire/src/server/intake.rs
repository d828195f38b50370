//! Bodies on their way in, whose memory all callers share.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Room for bodies.
pub(super) struct Intake {
    room: Arc<Semaphore>,
    body_bytes: usize,
}

/// A body, and the room it takes; given back when dropped.
pub(super) struct Taken {
    pub(super) bytes: Bytes,
    _room: Option<OwnedSemaphorePermit>,
}

/// Why a body is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    TooLarge,
    /// Others' bodies fill the room.
    NoRoom,
    BrokeOff,
}

impl Intake {
    /// Room for so many bytes together, and for so many of one body.
    pub(super) fn new(bodies_bytes: usize, body_bytes: usize) -> Self {
        let room = bodies_bytes.max(body_bytes).min(Semaphore::MAX_PERMITS);
        Self { room: Arc::new(Semaphore::new(room)), body_bytes }
    }

    /// Reads a body to its end; only bytes that came take room.
    pub(super) async fn take(&self, mut body: Incoming) -> Result<Taken, NotTaken> {
        // What it says of itself is enough to refuse it.
        if body.size_hint().lower() > self.body_bytes as u64 {
            return Err(NotTaken::TooLarge);
        }
        let (mut first, mut whole) = (Bytes::new(), BytesMut::new());
        let mut room: Option<OwnedSemaphorePermit> = None;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| NotTaken::BrokeOff)?;
            // Trailers say nothing here.
            let Ok(bytes) = frame.into_data() else { continue };
            let so_far = first.len().max(whole.len());
            if bytes.len() > self.body_bytes.saturating_sub(so_far) {
                return Err(NotTaken::TooLarge);
            }
            let count = u32::try_from(bytes.len()).map_err(|_| NotTaken::TooLarge)?;
            let more = Arc::clone(&self.room).try_acquire_many_owned(count);
            let more = more.map_err(|_| NotTaken::NoRoom)?;
            match &mut room {
                Some(room) => room.merge(more),
                None => room = Some(more),
            }
            // Most bodies come in one piece, which needs no copy.
            if so_far == 0 {
                first = bytes;
            } else {
                if whole.is_empty() {
                    whole.extend_from_slice(&first);
                }
                whole.extend_from_slice(&bytes);
            }
        }
        let bytes = if whole.is_empty() { first } else { whole.freeze() };
        Ok(Taken { bytes, _room: room })
    }
}
