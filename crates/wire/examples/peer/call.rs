//! A dendrite that asks whatever axon it is pointed at, and says what came back.

use crate::messages::{Inner, Nowhere, Peer, PeerReply, turned};
use crate::serve::{CHUNKS, word};
use incentor_keys::Hotkey;
use incentor_synapse::{Dtype, Tensor};
use incentor_wire::client::{Answers, CallOptions, Dendrite, FaceChoice, Settings};
use incentor_wire::{CallFailure, Face, Network, Reason, Target};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

/// Which checks there are to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axon {
    /// All messages, by the classic face alone.
    Classic,
    /// The echo, by btauth/1 alone.
    Btauth,
    /// The echo and a stream, by btauth/1 alone, and signed.
    Signed,
    /// All messages, by either face.
    Both,
}

/// Prints one line per check, and how many there were.
struct Checks {
    count: u32,
    dendrite: Dendrite,
    target: Target,
    options: CallOptions,
}

/// Runs all checks against one axon.
pub(crate) async fn run(axon: Axon, face: Face, target: Target) -> Result<(), Box<dyn Error>> {
    let answers = if axon == Axon::Signed { Answers::Signed } else { Answers::Any };
    let options = CallOptions { face: FaceChoice::Only(face), answers, ..CallOptions::default() };
    let mut checks = Checks { count: 0, dendrite: dendrite("//Alice")?, target, options };
    checks.echo().await;
    if axon == Axon::Signed {
        checks.signed().await?;
        println!("done {}", checks.count);
        return Ok(());
    }
    checks.many().await;
    checks.either(axon).await;
    checks.refusals().await?;
    if axon != Axon::Btauth {
        checks.messages().await;
        checks.answers_that_are_none().await?;
        checks.stream().await;
    }
    checks.idle().await;
    println!("done {}", checks.count);
    Ok(())
}

fn dendrite(uri: &str) -> Result<Dendrite, Box<dyn Error>> {
    let hotkey: Hotkey = crate::hotkey(uri)?;
    Ok(Dendrite::new(hotkey, local()))
}

fn local() -> Settings {
    Settings { network: Network::Local, ..Settings::default() }
}

/// A failure in a word.
fn why(failure: &CallFailure) -> String {
    match &failure.reason {
        Reason::Status { status, .. } => status.to_string(),
        reason => reason.name().to_owned(),
    }
}

/// One of each type, more dimensions, a single number, and none.
fn tensors() -> impl Iterator<Item = Tensor> {
    // Bytes of 0 and 1 are numbers of each type.
    let of = |dtype: Dtype, shape: &[usize]| {
        let bytes = shape.iter().product::<usize>() * dtype.size();
        let numbers = (0..bytes).map(|byte| u8::try_from(byte % 2).unwrap_or_default()).collect();
        Tensor::from_bytes(dtype, shape.to_vec(), numbers).ok()
    };
    let shapes: [&[usize]; 4] = [&[1, 2, 3, 1], &[300], &[], &[0]];
    let each = Dtype::ALL.map(|dtype| of(dtype, &[2, 3]));
    let shaped = shapes.map(|shape| of(Dtype::Float32, shape));
    each.into_iter().chain(shaped).flatten()
}

impl Checks {
    fn equal<T: PartialEq + Debug>(&mut self, name: &str, expected: &T, got: &T) {
        self.count += 1;
        if expected == got {
            println!("ok {name}");
        } else {
            println!("FAILED {name}: expected {expected:.300?}, got {got:.300?}");
        }
    }

    async fn ask(&self, ask: &Peer) -> Result<PeerReply, String> {
        let reply = self.dendrite.call(&self.target, ask, &self.options).await;
        reply.map(|reply| reply.reply).map_err(|failure| why(&failure))
    }

    async fn echo(&mut self) {
        for input in [42, 0, -1, i64::MAX, i64::MIN] {
            let got = self.ask(&Peer::ask_echo(input)).await;
            self.equal(&format!("echo of {input}"), &Ok(PeerReply::Echo { output: Some(input) }), &got);
        }
    }

    /// Requests that overtake each other; an SDK axon takes those of one instance in order alone.
    async fn many(&mut self) {
        for count in [64, 256] {
            let calls = (0..count).map(|input| {
                let (dendrite, target, options) = (self.dendrite.clone(), self.target.clone(), self.options);
                let options = CallOptions { timeout: Duration::from_secs(60), ..options };
                tokio::spawn(async move {
                    match dendrite.call(&target, &Peer::ask_echo(input), &options).await {
                        Ok(reply) if reply.reply == (PeerReply::Echo { output: Some(input) }) => {
                            "echoed".to_owned()
                        }
                        Ok(_) => "another reply".to_owned(),
                        Err(failure) => why(&failure),
                    }
                })
            });
            let mut outcomes = BTreeMap::<String, i64>::new();
            for call in calls.collect::<Vec<_>>() {
                *outcomes.entry(call.await.unwrap_or_else(|error| error.to_string())).or_default() += 1;
            }
            let expected = BTreeMap::from([("echoed".to_owned(), count)]);
            self.equal(&format!("{count} at once from one caller"), &expected, &outcomes);
        }
        let targets = vec![self.target.clone(); 8];
        let replies = self.dendrite.fan_out(&targets, &Peer::ask_echo(9), &self.options).await;
        let echoed = replies.into_iter().filter(|reply| {
            reply.as_ref().is_ok_and(|reply| reply.reply == PeerReply::Echo { output: Some(9) })
        });
        self.equal("one message to eight axons", &8, &echoed.count());
    }

    /// Asked by either face, an axon is asked by one that it knows.
    async fn either(&mut self, axon: Axon) {
        let expected = if axon == Axon::Classic { Face::Classic } else { Face::Btauth };
        let options = CallOptions { face: FaceChoice::Either, ..self.options };
        for name in ["the face is found", "the face is known"] {
            let reply = self.dendrite.call(&self.target, &Peer::ask_echo(1), &options).await;
            let got = reply.map(|reply| reply.face).map_err(|failure| why(&failure));
            self.equal(name, &Ok(expected), &got);
        }
    }

    async fn refusals(&mut self) -> Result<(), Box<dyn Error>> {
        let other = Target::new(self.target.address(), crate::hotkey("//Charlie")?.account());
        let got = self.dendrite.call(&other, &Peer::ask_echo(1), &self.options).await;
        self.equal(
            "signed for another axon",
            &Err("401".to_owned()),
            &got.map(|_| ()).map_err(|failure| why(&failure)),
        );
        let got = self.dendrite.call(&self.target, &Nowhere::ask(1), &self.options).await;
        self.equal(
            "an unknown route",
            &Err("404".to_owned()),
            &got.map(|_| ()).map_err(|failure| why(&failure)),
        );
        Ok(())
    }

    async fn messages(&mut self) {
        let got = self.ask(&Peer::ask_open(5)).await;
        self.equal("nothing hashed", &Ok(PeerReply::Open { output: Some(5) }), &got);
        let inner = Inner { word: "it's\u{ad}".to_owned(), share: 1e-7 };
        let mixed = |text: String, maybe: Option<&str>| {
            let table = [("z", 1), ("a'", -2), ("ü", 3)].map(|(key, value)| (key.to_owned(), value));
            Peer::ask_mixed(
                text,
                1e22,
                vec![true, false],
                table.into(),
                inner.clone(),
                vec![vec![0.1, -0.0], vec![], vec![1.0, 123_456_789.123_456_79]],
                maybe.map(str::to_owned),
                u128::from(u64::MAX) + 2,
                "not hashed".to_owned(),
            )
        };
        let back = Ok(PeerReply::Mixed { back: Some(inner.clone()) });
        let text = "it's \"é\"\n\t\\ ☃ 𝄞 \u{200b}".to_owned();
        let got = self.ask(&mixed(text, None)).await;
        self.equal("eight hashed fields of all kinds", &back, &got);
        let got = self.ask(&mixed(String::new(), Some(""))).await;
        self.equal("empty texts", &back, &got);
        let got = self.ask(&mixed("a€".repeat(250_000), None)).await;
        self.equal("a message of a megabyte", &back, &got);
        for tensor in tensors() {
            let got = self.ask(&Peer::ask_array(Some(tensor.clone()))).await;
            let name = format!("a tensor of {} by {:?}", tensor.dtype(), tensor.shape());
            self.equal(&name, &Ok(PeerReply::Array { turned: turned(&tensor) }), &got);
        }
        let got = self.ask(&Peer::ask_ordered(1, 2)).await;
        self.equal("hash order of the class", &Ok(PeerReply::Ordered), &got);
    }

    async fn answers_that_are_none(&mut self) -> Result<(), Box<dyn Error>> {
        let refused = |why: &str| Err::<PeerReply, _>(why.to_owned());
        let got = self.ask(&Peer::ask_decline(418)).await;
        self.equal("a status of the handler", &refused("418"), &got);
        let got = self.ask(&Peer::ask_decline(500)).await;
        self.equal("a handler that fails", &refused("500"), &got);
        let hasty = CallOptions { timeout: Duration::from_millis(500), ..self.options };
        let got = self.dendrite.call(&self.target, &Peer::ask_sleep(5000), &hasty).await;
        let late = got.err().map(|failure| failure.reason.python_code());
        self.equal("a timeout", &Some(408), &late);
        let eve = dendrite("//Eve")?.call(&self.target, &Peer::ask_echo(1), &self.options).await;
        let message = match eve.map_err(|failure| failure.reason) {
            Err(Reason::Status { status, message }) => Some((status, message)),
            _ => None,
        };
        let expected = Some((403, Some("Forbidden. Key is blacklisted: Eve.".to_owned())));
        self.equal("a blacklisted caller", &expected, &message);
        Ok(())
    }

    /// What an axon signed, and nothing else.
    async fn signed(&mut self) -> Result<(), Box<dyn Error>> {
        let ask = Peer::ask_words("it's".to_owned());
        for dendrite in [self.dendrite.clone(), Dendrite::new(crate::edwards("//Alice")?, local())] {
            let reply = dendrite.call(&self.target, &Peer::ask_echo(9), &self.options).await;
            let got = reply.map(|reply| (reply.reply, reply.signed)).map_err(|failure| why(&failure));
            self.equal("a signed echo", &Ok((PeerReply::Echo { output: Some(9) }, true)), &got);
            let got = match dendrite.stream(&self.target, &ask, &self.options).await {
                Err(failure) => Err(why(&failure)),
                Ok(mut stream) => {
                    let mut chunks = Vec::new();
                    loop {
                        match stream.next().await {
                            None => break Ok(chunks),
                            Some(Ok(chunk)) => chunks.push(String::from_utf8_lossy(&chunk).into_owned()),
                            Some(Err(failure)) => break Err(why(&failure)),
                        }
                    }
                }
            };
            let words: Vec<String> = (0..CHUNKS).map(|number| word("it's", number)).collect();
            self.equal("a signed stream of 200 chunks", &Ok(words), &got);
        }
        self.refusals().await
    }

    async fn stream(&mut self) {
        let ask = Peer::ask_tokens("it's".to_owned());
        let got = match self.dendrite.stream(&self.target, &ask, &self.options).await {
            Err(failure) => Err(why(&failure)),
            Ok(mut stream) => {
                let mut bytes = Vec::new();
                loop {
                    match stream.next().await {
                        None => break String::from_utf8(bytes).map_err(|error| error.to_string()),
                        Some(Ok(chunk)) => bytes.extend_from_slice(&chunk),
                        Some(Err(failure)) => break Err(why(&failure)),
                    }
                }
            }
        };
        let words: Vec<String> = (0..200).map(|number| format!("it's-{number}-€")).collect();
        self.equal("a stream of 200 chunks", &Ok(words.join(" ")), &got);
    }

    /// An SDK axon hangs up after five seconds.
    async fn idle(&mut self) {
        tokio::time::sleep(Duration::from_millis(5200)).await;
        let got = self.ask(&Peer::ask_echo(3)).await;
        self.equal("a call after five idle seconds", &Ok(PeerReply::Echo { output: Some(3) }), &got);
    }
}
