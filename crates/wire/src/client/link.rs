//! One connection, driven by whoever uses it.

use crate::quiet::Quiet;
use crate::{Reason, Stage};
use bytes::{Bytes, BytesMut};
use http_body_util::Full;
use hyper::body::{Body as _, Frame, Incoming};
use hyper::client::conn::http1::{Builder, Connection, SendRequest};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::future::{Future as _, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use tokio::net::TcpStream;

type Exchange = Connection<TokioIo<TcpStream>, Full<Bytes>>;

/// A connection and the handle that sends over it.
///
/// No task stands behind it: the call that uses it drives it, so an exchange wakes nobody else, and a call that is
/// given up takes the connection with it. While it is idle nothing drives it, and the system keeps what comes.
pub(super) struct Link {
    sender: SendRequest<Full<Bytes>>,
    /// `None` once it has ended.
    exchange: Option<Pin<Box<Exchange>>>,
    quiet: Quiet,
}

/// Why no answer came over a link.
pub(super) struct LinkError {
    /// Nothing of the request was written.
    pub(super) unsent: bool,
    pub(super) reason: Reason,
}

impl Link {
    /// Connects; never anywhere but to this address.
    pub(super) async fn connect(address: SocketAddr, head_bytes: usize) -> Result<Self, Reason> {
        let refused = |error: &std::io::Error| Reason::Connect { kind: error.kind() };
        let socket = TcpStream::connect(address).await.map_err(|error| refused(&error))?;
        // A request is small and waited for.
        let _ = socket.set_nodelay(true);
        let (sender, exchange) = Builder::new()
            .max_buf_size(head_bytes.max(8192))
            .handshake(TokioIo::new(socket))
            .await
            .map_err(|error| reason_of(&error, Reason::HungUp))?;
        Ok(Self { sender, exchange: Some(Box::pin(exchange)), quiet: Quiet::new() })
    }

    /// Reads and writes what there is; false when the connection has ended.
    fn drive(exchange: &mut Option<Pin<Box<Exchange>>>, context: &mut Context<'_>) -> bool {
        if let Some(running) = exchange
            && running.as_mut().poll(context).is_ready()
        {
            *exchange = None;
        }
        exchange.is_some()
    }

    /// Whether another request can be sent, as far as is known without waiting.
    pub(super) async fn is_usable(&mut self) -> bool {
        let Self { sender, exchange, quiet } = self;
        poll_fn(|context| {
            quiet.poll(context, |context| Poll::Ready(Self::drive(exchange, context) && sender.is_ready()))
        })
        .await
    }

    /// Sends a request and waits for the head of its answer.
    pub(super) async fn send(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, LinkError> {
        let (exchange, quiet) = (&mut self.exchange, &self.quiet);
        let mut answer = pin!(self.sender.try_send_request(request));
        let answer = poll_fn(|context| {
            quiet.poll(context, |context| {
                Self::drive(exchange, context);
                answer.as_mut().poll(context)
            })
        });
        answer.await.map_err(|mut error| LinkError {
            unsent: error.take_message().is_some(),
            reason: reason_of(error.error(), Reason::HungUp),
        })
    }

    /// The next frame of an answer's body.
    async fn frame(&mut self, body: &mut Incoming) -> Option<Result<Frame<Bytes>, Reason>> {
        let mut body = Pin::new(body);
        let (exchange, quiet) = (&mut self.exchange, &self.quiet);
        let frame = poll_fn(|context| {
            quiet.poll(context, |context| {
                if let ready @ Poll::Ready(_) = body.as_mut().poll_frame(context) {
                    return ready;
                }
                Self::drive(exchange, context);
                body.as_mut().poll_frame(context)
            })
        });
        Some(frame.await?.map_err(|error| reason_of(&error, Reason::Cut)))
    }

    /// The next bytes of an answer's body, of which there are at most `left` more.
    pub(super) async fn chunk(&mut self, body: &mut Incoming, left: usize) -> Option<Result<Bytes, Reason>> {
        loop {
            match self.frame(body).await?.map(Frame::into_data) {
                Ok(Ok(bytes)) if bytes.len() > left => return Some(Err(Reason::BodyTooLarge)),
                Ok(Ok(bytes)) => return Some(Ok(bytes)),
                // Trailers say nothing here.
                Ok(Err(_)) => {}
                Err(reason) => return Some(Err(reason)),
            }
        }
    }

    /// An answer's body, whole.
    pub(super) async fn body(&mut self, mut body: Incoming, most: usize) -> Result<Bytes, Reason> {
        if body.size_hint().lower() > most as u64 {
            return Err(Reason::BodyTooLarge);
        }
        let Some(first) = self.chunk(&mut body, most).await.transpose()? else { return Ok(Bytes::new()) };
        let Some(second) = self.chunk(&mut body, most - first.len()).await.transpose()? else {
            return Ok(first);
        };
        let mut whole = BytesMut::from(&first[..]);
        whole.extend_from_slice(&second);
        while let Some(chunk) = self.chunk(&mut body, most - whole.len()).await.transpose()? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }
}

/// What an error of the protocol means for the call; `broken` where the connection just ended.
fn reason_of(error: &hyper::Error, broken: Reason) -> Reason {
    if error.is_parse_too_large() {
        Reason::HeadTooLarge
    } else if error.is_parse() {
        Reason::NotHttp
    } else if error.is_timeout() {
        Reason::Timeout { stage: Stage::Answer }
    } else {
        broken
    }
}
