//! Any bytes as the plaintext of a time-locked commit: read or refused, and what is read survives the round trip.
#![no_main]

use incentor_ledger::rules::commit_reveal::TimelockPayload;
use incentor_primitives::AccountId;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let hotkey = AccountId([1; 32]);
    if let Ok(payload) = TimelockPayload::decode(bytes, &hotkey) {
        // Two bytes for each uid and each weight: nothing is made up.
        assert!(2 * (payload.uids.len() + payload.values.len()) <= bytes.len());
        assert_eq!(TimelockPayload::decode(&payload.encode(&hotkey), &hotkey), Ok(payload));
    }
});
