//! `ARCHITECTURE.md` is the map: a crate that is not on it does not exist for a newcomer.

use super::findings::Findings;
use super::tree::read;
use super::workspace::{packages, short};

#[test]
fn every_crate_is_on_the_map() {
    let map = read("ARCHITECTURE.md");
    let mut findings = Findings::of(
        "every crate has a line in ARCHITECTURE.md",
        "add a line that names it in backticks and says what lives there and what never does",
    );
    for package in packages() {
        let names = [package.name.as_str(), short(&package.name)];
        if !names.iter().any(|name| map.contains(&format!("`{name}`"))) {
            findings.on("ARCHITECTURE.md", &package.name);
        }
    }
    findings.check();
}
