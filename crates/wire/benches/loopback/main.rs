//! Axon and dendrite over loopback, beside the limit: hyper alone, with one signature and one verification a request.
//!
//! `cargo bench -p incentor-wire` prints a table, with `-- --json` one object a line; `-- --rounds N` takes the best of
//! N. Client and server are processes of their own on the same cores; what is compared runs in turn, so that a noisy
//! neighbour meets all of it.

mod bare;
mod load;
mod ours;

use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

/// What is measured: the limit, then ours by either face.
const KINDS: [&str; 3] = ["bare", "btauth", "classic"];
/// Requests under way at a time, and how many there are of them in a round.
const LOADS: [(usize, usize); 4] = [(1, 10_000), (16, 30_000), (64, 30_000), (256, 30_000)];
/// Axons that are asked the same at the same time.
const TARGETS: usize = 256;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve", kind, number] => load::serve(kind, number.parse()?),
        ["load", kind, ports, in_flight, requests] => {
            load::load(kind, ports, in_flight.parse()?, requests.parse()?)
        }
        // `cargo test` runs benches too, without this word.
        words if words.contains(&"--bench") => {
            let json = words.contains(&"--json");
            let rounds = words.iter().skip_while(|word| **word != "--rounds").nth(1);
            compare(rounds.map_or(Ok(3), |rounds| rounds.parse())?, json)
        }
        _ => Ok(()),
    }
}

/// One line: what a client saw of a server, and what both took.
#[derive(Clone, Debug, Default)]
struct Line {
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    /// Processor time of both processes for each request, microseconds.
    cpu_us: f64,
    client_kib: u64,
    server_kib: u64,
}

impl Line {
    /// The better of two rounds, number by number; of memory the larger.
    fn best(&self, other: &Self) -> Self {
        Self {
            per_second: self.per_second.max(other.per_second),
            p50_ms: self.p50_ms.min(other.p50_ms),
            p99_ms: self.p99_ms.min(other.p99_ms),
            cpu_us: self.cpu_us.min(other.cpu_us),
            client_kib: self.client_kib.max(other.client_kib),
            server_kib: self.server_kib.max(other.server_kib),
        }
    }
}

fn compare(rounds: usize, json: bool) -> Result<(), Box<dyn Error>> {
    let mut table = vec![vec![None::<Line>; KINDS.len()]; LOADS.len()];
    let mut ratios = vec![vec![Vec::new(); KINDS.len()]; LOADS.len()];
    let mut fan_out = vec![None::<Line>; KINDS.len()];
    for round in 0..rounds {
        for (load, (in_flight, requests)) in LOADS.into_iter().enumerate() {
            let mut bare = 0.0;
            for turn in 0..KINDS.len() {
                // The limit first, so that each round has its own to compare with.
                let line = measure(KINDS[turn], 1, in_flight, requests)?;
                if turn == 0 {
                    bare = line.per_second;
                }
                ratios[load][turn].push(line.per_second / bare);
                let best = table[load][turn].take().map_or(line.clone(), |best| best.best(&line));
                table[load][turn] = Some(best);
            }
        }
        for turn in 1..KINDS.len() {
            let line = measure(KINDS[turn], TARGETS, TARGETS, 10)?;
            let best = fan_out[turn].take().map_or(line.clone(), |best| best.best(&line));
            fan_out[turn] = Some(best);
        }
        eprintln!("round {} of {rounds}", round + 1);
    }
    if !json {
        println!("best of {rounds} rounds; of the ratio to bare, the median");
        println!(
            "{:<22} {:>10} {:>8} {:>9} {:>9} {:>8} {:>12} {:>12}",
            "", "per second", "of bare", "p50 ms", "p99 ms", "CPU us", "client KiB", "server KiB"
        );
    }
    for (load, (in_flight, _)) in LOADS.into_iter().enumerate() {
        for (turn, kind) in KINDS.into_iter().enumerate() {
            let ratios = &mut ratios[load][turn];
            ratios.sort_unstable_by(f64::total_cmp);
            let ratio = ratios[ratios.len() / 2];
            let Some(line) = &table[load][turn] else { continue };
            print(&format!("{kind}/in_flight={in_flight}"), line, Some(ratio), json);
        }
    }
    for (kind, line) in KINDS.into_iter().zip(&fan_out) {
        let Some(line) = line else { continue };
        print(&format!("{kind}/targets={TARGETS}"), line, None, json);
    }
    Ok(())
}

fn print(name: &str, line: &Line, ratio: Option<f64>, json: bool) {
    let Line { per_second, p50_ms, p99_ms, cpu_us, client_kib, server_kib } = line;
    if json {
        let ratio = ratio.map_or("null".to_owned(), |ratio| format!("{ratio:.3}"));
        println!(
            "{{\"name\":\"{name}\",\"per_second\":{per_second:.0},\"of_bare\":{ratio},\"p50_ms\":{p50_ms:.3},\
             \"p99_ms\":{p99_ms:.3},\"cpu_us\":{cpu_us:.1},\"client_kib\":{client_kib},\"server_kib\":{server_kib}}}"
        );
    } else {
        let ratio = ratio.map_or("-".to_owned(), |ratio| format!("{:.0} %", ratio * 100.0));
        println!(
            "{name:<22} {per_second:>10.0} {ratio:>8} {p50_ms:>9.3} {p99_ms:>9.3} {cpu_us:>8.1} {client_kib:>12} {server_kib:>12}"
        );
    }
}

/// One client against one server, both new.
fn measure(kind: &str, servers: usize, in_flight: usize, requests: usize) -> Result<Line, Box<dyn Error>> {
    let (mut server, stop, mut lines) = start(&["serve", kind, &servers.to_string()])?;
    let ports = lines.next().ok_or("no server")??;
    let arguments = ["load", kind, ports.trim(), &in_flight.to_string(), &requests.to_string()];
    let (mut client, _, mut seen) = start(&arguments)?;
    let seen = seen.next().ok_or("no client")??;
    client.wait()?;
    // The end of its input is its end.
    drop(stop);
    let end = lines.next().ok_or("no end")??;
    server.wait()?;
    let numbers: Result<Vec<f64>, _> = seen.split_whitespace().map(str::parse).collect();
    let [per_second, p50_ms, p99_ms, client_kib, client_us] = numbers?[..] else {
        return Err(format!("not understood: {seen}").into());
    };
    let (server_kib, server_us) = end.trim().split_once(' ').ok_or("no end")?;
    let (client_kib, server_kib, server_us) =
        (client_kib as u64, server_kib.parse()?, server_us.parse::<f64>()?);
    let cpu_us = (client_us + server_us) / (servers * requests) as f64;
    Ok(Line { per_second, p50_ms, p99_ms, cpu_us, client_kib, server_kib })
}

type Lines = std::io::Lines<BufReader<std::process::ChildStdout>>;

fn start(arguments: &[&str]) -> Result<(Child, Option<ChildStdin>, Lines), Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().ok_or("no output")?;
    let input = child.stdin.take();
    Ok((child, input, BufReader::new(output).lines()))
}
