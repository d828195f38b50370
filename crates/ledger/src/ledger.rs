//! A whole network in memory.

mod actions;
mod audit;
mod auto_stakes;
mod block_hash;
mod blocks;
mod bonds_reset;
mod children;
mod coinbase;
mod commits;
mod dividends;
mod endowing;
mod epoch;
mod founding;
mod furnishing;
mod networks;
mod owner_hotkeys;
mod parameters;
mod payout;
mod registering;
mod root_claims;
mod root_members;
mod root_stakes;
mod stake_weights;
mod staking;
mod still_pools;
mod takes;
mod timelock;
mod trading;
mod triggers;
mod weights;

use crate::fingerprint::AuditLog;
use crate::state::State;
use crate::{
    Action, AuditHash, BlockOutcome, Defect, EpochOutcome, Genesis, GenesisError, Network, Opener,
    PlainOpener, Receipt, RuleError, StateHash, View,
};
use incentor_primitives::{BlockNumber, YumaRules};
use incentor_yuma::Workspace;

/// A whole network in memory; a clone is a snapshot.
///
/// Everything is integers and ordered maps: the same calls in the same order give the same state.
#[derive(Clone, Debug)]
pub struct Ledger {
    state: State,
    scratch: Scratch,
    opener: &'static dyn Opener,
    log: AuditLog,
}

impl Ledger {
    /// The network of a genesis; time-locked commits are sealed as [`PlainOpener`] has it.
    ///
    /// # Errors
    /// As [`GenesisError`] says.
    pub fn new(genesis: &Genesis) -> Result<Self, GenesisError> {
        Self::with_opener(genesis, &PlainOpener)
    }

    /// The network of a genesis, with what opens its time-locked commits.
    ///
    /// # Errors
    /// As [`GenesisError`] says.
    pub fn with_opener(genesis: &Genesis, opener: &'static dyn Opener) -> Result<Self, GenesisError> {
        let state = founding::found(genesis)?;
        let scratch = Scratch::new(state.rules.yuma);
        Ok(Self { state, scratch, opener, log: AuditLog::new() })
    }

    /// Counts everything anew and compares it with what was issued.
    ///
    /// Every block is checked by running sums, every epoch by a recount of its subnet; this is the recount of
    /// the whole network.
    ///
    /// # Errors
    /// [`Defect::AlphaNotConserved`] and [`Defect::TaoNotConserved`].
    pub fn audit(&self) -> Result<(), Defect> {
        audit::recount(&self.state)
    }
}

impl Ledger {
    /// The hash of the state as it is now; it takes a walk through all of it.
    #[must_use]
    pub fn state_hash(&self) -> StateHash {
        StateHash::of(&self.state)
    }

    /// The hash of everything that was done so far, and of every answer; kept up as it is done.
    #[must_use]
    pub fn audit_hash(&self) -> AuditHash {
        self.log.hash()
    }
}

impl Network for Ledger {
    fn apply(&mut self, action: Action) -> Result<Receipt, RuleError> {
        self.log.record(&(self.state.block, &action));
        let answer = actions::apply(&mut self.state, action);
        self.log.record(&answer);
        answer
    }

    fn step(&mut self) -> Result<BlockOutcome, Defect> {
        blocks::make_block(&mut self.state, &mut self.scratch.workspace, self.opener)
    }

    /// Settles the blocks between two epochs at once.
    ///
    /// Exact, because nothing happens in such a block but that each subnet's pending amounts grow by whole
    /// rao that depend on the issuance alone: as long as the issuance stays on one step of the emission
    /// curve, `k` blocks add `k` times the same rounded amounts, and a step's end is known beforehand. Seat
    /// prices are lowered block by block until they stand still; a block in which an epoch is due is made
    /// like any other, and so is the next one when a time-locked commit can be opened or dropped in it: once
    /// that is done, only an action or the next epoch makes more to do.
    fn advance(&mut self, until: BlockNumber, on_epoch: &mut dyn FnMut(&EpochOutcome)) -> Result<(), Defect> {
        blocks::advance(&mut self.state, &mut self.scratch.workspace, self.opener, until, on_epoch)
    }

    fn view(&self) -> View<'_> {
        View::new(&self.state)
    }
}

/// Equal when their states are; buffers do not count, nor what opens commits.
impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl Eq for Ledger {}

/// The epoch's buffers: no part of the state, so a snapshot starts with empty ones.
#[derive(Debug)]
struct Scratch {
    rules: YumaRules,
    workspace: Workspace,
}

impl Scratch {
    fn new(rules: YumaRules) -> Self {
        Self { rules, workspace: Workspace::new(rules) }
    }
}

impl Clone for Scratch {
    fn clone(&self) -> Self {
        Self::new(self.rules)
    }
}
