//! Callers that hold on to what they got: a handler, a connection, memory. Others are served all the same.

use crate::{Echo, Odd, build, classic, send};
use incentor_wire::server::{Limits, Running};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

/// Longer than any limit of these tests.
const LONG: Duration = Duration::from_secs(20);

async fn axon(limits: Limits) -> Running {
    build(limits).start(([127, 0, 0, 1], 0).into()).await.unwrap()
}

/// Writes what goes in, and keeps the socket, which has no room for long answers.
async fn mute(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut socket = socket.connect(address).await.unwrap();
    socket.write_all(bytes).await.unwrap();
    socket
}

/// Asks until there is a reply, a hundred times at most.
async fn is_served(address: SocketAddr) -> bool {
    for _ in 0..100 {
        let answer = timeout(LONG, send(address, &classic("//Alice", &Echo::ask(1), 12.0))).await;
        if answer.expect("an answer").status == 200 {
            return true;
        }
        sleep(Duration::from_millis(20)).await;
    }
    false
}

#[tokio::test]
async fn a_stream_that_nobody_reads_gives_its_handler_back() {
    let limits = Limits { handlers: 1, waiting: 1, budget: Duration::from_millis(300), ..Limits::default() };
    let axon = axon(limits).await;
    let _held = mute(axon.address(), &classic("//Alice", &Odd::ask_tokens("flood".to_owned()), 12.0)).await;
    sleep(Duration::from_millis(100)).await;
    assert!(is_served(axon.address()).await);
}

#[tokio::test]
async fn a_connection_whose_answers_nobody_reads_is_closed() {
    let limits = Limits { connections: 1, budget: Duration::from_millis(300), ..Limits::default() };
    let axon = axon(limits).await;
    let mut held = mute(axon.address(), b"").await;
    let asks = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
    // Until neither end's buffers take any more.
    while timeout(Duration::from_millis(200), held.write_all(&asks)).await.is_ok_and(|done| done.is_ok()) {}
    assert!(is_served(axon.address()).await);
}

#[tokio::test]
async fn heads_that_trickle_are_cut_off() {
    let limits = Limits { connections: 1, head_time: Duration::from_millis(300), ..Limits::default() };
    let axon = axon(limits).await;
    let mut slow = mute(axon.address(), b"POST /Echo HTTP/1.1\r\nx: ").await;
    let trickle = async {
        while slow.write_all(b"y").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(LONG, trickle).await.expect("closed");
    // Neither does a connection that says nothing keep its place.
    let _silent = mute(axon.address(), b"").await;
    assert!(is_served(axon.address()).await);
}

#[tokio::test]
async fn bodies_that_trickle_run_out_of_time() {
    let axon = axon(Limits { budget: Duration::from_millis(300), ..Limits::default() }).await;
    let whole = classic("//Alice", &Echo::ask(1), 12.0);
    let mut slow = mute(axon.address(), &whole[..whole.len() - 10]).await;
    let mut answer = Vec::new();
    timeout(LONG, slow.read_to_end(&mut answer)).await.expect("an answer").unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 408 "), "{}", String::from_utf8_lossy(&answer));
    assert!(is_served(axon.address()).await);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn one_address_does_not_take_every_connection() {
    let limits = Limits { connections: 8, connections_per_address: 3, ..Limits::default() };
    let axon = axon(limits).await;
    let mut held = Vec::new();
    for _ in 0..20 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 2], 0).into()).unwrap();
        held.push(socket.connect(axon.address()).await.unwrap());
    }
    assert!(is_served(axon.address()).await);
    // Those past the limit are closed at once, the others wait for their heads.
    let mut open = 0;
    for socket in &mut held {
        let mut byte = [0];
        match timeout(Duration::from_millis(100), socket.read(&mut byte)).await {
            Err(_) => open += 1,
            Ok(read) => assert!(!matches!(read, Ok(1..))),
        }
    }
    assert_eq!(open, 3);
}

#[tokio::test]
async fn bodies_of_all_callers_share_their_memory() {
    let axon = axon(Limits { body_bytes: 8000, bodies_bytes: 10_000, ..Limits::default() }).await;
    let large = || classic("//Alice", &Odd::ask_tokens("x".repeat(5500)), 12.0);
    let whole = large();
    let held = mute(axon.address(), &whole[..whole.len() - 1]).await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(send(axon.address(), &large()).await.status, 503);
    assert!(is_served(axon.address()).await, "what is small has room");
    drop(held);
    let mut statuses = Vec::new();
    while statuses.last() != Some(&200) && statuses.len() < 100 {
        sleep(Duration::from_millis(20)).await;
        statuses.push(send(axon.address(), &large()).await.status);
    }
    assert_eq!(statuses.last(), Some(&200));
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_not_waited_for() {
    let axon = axon(Limits { body_bytes: 8000, ..Limits::default() }).await;
    let whole = classic("//Alice", &Odd::ask_tokens("x".repeat(9000)), 12.0);
    let head = whole.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let mut socket = mute(axon.address(), &whole[..head]).await;
    let mut answer = Vec::new();
    timeout(LONG, socket.read_to_end(&mut answer)).await.expect("an answer").unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 413 "), "{}", String::from_utf8_lossy(&answer));
}
