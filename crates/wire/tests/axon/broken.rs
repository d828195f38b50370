//! Requests that are none, whole or in part: each is answered with a status or closed, and the next caller is served.

use crate::{Echo, Odd, build, classic, hotkey, nonce, request, send};
use incentor_wire::btauth;
use incentor_wire::server::{Limits, Running};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const LONG: Duration = Duration::from_secs(20);

async fn axon() -> Running {
    let limits = Limits { budget: Duration::from_secs(3), ..Limits::default() };
    build(limits).start(([127, 0, 0, 1], 0).into()).await.unwrap()
}

/// The status of an answer, 0 where the axon hung up without one.
async fn status(address: SocketAddr, bytes: &[u8]) -> u16 {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let _ = socket.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = timeout(LONG, socket.read_to_end(&mut answer)).await.expect("an end");
    let line = String::from_utf8_lossy(&answer);
    line.split(' ').nth(1).map_or(0, |status| status.parse().unwrap())
}

/// Every case has its status, and an honest caller is served behind it.
async fn check(address: SocketAddr, cases: Vec<(&str, u16, Vec<u8>)>) {
    let mut wrong = Vec::new();
    for (name, expected, bytes) in cases {
        let got = status(address, &bytes).await;
        if got != expected {
            wrong.push(format!("{name}: {got} instead of {expected}"));
        }
        assert_eq!(send(address, &echo()).await.status, 200, "after {name}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn echo() -> Vec<u8> {
    classic("//Alice", &Echo::ask(1), 12.0)
}

/// An honest request whose body became another one.
fn with_body(body: impl FnOnce(&str) -> Vec<u8>) -> Vec<u8> {
    let whole = String::from_utf8(echo()).unwrap();
    let (head, honest) = whole.split_once("\r\n\r\n").unwrap();
    let body = body(honest);
    let lines = head.split("\r\n").filter(|line| !line.starts_with("Content-Length"));
    let head = lines.map(|line| format!("{line}\r\n")).collect::<String>();
    [format!("{head}Content-Length: {}\r\n\r\n", body.len()).into_bytes(), body].concat()
}

/// An honest request with one more line in its head.
fn with_line(line: &[u8]) -> Vec<u8> {
    let whole = echo();
    let end = whole.windows(2).position(|two| two == b"\r\n").unwrap() + 2;
    [&whole[..end], line, b"\r\n", &whole[end..]].concat()
}

/// The honest body with a member before the others.
fn member(text: &str) -> impl FnOnce(&str) -> Vec<u8> {
    let text = text.to_owned();
    move |honest| honest.replacen('{', &format!("{{{text}, "), 1).into_bytes()
}

fn replaced(from: &str, to: &str) -> impl FnOnce(&str) -> Vec<u8> {
    let (from, to) = (from.to_owned(), to.to_owned());
    move |honest| {
        assert!(honest.contains(&from));
        honest.replacen(&from, &to, 1).into_bytes()
    }
}

#[tokio::test]
async fn broken_bodies_are_refused() {
    let axon = axon().await;
    let deep = |open: &str, close: &str| format!("\"x\": {}{}", open.repeat(100_000), close.repeat(100_000));
    let huge = "9".repeat(100_000);
    let cases: Vec<(&str, u16, Vec<u8>)> = vec![
        ("honest", 200, with_body(|honest| honest.as_bytes().to_vec())),
        ("empty", 400, with_body(|_| Vec::new())),
        ("not UTF-8", 400, with_body(|_| b"{\"input\": 1, \"x\": \"\xff\xfe\"}".to_vec())),
        ("a byte order mark", 400, with_body(|honest| format!("\u{feff}{honest}").into_bytes())),
        ("zeros", 400, with_body(|_| vec![0; 5000])),
        ("cut", 400, with_body(|honest| honest.as_bytes()[..honest.len() - 1].to_vec())),
        ("more behind it", 400, with_body(|honest| format!("{honest}{honest}").into_bytes())),
        ("a list", 400, with_body(|honest| format!("[{honest}]").into_bytes())),
        ("deep lists where nobody looks", 200, with_body(member(&deep("[", "]")))),
        (
            "deep objects where nobody looks",
            200,
            with_body(member(&deep("{\"a\":", "}").replace(":}", ":1}"))),
        ),
        ("deep and unclosed", 400, with_body(|_| b"[".repeat(1_000_000))),
        (
            "a field that is deep",
            400,
            with_body(replaced("\"input\": 1", &deep("[", "]").replace("\"x\"", "\"input\""))),
        ),
        ("a huge integer", 400, with_body(replaced("\"input\": 1", &format!("\"input\": {huge}")))),
        ("a huge exponent", 400, with_body(replaced("\"input\": 1", "\"input\": 1e999999999"))),
        ("one too large", 400, with_body(replaced("\"input\": 1", "\"input\": 9223372036854775808"))),
        ("NaN", 400, with_body(replaced("\"input\": 1", "\"input\": NaN"))),
        ("Infinity", 400, with_body(replaced("\"input\": 1", "\"input\": -Infinity"))),
        ("another form of the number", 400, with_body(replaced("\"input\": 1", "\"input\": 1.0"))),
        ("a text for a number", 400, with_body(replaced("\"input\": 1", "\"input\": \"1\""))),
        ("a field twice", 400, with_body(member("\"input\": 1"))),
        ("half a surrogate pair", 200, with_body(member("\"x\": \"\\ud800\""))),
        ("another name and timeout inside", 200, with_body(member("\"other\": {\"timeout\": 1e9}"))),
    ];
    check(axon.address(), cases).await;
}

#[tokio::test]
async fn broken_heads_are_refused() {
    let axon = axon().await;
    let many: Vec<u8> = (0..200).flat_map(|n| format!("x-{n}: y\r\n").into_bytes()).collect();
    let cases: Vec<(&str, u16, Vec<u8>)> = vec![
        ("another type", 200, with_line(b"Content-Type: text/plain")),
        (
            "a caller twice",
            400,
            with_line(b"bt_header_dendrite_hotkey: 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"),
        ),
        ("a nonce twice", 400, with_line(b"BT_HEADER_DENDRITE_NONCE: 1")),
        ("a hash twice", 400, with_line(b"Computed_Body_Hash: 0")),
        ("a timeout twice", 400, with_line(b"Timeout: 1e300")),
        ("two lengths", 400, with_line(b"Content-Length: 1")),
        ("a length below zero", 400, with_line(b"Content-Length: -1")),
        ("length and chunks", 400, with_line(b"Transfer-Encoding: chunked")),
        ("another coding", 400, with_line(b"Transfer-Encoding: gzip")),
        ("a folded line", 400, with_line(b"x: y\r\n z")),
        ("a zero in a value", 400, with_line(b"x: a\0b")),
        ("no colon", 400, with_line(b"what is this")),
        ("a space in a name", 400, with_line(b"x y: z")),
        ("a value that is not UTF-8", 200, with_line(b"x: \xff\xfe")),
        ("a caller that is not UTF-8", 400, with_line(b"bt_header_dendrite_hotkey: \xff")),
        ("two hundred headers", 431, with_line(&many[..many.len() - 2])),
        ("btauth/1 beside it, broken", 401, with_line(b"X-Bittensor-Signature: 0x00")),
        ("an upgrade", 200, with_line(b"Upgrade: h2c")),
        ("HTTP/2", 0, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
        ("TLS", 400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec()),
        ("zeros", 400, vec![0; 20_000]),
        ("a line without end", 431, format!("POST /{}", "a".repeat(100_000)).into_bytes()),
        ("an unknown method", 405, request("BREW", "/Echo", &[], b"")),
        ("another host's path", 401, request("POST", "http://example.com/Echo", &[], b"{}")),
        ("a target that is a star", 404, request("OPTIONS", "*", &[], b"")),
        ("dots", 404, request("POST", "/../Echo", &[], b"{}")),
        ("an escape", 404, request("POST", "/%45cho", &[], b"{}")),
    ];
    check(axon.address(), cases).await;
}

#[tokio::test]
async fn btauth_covers_whatever_bytes_came() {
    let axon = axon().await;
    let bob = hotkey("//Bob").account();
    for (expected, body) in [
        (200, &b"{\"input\":1}"[..]),
        (200, b" {\"input\" : 1 , \"x\": [null]} "),
        (400, b"{\"input\":1,\"x\":\"\xff\"}"),
        (400, b"{\"input\":1"),
        (400, b""),
    ] {
        let signed = btauth::sign(hotkey("//Alice"), Some(bob), "POST", "/Echo", body, nonce());
        let headers: Vec<_> = signed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let bytes = request("POST", "/Echo", &headers, body);
        assert_eq!(status(axon.address(), &bytes).await, expected, "{}", String::from_utf8_lossy(body));
        let twice = [&headers[..], &headers[..1]].concat();
        let bytes = request("POST", "/Echo", &twice, body);
        assert_eq!(status(axon.address(), &bytes).await, 400, "a header twice");
    }
}

#[tokio::test]
async fn who_hangs_up_half_way_is_let_go() {
    let axon = axon().await;
    let sleeping = classic("//Alice", &Odd::ask_sleep(200), 12.0);
    for cut in [0, 1, 20, sleeping.len() / 2, sleeping.len() - 1, sleeping.len()] {
        // All at once, and the half that writes alone.
        drop(TcpStream::connect(axon.address()).await.unwrap().write_all(&sleeping[..cut]).await);
        let mut half = TcpStream::connect(axon.address()).await.unwrap();
        half.write_all(&sleeping[..cut]).await.unwrap();
        half.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = timeout(LONG, half.read_to_end(&mut answer)).await.expect("an end");
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "it was sent a second time");
        assert_eq!(send(axon.address(), &echo()).await.status, 200, "after {cut} bytes");
    }
}

#[tokio::test]
async fn chunked_bodies_are_read_like_others() {
    let axon = axon().await;
    let whole = String::from_utf8(echo()).unwrap();
    let (head, body) = whole.split_once("\r\n\r\n").unwrap();
    let lines = head.split("\r\n").filter(|line| !line.starts_with("Content-Length"));
    let head = lines.map(|line| format!("{line}\r\n")).collect::<String>();
    let chunked = |chunks: &str| format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunks}").into_bytes();
    let (first, rest) = body.split_at(7);
    let honest = format!("7\r\n{first}\r\n{:x};note=x\r\n{rest}\r\n0\r\nTrailer: x\r\n\r\n", rest.len());
    assert_eq!(status(axon.address(), &chunked(&honest)).await, 200);
    for broken in ["zz\r\n", "-1\r\n", "ffffffffffffffffff\r\n", "5\r\nabc", "5\r\nabcdefg\r\n0\r\n\r\n"] {
        let got = status(axon.address(), &chunked(broken)).await;
        assert!([0, 400, 408].contains(&got), "{broken}: {got}");
        assert_eq!(send(axon.address(), &echo()).await.status, 200, "after {broken}");
    }
}
