//! Why an average is what it is.

use crate::{Part, Peer, Score};
use std::fmt;

/// A peer's average, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Whose.
    pub peer: Peer,
    /// The average now.
    pub average: Score,
    /// The rounds the book remembers, newest first; what they add and `older` sum to the average.
    pub lines: Vec<Line>,
    /// What older rounds still add.
    pub older: f64,
}

/// What one round adds to an average.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Number of the round.
    pub round: u64,
    /// The peer's score in it; the mean, if it answered several questions.
    pub score: f64,
    /// The round's share of the average: α(1 − α)^k, k rounds of this peer later.
    pub share: f64,
    /// Share times score.
    pub adds: f64,
    /// Parts on record.
    pub parts: Vec<Part>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "uid {} has {} on average", self.peer.uid.0, Figure(self.average.get()))?;
        for line in &self.lines {
            let (score, share) = (Figure(line.score), line.share * 100.0);
            write!(f, "  round {}: {score} × {share:.2} % = {}", line.round, Figure(line.adds))?;
            for (at, part) in line.parts.iter().enumerate() {
                let before = if at == 0 { "   " } else { ", " };
                write!(f, "{before}{} {}", part.name, Figure(part.score))?;
            }
            writeln!(f)?;
        }
        writeln!(f, "  older rounds: {}", Figure(self.older))
    }
}

/// A number with at most six decimals, and as a power of ten where those would hide it.
pub(crate) struct Figure(pub(crate) f64);

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value) = *self;
        if value != 0.0 && !(1e-4..1e9).contains(&value.abs()) {
            return write!(f, "{value:.3e}");
        }
        let text = format!("{value:.6}");
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}
