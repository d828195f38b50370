//! Who runs which entry of a file.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// An entry, and who runs it.
#[derive(Clone, Copy)]
pub(crate) struct Claim {
    /// The entry's `source` below upstream's folder of tests.
    source: &'static str,
    /// How the entry's `op` begins, where a source occurs several times.
    about: &'static str,
    runs: Runs,
}

#[derive(Clone, Copy)]
enum Runs {
    /// This handler, which panics where something is not equal.
    Here(fn(&Value)),
    /// A test of another crate, in this file below `crates`.
    Elsewhere(&'static str),
}

impl Claim {
    pub(crate) const fn here(source: &'static str, run: fn(&Value)) -> Self {
        Self { source, about: "", runs: Runs::Here(run) }
    }

    pub(crate) const fn elsewhere(source: &'static str, file: &'static str) -> Self {
        Self { source, about: "", runs: Runs::Elsewhere(file) }
    }

    pub(crate) const fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    fn takes(&self, entry: &Value) -> bool {
        let source = entry["source"].as_str().unwrap();
        let source = source.strip_prefix("pallets/subtensor/src/tests/").unwrap_or(source);
        source == self.source && entry["op"].as_str().unwrap_or("").starts_with(self.about)
    }

    fn run(&self, file: &str, entry: &Value) {
        match self.runs {
            Runs::Here(run) => run(entry),
            Runs::Elsewhere(test) => {
                let text = fs::read_to_string(crates().join(test)).unwrap();
                assert!(
                    text.contains(&format!("\"{}\"", self.source)),
                    "{test} does not run {}",
                    self.source
                );
                let about = format!("about(\"{}\")", self.about);
                assert!(self.about.is_empty() || text.contains(&about), "{test} runs no {}", self.about);
                let crate_name = Path::new(test).iter().next().unwrap();
                let theirs = crates().join(crate_name).join("tests/vectors/upstream").join(file);
                assert_eq!(fs::read(theirs).unwrap(), fs::read(vectors().join(file)).unwrap(), "{file}");
            }
        }
    }
}

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Runs every entry of a file by its one claim.
pub(crate) fn run_family(file: &str, claims: &[Claim]) {
    let family: Value = serde_json::from_str(&fs::read_to_string(vectors().join(file)).unwrap()).unwrap();
    let mut taken = vec![0; claims.len()];
    for entry in family["tests"].as_array().unwrap() {
        let takers: Vec<usize> = (0..claims.len()).filter(|claim| claims[*claim].takes(entry)).collect();
        let [taker] = takers[..] else {
            panic!("{file}: {} is claimed {} times", entry["source"], takers.len());
        };
        taken[taker] += 1;
        claims[taker].run(file, entry);
    }
    for (claim, times) in claims.iter().zip(taken) {
        assert_eq!(times, 1, "{file}: claim of {} {}", claim.source, claim.about);
    }
}
