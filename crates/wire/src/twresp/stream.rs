//! An answer in chunks, on its way out and in.

use super::events::{Event, Events, write};
use super::trailer::{CHUNK, Chunks, END};
use super::{AnswerError, Asked, Claim, signature};
use crate::body_hash::hex;
use crate::draft::Signer;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use std::collections::VecDeque;
use std::sync::Arc;

/// A stream of one's own: chunks become events, and the last event signs them all.
#[derive(Debug)]
pub struct WrittenStream {
    signer: Arc<Signer>,
    asked: Asked,
    chunks: Chunks,
}

impl WrittenStream {
    /// Signs the answer to a request.
    #[must_use]
    pub fn new(signer: Arc<Signer>, asked: Asked) -> Self {
        Self { signer, asked, chunks: Chunks::default() }
    }

    /// A chunk's event.
    ///
    /// # Errors
    /// [`AnswerError::BadChunk`] where the chunk is not one line of JSON, an object or an array.
    pub fn chunk(&mut self, chunk: &[u8]) -> Result<Vec<u8>, AnswerError> {
        self.chunks.add(chunk)?;
        Ok(write(CHUNK, chunk))
    }

    /// The trailer's event, behind the last chunk.
    #[must_use]
    pub fn end(&self) -> Vec<u8> {
        let signature = signature(&self.signer, &self.asked, 200, &self.chunks.digest());
        write(END, self.chunks.trailer(&signature).as_bytes())
    }
}

/// A stream that somebody says to have signed: its chunks, and in the end whether it was they.
///
/// Chunks are handed over as they come. Until [`ReadStream::finish`] says so, nobody has signed them.
#[derive(Debug)]
pub struct ReadStream {
    claim: Claim,
    asked: Asked,
    form: Form,
    ready: VecDeque<Bytes>,
}

/// How the chunks travel.
#[derive(Debug)]
enum Form {
    /// As events; whether the trailer was there.
    Events { events: Events, chunks: Chunks, ended: bool },
    /// As they are: a whole answer, with its signature in the headers.
    Whole(Sha256),
}

impl ReadStream {
    /// Reads the answer to a request.
    #[must_use]
    pub fn new(claim: Claim, asked: Asked) -> Self {
        let form = match claim.signature {
            Some(_) => Form::Whole(Sha256::new()),
            None => Form::Events { events: Events::default(), chunks: Chunks::default(), ended: false },
        };
        Self { claim, asked, form, ready: VecDeque::new() }
    }

    /// Takes the next bytes of the body.
    ///
    /// # Errors
    /// What is wrong with the stream so far; it is not to be read on.
    pub fn feed(&mut self, bytes: Bytes) -> Result<(), AnswerError> {
        let Self { claim, asked, form, ready } = self;
        match form {
            Form::Whole(digest) => {
                digest.update(&bytes);
                ready.push_back(bytes);
                Ok(())
            }
            Form::Events { events, chunks, ended } => events.feed(&bytes, |Event { name, data }| {
                if *ended {
                    return Err(AnswerError::BehindTrailer);
                }
                if name == CHUNK.as_bytes() {
                    chunks.add(&data)?;
                    ready.push_back(data.into());
                } else if name == END.as_bytes() {
                    let signature = chunks.check(&data)?;
                    claim.check_signature(&signature, asked, 200, &chunks.digest())?;
                    *ended = true;
                }
                Ok(())
            }),
        }
    }

    /// The next chunk that has come whole.
    pub fn chunk(&mut self) -> Option<Bytes> {
        self.ready.pop_front()
    }

    /// Whether the axon signed all of it, now that the body has ended.
    ///
    /// # Errors
    /// [`AnswerError::NoTrailer`], or of a whole answer [`AnswerError::BadSignature`].
    pub fn finish(&self) -> Result<(), AnswerError> {
        match &self.form {
            Form::Whole(digest) => self.claim.check(&self.asked, 200, &hex(&digest.clone().finalize())),
            Form::Events { ended: true, .. } => Ok(()),
            Form::Events { ended: false, .. } => Err(AnswerError::NoTrailer),
        }
    }
}
