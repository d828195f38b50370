//! A request of the classic face: read, checked, built.

use super::terminal::{End, Terminal};
use super::{FIRST_TIMED_VERSION, VERSION};
use crate::json::{self, JsonError, Style, rewrite};
use crate::known::{Known, Sender};
use crate::number::{float_text, integer_text, lenient_float, push_integer};
use crate::policy::{Compat, Policy};
use crate::{BodyHash, Headers, Refusal};
use incentor_keys::{Hotkey, Scheme};
use incentor_primitives::AccountId;
use incentor_synapse::{Fields, Layout};
use std::borrow::Cow;

/// What is signed: nonce, sender, receiver, instance and body hash, and nothing else (`wire-protocol` §1.6).
#[must_use]
pub fn message(nonce: i128, sender: &str, receiver: &str, uuid: &str, body_hash: &str) -> String {
    [&integer_text(nonce), ".", sender, ".", receiver, ".", uuid, ".", body_hash].concat()
}

/// A placeholder header's value: the empty value of the JSON type, in base64 (`wire-protocol` §1.3).
///
/// A Python axon builds the model of these before it looks at the body. `None` for `null`, which needs no header.
#[must_use]
pub fn placeholder(json: &str) -> Option<&'static str> {
    Some(match json.as_bytes().first()? {
        // `""`, `[]`, `{}`, `false`, `0.0`, `0`.
        b'"' => "IiI=",
        b'[' => "W10=",
        b'{' => "e30=",
        b't' | b'f' => "ZmFsc2U=",
        b'n' => return None,
        _ if json.contains(['.', 'e', 'E']) => "MC4w",
        _ => "MA==",
    })
}

/// A request's headers.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassicHead {
    /// Seconds the caller grants; not signed.
    pub timeout_s: Option<f64>,
    /// The target, as the caller says it.
    pub axon: Terminal,
    /// The caller.
    pub dendrite: Terminal,
    /// `computed_body_hash`.
    pub body_hash: Option<String>,
}

impl ClassicHead {
    /// Reads the headers.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for a header that is there twice or is no number where it should be one; without
    /// [`Compat::lenient_numbers`] also for a timeout below zero or without end.
    pub fn read(headers: &Headers<'_>, compat: &Compat) -> Result<Self, Refusal> {
        let malformed = || Refusal::Malformed { header: "timeout" };
        let timeout_s = match headers.only("timeout")? {
            None => None,
            // What an error answer of an axon says where it read none.
            Some("None") if compat.lenient_numbers => None,
            Some(text) => Some(lenient_float(text).ok_or_else(malformed)?),
        };
        let strange = |value: f64| !value.is_finite() || value < 0.0;
        if !compat.lenient_numbers && timeout_s.is_some_and(strange) {
            return Err(malformed());
        }
        Ok(Self {
            timeout_s,
            axon: Terminal::read(headers, End::Axon, compat.lenient_numbers)?,
            dendrite: Terminal::read(headers, End::Dendrite, compat.lenient_numbers)?,
            body_hash: headers.only("computed_body_hash")?.map(str::to_owned),
        })
    }

    /// Whether the caller's nonces are a counter instead of a time, as far as it may be believed.
    pub(crate) fn counts(&self, compat: &Compat) -> bool {
        let old = self.dendrite.version.is_none_or(|version| version < FIRST_TIMED_VERSION);
        compat.version_waives_window && old
    }

    /// Whether the nonce is inside the window (`wire-protocol` §1.7).
    ///
    /// # Errors
    /// [`Refusal::Missing`], [`Refusal::Stale`] and [`Refusal::Future`].
    pub fn check_fresh(&self, policy: &Policy, now_ns: u64) -> Result<(), Refusal> {
        let nonce = self.dendrite.nonce.ok_or(Refusal::Missing { header: "bt_header_dendrite_nonce" })?;
        let (windows, compat) = (&policy.windows, &policy.compat);
        let now = i128::from(now_ns);
        if !compat.future_nonces && nonce > now.saturating_add(windows.classic_skew_ns.into()) {
            return Err(Refusal::Future);
        }
        if self.counts(compat) {
            return Ok(());
        }
        // From float to integer, `as` saturates: no end is the far end, and no number is zero.
        let mut timeout_ns = (self.timeout_s.unwrap_or(0.0) * 1e9) as i128;
        if !compat.timeout_widens_window {
            timeout_ns = timeout_ns.min(windows.classic_timeout_cap_ns.into());
        }
        let age = i128::from(windows.classic_delta_ns).saturating_add(timeout_ns);
        if nonce <= now.saturating_sub(age) { Err(Refusal::Stale) } else { Ok(()) }
    }

    /// Who signed; `bool` says whether that is proven.
    ///
    /// # Errors
    /// What is missing or does not fit.
    pub fn check_signature(
        &self,
        receiver: AccountId,
        compat: &Compat,
    ) -> Result<(AccountId, bool), Refusal> {
        self.check_signature_for(&receiver.to_string(), compat, &Known::default())
    }

    /// The same for an axon whose address is known; whoever signed is known from now on.
    pub(crate) fn check_signature_for(
        &self,
        receiver: &str,
        compat: &Compat,
        known: &Known,
    ) -> Result<(AccountId, bool), Refusal> {
        let missing = |header| Refusal::Missing { header };
        let nonce = self.dendrite.nonce.ok_or(missing("bt_header_dendrite_nonce"))?;
        let sender = self.dendrite.hotkey.as_deref().ok_or(missing("bt_header_dendrite_hotkey"))?;
        let uuid = self.dendrite.uuid.as_deref().ok_or(missing("bt_header_dendrite_uuid"))?;
        let body_hash = self.body_hash.as_deref().ok_or(missing("computed_body_hash"))?;
        let key = Sender::find(known, Scheme::Sr25519, sender, compat.foreign_prefix)?;
        let account = key.key().public().account;
        let Some(text) = self.dendrite.signature.as_deref() else {
            let header = "bt_header_dendrite_signature";
            return if compat.missing_signature { Ok((account, false)) } else { Err(missing(header)) };
        };
        if !text.starts_with("0x") {
            return Err(Refusal::BadSignatureForm);
        }
        let message = message(nonce, sender, receiver, uuid, body_hash);
        key.check(message.as_bytes(), text, compat.wrapped_signature)?;
        key.keep(known, sender);
        Ok((account, true))
    }
}

/// A request's envelope: all that travels beside the route's own fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// The route.
    pub name: &'static str,
    /// Seconds.
    pub timeout_s: f64,
    /// The memory an object takes in `CPython`; nobody reads it.
    pub total_size: u64,
    /// The caller.
    pub dendrite: Terminal,
    /// The target.
    pub axon: Terminal,
}

impl Envelope {
    /// An envelope, signed.
    #[must_use]
    #[expect(clippy::too_many_arguments, reason = "the signed parts and where they go, each of its own type")]
    pub fn signed(
        name: &'static str,
        timeout_s: f64,
        hotkey: &Hotkey,
        receiver: AccountId,
        (axon_ip, axon_port): (String, u16),
        dendrite_ip: &str,
        (nonce, uuid): (u64, &str),
        body_hash: &BodyHash,
    ) -> Self {
        let (sender, receiver) = (hotkey.account().to_string(), receiver.to_string());
        let signed = message(nonce.into(), &sender, &receiver, uuid, &body_hash.to_string());
        let dendrite = Terminal {
            ip: Some(dendrite_ip.to_owned()),
            version: Some(VERSION),
            nonce: Some(nonce.into()),
            uuid: Some(uuid.to_owned()),
            signature: Some(format!("0x{}", crate::body_hash::hex(&hotkey.sign(signed.as_bytes()).0))),
            hotkey: Some(sender),
            ..Terminal::default()
        };
        let axon = Terminal {
            ip: Some(axon_ip),
            port: Some(axon_port.into()),
            hotkey: Some(receiver),
            ..Terminal::default()
        };
        Self { name, timeout_s, total_size: 0, dendrite, axon }
    }

    /// The headers in Python's order, `header_size` and `total_size` left out.
    #[must_use]
    pub fn headers(
        &self,
        layout: Option<&Layout>,
        fields: &Fields,
        body_hash: &BodyHash,
    ) -> Vec<(Cow<'static, str>, String)> {
        let mut headers = Vec::with_capacity(24);
        headers.push(("name".into(), self.name.to_owned()));
        headers.push(("timeout".into(), float_text(self.timeout_s)));
        let named = |(name, value): (&'static str, String)| (Cow::Borrowed(name), value);
        headers.extend(self.axon.headers(End::Axon).map(named));
        headers.extend(self.dendrite.headers(End::Dendrite).map(named));
        let required = layout.iter().flat_map(|layout| layout.fields).filter(|field| field.required);
        for field in required {
            if let Some(value) = fields.get(field.name).and_then(|field| placeholder(field.json())) {
                headers.push((format!("bt_header_input_obj_{}", field.name).into(), value.to_owned()));
            }
        }
        headers.push(("computed_body_hash".into(), body_hash.to_string()));
        headers
    }

    /// The body as Python's `json.dumps` writes it.
    ///
    /// # Errors
    /// A field whose text is not JSON for Python.
    pub fn body(&self, fields: &Fields) -> Result<String, JsonError> {
        rewrite(&self.answer(fields)?, Style::Dumps)
    }

    /// The answer's body, compact as an axon writes it.
    ///
    /// # Errors
    /// A field whose text is not JSON for Python.
    pub fn answer(&self, fields: &Fields) -> Result<String, JsonError> {
        let mut out = json::append_members(self.members(), fields, Style::Compact)?;
        out.push('}');
        Ok(out)
    }

    /// The envelope's own members, behind an open brace.
    fn members(&self) -> String {
        let mut out = String::with_capacity(1024);
        out.push_str("{\"name\":\"");
        out.push_str(self.name);
        out.push_str("\",\"timeout\":");
        out.push_str(&float_text(self.timeout_s));
        out.push_str(",\"total_size\":");
        push_integer(&mut out, self.total_size.into());
        out.push_str(",\"header_size\":0,\"dendrite\":");
        self.dendrite.push_json(&mut out);
        out.push_str(",\"axon\":");
        self.axon.push_json(&mut out);
        out.push_str(",\"computed_body_hash\":\"\"");
        out
    }

    /// Takes over what a request said about its ends, to answer it.
    #[must_use]
    pub fn of_request(name: &'static str, head: ClassicHead) -> Self {
        let timeout_s = head.timeout_s.filter(|value| value.is_finite()).unwrap_or(12.0);
        Self { name, timeout_s, total_size: 0, dendrite: head.dendrite, axon: head.axon }
    }
}
