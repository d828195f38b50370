//! A workspace that has run an epoch of a size runs the next one without asking for memory.

use incentor_primitives::RuleSet;
use incentor_state::{Document, Reader};
use incentor_yuma::Workspace;
use std::{fs::File, io::BufReader, path::Path};

#[test]
fn the_second_epoch_allocates_nothing() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/epoch/public.jsonl");
    let file = BufReader::new(File::open(path).expect("the vectors are in the repository"));
    let documents: Vec<Document> =
        Reader::new(file).map(|document| document.expect("a legal state")).collect();
    assert!(documents.len() > 600, "all kinds of states are there");
    for document in &documents {
        let input = document.state.input();
        let mut workspace = Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma);
        workspace.run(&input).expect("a legal state");
        let counted = allocation_counter::measure(|| {
            workspace.run(&input).expect("a legal state");
        });
        assert_eq!(counted.count_total, 0, "{:?}", document.name);
    }
}
