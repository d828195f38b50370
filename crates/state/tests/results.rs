//! The `expected` object is written as it was read.

use incentor_state::{Expected, Reader, TraceJson, diff};
use incentor_yuma::{EpochTrace, Mask, Masked};

const RESULT: &str = r#"{"stake_weight":[1,65535],"active":[true,false],"validator_permit":[false,true],"consensus":[0,1],"incentive":[2,3],"dividends":[4,5],"validator_trust":[6,7],"server_emission":["0","18446744073709551615"],"validator_emission":["1","2"],"emission":["3","4"],"bonds":[[[1,2],[0,65535]],null],"bits":{"consensus":[-1,4294967296],"incentive":[0,1],"dividends":[2,3],"validator_trust":[4,5]}}"#;

#[test]
fn the_object_survives_the_round_trip_byte_by_byte() {
    let result: Expected = serde_json::from_str(RESULT).unwrap();
    assert_eq!(result.server_emission, [0, u64::MAX]);
    assert_eq!(result.to_json(), RESULT);
    assert!(diff(&result, &result).is_empty());
}

#[test]
fn a_result_that_is_none_is_refused() {
    for (from, to) in [
        ("\"1\"", "1"),
        ("\"1\"", "\"-1\""),
        ("\"1\"", "\"18446744073709551616\""),
        ("[1,65535]", "[1,65536]"),
        ("\"active\"", "\"activ\""),
    ] {
        let text = RESULT.replacen(from, to, 1);
        assert!(serde_json::from_str::<Expected>(&text).is_err(), "{to}");
    }
}

#[test]
fn the_reader_keeps_the_result_only_when_asked() {
    let state = include_str!("states/two-uids.json");
    let text = format!(r#"{{"input":{state},"expected":{RESULT}}}"#);
    let kept = Reader::new(text.as_bytes()).keep_expected().next().unwrap().unwrap();
    assert_eq!(kept.expected.unwrap().to_json(), RESULT);
    let wrong = format!(r#"{{"input":{state},"expected":5}}"#);
    assert_eq!(Reader::new(wrong.as_bytes()).next().unwrap().unwrap().expected, None);
    let error = Reader::new(wrong.as_bytes()).keep_expected().next().unwrap().unwrap_err();
    assert_eq!(error.place.path.as_deref(), Some("expected"));
}

#[test]
fn a_trace_is_written_field_by_field() {
    let trace = EpochTrace {
        stake: vec![1, -2],
        kappa: 3,
        weights: vec![vec![(1, 4_294_967_296)], vec![]],
        masked: vec![vec![Masked { uid: 7, weight: 65_535, mask: Mask::PendingCommit }], vec![]],
        ..EpochTrace::default()
    };
    let json = serde_json::to_value(TraceJson(&trace)).unwrap();
    assert_eq!(json["stake"], serde_json::json!([1, -2]));
    assert_eq!(json["kappa"], 3);
    assert_eq!(json["weights"], serde_json::json!([[[1, 4_294_967_296_u64]], []]));
    assert_eq!(json["masked"], serde_json::json!([[[7, 65_535, "pending-commit"]], []]));
}
