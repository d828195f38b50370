//! A request of one's own: written as far as it can be, and signed when it goes out.

use crate::body_hash::hex;
use crate::classic::{VERSION, message, placeholder};
use crate::json::{self, JsonError, Style};
use crate::number::{float_text, integer_text};
use crate::{BodyHash, Target, btauth};
use bytes::{Bytes, BytesMut};
use core::fmt;
use core::net::{IpAddr, Ipv4Addr};
use incentor_keys::{Hotkey, Scheme};
use incentor_synapse::{Field, Fields, Layout, Synapse, SynapseError};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::sync::OnceLock;
use thiserror::Error;

/// A hotkey that signs requests, or answers, and what each of them says of its owner, written once.
#[derive(Debug)]
pub struct Signer {
    hotkey: Hotkey,
    address: String,
    ip: String,
}

impl Signer {
    /// Signs with this hotkey, for a caller who knows no address of its own.
    #[must_use]
    pub fn new(hotkey: Hotkey) -> Self {
        Self { address: hotkey.account().to_string(), hotkey, ip: Ipv4Addr::UNSPECIFIED.to_string() }
    }

    /// The caller's own address as it believes it, which the classic face says; axons replace it by the socket's.
    #[must_use]
    pub fn at(mut self, ip: IpAddr) -> Self {
        self.ip = ip.to_string();
        self
    }

    /// The hotkey.
    #[must_use]
    pub const fn hotkey(&self) -> &Hotkey {
        &self.hotkey
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn scheme(&self) -> Scheme {
        self.hotkey.public().scheme
    }

    pub(crate) fn sign(&self, message: &str) -> String {
        ["0x", &hex(&self.hotkey.sign(message.as_bytes()).0)].concat()
    }
}

/// Why a request cannot be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DraftError {
    /// A value has no JSON form.
    #[error("the request cannot be written")]
    Unwritable(#[from] SynapseError),
    /// A hashed field has no Python text.
    #[error("a field of the request has no text in Python")]
    NoPythonText(#[from] JsonError),
    /// The route is no name, so no path leads to it.
    #[error("the route is no name")]
    BadRoute,
    /// A field's name cannot be part of a header's.
    #[error("a field has a name that no header can have")]
    BadHeader,
    /// The classic face signs by sr25519 alone.
    #[error("the classic face takes sr25519 hotkeys alone")]
    NotSr25519,
}

/// A request, all of it but what differs from call to call.
///
/// One draft goes to any number of targets; what each face makes of it is made once, for the first. Nonce and signature
/// are made by [`Draft::classic`] and [`Draft::btauth`] when the request is about to leave: a nonce that ages in a queue
/// is refused as stale.
#[derive(Clone, Debug)]
pub struct Draft {
    route: &'static str,
    target: String,
    fields: Fields,
    layout: Layout,
    classic: OnceLock<Result<Classic, JsonError>>,
    btauth: OnceLock<Btauth>,
}

/// What every classic request of a draft has.
#[derive(Clone, Debug)]
struct Classic {
    body_hash: String,
    placeholders: Vec<(String, &'static str)>,
    /// The fields as Python's `json.dumps` writes them, with comma and closing brace.
    members: String,
}

/// What every btauth/1 request of a draft has.
#[derive(Clone, Debug)]
struct Btauth {
    body: Bytes,
    digest: String,
}

/// A signed request, without what is the transport's own (`Host`, `Content-Length`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Names and values, in the order in which the SDK has them; the values lie in one piece of memory.
    pub headers: Vec<(Cow<'static, str>, Bytes)>,
    /// The body, as it is signed or hashed.
    pub body: Bytes,
}

/// What differs from call to call by the classic face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occasion {
    /// Seconds the caller waits; not signed.
    pub timeout_s: f64,
    /// Nanoseconds since 1970, never given twice.
    pub nonce: u64,
    /// The caller's instance; inside one, old axons ask for rising nonces.
    pub uuid: Uuid,
}

/// The name of an instance of a dendrite.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Uuid([u8; 36]);

impl Uuid {
    /// A name made of whatever tells one instance from all others.
    ///
    /// It has to be another one each time, not a secret one, so a digest will do. Its form is that of version 8, which
    /// leaves the bits to whoever makes it.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let digest: [u8; 32] = parts.iter().fold(Sha256::new(), Sha256::chain_update).finalize().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        bytes[6] = 0x80 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        let (digits, mut text) = (hex(&bytes), [b'-'; 36]);
        for (from, to) in [(0..8, 0..8), (8..12, 9..13), (12..16, 14..18), (16..20, 19..23), (20..32, 24..36)]
        {
            text[to].copy_from_slice(&digits.as_bytes()[from]);
        }
        Self(text)
    }

    /// Its digits in groups, as every UUID is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Digits and hyphens are always text.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uuid({self})")
    }
}

impl Draft {
    /// Writes what can be written.
    ///
    /// # Errors
    /// [`DraftError::Unwritable`] and [`DraftError::BadRoute`].
    pub fn new<S: Synapse>(ask: &S) -> Result<Self, DraftError> {
        let route = ask.route();
        if route.is_empty() || !route.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Err(DraftError::BadRoute);
        }
        Ok(Self {
            route,
            target: ["/", route].concat(),
            fields: ask.request()?,
            layout: ask.layout().copied().unwrap_or(Layout::unsaid(route)),
            classic: OnceLock::new(),
            btauth: OnceLock::new(),
        })
    }

    fn write_classic(&self) -> Result<Classic, JsonError> {
        let hashed = self.layout.hashed.iter().filter_map(|name| self.fields.get(name));
        let body_hash = BodyHash::of_texts(hashed.map(Field::json))?.to_string();
        let mut members = json::append_members(String::new(), &self.fields, Style::Dumps)?;
        members.push('}');
        let required = self.layout.fields.iter().filter(|field| field.required);
        let placeholders = required.filter_map(|field| {
            let value = placeholder(self.fields.get(field.name)?.json())?;
            Some((["bt_header_input_obj_", field.name].concat(), value))
        });
        Ok(Classic { body_hash, placeholders: placeholders.collect(), members })
    }

    fn write_btauth(&self) -> Btauth {
        let body = Bytes::from(self.fields.json());
        Btauth { digest: hex(&Sha256::digest(&body)), body }
    }

    /// The route.
    #[must_use]
    pub const fn route(&self) -> &'static str {
        self.route
    }

    /// What is requested: the path.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The request by the classic face, signed now (`wire-protocol` §1.2 to §1.6).
    ///
    /// # Errors
    /// [`DraftError::NotSr25519`] and [`DraftError::NoPythonText`].
    pub fn classic(&self, signer: &Signer, to: &Target, occasion: &Occasion) -> Result<Written, DraftError> {
        if signer.hotkey.public().scheme != Scheme::Sr25519 {
            return Err(DraftError::NotSr25519);
        }
        let Occasion { timeout_s, nonce, uuid } = *occasion;
        let uuid = uuid.as_str();
        let Signer { address: sender, ip: own_ip, .. } = signer;
        let (receiver, route, (ip, port)) = (to.receiver(), self.route, to.ip_and_port());
        let written = self.classic.get_or_init(|| self.write_classic());
        let Classic { body_hash, placeholders, members } = written.as_ref().map_err(|error| *error)?;
        let signed = message(nonce.into(), sender, receiver, uuid, body_hash);
        let signature = signer.sign(&signed);
        let (timeout, version, nonce) = (float_text(timeout_s), integer_text(VERSION), nonce.to_string());
        let body = [
            "{\"name\": \"",
            route,
            "\", \"timeout\": ",
            &timeout,
            ", \"total_size\": 0, \"header_size\": 0, \"dendrite\": {\"status_code\": null, ",
            "\"status_message\": null, \"process_time\": null, \"ip\": \"",
            own_ip,
            "\", \"port\": null, \"version\": ",
            &version,
            ", \"nonce\": ",
            &nonce,
            ", \"uuid\": \"",
            uuid,
            "\", \"hotkey\": \"",
            sender,
            "\", \"signature\": \"",
            &signature,
            "\"}, \"axon\": {\"status_code\": null, \"status_message\": null, \"process_time\": null, \"ip\": \"",
            ip,
            "\", \"port\": ",
            port,
            ", \"version\": null, \"nonce\": null, \"uuid\": null, \"hotkey\": \"",
            receiver,
            "\", \"signature\": null}, \"computed_body_hash\": \"\"",
            members,
        ]
        .concat();
        let mut headers: Vec<(Cow<'static, str>, &str)> = Vec::with_capacity(16 + placeholders.len());
        headers.extend([
            ("name".into(), route),
            ("timeout".into(), timeout.as_str()),
            ("bt_header_axon_ip".into(), ip),
            ("bt_header_axon_port".into(), port),
            ("bt_header_axon_hotkey".into(), receiver),
            ("bt_header_dendrite_ip".into(), own_ip.as_str()),
            ("bt_header_dendrite_version".into(), version.as_str()),
            ("bt_header_dendrite_nonce".into(), nonce.as_str()),
            ("bt_header_dendrite_uuid".into(), uuid),
            ("bt_header_dendrite_hotkey".into(), sender.as_str()),
            ("bt_header_dendrite_signature".into(), signature.as_str()),
        ]);
        headers.extend(placeholders.iter().map(|(name, value)| (name.clone().into(), *value)));
        headers.push(("computed_body_hash".into(), body_hash.as_str()));
        Ok(Written { headers: in_one_piece(headers), body: body.into() })
    }

    /// The request by btauth/1, signed now (`wire-protocol` §3.1).
    #[must_use]
    pub fn btauth(&self, signer: &Signer, to: &Target, nonce: u64) -> Written {
        let scheme = signer.hotkey.public().scheme;
        let (sender, receiver) = (&signer.address, to.receiver());
        let Btauth { body, digest } = self.btauth.get_or_init(|| self.write_btauth());
        let signed =
            btauth::payload_of(scheme, "POST", &self.target, digest, nonce.into(), sender, Some(receiver));
        let (nonce, signature) = (nonce.to_string(), signer.sign(&signed));
        let mut headers: Vec<(Cow<'static, str>, &str)> = vec![
            (btauth::VERSION.into(), "1"),
            (btauth::HOTKEY.into(), sender),
            (btauth::NONCE.into(), &nonce),
            (btauth::SIGNATURE.into(), &signature),
            (btauth::RECEIVER.into(), receiver),
        ];
        let scheme = (scheme == Scheme::Ed25519).then(|| scheme.to_string());
        headers.extend(scheme.as_deref().map(|scheme| (btauth::CRYPTO.into(), scheme)));
        Written { headers: in_one_piece(headers), body: body.clone() }
    }
}

/// Copies values into one piece of memory: there are many, and most are short.
fn in_one_piece(headers: Vec<(Cow<'static, str>, &str)>) -> Vec<(Cow<'static, str>, Bytes)> {
    let mut values = BytesMut::with_capacity(headers.iter().map(|(_, value)| value.len()).sum());
    let headers = headers.into_iter().map(|(name, value)| {
        values.extend_from_slice(value.as_bytes());
        (name, values.split().freeze())
    });
    headers.collect()
}
