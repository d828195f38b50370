//! An answer, read: the reply, or why there is none.

use crate::classic::AnswerHead;
use crate::failure::{MESSAGE_BYTES, Reason};
use crate::{Face, Headers};
use incentor_synapse::Synapse;

/// An answer as it came, by either face.
#[derive(Clone, Debug)]
pub struct Received<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Headers<'a>,
    /// The body, whole.
    pub body: &'a [u8],
}

impl Received<'_> {
    /// The reply to a request.
    ///
    /// The envelope is read leniently, as nothing hangs on it: only a status that is no success counts
    /// against it. The reply's own fields have to be what their types say.
    ///
    /// # Errors
    /// [`Reason::Status`], [`Reason::ContentType`] and [`Reason::BadReply`].
    pub fn reply<S: Synapse>(&self, ask: &S, face: Face) -> Result<S::Reply, Reason> {
        if self.status != 200 {
            return Err(self.refusal());
        }
        if !is_json(&self.headers) {
            return Err(Reason::ContentType);
        }
        self.accepted(face)?;
        let reply = ask.read_reply(self.body).map_err(Reason::BadReply)?;
        ask.accepts(&reply).map_err(Reason::BadReply)?;
        Ok(reply)
    }

    /// Whether an answer with HTTP status 200 is a success.
    ///
    /// # Errors
    /// [`Reason::Status`] where classic headers, or the body, say another status.
    pub fn accepted(&self, face: Face) -> Result<(), Reason> {
        // By btauth/1 the status of HTTP is all there is.
        if face == Face::Btauth || self.headers.first("bt_header_axon_status_code") == Some("200") {
            return Ok(());
        }
        let head = AnswerHead::read(self.status, &self.headers, self.body);
        if head.is_success() {
            return Ok(());
        }
        let (status, message) = (head.status(), head.axon.status_message.or(head.message));
        Err(Reason::Status { status, message: message.map(shortened) })
    }

    /// What an answer that is no success says.
    #[must_use]
    pub fn refusal(&self) -> Reason {
        let head = AnswerHead::read(self.status, &self.headers, self.body);
        let message = head.message.or(head.axon.status_message);
        Reason::Status { status: self.status, message: message.map(shortened) }
    }

    /// Whether an axon that knows no btauth/1 answers a btauth/1 request.
    #[must_use]
    pub fn is_classic_axon(&self) -> bool {
        AnswerHead::read(self.status, &self.headers, &[]).is_classic_axon(&self.headers)
    }
}

/// Seconds the axon says its handler took; its own word.
#[must_use]
pub fn process_seconds(headers: &Headers<'_>) -> Option<f64> {
    let seconds: f64 = headers.first("bt_header_axon_process_time")?.parse().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
}

/// Whether a body is JSON that nothing was done to, as far as its headers say.
fn is_json(headers: &Headers<'_>) -> bool {
    let plain =
        headers.first("content-encoding").is_none_or(|coding| coding.eq_ignore_ascii_case("identity"));
    let essence = headers.first("content-type").and_then(|value| value.split(';').next());
    plain && essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// As much of a text as is kept.
fn shortened(mut text: String) -> String {
    let end = (0..=MESSAGE_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or_default());
    text
}
