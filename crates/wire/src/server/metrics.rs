//! What an axon counts; nothing of it names a key.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Answers by route and status, and the time they took.
#[derive(Debug, Default)]
pub(super) struct Metrics(Mutex<Counts>);

/// How many, and how long together, by route and status.
type Counts = BTreeMap<(&'static str, u16), (u64, Duration)>;

impl Metrics {
    pub(super) fn count(&self, route: &'static str, status: u16, took: Duration) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, time) = counts.entry((route, status)).or_default();
        *count += 1;
        *time = time.saturating_add(took);
    }

    /// The text Prometheus reads.
    pub(super) fn text(&self, waiting: usize, remembered: usize) -> String {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::from("# TYPE axon_answers_total counter\n");
        // Writing to a string cannot fail.
        for ((route, status), (count, _)) in counts.iter() {
            let _ = writeln!(text, "axon_answers_total{{route=\"{route}\",status=\"{status}\"}} {count}");
        }
        text.push_str("# TYPE axon_seconds_total counter\n");
        for ((route, status), (_, time)) in counts.iter() {
            let seconds = time.as_secs_f64();
            let _ = writeln!(text, "axon_seconds_total{{route=\"{route}\",status=\"{status}\"}} {seconds}");
        }
        let _ = writeln!(text, "# TYPE axon_waiting gauge\naxon_waiting {waiting}");
        let _ =
            writeln!(text, "# TYPE axon_remembered_requests gauge\naxon_remembered_requests {remembered}");
        text
    }
}
