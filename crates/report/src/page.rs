//! The page.

use incentor_scenario::Run;

/// A run as one self-contained HTML page.
#[must_use]
pub fn page(run: &Run) -> String {
    format!("<!doctype html><title>{}</title>", crate::plot::escape(&run.scenario))
}
