//! Callers that asked once and stay connected.

use std::error::Error;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const ASK: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Opens so many connections, has a request served over each, and keeps them until the process is ended.
pub(crate) async fn run(port: u16, count: usize) -> Result<(), Box<dyn Error>> {
    let mut open = Vec::with_capacity(count);
    for _ in 0..count {
        let mut socket = TcpStream::connect(("127.0.0.1", port)).await?;
        socket.write_all(ASK).await?;
        let mut answer = [0; 512];
        let read = timeout(Duration::from_secs(10), socket.read(&mut answer)).await??;
        if !answer[..read].starts_with(b"HTTP/1.1 200") {
            return Err(format!("connection {} was not served", open.len() + 1).into());
        }
        open.push(socket);
    }
    println!("{{\"open\":{count}}}");
    std::future::pending().await
}
