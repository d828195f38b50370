//! Bit-exact Yuma Consensus: one epoch of one mechanism of one subnet.
//!
//! [`Workspace::run`] takes an [`EpochInput`] and leaves an [`Epoch`]; every number in it equals the
//! chain's to the last bit. A workspace is reused: after its first epoch of a size it allocates nothing.
//!
//! Fixed-point numbers are the chain's `I32F32` and travel as their bits: value = bits / 2^32.
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::disallowed_types, clippy::float_arithmetic)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects, clippy::indexing_slicing))]

extern crate alloc;

// What goes in and what comes out.
mod error;
mod input;
mod output;
mod rows;
mod stake;
mod trace;
mod workspace;

// The stages, in the order of the epoch.
mod activity;
mod bonds;
mod clip;
mod consensus;
mod dividends;
mod epoch;
mod permits;
mod split;

// Around the epoch.
mod mechanisms;
#[doc(hidden)]
pub mod parts;
mod reset;
mod stake_share;
mod weights;

// What the stages stand on.
mod columns;
mod divider;
mod exponential;
mod fixed;
mod probe;
mod recorder;
mod slots;

pub use error::EpochError;
pub use input::{Bonds, EpochInput, EpochParams, LiquidAlpha, MAX_UIDS};
pub use mechanisms::{SubnetEpoch, from_storage_index, split_emission, storage_index};
pub use output::{Epoch, EpochBits};
pub use reset::reset_bonds;
pub use rows::{Entry, Rows, SparseRows};
pub use stake::StakeWeight;
pub use trace::{Cell, EpochTrace, Mask, Masked};
pub use workspace::Workspace;
