//! Any bytes: the reader returns, and what it reads runs and survives the round trip.
#![no_main]

use incentor_primitives::RuleSet;
use incentor_state::Reader;
use incentor_yuma::Workspace;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut workspace = Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma);
    for document in Reader::new(bytes).keep_expected() {
        let Ok(document) = document else {
            return;
        };
        let again = document.state.to_json();
        let again =
            Reader::new(again.as_bytes()).next().expect("a state").expect("what was written is legal");
        assert_eq!(again.state, document.state);
        let Ok(epoch) = workspace.run(&document.state.input()) else {
            continue;
        };
        let paid = epoch.server_emission.iter().chain(&epoch.validator_emission);
        let paid: u128 = paid.map(|&rao| u128::from(rao)).sum();
        assert!(paid <= u128::from(document.state.emission_rao), "pays more than comes in");
    }
});
