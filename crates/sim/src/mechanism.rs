//! The mechanism a scenario describes, as a value of the SDK.

mod abstraction;
mod command;
mod prompting;
mod score;
mod storage;
mod tsp;

pub(crate) use command::Crew;

use crate::SimError;
use incentor_scenario::{Kind, Shape, WeightsPlan};
use incentor_sdk::{AnyMechanism, Policy};

/// The mechanism of a kind, on a subnet with that tempo; neither the author's own nor a program is built here.
///
/// # Errors
/// If it is neither described nor a program.
pub(crate) fn build(kind: &Kind, tempo: u16) -> Result<Box<dyn AnyMechanism>, SimError> {
    Ok(match kind {
        Kind::Abstract(plan) => Box::new(abstraction::mechanism(plan)),
        Kind::Tsp(plan) => tsp::build(plan, tempo),
        Kind::Storage(plan) => storage::build(plan, tempo),
        Kind::Prompting(plan) => prompting::build(plan),
        Kind::Own | Kind::Command(_) => return Err(SimError::NoOwnMechanism),
    })
}

/// How weights follow scores.
pub(crate) fn policy(plan: &WeightsPlan) -> Policy {
    let positive_floor = plan.positive_floor;
    match plan.shape {
        Shape::Power(power) => Policy::Proportional { power, positive_floor },
        Shape::Top { k, share } => {
            Policy::Top { count: u16::try_from(k).unwrap_or(u16::MAX), share, positive_floor }
        }
        Shape::Softmax { temperature } => Policy::Softmax { temperature, positive_floor },
        Shape::Classic => Policy::classic(),
    }
}
