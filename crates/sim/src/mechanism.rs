//! The mechanism a scenario describes, as a value of the SDK.

mod abstraction;
mod score;

use crate::SimError;
use incentor_scenario::{Kind, Shape, WeightsPlan};
use incentor_sdk::{AnyMechanism, Policy};

/// The mechanism of a kind; the author's own is nothing to build.
pub(crate) fn build(kind: &Kind) -> Result<Box<dyn AnyMechanism>, SimError> {
    match kind {
        Kind::Abstract(plan) => Ok(abstraction::build(plan)),
        Kind::Own => Err(SimError::NoOwnMechanism),
        _ => Err(SimError::NoOwnMechanism),
    }
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
