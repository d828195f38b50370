//! Longer jobs of the workspace: `cargo xtask <job>`.

mod bench;
mod conformance;
mod failure;
mod fuzz;
mod process;
mod scenarios;

use failure::Failure;
use std::process::{Command, ExitCode};

const HELP: &str = "\
Longer jobs of the workspace

Usage: cargo xtask <job>

  bench [--rounds N]              times the epoch, plain and for x86-64-v3, in turn; prints both side by side
  ci                              everything a change must pass: .ci/run
  conformance [--sdk VERSION] [--speed]
                                  the published Python SDKs against our axon and dendrite, over sockets; or times both
  conformance --idle              our axon with ten thousand callers that stay connected
  fuzz <target> [--minutes N]     feeds a decoder with broken input for a while; without a target lists them
  help                            this text
  scenarios [NAME...]             plays the shipped scenarios in full; which of their claims hold

docs/xtask.md says more.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            failure.exit()
        }
    }
}

fn run(words: &[&str]) -> Result<(), Failure> {
    match words {
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        ["bench", options @ ..] => bench::run(number_after(options, "--rounds")?),
        ["ci"] => process::run(Command::new("bash").arg(".ci/run").current_dir(process::root())),
        ["conformance", options @ ..] => conformance::run(options),
        ["scenarios", names @ ..] => scenarios::run(names),
        ["fuzz"] => fuzz::list(),
        ["fuzz", target, options @ ..] if !target.starts_with('-') => {
            fuzz::run(target, number_after(options, "--minutes")?)
        }
        words => Err(Failure::Usage(format!("no job `{}`; try: cargo xtask help", words.join(" ")))),
    }
}

/// The number behind the one option a job knows; none where the option is not given.
fn number_after(options: &[&str], name: &str) -> Result<Option<u32>, Failure> {
    match options {
        [] => Ok(None),
        [option, number] if *option == name => match number.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => Err(Failure::Usage(format!("{name} takes a whole number from 1, not `{number}`"))),
        },
        options => {
            Err(Failure::Usage(format!("`{}` is not understood; the job knows {name} N", options.join(" "))))
        }
    }
}

#[test]
fn options_are_read_or_refused() {
    let check = |options: &[&str]| number_after(options, "--minutes").map_err(|failure| failure.to_string());
    assert_eq!(check(&[]), Ok(None));
    assert_eq!(check(&["--minutes", "5"]), Ok(Some(5)));
    for wrong in [&["--minutes"][..], &["--minutes", "0"], &["--minutes", "-1"], &["--rounds", "5"], &["5"]] {
        assert!(check(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn unknown_jobs_are_refused() {
    for words in [&["bnech"][..], &["ci", "--fast"], &["fuzz", "--minutes"]] {
        assert!(matches!(run(words), Err(Failure::Usage(_))), "{words:?}");
    }
}
