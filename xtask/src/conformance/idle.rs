//! `--idle`: ten thousand callers that were served once and stay connected, and one that asks.

use super::child::Running;
use super::tally::Tally;
use super::{call, example, said};
use crate::failure::Failure;
use crate::process;
use std::process::Command;

/// Connections that stay, and those of the caller that asks.
const CONNECTIONS: [u32; 2] = [10_000, 1_000];

/// Kibibytes that a connection may cost the axon: far below the longest head it takes.
const KIB_EACH: u64 = 16;

/// Opens the connections, measures the axon around them, and has it checked meanwhile.
pub(super) fn run() -> Result<(), Failure> {
    let mut build = process::cargo();
    process::run(build.args(["build", "--release", "--locked", "-p", "incentor-wire", "--example", "peer"]))?;
    let [idle, more] = CONNECTIONS;
    let axon = Running::start(&mut many_files(&["serve", "--connections", &(idle + more).to_string()]))?;
    let greeting = axon.greeting()?;
    let port = said(&greeting, "port")?;
    let kib = || axon.resident_kib().ok_or_else(|| Failure::Environment("the job needs /proc".to_owned()));
    let mut tally = Tally::default();
    let mut callers = |title: &str| tally.run(title, &mut call("release", ("both", "btauth"), &greeting)?);
    callers("before")?;
    let before = kib()?;
    let others = Running::start(&mut many_files(&["idle", "--port", port, "--count", &idle.to_string()]))?;
    let open = others.greeting()?;
    if said(&open, "open")? != idle.to_string() {
        return Err(Failure::Environment(format!("{open} connections instead of {idle}")));
    }
    let with = kib()?;
    callers(&format!("with {idle} connections that stay"))?;
    println!(
        "axon: {before} KiB before, {with} KiB with {idle} connections, {} KiB after the checks",
        kib()?
    );
    tally.expect("memory", with.saturating_sub(before) <= KIB_EACH * u64::from(idle), || {
        format!("at most {KIB_EACH} KiB for a connection")
    });
    tally.close()
}

/// The example `peer`, with as many open files as the system lets it have.
fn many_files(arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -S -n \"$(ulimit -H -n)\"; exec \"$@\"", "sh"]);
    command.arg(example("release", "peer").get_program()).args(arguments);
    command
}
