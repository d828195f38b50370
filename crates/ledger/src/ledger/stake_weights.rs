//! What a hotkey's opinion weighs on a subnet (spec §1.2, §2.8).

use crate::stakes::Stakes;
use crate::state::State;
use crate::subnet::Children;
use incentor_emission::{Fixed, Loan, inherited_rao, stake_weight_bits};
use incentor_primitives::{AccountId, NetUid};
use incentor_yuma::StakeWeight;

/// What stake weights on one subnet are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighing<'a> {
    children: &'a Children,
    alpha: &'a Stakes,
    root: &'a Stakes,
    tao_weight: Fixed,
    /// Nobody lends, and nobody has root stake: alpha is all there is.
    alpha_alone: bool,
}

impl<'a> Weighing<'a> {
    /// Alpha and root stake by the relations of the subnet; the TAO weight's 1.0 is 2^64 - 1.
    pub(super) fn new(
        children: &'a Children,
        alpha: &'a Stakes,
        root: &'a Stakes,
        tao_weight_u64: u64,
    ) -> Self {
        let tao_weight = Fixed::from_u64_ratio_floor(tao_weight_u64);
        let alpha_alone = children.is_empty() && (root.total_rao() == 0 || tao_weight == Fixed::ZERO);
        Self { children, alpha, root, tao_weight, alpha_alone }
    }

    /// A hotkey's stake weight: what lies on it here and on root, less what it lends, and what it is lent.
    pub(super) fn of(&self, hotkey: &AccountId) -> StakeWeight {
        if self.alpha_alone {
            return StakeWeight::from_rao(self.alpha.on_hotkey_rao(hotkey));
        }
        let [alpha_rao, tao_rao] = [self.alpha, self.root].map(|stakes| self.inherited_rao(stakes, hotkey));
        StakeWeight::from_bits(stake_weight_bits(alpha_rao, tao_rao, self.tao_weight))
    }

    fn inherited_rao(&self, stakes: &Stakes, hotkey: &AccountId) -> u64 {
        let lent = self.children.children_of(hotkey).iter().map(|child| child.proportion_u64);
        let lenders = self.children.parents_of(hotkey).iter().map(|parent| Loan {
            parent_rao: stakes.on_hotkey_rao(&parent.hotkey),
            proportion_u64: parent.proportion_u64,
        });
        inherited_rao(stakes.on_hotkey_rao(hotkey), lent, lenders)
    }
}

/// A hotkey's stake weight on the subnet of that number, also where there is none: then its root stake is left.
pub(super) fn stake_weight(state: &State, netuid: NetUid, hotkey: &AccountId) -> StakeWeight {
    let (root, tao_weight_u64) = (&state.root.alpha.stakes, state.globals.network.tao_weight_u64);
    match state.network(netuid) {
        Some(subnet) => {
            Weighing::new(&subnet.children, &subnet.alpha.stakes, root, tao_weight_u64).of(hotkey)
        }
        None => {
            let (children, alpha) = (Children::default(), Stakes::default());
            Weighing::new(&children, &alpha, root, tao_weight_u64).of(hotkey)
        }
    }
}
