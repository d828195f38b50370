//! The chain's own results for 648 epochs, bit for bit.

#[path = "../../yuma/tests/subnet/state.rs"]
mod state;

use incentor_naive::NaiveEpoch;
use incentor_yuma::EpochBits;
use serde_json::Value;
use state::{State, as_bool, as_i64, as_u16, as_u64, entry, list};

const VECTORS: &str = include_str!("../../yuma/tests/vectors/epoch/public.jsonl");

#[test]
fn every_public_vector() {
    let mut wrong = Vec::new();
    for line in VECTORS.lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        let state = State::read(&vector["input"], as_u64(&vector["input"]["emission_rao"]));
        let epoch = incentor_naive::epoch(&state.input()).unwrap();
        let expected = expected(&vector["expected"]);
        if epoch != expected {
            wrong.push(format!("{}\n got {epoch:?}\nwant {expected:?}", vector["name"]));
        }
    }
    assert_eq!(VECTORS.lines().count(), 648);
    assert!(wrong.is_empty(), "{} epochs differ; the first: {}", wrong.len(), wrong[0]);
}

fn expected(value: &Value) -> NaiveEpoch {
    NaiveEpoch {
        stake_weight: list(&value["stake_weight"], as_u16),
        active: list(&value["active"], as_bool),
        validator_permit: list(&value["validator_permit"], as_bool),
        consensus: list(&value["consensus"], as_u16),
        incentive: list(&value["incentive"], as_u16),
        dividends: list(&value["dividends"], as_u16),
        validator_trust: list(&value["validator_trust"], as_u16),
        server_emission: list(&value["server_emission"], as_u64),
        validator_emission: list(&value["validator_emission"], as_u64),
        emission: list(&value["emission"], as_u64),
        bonds: list(&value["bonds"], |row| list(row, entry)),
        bits: EpochBits {
            consensus: list(&value["bits"]["consensus"], as_i64),
            incentive: list(&value["bits"]["incentive"], as_i64),
            dividends: list(&value["bits"]["dividends"], as_i64),
            validator_trust: list(&value["bits"]["validator_trust"], as_i64),
        },
    }
}
