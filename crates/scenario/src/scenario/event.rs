//! What happens on the way.

use super::{Part, Population, Setting};
use crate::{Blocks, Place};

/// Something that happens at a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Blocks after the start.
    pub at: Blocks,
    /// What.
    pub what: Happening,
    /// Where the file has it.
    pub place: Place,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// A population registers, at the price of the day.
    Join(Population),
    /// Coldkeys stop answering or asking for good.
    Leave {
        /// A population, or a coldkey such as `validators#1`.
        who: String,
    },
    /// Coldkeys neither answer nor ask nor set weights for a while.
    Outage {
        /// A population, or a coldkey such as `validators#1`.
        who: String,
        /// For how long.
        lasts: Blocks,
    },
    /// Hyperparameters change, by the chain's governance.
    Set {
        /// The subnet; `None` = each.
        subnet: Option<String>,
        /// The new values.
        settings: Vec<Setting>,
    },
    /// Miners publish a commitment that drops all bonds in them; needs `bonds_reset_on`.
    ResetBonds {
        /// A population, or a coldkey such as `server#1`.
        who: String,
    },
    /// All stake of a coldkey moves to another's hotkey, by a transfer.
    MoveStake {
        /// Whose: a coldkey such as `validators#3`.
        from: String,
        /// Where to.
        to: String,
    },
    /// Coldkeys play another part from here on.
    Change {
        /// A population, or a coldkey such as `honest#3`.
        who: String,
        /// The new part, all keys filled in.
        part: Part,
    },
}
