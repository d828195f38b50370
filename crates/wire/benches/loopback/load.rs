//! The two processes: one serves until its input ends, one asks in a closed loop and says what it saw.

use crate::{bare, ours};
use std::error::Error;
use std::future::Future;
use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Requests before the clock starts.
const WARM: usize = 500;

fn runtime() -> Result<tokio::runtime::Runtime, std::io::Error> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

/// Peak of resident memory, where the system says it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// Processor time of all threads so far, in microseconds, where the system says it.
fn cpu_us() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name before it may have spaces; ticks are hundredths of a second.
    let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    numbers.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10_000
}

pub(crate) fn serve(kind: &str, number: usize) -> Result<(), Box<dyn Error>> {
    let runtime = runtime()?;
    let ports: Vec<u16> = match kind {
        "bare" => vec![runtime.block_on(bare::serve())?],
        _ => runtime.block_on(ours::serve(number))?,
    };
    println!("{}", ports.iter().map(u16::to_string).collect::<Vec<_>>().join(","));
    std::io::stdin().read_to_end(&mut Vec::new())?;
    println!("{} {}", peak_kib(), cpu_us());
    std::process::exit(0)
}

pub(crate) fn load(kind: &str, ports: &str, in_flight: usize, requests: usize) -> Result<(), Box<dyn Error>> {
    let ports: Vec<u16> = ports.split(',').map(str::parse).collect::<Result<_, _>>()?;
    let runtime = runtime()?;
    let mut seen = runtime.block_on(async {
        match kind {
            "bare" => {
                let ask = |_| bare::client(ports[0]);
                workers(in_flight, requests, ask).await
            }
            _ if ports.len() > 1 => ours::fan_out(kind, &ports, requests).await,
            _ => {
                let caller = ours::caller(kind, ports[0]);
                workers(in_flight, requests, |_| {
                    let caller = caller.clone();
                    async move { caller }
                })
                .await
            }
        }
    });
    seen.latencies.sort_unstable();
    let ms = |share: usize| seen.latencies[seen.latencies.len() * share / 100].as_secs_f64() * 1e3;
    let per_second = seen.latencies.len() as f64 / seen.took.as_secs_f64();
    println!("{per_second} {} {} {} {}", ms(50), ms(99), peak_kib(), cpu_us());
    Ok(())
}

/// What came of a run.
pub(crate) struct Seen {
    pub(crate) latencies: Vec<Duration>,
    pub(crate) took: Duration,
}

/// Asks once and checks the answer.
pub(crate) trait Caller: Send + 'static {
    fn ask(&mut self, input: i64) -> impl Future<Output = ()> + Send;
}

/// As many workers as requests are to be under way, each asking when it has its answer.
async fn workers<C: Caller, F: Future<Output = C>>(
    in_flight: usize,
    requests: usize,
    new: impl Fn(usize) -> F,
) -> Seen {
    let mut callers = Vec::new();
    for index in 0..in_flight {
        callers.push(new(index).await);
    }
    let (callers, _, _) = rush(callers, WARM).await;
    let (_, latencies, took) = rush(callers, requests).await;
    Seen { latencies, took }
}

async fn rush<C: Caller>(callers: Vec<C>, requests: usize) -> (Vec<C>, Vec<Duration>, Duration) {
    let (next, start) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut tasks = tokio::task::JoinSet::new();
    for mut caller in callers {
        let next = Arc::clone(&next);
        tasks.spawn(async move {
            let mut latencies = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= requests {
                    return (caller, latencies);
                }
                let start = Instant::now();
                caller.ask(index as i64).await;
                latencies.push(start.elapsed());
            }
        });
    }
    let ended = tasks.join_all().await;
    let took = start.elapsed();
    let (callers, latencies): (Vec<C>, Vec<Vec<Duration>>) = ended.into_iter().unzip();
    (callers, latencies.concat(), took)
}
