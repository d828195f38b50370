//! Good and hostile files, and what the reader says to them.

use incentor_state::{Document, Reader, StateError};
use incentor_yuma::Rows as _;
use std::io;

/// A state of two uids, each field on its own line, so that one can be replaced.
const FIELDS: [(&str, &str); 23] = [
    ("n", "2"),
    ("current_block", "1000"),
    ("tempo", "360"),
    ("activity_cutoff_blocks", "5000"),
    ("last_mechanism_step_block", "0"),
    ("total_stake", "[18446744073709551615,9007199254740993]"),
    ("last_update", "[990,0]"),
    ("block_at_registration", "[1,2]"),
    ("validator_permit", "[true,false]"),
    ("max_allowed_validators", "64"),
    ("kappa_u16", "32767"),
    ("bonds_moving_average", "900000"),
    ("bonds_penalty_u16", "65535"),
    ("yuma3_on", "true"),
    ("liquid_alpha_on", "false"),
    ("alpha_values_u16", "[45875,58982]"),
    ("alpha_sigmoid_steepness", "-1000"),
    ("owner_uid", "null"),
    ("stake_threshold", "0"),
    ("commit_blocks", "[18446744073709551615,7]"),
    ("weights", "[[[1,65535],[0,3]],[]]"),
    ("bonds", "[[],[[65535,1]]]"),
    ("emission_rao", "1000"),
];

fn with(replaced: &str, value: &str) -> String {
    let fields: Vec<String> = FIELDS
        .iter()
        .map(|&(name, usual)| format!("\"{name}\":{}", if name == replaced { value } else { usual }))
        .collect();
    format!("{{{}}}", fields.join(",\n"))
}

fn without(missing: &str) -> String {
    let fields: Vec<String> = FIELDS
        .iter()
        .filter(|(name, _)| *name != missing)
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", fields.join(","))
}

fn usual() -> String {
    with("", "")
}

fn read(bytes: impl AsRef<[u8]>) -> Vec<Result<Document, StateError>> {
    Reader::new(bytes.as_ref()).collect()
}

fn one(bytes: impl AsRef<[u8]>) -> Document {
    let mut all = read(bytes);
    assert_eq!(all.len(), 1);
    all.remove(0).unwrap()
}

/// The error a file ends with.
#[track_caller]
fn error(bytes: impl AsRef<[u8]>) -> StateError {
    read(bytes).pop().expect("a result").expect_err("an error")
}

#[track_caller]
fn refused(bytes: impl AsRef<[u8]>, path: &str, problem: &str) {
    let error = error(bytes);
    assert_eq!(error.place.path.as_deref().unwrap_or_default(), path, "{error}");
    assert_eq!(error.problem.to_string(), problem, "{error}");
}

#[test]
fn integers_are_read_to_the_last_bit() {
    let Document { state, name, line, .. } = one(usual());
    let rao: Vec<u64> = state.total_stake.iter().map(|stake| stake.to_rao_floor()).collect();
    assert_eq!(rao, [i64::MAX as u64, 9_007_199_254_740_993], "2^63 and more saturate as on the chain");
    assert_eq!(state.commit_blocks, Some(vec![u64::MAX, 7]));
    assert_eq!(state.alpha_sigmoid_steepness, -1000);
    assert_eq!(state.weights.row(0), [(1, 65_535), (0, 3)]);
    assert_eq!(state.bonds.row(1), [(65_535, 1)]);
    assert_eq!((name, line), (None, 1));
}

#[test]
fn every_wrapping_gives_the_same_state() {
    let bare = one(usual()).state;
    let enveloped =
        format!(r#"{{"expected":{{"deep":[[[1]]]}},"name":"a","input":{},"future":null}}"#, usual());
    let line = usual().replace('\n', "");
    for text in [enveloped, format!("\u{FEFF}{line}\r\n\r\n"), format!("\n\n  {}", usual())] {
        assert_eq!(one(text).state, bare);
    }
    let lines: Vec<_> = read(format!("{line}\n{{\"name\":\"b\",\"input\":{line}}}\n\n{line}"))
        .into_iter()
        .map(|document| document.unwrap())
        .map(|document| (document.line, document.name, document.state == bare))
        .collect();
    assert_eq!(lines, [(1, None, true), (2, Some("b".to_owned()), true), (4, None, true)]);
}

#[test]
fn a_state_is_written_as_it_was_read() {
    let text = with("total_stake", "[9223372036854775807,9007199254740993]").replace('\n', "");
    assert_eq!(one(&text).state.to_json(), text);
    let saturated = one(with("total_stake", "[18446744073709551615,9223372036854775808]")).state;
    assert_eq!(one(saturated.to_json()).state, saturated);
    for line in include_str!("../../yuma/tests/vectors/epoch/public.jsonl").lines() {
        let input = line.split_once(r#","input":"#).and_then(|(_, rest)| rest.split_once(r#","expected":"#));
        assert_eq!(one(line).state.to_json(), input.unwrap().0);
    }
}

#[test]
fn the_envelope_is_kept() {
    let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    let text = format!(
        r#"{{"netuid":15,"block":18446744073709551615,"hotkeys":["{alice}","{alice}"],"input":{}}}"#,
        usual()
    );
    let document = one(text);
    assert_eq!(document.netuid, Some(15));
    assert_eq!(document.block, Some(u64::MAX));
    assert_eq!(document.hotkeys.unwrap()[1].to_string(), alice);
}

#[test]
fn the_chain_s_own_irregular_states_are_legal() {
    for (field, value) in [
        ("validator_permit", "[]"),
        ("validator_permit", "[true]"),
        ("validator_permit", "[true,true,true,true]"),
        ("last_update", "[]"),
        ("last_update", "[1,2,3]"),
        ("weights", "[[[2,1],[65535,9]],[[1,0]]]"),
        ("bonds", "[[[2,1],[65535,9]],[[1,0]]]"),
        ("owner_uid", "65535"),
        ("commit_blocks", "null"),
    ] {
        one(with(field, value));
    }
}

#[test]
fn a_wrong_value_is_named_by_field_and_index() {
    let check = |field, value, path, problem| refused(with(field, value), path, problem);
    check("n", "0", "n", "a subnet of 0 uids has no epoch");
    check("n", "32768", "n", "32768 uids are more than 32767");
    check("n", "18446744073709551615", "n", "18446744073709551615 uids are more than 32767");
    check("n", "-1", "n", "-1 is not within 0 to 18446744073709551615");
    check("n", "2.0", "n", "2.0 is not a whole number of at most 64 bits");
    check("n", "3", "total_stake", "expected 3 entries, one per uid, found 2");
    check(
        "tempo",
        "18446744073709551616",
        "tempo",
        "1.8446744073709552e19 is not a whole number of at most 64 bits",
    );
    check("tempo", "\"360\"", "tempo", "expected a whole number, found string \"360\"");
    check("tempo", "null", "tempo", "expected a whole number, found null");
    check("kappa_u16", "65536", "kappa_u16", "65536 is not within 0 to 65535");
    check(
        "alpha_sigmoid_steepness",
        "32768",
        "alpha_sigmoid_steepness",
        "32768 is not within -32768 to 32767",
    );
    check("owner_uid", "65536", "owner_uid", "65536 is not within 0 to 65535");
    check("yuma3_on", "1", "yuma3_on", "expected true or false, found integer `1`");
    check("total_stake", "[1,-5]", "total_stake[1]", "-5 is not within 0 to 18446744073709551615");
    check("total_stake", "[1]", "total_stake", "expected 2 entries, one per uid, found 1");
    check("total_stake", "{}", "total_stake", "expected a list, found map");
    check(
        "block_at_registration",
        "[1,2,3]",
        "block_at_registration",
        "expected 2 entries, one per uid, found 3",
    );
    check("commit_blocks", "[1]", "commit_blocks", "expected 2 entries, one per uid, found 1");
    check("validator_permit", "[true,0]", "validator_permit[1]", "expected true or false, found integer `0`");
    check("alpha_values_u16", "[1]", "alpha_values_u16", "expected a pair of numbers, found one");
    check("weights", "[[]]", "weights", "expected 2 entries, one per uid, found 1");
    check("bonds", "[[],[],[]]", "bonds", "expected 2 entries, one per uid, found 3");
    check("weights", "[[],[[0,1],[70000,2]]]", "weights[1][1]", "70000 is not within 0 to 65535");
    check("weights", "[[],[[0,1],[1,65536]]]", "weights[1][1]", "65536 is not within 0 to 65535");
    check("weights", "[[],[[0,1],[1,2,3]]]", "weights[1][1]", "expected a pair of numbers, found more");
    check("weights", "[[],[[0,1],[]]]", "weights[1][1]", "expected a pair of numbers, found none");
    check("weights", "[[],[[4,1],[3,1],[4,2]]]", "weights[1][2]", "the row names uid 4 twice");
    check("bonds", "[[[64,1],[0,1],[64,1]],[]]", "bonds[0][2]", "the row names uid 64 twice");
    check("weights", "[[],[[0,NaN]]]", "weights[1][0]", "not JSON: expected value");
    check("weights", "[[],5]", "weights[1]", "expected a row of [uid, value] pairs, found integer `5`");
    check("emission_rao", "1e3", "emission_rao", "1000.0 is not a whole number of at most 64 bits");
}

#[test]
fn fields_are_checked_and_the_nearest_is_named() {
    refused(without("kappa_u16"), "", "the field `kappa_u16` is missing");
    let twice = usual().replacen('{', r#"{"tempo":1,"#, 1);
    refused(&twice, "tempo", "the field `tempo` is there twice");
    let unknown = usual().replacen('{', r#"{"kapa_u16":1,"#, 1);
    refused(&unknown, "", "there is no field `kapa_u16`");
    match error(&unknown).problem {
        incentor_state::Problem::UnknownField { nearest, .. } => assert_eq!(nearest, Some("kappa_u16")),
        other => panic!("{other}"),
    }
    let inside = format!(r#"{{"input":{unknown}}}"#);
    refused(inside, "input", "there is no field `kapa_u16`");
    let beside = format!(r#"{{"input":{},"tempo":5}}"#, usual());
    refused(beside, "", "the field `tempo` stands beside `input`, not in it");
    let before = format!(r#"{{"tempo":5,"input":{}}}"#, usual());
    refused(before, "", "the field `tempo` stands beside `input`, not in it");
    let double = format!(r#"{{"input":{0},"input":{0}}}"#, usual());
    refused(double, "", "the field `input` is there twice");
    refused("{}", "", "the object is no state and has no `input`");
    refused(
        format!(r#"{{"input":{},"hotkeys":[]}}"#, usual()),
        "hotkeys",
        "expected 2 entries, one per uid, found 0",
    );
    refused(
        format!(r#"{{"hotkeys":["5Grw"],"input":{}}}"#, usual()),
        "hotkeys[0]",
        "not an SS58 address: an address of 3 bytes is no 32-byte account",
    );
    refused(r#"{"\u001b[31mred":1,"n":2}"#, "", "there is no field `\\u{1b}[31mred`");
}

#[test]
fn what_is_no_state_at_all_is_said() {
    refused("", "", "there is no state in it");
    refused(" \n\t\r\n", "", "there is no state in it");
    refused("\u{FEFF}", "", "there is no state in it");
    refused("[1]", "", "expected an object, found sequence");
    refused("hello", "", "not JSON: expected value");
    refused(b"\xFF\xFE{\0", "", "the text is UTF-16, not UTF-8");
    refused(b"\x00\x01\x02", "", "not JSON: expected value");
    refused(b"{\"n\xC3\x28\":1}", "", "not JSON: invalid unicode code point");
    refused(format!("{}\n}}", usual()), "", "not JSON: expected value");
}

#[test]
fn every_truncation_ends_in_an_error() {
    let text = format!(r#"{{"name":"t","input":{}}}"#, usual());
    for end in 0..text.len() {
        let said = error(&text[..end]).problem.to_string();
        let wanted = if end == 0 { "there is no state in it" } else { "it ends in the middle of a state" };
        assert_eq!(said, wanted, "after {end} bytes");
    }
}

#[test]
fn line_and_column_count_over_the_whole_file() {
    let line = usual().replace('\n', "");
    let text = format!("{line}\n\n{}", with("kappa_u16", "70000"));
    let error = error(text);
    assert_eq!(error.to_string(), "line 13, column 18, kappa_u16: 70000 is not within 0 to 65535");
}

#[test]
fn reading_stops_at_the_first_error() {
    let line = usual().replace('\n', "");
    let text = format!("{line}\nnonsense\n{line}\n");
    let results: Vec<bool> = read(text).iter().map(Result::is_ok).collect();
    assert_eq!(results, [true, false]);
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = "[".repeat(1_000_000);
    refused(with("weights", &deep), "weights[0][0]", "expected a whole number, found sequence");
    refused(format!(r#"{{"x":{deep}"#), "", "it ends in the middle of a state");
    let long = format!("[{}1]", "1,".repeat(70_000));
    refused(with("last_update", &long), "last_update", "more than 65536 entries");
    let rows = format!("[{}[]]", "[],".repeat(70_000));
    refused(with("weights", &rows), "weights", "more than 65536 entries");
}

#[test]
fn one_state_has_a_limit_and_the_next_a_fresh_one() {
    let line = usual().replace('\n', "");
    let text = format!("{line}\n{line}\n{line}\n");
    let limit = line.len() as u64 + 2;
    assert_eq!(Reader::with_limit(text.as_bytes(), limit).filter(Result::is_ok).count(), 3);
    let endless = io::BufReader::new(io::repeat(b' '));
    let error = Reader::with_limit(endless, 1000).next().unwrap().unwrap_err();
    assert_eq!(error.problem.to_string(), "one state has more than 1000 bytes");
    let endless = io::BufReader::new(io::Read::chain(&b"{\"name\":\""[..], io::repeat(b'a')));
    let error = Reader::with_limit(endless, 1000).next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "line 1, column 1003, name: one state has more than 1000 bytes");
}

#[test]
fn a_stream_that_fails_is_said() {
    struct Broken;
    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable is out"))
        }
    }
    let error = Reader::new(io::BufReader::new(Broken)).next().unwrap().unwrap_err();
    assert_eq!(error.problem.to_string(), "cannot read: the cable is out");
}
