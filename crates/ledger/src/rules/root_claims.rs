//! What becomes of the dividends of root stake (spec §3.11).

use alloc::collections::BTreeSet;
use incentor_primitives::NetUid;

/// What a coldkey wants to have for its root dividends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RootClaimType {
    /// TAO: the alpha is sold, and what it brings joins the root stake.
    #[default]
    Swap,
    /// The alpha itself, as a stake.
    Keep,
    /// The alpha itself on these subnets, TAO for the others.
    KeepSubnets(BTreeSet<NetUid>),
}
