//! What fuzzing found, replayed: nothing panics, and what is legal runs and survives the round trip.

use incentor_primitives::RuleSet;
use incentor_state::Reader;
use incentor_yuma::Workspace;
use std::{fs, path::Path};

#[test]
fn every_kept_finding_ends_in_an_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let (mut files, mut states, mut refused) = (0, 0, 0);
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        files += 1;
        let mut workspace = Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma);
        for document in Reader::new(bytes.as_slice()).keep_expected() {
            let Ok(document) = document else {
                refused += 1;
                continue;
            };
            states += 1;
            let written = document.state.to_json();
            let again = Reader::new(written.as_bytes()).next().unwrap().unwrap();
            assert_eq!(again.state, document.state, "{}", path.display());
            if let Ok(epoch) = workspace.run(&document.state.input()) {
                let paid = epoch.server_emission.iter().chain(&epoch.validator_emission);
                let paid: u128 = paid.map(|&rao| u128::from(rao)).sum();
                assert!(paid <= u128::from(document.state.emission_rao), "{}", path.display());
            }
        }
    }
    assert!(files > 50 && states > 5 && refused > 50, "{files} files, {states} states, {refused} refused");
}
