//! The leaf that reads volume.

use crate::abstraction::Probes;
use incentor_sdk::{Exam, Notes, Score, Scoring, each};

/// How much of the volume asked for was served, 0 to 1.
///
/// Under a load that fills a worker it is what keeps one worker from being paid behind many hotkeys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Volume;

impl Scoring<Probes> for Volume {
    fn score(&self, exam: &Exam<'_, Probes>, _: &mut Notes) -> Vec<Score> {
        each(exam, |_, piece| Score::saturating(piece.volume.min(1.0)))
    }
}
