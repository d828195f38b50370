//! The Python SDKs, each in a virtual environment of its own that stays between runs.

use crate::failure::Failure;
use crate::process;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// One release, pinned with all it depends on in `crates/wire/tests/peers/sdk-*.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sdk {
    pub(super) version: &'static str,
    /// Whether it has axon and dendrite; later ones sign requests and leave the rest to others.
    pub(super) classic: bool,
}

/// Every release the job knows.
pub(super) const ALL: [Sdk; 3] = [
    Sdk { version: "10.2.0", classic: true },
    Sdk { version: "10.5.0", classic: true },
    Sdk { version: "11.3.0", classic: false },
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

    /// Installs what is pinned, unless that is what is there.
    pub(super) fn install(self) -> Result<(), Failure> {
        let (folder, pins) = (self.folder(), peers().join(format!("sdk-{}.txt", self.version)));
        let unreadable = |error| Failure::Environment(format!("{}: {error}", pins.display()));
        let wanted = std::fs::read_to_string(&pins).map_err(unreadable)?;
        let installed = folder.join("installed.txt");
        if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        eprintln!("installing bittensor {} and what it needs from PyPI", self.version);
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
        let pins = std::fs::read_to_string(peers().join(format!("sdk-{}.txt", sdk.version))).unwrap();
        assert!(pins.lines().any(|line| line == format!("bittensor=={}", sdk.version)), "{}", sdk.version);
        assert!(pins.lines().all(|line| line.split("==").count() == 2), "{}", sdk.version);
    }
}
