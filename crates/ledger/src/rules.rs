//! The chain's rules as pure functions over small structs, one rule per file.
//!
//! Each takes what it needs and nothing of this crate's state, so that whoever keeps the state elsewhere
//! calls the same rule.

pub mod activity;
pub mod auto_stake;
pub mod children;
pub mod commit_reveal;
pub mod delegate_take;
pub mod epoch_trigger;
pub mod freeze_window;
pub mod immunity;
pub mod mechanisms;
pub mod networks;
pub mod pruning;
pub mod ranges;
pub mod rate_limits;
pub mod registration;
pub mod root_claims;
pub mod root_registration;
pub mod schedule;
pub mod seat_limits;
pub mod setters;
pub mod staking;
pub mod uids;
pub mod upscale;
pub mod weights;
