//! A call, from a target to a reply.

use super::clock;
use super::faces::ClassicAxons;
use super::instances::{Instance, Instances};
use super::link::Link;
use super::pool::Pool;
use super::stream::Stream;
use crate::header_name::HeaderNames;
use crate::twresp::{self, AnswerError, Asked, Claim, ReadStream};
use crate::{
    CallFailure, Draft, Face, Headers, Network, Occasion, Reason, Received, Signer, Stage, Target, Written,
    process_seconds,
};
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue, USER_AGENT};
use hyper::{HeaderMap, Method, Request, Response, Uri};
use incentor_keys::Hotkey;
use incentor_synapse::Synapse;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, timeout_at};

/// How much a dendrite takes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests under way.
    pub in_flight: usize,
    /// Requests under way to one address.
    pub per_target: usize,
    /// Connections kept for a next request.
    pub idle: usize,
    /// How long they are kept.
    pub idle_time: Duration,
    /// Bytes of an answer's head, at least 8192.
    pub head_bytes: usize,
    /// Bytes of an answer's body, a stream's included.
    pub body_bytes: usize,
}

impl Default for Limits {
    /// 512 requests, 256 to one address, 512 connections idle for 4 s, 32 KiB of head, 10 MiB of body.
    ///
    /// SDK axons close a connection that is idle for 5 s.
    fn default() -> Self {
        Self {
            in_flight: 512,
            per_target: 256,
            idle: 512,
            idle_time: Duration::from_secs(4),
            head_bytes: 32 << 10,
            body_bytes: 10 << 20,
        }
    }
}

/// How a dendrite is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where its targets may be.
    pub network: Network,
    /// How much it takes on.
    pub limits: Limits,
    /// Its own address, as the classic face says it; axons replace it by the socket's.
    pub own_ip: IpAddr,
}

impl Default for Settings {
    /// Public targets alone, the default limits, no address of its own.
    fn default() -> Self {
        Self { network: Network::Public, limits: Limits::default(), own_ip: Ipv4Addr::UNSPECIFIED.into() }
    }
}

/// By which face an axon is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaceChoice {
    /// By this one.
    Only(Face),
    /// By btauth/1 and, where the axon answers as one that knows only the other, by the classic face.
    ///
    /// It is asked again before any handler has seen the request, and remembered for an hour.
    #[default]
    Either,
}

/// Which answers count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answers {
    /// All of them. Where an answer says that it is signed, the signature has to be right.
    #[default]
    Any,
    /// Those that their axon signed, by [`crate::twresp`]; the classic face has none.
    Signed,
}

/// How one call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallOptions {
    /// By which face.
    pub face: FaceChoice,
    /// Which answers count.
    pub answers: Answers,
    /// From its turn to the last byte of the answer. The classic face tells the axon.
    pub timeout: Duration,
    /// From the call, waiting for its turn included; of a fan-out, for all calls together.
    pub total: Option<Duration>,
    /// How often it is tried again where nothing was sent: nobody listens, or a kept connection had ended.
    pub retries: u32,
}

impl Default for CallOptions {
    /// Either face, any answer, 12 s as in the SDK, no total, one retry.
    fn default() -> Self {
        Self {
            face: FaceChoice::Either,
            answers: Answers::Any,
            timeout: Duration::from_secs(12),
            total: None,
            retries: 1,
        }
    }
}

/// How long nobody is given to start listening before the next try.
const PAUSE: Duration = Duration::from_millis(100);

/// How long a kept connection is taken to stand without another look.
const FRESH: Duration = Duration::from_millis(1);

/// Bytes read of a body that comes with a refusal.
const REFUSAL_BYTES: usize = 64 << 10;

/// A reply, with what is known about how it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply<R> {
    /// What the miner sent back.
    pub reply: R,
    /// From the request's leaving to the last byte of the answer, by our clock.
    pub latency: Duration,
    /// By which face it was asked.
    pub face: Face,
    /// Whether the axon signed it.
    pub signed: bool,
    /// Seconds the axon says its handler took; its own word.
    pub process_s: Option<f64>,
}

/// A validator's client: asks axons, and tells why where there is no reply.
///
/// Cheap to clone; all clones share connections, limits and the hotkey. Calls need a tokio runtime around them.
#[derive(Clone)]
pub struct Dendrite(Arc<Shared>);

struct Shared {
    signer: Signer,
    settings: Settings,
    pool: Arc<Pool>,
    turns: Arc<Semaphore>,
    instances: Arc<Instances>,
    classic_axons: ClassicAxons,
}

impl std::fmt::Debug for Dendrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Shared { signer, settings, .. } = &*self.0;
        f.debug_struct("Dendrite").field("hotkey", signer.hotkey()).field("settings", settings).finish()
    }
}

/// What a request under way holds: its turn, its place at the target, its instance's name.
pub(super) struct Under {
    pool: Arc<Pool>,
    address: SocketAddr,
    instance: Instance,
    _turn: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

impl Under {
    /// Keeps a connection whose answer was read to its end.
    pub(super) async fn give_back(&self, mut link: Link) {
        if link.is_usable().await {
            self.pool.keep(self.address, link);
        }
    }
}

/// An answer whose body is still to come.
struct Headed {
    link: Link,
    head: HeaderMap,
    status: u16,
    body: Incoming,
    nonce: u64,
    sent: Instant,
}

impl Dendrite {
    /// Calls in the name of this hotkey.
    #[must_use]
    pub fn new(hotkey: Hotkey, settings: Settings) -> Self {
        let Limits { in_flight, per_target, idle, idle_time, .. } = settings.limits;
        Self(Arc::new(Shared {
            instances: Instances::new(hotkey.account()),
            signer: Signer::new(hotkey).at(settings.own_ip),
            pool: Pool::new(per_target, idle, idle_time),
            turns: Arc::new(Semaphore::new(in_flight.clamp(1, Semaphore::MAX_PERMITS))),
            classic_axons: ClassicAxons::default(),
            settings,
        }))
    }

    /// Asks one axon.
    ///
    /// # Errors
    /// Why there is no reply, and when that was known. It is asked again only where nothing was sent, or where no
    /// handler can have seen the request.
    pub async fn call<S: Synapse>(
        &self,
        target: &Target,
        ask: &S,
        options: &CallOptions,
    ) -> Result<Reply<S::Reply>, CallFailure> {
        let start = Instant::now();
        let draft = Draft::new(ask);
        let draft = draft.map_err(|error| CallFailure { reason: error.into(), after: start.elapsed() })?;
        self.call_draft(target, ask, &draft, options, start).await
    }

    pub(super) async fn call_draft<S: Synapse>(
        &self,
        target: &Target,
        ask: &S,
        draft: &Draft,
        options: &CallOptions,
        start: Instant,
    ) -> Result<Reply<S::Reply>, CallFailure> {
        let call = async {
            let (under, deadline) = self.turn(target, options, start).await?;
            loop {
                let face = self.face(target, options);
                let headed = self.exchange(target, draft, face, options, &under, deadline).await?;
                let Headed { link, head, status, body, nonce, sent } = headed;
                let body = self.body(link, status, body, &under, deadline).await?;
                let latency = sent.elapsed();
                let headers = borrowed(&head);
                let process_s = process_seconds(&headers);
                let received = Received { status, headers, body: &body };
                if self.is_news(target, options, face, &received) {
                    continue;
                }
                let claim = self.claim(target, options, face, &received)?;
                if let Some(claim) = &claim {
                    claim.check(&self.asked(nonce), status, &twresp::digest(&body))?;
                }
                let (reply, signed) = (received.reply(ask, face)?, claim.is_some());
                return Ok(Reply { reply, latency, face, signed, process_s });
            }
        };
        call.await.map_err(|reason| CallFailure { reason, after: start.elapsed() })
    }

    /// Asks one axon for a reply in chunks.
    ///
    /// # Errors
    /// As [`Dendrite::call`], up to the head of the answer; what goes wrong later is said by [`Stream::next`].
    pub async fn stream<S: Synapse>(
        &self,
        target: &Target,
        ask: &S,
        options: &CallOptions,
    ) -> Result<Stream, CallFailure> {
        let start = Instant::now();
        let limit = self.0.settings.limits.body_bytes;
        let call = async {
            let draft = Draft::new(ask)?;
            let (under, deadline) = self.turn(target, options, start).await?;
            loop {
                let face = self.face(target, options);
                let headed = self.exchange(target, &draft, face, options, &under, deadline).await?;
                let Headed { link, head: headers, status, body, nonce, sent } = headed;
                if status == 200 {
                    let received = Received { status, headers: borrowed(&headers), body: &[] };
                    received.accepted(face)?;
                    let claim = self.claim(target, options, face, &received)?;
                    let signed = claim.map(|claim| ReadStream::new(claim, self.asked(nonce)));
                    let (left, latency) = (limit, sent.elapsed());
                    return Ok(Stream {
                        under,
                        link: Some(link),
                        body,
                        headers,
                        signed,
                        over: false,
                        start,
                        deadline,
                        left,
                        latency,
                    });
                }
                let body = self.body(link, status, body, &under, deadline).await?;
                let received = Received { status, headers: borrowed(&headers), body: &body };
                if !self.is_news(target, options, face, &received) {
                    return Err(received.refusal());
                }
            }
        };
        call.await.map_err(|reason| CallFailure { reason, after: start.elapsed() })
    }

    /// The rest of an answer; a refusal is one whatever is wrong with its body.
    async fn body(
        &self,
        mut link: Link,
        status: u16,
        body: Incoming,
        under: &Under,
        deadline: Instant,
    ) -> Result<Bytes, Reason> {
        let most = self.0.settings.limits.body_bytes;
        let most = if status == 200 { most } else { most.min(REFUSAL_BYTES) };
        let body = timeout_at(deadline, link.body(body, most)).await;
        match body.unwrap_or(Err(Reason::Timeout { stage: Stage::Body })) {
            Ok(body) => {
                under.give_back(link).await;
                Ok(body)
            }
            Err(_) if status != 200 => Ok(Bytes::new()),
            Err(reason) => Err(reason),
        }
    }

    /// By which face a target is asked now.
    fn face(&self, target: &Target, options: &CallOptions) -> Face {
        match options.face {
            FaceChoice::Only(face) => face,
            FaceChoice::Either if options.answers == Answers::Signed => Face::Btauth,
            FaceChoice::Either if self.0.classic_axons.has(target.address()) => Face::Classic,
            FaceChoice::Either => Face::Btauth,
        }
    }

    /// Whether an answer says that the axon is to be asked again by the other face.
    fn is_news(&self, target: &Target, options: &CallOptions, face: Face, received: &Received<'_>) -> bool {
        let other = options.face == FaceChoice::Either && options.answers == Answers::Any;
        if !other || face == Face::Classic || !received.is_classic_axon() {
            return false;
        }
        self.0.classic_axons.remember(target.address());
        // Where there is no room to remember it, there is no end to asking.
        self.0.classic_axons.has(target.address())
    }

    /// What a success says about who signed it.
    fn claim(
        &self,
        target: &Target,
        options: &CallOptions,
        face: Face,
        received: &Received<'_>,
    ) -> Result<Option<Claim>, Reason> {
        // A refusal proves nothing: whoever can forge one can as well let no answer through.
        if face == Face::Classic || received.status != 200 {
            return Ok(None);
        }
        let claim = Claim::read(&received.headers, target.hotkey(), target.receiver())?;
        if claim.is_none() && options.answers == Answers::Signed {
            return Err(AnswerError::Unsigned.into());
        }
        Ok(claim)
    }

    /// What an answer to a request of this nonce is an answer to.
    fn asked(&self, nonce: u64) -> Asked {
        Asked { nonce: nonce.into(), sender: self.0.signer.address().to_owned() }
    }

    /// Waits until the request may leave; gives what it holds, and by when its answer has to be there.
    async fn turn(
        &self,
        target: &Target,
        options: &CallOptions,
        start: Instant,
    ) -> Result<(Under, Instant), Reason> {
        let Shared { settings, pool, turns, instances, .. } = &*self.0;
        let address = target.address();
        settings.network.check(address)?;
        if options.answers == Answers::Signed && options.face == FaceChoice::Only(Face::Classic) {
            return Err(AnswerError::Unsigned.into());
        }
        let late = Reason::Timeout { stage: Stage::Turn };
        let end = options.total.and_then(|total| start.checked_add(total));
        if end.is_some_and(|end| end <= Instant::now()) {
            return Err(late);
        }
        let wait = async {
            // The target's place first, so that one slow target holds no turn of the others.
            let place = pool.places(address).acquire_owned().await.ok()?;
            Some((place, Arc::clone(turns).acquire_owned().await.ok()?))
        };
        let got = match end {
            Some(end) => timeout_at(end, wait).await.ok().flatten(),
            None => wait.await,
        };
        let Some((place, turn)) = got else { return Err(late) };
        let now = Instant::now();
        let deadline = now.checked_add(options.timeout).unwrap_or(now + Duration::from_secs(1 << 30));
        let instance = instances.take();
        let under = Under { pool: Arc::clone(pool), address, instance, _turn: turn, _place: place };
        Ok((under, end.map_or(deadline, |end| deadline.min(end))))
    }

    /// Sends a request and waits for the head of its answer.
    async fn exchange(
        &self,
        target: &Target,
        draft: &Draft,
        face: Face,
        options: &CallOptions,
        under: &Under,
        deadline: Instant,
    ) -> Result<Headed, Reason> {
        let mut retries = options.retries;
        loop {
            let connected = timeout_at(deadline, self.link(under)).await;
            let mut link = match connected.map_err(|_| Reason::Timeout { stage: Stage::Connection })? {
                Ok(link) => link,
                Err(_) if retries > 0 && Instant::now() + PAUSE < deadline => {
                    retries -= 1;
                    sleep(PAUSE).await;
                    continue;
                }
                Err(reason) => return Err(reason),
            };
            let nonce = clock::nonce();
            let request = self.signed(target, draft, face, options, under, nonce)?;
            let sent = Instant::now();
            let answer = timeout_at(deadline, link.send(request)).await;
            match answer.map_err(|_| Reason::Timeout { stage: Stage::Answer })? {
                Ok(response) => {
                    let (parts, body): (_, Incoming) = Response::into_parts(response);
                    return Ok(Headed {
                        link,
                        head: parts.headers,
                        status: parts.status.as_u16(),
                        body,
                        nonce,
                        sent,
                    });
                }
                Err(error) if error.unsent && retries > 0 => retries -= 1,
                Err(error) => return Err(error.reason),
            }
        }
    }

    /// A connection that was kept and still stands, or a new one.
    async fn link(&self, under: &Under) -> Result<Link, Reason> {
        while let Some((mut link, waited)) = under.pool.take(under.address) {
            if waited > FRESH {
                // The runtime looks at its sockets before it comes back here, so that an end is seen.
                yield_now().await;
            }
            if link.is_usable().await {
                return Ok(link);
            }
        }
        Link::connect(under.address, self.0.settings.limits.head_bytes).await
    }

    /// The request, with this nonce.
    fn signed(
        &self,
        target: &Target,
        draft: &Draft,
        face: Face,
        options: &CallOptions,
        under: &Under,
        nonce: u64,
    ) -> Result<Request<Full<Bytes>>, Reason> {
        let signer = &self.0.signer;
        let Written { headers, body } = match face {
            Face::Btauth => draft.btauth(signer, target, nonce),
            Face::Classic => {
                let (timeout_s, uuid) = (options.timeout.as_secs_f64(), under.instance.uuid);
                draft.classic(signer, target, &Occasion { timeout_s, nonce, uuid })?
            }
        };
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = Uri::try_from(draft.target()).map_err(|_| crate::DraftError::BadRoute)?;
        let map = request.headers_mut();
        map.reserve(headers.len() + 3);
        let host = HeaderValue::try_from(target.host());
        map.insert(HOST, host.map_err(|_| crate::DraftError::BadHeader)?);
        let mut names = HeaderNames::default();
        for (name, value) in headers {
            let name = names.of(name).map_err(|_| crate::DraftError::BadHeader)?;
            map.append(
                name,
                HeaderValue::from_maybe_shared(value).map_err(|_| crate::DraftError::BadHeader)?,
            );
        }
        map.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        map.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        Ok(request)
    }
}

/// What this software calls itself.
const AGENT: &str = concat!("incentor/", env!("CARGO_PKG_VERSION"));

/// Headers as the core reads them.
fn borrowed(headers: &HeaderMap) -> Headers<'_> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
}
