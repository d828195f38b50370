//! The axon over real sockets.
#![cfg(feature = "server")]

#[path = "ends/served.rs"]
mod served;
mod axon {
    mod broken;
    mod held;
}

use incentor_synapse::Synapse;
use incentor_wire::classic::{AnswerHead, Envelope};
use incentor_wire::server::{Answer, Axon, AxonError, Limits, Running, Service};
use incentor_wire::{BodyHash, Headers, btauth};
use served::{Echo, EchoReply, Odd, hotkey, serve};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Rising nonces that are times, as every dendrite draws them.
fn nonce() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let now = u64::try_from(UNIX_EPOCH.elapsed().unwrap().as_nanos()).unwrap();
    LAST.fetch_max(now, Ordering::Relaxed);
    LAST.fetch_add(1, Ordering::Relaxed)
}

async fn axon(limits: Limits) -> Running {
    build(limits).start(([127, 0, 0, 1], 0).into()).await.unwrap()
}

fn build(limits: Limits) -> Axon {
    serve(Axon::new(hotkey("//Bob").account())).limits(limits)
}

/// A whole request of the classic face.
fn classic<S: Synapse>(uri: &'static str, ask: &S, timeout_s: f64) -> Vec<u8> {
    let hash = BodyHash::of_fields(&ask.hashed().unwrap()).unwrap();
    let fields = ask.request().unwrap();
    let target = ("127.0.0.1".to_owned(), 8091);
    let (key, receiver) = (hotkey(uri), hotkey("//Bob").account());
    let caller = (nonce(), "11111111-2222-4333-8444-555555555555");
    let envelope =
        Envelope::signed(ask.route(), timeout_s, key, receiver, target, "127.0.0.1", caller, &hash);
    let headers = envelope.headers(ask.layout(), &fields, &hash).into_iter();
    let headers: Vec<_> = headers.map(|(name, value)| (name.into_owned(), value)).collect();
    request("POST", &format!("/{}", ask.route()), &headers, envelope.body(&fields).unwrap().as_bytes())
}

fn request(method: &str, target: &str, headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("Content-Length: {}\r\n\r\n", body.len());
    [text.as_bytes(), body].concat()
}

struct Raw {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Raw {
    fn headers(&self) -> Headers<'_> {
        let headers = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        headers.map(|(name, value)| (name, value.as_bytes())).collect()
    }
}

async fn send(address: SocketAddr, request: &[u8]) -> Raw {
    let mut socket = TcpStream::connect(address).await.unwrap();
    // An axon that refuses a body may close before it was all sent.
    let _ = socket.write_all(request).await;
    let mut bytes = Vec::new();
    let _ = socket.read_to_end(&mut bytes).await;
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Raw { status, head, body: bytes[end + 4..].to_vec() }
}

#[tokio::test]
async fn both_faces_are_served_on_one_port() {
    let axon = axon(Limits::default()).await;
    let ask = Echo::ask(42);
    let answer = send(axon.address(), &classic("//Alice", &ask, 12.0)).await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(ask.read_reply(&answer.body).unwrap(), EchoReply { output: Some(42) });
    let head = AnswerHead::read(200, &answer.headers(), &answer.body);
    assert!(head.is_success());
    assert_eq!(head.axon.status_message.as_deref(), Some("Success"));
    let names = |answer: &Raw| -> Vec<String> {
        let names = answer.head.lines().filter_map(|line| line.split_once(": ").map(|(name, _)| name));
        names.filter(|name| name.starts_with("bt_header") || *name == "name").map(str::to_owned).collect()
    };
    let outcome = ["status_code", "status_message", "process_time"];
    assert_eq!(names(&answer), outcome.map(|name| format!("bt_header_axon_{name}")));
    // What came of it stands in both places; both ends' names and the signature in the body alone.
    let bare = AnswerHead::read(200, &Headers::new(), &answer.body);
    assert_eq!((bare.status(), &bare.axon.status_message), (200, &head.axon.status_message));
    assert_eq!(bare.axon.process_time, head.axon.process_time);
    let whole = String::from_utf8(answer.body).unwrap();
    let (alice, bob) = (hotkey("//Alice").account(), hotkey("//Bob").account());
    for own in [format!("\"hotkey\":\"{alice}\",\"signature\":\"0x"), format!("\"hotkey\":\"{bob}\"")] {
        assert!(whole.contains(&own), "{whole}");
    }
    assert!(whole.starts_with("{\"name\":\"Echo\",\"timeout\":12.0,"), "{whole}");

    let (alice, bob) = (hotkey("//Alice"), hotkey("//Bob").account());
    let body = ask.request().unwrap().json();
    let signed = btauth::sign(alice, Some(bob), "POST", "/Echo", body.as_bytes(), nonce());
    let headers: Vec<_> = signed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let answer = send(axon.address(), &request("POST", "/Echo", &headers, body.as_bytes())).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"{\"input\":42,\"output\":42}"[..]));
    axon.drain(Duration::from_secs(5)).await.unwrap();
}

#[tokio::test]
async fn strangers_replays_and_nonsense_are_refused() {
    let axon = axon(Limits { body_bytes: 4096, ..Limits::default() }).await;
    let once = classic("//Alice", &Echo::ask(1), 12.0);
    assert_eq!(send(axon.address(), &once).await.status, 200);
    assert_eq!(send(axon.address(), &once).await.status, 401);
    let mut changed = classic("//Alice", &Echo::ask(1), 12.0);
    let at = changed.windows(10).rposition(|ten| ten == b"\"input\": 1").unwrap();
    changed[at + 9] = b'2';
    assert_eq!(send(axon.address(), &changed).await.status, 400);
    let banned = send(axon.address(), &classic("//Eve", &Echo::ask(1), 12.0)).await;
    assert_eq!(banned.status, 403);
    assert_eq!(banned.body, b"{\"message\":\"Forbidden. Key is blacklisted: a stranger.\"}");
    let nowhere = send(axon.address(), &request("POST", "/Nope", &[], b"{}")).await;
    assert_eq!(nowhere.status, 404);
    assert!(!String::from_utf8(nowhere.body).unwrap().contains("Echo"));
    assert_eq!(send(axon.address(), &request("POST", "/Echo", &[], b"{}")).await.status, 401);
    assert_eq!(send(axon.address(), &request("PUT", "/Echo", &[], b"{}")).await.status, 405);
    let long = Odd::ask_tokens("x".repeat(5000));
    assert_eq!(send(axon.address(), &classic("//Alice", &long, 12.0)).await.status, 413);
    let wide = [("x".to_owned(), "y".repeat(100_000))];
    assert_eq!(send(axon.address(), &request("POST", "/Echo", &wide, b"{}")).await.status, 431);

    let health = send(axon.address(), &request("GET", "/healthz", &[], b"")).await;
    assert_eq!((health.status, health.body.as_slice()), (200, &b"ok\n"[..]));
    let metrics = send(axon.address(), &request("GET", "/metrics", &[], b"")).await;
    let metrics = String::from_utf8(metrics.body).unwrap();
    assert!(metrics.contains("axon_answers_total{route=\"Echo\",status=\"200\"} 1\n"), "{metrics}");
    assert!(metrics.contains("axon_remembered_requests 1\n"), "{metrics}");
    assert!(!metrics.contains(&hotkey("//Alice").account().to_string()), "{metrics}");
}

#[tokio::test]
async fn what_is_slow_full_or_broken_says_so() {
    let axon = axon(Limits { handlers: 1, waiting: 1, ..Limits::default() }).await;
    let address = axon.address();
    let sleeping = |ms, timeout_s| {
        let request = classic("//Alice", &Odd::ask_sleep(ms), timeout_s);
        tokio::spawn(async move { send(address, &request).await.status })
    };
    // One at work, one waiting, one too many; the waiting one runs out of the time its caller grants.
    let first = sleeping(1500, 12.0);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let second = sleeping(0, 0.5);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(sleeping(0, 12.0).await.unwrap(), 503);
    assert_eq!(second.await.unwrap(), 408);
    assert_eq!(first.await.unwrap(), 200);
    for when in ["at once", "later"] {
        let panic = Odd::ask_panic(when.to_owned());
        assert_eq!(send(address, &classic("//Alice", &panic, 12.0)).await.status, 500);
    }
    let declined = send(address, &classic("//Alice", &Odd::ask_teapot(), 12.0)).await;
    assert_eq!((declined.status, declined.body.as_slice()), (418, &b"{\"message\":\"a teapot\"}"[..]));
    assert_eq!(send(address, &classic("//Alice", &Echo::ask(1), 12.0)).await.status, 200);
}

#[tokio::test]
async fn streams_arrive_and_endless_ones_are_cut() {
    let axon = axon(Limits { budget: Duration::from_millis(400), ..Limits::default() }).await;
    let stream = |prompt: &str| classic("//Alice", &Odd::ask_tokens(prompt.to_owned()), 12.0);
    let answer = send(axon.address(), &stream("hi")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers().first("content-type"), Some("text/event-stream"));
    // SDK classes read a stream's envelope from its headers, as it has no other place.
    for name in ["name", "timeout", "bt_header_axon_hotkey", "bt_header_dendrite_signature"] {
        assert!(answer.headers().has(name), "{name}");
    }
    assert_eq!(answer.body, b"5\r\nHello\r\n2\r\n, \r\n5\r\nworld\r\n0\r\n\r\n");
    let answer = send(axon.address(), &stream("endless")).await;
    assert!(answer.body.ends_with(b"world\r\n"), "cut, not ended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_requests_of_one_caller_are_all_served() {
    let axon = axon(Limits::default()).await;
    let mut calls = tokio::task::JoinSet::new();
    let mut requests: Vec<Vec<u8>> = (0..200).map(|n| classic("//Alice", &Echo::ask(n), 12.0)).collect();
    requests.reverse();
    for request in requests {
        let address = axon.address();
        calls.spawn(async move { send(address, &request).await.status });
    }
    assert_eq!(calls.join_all().await, [200; 200]);
}

#[tokio::test]
async fn a_drained_axon_finishes_its_work_and_remembers_it() {
    let folder = std::env::temp_dir().join(format!("incentor-axon-{}-{}", std::process::id(), nonce()));
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("replay.json");
    let start = || build(Limits::default()).memory_file(file.clone()).start(([127, 0, 0, 1], 0).into());
    let axon = start().await.unwrap();
    let address = axon.address();
    let request = classic("//Alice", &Odd::ask_sleep(500), 12.0);
    let call = tokio::spawn({
        let request = request.clone();
        async move { send(address, &request).await.status }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    axon.drain(Duration::from_secs(5)).await.unwrap();
    assert_eq!(call.await.unwrap(), 200);
    assert!(TcpStream::connect(address).await.is_err());

    let axon = start().await.unwrap();
    assert_eq!(send(axon.address(), &request).await.status, 401);
    assert_eq!(send(axon.address(), &classic("//Alice", &Echo::ask(1), 12.0)).await.status, 200);
    drop(axon);
    std::fs::write(&file, "no memory").unwrap();
    assert!(matches!(start().await.map(|_| ()), Err(AxonError::Memory { .. })));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_route_is_served_once() {
    let service = || Service::<Echo>::new(|_, _| async { Ok(Answer::Reply(EchoReply { output: None })) });
    let twice = Axon::new(hotkey("//Bob").account()).serve(service()).unwrap().serve(service());
    assert!(matches!(twice.map(|_| ()), Err(AxonError::RouteTwice { route: "Echo" })));
}
