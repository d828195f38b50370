//! What the ends found, line by line and in sum.

use super::child::Running;
use crate::failure::Failure;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long one end may take for all its checks.
const PATIENCE: Duration = Duration::from_secs(240);

/// Checks so far.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tally {
    checks: u32,
    failed: u32,
}

/// A line of an end.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    Ok,
    Failed,
    /// The last one: how many checks there were.
    Done(Option<u32>),
    /// Not for us.
    Other(&'a str),
}

fn parse(line: &str) -> Line<'_> {
    match line.split_once(' ') {
        Some(("ok", _)) => Line::Ok,
        Some(("FAILED", _)) => Line::Failed,
        Some(("done", count)) => Line::Done(count.parse().ok()),
        _ => Line::Other(line),
    }
}

impl Tally {
    /// Runs an end and prints its checks; one that stops early has failed, whatever it said before.
    pub(super) fn run(&mut self, title: &str, end: &mut Command) -> Result<(), Failure> {
        println!("{title}");
        let before = self.checks;
        let mut announced = None;
        let ended_well = Running::start(end)?.read_out(Instant::now() + PATIENCE, |line| {
            match parse(line) {
                Line::Ok => self.checks += 1,
                Line::Failed => {
                    self.checks += 1;
                    self.failed += 1;
                }
                Line::Done(count) => {
                    announced = count;
                    return;
                }
                Line::Other(text) => {
                    eprintln!("    {text}");
                    return;
                }
            }
            println!("  {line}");
        });
        let counted = self.checks - before;
        if !ended_well || announced != Some(counted) || counted == 0 {
            self.checks += 1;
            self.failed += 1;
            println!(
                "  FAILED this end's own end: expected exit code 0 after all checks, got {counted} checks"
            );
        }
        Ok(())
    }

    /// One check of the job's own.
    pub(super) fn expect(&mut self, name: &str, holds: bool, expected: impl FnOnce() -> String) {
        self.checks += 1;
        if holds {
            println!("  ok {name}");
        } else {
            self.failed += 1;
            println!("  FAILED {name}: expected {}", expected());
        }
    }

    /// Prints the sum; a failure where a check failed.
    pub(super) fn close(&self) -> Result<(), Failure> {
        println!("{} checks, {} failed", self.checks, self.failed);
        if self.failed == 0 { Ok(()) } else { Err(Failure::Checks(self.failed)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(script: &str) -> Tally {
        let mut tally = Tally::default();
        tally.run("a script", Command::new("sh").args(["-c", script])).unwrap();
        tally
    }

    #[test]
    fn checks_are_counted_and_an_early_end_is_a_failure() {
        assert_eq!(tally("echo ok a; echo ok b; echo done 2"), Tally { checks: 2, failed: 0 });
        assert_eq!(tally("echo ok a; echo 'FAILED b: no'; echo done 2"), Tally { checks: 2, failed: 1 });
        assert_eq!(tally("echo ok a; echo noise; echo done 1"), Tally { checks: 1, failed: 0 });
        for early in ["echo ok a", "echo ok a; echo done 2", "echo ok a; echo done 1; exit 1"] {
            assert_eq!(tally(early), Tally { checks: 2, failed: 1 }, "{early}");
        }
        assert_eq!(tally("echo done 0"), Tally { checks: 1, failed: 1 });
    }

    #[test]
    fn a_failed_check_fails_the_job() {
        assert!(Tally { checks: 2, failed: 0 }.close().is_ok());
        assert!(matches!(Tally { checks: 2, failed: 1 }.close(), Err(Failure::Checks(1))));
    }
}
