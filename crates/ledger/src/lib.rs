//! A whole network in memory: the chain's rules, block by block.
//!
//! [`Ledger`] holds subnets, neurons, stakes, weights, bonds, pending emission and balances behind the trait
//! [`Network`]: [`Network::apply`] executes an [`Action`] in the current block, [`Network::step`] makes the
//! next block, [`Network::advance`] makes many (those without an epoch cost nanoseconds), and
//! [`Network::view`] looks. [`rules`] are the chain's rules without any state.
//!
//! One subnet, a validator and two miners, three tempos:
//!
//! ```
//! use incentor_ledger::{Action, Genesis, GenesisNeuron, GenesisStake, GenesisSubnet, Hyperparameters};
//! use incentor_ledger::{Ledger, Network, Pools};
//! use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Uid, Weight};
//!
//! let key = |name: u8| AccountId([name; 32]);
//! let (owner, owner_hotkey) = (key(1), key(2));
//! let rules = RuleSet::SUBTENSOR_2026_06;
//! let mut parameters = Hyperparameters::new(&rules);
//! parameters.commit_reveal_weights_enabled = false; // Plain weights.
//! let mut subnet = GenesisSubnet::new(NetUid(1), owner, owner_hotkey, parameters);
//! for hotkey in [10, 11, 12] {
//!     subnet.neurons.push(GenesisNeuron { hotkey: key(hotkey), coldkey: key(hotkey + 10), take: None });
//! }
//! let stake = Alpha::from_rao(400_000_000_000_000);
//! subnet.stakes.push(GenesisStake { hotkey: key(10), coldkey: key(20), alpha: stake });
//! let mut genesis = Genesis::new(rules);
//! genesis.globals.pools = Pools::Fixed; // Only alpha moves.
//! genesis.subnets.push(subnet);
//! let mut ledger = Ledger::new(&genesis)?;
//!
//! // The first epoch only hands out permits; weights may be set after it.
//! ledger.advance(BlockNumber(360), &mut |_| ())?;
//! ledger.apply(Action::SetWeights {
//!     netuid: NetUid(1),
//!     mechid: MechId::MAIN,
//!     hotkey: key(10),
//!     uids: vec![Uid(1), Uid(2)],
//!     values: vec![Weight(65_535), Weight(21_845)],
//!     version_key: 0,
//! })?;
//! let mut epochs = 0;
//! ledger.advance(BlockNumber(1_080), &mut |epoch| {
//!     epochs += 1;
//!     let settled = epoch.settlement;
//!     assert_eq!(settled.pending_rao(), settled.paid_rao().strict_add_signed(settled.dust_rao));
//!     assert_eq!(epoch.payouts[1].hotkey, key(11)); // After the owner's cut, the better miner.
//! })?;
//! assert_eq!(epochs, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::disallowed_types, clippy::float_arithmetic)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects, clippy::indexing_slicing))]

extern crate alloc;

pub mod rules;

mod action;
mod error;
mod fingerprint;
mod genesis;
mod globals;
mod hyperparameters;
mod ledger;
mod network;
mod opener;
mod outcome;
mod outside;
mod parameter;
mod shared;
mod stakes;
mod state;
mod subnet;
mod view;

pub use action::{Action, Furnishing, Limit, Receipt, StakePosition};
pub use error::{Defect, GenesisError, Pallet, RuleError};
pub use fingerprint::{AuditHash, StateHash};
pub use genesis::{
    Genesis, GenesisNeuron, GenesisPool, GenesisRootDividends, GenesisSchedule, GenesisStake, GenesisSubnet,
};
pub use globals::{Globals, Granularity, Pools};
pub use hyperparameters::{Hyperparameters, InertParameters, OwnerIncentive};
pub use incentor_yuma::SubnetEpoch;
pub use ledger::Ledger;
pub use network::Network;
pub use opener::{Opener, PlainOpener, PulseSignature};
pub use outcome::{BlockOutcome, EpochOutcome, Payout, PayoutReason, Settlement};
pub use outside::OutsideCall;
pub use parameter::{GlobalParameter, Origin, Parameter, ParameterKind};
pub use rules::children::Child;
pub use rules::delegate_take::TakeChange;
pub use rules::root_claims::RootClaimType;
pub use rules::schedule::Schedule;
pub use subnet::Injection;
pub use view::{Neuron, Pending, SubnetView, View};

/// The reference page's Rust is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/ledger.md")]
struct ReferencePage;
