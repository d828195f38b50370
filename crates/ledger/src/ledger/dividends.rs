//! Whom an epoch's dividends belong to: validators, and those who lent them stake (spec §3.10).

use crate::stakes::Stakes;
use crate::subnet::Children;
use alloc::{collections::BTreeMap, vec::Vec};
use incentor_emission::{
    ChildTerms, DividendParts, Fixed, HotkeyStake, ParentClaim, childkey_take, own_contribution,
    parent_contribution, split_child, split_dividend,
};
use incentor_primitives::{AccountId, Take};

/// What the split looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Family<'a> {
    /// Who works for whom on the subnet.
    pub(super) children: &'a Children,
    /// The subnet's stakes.
    pub(super) alpha: &'a Stakes,
    /// The stakes on root.
    pub(super) root: &'a Stakes,
    /// Every hotkey's coldkey.
    pub(super) owners: &'a BTreeMap<AccountId, AccountId>,
    /// Worth of a TAO on root as stake weight.
    pub(super) tao_weight: Fixed,
    /// The least share a child keeps on the whole network.
    pub(super) global_min_take: Take,
    /// The least share a child keeps on this subnet.
    pub(super) subnet_min_take: Take,
    /// Part of what parents earn that is taken out of the issuance, 2^64 - 1 = 1.0.
    pub(super) burn_u64: u64,
}

/// A hotkey's dividend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dividend {
    pub(super) hotkey: AccountId,
    /// Its own part and what it earned as a parent, in rao.
    pub(super) rao: u64,
    /// The same by the stake it was earned with: its claims to the two pots.
    pub(super) parts: DividendParts,
}

/// What an epoch's dividends come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dividends {
    /// Of everybody who took part, also of those who get nothing; ascending by hotkey.
    pub(super) by_hotkey: Vec<Dividend>,
    /// All claims together.
    pub(super) sum: DividendParts,
    /// What the split keeps back from foreign parents, in rao: it leaves the issuance, and the pots are paid out
    /// whole all the same (spec §9.9).
    pub(super) burned_rao: u64,
    /// What rounding left of the single dividends, in rao; of no account, because they are only proportions.
    pub(super) dust_rao: u64,
}

impl Family<'_> {
    /// A hotkey's own stake here and on root.
    pub(super) fn stake(&self, hotkey: &AccountId) -> HotkeyStake {
        HotkeyStake { alpha_rao: self.alpha.on_hotkey_rao(hotkey), root_rao: self.root.on_hotkey_rao(hotkey) }
    }

    /// Shares out each validator's dividend between its parents and itself, then adds up by hotkey.
    ///
    /// `validators` are hotkeys with their `validator_emission` in rao, each once: quickest in ascending order, but
    /// nothing depends on it.
    pub(super) fn dividends(&self, validators: impl Iterator<Item = (AccountId, u64)>) -> Dividends {
        let (mut burned_rao, mut dust_rao) = (0_u64, 0_u64);
        let mut credits: Vec<(AccountId, u64)> = Vec::with_capacity(validators.size_hint().1.unwrap_or(0));
        let mut claims = Vec::new();
        for (child, dividend_rao) in validators {
            let parents = self.children.parents_of(&child);
            if parents.is_empty() {
                credits.push((child, dividend_rao));
                continue;
            }
            claims.clear();
            claims.extend(parents.iter().map(|parent| ParentClaim {
                contribution: parent_contribution(
                    self.stake(&parent.hotkey),
                    parent.proportion_u64,
                    self.tao_weight,
                ),
                same_coldkey: self.owners.get(&parent.hotkey) == self.owners.get(&child),
                dividend_rao: 0,
            }));
            let split =
                split_child(dividend_rao, self.own_contribution(&child), &mut claims, self.terms(&child));
            let of_parents =
                parents.iter().zip(&claims).map(|(parent, claim)| (parent.hotkey, claim.dividend_rao));
            credits.extend(of_parents);
            credits.push((child, split.own_rao));
            burned_rao = burned_rao.saturating_add(split.recycled_rao);
            dust_rao = dust_rao.saturating_add(split.dust_rao);
        }
        let by_hotkey = self.added_up(credits);
        let sum = by_hotkey.iter().fold(DividendParts::default(), |sum, dividend| DividendParts {
            alpha: sum.alpha.plus(dividend.parts.alpha),
            root: sum.root.plus(dividend.parts.root),
        });
        Dividends { by_hotkey, sum, burned_rao, dust_rao }
    }

    fn own_contribution(&self, hotkey: &AccountId) -> Fixed {
        let lent = self.children.children_of(hotkey).iter().map(|child| child.proportion_u64);
        own_contribution(self.stake(hotkey), lent, self.tao_weight)
    }

    fn terms(&self, child: &AccountId) -> ChildTerms {
        let chosen = self.children.takes.get(child).copied().unwrap_or_default();
        let take = childkey_take(chosen, self.global_min_take, self.subnet_min_take);
        ChildTerms { take, burn_u64: self.burn_u64 }
    }

    /// One dividend per hotkey.
    fn added_up(&self, mut credits: Vec<(AccountId, u64)>) -> Vec<Dividend> {
        credits.sort_unstable_by_key(|(hotkey, _)| *hotkey);
        credits.dedup_by(|(later, more), (kept, rao)| {
            let is_same = later == kept;
            if is_same {
                *rao = rao.saturating_add(*more);
            }
            is_same
        });
        let split = |(hotkey, rao)| {
            // Most hotkeys are miners: of nothing there is nothing to split.
            let split = |rao| split_dividend(rao, self.stake(&hotkey), self.tao_weight);
            let parts = if rao == 0 { DividendParts::default() } else { split(rao) };
            Dividend { hotkey, rao, parts }
        };
        credits.into_iter().map(split).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::children::Child;
    use alloc::vec;
    use incentor_primitives::RuleSet;
    use proptest::prelude::*;

    const fn key(name: u8) -> AccountId {
        AccountId([name; 32])
    }

    /// Hotkeys 0 to 7; hotkey `k` belongs to coldkey `100 + k / 2`.
    struct Network {
        children: Children,
        alpha: Stakes,
        root: Stakes,
        owners: BTreeMap<AccountId, AccountId>,
        burn_u64: u64,
    }

    impl Network {
        fn new(alpha: &[u64], root: &[u64], burn_u64: u64) -> Self {
            let stakes = |amounts: &[u64]| {
                let mut stakes = Stakes::default();
                for (name, rao) in (0..).zip(amounts) {
                    stakes.deposit(key(name), key(100 + name / 2), *rao);
                }
                stakes
            };
            Self {
                children: Children::default(),
                alpha: stakes(alpha),
                root: stakes(root),
                owners: (0..8).map(|name| (key(name), key(100 + name / 2))).collect(),
                burn_u64,
            }
        }

        fn family(&self) -> Family<'_> {
            Family {
                children: &self.children,
                alpha: &self.alpha,
                root: &self.root,
                owners: &self.owners,
                tao_weight: Fixed::from_u64_ratio_floor(RuleSet::SUBTENSOR_2026_06.network.tao_weight_u64),
                global_min_take: Take(0),
                subnet_min_take: Take(0),
                burn_u64: self.burn_u64,
            }
        }

        fn lend(&mut self, parent: u8, child: u8, proportion_u64: u64) {
            self.children.set(key(parent), vec![Child { proportion_u64, hotkey: key(child) }]);
        }
    }

    fn amounts(dividends: &Dividends) -> Vec<(u8, u64)> {
        dividends.by_hotkey.iter().map(|dividend| (dividend.hotkey.0[0], dividend.rao)).collect()
    }

    #[test]
    fn without_relations_everybody_keeps_all() {
        let network = Network::new(&[5, 7, 0], &[], 0);
        let dividends = network.family().dividends([(key(2), 0), (key(0), 30), (key(1), 40)].into_iter());
        assert_eq!(amounts(&dividends), [(0, 30), (1, 40), (2, 0)]);
        let parts = DividendParts { alpha: Fixed::from_whole(70), root: Fixed::ZERO };
        assert_eq!((dividends.sum, dividends.burned_rao, dividends.dust_rao), (parts, 0, 0));
    }

    #[test]
    fn a_foreign_parent_pays_the_take_and_the_burn_a_kindred_one_neither() {
        // Child 1 kept 600 of its own, parent 0 (the same coldkey) and parent 4 lent it 200 each.
        let mut network = Network::new(&[200, 600, 0, 0, 200], &[], u64::MAX / 10);
        network.lend(0, 1, u64::MAX);
        network.lend(4, 1, u64::MAX);
        network.children.takes.insert(key(1), Take(65_535 / 5));
        let dividends = network.family().dividends([(key(1), 1_000_000)].into_iter());
        // A fifth each; of the foreign one a tenth is burned and a fifth taken, all rounded down.
        assert_eq!(amounts(&dividends), [(0, 199_999), (1, 640_000), (4, 140_000)]);
        assert_eq!((dividends.burned_rao, dividends.dust_rao), (19_999, 2));
    }

    #[test]
    fn the_larger_of_the_least_takes_holds() {
        let mut network = Network::new(&[0, 0, 0, 0, 100], &[], 0);
        network.lend(4, 1, u64::MAX);
        let mut family = network.family();
        (family.global_min_take, family.subnet_min_take) = (Take(6_554), Take(13_107));
        let dividends = family.dividends([(key(1), 1_000)].into_iter());
        assert_eq!(amounts(&dividends), [(1, 199), (4, 800)]);
    }

    #[test]
    fn a_parent_that_is_a_validator_too_is_credited_once() {
        let mut network = Network::new(&[100, 300, 0, 0], &[0, 0, 50], 0);
        network.lend(0, 3, u64::MAX);
        let dividends = network.family().dividends([(key(3), 10), (key(0), 7)].into_iter());
        assert_eq!(amounts(&dividends), [(0, 17), (3, 0)]);
    }

    #[test]
    fn a_dividend_is_split_by_the_receivers_own_alpha_and_root_stake() {
        let network = Network::new(&[1_000_000], &[1_000_000], 0);
        let dividends = network.family().dividends([(key(0), 1_000_000_000)].into_iter());
        let [only] = dividends.by_hotkey.as_slice() else { panic!("one takes part") };
        assert_eq!(only.parts, dividends.sum);
        // With a weight w of TAO it is w / (1 + w), rounded down to 32 fraction bits.
        let share = (226_245_882_u128 << 32) / ((1 << 32) + 226_245_882);
        assert_eq!(only.parts.root.to_bits(), 1_000_000_000 * share);
        assert_eq!(only.parts.alpha.plus(only.parts.root), Fixed::from_whole(1_000_000_000));
    }

    proptest! {
        #[test]
        fn every_rao_of_a_dividend_is_somewhere(
            alpha in prop::collection::vec(0_u64..1 << 54, 8),
            root in prop::collection::vec(0_u64..1 << 54, 8),
            loans in prop::collection::vec((0_u8..4, 4_u8..8, any::<u64>()), 0..6),
            takes in prop::collection::btree_map(4_u8..8, 0_u16..=11_796, 0..4),
            dividends in prop::collection::btree_map(0_u8..8, 0_u64..1 << 50, 1..8),
            burn_u64 in prop_oneof![Just(0), any::<u64>().prop_map(|part| part / 2)],
        ) {
            let mut network = Network::new(&alpha, &root, burn_u64);
            for (parent, child, proportion) in &loans {
                network.lend(*parent, *child, *proportion);
            }
            network.children.takes = takes.iter().map(|(name, take)| (key(*name), Take(*take))).collect();
            let validators = dividends.iter().map(|(name, rao)| (key(*name), *rao));
            let split = network.family().dividends(validators.clone());

            let paid: u64 = split.by_hotkey.iter().map(|dividend| dividend.rao).sum();
            let earned: u64 = dividends.values().sum();
            prop_assert_eq!(paid + split.burned_rao + split.dust_rao, earned);
            // One rao at the most for each amount that is rounded, and two for each parent.
            prop_assert!(split.dust_rao <= 8 + 2 * loans.len() as u64, "{} dust", split.dust_rao);
            prop_assert!(split.by_hotkey.is_sorted_by(|a, b| a.hotkey < b.hotkey));
            let takes_part = |hotkey| split.by_hotkey.iter().any(|dividend| dividend.hotkey == hotkey);
            for (child, _) in validators.clone() {
                prop_assert!(takes_part(child));
                for parent in network.children.parents_of(&child) {
                    prop_assert!(takes_part(parent.hotkey));
                }
            }
            // The order in which the validators come is of no account.
            prop_assert_eq!(network.family().dividends(validators.rev()), split);
        }
    }
}
