//! What fuzzing has found or might have: every file of the corpus through the same functions the fuzz targets feed.

mod storage;
mod tsp;

use std::{fs, path::Path};

fn replay(folder: &str, feed: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let mut files = 0;
    for file in fs::read_dir(folder).expect("the corpus is there") {
        feed(&fs::read(file.expect("a readable folder").path()).expect("a readable file"));
        files += 1;
    }
    assert!(files > 10, "{files} files");
}

#[test]
fn replies_to_tsp() {
    replay("tsp", tsp::feed);
}

#[test]
fn replies_to_storage() {
    replay("storage", storage::feed);
}
