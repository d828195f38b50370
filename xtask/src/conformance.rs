//! `cargo xtask conformance`: the Python SDKs as published, against this repository's ends, over real sockets.

mod child;
mod idle;
mod sdk;
mod speed;
mod tally;

use crate::failure::Failure;
use crate::process;
use child::Running;
use sdk::{Ends, Sdk};
use std::process::Command;
use tally::Tally;

/// What the job is told.
#[derive(Debug, PartialEq)]
struct Options {
    sdks: Vec<Sdk>,
    /// Times the pairs instead of checking them.
    speed: bool,
}

/// Checks every release in every direction, or times one.
pub(crate) fn run(words: &[&str]) -> Result<(), Failure> {
    if let ["--idle"] = words {
        return idle::run();
    }
    let Options { sdks, speed } = read(words)?;
    if speed {
        let sdk = sdks.into_iter().rfind(|sdk| sdk.ends == Ends::Classic);
        let sdk =
            sdk.ok_or_else(|| Failure::Usage("--speed needs an SDK with axon and dendrite".to_owned()))?;
        sdk.install()?;
        return speed::run(sdk);
    }
    process::run(process::cargo().args(["build", "--locked", "-p", "incentor-wire", "--example", "peer"]))?;
    for sdk in &sdks {
        sdk.install()?;
    }
    let mut tally = Tally::default();
    let ours = Running::start(example("debug", "peer").arg("serve"))?;
    let greeting = ours.greeting()?;
    for face in ["classic", "btauth"] {
        let title = format!("our dendrite calls our axon, {face}");
        tally.run(&title, &mut call("debug", ("both", face), &greeting)?)?;
    }
    let title = "our dendrite calls our axon, which signs";
    tally.run(title, &mut call("debug", ("signed", "btauth"), &greeting)?)?;
    for sdk in sdks {
        check(sdk, &greeting, &mut tally)?;
    }
    tally.close()
}

fn read(words: &[&str]) -> Result<Options, Failure> {
    let mut options = Options { sdks: sdk::ALL.to_vec(), speed: false };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--speed" => options.speed = true,
            "--sdk" => {
                let version = words.next().copied().unwrap_or_default();
                options.sdks.retain(|sdk| sdk.version == version);
                if options.sdks.is_empty() {
                    let known = sdk::ALL.map(|sdk| sdk.version).join(", ");
                    return Err(Failure::Usage(format!("no SDK `{version}`; the job knows {known}")));
                }
            }
            word => {
                let text = format!(
                    "`{word}` is not understood; the job knows --sdk VERSION, --speed, and --idle alone"
                );
                return Err(Failure::Usage(text));
            }
        }
    }
    Ok(options)
}

/// One release, and our axon that said where it listens.
fn check(sdk: Sdk, ours: &str, tally: &mut Tally) -> Result<(), Failure> {
    let version = sdk.version;
    let (server, what, faces) = match sdk.ends {
        Ends::Classic => ("axon.py", "the axon", ("classic", "classic")),
        Ends::Btauth => ("btauth_server.py", "a server with the verifier", ("btauth", "btauth")),
        Ends::Taowire => ("taowire_miner.py", "the miner", ("signed", "btauth")),
    };
    let theirs = Running::start(&mut sdk.script(server))?;
    let title = format!("our dendrite calls {what} of {version}");
    let greeting = theirs.greeting()?;
    tally.run(&title, &mut call("debug", faces, &greeting)?)?;
    let (port, hotkey) = (said(ours, "port")?, said(ours, "hotkey")?);
    match sdk.ends {
        Ends::Classic => {
            let title = format!("the dendrite of {version} calls our axon");
            tally.run(&title, sdk.script("dendrite.py").args([port, said(ours, "impatient")?, hotkey]))
        }
        Ends::Btauth => {
            let title = format!("a client with the signer of {version} calls our axon");
            tally.run(&title, sdk.script("btauth_client.py").args([port, hotkey]))
        }
        Ends::Taowire => {
            let title = format!("the validator of {version} calls our axon, which signs");
            tally.run(&title, sdk.script("taowire_validator.py").args([said(ours, "signing")?, port, hotkey]))
        }
    }
}

/// Our dendrite, pointed at an axon that speaks `axon`: classic, btauth, signed or both.
fn call(profile: &str, (axon, face): (&str, &str), greeting: &str) -> Result<Command, Failure> {
    // One that signs on a port of its own says so.
    let signing = process::field(greeting, "signing").filter(|_| axon == "signed");
    let port = signing.map_or_else(|| said(greeting, "port"), Ok)?;
    let mut call = example(profile, "peer");
    call.args(["call", "--axon", axon, "--face", face]);
    call.args(["--port", port, "--hotkey", said(greeting, "hotkey")?]);
    Ok(call)
}

/// An example of `incentor-wire`, as built.
fn example(profile: &str, name: &str) -> Command {
    Command::new(process::target_dir().join(profile).join("examples").join(name))
}

/// What a server said of itself.
fn said<'a>(greeting: &'a str, name: &str) -> Result<&'a str, Failure> {
    let unsaid = || Failure::Environment(format!("a server said `{greeting}`, without `{name}`"));
    process::field(greeting, name).ok_or_else(unsaid)
}

#[test]
fn options_are_read_or_refused() {
    assert_eq!(read(&[]).unwrap(), Options { sdks: sdk::ALL.to_vec(), speed: false });
    let one = Options { sdks: sdk::ALL[..1].to_vec(), speed: true };
    assert_eq!(read(&["--speed", "--sdk", "10.2.0"]).unwrap(), one);
    for wrong in [&["--sdk"][..], &["--sdk", "9.0.0"], &["10.2.0"], &["--fast"], &["--idle", "--speed"]] {
        assert!(matches!(read(wrong), Err(Failure::Usage(_))), "{wrong:?}");
    }
    assert!(matches!(run(&["--speed", "--sdk", "11.3.0"]), Err(Failure::Usage(_))));
}
