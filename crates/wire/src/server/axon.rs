//! Connections in, answers out.

use super::answer::{self, Payload};
use super::doors::Doors;
use super::intake::{Intake, NotTaken};
use super::metrics::Metrics;
use super::patient::Patient;
use super::queue::Queue;
use super::service::{AnyService, Outcome, Service};
use super::shell;
use crate::draft::Signer;
use crate::quiet::Quiet;
use crate::twresp::Asked;
use crate::{Guard, Headers, MemoryLimits, PING, Policy, Refusal, ReplayMemory, Request, Routes, Verified};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use incentor_keys::Hotkey;
use incentor_primitives::AccountId;
use incentor_synapse::{Body, Fields, Synapse};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, timeout, timeout_at};

/// How much an axon takes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open connections.
    pub connections: usize,
    /// Open connections of one address; of IPv6, of one /64.
    pub connections_per_address: usize,
    /// Handlers at work.
    pub handlers: usize,
    /// Requests that wait for one.
    pub waiting: usize,
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Bytes of all bodies that are being read or wait for their handler.
    pub bodies_bytes: usize,
    /// Bytes of a request's head, at least 8192.
    pub head_bytes: usize,
    /// Time for a head to arrive, from the connection's start or the answer before it.
    pub head_time: Duration,
    /// Time for everything between a head and its answer, less where the caller says so; and for an answer to be taken.
    pub budget: Duration,
    /// Requests remembered against replay.
    pub memory: MemoryLimits,
}

impl Default for Limits {
    /// 1024 connections, 512 of one address, 64 handlers, 256 waiting, 10 MiB of body, 256 MiB of all, 32 KiB of head
    /// in 20 s, 60 s for an answer and as long for the caller to take it.
    ///
    /// A Python dendrite that calls many at once connects seconds before it writes, and keeps idle connections for 15 s:
    /// whoever closes later never closes under a request.
    fn default() -> Self {
        Self {
            connections: 1024,
            connections_per_address: 512,
            handlers: 64,
            waiting: 256,
            body_bytes: 10 << 20,
            bodies_bytes: 256 << 20,
            head_bytes: 32 << 10,
            head_time: Duration::from_secs(20),
            budget: Duration::from_secs(60),
            memory: MemoryLimits::default(),
        }
    }
}

/// Why an axon does not start or end well.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AxonError {
    /// Two protocols have the same route.
    #[error("route `{route}` is there twice")]
    RouteTwice {
        /// Its name.
        route: &'static str,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The replay memory's file cannot be read or written.
    #[error("the replay memory {path} cannot be kept")]
    Memory {
        /// The file.
        path: PathBuf,
        /// What the system, or the reader, said.
        source: std::io::Error,
    },
}

/// A server before it starts.
pub struct Axon {
    own: AccountId,
    signer: Option<Arc<Signer>>,
    policy: Policy,
    limits: Limits,
    memory_file: Option<PathBuf>,
    routes: Routes,
    services: BTreeMap<&'static str, Arc<dyn AnyService>>,
}

impl Axon {
    /// An axon of this hotkey, strict, that serves the ping alone.
    #[must_use]
    pub fn new(own: AccountId) -> Self {
        Self {
            own,
            signer: None,
            policy: Policy::default(),
            limits: Limits::default(),
            memory_file: None,
            routes: Routes::new(),
            services: BTreeMap::new(),
        }
    }

    /// An axon of this hotkey that signs its replies to callers of btauth/1, by [`crate::twresp`].
    ///
    /// The chunks of a signed stream have to be JSON objects or arrays, of one line each; at another chunk it is cut.
    #[must_use]
    pub fn signing(hotkey: Hotkey) -> Self {
        let own = Self::new(hotkey.account());
        Self { signer: Some(Arc::new(Signer::new(hotkey))), ..own }
    }

    /// What it insists on.
    #[must_use]
    pub const fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// How much it takes on.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Where its replay memory survives a restart.
    #[must_use]
    pub fn memory_file(mut self, path: PathBuf) -> Self {
        self.memory_file = Some(path);
        self
    }

    /// Serves a protocol's routes.
    ///
    /// # Errors
    /// [`AxonError::RouteTwice`].
    pub fn serve<S: Synapse>(mut self, service: Service<S>) -> Result<Self, AxonError> {
        self.routes.add::<S>().map_err(|route| AxonError::RouteTwice { route })?;
        let service: Arc<dyn AnyService> = Arc::new(service);
        for route in S::ROUTES {
            self.services.insert(route, Arc::clone(&service));
        }
        Ok(self)
    }

    /// Listens; port 0 is any free one.
    ///
    /// # Errors
    /// [`AxonError::Listen`] and [`AxonError::Memory`].
    pub async fn start(self, address: SocketAddr) -> Result<Running, AxonError> {
        let Self { own, signer, policy, limits, memory_file, routes, services } = self;
        let memory = match &memory_file {
            Some(path) => shell::restore(path, limits.memory, &policy.windows)
                .map_err(|source| AxonError::Memory { path: path.clone(), source })?,
            None => ReplayMemory::new(limits.memory, policy.windows.longest_ns(), shell::now_ns()),
        };
        let listen = |source| AxonError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let server = Arc::new(Server {
            guard: Guard::new(own, policy, routes),
            signer,
            services,
            memory: Mutex::new(memory),
            queue: Queue::new(limits.handlers, limits.waiting),
            intake: Intake::new(limits.bodies_bytes, limits.body_bytes),
            metrics: Metrics::default(),
            limits,
        });
        let (stop, stopped) = watch::channel(false);
        let accepting = tokio::spawn(accept(Arc::clone(&server), listener, stopped));
        Ok(Running { address, server, stop, accepting, memory_file })
    }
}

/// A server that listens.
pub struct Running {
    address: SocketAddr,
    server: Arc<Server>,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<JoinSet<()>>,
    memory_file: Option<PathBuf>,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has counted, as Prometheus reads it.
    #[must_use]
    pub fn metrics(&self) -> String {
        self.server.metrics_text()
    }

    /// Takes no more requests, waits for those at work, and keeps the replay memory.
    ///
    /// # Errors
    /// [`AxonError::Memory`].
    pub async fn drain(self, patience: Duration) -> Result<(), AxonError> {
        // Nobody listens only if nobody accepts any more.
        let _ = self.stop.send(true);
        if let Ok(mut connections) = self.accepting.await {
            let all = async { while connections.join_next().await.is_some() {} };
            if timeout(patience, all).await.is_err() {
                connections.shutdown().await;
            }
        }
        match self.memory_file {
            Some(path) => shell::save(&path, &self.server.memory(), true)
                .map_err(|source| AxonError::Memory { path, source }),
            None => Ok(()),
        }
    }
}

struct Server {
    guard: Guard,
    signer: Option<Arc<Signer>>,
    services: BTreeMap<&'static str, Arc<dyn AnyService>>,
    memory: Mutex<ReplayMemory>,
    queue: Queue,
    intake: Intake,
    metrics: Metrics,
    limits: Limits,
}

async fn accept(
    server: Arc<Server>,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
) -> JoinSet<()> {
    let places = Arc::new(Semaphore::new(server.limits.connections));
    let doors = Doors::new(server.limits.connections_per_address);
    let mut connections = JoinSet::new();
    loop {
        let place = tokio::select! {
            _ = stopped.changed() => return connections,
            place = Arc::clone(&places).acquire_owned() => place,
        };
        let accepted = tokio::select! {
            _ = stopped.changed() => return connections,
            accepted = listener.accept() => accepted,
        };
        while connections.try_join_next().is_some() {}
        let Ok((socket, peer)) = accepted else {
            // Out of descriptors, as a rule: not at once again.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        // Closed at once: whoever opens so many is told by nothing else.
        let Some(door) = doors.enter(peer.ip()) else { continue };
        // An answer is small and waited for.
        let _ = socket.set_nodelay(true);
        let (server, mut stopped) = (Arc::clone(&server), stopped.clone());
        connections.spawn(async move {
            let _places = (place, door);
            let limits = server.limits;
            let service = service_fn(move |request| {
                let server = Arc::clone(&server);
                async move { Ok::<_, Infallible>(server.answer(request, peer).await) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.head_time)
                .max_buf_size(limits.head_bytes.max(8192))
                .serve_connection(Patient::new(TokioIo::new(socket), limits.budget), service);
            let (mut connection, quiet) = (pin!(connection), Quiet::new());
            tokio::select! {
                _ = quiet.run(connection.as_mut()) => return,
                _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
            }
            let _ = quiet.run(connection).await;
        });
    }
}

/// What is answered instead of a reply.
struct Refused {
    status: u16,
    text: String,
}

impl Server {
    fn memory(&self) -> MutexGuard<'_, ReplayMemory> {
        // Nothing panics while it is held.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn metrics_text(&self) -> String {
        let remembered = self.memory().len();
        self.metrics.text(self.queue.waiting(), remembered)
    }

    async fn answer(&self, request: hyper::Request<Incoming>, peer: SocketAddr) -> Response<Payload> {
        if request.method() == Method::GET {
            match request.uri().path() {
                "/healthz" => return answer::plain(200, "text/plain", "ok\n".to_owned()),
                // How busy a miner is, is its own business.
                "/metrics" if peer.ip().is_loopback() => {
                    return answer::plain(200, "text/plain; version=0.0.4", self.metrics_text());
                }
                _ => {}
            }
        }
        let (start, mut route) = (Instant::now(), "none");
        let response = match self.respond(request, start, &mut route).await {
            Ok(response) => response,
            Err(refused) => answer::refusal(refused.status, &refused.text),
        };
        self.metrics.count(route, response.status().as_u16(), start.elapsed());
        response
    }

    fn refused(&self, refusal: &Refusal) -> Refused {
        Refused { status: refusal.status(&self.guard.policy().compat), text: refusal.to_string() }
    }

    async fn respond(
        &self,
        request: hyper::Request<Incoming>,
        start: Instant,
        route: &mut &'static str,
    ) -> Result<Response<Payload>, Refused> {
        let (head, body) = request.into_parts();
        let headers: Headers<'_> =
            head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        let request = Request { method: head.method.as_str(), target, headers };
        let pending = self.guard.open(&request, shell::now_ns()).map_err(|refusal| self.refused(&refusal))?;
        *route = pending.route();
        let deadline = start + self.limits.budget;
        let late = || Refused { status: 408, text: "out of time".to_owned() };
        let taken = timeout_at(deadline, self.intake.take(body)).await.map_err(|_| late())?;
        let taken = taken.map_err(|why| match why {
            NotTaken::TooLarge => Refused { status: 413, text: "the body is too large".to_owned() },
            NotTaken::NoRoom => Refused { status: 503, text: "too busy".to_owned() },
            NotTaken::BrokeOff => Refused { status: 400, text: "the body broke off".to_owned() },
        })?;
        let body = &taken.bytes;
        let (mut verified, parts) = pending.finish_parts(body).map_err(|refusal| self.refused(&refusal))?;
        let granted = verified.caller.timeout_s.filter(|seconds| *seconds > 0.0);
        let granted = granted.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let deadline =
            granted.map_or(deadline, |granted| deadline.min(start + granted.min(self.limits.budget)));
        let nonce = verified.caller.nonce;
        let asked = verified.sender.take().map(|sender| Asked { nonce, sender });
        let answer = timeout_at(deadline, self.forward(verified, parts, deadline)).await;
        let mut response = answer.map_err(|_| late())??;
        // The caller has proven who it is by now: nobody else has anything signed.
        if let Some((signer, asked)) = self.signer.as_ref().zip(asked) {
            answer::sign(&mut response, signer, &asked);
        }
        Ok(response)
    }

    async fn forward(
        &self,
        mut verified: Verified,
        parts: Option<Body<'_>>,
        deadline: Instant,
    ) -> Result<Response<Payload>, Refused> {
        let (route, classic, own) = (verified.route, verified.classic.take(), self.guard.address());
        let admit = || {
            let now = shell::now_ns();
            self.memory().admit(&verified, now).map_err(|refusal| self.refused(&refusal))
        };
        if route == PING {
            admit()?;
            return Ok(answer::reply(route, classic, own, &Fields::new(), 0.0));
        }
        let service = self.services.get(route).zip(parts);
        let (service, parts) = service.ok_or_else(|| self.refused(&Refusal::UnknownRoute))?;
        let misfit = |_| self.refused(&Refusal::of_body(parts.text().as_bytes()));
        let ask = service.read(&parts).map_err(misfit)?;
        if let Some(reason) = ask.blacklisted(&verified.caller) {
            return Err(Refused { status: 403, text: format!("Forbidden. Key is blacklisted: {reason}.") });
        }
        admit()?;
        let busy = Refused { status: 503, text: "too busy".to_owned() };
        let turn = self.queue.turn(ask.priority(&verified.caller)).await.ok_or(busy)?;
        let start = Instant::now();
        let failed = || Refused { status: 500, text: "the handler failed".to_owned() };
        match run(ask.forward(verified.caller.clone())).await.ok_or_else(failed)? {
            Outcome::Fields(fields) => {
                let fields = fields.map_err(|_| failed())?;
                Ok(answer::reply(route, classic, own, &fields, start.elapsed().as_secs_f64()))
            }
            Outcome::Stream(chunks) => Ok(answer::stream(route, classic, own, chunks, (turn, deadline))),
            Outcome::Declined(decline) => {
                Err(Refused { status: decline.status.clamp(400, 599), text: decline.message })
            }
        }
    }
}

/// Runs a handler; `None` if it panicked, which fails its request and not the connection.
///
/// Most handlers end where they begin. One that waits becomes a task of its own, so that what it does when it wakes
/// keeps neither the connection nor the deadline waiting.
async fn run(mut handler: Pin<Box<dyn Future<Output = Outcome> + Send>>) -> Option<Outcome> {
    let first =
        poll_fn(|context| Poll::Ready(catch_unwind(AssertUnwindSafe(|| handler.as_mut().poll(context)))));
    match first.await {
        Ok(Poll::Ready(outcome)) => Some(outcome),
        Ok(Poll::Pending) => {
            let mut task = JoinSet::new();
            task.spawn(handler);
            task.join_next().await.and_then(Result::ok)
        }
        Err(_) => None,
    }
}
