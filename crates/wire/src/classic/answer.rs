//! An answer of the classic face.

use super::request::Envelope;
use super::terminal::{End, Terminal};
use crate::{BodyHash, Headers, PING};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What an answer says beside the route's own fields; read leniently, as nothing of it is signed.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerHead {
    /// The HTTP status.
    pub http_status: u16,
    /// The axon: headers win over the body's object, as in Python.
    pub axon: Terminal,
    /// The text of an answer that is only one.
    pub message: Option<String>,
}

impl AnswerHead {
    /// Reads status, headers and body; damage counts as absence.
    #[must_use]
    pub fn read(http_status: u16, headers: &Headers<'_>, body: &[u8]) -> Self {
        let mut axon = Terminal::read_leniently(headers, End::Axon);
        if http_status == 200 && axon.status_code == Some(200) {
            // A body is long, and has nothing to add.
            return Self { http_status, axon, message: None };
        }
        let members: BTreeMap<String, &RawValue> = serde_json::from_slice(body).unwrap_or_default();
        if let Some(inside) = members.get("axon").map(|value| Terminal::from_json(value.get())) {
            axon.status_code = axon.status_code.or(inside.status_code);
            axon.status_message = axon.status_message.or(inside.status_message);
            axon.process_time = axon.process_time.or(inside.process_time);
        }
        let message = members.get("message").and_then(|value| serde_json::from_str(value.get()).ok());
        Self { http_status, axon, message }
    }

    /// The axon's own status: that of HTTP, unless the headers or the body say another.
    #[must_use]
    pub fn status(&self) -> u16 {
        let said = self.axon.status_code.and_then(|code| u16::try_from(code).ok());
        said.filter(|_| self.http_status == 200).unwrap_or(self.http_status)
    }

    /// Whether the reply can be read from the body.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status() == 200
    }

    /// Whether this is how an axon without btauth/1 answers a btauth/1 request: ask again by the classic face.
    ///
    /// It found no classic headers: 500 by the name of no route where the route needs some, 401 to nobody otherwise
    /// (`wire-protocol` §1.10, captures 42 and 46). In either case no handler has seen the request.
    #[must_use]
    pub fn is_classic_axon(&self, headers: &Headers<'_>) -> bool {
        let to_nobody = !headers.has("bt_header_dendrite_hotkey") && !headers.has("bt_header_dendrite_nonce");
        let by_name = match self.http_status {
            500 => headers.first("name") == Some(PING),
            401 => headers.has("name"),
            _ => false,
        };
        to_nobody && by_name && headers.has("bt_header_axon_status_code")
    }
}

/// The body of an answer that is only a text.
#[must_use]
pub fn error_body(text: &str) -> String {
    // A string is always JSON.
    format!("{{\"message\":{}}}", serde_json::to_string(text).unwrap_or_default())
}

impl Envelope {
    /// The headers of a Python axon's answer, in its order, `header_size` and `total_size` left out.
    #[must_use]
    pub fn answer_headers(&self, body_hash: &BodyHash) -> Vec<(Cow<'static, str>, String)> {
        self.headers(None, &incentor_synapse::Fields::new(), body_hash)
    }
}
