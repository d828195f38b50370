//! What is left on disk.

use crate::failure::Failure;
use incentor_report::{csv, page};
use incentor_scenario::Run;
use std::{fs, path::Path};

/// The run document, as it is written and printed.
pub(super) fn json(run: &Run) -> Result<String, Failure> {
    let mut json = serde_json::to_string_pretty(run).map_err(Failure::bug)?;
    json.push('\n');
    Ok(json)
}

pub(super) fn write(directory: &Path, run: &Run, json: &str) -> Result<(), Failure> {
    let files = [
        ("report.html", page(run)),
        ("run.json", json.to_owned()),
        ("coldkeys.csv", csv::coldkeys(run)),
        ("uids.csv", csv::uids(run)),
        ("series.csv", csv::series(run)),
    ];
    for (name, text) in files {
        let path = directory.join(name);
        fs::write(&path, text).map_err(|error| {
            Failure::environment(format_args!("cannot write the report: {error}"))
                .at(path.display())
                .next("--out DIR with a directory that can be written")
        })?;
    }
    Ok(())
}
