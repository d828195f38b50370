//! Who is asked, and when.

use crate::Luck;
use incentor_primitives::{AccountId, BlockNumber, MechId, NetUid, Uid};

/// A neuron as a validator knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Peer {
    /// Its seat, which may be recycled.
    pub uid: Uid,
    /// Its key, which names it for good.
    pub hotkey: AccountId,
    /// Its owner.
    pub coldkey: AccountId,
}

/// One round of questions by one validator.
#[derive(Clone, Copy, Debug)]
pub struct Round<'a> {
    /// Rounds before this one.
    pub number: u64,
    /// The block at which it starts.
    pub block: BlockNumber,
    /// The subnet.
    pub netuid: NetUid,
    /// The mechanism within the subnet.
    pub mech: MechId,
    /// Luck that every validator shares and nobody knew before this block: its hash, on a chain.
    pub beacon: Luck,
    /// The miners to ask.
    pub peers: &'a [Peer],
}
