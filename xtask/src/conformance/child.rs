//! Programs that run beside the job: they say where they listen, or what they found, line by line.

use crate::failure::Failure;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a server may take to say where it listens; a cold Python SDK takes seconds to load.
const GREETING: Duration = Duration::from_secs(60);

/// A program that runs; ended when dropped.
pub(super) struct Running {
    child: Child,
    lines: Receiver<String>,
    name: String,
}

impl Running {
    /// Starts it; its errors go to this terminal.
    pub(super) fn start(command: &mut Command) -> Result<Self, Failure> {
        let name = command.get_program().display().to_string();
        let cannot =
            |error: &dyn std::fmt::Display| Failure::Environment(format!("cannot run {name}: {error}"));
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| cannot(&error))?;
        let (sender, lines) = channel();
        if let Some(stdout) = child.stdout.take() {
            // Ends with the program, whose end of the pipe closes.
            std::thread::spawn(move || {
                for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        Ok(Self { child, lines, name })
    }

    /// Kibibytes it has in memory, where the system says it.
    pub(super) fn resident_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// The first line of a server: a JSON object.
    pub(super) fn greeting(&self) -> Result<String, Failure> {
        let silent = |_| Failure::Environment(format!("{} did not say where it listens", self.name));
        self.lines.recv_timeout(GREETING).map_err(silent)
    }

    /// Hands over line after line; whether the program ended well, and before the deadline.
    pub(super) fn read_out(mut self, deadline: Instant, mut line: impl FnMut(&str)) -> bool {
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(text) => line(&text),
                Err(RecvTimeoutError::Timeout) => return false,
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.child.wait().is_ok_and(|status| status.success())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Where it has ended by itself there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
