//! The files of the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Folders that hold nothing of the repository: git's own, and what tools write.
const SKIPPED: &[&str] = &[".git", "incentor-out", "fuzz/artifacts", "fuzz/corpus", "fuzz/coverage"];

static FILES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut files = Vec::new();
    walk(&root(), "", &mut files);
    files.sort();
    files
});

/// The repository's folder.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").to_owned()
}

/// Every file, relative to the root, with forward slashes, in order.
///
/// Walks the folders instead of asking git, which refuses a clone that belongs to somebody else.
pub(super) fn files() -> &'static [String] {
    &FILES
}

/// A file's text.
pub(super) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file's text, or none where it is not text.
pub(super) fn read_text(path: &str) -> Option<String> {
    String::from_utf8(fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))).ok()
}

fn walk(root: &Path, folder: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(root.join(folder)).expect("a folder of the repository is readable") {
        let entry = entry.expect("a folder's entry is readable");
        let name = entry.file_name().into_string().expect("names are UTF-8");
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        // Links are not followed: their target is looked at where it lies.
        if entry.file_type().expect("an entry has a type").is_dir() {
            // Cargo marks its target folders, whatever their name.
            let built = entry.path().join("CACHEDIR.TAG").exists();
            if !built && !SKIPPED.contains(&path.as_str()) {
                walk(root, &path, files);
            }
        } else {
            files.push(path);
        }
    }
}

#[test]
fn the_tree_is_seen_and_what_tools_write_is_not() {
    assert!(files().iter().any(|path| path == "xtask/tests/architecture.rs"));
    assert!(files().iter().any(|path| path == "crates/yuma/src/lib.rs"));
    assert!(!files().iter().any(|path| path.starts_with(".git/") || path.contains("/debug/deps/")));
}
