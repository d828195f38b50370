//! `--speed`: how many echoes a second each pair of ends makes, at the same concurrency and in turn.

use super::child::Running;
use super::sdk::Sdk;
use super::{example, said};
use crate::failure::Failure;
use crate::process;
use std::process::Command;
use std::time::{Duration, Instant};

/// Requests under way, as a validator has them.
const CONCURRENCY: u32 = 64;

/// How long a Python dendrite asks.
const SECONDS: u32 = 6;

/// How often our dendrite asks of our axon, and of theirs.
const REQUESTS: [u32; 2] = [60_000, 2_000];

/// Each pair is timed so often, in turn with the others; the best counts.
const ROUNDS: u32 = 2;

/// How long one run may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Who is on an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Theirs,
    /// With the schemas kept, which no release does: the best the Python stack could do.
    TheirsCached,
    Classic,
    Btauth,
}

/// Dendrite and axon; the first two are what the rest is compared with.
const PAIRS: [(End, End); 6] = [
    (End::Theirs, End::Theirs),
    (End::TheirsCached, End::TheirsCached),
    (End::Classic, End::Classic),
    (End::Btauth, End::Btauth),
    (End::Theirs, End::Classic),
    (End::Classic, End::Theirs),
];

/// What one run came to.
#[derive(Clone, Debug, PartialEq)]
struct Speed {
    per_second: f64,
    p50_ms: String,
    p99_ms: String,
    failed: u64,
}

/// Times all pairs and prints a table.
pub(super) fn run(sdk: Sdk) -> Result<(), Failure> {
    let mut build = process::cargo();
    build.args(["build", "--release", "--locked", "-p", "incentor-wire"]);
    process::run(build.args(["--example", "echo_axon", "--example", "echo_dendrite"]))?;
    let mut best: [Option<Speed>; PAIRS.len()] = Default::default();
    for round in 1..=ROUNDS {
        for (pair, best) in PAIRS.into_iter().zip(&mut best) {
            eprintln!("round {round} of {ROUNDS}: {}", name(sdk, pair));
            let speed = time(sdk, pair)?;
            if best.as_ref().is_none_or(|best| best.per_second < speed.per_second) {
                *best = Some(speed);
            }
        }
    }
    let best: Vec<Speed> = best.into_iter().flatten().collect();
    print!("{}", table(sdk, &best));
    Ok(())
}

fn time(sdk: Sdk, (dendrite, axon): (End, End)) -> Result<Speed, Failure> {
    let mut server = match axon {
        End::Theirs | End::TheirsCached => sdk.script("axon.py"),
        End::Classic | End::Btauth => example("release", "echo_axon"),
    };
    server.args(match axon {
        End::Theirs => &[][..],
        End::TheirsCached => &["cached"],
        End::Classic | End::Btauth => &["--port", "0"],
    });
    let server = Running::start(&mut server)?;
    let greeting = server.greeting()?;
    // Ours says the whole address.
    let port = match process::field(&greeting, "listening") {
        Some(address) => address.rsplit(':').next().unwrap_or_default(),
        None => said(&greeting, "port")?,
    };
    let hotkey = said(&greeting, "hotkey")?;
    let [ours, theirs] = REQUESTS;
    let requests = if axon == End::Theirs { theirs } else { ours };
    let mut client = match dendrite {
        End::Theirs | End::TheirsCached => {
            let mut client = sdk.script("load.py");
            client.args([port, hotkey]).args([CONCURRENCY, SECONDS].map(|number| number.to_string()));
            client
        }
        End::Classic | End::Btauth => ours_asks(dendrite, port, hotkey, requests),
    };
    if dendrite == End::TheirsCached {
        client.arg("cached");
    }
    let mut said = None;
    Running::start(&mut client)?.read_out(Instant::now() + PATIENCE, |line| said = parse(line));
    let silent = || Failure::Environment(format!("{} gave no numbers", name(sdk, (dendrite, axon))));
    said.ok_or_else(silent)
}

fn ours_asks(face: End, port: &str, hotkey: &str, requests: u32) -> Command {
    let mut client = example("release", "echo_dendrite");
    client.args(["--target", &format!("127.0.0.1:{port}"), "--target-hotkey", hotkey, "--json"]);
    client.args(["--face", if face == End::Btauth { "btauth" } else { "classic" }]);
    client.args(["--requests", &requests.to_string(), "--concurrency", &CONCURRENCY.to_string()]);
    client
}

fn parse(line: &str) -> Option<Speed> {
    Some(Speed {
        per_second: process::field(line, "per_second")?.parse().ok()?,
        p50_ms: process::field(line, "p50_ms")?.to_owned(),
        p99_ms: process::field(line, "p99_ms")?.to_owned(),
        failed: process::field(line, "failed")?.parse().ok()?,
    })
}

fn name(sdk: Sdk, (dendrite, axon): (End, End)) -> String {
    let end = |end| match end {
        End::Theirs => sdk.version.to_owned(),
        End::TheirsCached => format!("{} cached", sdk.version),
        End::Classic => "ours, classic".to_owned(),
        End::Btauth => "ours, btauth/1".to_owned(),
    };
    if dendrite == axon { end(axon) } else { format!("{} to {}", end(dendrite), end(axon)) }
}

/// Every pair, and how many times as fast as the two that are Python on both ends.
fn table(sdk: Sdk, best: &[Speed]) -> String {
    let [released, cached, ..] = best else { return String::new() };
    let mut text = format!(
        "{:<32}{:>10}{:>10}{:>10}{:>8}{:>10}{:>10}\n",
        "", "echoes/s", "p50 ms", "p99 ms", "failed", "released", "cached"
    );
    for (pair, speed) in PAIRS.into_iter().zip(best) {
        let ratio = |other: &Speed| format!("{:.1}×", speed.per_second / other.per_second);
        let Speed { per_second, p50_ms, p99_ms, failed } = speed;
        text += &format!(
            "{:<32}{per_second:>10.0}{p50_ms:>10}{p99_ms:>10}{failed:>8}{:>10}{:>10}\n",
            name(sdk, pair),
            ratio(released),
            ratio(cached),
        );
    }
    text
}

#[cfg(test)]
use super::sdk::Ends;

#[test]
fn both_dendrites_lines_are_read_and_compared() {
    let ours = r#"{"requests":9,"concurrency":3,"ok":9,"failed":0,"failures":{},"seconds":0.1,"per_second":200.0,"p50_ms":3.250,"p99_ms":9.5,"peak_kib":1}"#;
    let theirs = r#"{"ok": 9, "failed": 2, "per_second": 10.0, "p50_ms": 40.1, "p99_ms": 99, "peak_kib": 9, "failures": {"status_401": 2}}"#;
    let [ours, theirs] = [ours, theirs].map(|line| parse(line).unwrap());
    assert_eq!((ours.failed, theirs.failed), (0, 2));
    let sdk = Sdk { version: "10.5.0", ends: Ends::Classic };
    let table = table(sdk, &[theirs.clone(), theirs, ours]);
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[3], ["ours,", "classic", "200", "3.250", "9.5", "0", "20.0×", "20.0×"]);
}
