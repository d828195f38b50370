//! The Python ends, each in a virtual environment of its own that stays between runs.

use crate::failure::Failure;
use crate::process;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// One release, pinned with all it depends on in `crates/wire/tests/peers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sdk {
    /// Its version; of what is not the SDK, its name too.
    pub(super) version: &'static str,
    pub(super) ends: Ends,
}

/// What a release brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// Axon and dendrite.
    Classic,
    /// What signs and verifies requests; the rest is left to others.
    Btauth,
    /// Such others: miner and validator of taowire, which sign answers too.
    Taowire,
}

/// Every release the job knows.
pub(super) const ALL: [Sdk; 4] = [
    Sdk { version: "10.2.0", ends: Ends::Classic },
    Sdk { version: "10.5.0", ends: Ends::Classic },
    Sdk { version: "11.3.0", ends: Ends::Btauth },
    Sdk { version: "taowire-0.1.0a2", ends: Ends::Taowire },
];

/// Where the Python ends and the pins lie.
fn peers() -> PathBuf {
    process::root().join("crates/wire/tests/peers")
}

impl Sdk {
    /// The environment's folder.
    fn folder(self) -> PathBuf {
        process::target_dir().join("peers").join(self.version)
    }

    /// The file with its pins.
    fn pins(self) -> PathBuf {
        let name = if self.ends == Ends::Taowire { "" } else { "sdk-" };
        peers().join(format!("{name}{}.txt", self.version))
    }

    /// Installs what is pinned, unless that is what is there.
    pub(super) fn install(self) -> Result<(), Failure> {
        let (folder, pins) = (self.folder(), self.pins());
        let unreadable = |error| Failure::Environment(format!("{}: {error}", pins.display()));
        let wanted = std::fs::read_to_string(&pins).map_err(unreadable)?;
        let installed = folder.join("installed.txt");
        if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        eprintln!("installing {} and what it needs from PyPI", self.package());
        // Half an environment of an earlier run would pass for a whole one.
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| missing(&error.to_string()))?;
        }
        let ended = |error| missing(&format!("{error}"));
        process::run(Command::new("python3").args(["-m", "venv"]).arg(&folder)).map_err(ended)?;
        let mut pip = Command::new(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&pins);
        process::run(&mut pip).map_err(ended)?;
        std::fs::write(&installed, wanted).map_err(|error| missing(&error.to_string()))
    }

    /// The package as it is pinned.
    fn package(self) -> String {
        let name = if self.ends == Ends::Taowire { "" } else { "bittensor-" };
        format!("{name}{}", self.version).replacen('-', "==", 1)
    }

    /// One of the scripts, with this release.
    pub(super) fn script(self, name: &str) -> Command {
        let mut command = Command::new(self.folder().join("bin/python"));
        command.arg(peers().join(name)).env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::null());
        command
    }
}

fn missing(why: &str) -> Failure {
    let needs = "the job needs python3 (3.10 to 3.13) with venv, and PyPI for the first run";
    Failure::Environment(format!("{why}; {needs}"))
}

#[test]
fn every_release_has_its_pins() {
    for sdk in ALL {
        let pins = std::fs::read_to_string(sdk.pins()).unwrap();
        assert!(pins.lines().any(|line| line == sdk.package()), "{}", sdk.version);
        assert!(pins.lines().all(|line| line.split("==").count() == 2), "{}", sdk.version);
    }
}
