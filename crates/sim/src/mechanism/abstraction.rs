//! The abstract mechanism.

use super::score;
use incentor_mechanisms::abstraction::{self, AnswerModel, MeasureModel, Probes, Worker};
use incentor_scenario::{AbstractPlan, GivenTo, MeasurePlan, Scale};
use incentor_sdk::Mechanism;

/// The abstract mechanism with these numbers.
pub(super) fn mechanism(plan: &AbstractPlan) -> Mechanism<Probes> {
    let (probes, worker) = parts(plan);
    abstraction::mechanism(probes, score::rule(&plan.score), worker)
}

/// Its task and its miner.
pub(super) fn parts(plan: &AbstractPlan) -> (Probes, Worker) {
    let given_to = match plan.task.given_to {
        GivenTo::AllMiners => abstraction::GivenTo::AllMiners,
        GivenTo::OneValidator => abstraction::GivenTo::OneValidator,
        GivenTo::OneMiner => abstraction::GivenTo::OneMiner,
    };
    let task = &plan.task;
    let probes = Probes {
        given_to,
        difficulty_sd: task.difficulty_sd,
        novelty: task.novelty,
        organic: task.organic,
        organic_shows: task.organic_shows,
    };
    let scale = match plan.scale {
        Scale::Ratio => abstraction::Scale::Ratio,
        Scale::PassFail => abstraction::Scale::PassFail,
    };
    let answer = AnswerModel { sd: plan.answer_sd, scale, space: task.answer_space };
    let MeasurePlan { sd, common, bias_sd, gameable } = plan.measure;
    let worker = Worker::new(answer, MeasureModel { sd, common, bias_sd, gameable });
    (probes, worker)
}
