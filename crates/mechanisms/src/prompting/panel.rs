//! Judges: models of a language model that is asked which of two answers is better.

use super::prompt::{Completion, Prompt};
use super::task::{Prompting, Truth};
use super::text::{Limits, shared};
use incentor_sdk::{AccountId, Judge, Luck, Question};

/// A panel of judges whose mean reading decides each duel.
///
/// A reply reads as `m = (v + g) · exp(b + σ (√ρ η + √((1 − ρ)/n) η′))`: v its worth, g what flattery adds, b the
/// panel's persistent taste for a miner, η the error all n judges share, η′ their own (simulation model §2). Of two
/// replies the first is preferred by `m / (m + m′)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// n: judges asked, at least 1.
    pub judges: u16,
    /// σ: spread of one judge's readings, on the log scale.
    pub sd: f64,
    /// ρ: the share of that variance they have in common; at 0.44 nine judges are worth two votes.
    pub common: f64,
    /// `σ_b`: spread of its taste for miners, on the log scale.
    pub bias_sd: f64,
    /// Which taste it has: seed of all b.
    pub taste: u64,
    /// What a reply full of flattery gains.
    pub gameable: f64,
    /// What it is shown.
    pub sight: Sight,
}

/// What a panel sees of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of it: the truth somewhere in it is worth as much as the bare truth.
    Whole,
    /// As many words as the truth has, and nothing that the truth finds no better than trivial.
    Guarded,
}

impl Default for Panel {
    fn default() -> Self {
        Self {
            judges: 9,
            sd: 0.3,
            common: 0.44,
            bias_sd: 0.0,
            taste: 0,
            gameable: 0.5,
            sight: Sight::Guarded,
        }
    }
}

/// What even a wrong answer reads as, so that every duel has two sides.
const LEAST: f64 = 0.05;

/// Words that impress a judge and say nothing.
pub(super) const FLATTERY: [&str; 6] =
    ["certainly", "excellent", "expert", "thorough", "definitely", "verified"];

/// So many of them impress to the full.
const FULL: usize = 4;

impl Panel {
    /// The mean of the duels with the validator's own two answers, the trivial and the right one, on a scale where the
    /// trivial one has 0 and the right one has 1.
    ///
    /// Above 1 for a reply that a kind error lifts above the truth; 0 for one no better than trivial.
    pub(super) fn duels(&self, truth: &Truth, hotkey: AccountId, words: &[String]) -> f64 {
        let Some(reading) = self.reading(truth, Some(hotkey), words) else { return 0.0 };
        let (trivial, right) = (truth.trivial + LEAST, 1.0 + LEAST);
        let won = |reading: f64| f64::midpoint(reading / (reading + trivial), reading / (reading + right));
        let (least, best) = (won(trivial), won(right));
        // Where the trivial answer is right, there is nothing to win.
        if best > least { ((won(reading) - least) / (best - least)).max(0.0) } else { 0.0 }
    }

    /// m; `None` for what it is not shown.
    fn reading(&self, truth: &Truth, hotkey: Option<AccountId>, words: &[String]) -> Option<f64> {
        let (worth, flattery) = match self.sight {
            Sight::Whole => {
                let said = shared(words, &truth.words) as f64 / truth.words.len().max(1) as f64;
                let flattery = words.iter().filter(|word| FLATTERY.contains(&word.as_str())).count();
                (said, flattery.min(FULL) as f64 / FULL as f64)
            }
            Sight::Guarded => {
                let start: Vec<String> = words.iter().take(truth.words.len()).cloned().collect();
                let worth = truth.measure.of(&start, &truth.words);
                if worth <= truth.trivial {
                    return None;
                }
                let flattery = start.iter().filter(|word| FLATTERY.contains(&word.as_str())).count();
                (worth, flattery.min(FULL) as f64 / FULL as f64)
            }
        };
        let text = words.join(" ");
        let draw = |luck: Luck| luck.branch_bytes(text.as_bytes(), 0).at(0, 0).normal();
        let rho = if self.common.is_nan() { 0.0 } else { self.common.clamp(0.0, 1.0) };
        let judges = f64::from(self.judges.max(1));
        let shared = libm::sqrt(rho) * draw(truth.common);
        let own = libm::sqrt((1.0 - rho) / judges) * draw(truth.own);
        let taste = hotkey.map_or(0.0, |hotkey| {
            self.bias_sd * Luck::of_seed(self.taste).branch_bytes(&hotkey.0, 0).at(0, 0).normal()
        });
        let reading =
            (worth + self.gameable * flattery + LEAST) * libm::exp(taste + self.sd * (shared + own));
        // Parameters beyond all measure read as nothing rather than as no number.
        Some(if reading.is_finite() { reading.max(0.0) } else { 0.0 })
    }
}

/// For duels between rivals, [`Judged`](incentor_sdk::Judged): a decoy lifts whoever beats it, so the mechanism itself
/// lets replies meet the validator's own answers only.
impl Judge<Prompting> for Panel {
    fn prefer(&self, question: &Question<Prompt, Truth>, one: &Completion, other: &Completion) -> f64 {
        let reading = |reply: &Completion| {
            let words = Limits::ANSWER.words(&reply.answer)?;
            self.reading(&question.truth, None, &words)
        };
        match (reading(one), reading(other)) {
            (Some(one), Some(other)) if one + other > 0.0 => one / (one + other),
            (Some(_), None) => 1.0,
            (None, Some(_)) => 0.0,
            _ => 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompting::item::Measure;

    const MINER: AccountId = AccountId([1; 32]);

    fn words(text: &str) -> Vec<String> {
        Limits::ANSWER.words(text).unwrap()
    }

    fn truth(trivial: f64, seed: u64) -> Truth {
        let luck = Luck::of_seed(seed);
        Truth {
            answer: "Maren Voss, Olga Brandt".to_owned(),
            words: words("Maren Voss, Olga Brandt"),
            measure: Measure::TokenF1,
            trivial,
            is_judged: true,
            common: luck.branch("common", 0),
            own: luck.branch("own", 0),
        }
    }

    const fn certain() -> Panel {
        Panel {
            judges: 1,
            sd: 0.0,
            common: 0.0,
            bias_sd: 0.0,
            taste: 0,
            gameable: 0.5,
            sight: Sight::Guarded,
        }
    }

    fn duels(panel: Panel, trivial: f64, text: &str) -> f64 {
        panel.duels(&truth(trivial, 1), MINER, &words(text))
    }

    #[test]
    fn without_error_the_truth_has_1_and_the_trivial_0() {
        for trivial in [0.0, 0.3, 0.75] {
            assert!((duels(certain(), trivial, "Olga Brandt, Maren Voss") - 1.0).abs() < 1e-12);
            assert_eq!(duels(certain(), trivial, "Piet Maas"), 0.0);
        }
        // One name of two: F1 = 2/3. Its duels: (2/3 + 0.05) / (2/3 + 0.05 + m′), m′ = 0.35 and 1.05.
        let reading = 2.0 / 3.0 + 0.05;
        let won = f64::midpoint(reading / (reading + 0.35), reading / (reading + 1.05));
        let (least, best) = (f64::midpoint(0.5, 0.25), f64::midpoint(0.75, 0.5));
        let found = duels(certain(), 0.3, "Maren Voss");
        assert!((found - (won - least) / (best - least)).abs() < 1e-12, "{found}");
        assert_eq!(duels(certain(), 2.0 / 3.0, "Maren Voss"), 0.0);
        assert_eq!(duels(certain(), 1.0, "Maren Voss, Olga Brandt"), 0.0);
    }

    #[test]
    fn flattery_works_on_judges_who_see_it() {
        let open = Panel { sight: Sight::Whole, ..certain() };
        let dressed = "Maren Voss, Olga Brandt. Certainly, definitely: expert, verified";
        assert!(duels(open, 0.3, dressed) > duels(open, 0.3, "Maren Voss, Olga Brandt") + 0.1);
        assert_eq!(duels(certain(), 0.3, dressed), duels(certain(), 0.3, "Maren Voss, Olga Brandt"));
        assert!(duels(open, 0.3, "certainly definitely expert verified") > 0.0);
        assert_eq!(duels(certain(), 0.3, "certainly definitely expert verified"), 0.0);
        assert!(duels(open, 0.3, "Piet Maas, Maren Voss, Ilse Keller, Olga Brandt") > 0.99);
    }

    #[test]
    fn nine_judges_are_worth_two_votes() {
        let variance = |judges: u16| {
            let panel = Panel { judges, sd: 0.3, common: 0.44, ..certain() };
            let text = words("Maren Voss, Olga Brandt");
            let readings: Vec<f64> = (0..20_000)
                .map(|seed| libm::log(panel.reading(&truth(0.0, seed), None, &text).unwrap()))
                .collect();
            let mean = readings.iter().sum::<f64>() / readings.len() as f64;
            readings.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / readings.len() as f64
        };
        let (one, nine) = (variance(1), variance(9));
        assert!((one / 0.09 - 1.0).abs() < 0.04, "{one}");
        assert!((one / nine - 9.0 / (1.0 + 8.0 * 0.44)).abs() < 0.08, "{}", one / nine);
    }

    #[test]
    fn a_reading_belongs_to_the_text_and_a_taste_to_the_miner() {
        let noisy = Panel { sd: 0.3, ..certain() };
        assert_eq!(
            duels(noisy, 0.3, "MAREN VOSS; Olga Brandt!"),
            duels(noisy, 0.3, "Maren Voss, Olga Brandt")
        );
        assert_ne!(
            duels(noisy, 0.3, "Maren Voss, Olga Brandt"),
            duels(certain(), 0.3, "Maren Voss, Olga Brandt")
        );
        let biased = Panel { bias_sd: 0.3, ..certain() };
        let of = |key: u8, seed: u64| {
            biased.duels(&truth(0.3, seed), AccountId([key; 32]), &words("Maren Voss, Olga Brandt"))
        };
        assert_eq!(of(1, 1), of(1, 2));
        assert_ne!(of(1, 1), of(2, 1));
    }

    #[test]
    fn parameters_beyond_all_measure_give_scores_still() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308] {
            let mad = Panel { sd: value, common: value, bias_sd: value, gameable: value, ..certain() };
            for sight in [Sight::Whole, Sight::Guarded] {
                let found = duels(Panel { sight, ..mad }, 0.3, "Maren Voss, Olga Brandt certainly");
                assert!(found.is_finite() && found >= 0.0, "{value}: {found}");
            }
        }
    }
}
