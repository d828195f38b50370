//! What either end says about itself.

use crate::number::{float_text, integer_text, lenient_float, lenient_integer, plain_integer, push_integer};
use crate::{Headers, Refusal, json};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// One end's ten fields, `TerminalInfo` in Python (`wire-protocol` §1.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terminal {
    /// What the axon made of the request.
    pub status_code: Option<i128>,
    /// The same in words.
    pub status_message: Option<String>,
    /// Seconds.
    pub process_time: Option<f64>,
    /// Address, as that end believes it.
    pub ip: Option<String>,
    /// Port.
    pub port: Option<i128>,
    /// Of its software; see [`super::version`].
    pub version: Option<i128>,
    /// Nanoseconds since 1970, in versions from 7.2 on.
    pub nonce: Option<i128>,
    /// Of this instance.
    pub uuid: Option<String>,
    /// SS58.
    pub hotkey: Option<String>,
    /// `0x` and 128 digits.
    pub signature: Option<String>,
}

/// Names of the headers of one end, in Python's order.
type Names = [&'static str; FIELDS];

/// How many fields an end has.
const FIELDS: usize = 10;

/// No name of theirs is longer.
const LONGEST: usize = 48;

const AXON: Names = [
    "bt_header_axon_status_code",
    "bt_header_axon_status_message",
    "bt_header_axon_process_time",
    "bt_header_axon_ip",
    "bt_header_axon_port",
    "bt_header_axon_version",
    "bt_header_axon_nonce",
    "bt_header_axon_uuid",
    "bt_header_axon_hotkey",
    "bt_header_axon_signature",
];

const DENDRITE: Names = [
    "bt_header_dendrite_status_code",
    "bt_header_dendrite_status_message",
    "bt_header_dendrite_process_time",
    "bt_header_dendrite_ip",
    "bt_header_dendrite_port",
    "bt_header_dendrite_version",
    "bt_header_dendrite_nonce",
    "bt_header_dendrite_uuid",
    "bt_header_dendrite_hotkey",
    "bt_header_dendrite_signature",
];

/// Which end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Axon,
    Dendrite,
}

impl End {
    const fn names(self) -> &'static Names {
        match self {
            Self::Axon => &AXON,
            Self::Dendrite => &DENDRITE,
        }
    }

    /// What the names of its headers begin with.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Axon => "bt_header_axon_",
            Self::Dendrite => "bt_header_dendrite_",
        }
    }

    /// Its headers among others, each with its place among [`End::names`].
    fn found<'a>(self, headers: &Headers<'a>) -> impl Iterator<Item = (usize, &'a [u8])> {
        let prefix = self.prefix();
        headers.iter().filter_map(move |(name, value)| {
            let mut lower = [0; LONGEST];
            let name = name.as_bytes();
            lower.get_mut(..name.len())?.copy_from_slice(name);
            lower.make_ascii_lowercase();
            let place = place_of(lower.get(..name.len())?.strip_prefix(prefix.as_bytes())?)?;
            Some((place, value))
        })
    }
}

/// A field's place in Python's order.
fn place_of(field: &[u8]) -> Option<usize> {
    Some(match field {
        b"status_code" => 0,
        b"status_message" => 1,
        b"process_time" => 2,
        b"ip" => 3,
        b"port" => 4,
        b"version" => 5,
        b"nonce" => 6,
        b"uuid" => 7,
        b"hotkey" => 8,
        b"signature" => 9,
        _ => return None,
    })
}

#[test]
fn every_header_is_found_in_its_place() {
    for end in [End::Axon, End::Dendrite] {
        let upper = end.names().map(str::to_uppercase);
        for names in [*end.names(), upper.each_ref().map(String::as_str)] {
            let others = ["bt_header_axon_", "bt_header_dendrite_x", "bt_header", "é_header_axon_ip", "name"];
            let headers = others.iter().chain(&names).map(|name| (*name, name.as_bytes())).collect();
            let found: Vec<_> = end.found(&headers).collect();
            let expected: Vec<_> = names.iter().map(|name| name.as_bytes()).enumerate().collect();
            assert_eq!(found, expected);
        }
    }
}

impl Terminal {
    /// Reads one end's headers.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for a header that is there twice or is no number where it should be one.
    pub(crate) fn read(headers: &Headers<'_>, end: End, lenient: bool) -> Result<Self, Refusal> {
        let mut found = end.names().map(|header| (header, None));
        for (place, value) in end.found(headers) {
            let (header, text) = &mut found[place];
            let malformed = Refusal::Malformed { header };
            if text.replace(std::str::from_utf8(value).map_err(|_| malformed.clone())?).is_some() {
                return Err(malformed);
            }
        }
        let [code, message, time, ip, port, version, nonce, uuid, hotkey, signature] = found;
        let owned = |(_, text): (_, Option<&str>)| text.map(str::to_owned);
        let integer = |(header, text): (_, Option<&str>)| {
            let read = if lenient { lenient_integer } else { plain_integer };
            text.map(|text| read(text).ok_or(Refusal::Malformed { header })).transpose()
        };
        let (header, time) = time;
        let seconds = |text| lenient_float(text).ok_or(Refusal::Malformed { header });
        Ok(Self {
            status_code: integer(code)?,
            status_message: owned(message),
            process_time: time.map(seconds).transpose()?,
            ip: owned(ip),
            port: integer(port)?,
            version: integer(version)?,
            nonce: integer(nonce)?,
            uuid: owned(uuid),
            hotkey: owned(hotkey),
            signature: owned(signature),
        })
    }

    /// Reads an answer's headers of one end; whatever is damaged counts as absent.
    pub(crate) fn read_leniently(headers: &Headers<'_>, end: End) -> Self {
        let mut first = [None; FIELDS];
        for (place, value) in end.found(headers) {
            first[place].get_or_insert(value);
        }
        let texts = first.map(|value| std::str::from_utf8(value?).ok());
        let [code, message, time, ip, port, version, nonce, uuid, hotkey, signature] = texts;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let integer = |text: Option<&str>| text.and_then(lenient_integer);
        Self {
            status_code: integer(code),
            status_message: owned(message),
            process_time: time.and_then(lenient_float),
            ip: owned(ip),
            port: integer(port),
            version: integer(version),
            nonce: integer(nonce),
            uuid: owned(uuid),
            hotkey: owned(hotkey),
            signature: owned(signature),
        }
    }

    /// Reads an answer's object of one end; whatever is damaged counts as absent.
    pub(crate) fn from_json(json: &str) -> Self {
        let members: BTreeMap<String, &RawValue> = serde_json::from_str(json).unwrap_or_default();
        let text = |name| members.get(name).and_then(|value| serde_json::from_str(value.get()).ok());
        let integer = |name| members.get(name).and_then(|value| lenient_integer(value.get()));
        Self {
            status_code: integer("status_code"),
            status_message: text("status_message"),
            process_time: members.get("process_time").and_then(|value| value.get().parse().ok()),
            ip: text("ip"),
            port: integer("port"),
            version: integer("version"),
            nonce: integer("nonce"),
            uuid: text("uuid"),
            hotkey: text("hotkey"),
            signature: text("signature"),
        }
    }

    /// Its headers, without those that are absent.
    pub(crate) fn headers(&self, end: End) -> impl Iterator<Item = (&'static str, String)> {
        let integer = |value: Option<i128>| value.map(integer_text);
        let values = [
            integer(self.status_code),
            self.status_message.clone(),
            self.process_time.map(float_text),
            self.ip.clone(),
            integer(self.port),
            integer(self.version),
            integer(self.nonce),
            self.uuid.clone(),
            self.hotkey.clone(),
            self.signature.clone(),
        ];
        let named = end.names().iter().zip(values);
        named.filter_map(|(name, value)| Some((*name, value?)))
    }

    /// Writes its object of a body: all ten fields, absent ones as `null`.
    pub(crate) fn push_json(&self, out: &mut String) {
        push_number(out, "{\"status_code\":", self.status_code);
        push_text(out, ",\"status_message\":", self.status_message.as_deref());
        out.push_str(",\"process_time\":");
        match self.process_time.filter(|value| value.is_finite()) {
            Some(value) => out.push_str(&float_text(value)),
            None => out.push_str("null"),
        }
        push_text(out, ",\"ip\":", self.ip.as_deref());
        push_number(out, ",\"port\":", self.port);
        push_number(out, ",\"version\":", self.version);
        push_number(out, ",\"nonce\":", self.nonce);
        push_text(out, ",\"uuid\":", self.uuid.as_deref());
        push_text(out, ",\"hotkey\":", self.hotkey.as_deref());
        push_text(out, ",\"signature\":", self.signature.as_deref());
        out.push('}');
    }
}

fn push_number(out: &mut String, name: &str, value: Option<i128>) {
    out.push_str(name);
    match value {
        Some(value) => push_integer(out, value),
        None => out.push_str("null"),
    }
}

fn push_text(out: &mut String, name: &str, value: Option<&str>) {
    out.push_str(name);
    match value {
        None => out.push_str("null"),
        Some(text) if json::is_plain(text) => {
            out.push('"');
            out.push_str(text);
            out.push('"');
        }
        // A string is always JSON.
        Some(text) => out.push_str(&serde_json::to_string(text).unwrap_or_default()),
    }
}
