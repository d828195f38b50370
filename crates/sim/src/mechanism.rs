//! The mechanism a scenario describes, as a value of the SDK.

use incentor_mechanisms::abstraction::{self, AnswerModel, MeasureModel, Probes, Quality, Worker};
use incentor_scenario::{AbstractMechanism, GivenTo, Leaf, ScoreRule};
use incentor_sdk::{AnyMechanism, By, InTime, Scoring};

type Rule = Box<dyn Scoring<Probes>>;

pub(crate) fn build(plan: &AbstractMechanism) -> Box<dyn AnyMechanism> {
    let given_to = match plan.given_to {
        GivenTo::AllMiners => abstraction::GivenTo::AllMiners,
        GivenTo::OneValidator => abstraction::GivenTo::OneValidator,
        GivenTo::OneMiner => abstraction::GivenTo::OneMiner,
    };
    let probes = Probes { given_to, difficulty_sd: plan.difficulty_sd };
    let measure = MeasureModel { sd: plan.measure_sd, common: plan.measure_common };
    let worker = Worker::new(AnswerModel { sd: plan.answer_sd }, measure);
    Box::new(abstraction::mechanism(probes, product(&plan.score), worker))
}

fn product(rule: &ScoreRule) -> Rule {
    let leaves = rule.product.iter().map(|leaf| -> Rule {
        match *leaf {
            Leaf::Quality { cap } => Box::new(Quality { cap }),
            Leaf::InTime(limit) => Box::new(InTime(limit.0)),
        }
    });
    let joined = leaves.reduce(|a, b| Box::new(By(a) * By(b)));
    // A rule without factors cannot be read; were one built by hand, the empty product would be 1.
    joined.unwrap_or_else(|| Box::new(incentor_sdk::Constant::of(1.0)))
}
