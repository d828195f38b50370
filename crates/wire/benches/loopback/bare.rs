//! The limit: hyper on both sides as its guide has it, one signature and one verification a request, nothing else.

use crate::load::Caller;
use crate::ours::hotkey;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::SendRequest;
use hyper::header::HeaderValue;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use incentor_keys::{Hotkey, PublicKey, Signature};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};

pub(crate) async fn serve() -> std::io::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let alice = hotkey("//Alice").public();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let _ = socket.set_nodelay(true);
            tokio::spawn(async move {
                let service = service_fn(move |request| answer(request, alice));
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(socket), service)
                    .await;
            });
        }
    });
    Ok(port)
}

async fn answer(request: Request<Incoming>, caller: PublicKey) -> Result<Response<Full<Bytes>>, Infallible> {
    let signature = request.headers().get("signature").and_then(|value| value.to_str().ok()?.parse().ok());
    let signature: Signature = signature.expect("a signature");
    let body = request.into_body().collect().await.expect("a body").to_bytes();
    let mut response = Response::new(Full::new(body.clone()));
    if !caller.verify(&body, &signature) {
        *response.status_mut() = StatusCode::UNAUTHORIZED;
    }
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    Ok(response)
}

pub(crate) struct Bare {
    sender: SendRequest<Full<Bytes>>,
    hotkey: Arc<Hotkey>,
}

pub(crate) async fn client(port: u16) -> Bare {
    let socket = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    socket.set_nodelay(true).expect("a socket");
    let (sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(socket)).await.expect("a handshake");
    tokio::spawn(connection);
    Bare { sender, hotkey: hotkey("//Alice") }
}

impl Caller for Bare {
    async fn ask(&mut self, input: i64) {
        let body = format!("{{\"input\":{input}}}");
        let signature = self.hotkey.sign(body.as_bytes()).to_string();
        let request = Request::post("/Echo")
            .header("host", "127.0.0.1")
            .header("content-type", "application/json")
            .header("signature", signature)
            .body(Full::new(Bytes::from(body.clone())))
            .expect("a request");
        self.sender.ready().await.expect("a connection");
        let response = self.sender.send_request(request).await.expect("an answer");
        assert_eq!(response.status(), 200);
        let answer = response.into_body().collect().await.expect("a body").to_bytes();
        assert_eq!(answer, body);
    }
}
