//! How replies are scored.

use super::ladder::{NEARLY_BEST, Standing};
use super::panel::Panel;
use super::prompt::Completion;
use super::task::{Prompting, STANDING, Truth};
use super::text::Limits;
use incentor_sdk::{AccountId, Answer, Exam, Notes, Score, Scoring};
use std::collections::BTreeMap;
use std::time::Duration;

/// How a miner's two kinds of prompts make one score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blend {
    /// The mean over all prompts: one kind can make up for the other.
    Mean,
    /// The geometric mean of the two kinds' means: each can veto.
    Geometric,
}

/// The scoring rule.
///
/// A procedural prompt gives `max(0, (F − F_trivial) / (1 − F_trivial))`, a judged one the panel's duels; late, too
/// long or no reply gives 0. A miner's mean over its prompts counts volume: what it left out is in it with 0. With
/// [`Blend::Geometric`] all of a miner's scores are scaled alike, so that their mean is the geometric mean of its
/// mean over procedural and its mean over judged prompts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marking {
    /// Time to answer, by the validator's watch; a threshold.
    pub deadline: Duration,
    /// Who judges paraphrased prompts.
    pub panel: Panel,
    /// How the two kinds meet.
    pub blend: Blend,
}

impl Default for Marking {
    fn default() -> Self {
        Self { deadline: Duration::from_secs(12), panel: Panel::default(), blend: Blend::Geometric }
    }
}

/// One sheet, before the kinds are blended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sheet {
    score: f64,
    is_judged: bool,
    is_best: bool,
}

/// A miner's sheets in sum.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    procedural: Kind,
    judged: Kind,
}

#[derive(Clone, Copy, Debug, Default)]
struct Kind {
    score: f64,
    sheets: f64,
}

impl Kind {
    fn mean(self) -> f64 {
        if self.sheets > 0.0 { self.score / self.sheets } else { 0.0 }
    }
}

impl Sums {
    /// The factor on every sheet of a miner that makes their mean the geometric one.
    fn factor(self) -> f64 {
        let Self { procedural, judged } = self;
        if procedural.sheets == 0.0 || judged.sheets == 0.0 {
            return 1.0;
        }
        let mean = (procedural.score + judged.score) / (procedural.sheets + judged.sheets);
        let blended = procedural.mean().sqrt() * judged.mean().sqrt();
        if mean > 0.0 { blended / mean } else { 0.0 }
    }
}

impl Marking {
    fn sheet(&self, answer: &Answer<Completion>, truth: &Truth) -> Sheet {
        let is_judged = truth.is_judged;
        let nothing = Sheet { is_judged, ..Sheet::default() };
        let Ok(reply) = &answer.reply else { return nothing };
        if answer.latency > self.deadline {
            return nothing;
        }
        let Some(words) = Limits::ANSWER.words(&reply.answer) else { return nothing };
        let worth = truth.measure.of(&words, &truth.words);
        let score = if is_judged {
            self.panel.duels(truth, answer.peer.hotkey, &words)
        } else if worth > truth.trivial {
            (worth - truth.trivial) / (1.0 - truth.trivial)
        } else {
            0.0
        };
        Sheet { score, is_judged, is_best: worth >= NEARLY_BEST }
    }
}

impl Scoring<Prompting> for Marking {
    fn score(&self, exam: &Exam<'_, Prompting>, notes: &mut Notes) -> Vec<Score> {
        let sheet = |answer: &Answer<Completion>| {
            exam.question(answer).map_or_else(Sheet::default, |question| self.sheet(answer, &question.truth))
        };
        let sheets: Vec<Sheet> = exam.answers.iter().map(sheet).collect();
        self.record(exam, &sheets);
        let mut sums: BTreeMap<AccountId, Sums> = BTreeMap::new();
        for (answer, sheet) in exam.answers.iter().zip(&sheets) {
            let sums = sums.entry(answer.peer.hotkey).or_default();
            let kind = if sheet.is_judged { &mut sums.judged } else { &mut sums.procedural };
            kind.score += sheet.score;
            kind.sheets += 1.0;
        }
        let factor = |hotkey: &AccountId| match self.blend {
            Blend::Mean => 1.0,
            Blend::Geometric => sums.get(hotkey).copied().unwrap_or_default().factor(),
        };
        let score = |(answer, sheet): (&Answer<Completion>, &Sheet)| {
            Score::saturating(sheet.score * factor(&answer.peer.hotkey))
        };
        let scores: Vec<Score> = exam.answers.iter().zip(&sheets).map(score).collect();
        self.note(exam, &sheets, &scores, notes);
        scores
    }
}

impl Marking {
    /// The kinds apart, for explanations.
    fn record(&self, exam: &Exam<'_, Prompting>, sheets: &[Sheet]) {
        for (name, judged) in [("procedural", false), ("judged", true)] {
            if sheets.iter().any(|sheet| sheet.is_judged == judged) {
                let part = |sheet: &Sheet| {
                    if sheet.is_judged == judged { Score::saturating(sheet.score) } else { Score::ZERO }
                };
                exam.record(name, &sheets.iter().map(part).collect::<Vec<_>>());
            }
        }
    }

    /// Books the round on the ladder.
    ///
    /// It looks at judged prompts if there are any: procedural ones an inverse program has right at any level.
    fn note(&self, exam: &Exam<'_, Prompting>, sheets: &[Sheet], scores: &[Score], notes: &mut Notes) {
        let any_judged = sheets.iter().any(|sheet| sheet.is_judged);
        let standing = notes.slot::<Standing>(STANDING);
        for ((answer, sheet), score) in exam.answers.iter().zip(sheets).zip(scores) {
            let is_looked_at = sheet.is_judged == any_judged;
            standing.book(answer.peer.hotkey, *score, is_looked_at, sheet.is_best);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaled_sheets_have_the_geometric_mean() {
        let check = |procedural: &[f64], judged: &[f64], expected: f64| {
            let kind = |scores: &[f64]| Kind { score: scores.iter().sum(), sheets: scores.len() as f64 };
            let factor = Sums { procedural: kind(procedural), judged: kind(judged) }.factor();
            let sum: f64 = procedural.iter().chain(judged).map(|score| score * factor).sum();
            let mean = sum / (procedural.len() + judged.len()) as f64;
            assert!((mean - expected).abs() < 1e-12, "{mean}");
        };
        check(&[1.0, 0.0], &[1.0], 0.5_f64.sqrt());
        check(&[1.0, 1.0, 0.5, 0.0, 0.0], &[1.5, 0.5], 0.5_f64.sqrt());
        check(&[1.0, 1.0], &[0.0], 0.0);
        check(&[0.0], &[1.0], 0.0);
        check(&[0.0], &[0.0], 0.0);
        // One kind alone is its own mean.
        check(&[1.0, 0.5], &[], 0.75);
        check(&[], &[1.5, 0.5], 1.0);
    }
}
