//! Who runs which entry of a file.

use crate::upstream_vectors::report::Report;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// A handler and the entries it takes.
pub(crate) struct Claim {
    /// The entry's `source` below upstream's folder of tests; a star at the end takes every continuation.
    pub(crate) source: &'static str,
    /// How the entry's `description` or `op` begins, where a source occurs several times.
    pub(crate) about: &'static str,
    /// Runs one entry.
    pub(crate) run: fn(&Value, &mut Report),
}

impl Claim {
    pub(crate) const fn new(source: &'static str, run: fn(&Value, &mut Report)) -> Self {
        Self { source, about: "", run }
    }

    pub(crate) const fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    fn takes(&self, entry: &Value) -> bool {
        let source = entry["source"].as_str().unwrap();
        let source = source.strip_prefix("pallets/subtensor/src/tests/").unwrap_or(source);
        let about = entry["description"].as_str().or_else(|| entry["op"].as_str()).unwrap_or("");
        let named = match self.source.strip_suffix('*') {
            Some(beginning) => source.starts_with(beginning),
            None => source == self.source,
        };
        named && about.starts_with(self.about)
    }
}

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/upstream")
}

/// Runs every entry of a file by its one claim.
pub(crate) fn run_family(file: &str, claims: &[Claim]) {
    let text = fs::read_to_string(folder().join(file)).unwrap();
    let family: Value = serde_json::from_str(&text).unwrap();
    let mut taken = vec![0; claims.len()];
    let mut wrong = Vec::new();
    for (index, entry) in family["tests"].as_array().unwrap().iter().enumerate() {
        let name = format!("{file}, entry {index}, {}", entry["source"]);
        let takers: Vec<usize> = (0..claims.len()).filter(|&claim| claims[claim].takes(entry)).collect();
        let [taker] = takers[..] else {
            wrong.push(format!("{name}: claimed {} times", takers.len()));
            continue;
        };
        taken[taker] += 1;
        let mut report = Report::default();
        (claims[taker].run)(entry, &mut report);
        if report.checks == 0 {
            wrong.push(format!("{name}: nothing was compared"));
        }
        wrong.extend(report.wrong.into_iter().map(|line| format!("{name}: {line}")));
    }
    let idle = claims.iter().zip(&taken).filter(|(_, taken)| **taken == 0);
    wrong.extend(idle.map(|(claim, _)| format!("{file}: no entry for `{}` {}", claim.source, claim.about)));
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}
