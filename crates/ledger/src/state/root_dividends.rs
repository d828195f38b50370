//! What root stake has earned on the subnets, and who has claimed it (spec §3.11).

use crate::RootClaimType;
use alloc::{collections::BTreeMap, vec::Vec};
use incentor_primitives::{AccountId, NetUid};

/// Dividends of root stake, as alpha per TAO and hotkey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RootDividends {
    /// By hotkey and subnet: alpha per TAO of root stake so far, bits of an `I96F32`.
    pub(crate) claimable_bits: BTreeMap<AccountId, BTreeMap<NetUid, i128>>,
    /// By subnet, hotkey and coldkey: alpha claimed so far, and what stake that came later may not claim.
    pub(crate) claimed: BTreeMap<(NetUid, AccountId, AccountId), u128>,
    /// By coldkey, where not the default.
    pub(crate) claim_types: BTreeMap<AccountId, RootClaimType>,
    /// Coldkeys with root stake; their positions are their indices in the automatic claims.
    pub(crate) stakers: Vec<AccountId>,
}
