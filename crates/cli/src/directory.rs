//! The directory a verb leaves its files in.

use crate::{code::Code, failure::Failure};
use std::path::Path;
use std::{fs, io, process};

/// Makes the directory and shows that a file can be written there, before the work that is to fill it.
///
/// Says whether it was made now.
pub(crate) fn prepare(directory: &Path) -> Result<bool, Failure> {
    let refused = |what: &str, error: io::Error| refuse(directory, what, &error);
    let there = directory.is_dir();
    fs::create_dir_all(directory).map_err(|error| refused("cannot make the output directory", error))?;
    // Its own name per process, so that two runs into one directory do not meet.
    let probe = directory.join(format!(".incentor-probe-{}", process::id()));
    let tried = fs::write(&probe, "probe").and_then(|()| fs::remove_file(&probe));
    tried.map_err(|error| {
        // A full disk makes the file and refuses its content.
        let _ = fs::remove_file(&probe);
        refused("cannot write to the output directory", error)
    })?;
    Ok(!there)
}

/// Writes files so that each takes its place whole: none does unless all could be written.
pub(crate) fn fill(directory: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let _writing = crate::interrupt::writing();
    let draft = |name: &str| directory.join(format!(".{name}.incentor-{}", process::id()));
    let written = files.iter().try_for_each(|(name, text)| {
        fs::write(draft(name), text)
            .map_err(|error| refuse(&directory.join(name), "cannot write the file", &error))
    });
    let placed = written.and_then(|()| {
        files.iter().try_for_each(|(name, _)| {
            let place = directory.join(name);
            fs::rename(draft(name), &place).map_err(|error| refuse(&place, "cannot write the file", &error))
        })
    });
    if placed.is_err() {
        for (name, _) in files {
            let _ = fs::remove_file(draft(name));
        }
    }
    placed
}

fn refuse(place: &Path, what: &str, error: &io::Error) -> Failure {
    Failure::environment(format_args!("{what}: {error}"))
        .coded(Code::OutputDirectory)
        .at(place.display())
        .next("--out DIR with a directory that can be written")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty(name: &str) -> std::path::PathBuf {
        let path = std::env::temp_dir().join(format!("incentor-directory-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&path);
        path
    }

    fn names(path: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_take_their_place_together_or_not_at_all() {
        let path = empty("whole");
        assert_eq!(prepare(&path), Ok(true));
        assert_eq!(prepare(&path), Ok(false));
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        fill(&path, &[file("a", "1"), file("b", "2")]).unwrap();
        fs::create_dir(path.join("c")).unwrap();
        // The second cannot be written as its draft's directory is not there.
        let refused = fill(&path, &[file("a", "new"), file("no/such", "2")]).unwrap_err();
        assert_eq!(refused.code, Code::OutputDirectory);
        assert_eq!(fs::read_to_string(path.join("a")).unwrap(), "1");
        assert_eq!(names(&path), ["a", "b", "c"]);
        fs::remove_dir_all(path).unwrap();
    }
}
