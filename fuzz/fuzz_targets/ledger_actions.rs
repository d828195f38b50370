//! Any bytes as a run of actions: every law of the ledger holds after each of them.
#![no_main]
// The files are those of the ledger's own properties, which look at more of what they offer.
#![expect(dead_code, reason = "the tally of a run is for the tests")]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/ledger/tests/properties/calls.rs"]
mod calls;
#[path = "../../crates/ledger/tests/properties/campaign.rs"]
mod campaign;
#[path = "../../crates/ledger/tests/properties/cast.rs"]
mod cast;
#[path = "../../crates/ledger/tests/properties/dice.rs"]
mod dice;
#[path = "../../crates/ledger/tests/properties/payouts.rs"]
mod payouts;
#[path = "../../crates/ledger/tests/properties/recount.rs"]
mod recount;
#[path = "../../crates/ledger/tests/properties/soundness.rs"]
mod soundness;
#[path = "../../crates/ledger/tests/properties/values.rs"]
mod values;
#[path = "../../crates/ledger/tests/properties/world.rs"]
mod world;

fuzz_target!(|bytes: &[u8]| {
    campaign::run(bytes);
});
