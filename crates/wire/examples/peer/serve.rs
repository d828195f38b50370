//! An axon that answers every message of the job.

use crate::messages::{Peer, PeerReply, turned};
use incentor_keys::Hotkey;
use incentor_wire::server::{Answer, Axon, Decline, Limits, Service};
use std::error::Error;
use std::time::Duration;
use tokio::sync::mpsc;

/// Chunks of a stream.
pub(crate) const CHUNKS: u32 = 200;

/// Serves until the process is ended: on one port with the limits by default, or for so many connections that stay, on
/// another with little patience, on a third by signed answers.
pub(crate) async fn run(own: Hotkey, connections: Option<usize>) -> Result<(), Box<dyn Error>> {
    let (eve, account) = (crate::hotkey("//Eve")?.account(), own.account());
    let start = |axon: Axon, limits| async move {
        let service = Service::<Peer>::new(|ask, _| answer(ask))
            .blacklist(move |_, caller| (caller.hotkey == eve).then(|| "Eve".to_owned()));
        let axon = axon.limits(limits).serve(service)?;
        Ok::<_, Box<dyn Error>>(axon.start(([127, 0, 0, 1], 0).into()).await?)
    };
    let patient = connections.map_or_else(Limits::default, |connections| Limits {
        connections,
        connections_per_address: connections,
        head_time: Duration::from_secs(600),
        ..Limits::default()
    });
    let axon = start(Axon::new(account), Limits { waiting: 1024, ..patient }).await?;
    let hasty = Limits { head_time: Duration::from_millis(500), ..Limits::default() };
    let impatient = start(Axon::new(account), hasty).await?;
    let signing = start(Axon::signing(own), Limits { waiting: 1024, ..Limits::default() }).await?;
    let [port, impatient, signing] = [&axon, &impatient, &signing].map(|axon| axon.address().port());
    println!("{{\"port\":{port},\"impatient\":{impatient},\"signing\":{signing},\"hotkey\":\"{account}\"}}");
    std::future::pending().await
}

async fn answer(ask: Peer) -> Result<Answer<PeerReply>, Decline> {
    Ok(Answer::Reply(match ask {
        Peer::Echo { input, .. } => PeerReply::Echo { output: Some(input) },
        Peer::Open { input, .. } => PeerReply::Open { output: Some(input) },
        Peer::Mixed { inner, .. } => PeerReply::Mixed { back: Some(inner) },
        Peer::Ordered { .. } => PeerReply::Ordered,
        Peer::Former { .. } => PeerReply::Former,
        Peer::Array { given, .. } => PeerReply::Array { turned: given.as_ref().and_then(turned) },
        Peer::Sleep { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            PeerReply::Sleep
        }
        Peer::Decline { status } => return Err(Decline { status, message: "as asked".to_owned() }),
        Peer::Tokens { prompt, .. } => {
            return Ok(Answer::Stream(stream(move |number| token(&prompt, number))));
        }
        Peer::Words { prompt } => return Ok(Answer::Stream(stream(move |number| word(&prompt, number)))),
    }))
}

/// All chunks of a stream.
fn stream(chunk: impl Fn(u32) -> String + Send + 'static) -> mpsc::Receiver<bytes::Bytes> {
    let (sender, chunks) = mpsc::channel(1);
    tokio::spawn(async move {
        for number in 0..CHUNKS {
            if sender.send(chunk(number).into()).await.is_err() {
                return;
            }
        }
    });
    chunks
}

/// The prompt over and over, numbered.
fn token(prompt: &str, number: u32) -> String {
    let space = if number == 0 { "" } else { " " };
    format!("{space}{prompt}-{number}-€")
}

/// The same, each in an object of its own.
pub(crate) fn word(prompt: &str, number: u32) -> String {
    serde_json::json!({ "word": format!("{prompt}-{number}-€") }).to_string()
}
