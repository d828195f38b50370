//! The directory a verb leaves its files in.

use crate::{code::Code, failure::Failure};
use std::path::Path;
use std::{fs, io, process};

/// Makes the directory and shows that a file can be written there, before the work that is to fill it.
pub(crate) fn prepare(directory: &Path) -> Result<(), Failure> {
    let refused = |what: &str, error: io::Error| {
        Failure::environment(format_args!("{what}: {error}"))
            .coded(Code::OutputDirectory)
            .at(directory.display())
            .next("--out DIR with a directory that can be written")
    };
    fs::create_dir_all(directory).map_err(|error| refused("cannot make the output directory", error))?;
    // Its own name per process, so that two runs into one directory do not meet.
    let probe = directory.join(format!(".incentor-probe-{}", process::id()));
    let tried = fs::write(&probe, "probe").and_then(|()| fs::remove_file(&probe));
    tried.map_err(|error| {
        // A full disk makes the file and refuses its content.
        let _ = fs::remove_file(&probe);
        refused("cannot write to the output directory", error)
    })
}
