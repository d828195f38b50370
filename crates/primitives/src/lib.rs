//! Units, identifiers and rule-sets: data only.
//!
//! Nothing here computes: a newtype names what a number means, and the crates
//! that own a rule do the arithmetic. No two units mix by accident.
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::disallowed_types, clippy::float_arithmetic)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects, clippy::indexing_slicing))]

extern crate alloc;

mod account;
mod amount;
mod block;
mod id;
mod parameter_limits;
mod rule_set;

pub use account::{AccountId, Ss58Error};
pub use amount::{Alpha, RAO_PER_TAO, Take, Tao, Weight};
pub use block::{BlockNumber, Tempo};
pub use id::{MechId, NetUid, Uid};
pub use parameter_limits::{Bounds, ParameterLimits};
pub use rule_set::{
    ChildRules, CommitRevealRules, EmissionRules, NetworkParameters, NeuronDefaults, PoolRules, RootDefaults,
    RuleSet, SubnetDefaults, SubnetShares, YumaRules,
};
