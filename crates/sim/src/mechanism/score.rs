//! Scoring rules of the abstract mechanism.

use incentor_mechanisms::abstraction::{Piece, Probes, Quality, Volume};
use incentor_scenario::ScoreRule;
use incentor_sdk::{Among, By, Constant, InTime, Latency, Scoring};

type Rule = Box<dyn Scoring<Probes>>;

/// The rule that a scenario writes.
pub(super) fn rule(plan: &ScoreRule) -> Rule {
    let by = |part: &ScoreRule| By(rule(part));
    match plan {
        ScoreRule::Quality { cap } => Box::new(By(Quality { cap: *cap }).named("quality")),
        ScoreRule::Volume => Box::new(By(Volume).named("volume")),
        ScoreRule::Latency { half_life } => Box::new(By(Latency::half_life(half_life.0)).named("latency")),
        ScoreRule::InTime(limit) => Box::new(By(InTime(limit.0)).named("in time")),
        ScoreRule::Constant(worth) => Box::new(Constant::of(*worth)),
        ScoreRule::Sum(parts) => {
            join(parts.iter().map(|(part, weight)| -> Rule { Box::new(by(part) * *weight) }), |a, b| {
                Box::new(By(a) + By(b))
            })
        }
        ScoreRule::Product(parts) => join(parts.iter().map(rule), |a, b| Box::new(By(a) * By(b))),
        ScoreRule::GeometricMean(parts) => {
            let product = join(parts.iter().map(rule), |a, b| Box::new(By(a) * By(b)));
            Box::new(By(product).to_the_power(1.0 / parts.len().max(1) as f64))
        }
        ScoreRule::Min(parts) => join(parts.iter().map(rule), |a, b| Box::new(By(a).minimum(By(b)))),
        ScoreRule::Rank(part) => Box::new(by(part).ranked(Among::Round)),
        ScoreRule::Duel(part) => Box::new(by(part).duelled(Among::Round)),
        ScoreRule::Dedup { part, tolerance } => Box::new(by(part).distinct(Piece::distance, *tolerance)),
        ScoreRule::FirstCome { part, epsilon, decay } => {
            Box::new(by(part).first_come("first come", *epsilon, *decay))
        }
        ScoreRule::Threshold { part, at } => Box::new(by(part).at_least(*at)),
        ScoreRule::Penalty { part, by: penalty } => Box::new(by(part).penalised_by(by(penalty))),
    }
}

/// All parts in one; without parts, 1.
fn join(parts: impl Iterator<Item = Rule>, with: impl FnMut(Rule, Rule) -> Rule) -> Rule {
    parts.reduce(with).unwrap_or_else(|| Box::new(Constant::of(1.0)))
}
