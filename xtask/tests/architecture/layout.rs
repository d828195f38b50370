//! How the workspace is laid out: folders, manifests, profiles.

use super::findings::Findings;
use super::tree::files;
use super::versions::{manifests, parse};
use super::workspace::{packages, short};
use toml::{Table, Value};

/// What every package takes from `[workspace.package]`.
const INHERITED: &[&str] = &["version", "edition", "rust-version", "license", "publish"];

#[test]
fn a_folder_is_its_package_without_the_prefix() {
    let mut findings = Findings::of(
        "crates is flat, and a folder is its package without `incentor-` (design, the cut)",
        "rename the folder or the package; folder `cli` is package `incentor`",
    );
    for path in manifests().filter(|path| path.starts_with("crates/")) {
        let folder = path.trim_start_matches("crates/").trim_end_matches("/Cargo.toml");
        let manifest = parse(path);
        let name = at(&manifest, "package.name").and_then(Value::as_str).unwrap_or_default();
        let prefixed = name == "incentor" || name.starts_with("incentor-");
        if !prefixed || short(name) != folder {
            findings.on(path, &format!("package {name}"));
        }
    }
    findings.check();
}

#[test]
fn manifests_inherit_what_is_the_same_everywhere() {
    let mut findings = Findings::of(
        "version, edition, rust-version, licence, publish and lints come from the workspace",
        "write `<key>.workspace = true`, and `[lints] workspace = true`",
    );
    for package in packages() {
        let path = if package.name == "xtask" {
            "xtask/Cargo.toml".to_owned()
        } else {
            format!("crates/{}/Cargo.toml", short(&package.name))
        };
        let manifest = parse(&path);
        for key in INHERITED {
            if !is_true(&manifest, &format!("package.{key}.workspace")) {
                findings.on(&path, key);
            }
        }
        if !is_true(&manifest, "lints.workspace") {
            findings.on(&path, "lints");
        }
        if package.description.is_none() {
            findings.on(&path, "description (not inherited, but missing)");
        }
    }
    findings.check();
}

#[test]
fn the_root_manifest_says_what_the_design_says() {
    let manifest = parse("Cargo.toml");
    let text = |value: &str| Value::String(value.to_owned());
    let list = |values: &[&str]| Value::Array(values.iter().map(|value| text(value)).collect());
    let mut findings = Findings::of(
        "the workspace's settings are those of the design (the cut)",
        "restore the value, or change the design first and this table with it",
    );
    for (key, expected) in [
        ("workspace.members", list(&["crates/*", "xtask"])),
        ("workspace.default-members", list(&["crates/cli"])),
        ("workspace.exclude", list(&["fuzz", "no_std-probe"])),
        ("workspace.package.edition", text("2024")),
        ("workspace.package.rust-version", text("1.95")),
        ("workspace.package.license", text("MIT OR Apache-2.0")),
        ("workspace.lints.rust.unsafe_code", text("deny")),
        ("profile.dev.debug", text("line-tables-only")),
        // Dependencies are optimised in tests too: the code under test is not slowed by them.
        ("profile.dev.package.*.opt-level", Value::Integer(2)),
    ] {
        let found = at(&manifest, key);
        if found != Some(&expected) {
            findings.on("Cargo.toml", &format!("{key} = {found:?}, not {expected:?}"));
        }
    }
    findings.check();
}

#[test]
fn no_file_pins_the_toolchain() {
    let pins = |path: &&String| path.contains("rust-toolchain");
    let found: Vec<&String> = files().iter().filter(pins).collect();
    assert!(found.is_empty(), "remove {found:?}: `rust-version` says what is needed, any newer Rust will do");
}

#[test]
fn licences_are_there() {
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        assert!(files().iter().any(|path| path == licence), "{licence} is missing");
    }
}

/// The value under a dotted key.
fn at<'a>(table: &'a Table, key: &str) -> Option<&'a Value> {
    let (first, rest) = key.split_once('.').map_or((key, None), |(first, rest)| (first, Some(rest)));
    let value = table.get(first)?;
    match rest {
        Some(rest) => at(value.as_table()?, rest),
        None => Some(value),
    }
}

fn is_true(table: &Table, key: &str) -> bool {
    at(table, key).and_then(Value::as_bool) == Some(true)
}
