//! A dendrite that asks an echo:
//! `echo_dendrite --target 127.0.0.1:8091 --target-hotkey SS58 --hotkey-uri //Alice --requests 1000 --concurrency 16`.
//!
//! Sends `Echo { input: i64 }` and checks that `output` is `input`; prints throughput, latencies and failures by reason,
//! as JSON with `--json`. `--face classic`, `--face btauth`, or without it whichever the axon knows.

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_synapse::Synapse;
use incentor_wire::client::{CallOptions, Dendrite, FaceChoice, Settings};
use incentor_wire::{Face, Network, Reason, Target};
use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Echo {
    #[hashed]
    input: i64,
    #[reply]
    output: Option<i64>,
}

struct Arguments {
    target: Target,
    hotkey: Hotkey,
    requests: i64,
    concurrency: usize,
    options: CallOptions,
    json: bool,
}

impl Arguments {
    fn read() -> Result<Self, Box<dyn Error>> {
        let (mut address, mut receiver, mut uri) = ("127.0.0.1:8091".to_owned(), None, "//Alice".to_owned());
        let (mut requests, mut concurrency, mut json) = (1, 1, false);
        let mut options = CallOptions::default();
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            if argument == "--json" {
                json = true;
                continue;
            }
            let value = arguments.next().ok_or(format!("{argument} needs a value"))?;
            match argument.as_str() {
                "--target" => address = value,
                "--target-hotkey" => receiver = Some(value.parse()?),
                "--hotkey-uri" => uri = value,
                "--requests" => requests = value.parse()?,
                "--concurrency" => concurrency = value.parse()?,
                "--timeout" => options.timeout = Duration::try_from_secs_f64(value.parse()?)?,
                "--face" => {
                    options.face = match value.as_str() {
                        "classic" => FaceChoice::Only(Face::Classic),
                        "btauth" => FaceChoice::Only(Face::Btauth),
                        _ => return Err("--face classic or --face btauth".into()),
                    }
                }
                _ => return Err(format!("{argument} is none of the options").into()),
            }
        }
        let hotkey = Hotkey::new(KeyPair::from_uri(&SecretUri::parse(&uri)?, Scheme::Sr25519)?);
        let target = Target::new(address.parse()?, receiver.ok_or("--target-hotkey is needed")?);
        Ok(Self { target, hotkey, requests, concurrency, options, json })
    }
}

/// What one worker saw.
#[derive(Default)]
struct Seen {
    latencies: Vec<Duration>,
    failures: BTreeMap<String, u64>,
}

async fn ask(dendrite: Dendrite, target: Target, options: CallOptions, left: Arc<AtomicI64>) -> Seen {
    let mut seen = Seen::default();
    loop {
        let input = left.fetch_sub(1, Ordering::Relaxed);
        if input <= 0 {
            return seen;
        }
        let start = Instant::now();
        let why = match dendrite.call(&target, &Echo::ask(input), &options).await {
            Ok(reply) if reply.reply.output == Some(input) => {
                seen.latencies.push(start.elapsed());
                continue;
            }
            Ok(_) => "wrong_reply".to_owned(),
            Err(failure) => match failure.reason {
                Reason::Status { status, .. } => format!("status_{status}"),
                reason => reason.name().to_owned(),
            },
        };
        *seen.failures.entry(why).or_default() += 1;
    }
}

/// Peak of resident memory, where the system says it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Arguments { target, hotkey, requests, concurrency, options, json } = Arguments::read()?;
    let dendrite = Dendrite::new(hotkey, Settings { network: Network::Local, ..Settings::default() });
    let (left, start) = (Arc::new(AtomicI64::new(requests)), Instant::now());
    let mut workers = JoinSet::new();
    for _ in 0..concurrency {
        workers.spawn(ask(dendrite.clone(), target.clone(), options, Arc::clone(&left)));
    }
    let (mut latencies, mut failures) = (Vec::new(), BTreeMap::<String, u64>::new());
    for seen in workers.join_all().await {
        latencies.extend(seen.latencies);
        for (why, count) in seen.failures {
            *failures.entry(why).or_default() += count;
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    latencies.sort_unstable();
    let ms = |share: usize| {
        let at = (latencies.len() * share / 100).min(latencies.len().saturating_sub(1));
        latencies.get(at).map_or(0.0, Duration::as_secs_f64) * 1e3
    };
    let (ok, failed) = (latencies.len(), failures.values().sum::<u64>());
    let (per_s, p50, p99, peak) = (ok as f64 / seconds, ms(50), ms(99), peak_kib());
    if json {
        println!(
            "{{\"requests\":{requests},\"concurrency\":{concurrency},\"ok\":{ok},\"failed\":{failed},\
             \"failures\":{},\"seconds\":{seconds:.3},\"per_second\":{per_s:.1},\"p50_ms\":{p50:.3},\
             \"p99_ms\":{p99:.3},\"peak_kib\":{peak}}}",
            serde_json::to_string(&failures)?
        );
    } else {
        println!("{ok} replies and {failed} failures in {seconds:.3} s, {per_s:.1} a second, {peak} KiB");
        println!("p50 {p50:.3} ms, p99 {p99:.3} ms");
        for (why, count) in &failures {
            println!("{count} {why}");
        }
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
