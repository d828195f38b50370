//! Answers that their axon signs, over real sockets, and a relay that tampers with them.
#![cfg(all(feature = "client", feature = "server"))]

#[path = "ends/served.rs"]
mod served;

use incentor_wire::client::{Answers, CallOptions, Dendrite, FaceChoice, Settings};
use incentor_wire::server::{Axon, Limits, Running};
use incentor_wire::twresp::AnswerError;
use incentor_wire::{CallFailure, Face, Network, Reason, Target};
use served::{Echo, Odd, hotkey, secret, serve};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

const SIGNED: CallOptions = CallOptions {
    face: FaceChoice::Either,
    answers: Answers::Signed,
    timeout: Duration::from_secs(12),
    total: None,
    retries: 1,
};

fn any(face: FaceChoice) -> CallOptions {
    CallOptions { face, answers: Answers::Any, ..SIGNED }
}

fn dendrite() -> Dendrite {
    Dendrite::new(secret("//Alice"), Settings { network: Network::Local, ..Settings::default() })
}

async fn start(axon: Axon) -> (Running, Target) {
    let limits = Limits { budget: Duration::from_millis(2000), ..Limits::default() };
    let axon = serve(axon).limits(limits).start(([127, 0, 0, 1], 0).into()).await.unwrap();
    let target = Target::new(axon.address(), hotkey("//Bob").account());
    (axon, target)
}

async fn signing() -> (Running, Target) {
    start(Axon::signing(secret("//Bob"))).await
}

/// What is wrong with an answer's signature, or the name of whatever else went wrong.
fn why(failure: CallFailure) -> Result<AnswerError, String> {
    match failure.reason {
        Reason::Signature(error) => Ok(error),
        Reason::Status { status, .. } => Err(status.to_string()),
        reason => Err(reason.name().to_owned()),
    }
}

/// A stream's chunks, and how it ended where it did not end well.
async fn read(
    target: &Target,
    prompt: &str,
    options: &CallOptions,
) -> (Vec<String>, Option<Result<AnswerError, String>>) {
    let ask = Odd::ask_tokens(prompt.to_owned());
    let mut stream = match dendrite().stream(target, &ask, options).await {
        Ok(stream) => stream,
        Err(failure) => return (Vec::new(), Some(why(failure))),
    };
    let mut chunks = Vec::new();
    let mut end = None;
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => chunks.push(String::from_utf8(chunk.to_vec()).unwrap()),
            Err(failure) => end = Some(why(failure)),
        }
    }
    assert!(stream.next().await.is_none(), "it stays ended");
    (chunks, end)
}

const WORDS: [&str; 3] = [r#"{"token":"Hello"}"#, r#"{"token":", "}"#, r#"{"token":"world"}"#];

#[tokio::test]
async fn replies_are_signed_where_the_face_has_it() {
    let (_axon, target) = signing().await;
    let dendrite = dendrite();
    for (options, signed) in [
        (SIGNED, true),
        (CallOptions { face: FaceChoice::Only(Face::Btauth), ..SIGNED }, true),
        (any(FaceChoice::Either), true),
        (any(FaceChoice::Only(Face::Classic)), false),
    ] {
        let reply = dendrite.call(&target, &Echo::ask(42), &options).await.unwrap();
        assert_eq!((reply.reply.output, reply.signed), (Some(42), signed), "{options:?}");
    }
    let classic = CallOptions { face: FaceChoice::Only(Face::Classic), ..SIGNED };
    let refused = dendrite.call(&target, &Echo::ask(42), &classic).await;
    assert_eq!(refused.map_err(why), Err(Ok(AnswerError::Unsigned)));
    // A refusal is one, signed or not.
    let teapot = dendrite.call(&target, &Odd::ask_teapot(), &SIGNED).await;
    assert_eq!(teapot.map(|_| ()).map_err(why), Err(Err("418".to_owned())));
    let elsewhere = Target::new(target.address(), hotkey("//Eve").account());
    let refused = dendrite.call(&elsewhere, &Echo::ask(1), &SIGNED).await;
    assert_eq!(refused.map_err(why), Err(Err("401".to_owned())));
}

#[tokio::test]
async fn an_axon_that_does_not_sign_is_told() {
    let (_axon, target) = start(Axon::new(hotkey("//Bob").account())).await;
    let dendrite = dendrite();
    let reply = dendrite.call(&target, &Echo::ask(42), &any(FaceChoice::Either)).await.unwrap();
    assert!(!reply.signed);
    let refused = dendrite.call(&target, &Echo::ask(42), &SIGNED).await;
    assert_eq!(refused.map_err(why), Err(Ok(AnswerError::Unsigned)));
    assert_eq!(read(&target, "hi", &SIGNED).await, (Vec::new(), Some(Ok(AnswerError::Unsigned))));
}

#[tokio::test]
async fn streams_are_signed_behind_their_last_chunk() {
    let (_axon, target) = signing().await;
    let words = WORDS.map(str::to_owned).to_vec();
    for options in [SIGNED, any(FaceChoice::Either)] {
        assert_eq!(read(&target, "json", &options).await, (words.clone(), None), "{options:?}");
    }
    // By the classic face chunks go as they are, in pieces as the network has them.
    let (chunks, end) = read(&target, "json", &any(FaceChoice::Only(Face::Classic))).await;
    assert_eq!((chunks.concat(), end), (words.concat(), None));
    // Text is no chunk that can be signed, and a stream without end has no trailer.
    assert_eq!(read(&target, "hi", &SIGNED).await, (Vec::new(), Some(Err("cut".to_owned()))));
    assert_eq!(read(&target, "json endless", &SIGNED).await, (words, Some(Err("cut".to_owned()))));
    // A reply that is asked for as a stream has its signature in its headers.
    let mut whole = dendrite().stream(&target, &Echo::ask(7), &SIGNED).await.unwrap();
    assert!(whole.is_signed());
    assert_eq!(whole.next().await.unwrap().unwrap(), r#"{"input":7,"output":7}"#);
    assert!(whole.next().await.is_none());
}

type Change = Arc<dyn Fn(String) -> String + Send + Sync>;

/// Stands between dendrite and axon and changes what the axon says.
async fn relay(axon: SocketAddr, change: Change) -> Target {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut caller, _)) = listener.accept().await {
            let change = Arc::clone(&change);
            tokio::spawn(async move {
                let mut axon = TcpStream::connect(axon).await.unwrap();
                loop {
                    let request = quiet(&mut caller).await;
                    if request.is_empty() || axon.write_all(&request).await.is_err() {
                        return;
                    }
                    let answer = String::from_utf8(quiet(&mut axon).await).unwrap();
                    caller.write_all(change(answer).as_bytes()).await.unwrap();
                }
            });
        }
    });
    Target::new(address, hotkey("//Bob").account())
}

/// Whatever comes until nothing has come for a while.
async fn quiet(socket: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = socket.read_buf(&mut bytes).await;
    while let Ok(Ok(1..)) = timeout(Duration::from_millis(150), socket.read_buf(&mut bytes)).await {}
    bytes
}

#[tokio::test]
async fn what_a_relay_changes_is_noticed() {
    let (axon, _) = signing().await;
    let through = |change: fn(String) -> String| relay(axon.address(), Arc::new(change));
    let call = |target: Target, options: CallOptions| async move {
        dendrite().call(&target, &Echo::ask(42), &options).await.map(|reply| reply.signed).map_err(why)
    };
    let honest = through(|answer| answer).await;
    assert_eq!(call(honest.clone(), SIGNED).await, Ok(true));

    let changed = through(|answer| answer.replace("\"output\":42", "\"output\":43")).await;
    for options in [SIGNED, any(FaceChoice::Either)] {
        assert_eq!(call(changed.clone(), options).await, Err(Ok(AnswerError::BadSignature)));
    }
    // Without its headers an answer counts only for those who take any.
    let stripped = through(|answer| {
        let lines = answer.split("\r\n").filter(|line| !line.starts_with("x-tw-resp-"));
        lines.collect::<Vec<_>>().join("\r\n")
    });
    let stripped = stripped.await;
    assert_eq!(call(stripped.clone(), SIGNED).await, Err(Ok(AnswerError::Unsigned)));
    assert_eq!(call(stripped, any(FaceChoice::Either)).await, Ok(false));
    let other = through(|answer| answer.replace(&hotkey("//Bob").account().to_string(), "5Eve")).await;
    assert_eq!(call(other, SIGNED).await, Err(Ok(AnswerError::OtherResponder)));

    // The answer to the request before.
    let before: Mutex<Option<String>> = Mutex::new(None);
    let older = relay(
        axon.address(),
        Arc::new(move |answer| before.lock().unwrap().replace(answer.clone()).unwrap_or(answer)),
    );
    let older = older.await;
    assert_eq!(call(older.clone(), SIGNED).await, Ok(true));
    assert_eq!(call(older, SIGNED).await, Err(Ok(AnswerError::BadSignature)));
}

#[tokio::test]
async fn what_a_relay_does_to_a_stream_is_noticed() {
    let (axon, _) = signing().await;
    let through = |change: fn(String) -> String| relay(axon.address(), Arc::new(change));
    let words = WORDS.map(str::to_owned);
    let honest = through(|answer| answer).await;
    assert_eq!(read(&honest, "json", &SIGNED).await, (words.to_vec(), None));

    // Of the same length, so that the framing of HTTP stays right.
    let reordered = through(|answer| {
        answer.replace("Hello", "-----").replace("world", "Hello").replace("-----", "world")
    });
    let (chunks, end) = read(&reordered.await, "json", &SIGNED).await;
    assert_eq!(chunks.len(), 3, "nobody has signed them yet");
    assert_eq!(end, Some(Ok(AnswerError::Digest)));

    let renamed = through(|answer| answer.replace("event: tw-end", "event: tw-bnd")).await;
    assert_eq!(read(&renamed, "json", &SIGNED).await, (words.to_vec(), Some(Ok(AnswerError::NoTrailer))));

    let truncated = through(|answer| {
        let (start, trailer) = answer.split_once("event: tw-end").unwrap();
        assert!(trailer.ends_with("\r\n0\r\n\r\n"), "{trailer}");
        // The trailer's chunk begins with its length.
        format!("{}\r\n0\r\n\r\n", &start[..start.trim_end().rfind("\r\n").unwrap()])
    });
    assert_eq!(
        read(&truncated.await, "json", &SIGNED).await,
        (words.to_vec(), Some(Ok(AnswerError::NoTrailer)))
    );

    let short = through(|answer| answer.replacen("event: chunk", "event: other", 1)).await;
    let count = AnswerError::Count { said: 3, came: 2 };
    assert_eq!(read(&short, "json", &SIGNED).await.1, Some(Ok(count)));

    let forged = through(|answer| answer.replace("\"signature\":\"0x", "\"signature\":\"0X")).await;
    assert_eq!(read(&forged, "json", &SIGNED).await.1, Some(Ok(AnswerError::BadTrailer)));
}
