//! Where dependencies come from: one table of versions, one registry, nothing from elsewhere.

use super::findings::Findings;
use super::tree::{files, read};
use toml::{Table, Value};

/// Packages outside the workspace; they name versions of their own.
const APART: &[&str] = &["fuzz/", "no_std-probe/"];

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[test]
fn versions_stand_in_the_workspace_alone() {
    let mut findings = Findings::of(
        "dependencies are declared once, in [workspace.dependencies]",
        "write `name.workspace = true` (or `{ workspace = true, features = […] }`) and put the version into the \
         root Cargo.toml",
    );
    for path in manifests().filter(|path| *path != "Cargo.toml" && !is_apart(path)) {
        for (name, dependency) in dependencies(&parse(path)) {
            let inherits = dependency.get("workspace").and_then(Value::as_bool) == Some(true);
            let own = ["version", "path", "git", "registry"].iter().any(|key| dependency.get(key).is_some());
            if !inherits || own {
                findings.on(path, &name);
            }
        }
    }
    findings.check();
}

#[test]
fn nothing_comes_from_outside_but_registry_packages() {
    let mut findings = Findings::of(
        "a clone alone builds; only registry packages are fetched (rule 7)",
        "depend on a published version; a path must stay inside the repository",
    );
    for path in manifests() {
        let folder = path.trim_end_matches("Cargo.toml");
        for (name, dependency) in dependencies(&parse(path)) {
            if dependency.get("git").is_some() || dependency.get("registry").is_some() {
                findings.on(path, &name);
            }
            let target = dependency.get("path").and_then(Value::as_str);
            if target.is_some_and(|target| leaves(folder, target)) {
                findings.on(path, &format!("{name}: {}", target.unwrap_or_default()));
            }
        }
        if parse(path).contains_key("patch") {
            findings.on(path, "[patch]");
        }
    }
    for path in files().iter().filter(|path| path.ends_with("Cargo.lock")) {
        for (line, number) in read(path).lines().zip(1..) {
            if line.strip_prefix("source = ").is_some_and(|source| source.trim_matches('"') != REGISTRY) {
                findings.at(path, number, line);
            }
        }
    }
    findings.check();
}

#[test]
fn every_workspace_has_its_lock_file() {
    for folder in ["", "fuzz/", "no_std-probe/"] {
        let lock = format!("{folder}Cargo.lock");
        assert!(files().contains(&lock), "{lock} is missing: without it two machines build different things");
    }
}

/// Whether a path that starts in a folder of the repository ends outside.
fn leaves(folder: &str, target: &str) -> bool {
    let mut depth = folder.split('/').filter(|part| !part.is_empty()).count();
    for part in target.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match (part, depth) {
            ("..", 0) => return true,
            ("..", _) => depth -= 1,
            _ => depth += 1,
        }
    }
    target.starts_with('/')
}

#[test]
fn paths_that_leave_are_seen() {
    for (folder, target, expected) in [
        ("fuzz/", "../crates/yuma", false),
        ("crates/cli/", "../../xtask", false),
        ("", "crates/yuma", false),
        ("fuzz/", "../../elsewhere", true),
        ("", "../elsewhere", true),
        ("crates/cli/", "/srv/elsewhere", true),
    ] {
        assert_eq!(leaves(folder, target), expected, "{folder} {target}");
    }
}

fn is_apart(path: &str) -> bool {
    APART.iter().any(|folder| path.starts_with(folder))
}

/// Every manifest of the repository.
pub(super) fn manifests() -> impl Iterator<Item = &'static str> {
    let named = |path: &&str| *path == "Cargo.toml" || path.ends_with("/Cargo.toml");
    files().iter().map(String::as_str).filter(named)
}

/// A manifest as a table.
pub(super) fn parse(path: &str) -> Table {
    read(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every dependency a manifest names, for any target and kind, and the workspace's.
fn dependencies(manifest: &Table) -> Vec<(String, Value)> {
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let owners = targets.chain(manifest.get("workspace")).filter_map(Value::as_table).chain([manifest]);
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    owners
        .flat_map(|owner| kinds.iter().filter_map(|kind| owner.get(*kind)))
        .filter_map(Value::as_table)
        .flat_map(|table| table.iter().map(|(name, value)| (name.clone(), value.clone())))
        .collect()
}

#[test]
fn dependencies_of_every_kind_are_seen() {
    let text = "dependencies.a = '1'\ndev-dependencies.b.path = 'b'\nworkspace.dependencies.c = '1'\n\
                target.'cfg(unix)'.build-dependencies.d.git = 'e'";
    let names: Vec<String> = dependencies(&text.parse().unwrap()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["d", "c", "a", "b"]);
}
