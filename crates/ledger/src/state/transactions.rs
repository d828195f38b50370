//! When the calls that are limited in their rate were last made.

use crate::ParameterKind;
use crate::rules::rate_limits::passes_rate_limit;
use alloc::collections::BTreeMap;
use incentor_primitives::{AccountId, BlockNumber, NetUid};

/// What is limited in its rate, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Transaction {
    /// A hotkey's children on a subnet.
    SetChildren(AccountId, NetUid),
    /// A hotkey's share of what its parents earn on a subnet.
    SetChildkeyTake(AccountId, NetUid),
    /// A hotkey's share of its nominators' dividends.
    SetTake(AccountId),
    /// A new subnet, whoever registers it.
    RegisterNetwork,
    /// A parameter of a subnet, set by its owner.
    SetParameter(NetUid, ParameterKind),
    /// A subnet's owner hotkey, set by whomever.
    SetOwnerHotkey(NetUid),
    /// An epoch out of turn, asked for by a subnet's owner.
    TriggerEpoch(NetUid),
}

/// Blocks of the last transactions; equal only when they were made in the same blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct LastTransactions {
    blocks: BTreeMap<Transaction, BlockNumber>,
}

impl LastTransactions {
    /// Block of the last one, if there was any.
    pub(crate) fn last(&self, transaction: Transaction) -> Option<BlockNumber> {
        self.blocks.get(&transaction).copied()
    }

    /// Records one in this block.
    pub(crate) fn record(&mut self, transaction: Transaction, block: BlockNumber) {
        self.blocks.insert(transaction, block);
    }

    /// Whether so many blocks have passed since the last one, or there was none; one in block 0 is none.
    pub(crate) fn passes(&self, transaction: Transaction, block: BlockNumber, limit_blocks: u64) -> bool {
        passes_rate_limit(self.last(transaction), block, limit_blocks)
    }
}
