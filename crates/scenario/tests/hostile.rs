//! Hostile files: every one ends in a scenario or in a typed error, soon and with bounded memory.

use incentor_scenario::{Problem, ScenarioError, ScenarioFile};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

const EVERYTHING: &str = include_str!("everything.toml");
const SECTION6: &str = include_str!("section6.toml");

fn prices(_: &str) -> Result<String, String> {
    Ok("day,price\n0,0.01\n".to_owned())
}

fn read(text: &str) -> Result<ScenarioFile, ScenarioError> {
    ScenarioFile::parse_with(text, &prices)
}

/// What must hold of any text; the fuzz target `scenario_reader` holds it to more of them.
fn check(text: &str) {
    match read(text) {
        Ok(file) => {
            assert_eq!(read(text).as_ref(), Ok(&file), "read twice, and not the same");
            assert!(file.points_len() <= 10_000 * 32);
            let keys = |file: &ScenarioFile| {
                let mut keys: Vec<_> = file.base.parameters.iter().map(|one| one.key.clone()).collect();
                keys.sort_unstable();
                keys
            };
            let mut unique = keys(&file);
            unique.dedup();
            assert_eq!(unique, keys(&file), "a parameter is noted twice");
            if let Some(Ok(point)) = file.points().next() {
                assert_eq!(point.values.len(), file.sweep.len());
            }
        }
        Err(error) => {
            assert!(error.place.line >= 1 && error.place.column >= 1);
            assert!(!error.to_string().is_empty() && !error.problem.remedy().is_empty());
        }
    }
}

#[test]
fn the_corpus_is_read_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        check(&String::from_utf8_lossy(&bytes));
        count += 1;
    }
    assert!(count >= 5);
    check(EVERYTHING);
    check(SECTION6);
}

#[test]
fn any_damage_is_an_error_and_never_a_panic() {
    for (text, step) in [(EVERYTHING, 61), (SECTION6, 67)] {
        for end in (0..text.len()).step_by(step).filter(|end| text.is_char_boundary(*end)) {
            let _ = read(&text[..end]);
            for byte in [b'"', b'{', b']', b'9', b'\n', b'-', 0] {
                let mut damaged = text.as_bytes().to_vec();
                damaged[end] = byte;
                if let Ok(text) = str::from_utf8(&damaged) {
                    let _ = read(text);
                }
            }
        }
    }
}

#[test]
fn what_is_deep_is_refused_and_not_followed() {
    let check = |text: String| {
        read(&text).unwrap_err();
    };
    check(format!("a = {}", "[".repeat(200_000)));
    check(format!("a = {}1{}", "[".repeat(2_000), "]".repeat(2_000)));
    check(format!("a{} = 1", ".a".repeat(200_000)));
    check(format!("[a{}]", ".a".repeat(200_000)));
    check(format!("a = {}1{}", "{ a = ".repeat(2_000), " }".repeat(2_000)));
    let rule = |depth: usize| {
        let rule = format!("{}\"quality\"{}", "{ rank = ".repeat(depth), " }".repeat(depth));
        SECTION6.replacen("{ product = [ { quality = { cap = 1.0 } }, { in_time = \"12s\" } ] }", &rule, 1)
    };
    read(&rule(16)).unwrap();
    check(rule(17));
}

#[test]
fn what_is_many_is_refused_by_its_number() {
    let check = |from: &str, to: String, expected: &str| {
        assert!(SECTION6.contains(from), "{from}");
        let error = read(&SECTION6.replacen(from, &to, 1)).expect_err(expected);
        let said = format!("{error}; {}", error.problem.remedy());
        assert!(said.contains(expected), "{said}");
    };
    let rows =
        |count: usize, row: &dyn Fn(usize) -> String| (0..count).map(row).collect::<Vec<_>>().join(",");
    let variants: String = (0..30).map(|at| format!("[[variant]]\nname = \"v{at}\"\n")).collect();
    check("[[gate]]", format!("{variants}[[gate]]"), "`variant` has 33 entries");
    let keys: String = (0..8).map(|at| format!("\"subnet.key{at}\" = [1]\n")).collect();
    check("[sweep]", format!("[sweep]\n{keys}"), "`sweep` has 9 keys");
    let values = rows(10_001, &|at| at.to_string());
    check("[1, 2, 4, 8]", format!("[{values}]"), "10001 entries");
    let values = rows(101, &|at| at.to_string());
    let axes = format!("[{values}]\n\"subnet.rho\" = [{values}]");
    check("[1, 2, 4, 8]", axes, "keep it to 10000 points");
    let changes = rows(257, &|at| format!("\"subnet.key{at}\" = 1"));
    check("set = { \"mechanism.score\"", format!("set = {{ {changes}, \"mechanism.score\""), "sets 259 keys");
    let events = rows(1001, &|_| "{ at = \"1 tempos\", leave = { who = \"lazy\" } }".to_owned());
    check("event = []", format!("event = [{events}]"), "1001 events");
    let populations = rows(1000, &|at| format!("{{ name = \"p{at}\" }}"));
    check("population = [", format!("population = [{populations},"), "`population` has 1006 entries");
    let parts = rows(33, &|_| "\"quality\"".to_owned());
    check("{ quality = { cap = 1.0 } }", format!("{{ min = [{parts}] }}"), "33 entries");
    check("[subnet] ", "[subnet]\ncopies = 129\n#".to_owned(), "`subnet.copies` is 129");
    check("count = 12", "count = 4097".to_owned(), "`population.honest.count` is 4097");
    let gates: String = (0..257).map(|_| "[[gate]]\nassert = [\"work_share > 0\"]\n").collect();
    check("[[gate]]", format!("{gates}[[gate]]"), "258 gates");
}

#[test]
fn large_files_are_refused_and_tedious_ones_are_read_soon() {
    let large = "#".repeat((1 << 20) + 1);
    assert!(matches!(
        read(&large).unwrap_err().problem,
        Problem::TooLarge { bytes: 1_048_577, most: 1_048_576 }
    ));
    // A hundred thousand keys that mean nothing, on one line.
    let keys: String = (0..70_000).map(|at| format!("k{at}=1,")).collect();
    read(&format!("run = {{ {keys} }}")).unwrap_err();
    let text = SECTION6.replacen("otherwise = {", &format!("otherwise = {{ {keys}"), 1);
    read(&text).unwrap_err();
    // As many names to look up.
    let weights: String = (0..40_000).map(|at| format!("\"honest#{}\"={at},", at % 12 + 1)).collect();
    let names = format!("{{ scripted = {{ rows = [{{ from = 0, weights = {{ {weights} }} }}] }} }}");
    read(&SECTION6.replacen("{ weight_copier = { source = \"last_revealed_consensus\" } }", &names, 1))
        .unwrap_err();
    // A sweep whose points would read gigabytes.
    let comment = format!("# {}\n", "x".repeat(900_000));
    let values: Vec<String> = (1..400).map(|at| at.to_string()).collect();
    let text = SECTION6.replacen("[1, 2, 4, 8]", &format!("[{}]", values.join(",")), 1);
    let error = read(&format!("{comment}{text}")).unwrap_err();
    assert!(error.to_string().contains("399 points of a file"), "{error}");
}

#[test]
fn the_command_line_is_bounded_too() {
    let sets = |key: &str, value: &str, count: usize| {
        let sets = vec![(key.to_owned(), value.to_owned()); count];
        ScenarioFile::parse_overlaid(SECTION6, &sets, &prices)
    };
    sets("subnet.kappa", "0.6", 256).unwrap();
    sets("subnet.kappa", "0.6", 257).unwrap_err();
    sets(&"a.".repeat(200), "1", 1).unwrap_err();
    sets("population[99999999999999999999]", "1", 1).unwrap_err();
    sets("population[-1]", "1", 1).unwrap_err();
    sets("population[0].name", "é", 1).unwrap_err();
    sets("mechanism.score", &"[".repeat(100_000), 1).unwrap_err();
}

/// Words of the format, and what people type instead.
fn words() -> impl Strategy<Value = String> {
    let words: Vec<&str> = EVERYTHING.split([' ', '\n']).filter(|word| !word.is_empty()).collect();
    let words: Vec<String> = words.into_iter().map(ToOwned::to_owned).collect();
    prop_oneof![
        8 => proptest::sample::select(words),
        1 => Just("\n".to_owned()),
        1 => Just("nan".to_owned()),
        1 => Just("-0".to_owned()),
        1 => Just("1e999".to_owned()),
        1 => "[ -~]{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_in_another_order_are_read_or_refused(
        at in 0..EVERYTHING.len(), length in 0..200_usize, by in prop::collection::vec(words(), 0..4),
    ) {
        let start = EVERYTHING.floor_char_boundary(at);
        let end = EVERYTHING.floor_char_boundary((at + length).min(EVERYTHING.len())).max(start);
        check(&format!("{}{}{}", &EVERYTHING[..start], by.join(" "), &EVERYTHING[end..]));
    }

    #[test]
    fn any_set_is_taken_or_refused(key in "[a-z]{1,9}(\\.[a-z_]{1,9}){0,3}|mechanism\\.[a-z]{4,7}", by in words()) {
        let result = ScenarioFile::parse_overlaid(SECTION6, &[(key.clone(), by)], &prices);
        if let Err(error) = result {
            prop_assert!(!error.location("f.toml").is_empty());
        }
    }

    #[test]
    fn any_assertion_is_taken_or_refused(text in "[a-z_(),. 0-9%<>=*/-]{0,40}") {
        let _ = read(&SECTION6.replacen("gain(sybil) <= 0.05 tao/day", &text, 1));
    }
}
