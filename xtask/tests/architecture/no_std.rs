//! Rule 1: four crates are `no_std`, safe, and know no floats. That they build without std is proven by
//! `no_std-probe`; here is what they declare, and what no lint sees.

use super::findings::Findings;
use super::scanner::{float_literal, has_word};
use super::source::{self, Source};
use super::tree::read;
use super::versions::parse;
use super::workspace::short;
use toml::Value;

/// The crates of rule 1.
pub(super) const NO_STD: &[&str] = &["primitives", "yuma", "emission", "ledger"];

/// What stands at the head of each `lib.rs`.
const DECLARED: &[&str] = &[
    "#![no_std]",
    "#![forbid(unsafe_code)]",
    "#![deny(clippy::disallowed_types, clippy::float_arithmetic)]",
    "#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects, clippy::indexing_slicing))]",
];

#[test]
fn the_four_declare_what_they_are() {
    let mut findings = Findings::of(
        "primitives, yuma, emission and ledger are no_std, safe, and deny floats (rule 1)",
        "put the attribute at the head of lib.rs, the types into the crate's clippy.toml",
    );
    for krate in NO_STD {
        let path = format!("crates/{krate}/src/lib.rs");
        let lib = read(&path);
        for attribute in DECLARED.iter().filter(|attribute| !lib.lines().any(|line| line == **attribute)) {
            findings.on(&path, &format!("{attribute} is missing"));
        }
        let path = format!("crates/{krate}/clippy.toml");
        let denied = parse(&path).remove("disallowed-types");
        let denied = denied.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for float in ["f32", "f64"] {
            if !denied.iter().any(|value| value.as_str() == Some(float)) {
                findings.on(&path, &format!("disallowed-types lacks {float}"));
            }
        }
    }
    findings.check();
}

#[test]
fn the_probe_builds_all_four() {
    let probe = parse("no_std-probe/Cargo.toml");
    let used = probe["dependencies"].as_table().expect("dependencies are a table").keys();
    let mut used: Vec<&str> = used.map(|name| short(name)).collect();
    used.sort_unstable();
    let mut four = NO_STD.to_vec();
    four.sort_unstable();
    assert_eq!(used, four, "no_std-probe proves rule 1 for the crates it depends on, and for no other");
}

#[test]
fn the_four_have_no_floats() {
    floats(source::all()).check();
}

fn floats(sources: &[Source]) -> Findings {
    let mut findings = Findings::of(
        "money and consensus are integers: no float types or literals (rule 1)",
        "calculate in integer bits, as the chain does",
    );
    for source in sources.iter().filter(|source| source.is_in(NO_STD)) {
        for line in source.shipped() {
            for float in ["f32", "f64"].into_iter().filter(|float| has_word(&line.code, float)) {
                findings.at(&source.path, line.number, float);
            }
            if let Some(literal) = float_literal(&line.code) {
                findings.at(&source.path, line.number, literal);
            }
        }
    }
    findings
}

#[test]
fn floats_are_found_where_they_count() {
    let text = "fn a(b: f64) {}\nconst C: u8 = 1; // 1.5 f32\nlet d = 2.5;\n#[cfg(test)]\nmod tests { f64 }";
    let found = floats(&source::invented("crates/yuma/src/a.rs", text));
    assert_eq!(found.places(), ["crates/yuma/src/a.rs:1: f64", "crates/yuma/src/a.rs:3: 2.5"]);
    assert!(floats(&source::invented("crates/sdk/src/a.rs", text)).places().is_empty());
    assert!(floats(&source::invented("crates/yuma/tests/a.rs", text)).places().is_empty());
}

#[test]
fn no_crate_has_unsafe_code() {
    let mut findings =
        Findings::of("`unsafe` is denied", "write it safely; the lint may not be lifted either");
    for source in source::all().iter().filter(|source| source.krate().is_some()) {
        for line in source.lines.iter().filter(|line| has_word(&line.code, "unsafe")) {
            findings.at(&source.path, line.number, line.text.trim());
        }
    }
    findings.check();
}
