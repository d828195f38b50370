//! Any bytes as an answer to three requests, by either face.

use incentor_synapse::Synapse;
use incentor_wire::{Face, Headers, MESSAGE_BYTES, Reason, Received, process_seconds};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Synapse)]
enum Asked {
    Echo {
        #[hashed]
        x: i64,
        #[reply]
        y: Option<i64>,
    },
    Mixed {
        text: String,
        #[reply]
        number: f64,
        #[reply]
        items: Vec<Option<String>>,
        #[reply]
        table: BTreeMap<String, Vec<i128>>,
    },
    Silent {
        x: bool,
    },
}

/// Reads an answer: a status line, headers, a body; what is missing counts as an honest answer's.
///
/// # Panics
/// Where a reading is not what it should be.
pub(crate) fn feed(bytes: &[u8]) {
    let (head, body) = match bytes.windows(4).position(|four| four == b"\r\n\r\n") {
        Some(end) => (&bytes[..end], &bytes[end + 4..]),
        None => (&b"HTTP/1.1 200 OK\r\ncontent-type: application/json"[..], bytes),
    };
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let status =
        lines.next().and_then(|line| std::str::from_utf8(line).ok()?.split(' ').nth(1)?.parse().ok());
    // A client of HTTP lets no other status through.
    let status = status.filter(|status| (100..1000).contains(status)).unwrap_or(200);
    let headers: Headers<'_> = lines
        .filter_map(|line| {
            let end = line.windows(2).position(|two| two == b": ")?;
            Some((std::str::from_utf8(&line[..end]).ok()?, &line[end + 2..]))
        })
        .collect();
    assert!(process_seconds(&headers).is_none_or(|seconds| seconds.is_finite() && seconds >= 0.0));
    let received = Received { status, headers, body };
    for ask in [Asked::ask_echo(1), Asked::ask_mixed("text".to_owned()), Asked::ask_silent(true)] {
        for face in [Face::Classic, Face::Btauth] {
            read(&received, &ask, face);
        }
    }
}

fn read(received: &Received<'_>, ask: &Asked, face: Face) {
    let reply = received.reply(ask, face);
    let again = received.reply(ask, face);
    assert_eq!(format!("{reply:?}"), format!("{again:?}"), "read twice, read differently");
    if received.status != 200 {
        assert!(matches!(&reply, Err(Reason::Status { status, .. }) if *status == received.status));
    }
    match reply {
        Err(Reason::Status { status, message }) => {
            assert!(message.is_none_or(|message| message.len() <= MESSAGE_BYTES));
            assert!(status != 200, "a success is no refusal");
        }
        Err(reason) => assert!(matches!(reason, Reason::ContentType | Reason::BadReply(_)), "{reason:?}"),
        Ok(reply) => {
            let written = ask.answer(&reply).expect("what was read can be written").json();
            let headers = [("content-type", &b"application/json"[..])].into_iter().collect();
            let ours = Received { status: 200, headers, body: written.as_bytes() };
            assert_eq!(ours.reply(ask, Face::Btauth).expect("what was written can be read"), reply);
        }
    }
}
