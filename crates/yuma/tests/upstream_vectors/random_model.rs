//! `epoch_random_model.json`: random states of every kind, up to three epochs on end.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::epochs::run_step;
use crate::upstream_vectors::report::Report;
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[Claim::new("model (random state *", states)];

fn states(entry: &Value, report: &mut Report) {
    for step in entry["steps"].as_array().unwrap() {
        run_step(step, report);
    }
}
