//! How many packages a build needs, all told (design, the cut).

use super::workspace::cargo;
use std::collections::BTreeSet;

/// What the author of a mechanism compiles at least.
const CORE: &[&str] = &["primitives", "yuma", "emission", "ledger", "sdk"];

#[test]
fn the_core_needs_fewer_than_60_packages() {
    let core: Vec<String> = CORE.iter().map(|krate| format!("-pincentor-{krate}")).collect();
    let core: Vec<&str> = core.iter().map(String::as_str).collect();
    check(&core, 59);
}

/// External programs take threads and pipes, no runtime: they fit into the same budget.
#[test]
fn the_core_with_external_programs_fits_too() {
    let core: Vec<String> = CORE.iter().map(|krate| format!("-pincentor-{krate}")).collect();
    let mut selection: Vec<&str> = core.iter().map(String::as_str).collect();
    selection.push("--features=incentor-sdk/external");
    check(&selection, 59);
    let tree = cargo(&[
        "tree",
        "--locked",
        "--edges=normal,build",
        "--prefix=none",
        "-pincentor-sdk",
        "--features=external",
    ]);
    for runtime in ["tokio ", "async-std ", "smol ", "futures-executor "] {
        assert!(!tree.lines().any(|line| line.starts_with(runtime)), "{runtime}below the sdk");
    }
}

#[test]
fn the_command_line_without_features_needs_fewer_than_250_packages() {
    check(&["-pincentor", "--no-default-features"], 249);
}

#[test]
fn the_full_build_needs_at_most_550_packages() {
    check(&["--workspace", "--all-features"], 550);
}

fn check(selection: &[&str], most: usize) {
    let tree = ["tree", "--locked", "--edges=normal,build", "--prefix=none"];
    let printed = cargo(&[&tree, selection].concat());
    let packages: BTreeSet<String> = printed.lines().filter_map(package).collect();
    assert!(!packages.is_empty(), "cargo tree {selection:?} printed nothing");
    assert!(
        packages.len() <= most,
        "{} packages where {most} are allowed: `cargo tree {}` shows which; drop one, or a feature that brings many",
        packages.len(),
        [&tree[1..], selection].concat().join(" "),
    );
}

/// Name and version of a line of `cargo tree`.
fn package(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    Some(format!("{} {}", words.next()?, words.next()?))
}
