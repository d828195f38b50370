//! Issuance, the split of emission and its payout, in rao.
//!
//! Pure functions over small structs, one rule per file. Amounts are whole rao; in between the chain
//! calculates in `U96F32` and, for prices and shares, in `U64F64`, and so does this crate ([`Fixed`],
//! [`Fixed64`]).
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::disallowed_types, clippy::float_arithmetic)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects, clippy::indexing_slicing))]

extern crate alloc;

// Numbers.
mod fixed;
mod fixed64;

// A block: TAO for subnets, alpha for its pool and its pots.
mod curve;
mod injection;
mod moving_price;
mod pending;
mod pool;
mod root;
mod subnet_shares;

// An epoch: the pots for everybody.
mod childkeys;
mod dividends;
mod drain;
mod incentive;
mod root_claims;
mod shares;
mod stake_weight;

// A seat.
mod burn;

pub use burn::{BurnRules, burn_after_block, burn_after_registration, decay_factor_q32};
pub use childkeys::{
    ChildSplit, ChildTerms, HotkeyStake, ParentClaim, childkey_take, own_contribution, parent_contribution,
    split_child,
};
pub use curve::{CurveStep, block_emission, curve_step};
pub use dividends::{DividendParts, TakeSplit, alpha_of_dividend, part_of_pot, split_dividend, split_take};
pub use drain::{Pots, validator_pot};
pub use fixed::Fixed;
pub use fixed64::Fixed64;
pub use incentive::{HotkeyOwner, is_withheld, miner_burned};
pub use injection::{Injection, InjectionTerms, injection};
pub use moving_price::{PriceSmoothing, moving_price};
pub use pending::{BlockAlpha, OwnerCut, RootPart, split_block_alpha};
pub use pool::{
    FeeRate, Pool, Power, PriceLimit, QuoteWeight, Swap, SwapError, SwapTerms, WeightOutOfRange,
    alpha_movable, power_floor_e18, power_floor_e18_wide,
};
pub use root::{RootStake, root_proportion, root_sells};
pub use root_claims::{RootDividend, RootRate, automatic_claims};
pub use shares::{PoolTotal, Share};
pub use stake_weight::{Loan, inherited_rao, stake_weight_bits};
pub use subnet_shares::{SubnetClaim, subnet_shares, tao_of_share};
