//! An answer on its way out.

use super::queue::Turn;
use crate::BodyHash;
use crate::classic::{ClassicHead, Envelope, error_body};
use crate::draft::Signer;
use crate::header_name::HeaderNames;
use crate::number::float_text;
use crate::twresp::{self, Asked, WrittenStream};
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use incentor_synapse::Fields;
use std::borrow::Cow;
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

/// A body, whole or in chunks; a stream holds its turn until its end or its deadline.
pub(super) enum Payload {
    Whole(Option<Bytes>),
    Chunks(Chunks),
}

/// A stream that is cut at its deadline.
pub(super) struct Chunks {
    chunks: mpsc::Receiver<Bytes>,
    until: Pin<Box<Sleep>>,
    /// Where the answer is signed: what its chunks become, until the trailer is out.
    signed: Signed,
    _end: oneshot::Sender<()>,
}

/// Whether a stream's chunks go out as they are.
enum Signed {
    No,
    Yes(Box<WrittenStream>),
    /// The trailer is out.
    Ended,
}

impl Signed {
    /// What goes out for the next chunk, or for the end of them.
    fn frame(&mut self, chunk: Option<Bytes>) -> Option<Result<Frame<Bytes>, io::Error>> {
        let bytes = match (&mut *self, chunk) {
            (Self::No | Self::Ended, chunk) => chunk.map(Ok),
            // A stream that cannot go on ends without trailer, so that nobody takes it for a whole one.
            (Self::Yes(stream), Some(chunk)) => Some(match stream.chunk(&chunk) {
                Ok(event) => Ok(event.into()),
                Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            }),
            (Self::Yes(stream), None) => {
                let end = stream.end();
                *self = Self::Ended;
                Some(Ok(end.into()))
            }
        };
        Some(bytes?.map(Frame::data))
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Chunks(stream) => {
                if stream.until.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into())));
                }
                let Chunks { chunks, signed, .. } = stream;
                chunks.poll_recv(context).map(|chunk| signed.frame(chunk))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Chunks(..) => SizeHint::default(),
        }
    }
}

/// A text with a status.
pub(super) fn plain(status: u16, content_type: &'static str, text: String) -> Response<Payload> {
    let mut response = Response::new(Payload::Whole(Some(Bytes::from(text))));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// A refusal: the text as JSON, and in the headers a Python dendrite reads.
pub(super) fn refusal(status: u16, text: &str) -> Response<Payload> {
    let mut response = plain(status, "application/json", error_body(text));
    let headers = [
        ("bt_header_axon_status_code", status.to_string()),
        ("bt_header_axon_status_message", text.to_owned()),
    ];
    extend(&mut response, headers.map(|(name, value)| (Cow::Borrowed(name), value)));
    response
}

/// Adds what may stand in a header.
fn extend(
    response: &mut Response<Payload>,
    headers: impl IntoIterator<Item = (Cow<'static, str>, String), IntoIter: ExactSizeIterator>,
) {
    let headers = headers.into_iter();
    response.headers_mut().reserve(headers.len());
    let mut names = HeaderNames::default();
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (names.of(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// Signs a success; a stream says who signs and has the signature behind its last chunk.
pub(super) fn sign(response: &mut Response<Payload>, signer: &Arc<Signer>, asked: &Asked) {
    let status = response.status().as_u16();
    let headers = match response.body_mut() {
        Payload::Whole(body) => twresp::sign(signer, asked, status, body.as_deref().unwrap_or_default()),
        Payload::Chunks(stream) => {
            let headers = twresp::claim(signer);
            stream.signed = Signed::Yes(Box::new(WrittenStream::new(Arc::clone(signer), asked.clone())));
            headers
        }
    };
    extend(response, headers.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)));
}

/// The envelope of a success.
fn envelope(route: &'static str, head: ClassicHead, own: &str, seconds: f64) -> Envelope {
    let mut envelope = Envelope::of_request(route, head);
    envelope.axon.status_code = Some(200);
    envelope.axon.status_message = Some("Success".to_owned());
    envelope.axon.process_time = Some(seconds);
    envelope.axon.hotkey = Some(own.to_owned());
    envelope
}

/// A reply: with Python's envelope by the classic face, bare by btauth/1.
///
/// The body says all of the envelope. Headers repeat what came of the request; a Python axon repeats the rest there as
/// well, both ends' names and the caller's own signature, which every SDK takes from the body (`wire-protocol` §1.11).
pub(super) fn reply(
    route: &'static str,
    classic: Option<Box<ClassicHead>>,
    own: &str,
    fields: &Fields,
    seconds: f64,
) -> Response<Payload> {
    let Some(head) = classic else { return plain(200, "application/json", fields.json()) };
    let envelope = envelope(route, *head, own, seconds);
    let Ok(body) = envelope.answer(fields) else { return refusal(500, "the reply cannot be written") };
    let mut response = plain(200, "application/json", body);
    let outcome = [
        ("bt_header_axon_status_code", "200".to_owned()),
        ("bt_header_axon_status_message", "Success".to_owned()),
        ("bt_header_axon_process_time", float_text(seconds)),
    ];
    extend(&mut response, outcome.map(|(name, value)| (Cow::Borrowed(name), value)));
    response
}

/// A reply in chunks, until the deadline.
pub(super) fn stream(
    route: &'static str,
    classic: Option<Box<ClassicHead>>,
    own: &str,
    chunks: mpsc::Receiver<Bytes>,
    (turn, deadline): (Turn, Instant),
) -> Response<Payload> {
    let (end, ended) = oneshot::channel();
    // A body is not asked for more while its caller takes nothing, so the deadline has to come from outside it.
    tokio::spawn(async move {
        let _ = timeout_at(deadline, ended).await;
        drop(turn);
    });
    let until = Box::pin(sleep_until(deadline));
    let mut response =
        Response::new(Payload::Chunks(Chunks { chunks, until, signed: Signed::No, _end: end }));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    if let (Some(head), Ok(hash)) = (classic, BodyHash::of_texts([])) {
        extend(&mut response, envelope(route, *head, own, 0.0).answer_headers(&hash));
    }
    response
}
