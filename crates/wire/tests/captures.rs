//! Bytes between the real SDK's dendrite and axon: a verdict for each request, a reading of each answer.

#[path = "ends/recorded.rs"]
mod recorded;

use incentor_synapse::Synapse;
use incentor_wire::classic::{AnswerHead, ClassicHead, Envelope};
use incentor_wire::{
    BodyHash, Compat, Face, Faces, Guard, Headers, MemoryLimits, Policy, Reason, Received, Refusal,
    ReplayMemory, Request, Windows,
};
use recorded::{Recorded, guard};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A message as it was on the wire.
struct Raw {
    first: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Raw {
    fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap().to_owned();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').expect("a header");
            (name.to_owned(), value.trim().to_owned())
        };
        let headers: Vec<_> = lines.map(header).collect();
        let chunked = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("transfer-encoding"));
        let body = bytes[end + 4..].to_vec();
        Self { first, headers, body: if chunked { dechunk(&body) } else { body } }
    }

    fn headers(&self) -> Headers<'_> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
    }

    fn word(&self, index: usize) -> &str {
        self.first.split(' ').nth(index).unwrap()
    }
}

fn dechunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        body.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[(end + 4 + length).min(rest.len())..];
    }
    body
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures")
}

/// One line of the table.
#[derive(Debug, Deserialize)]
struct Row {
    capture: String,
    /// Our clock, in seconds from the request's nonce.
    clock_s: i64,
    strict: String,
    sdk: String,
    /// What a callback of the recorded axon made of a request that was let in.
    #[serde(default)]
    then: String,
}

fn rows() -> Vec<Row> {
    serde_json::from_str(include_str!("captures/verdicts.json")).unwrap()
}

/// The verdict as the table has it: `in`, or status and name.
fn verdict(guard: &Guard, raw: &Raw, clock_s: i64, deliveries: usize) -> String {
    let nonce = raw.headers().first("bt_header_dendrite_nonce").or(raw.headers().first("x-bittensor-nonce"));
    let nonce: i128 = nonce.and_then(|nonce| nonce.parse().ok()).unwrap_or(1_795_348_225_000_000_000);
    let now = u64::try_from(nonce + i128::from(clock_s) * 1_000_000_000).unwrap();
    let mut memory = ReplayMemory::empty(MemoryLimits::default(), guard.policy().windows.longest_ns());
    let mut once = || {
        let request = Request { method: raw.word(0), target: raw.word(1), headers: raw.headers() };
        memory.admit(&guard.open(&request, now)?.finish(&raw.body)?, now)
    };
    for _ in 1..deliveries {
        assert_eq!(once(), Ok(()), "the first delivery");
    }
    match once() {
        Ok(()) => "in".to_owned(),
        Err(refusal) => text_of(&refusal, &guard.policy().compat),
    }
}

fn text_of(refusal: &Refusal, compat: &Compat) -> String {
    format!("{} {}", refusal.status(compat), refusal.name())
}

#[test]
fn every_captured_request_gets_its_verdict_twice() {
    let strict = guard(Policy::default());
    let compat = Compat::SDK_10_2;
    let all_on = Policy { faces: Faces::CLASSIC, compat, windows: Windows::default() };
    let sdk_10_2 = guard(all_on);
    let sdk_10_5 = guard(Policy { compat: Compat { missing_signature: false, ..compat }, ..all_on });
    let mut wrong = Vec::new();
    for row in rows() {
        let raw = Raw::read(&folder().join(format!("{}.req.txt", row.capture)));
        let answer = Raw::read(&folder().join(format!("{}.res.txt", row.capture)));
        let deliveries = if row.capture.ends_with("replayed-nonce") { 2 } else { 1 };
        let sdk = if row.capture.starts_with("sdk-10.5.0") { &sdk_10_5 } else { &sdk_10_2 };
        let found = [&strict, sdk].map(|guard| verdict(guard, &raw, row.clock_s, deliveries));
        if found != [row.strict.clone(), row.sdk.clone()] {
            wrong.push(format!("{}: {found:?}", row.capture));
        }
        // With every switch on, the status is the one that was recorded, unless a callback made it.
        let status = row.sdk.split(' ').next().unwrap().replace("in", "200");
        if row.then.is_empty() && status != answer.word(1) {
            wrong.push(format!("{}: recorded {}", row.capture, answer.word(1)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_has_every_capture_once() {
    let named: Vec<String> = rows().into_iter().map(|row| row.capture).collect();
    let mut there = BTreeSet::new();
    for sdk in ["sdk-10.2.0", "sdk-10.5.0"] {
        for file in fs::read_dir(folder().join(sdk)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            if let Some(name) = name.strip_suffix(".req.txt") {
                there.insert(format!("{sdk}/{name}"));
            }
        }
    }
    assert_eq!(named.len(), 38);
    assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), there);
}

#[test]
fn the_table_is_the_published_one() {
    let mut table =
        String::from("| capture | clock | strict | every switch on | then |\n|---|---|---|---|---|\n");
    for row in rows() {
        let name = row.capture.strip_prefix("sdk-10.2.0/").unwrap_or(&row.capture);
        let clock = if row.clock_s == 0 { String::new() } else { format!("{:+} s", row.clock_s) };
        table += &format!("| {name} | {clock} | {} | {} | {} |\n", row.strict, row.sdk, row.then);
    }
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/wire.md")).unwrap();
    assert!(page.contains(&table), "docs/wire.md lacks this table:\n{table}");
}

#[test]
fn every_captured_answer_is_read() {
    let mut successes = 0;
    for row in rows() {
        let path = folder().join(format!("{}.res.txt", row.capture));
        let raw = Raw::read(&path);
        let status: u16 = raw.word(1).parse().unwrap();
        let head = AnswerHead::read(status, &raw.headers(), &raw.body);
        assert_eq!((head.status(), head.is_success()), (status, status == 200), "{}", row.capture);
        let received = Received { status, headers: raw.headers(), body: &raw.body };
        // Those to whom no classic headers came, or none that could be read.
        let headless = ["29-", "41-", "42-", "46-"].iter().any(|number| row.capture.contains(number));
        assert_eq!(received.is_classic_axon(), headless, "{}", row.capture);
        if let Some(message) = &head.message {
            assert_eq!(head.axon.status_message.as_ref(), Some(message), "{}", row.capture);
        } else {
            // The whole synapse, raw chunks, or an answer of the web framework.
            let framework = head.axon.status_code.is_none();
            let own = row.capture.contains("teapot") || row.capture.contains("status-from-forward");
            assert!(status == 200 || framework || own, "{}", row.capture);
        }
        let request = Raw::read(&folder().join(format!("{}.req.txt", row.capture)));
        let route = request.word(1).trim_start_matches('/').to_owned();
        let stream = raw.headers().first("content-type") == Some("text/event-stream");
        if status == 200 && !stream && route != "Synapse" {
            let ask = Recorded::read_request(&route, &request.body).unwrap();
            let reply = ask.read_reply(&raw.body).unwrap_or_else(|error| panic!("{}: {error}", row.capture));
            assert!(ask.accepts(&reply).is_ok(), "{}", row.capture);
            assert_eq!(received.reply(&ask, Face::Classic).unwrap(), reply, "{}", row.capture);
            successes += 1;
        }
        let any = Recorded::ask_echo(0);
        match received.reply(&any, Face::Classic) {
            Ok(_) => assert!(status == 200 && !stream, "{}", row.capture),
            Err(Reason::ContentType) => assert!(stream, "{}", row.capture),
            Err(Reason::Status { status: said, message }) => {
                assert_eq!((said, status == 200), (status, false), "{}", row.capture);
                assert_eq!(message, head.message.or(head.axon.status_message), "{}", row.capture);
            }
            Err(reason) => panic!("{}: {reason}", row.capture),
        }
        if stream {
            assert_eq!(raw.body, b"Hello, world", "{}", row.capture);
        }
    }
    assert!(successes >= 12, "{successes}");
}

#[test]
fn captured_exchanges_are_rebuilt_to_the_byte() {
    for name in ["01-success", "02-success-hashed", "03-success-mixed-types", "10-tensor"] {
        let path = |end: &str| folder().join(format!("sdk-10.2.0/{name}.{end}.txt"));
        let (request, answer) = (Raw::read(&path("req")), Raw::read(&path("res")));
        let route = request.word(1).trim_start_matches('/');
        let ask = Recorded::read_request(route, &request.body).unwrap();
        let head = ClassicHead::read(&request.headers(), &Compat::STRICT).unwrap();
        let mut envelope = Envelope::of_request(ask.route(), head);
        envelope.total_size = request.headers().first("total_size").unwrap().parse().unwrap();
        let body = envelope.body(&ask.request().unwrap()).unwrap();
        assert_eq!(body.as_bytes(), request.body, "{name}");

        let hash = BodyHash::of_fields(&ask.hashed().unwrap()).unwrap();
        assert!(hash.is(request.headers().first("computed_body_hash").unwrap()), "{name}");
        let ours = envelope.headers(ask.layout(), &ask.request().unwrap(), &hash);
        let informational = |name: &str| name == "header_size" || name == "total_size";
        let theirs: Vec<(String, String)> = request
            .headers
            .iter()
            .skip_while(|(name, _)| name != "name")
            .take_while(|(name, _)| name != "Accept")
            .filter(|(name, _)| !informational(name))
            .cloned()
            .collect();
        let ours: Vec<_> = ours.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
        assert_eq!(ours, theirs, "{name}");

        let reply = ask.read_reply(&answer.body).unwrap();
        let read = AnswerHead::read(200, &answer.headers(), &answer.body);
        envelope.axon.status_code = read.axon.status_code;
        envelope.axon.status_message = read.axon.status_message;
        envelope.axon.process_time = read.axon.process_time;
        let body = envelope.answer(&ask.answer(&reply).unwrap()).unwrap();
        assert_eq!(body, String::from_utf8(answer.body).unwrap(), "{name}");
    }
}
