//! The dendrite against peers that are slow, broken, old or hostile, over real sockets.
#![cfg(feature = "client")]

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_primitives::AccountId;
use incentor_synapse::Synapse;
use incentor_wire::client::{CallOptions, Dendrite, FaceChoice, Limits, Settings};
use incentor_wire::{CallFailure, Face, Network, Reason, Target};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Echo {
    x: i64,
    #[reply]
    y: Option<i64>,
}

/// Far more than any call here may take.
const PATIENCE: Duration = Duration::from_secs(20);

const ANSWER: &str = "{\"x\":21,\"y\":42}";

fn dendrite(limits: Limits) -> Dendrite {
    let alice = KeyPair::from_uri(&SecretUri::parse("//Alice").unwrap(), Scheme::Sr25519).unwrap();
    let settings = Settings { network: Network::Local, limits, ..Settings::default() };
    Dendrite::new(Hotkey::new(alice), settings)
}

fn limits() -> Limits {
    Limits { head_bytes: 8192, body_bytes: 4096, ..Limits::default() }
}

fn options() -> CallOptions {
    CallOptions { timeout: Duration::from_millis(400), retries: 0, ..CallOptions::default() }
}

fn at(address: SocketAddr) -> Target {
    Target::new(address, AccountId([7; 32]))
}

fn name<T: std::fmt::Debug>(result: Result<T, CallFailure>) -> String {
    match result.expect_err("a failure").reason {
        Reason::Status { status, message } => format!("{status} {}", message.unwrap_or_default()),
        Reason::Timeout { stage } => format!("timeout {stage:?}"),
        reason => reason.name().to_owned(),
    }
}

/// Reads one request: its head, and the body it says it has.
async fn request(socket: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length?.parse().ok()? {
                return Some(text);
            }
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// A server whose every connection is handled by `serve`.
async fn peer<F, Fut>(serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(serve(socket));
        }
    });
    address
}

/// A server that reads each request and sends the same bytes back, then holds the connection or closes it.
async fn says(bytes: Vec<u8>, hold: bool) -> SocketAddr {
    let bytes = Arc::new(bytes);
    peer(move |mut socket| {
        let bytes = Arc::clone(&bytes);
        async move {
            while request(&mut socket).await.is_some() {
                if socket.write_all(&bytes).await.is_err() || !hold {
                    return;
                }
            }
        }
    })
    .await
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn json(body: &str) -> Vec<u8> {
    answer("200 OK", "content-type: application/json\r\n", body)
}

#[tokio::test]
async fn every_damage_has_its_reason() {
    let chunked = |end: &str| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
        format!("{head}f\r\n{ANSWER}\r\n{end}").into_bytes()
    };
    let invalid = [&json(&ANSWER.replace("42}", "42,\"z\":\"?\"}"))[..]].concat();
    let invalid: Vec<u8> = invalid.iter().map(|byte| if *byte == b'?' { 0xff } else { *byte }).collect();
    let long_header = format!("x: {}\r\n", "y".repeat(20_000));
    let many_headers = "x: y\r\n".repeat(200);
    let table: Vec<(&str, Vec<u8>, bool, &str)> = vec![
        ("good", json(ANSWER), true, ""),
        ("good, in chunks", chunked("0\r\n\r\n"), true, ""),
        ("good, with trailers", chunked("0\r\na: b\r\n\r\n"), true, ""),
        ("nothing", Vec::new(), false, "hung_up"),
        ("silence", Vec::new(), true, "timeout Answer"),
        ("half a head", b"HTTP/1.1 200 OK\r\ncontent-".to_vec(), false, "hung_up"),
        ("half a head, held", b"HTTP/1.1 200 OK\r\ncontent-".to_vec(), true, "timeout Answer"),
        ("half a body", json(ANSWER)[..80].to_vec(), false, "cut"),
        ("half a body, held", json(ANSWER)[..80].to_vec(), true, "timeout Body"),
        ("no last chunk", chunked(""), false, "cut"),
        ("a chunk without length", chunked("zz\r\n"), true, "cut"),
        ("another protocol", b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec(), true, "not_http"),
        ("HTTP/2", b"HTTP/2 200 OK\r\n\r\n".to_vec(), true, "not_http"),
        ("bare text", b"hello\n".to_vec(), false, "not_http"),
        ("a long header", answer("200 OK", &long_header, ANSWER), true, "head_too_large"),
        ("many headers", answer("200 OK", &many_headers, ANSWER), true, "head_too_large"),
        ("a long body", json(&" ".repeat(5000)), true, "body_too_large"),
        (
            "a longer body than there is",
            answer("200 OK", "content-length: 99999999999\r\n", ""),
            true,
            "not_http",
        ),
        ("a page", answer("200 OK", "content-type: text/html\r\n", "<html>"), true, "content_type"),
        ("no type", answer("200 OK", "", ANSWER), true, "content_type"),
        ("no JSON", json("nope"), true, "bad_reply"),
        ("no object", json("[1]"), true, "bad_reply"),
        ("another type", json("{\"y\":\"42\"}"), true, "bad_reply"),
        ("too large a number", json("{\"y\":1e400}"), true, "bad_reply"),
        ("a field twice", json("{\"y\":1,\"y\":2}"), true, "bad_reply"),
        ("deep", json(&format!("{{\"y\":{}}}", "[".repeat(2000))), true, "bad_reply"),
        ("invalid UTF-8", invalid, true, "bad_reply"),
        ("elsewhere", answer("302 Found", "location: http://127.0.0.1:1/\r\n", ""), true, "302 "),
        (
            "a switch",
            b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n".to_vec(),
            true,
            "101 ",
        ),
        ("a refusal, cut", answer("503 Busy", "", "{\"message\":\"x\"}")[..50].to_vec(), false, "503 "),
    ];
    for (case, bytes, hold, expected) in table {
        let target = at(says(bytes, hold).await);
        let dendrite = dendrite(limits());
        let (ask, options) = (Echo::ask(21), options());
        let call = timeout(PATIENCE, dendrite.call(&target, &ask, &options));
        match call.await.unwrap_or_else(|_| panic!("{case}: no end")) {
            Ok(reply) => assert_eq!((reply.reply.y, expected), (Some(42), ""), "{case}"),
            failure => assert_eq!(name(failure), expected, "{case}"),
        }
    }
}

#[tokio::test]
async fn drops_by_drops_ends_in_time() {
    // One byte, or one interim answer, now and then: no single wait is long.
    for drop in ["x", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n"] {
        let address = peer(move |mut socket| async move {
            request(&mut socket).await;
            while socket.write_all(drop.as_bytes()).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        let (dendrite, target) = (dendrite(limits()), at(address.await));
        let (ask, options) = (Echo::ask(21), options());
        let call = timeout(PATIENCE, dendrite.call(&target, &ask, &options));
        let name = name(call.await.expect("an end"));
        assert!(name == "timeout Answer" || (drop == "x" && name == "not_http"), "{drop:?}: {name}");
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n";
    let address = peer(move |mut socket| async move {
        request(&mut socket).await;
        let _ = socket.write_all(head.as_bytes()).await;
        while socket.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    let result = dendrite(limits()).call(&at(address.await), &Echo::ask(21), &options()).await;
    assert_eq!(name(result), "timeout Body");
}

#[tokio::test]
async fn half_closed_sockets_are_served_and_seen() {
    // The peer answers, then closes its half; the next call connects anew.
    let address = peer(|mut socket| async move {
        request(&mut socket).await;
        let _ = socket.write_all(&json(ANSWER)).await;
        let _ = socket.shutdown().await;
        let mut rest = Vec::new();
        let _ = socket.read_to_end(&mut rest).await;
        assert!(rest.is_empty(), "nothing is sent after its end");
    });
    let (dendrite, target) = (dendrite(limits()), at(address.await));
    for _ in 0..3 {
        assert!(dendrite.call(&target, &Echo::ask(21), &options()).await.is_ok());
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

#[tokio::test]
async fn an_answer_nobody_asked_for_is_no_reply_to_the_next_call() {
    let address = peer(|mut socket| async move {
        let (mut first, forged) = (true, json("{\"x\":21,\"y\":666}"));
        while request(&mut socket).await.is_some() {
            let answer = if first { [json(ANSWER), forged.clone()].concat() } else { json(ANSWER) };
            first = false;
            let _ = socket.write_all(&answer).await;
        }
    });
    let (dendrite, target) = (dendrite(limits()), at(address.await));
    for _ in 0..5 {
        let reply = dendrite.call(&target, &Echo::ask(21), &options()).await.unwrap();
        assert_eq!(reply.reply.y, Some(42));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The recorded answer of SDK 10.2.
fn recorded(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/captures/sdk-10.2.0/{name}.res.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

#[tokio::test]
async fn an_old_axon_is_asked_again_by_its_own_face_and_remembered() {
    for refusal in ["46-btauth-request-to-v10-axon", "42-optional-only-no-headers"] {
        let (refusal, success) = (Arc::new(recorded(refusal)), Arc::new(recorded("01-success")));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let address = peer({
            let seen = Arc::clone(&seen);
            move |mut socket| {
                let (refusal, success, seen) =
                    (Arc::clone(&refusal), Arc::clone(&success), Arc::clone(&seen));
                async move {
                    while let Some(request) = request(&mut socket).await {
                        let classic = request.contains("\r\nbt_header_dendrite_signature: ");
                        seen.lock().unwrap().push(if classic { 'c' } else { 'b' });
                        let _ = socket.write_all(if classic { &success } else { &refusal }).await;
                    }
                }
            }
        });
        let (dendrite, target) = (dendrite(Limits::default()), at(address.await));
        for _ in 0..2 {
            let reply = dendrite.call(&target, &Echo::ask(21), &options()).await.unwrap();
            assert_eq!((reply.reply.y, reply.face), (Some(42), Face::Classic));
            assert_eq!(reply.process_s, Some(0.000_143_527_984_619_140_62));
        }
        assert!(dendrite.stream(&target, &Echo::ask(21), &options()).await.is_ok());
        assert_eq!(*seen.lock().unwrap(), ['b', 'c', 'c', 'c']);
        let only = CallOptions { face: FaceChoice::Only(Face::Btauth), ..options() };
        let refused = name(dendrite.call(&target, &Echo::ask(21), &only).await);
        assert!(refused.starts_with("500 Internal") || refused.starts_with("401 Not Verified"), "{refused}");
    }
}

#[tokio::test]
async fn a_request_is_signed_when_it_leaves_and_looks_like_the_sdks() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let address = peer({
        let seen = Arc::clone(&seen);
        move |mut socket| {
            let seen = Arc::clone(&seen);
            async move {
                while let Some(request) = request(&mut socket).await {
                    seen.lock().unwrap().push((request, UNIX_EPOCH.elapsed().unwrap().as_nanos()));
                    tokio::time::sleep(Duration::from_millis(250)).await;
                    let _ = socket.write_all(&json(ANSWER)).await;
                }
            }
        }
    });
    let (dendrite, target) = (dendrite(Limits { per_target: 1, ..limits() }), at(address.await));
    let options = CallOptions {
        face: FaceChoice::Only(Face::Classic),
        timeout: Duration::from_millis(12_000),
        ..CallOptions::default()
    };
    let ask = Echo::ask(21);
    // The second waits for the place of the first.
    let (one, two) =
        tokio::join!(dendrite.call(&target, &ask, &options), dendrite.call(&target, &ask, &options));
    assert!(one.is_ok() && two.is_ok());
    let seen = seen.lock().unwrap().clone();
    let mut nonces = Vec::new();
    for (request, arrived_ns) in seen {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let value = |name: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
            line.unwrap_or_else(|| panic!("{name} in {head}")).to_owned()
        };
        let nonce: u128 = value("bt_header_dendrite_nonce").parse().unwrap();
        assert!(arrived_ns.saturating_sub(nonce) < 150_000_000, "aged {} ns", arrived_ns - nonce);
        nonces.push(nonce);
        assert_eq!(value("timeout"), "12.0");
        assert_eq!(value("content-type"), "application/json");
        assert_eq!(value("host"), target.address().to_string());
        // Every header of the SDK that says something, in its order.
        let path = format!("{}/tests/captures/sdk-10.2.0/01-success.req.txt", env!("CARGO_MANIFEST_DIR"));
        let theirs = std::fs::read_to_string(path).unwrap();
        let names = |text: &str| -> Vec<String> {
            let lines = text.split("\r\n\r\n").next().unwrap().lines().skip(1);
            let names = lines.map(|line| line.split(':').next().unwrap().to_lowercase());
            names
                .filter(|name| name.starts_with("bt_") || name == "name" || name == "computed_body_hash")
                .collect()
        };
        assert_eq!(names(head), names(&theirs));
        let shape = |body: &str| -> Vec<String> {
            body.split(", \"").map(|member| member.split("\": ").next().unwrap().to_owned()).collect()
        };
        assert_eq!(shape(body), shape(theirs.split("\r\n\r\n").nth(1).unwrap()));
        assert!(head.starts_with("POST /Echo HTTP/1.1\r\n"), "{head}");
    }
    assert!(nonces.len() == 2 && nonces[0] < nonces[1]);
}

#[tokio::test]
async fn what_may_have_been_seen_is_not_sent_twice() {
    let seen = Arc::new(Mutex::new(0));
    let address = peer({
        let seen = Arc::clone(&seen);
        move |mut socket| {
            let seen = Arc::clone(&seen);
            async move {
                request(&mut socket).await;
                *seen.lock().unwrap() += 1;
            }
        }
    });
    let options = CallOptions { retries: 5, ..options() };
    let result = dendrite(limits()).call(&at(address.await), &Echo::ask(21), &options).await;
    assert_eq!(name(result), "hung_up");
    assert_eq!(*seen.lock().unwrap(), 1);
}

#[tokio::test]
async fn idle_connections_are_closed_in_time() {
    let open = Arc::new(Mutex::new(0_i32));
    let address = peer({
        let open = Arc::clone(&open);
        move |mut socket| {
            let open = Arc::clone(&open);
            async move {
                *open.lock().unwrap() += 1;
                while request(&mut socket).await.is_some() {
                    let _ = socket.write_all(&json(ANSWER)).await;
                }
                *open.lock().unwrap() -= 1;
            }
        }
    });
    let idle_time = Duration::from_millis(200);
    let dendrite = dendrite(Limits { idle: 3, idle_time, ..limits() });
    let targets = vec![at(address.await); 8];
    let results = dendrite.fan_out(&targets, &Echo::ask(21), &options()).await;
    assert!(results.iter().all(Result::is_ok));
    tokio::time::sleep(Duration::from_millis(50)).await;
    let kept = *open.lock().unwrap();
    assert!((1..=3).contains(&kept), "{kept} kept");
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(*open.lock().unwrap(), 0);
}
