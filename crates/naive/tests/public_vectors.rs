//! The chain's own results for 648 epochs, bit for bit.

use incentor_naive::NaiveEpoch;
use incentor_state::{Expected, Reader};
use incentor_yuma::EpochBits;

const VECTORS: &str = include_str!("../../yuma/tests/vectors/epoch/public.jsonl");

#[test]
fn every_public_vector() {
    let mut wrong = Vec::new();
    let mut epochs = 0;
    for document in Reader::new(VECTORS.as_bytes()).keep_expected() {
        let document = document.unwrap();
        let epoch = incentor_naive::epoch(&document.state.input()).unwrap();
        let expected = expected(document.expected.unwrap());
        if epoch != expected {
            wrong.push(format!("{:?}\n got {epoch:?}\nwant {expected:?}", document.name));
        }
        epochs += 1;
    }
    assert_eq!(epochs, 648);
    assert!(wrong.is_empty(), "{} epochs differ; the first: {}", wrong.len(), wrong[0]);
}

fn expected(expected: Expected) -> NaiveEpoch {
    let row = |row: Option<_>| row.expect("the chain rewrites the row of every uid");
    NaiveEpoch {
        stake_weight: expected.stake_weight,
        active: expected.active,
        validator_permit: expected.validator_permit,
        consensus: expected.consensus,
        incentive: expected.incentive,
        dividends: expected.dividends,
        validator_trust: expected.validator_trust,
        server_emission: expected.server_emission,
        validator_emission: expected.validator_emission,
        emission: expected.emission,
        bonds: expected.bonds.into_iter().map(row).collect(),
        bits: EpochBits {
            consensus: expected.bits.consensus,
            incentive: expected.bits.incentive,
            dividends: expected.bits.dividends,
            validator_trust: expected.bits.validator_trust,
        },
    }
}
