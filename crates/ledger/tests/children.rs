//! The order in which the chain refuses children and their takes, and what becomes of a list that passed.

use incentor_ledger::rules::children::{
    ChildkeyTakeFacts, ChildrenCall, ChildrenFacts, applicable, check_childkey_take, check_children, is_ripe,
    sort_for_application,
};
use incentor_ledger::{Child, RuleError};
use incentor_primitives::{AccountId, BlockNumber, NetUid, Take};
use proptest::prelude::*;

const fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

const fn child(name: u8, proportion_u64: u64) -> Child {
    Child { proportion_u64, hotkey: key(name) }
}

const PARENT: u8 = 1;
const COLDKEY: u8 = 101;

/// A call that breaks nothing, and everything that may be broken about it.
#[derive(Clone)]
struct Case {
    netuid: u16,
    children: Vec<Child>,
    parents: Vec<Child>,
    facts: ChildrenFacts<'static>,
}

impl Case {
    fn good() -> Self {
        Self {
            netuid: 1,
            children: vec![child(2, 1 << 62), child(3, 1 << 62)],
            parents: vec![child(9, u64::MAX)],
            facts: ChildrenFacts {
                block: BlockNumber(500),
                last_set: Some(BlockNumber(350)),
                rate_limit_blocks: 150,
                most_children: 5,
                subnet_exists: true,
                owner: Some(key(COLDKEY)),
                parents: &[],
                is_subnet_owner: false,
                total_stake_rao: 1000,
                stake_threshold_rao: 1000,
            },
        }
    }

    fn result(&self) -> Result<(), RuleError> {
        let call = ChildrenCall {
            netuid: NetUid(self.netuid),
            coldkey: key(COLDKEY),
            hotkey: key(PARENT),
            children: &self.children,
        };
        check_children(&call, &ChildrenFacts { parents: &self.parents, ..self.facts })
    }

    fn with(mut self, change: fn(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

/// What is wrong, and how to make it so.
type Fault = (RuleError, fn(&mut Case));

/// Everything a list is refused for, in the chain's order; any two can be wrong at once.
const FAULTS: [Fault; 10] = [
    (RuleError::TxRateLimitExceeded, |case| case.facts.last_set = Some(BlockNumber(351))),
    (RuleError::RegistrationNotPermittedOnRootSubnet, |case| case.netuid = 0),
    (RuleError::SubnetNotExists, |case| case.facts.subnet_exists = false),
    (RuleError::NonAssociatedColdKey, |case| case.facts.owner = None),
    (RuleError::DuplicateChild, |case| case.children.push(child(2, 1))),
    (RuleError::InvalidChild, |case| case.children.push(child(PARENT, 1))),
    (RuleError::TooManyChildren, |case| case.children.extend((20..26).map(|name| child(name, 1)))),
    (RuleError::ProportionOverflow, |case| case.children.push(child(30, u64::MAX))),
    (RuleError::ChildParentInconsistency, |case| case.parents.push(child(3, 1))),
    (RuleError::NotEnoughStakeToSetChildkeys, |case| case.facts.total_stake_rao = 999),
];

#[test]
fn every_fault_is_refused_alone_and_the_first_of_any_two_answers() {
    assert_eq!(Case::good().result(), Ok(()));
    for (position, (error, fault)) in FAULTS.iter().enumerate() {
        assert_eq!(Case::good().with(*fault).result(), Err(*error));
        for (_, later) in &FAULTS[position + 1..] {
            assert_eq!(Case::good().with(*fault).with(*later).result(), Err(*error));
            assert_eq!(Case::good().with(*later).with(*fault).result(), Err(*error));
        }
    }
}

#[test]
fn what_is_just_allowed() {
    let passes = |change: fn(&mut Case)| assert_eq!(Case::good().with(change).result(), Ok(()));
    passes(|case| case.facts.last_set = None);
    // The chain takes block 0 for never.
    passes(|case| (case.facts.last_set, case.facts.block) = (Some(BlockNumber(0)), BlockNumber(1)));
    passes(|case| case.children.extend([child(4, 1), child(5, 1), child(6, 1)]));
    passes(|case| case.children = vec![child(2, u64::MAX), child(3, 0)]);
    passes(|case| case.children = vec![child(2, 0)]);
    // Without children no stake is asked for, and of the subnet's owner never.
    passes(|case| (case.children, case.facts.total_stake_rao) = (Vec::new(), 0));
    passes(|case| (case.facts.is_subnet_owner, case.facts.total_stake_rao) = (true, 0));
    // A parent of a parent is no parent.
    passes(|case| case.parents = vec![child(8, 1), child(9, 1)]);
}

#[test]
fn a_foreign_coldkey_is_refused() {
    let case = Case::good().with(|case| case.facts.owner = Some(key(102)));
    assert_eq!(case.result(), Err(RuleError::NonAssociatedColdKey));
}

const TAKES: ChildkeyTakeFacts = ChildkeyTakeFacts {
    block: BlockNumber(300_000),
    owner: Some(key(COLDKEY)),
    least: Take(100),
    most: Take(11_796),
    current: Take(3_000),
    last_set: Some(BlockNumber(84_000)),
    rate_limit_blocks: 216_000,
};

#[test]
fn a_take_is_refused_in_the_chains_order() {
    let check = |take: u16, facts: ChildkeyTakeFacts, expected: Result<(), RuleError>| {
        assert_eq!(check_childkey_take(key(COLDKEY), Take(take), &facts), expected, "{take} {facts:?}");
    };
    let stranger = ChildkeyTakeFacts { owner: Some(key(9)), ..TAKES };
    let soon = ChildkeyTakeFacts { last_set: Some(BlockNumber(84_001)), ..TAKES };
    let never = ChildkeyTakeFacts { last_set: None, ..TAKES };
    check(11_796, TAKES, Ok(()));
    check(100, TAKES, Ok(()));
    check(11_796, never, Ok(()));
    check(11_797, TAKES, Err(RuleError::InvalidChildkeyTake));
    check(99, TAKES, Err(RuleError::InvalidChildkeyTake));
    check(3_001, soon, Err(RuleError::TxChildkeyTakeRateLimitExceeded));
    check(11_797, soon, Err(RuleError::InvalidChildkeyTake));
    check(11_797, stranger, Err(RuleError::NonAssociatedColdKey));
    check(3_000, ChildkeyTakeFacts { owner: None, ..soon }, Err(RuleError::NonAssociatedColdKey));
    // Keeping and lowering are free.
    check(3_000, soon, Ok(()));
    check(100, soon, Ok(()));
}

#[test]
fn a_list_waits_until_after_its_block_on_a_subnet_that_has_started() {
    let check = |block: u64, has_started: bool, expected: bool| {
        assert_eq!(is_ripe(BlockNumber(10), BlockNumber(block), has_started), expected);
    };
    check(9, true, false);
    check(10, true, false);
    check(11, true, true);
    check(9, false, true);
}

#[test]
fn what_of_a_list_comes_into_force() {
    let check = |pending: &[Child], parents: &[Child], expected: Option<&[Child]>| {
        assert_eq!(applicable(key(PARENT), pending, parents).as_deref(), expected);
    };
    check(&[], &[child(2, 5)], Some(&[]));
    check(&[child(3, 7), child(2, 5)], &[], Some(&[child(2, 5), child(3, 7)]));
    check(&[child(2, 0)], &[child(3, 1)], Some(&[child(2, 0)]));
    check(&[child(2, 5), child(2, 6)], &[], Some(&[child(2, 6)]));
    check(&[child(PARENT, 5), child(2, 6)], &[], Some(&[child(2, 6)]));
    check(&[child(2, u64::MAX), child(3, 1)], &[], None);
    check(&[child(2, 5), child(3, 7)], &[child(3, 1)], None);
}

#[test]
fn parents_are_taken_by_the_hash_of_their_account() {
    // By Python's hashlib.blake2b with a digest of 16 bytes.
    let mut parents: Vec<AccountId> = (0..6).map(key).collect();
    sort_for_application(&mut parents);
    assert_eq!(parents, [3, 5, 4, 1, 2, 0].map(key));
}

proptest! {
    #[test]
    fn a_list_that_passes_comes_into_force_unless_a_new_parent_contradicts_it(
        names in prop::collection::btree_set(2_u8..30, 0..=5),
        parts in prop::collection::vec(0_u64..=u64::MAX / 5, 5),
        later_parents in prop::collection::btree_set(2_u8..40, 0..3),
    ) {
        let children: Vec<Child> =
            names.iter().rev().zip(parts).map(|(name, part)| child(*name, part)).collect();
        let case = Case::good().with(|case| case.parents.clear());
        prop_assert_eq!(Case { children: children.clone(), ..case }.result(), Ok(()));
        let parents: Vec<Child> = later_parents.iter().map(|name| child(*name, 1)).collect();
        match applicable(key(PARENT), &children, &parents) {
            Some(in_force) => {
                prop_assert!(names.is_disjoint(&later_parents));
                prop_assert!(in_force.is_sorted_by(|a, b| a.hotkey < b.hotkey));
                prop_assert_eq!(in_force.len(), children.len());
                prop_assert!(in_force.iter().all(|child| children.contains(child)));
            }
            None => prop_assert!(!names.is_disjoint(&later_parents)),
        }
    }
}
