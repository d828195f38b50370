//! What becomes of the dividends of root stake (spec §3.11).

use crate::RuleError;
use alloc::collections::BTreeSet;
use incentor_primitives::NetUid;

/// Most subnets that one claim may name.
const MOST_SUBNETS: usize = 5;

/// What a coldkey wants to have for its root dividends.
///
/// Five hundred TAO on root, and what they earn in a tempo of one subnet:
///
/// ```
/// # use incentor_ledger::{Action, Genesis, GenesisNeuron, GenesisPool, GenesisStake, GenesisSubnet};
/// # use incentor_ledger::{Hyperparameters, Ledger, Network, RootClaimType, StakePosition};
/// # use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet, Tao};
/// # let rules = RuleSet::SUBTENSOR_2026_06;
/// # let key = |name: u8| AccountId([name; 32]);
/// # let (validator, staker) = (key(10), key(30));
/// # let mut subnet = GenesisSubnet::new(NetUid(1), key(1), key(2), Hyperparameters::new(&rules));
/// # subnet.pool = GenesisPool::of(Tao::from_rao(2_000_000_000_000), Alpha::from_rao(1_000_000_000_000));
/// # subnet.neurons.push(GenesisNeuron { hotkey: validator, coldkey: key(20), take: None });
/// # let alpha = Alpha::from_rao(100_000_000_000);
/// # subnet.stakes.push(GenesisStake { hotkey: validator, coldkey: key(20), alpha });
/// # let mut genesis = Genesis::new(rules);
/// # genesis.balances = vec![(staker, Tao::from_rao(500_000_000_000))];
/// subnet.pool.moving_price_bits = 2 << 32; // All prices together above one: root's part is not recycled.
/// genesis.subnets.push(subnet);
/// let mut ledger = Ledger::new(&genesis)?;
/// let position = StakePosition { netuid: NetUid::ROOT, coldkey: staker, hotkey: validator };
/// ledger.apply(Action::AddStake { position, amount: Tao::from_rao(500_000_000_000), limit: None })?;
/// ledger.apply(Action::SetRootClaimType { coldkey: staker, kind: RootClaimType::Keep })?;
/// ledger.advance(BlockNumber(360), &mut |epoch| assert!(epoch.settlement.paid_root.rao > 0))?;
///
/// // The block itself claimed for its only staker; otherwise there would be something left to claim.
/// assert_eq!(ledger.view().root_owed(NetUid(1), &validator, &staker), Alpha::ZERO);
/// let stakes = ledger.view().subnet(NetUid(1)).ok_or("no subnet")?.stakes();
/// assert!(stakes.into_iter().any(|(_, coldkey, alpha)| coldkey == staker && alpha.rao > 0));
/// ledger.apply(Action::ClaimRoot { coldkey: staker, subnets: [NetUid(1)].into() })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum RootClaimType {
    /// TAO: the alpha is sold, and what it brings joins the root stake.
    #[default]
    Swap,
    /// The alpha itself, as a stake.
    Keep,
    /// The alpha itself on these subnets, TAO for the others.
    KeepSubnets(BTreeSet<NetUid>),
}

impl RootClaimType {
    /// Whether the alpha of that subnet is kept, not sold.
    #[must_use]
    pub fn keeps(&self, netuid: NetUid) -> bool {
        match self {
            Self::Swap => false,
            Self::Keep => true,
            Self::KeepSubnets(subnets) => subnets.contains(&netuid),
        }
    }

    /// Checks a choice.
    ///
    /// # Errors
    /// [`RuleError::InvalidSubnetNumber`] for a list of subnets without any.
    pub fn check(&self) -> Result<(), RuleError> {
        match self {
            Self::KeepSubnets(subnets) if subnets.is_empty() => Err(RuleError::InvalidSubnetNumber),
            _ => Ok(()),
        }
    }
}

/// Checks the subnets that a claim names; they need not exist.
///
/// # Errors
/// [`RuleError::InvalidSubnetNumber`] for none, and for more than five.
pub fn check_claim(subnets: &BTreeSet<NetUid>) -> Result<(), RuleError> {
    if (1..=MOST_SUBNETS).contains(&subnets.len()) { Ok(()) } else { Err(RuleError::InvalidSubnetNumber) }
}
