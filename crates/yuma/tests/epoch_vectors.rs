//! Every golden epoch, every field, every bit.

use incentor_primitives::RuleSet;
use incentor_state::{Document, Expected, Reader, Setting, State, diff};
use incentor_yuma::Workspace;
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
};

/// Vector files by name, with the epochs each must hold.
const FILES: [(&str, usize); 1] = [("public.jsonl", 648)];

/// Differences shown per run; the rest is counted.
const SHOWN: usize = 20;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/epoch")
}

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(file)
}

fn documents(path: &Path) -> impl Iterator<Item = Document> {
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let shown = path.display().to_string();
    Reader::new(BufReader::new(file))
        .keep_expected()
        .map(move |document| document.unwrap_or_else(|error| panic!("{shown}: {error}")))
}

fn fresh() -> Workspace {
    Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma)
}

/// Runs the state and notes each field and uid at which it misses what the chain computed.
fn compare(
    name: &str,
    workspace: &mut Workspace,
    state: &State,
    expected: &Expected,
    missed: &mut Vec<String>,
) {
    match workspace.run(&state.input()) {
        Ok(epoch) => {
            missed.extend(diff(expected, &Expected::of(epoch)).iter().map(|d| format!("{name}: {d}")));
        }
        Err(error) => missed.push(format!("{name}: {error}")),
    }
}

#[track_caller]
fn report(missed: &[String], epochs: usize) {
    let lines: BTreeSet<&str> =
        missed.iter().filter_map(|line| line.split_once(':')).map(|(n, _)| n).collect();
    assert!(
        missed.is_empty(),
        "{} differences in {} of {epochs} epochs, the first are:\n{}",
        missed.len(),
        lines.len(),
        missed[..missed.len().min(SHOWN)].join("\n"),
    );
}

#[test]
fn the_folder_holds_the_files_that_are_opened_and_no_other() {
    let present: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    let opened: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(present, opened, "a vector file that no test opens, or one that is gone");
}

#[test]
fn one_workspace_reproduces_every_epoch_in_file_order() {
    for (file, epochs) in FILES {
        let (mut workspace, mut missed, mut names) = (fresh(), Vec::new(), BTreeSet::new());
        for document in documents(&folder().join(file)) {
            let name = document.name.expect("a name");
            let expected = document.expected.expect("a result");
            compare(&name, &mut workspace, &document.state, &expected, &mut missed);
            assert!(names.insert(name), "two epochs of one name");
        }
        assert_eq!(names.len(), epochs, "{file} has another number of epochs");
        report(&missed, epochs);
    }
}

#[test]
fn a_fresh_workspace_reproduces_every_epoch() {
    for (file, epochs) in FILES {
        let mut missed = Vec::new();
        for document in documents(&folder().join(file)) {
            let name = document.name.expect("a name");
            let expected = document.expected.expect("a result");
            compare(&name, &mut fresh(), &document.state, &expected, &mut missed);
        }
        report(&missed, epochs);
    }
}

#[test]
fn tracing_changes_nothing() {
    for (file, epochs) in FILES {
        let (mut workspace, mut missed) = (fresh(), Vec::new());
        for document in documents(&folder().join(file)) {
            let name = document.name.expect("a name");
            let expected = document.expected.expect("a result");
            match workspace.trace(&document.state.input()) {
                Ok((epoch, _)) => {
                    let found = diff(&expected, &Expected::of(epoch));
                    missed.extend(found.iter().map(|d| format!("{name}: {d}")));
                }
                Err(error) => missed.push(format!("{name}: {error}")),
            }
        }
        report(&missed, epochs);
    }
}

#[test]
fn a_chain_of_epochs_feeds_itself() {
    // Within a chain, permits and bonds of an input are those that the epoch before left, but for uids
    // that were replaced in between: their rows are emptied.
    let mut workspace = fresh();
    let mut before: Option<(String, Expected)> = None;
    let (mut links, mut missed) = (0, Vec::new());
    for document in documents(&folder().join("public.jsonl")) {
        let name = document.name.expect("a name");
        let Some((chain, _)) = name.rsplit_once("-epoch-").filter(|_| name.starts_with("chain-")) else {
            before = None;
            continue;
        };
        if let Some((_, left)) = before.as_ref().filter(|(last, _)| last == chain) {
            links += 1;
            for (uid, (row, kept)) in document.state.bonds.rows().zip(&left.bonds).enumerate() {
                if !row.is_empty() && Some(row) != kept.as_deref() {
                    missed.push(format!("{name}: bonds[{uid}] are not what the epoch before left"));
                }
            }
        }
        match workspace.run(&document.state.input()) {
            Ok(epoch) => before = Some((chain.to_owned(), Expected::of(epoch))),
            Err(error) => missed.push(format!("{name}: {error}")),
        }
    }
    assert_eq!(links, 12 * 19, "twelve chains of twenty epochs");
    report(&missed, links);
}

/// The real metagraph's results, one for each set of replaced fields.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Runs {
    name: String,
    runs: Vec<Run>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    name: String,
    overrides: serde_json::Map<String, serde_json::Value>,
    expected: Expected,
}

#[test]
fn a_real_metagraph_gives_what_the_chain_gives() {
    let document = documents(&data("metagraph-netuid15-block4769998.json")).next().expect("a state");
    let results = fs::read_to_string(data("metagraph-netuid15-block4769998.expected.json")).unwrap();
    let results: Runs = serde_json::from_str(&results).unwrap();
    assert_eq!(document.name, Some(results.name));
    let names: Vec<&str> = results.runs.iter().map(|run| run.name.as_str()).collect();
    assert_eq!(names, ["as-is", "yuma3", "yuma3-liquid-penalty0"]);
    let (mut workspace, mut missed) = (fresh(), Vec::new());
    for run in &results.runs {
        let mut state = document.state.clone();
        for (field, value) in &run.overrides {
            Setting::new(field, &value.to_string()).and_then(|setting| setting.apply(&mut state)).unwrap();
        }
        compare(&run.name, &mut workspace, &state, &run.expected, &mut missed);
        compare(&run.name, &mut fresh(), &state, &run.expected, &mut missed);
    }
    report(&missed, results.runs.len());
}
