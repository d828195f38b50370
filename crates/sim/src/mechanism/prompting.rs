//! Questions about texts.

use incentor_mechanisms::prompting::{self, Blend, Marking, Prompting, Reader};
use incentor_scenario::PromptingPlan;
use incentor_sdk::AnyMechanism;

pub(super) fn build(plan: &PromptingPlan) -> Box<dyn AnyMechanism> {
    let task = Prompting { paraphrased: plan.paraphrased, novelty: plan.novelty, ..Prompting::default() };
    let blend = if plan.veto { Blend::Geometric } else { Blend::Mean };
    Box::new(prompting::mechanism(task, Marking { blend, ..Marking::default() }, Reader::default()))
}
