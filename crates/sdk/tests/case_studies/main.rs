//! Two rules that ran on real subnets, rebuilt from what is known of them (simulation model §9). The checkers must
//! flag both; a repaired form beside each must pass where the original fails.

mod cohort_span;
mod reported_time;

use incentor_sdk::check::Finding;

/// The codes of some findings, each once, in alphabetical order.
fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = findings.iter().map(Finding::code).collect();
    codes.sort_unstable();
    codes
}
