//! Every scenario that is shipped can be read.

use incentor_scenario::ScenarioFile;
use std::fs;
use std::path::{Path, PathBuf};

fn files(under: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn every_shipped_scenario_is_read() {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"), &mut found);
    found.sort();
    assert!(found.len() >= 10, "{found:?}");
    let mut wrong = Vec::new();
    for path in &found {
        let text = fs::read_to_string(path).unwrap();
        let beside =
            |name: &str| fs::read_to_string(path.with_file_name(name)).map_err(|error| error.to_string());
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        match ScenarioFile::parse_with(&text, &beside) {
            Ok(file) if path.parent().is_some_and(|parent| parent.ends_with("scenarios")) => {
                assert_eq!(file.base.name, name, "a scenario is called as its file");
            }
            Ok(_) => {}
            Err(error) => {
                let place = error.location(&path.to_string_lossy());
                wrong.push(format!("{place}: {error}\n    {}", error.problem.remedy()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
