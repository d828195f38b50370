//! Our axon and our dendrite, with all they check.

use crate::load::{Caller, Seen};
use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_synapse::Synapse;
use incentor_wire::client::{CallOptions, Dendrite, FaceChoice, Settings};
use incentor_wire::server::{Answer, Axon, Service};
use incentor_wire::{Face, Network, Target};
use std::error::Error;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Echo {
    #[hashed]
    input: i64,
    #[reply]
    output: Option<i64>,
}

fn new_hotkey(uri: &str) -> Hotkey {
    let uri = SecretUri::parse(uri).expect("a URI");
    Hotkey::new(KeyPair::from_uri(&uri, Scheme::Sr25519).expect("a pair"))
}

/// The limit's key; derived once.
pub(crate) fn hotkey(uri: &str) -> Arc<Hotkey> {
    static KEY: OnceLock<Arc<Hotkey>> = OnceLock::new();
    Arc::clone(KEY.get_or_init(|| Arc::new(new_hotkey(uri))))
}

pub(crate) async fn serve(number: usize) -> Result<Vec<u16>, Box<dyn Error>> {
    let (bob, mut ports) = (new_hotkey("//Bob").account(), Vec::new());
    for _ in 0..number {
        let echo =
            Service::<Echo>::new(
                |ask, _| async move { Ok(Answer::Reply(EchoReply { output: Some(ask.input) })) },
            );
        let axon = Axon::new(bob).serve(echo)?.start(([127, 0, 0, 1], 0).into()).await?;
        ports.push(axon.address().port());
        // It serves until the process ends.
        std::mem::forget(axon);
    }
    Ok(ports)
}

#[derive(Clone)]
pub(crate) struct Ours {
    dendrite: Dendrite,
    target: Target,
    options: CallOptions,
}

pub(crate) fn caller(kind: &str, port: u16) -> Ours {
    let settings = Settings { network: Network::Local, ..Settings::default() };
    let face = if kind == "classic" { Face::Classic } else { Face::Btauth };
    Ours {
        dendrite: Dendrite::new(new_hotkey("//Alice"), settings),
        target: Target::new(([127, 0, 0, 1], port).into(), new_hotkey("//Bob").account()),
        options: CallOptions { face: FaceChoice::Only(face), ..CallOptions::default() },
    }
}

impl Caller for Ours {
    async fn ask(&mut self, input: i64) {
        let reply = self.dendrite.call(&self.target, &Echo::ask(input), &self.options).await;
        assert_eq!(reply.expect("a reply").reply.output, Some(input));
    }
}

/// Asks all of them at once, again and again; the first time takes connections too. A latency is that of all.
pub(crate) async fn fan_out(kind: &str, ports: &[u16], times: usize) -> Seen {
    let Ours { dendrite, target, options } = caller(kind, ports[0]);
    let all = ports.iter().map(|port| Target::new(([127, 0, 0, 1], *port).into(), target.hotkey()));
    let all: Vec<Target> = all.collect();
    let mut latencies = Vec::new();
    for input in 0..times {
        let start = Instant::now();
        let ask = Echo::ask(input as i64);
        for reply in dendrite.fan_out(&all, &ask, &options).await {
            assert_eq!(reply.expect("a reply").reply.output, Some(ask.input));
        }
        latencies.push(start.elapsed());
    }
    let took = latencies.iter().sum::<Duration>();
    Seen { latencies, took }
}
