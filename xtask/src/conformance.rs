//! `cargo xtask conformance`: the Python SDKs as published, against this repository's ends, over real sockets.

mod child;
mod sdk;
mod tally;

use crate::failure::Failure;
use crate::process;
use child::Running;
use sdk::Sdk;
use std::process::Command;
use tally::Tally;

/// What the job is told.
#[derive(Debug, PartialEq)]
struct Options {
    sdks: Vec<Sdk>,
}

/// Runs every release in every direction.
pub(crate) fn run(words: &[&str]) -> Result<(), Failure> {
    let options = read(words)?;
    process::run(process::cargo().args(["build", "--locked", "-p", "incentor-wire", "--example", "peer"]))?;
    for sdk in &options.sdks {
        sdk.install()?;
    }
    let mut tally = Tally::default();
    for sdk in &options.sdks {
        check(*sdk, &mut tally)?;
    }
    tally.close()
}

fn read(words: &[&str]) -> Result<Options, Failure> {
    match words {
        [] => Ok(Options { sdks: sdk::ALL.to_vec() }),
        ["--sdk", version] => {
            let known = || sdk::ALL.map(|sdk| sdk.version).join(", ");
            let sdk = sdk::ALL.into_iter().find(|sdk| sdk.version == *version);
            let unknown = || Failure::Usage(format!("no SDK `{version}`; the job knows {}", known()));
            Ok(Options { sdks: vec![sdk.ok_or_else(unknown)?] })
        }
        words => {
            let text = format!("`{}` is not understood; the job knows --sdk VERSION", words.join(" "));
            Err(Failure::Usage(text))
        }
    }
}

/// One release.
fn check(sdk: Sdk, tally: &mut Tally) -> Result<(), Failure> {
    let ours = Running::start(example("peer").arg("serve"))?;
    let at = ours.greeting()?;
    let version = sdk.version;
    if sdk.classic {
        let mut dendrite = sdk.script("dendrite.py");
        dendrite.args([said(&at, "port")?, said(&at, "impatient")?, said(&at, "hotkey")?]);
        tally.run(&format!("the dendrite of {version} calls our axon"), &mut dendrite)?;
    } else {
        let mut client = sdk.script("btauth_client.py");
        client.args([said(&at, "port")?, said(&at, "hotkey")?]);
        tally.run(&format!("a client with the signer of {version} calls our axon"), &mut client)?;
    }
    Ok(())
}

/// An example of `incentor-wire`, as built.
fn example(name: &str) -> Command {
    Command::new(process::target_dir().join("debug/examples").join(name))
}

/// What a server said of itself.
fn said<'a>(greeting: &'a str, name: &str) -> Result<&'a str, Failure> {
    let unsaid = || Failure::Environment(format!("a server said `{greeting}`, without `{name}`"));
    process::field(greeting, name).ok_or_else(unsaid)
}

#[test]
fn options_are_read_or_refused() {
    assert_eq!(read(&[]).unwrap().sdks, sdk::ALL);
    assert_eq!(read(&["--sdk", "11.3.0"]).unwrap().sdks, sdk::ALL[2..]);
    for wrong in [&["--sdk"][..], &["--sdk", "9.0.0"], &["10.2.0"]] {
        assert!(matches!(read(wrong), Err(Failure::Usage(_))), "{wrong:?}");
    }
}
