//! The reference page is what the tables say.

use std::fs;
use std::path::Path;

/// `INCENTOR_WRITE_DOCS=1 cargo test -p incentor-scenario --test reference` writes the page anew.
#[test]
fn the_reference_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/scenario.md");
    let page = incentor_scenario::reference();
    if std::env::var_os("INCENTOR_WRITE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(page.lines()).find(|(written, page)| written != page);
    assert!(
        written == page,
        "docs/scenario.md is not what the tables say, first in {differs:?}; \
         INCENTOR_WRITE_DOCS=1 cargo test -p incentor-scenario --test reference writes it"
    );
}
