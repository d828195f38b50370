//! What the axons of these tests serve, and whose they are.

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_synapse::Synapse;
use incentor_wire::server::{Answer, Axon, Decline, Service};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::sync::mpsc;

#[derive(Clone, Debug, PartialEq, Synapse)]
pub(crate) struct Echo {
    #[hashed]
    pub(crate) input: i64,
    #[reply]
    pub(crate) output: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
pub(crate) enum Odd {
    Sleep {
        #[hashed]
        ms: u64,
    },
    Long {
        bytes: u64,
        #[reply]
        text: String,
    },
    Teapot,
    Panic {
        why: String,
    },
    Tokens {
        #[hashed]
        prompt: String,
        #[reply]
        completion: String,
    },
}

/// A development key; a phrase is slow to become a seed, on purpose.
pub(crate) fn hotkey(uri: &'static str) -> &'static Hotkey {
    static KEYS: LazyLock<BTreeMap<&str, Hotkey>> =
        LazyLock::new(|| ["//Alice", "//Bob", "//Eve"].into_iter().map(|uri| (uri, secret(uri))).collect());
    &KEYS[uri]
}

/// The same to give away.
pub(crate) fn secret(uri: &str) -> Hotkey {
    Hotkey::new(KeyPair::from_uri(&SecretUri::parse(uri).unwrap(), Scheme::Sr25519).unwrap())
}

/// An axon that answers all of it, and Eve nothing.
pub(crate) fn serve(axon: Axon) -> Axon {
    let eve = hotkey("//Eve").account();
    let echo =
        Service::<Echo>::new(
            |ask, _| async move { Ok(Answer::Reply(EchoReply { output: Some(ask.input) })) },
        )
        .blacklist(move |_, caller| (caller.hotkey == eve).then(|| "a stranger".to_owned()));
    let odd = Service::<Odd>::new(|ask, _| async move {
        match ask {
            Odd::Sleep { ms } => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                Ok(Answer::Reply(OddReply::Sleep))
            }
            Odd::Long { bytes, .. } => {
                let text = "x".repeat(usize::try_from(bytes).unwrap());
                Ok(Answer::Reply(OddReply::Long { text }))
            }
            Odd::Teapot => Err(Decline { status: 418, message: "a teapot".to_owned() }),
            Odd::Panic { why } => {
                if why == "later" {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                panic!("{why}")
            }
            Odd::Tokens { prompt, .. } => Ok(Answer::Stream(tokens(prompt))),
        }
    });
    axon.serve(echo).unwrap().serve(odd).unwrap()
}

/// Three words, as they are or each in an object of its own; behind them what the prompt says.
fn tokens(prompt: String) -> mpsc::Receiver<bytes::Bytes> {
    let (sender, chunks) = mpsc::channel(1);
    tokio::spawn(async move {
        for word in ["Hello", ", ", "world"] {
            let chunk = if prompt.starts_with("json") {
                format!("{{\"token\":\"{word}\"}}")
            } else {
                word.to_owned()
            };
            let _ = sender.send(chunk.into()).await;
        }
        while prompt == "flood" && sender.send(vec![b'x'; 8 << 20].into()).await.is_ok() {}
        // An endless one is cut.
        while prompt.ends_with("endless") && !sender.is_closed() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    chunks
}
