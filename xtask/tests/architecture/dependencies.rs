//! Who may use whom (design, the cut): nothing points back, and what is heavy stays where it belongs.

use super::findings::Findings;
use super::tree::root;
use super::workspace::{cargo, packages, short};
use cargo_metadata::DependencyKind;
use std::collections::BTreeSet;

/// One crate's row: what it ships with, and what only its tests and benches use.
struct Row {
    krate: &'static str,
    may_use: &'static [&'static str],
    tests_may_use: &'static [&'static str],
}

const fn row(
    krate: &'static str,
    may_use: &'static [&'static str],
    tests_may_use: &'static [&'static str],
) -> Row {
    Row { krate, may_use, tests_may_use }
}

/// The allow-list between the workspace's crates, from the bottom up.
const ALLOWED: &[Row] = &[
    row("primitives", &[], &[]),
    row("yuma", &["primitives"], &["state", "naive"]),
    row("state", &["primitives", "yuma"], &["naive"]),
    row("naive", &["primitives", "yuma"], &["state"]),
    row("emission", &["primitives"], &[]),
    row("ledger", &["primitives", "yuma", "emission"], &["state", "naive"]),
    row("retention", &["primitives", "yuma"], &["naive", "state"]),
    row("synapse-derive", &[], &[]),
    row("synapse", &["synapse-derive"], &[]),
    row("sdk", &["primitives", "synapse"], &[]),
    row("mechanisms", &["sdk"], &["primitives"]),
    row("scenario", &["primitives"], &[]),
    row("sim", &["primitives", "ledger", "sdk", "mechanisms", "scenario"], &["report"]),
    row("report", &["primitives", "scenario"], &[]),
    row("keys", &["primitives"], &[]),
    row("wire", &["primitives", "synapse", "keys"], &[]),
    row(
        "cli",
        &[
            "primitives",
            "yuma",
            "state",
            "emission",
            "ledger",
            "retention",
            "synapse",
            "sdk",
            "mechanisms",
            "scenario",
            "sim",
            "report",
            "keys",
        ],
        &[],
    ),
    row("xtask", &[], &[]),
];

/// Packages from outside that only these crates may name.
const CONFINED: &[(&str, &[&str])] = &[
    ("tokio", &["wire", "localnet", "client", "neuron", "cli"]),
    ("clap", &["cli"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
    ("indicatif", &["cli"]),
    // Secrets are handled in one place.
    ("schnorrkel", &["keys"]),
    ("curve25519-dalek", &["keys"]),
    ("ed25519-dalek", &["keys"]),
    ("bip39", &["keys"]),
    ("argon2", &["keys"]),
    ("crypto_secretbox", &["keys"]),
    ("rand_core", &["keys"]),
    ("getrandom", &["keys"]),
    // The system below std: files that cannot hang, a terminal that does not echo, a program's children.
    ("rustix", &["keys", "cli", "sdk"]),
    ("num-bigint", &["naive"]),
    ("num-traits", &["naive"]),
    ("schemars", &["synapse", "scenario"]),
    ("syn", &["synapse-derive"]),
    ("quote", &["synapse-derive"]),
    ("proc-macro2", &["synapse-derive"]),
];

/// Packages that must not be anywhere below these crates, however far down.
const UNREACHABLE: &[(&str, &[&str])] = &[
    // Yuma is a black box for the author of a mechanism, and a simulation has no executor.
    ("sdk", &["incentor-yuma", "incentor-ledger", "frame-support", "tokio", "getrandom"]),
    ("mechanisms", &["incentor-yuma", "incentor-ledger", "frame-support", "tokio", "getrandom"]),
    ("sim", &["frame-support", "tokio", "getrandom"]),
    ("scenario", &["tokio", "getrandom"]),
    ("report", &["tokio", "getrandom"]),
    ("ledger", &["tokio", "getrandom", "serde"]),
    // The chain's own arithmetic is the oracle of the tests, never a part.
    ("cli", &["substrate-fixed", "incentor-naive"]),
];

/// All that the four `no_std` crates may take from outside.
const NO_STD_MAY_USE: &[&str] = &["blake2", "bs58", "thiserror", "xxhash-rust"];

#[test]
fn crates_use_only_what_the_table_allows() {
    let mut findings = Findings::of(
        "a crate uses only what the allow-list names (design, the cut)",
        "move the code to the crate that may have the dependency; if the cut itself changes, change ALLOWED in \
         xtask/tests/architecture/dependencies.rs and ARCHITECTURE.md",
    );
    for package in packages() {
        let name = short(&package.name);
        let path = package.manifest_path.strip_prefix(root()).unwrap_or(&package.manifest_path).as_str();
        let Some(row) = ALLOWED.iter().find(|row| row.krate == name) else {
            findings.on(path, "this crate has no row in the table");
            continue;
        };
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            let used = short(&dependency.name);
            let (allowed, section) = match dependency.kind {
                DependencyKind::Development => {
                    (row.may_use.contains(&used) || row.tests_may_use.contains(&used), "dev-dependencies")
                }
                _ => (row.may_use.contains(&used), "dependencies"),
            };
            if !allowed {
                findings.on(path, &format!("[{section}] {}", dependency.name));
            }
        }
    }
    findings.check();
}

#[test]
fn the_table_names_no_crate_that_is_not_there() {
    let there: BTreeSet<&str> = packages().iter().map(|package| short(&package.name)).collect();
    let named = ALLOWED.iter().flat_map(|row| [&[row.krate], row.may_use, row.tests_may_use].concat());
    let named: BTreeSet<&str> = named.collect();
    assert_eq!(named.difference(&there).collect::<Vec<_>>(), Vec::<&&str>::new(), "remove it from ALLOWED");
}

#[test]
fn nothing_in_the_table_points_back() {
    for (index, row) in ALLOWED.iter().enumerate() {
        for used in row.may_use {
            let below = ALLOWED[..index].iter().any(|earlier| earlier.krate == *used);
            assert!(below, "{} uses {used}, which stands below it in ALLOWED", row.krate);
        }
    }
}

#[test]
fn confined_packages_stay_where_they_belong() {
    let mut findings = Findings::of(
        "tokio, the terminal, cryptography and big integers belong to named crates (rules 3, 4 and 8)",
        "keep the library pure and let the named crate do it; CONFINED in \
         xtask/tests/architecture/dependencies.rs lists who may",
    );
    for package in packages() {
        let shipped = package.dependencies.iter().filter(|used| used.kind != DependencyKind::Development);
        for dependency in shipped {
            let confined = CONFINED.iter().find(|(name, _)| *name == dependency.name);
            if confined.is_some_and(|(_, crates)| !crates.contains(&short(&package.name))) {
                findings.on(&format!("package {}", package.name), &dependency.name);
            }
        }
    }
    findings.check();
}

#[test]
fn no_std_crates_take_little_from_outside() {
    let mut findings = Findings::of(
        "primitives, yuma, emission and ledger use few packages (rule 1)",
        "do without, or add the package to NO_STD_MAY_USE in xtask/tests/architecture/dependencies.rs and say \
         why in the commit",
    );
    for package in packages() {
        if !["primitives", "yuma", "emission", "ledger"].contains(&short(&package.name)) {
            continue;
        }
        for dependency in &package.dependencies {
            let outside = dependency.path.is_none() && dependency.kind != DependencyKind::Development;
            if outside && !NO_STD_MAY_USE.contains(&dependency.name.as_str()) {
                findings.on(&format!("package {}", package.name), &dependency.name);
            }
        }
    }
    findings.check();
}

#[test]
fn what_must_not_be_reached_is_not() {
    let mut findings = Findings::of(
        "some packages must not be anywhere below a crate (design, the cut; rules 2 and 3)",
        "`cargo tree -p <crate> -i <package>` shows the way in; drop the dependency or the feature that brings it",
    );
    for (krate, forbidden) in UNREACHABLE {
        let reached = reached(krate);
        for package in forbidden.iter().filter(|package| reached.contains(**package)) {
            findings.on(&format!("crate {krate}"), package);
        }
    }
    findings.check();
}

#[test]
fn reaching_goes_all_the_way_down() {
    let reached = reached("sim");
    assert!(reached.contains("incentor-yuma") && reached.contains("thiserror-impl"), "{reached:?}");
    assert!(!reached.contains("clap"), "{reached:?}");
}

/// Names of all packages below a crate; build dependencies too, tests' not.
///
/// As the crate is built alone: features that another crate turns on in a package of both do not count.
fn reached(krate: &str) -> BTreeSet<String> {
    let package = packages().into_iter().find(|package| short(&package.name) == krate);
    let package = &package.unwrap_or_else(|| panic!("no crate {krate}")).name;
    let printed =
        cargo(&["tree", "--locked", "--edges=normal,build", "--prefix=none", &format!("-p{package}")]);
    printed.lines().skip(1).filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}
