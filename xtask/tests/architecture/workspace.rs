//! The workspace as cargo sees it.

use super::tree;
use cargo_metadata::{Metadata, MetadataCommand, Package};
use std::process::Command;
use std::sync::LazyLock;

static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    // For the host alone: nothing else needs to be fetched. Locked: nothing is resolved anew.
    let options = ["--locked", "--filter-platform", host()].map(str::to_owned);
    MetadataCommand::new()
        .current_dir(tree::root())
        .other_options(options)
        .exec()
        .expect("Cargo.lock fits the manifests")
});

/// Everything that is built, the workspace's own packages and the registry's.
pub(super) fn metadata() -> &'static Metadata {
    &METADATA
}

/// The workspace's own packages.
pub(super) fn packages() -> Vec<&'static Package> {
    metadata().workspace_packages()
}

/// What rules call a package: its folder.
pub(super) fn short(package: &str) -> &str {
    match package {
        "incentor" => "cli",
        other => other.strip_prefix("incentor-").unwrap_or(other),
    }
}

/// Runs cargo in the repository and gives what it prints.
pub(super) fn cargo(arguments: &[&str]) -> String {
    run(Command::new(env!("CARGO")).args(arguments).current_dir(tree::root()))
}

/// The machine's target triple.
fn host() -> &'static str {
    static HOST: LazyLock<String> = LazyLock::new(|| {
        let version = run(Command::new("rustc").arg("-vV"));
        let host = version.lines().find_map(|line| line.strip_prefix("host: "));
        host.expect("rustc -vV names its host").to_owned()
    });
    &HOST
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo and rustc print UTF-8")
}
