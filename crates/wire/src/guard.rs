//! From headers and body to a verdict: who is calling, or why not.

use crate::btauth::{self, BtauthHead};
use crate::classic::ClassicHead;
use crate::json::JsonError;
use crate::known::{Known, Sender};
use crate::policy::Policy;
use crate::{BodyHash, Headers, Refusal};
use incentor_primitives::AccountId;
use incentor_synapse::{Body, Field, Layout, Synapse, SynapseError};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The name of the route every axon serves, and that answers nothing but its envelope.
pub const PING: &str = "Synapse";

/// Which protocol a request was signed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// The headers of bittensor 6.0 to 10.x.
    Classic,
    /// btauth/1.
    Btauth,
}

/// Who is calling; made of what was signed, never of what the body says.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    /// The key that signed.
    pub hotkey: AccountId,
    /// How.
    pub face: Face,
    /// Whether a signature proves it; always, but for [`crate::Compat::missing_signature`].
    pub proven: bool,
    /// The request's nonce.
    pub nonce: i128,
    /// Seconds the caller will wait, as it says; not signed.
    pub timeout_s: Option<f64>,
}

/// A route: its layout, and how a body of it is read.
#[derive(Clone, Copy)]
pub struct Route {
    layout: Layout,
    /// Whether a body fits.
    fits: fn(&Body<'_>) -> Result<(), SynapseError>,
    /// The hashed fields of a body, as they were read.
    hashed: fn(&Body<'_>) -> Result<Vec<Field>, SynapseError>,
}

impl Route {
    /// The route's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.layout.route
    }
}

fn read_only<S: Synapse>(body: &Body<'_>) -> Result<(), SynapseError> {
    S::of_body(body).map(drop)
}

fn read_hashed<S: Synapse>(body: &Body<'_>) -> Result<Vec<Field>, SynapseError> {
    S::of_body(body)?.hashed()
}

/// The routes of an axon.
#[derive(Clone)]
pub struct Routes(BTreeMap<&'static str, Route>);

impl Routes {
    /// The ping alone.
    #[must_use]
    pub fn new() -> Self {
        let layout = Layout::unsaid(PING);
        Self(BTreeMap::from([(PING, Route { layout, fits: |_| Ok(()), hashed: |_| Ok(Vec::new()) })]))
    }

    /// Adds a protocol's routes; gives the name of one that is there already.
    ///
    /// # Errors
    /// The name.
    pub fn add<S: Synapse>(&mut self) -> Result<(), &'static str> {
        if let Some(taken) = S::ROUTES.iter().find(|route| self.0.contains_key(*route)) {
            return Err(taken);
        }
        for route in S::ROUTES {
            let layout = S::LAYOUTS.iter().find(|layout| layout.route == *route).copied();
            let layout = layout.unwrap_or(Layout::unsaid(route));
            self.0.insert(route, Route { layout, fits: read_only::<S>, hashed: read_hashed::<S> });
        }
        Ok(())
    }

    /// The route a target leads to: one segment, whatever query behind it.
    #[must_use]
    pub fn find(&self, target: &str) -> Option<&Route> {
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        self.0.get(path.strip_prefix('/')?)
    }
}

impl Default for Routes {
    fn default() -> Self {
        Self::new()
    }
}

/// A request without its body.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The method, as sent.
    pub method: &'a str,
    /// The target, as sent.
    pub target: &'a str,
    /// The headers.
    pub headers: Headers<'a>,
}

/// Who may come in.
#[derive(Clone)]
pub struct Guard {
    address: String,
    known: Arc<Known>,
    policy: Policy,
    routes: Routes,
}

/// A request whose headers are in order; its body is to come.
pub struct Pending<'a> {
    guard: &'a Guard,
    route: &'a Route,
    head: Head,
    method: &'a str,
    target: &'a str,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard")
            .field("own", &self.address)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Pending<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pending").field("route", &self.route()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Route({})", self.name())
    }
}

enum Head {
    Classic { head: Box<ClassicHead>, account: AccountId, proven: bool, outside: Option<Refusal> },
    Btauth(Box<(BtauthHead, Sender)>),
}

/// A request that is what its caller signed, and may have been let in before.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The route.
    pub route: &'static str,
    /// Who is calling.
    pub caller: Caller,
    /// The classic headers, which an answer repeats.
    pub classic: Option<Box<ClassicHead>>,
    /// How the caller of btauth/1 wrote its address.
    #[cfg_attr(not(feature = "server"), expect(dead_code, reason = "for the axon's answer"))]
    pub(crate) sender: Option<String>,
    /// Tells a caller's instances apart.
    pub(crate) instance: u64,
    /// Where order counts: caller and instance, as they name themselves.
    pub(crate) order: Option<String>,
    /// What the window said, where a known instance may be outside.
    pub(crate) outside: Option<Refusal>,
}

impl Guard {
    /// The guard of an axon with this hotkey.
    #[must_use]
    pub fn new(own: AccountId, policy: Policy, routes: Routes) -> Self {
        Self { address: own.to_string(), known: Arc::default(), policy, routes }
    }

    /// The axon's hotkey, as an address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What it insists on.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Looks at everything that comes before the body; a classic signature is checked here.
    ///
    /// # Errors
    /// Why not.
    pub fn open<'a>(&'a self, request: &Request<'a>, now_ns: u64) -> Result<Pending<'a>, Refusal> {
        let Policy { faces, compat, .. } = &self.policy;
        let route = self.routes.find(request.target).ok_or(Refusal::UnknownRoute)?;
        if request.method != "POST" && !(compat.get_requests && request.method == "GET") {
            return Err(Refusal::Method);
        }
        let headers = &request.headers;
        let is_btauth = faces.btauth && (headers.has(btauth::SIGNATURE) || headers.has(btauth::VERSION));
        let head = if is_btauth {
            let (head, sender) = BtauthHead::read_by(headers, compat, &self.known)?;
            head.check_fresh_for(&self.address, &self.policy, now_ns)?;
            Head::Btauth(Box::new((head, sender)))
        } else if faces.classic {
            self.open_classic(route, headers, now_ns)?
        } else {
            return Err(Refusal::Unsigned);
        };
        Ok(Pending { guard: self, route, head, method: request.method, target: request.target })
    }

    fn open_classic(&self, route: &Route, headers: &Headers<'_>, now_ns: u64) -> Result<Head, Refusal> {
        let compat = &self.policy.compat;
        let needs_placeholder = |name: &str| !headers.has(&format!("bt_header_input_obj_{name}"));
        if compat.sdk_statuses
            && route.layout.fields.iter().any(|field| field.required && needs_placeholder(field.name))
        {
            return Err(Refusal::NoPlaceholder);
        }
        let head = Box::new(ClassicHead::read(headers, compat)?);
        if head.dendrite.hotkey.is_none()
            && head.dendrite.nonce.is_none()
            && head.dendrite.signature.is_none()
        {
            return Err(Refusal::Unsigned);
        }
        let outside = match head.check_fresh(&self.policy, now_ns) {
            Err(refusal @ Refusal::Stale) if compat.order_not_window => Some(refusal),
            fresh => fresh.map(|()| None)?,
        };
        let (account, proven) = head.check_signature_for(&self.address, compat, &self.known)?;
        Ok(Head::Classic { head, account, proven, outside })
    }
}

impl Pending<'_> {
    /// The route's name.
    #[must_use]
    pub const fn route(&self) -> &'static str {
        self.route.layout.route
    }

    /// Looks at the body; a btauth/1 signature is checked here.
    ///
    /// # Errors
    /// Why not.
    pub fn finish(self, body: &[u8]) -> Result<Verified, Refusal> {
        let route = self.route;
        let (verified, parts) = self.finish_parts(body)?;
        parts.map_or(Ok(()), |parts| (route.fits)(&parts)).map_err(|_| Refusal::of_body(body))?;
        Ok(verified)
    }

    /// The same for one who reads the body's parts, and refuses them by [`Refusal::of_body`] if they do not fit.
    ///
    /// There are none of a ping by btauth/1, whose body may be any text.
    pub(crate) fn finish_parts(self, body: &[u8]) -> Result<(Verified, Option<Body<'_>>), Refusal> {
        let route = self.route;
        match self.head {
            Head::Btauth(parts) => {
                let (head, sender) = *parts;
                let Guard { policy, known, .. } = self.guard;
                head.check_signature_of(sender, (self.method, self.target, body), &policy.compat, known)?;
                let parts = if route.name() == PING {
                    check_text(body)?;
                    None
                } else {
                    Some(read_parts(route, body)?)
                };
                let caller = Caller {
                    hotkey: head.sender.account,
                    face: Face::Btauth,
                    proven: true,
                    nonce: head.nonce,
                    timeout_s: None,
                };
                let (route, instance) = (route.name(), *BTAUTH_INSTANCE);
                let (sender, classic, order, outside) = (Some(head.address), None, None, None);
                Ok((Verified { route, caller, classic, sender, instance, order, outside }, parts))
            }
            Head::Classic { head, account, proven, outside } => {
                let hash = head.body_hash.as_deref().unwrap_or_default();
                let parts = read_parts(route, body)?;
                check_body_hash(route, &parts, hash)?;
                let uuid = head.dendrite.uuid.as_deref().unwrap_or_default();
                let sender = head.dendrite.hotkey.as_deref().unwrap_or_default();
                let compat = &self.guard.policy.compat;
                let by_order = compat.order_not_window || head.counts(compat);
                let order = by_order.then(|| format!("{sender}:{uuid}"));
                let caller = Caller {
                    hotkey: account,
                    face: Face::Classic,
                    proven,
                    nonce: head.dendrite.nonce.unwrap_or_default(),
                    timeout_s: head.timeout_s,
                };
                let (route, instance) = (route.name(), instance("classic", uuid));
                let (classic, sender) = (Some(head), None);
                Ok((Verified { route, caller, classic, sender, instance, order, outside }, Some(parts)))
            }
        }
    }
}

/// Whether a body is text: a member that nobody looks at may be any bytes to the reader; JSON it is not.
fn check_text(body: &[u8]) -> Result<(), Refusal> {
    std::str::from_utf8(body).map(drop).map_err(|_| Refusal::NotJson)
}

fn read_parts<'a>(route: &Route, body: &'a [u8]) -> Result<Body<'a>, Refusal> {
    Body::read(&route.layout, body).map_err(|_| Refusal::of_body(body))
}

/// Whether the signed hash is that of the texts as they came or, where a number's form differs, of the values they
/// were read as.
///
/// Either way the signature covers what a handler sees: one value follows from the text, the other is the value.
fn check_body_hash(route: &Route, parts: &Body<'_>, signed: &str) -> Result<(), Refusal> {
    let is_signed = |hash: Result<BodyHash, JsonError>| hash.is_ok_and(|hash| hash.is(signed));
    if is_signed(BodyHash::of_body(&route.layout, parts)) {
        return Ok(());
    }
    let values = (route.hashed)(parts).map_err(|_| Refusal::of_body(parts.text().as_bytes()))?;
    if is_signed(BodyHash::of_fields(&values)) { Ok(()) } else { Err(Refusal::BodyHash) }
}

/// By btauth/1 nobody names an instance.
static BTAUTH_INSTANCE: LazyLock<u64> = LazyLock::new(|| instance("btauth/1", ""));

/// A short name of a caller's instance; two that collide are the same caller's.
fn instance(face: &str, uuid: &str) -> u64 {
    let digest = Sha256::new().chain_update(face).chain_update([0]).chain_update(uuid).finalize();
    let bytes: [u8; 32] = digest.into();
    let [a, b, c, d, e, f, g, h, ..] = bytes;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}
