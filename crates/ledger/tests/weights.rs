//! The order in which the chain refuses weights.

use incentor_ledger::RuleError;
use incentor_ledger::rules::weights::{CallerSeat, WeightCall, WeightCaller, WeightSubnet, check_weights};
use incentor_primitives::{BlockNumber, NetUid, Uid, Weight};

/// A call that breaks nothing, and everything that may be broken about it.
#[derive(Clone)]
struct Case {
    netuid: u16,
    uids: Vec<u16>,
    values: Vec<u16>,
    version_key: u64,
    subnet: WeightSubnet,
    caller: WeightCaller,
}

impl Case {
    fn good() -> Self {
        Self {
            netuid: 1,
            uids: vec![1, 2],
            values: vec![5, 6],
            version_key: 7,
            subnet: WeightSubnet {
                mechanism_exists: true,
                commit_reveal_enabled: false,
                n: 4,
                weights_version_key: 7,
                rate_limit_blocks: 100,
                min_allowed_weights: 2,
                stake_threshold_rao: 1000,
                block: BlockNumber(500),
            },
            caller: WeightCaller {
                stake_weight_rao: 1000,
                seat: Some(CallerSeat {
                    uid: Uid(0),
                    is_owner: false,
                    has_permit: true,
                    last_update: Some(BlockNumber(400)),
                }),
            },
        }
    }

    fn seat(&mut self) -> &mut CallerSeat {
        self.caller.seat.as_mut().unwrap()
    }

    fn result(&self) -> Result<Uid, RuleError> {
        let uids: Vec<Uid> = self.uids.iter().copied().map(Uid).collect();
        let values: Vec<Weight> = self.values.iter().copied().map(Weight).collect();
        let call = WeightCall {
            netuid: NetUid(self.netuid),
            uids: &uids,
            values: &values,
            version_key: self.version_key,
        };
        check_weights(&call, &self.subnet, &self.caller).map(|seat| seat.uid)
    }
}

type Break = (fn(&mut Case), RuleError);

/// One way to break each rule, in the order in which a registered hotkey hears of them.
///
/// Some cannot be broken together: the later break then undoes an earlier one and is left out of the pairs.
const BREAKS: &[Break] = &[
    (|case| case.caller.stake_weight_rao = 999, RuleError::NotEnoughStakeToSetWeights),
    (|case| case.seat().last_update = Some(BlockNumber(401)), RuleError::SettingWeightsTooFast),
    (|case| case.netuid = 0, RuleError::CanNotSetRootNetworkWeights),
    (|case| case.values.push(1), RuleError::WeightVecNotEqualSize),
    (|case| case.subnet.mechanism_exists = false, RuleError::MechanismDoesNotExist),
    (|case| case.subnet.n = 1, RuleError::UidsLengthExceedUidsInSubNet),
    (|case| case.version_key = 6, RuleError::IncorrectWeightVersionKey),
    (|case| case.seat().has_permit = false, RuleError::NeuronNoValidatorPermit),
    (|case| case.uids = vec![9; case.uids.len()], RuleError::DuplicateUids),
    (|case| case.uids[0] = 8, RuleError::UidVecContainInvalidOne),
    (|case| case.subnet.min_allowed_weights = 3, RuleError::WeightVecLengthIsLow),
];

#[test]
fn each_rule_refuses_with_its_own_name() {
    assert_eq!(Case::good().result(), Ok(Uid(0)));
    for (spoil, error) in BREAKS {
        let mut case = Case::good();
        spoil(&mut case);
        assert_eq!(case.result(), Err(*error));
    }
}

#[test]
fn of_two_broken_rules_the_earlier_is_named() {
    for (position, (first, error)) in BREAKS.iter().enumerate() {
        for (second, _) in &BREAKS[position + 1..] {
            let mut case = Case::good();
            second(&mut case);
            first(&mut case);
            assert_eq!(case.result(), Err(*error));
        }
    }
}

#[test]
fn the_guard_speaks_before_the_call() {
    let mut case = Case::good();
    case.subnet.mechanism_exists = false;
    case.seat().last_update = None;
    assert_eq!(case.result(), Err(RuleError::SettingWeightsTooFast), "registered, unknown mechanism");
    case.caller.seat = None;
    assert_eq!(case.result(), Err(RuleError::MechanismDoesNotExist), "unregistered, unknown mechanism");
    case.subnet.mechanism_exists = true;
    assert_eq!(case.result(), Err(RuleError::HotKeyNotRegisteredInSubNet));
}

#[test]
fn commit_reveal_refuses_plain_weights_and_knows_no_rate_limit() {
    let mut case = Case::good();
    case.subnet.commit_reveal_enabled = true;
    case.seat().last_update = Some(BlockNumber(499));
    assert_eq!(case.result(), Err(RuleError::CommitRevealEnabled));
}

#[test]
fn the_owner_needs_neither_stake_nor_permit() {
    let mut case = Case::good();
    case.caller.stake_weight_rao = 0;
    case.seat().has_permit = false;
    case.seat().is_owner = true;
    assert_eq!(case.result(), Ok(Uid(0)));
}

#[test]
fn a_weight_on_oneself_needs_neither_permit_nor_length() {
    let mut case = Case::good();
    case.seat().has_permit = false;
    (case.uids, case.values) = (vec![0], vec![0]);
    assert_eq!(case.result(), Ok(Uid(0)));
}

#[test]
fn a_first_weight_and_no_weight_are_legal() {
    let mut case = Case::good();
    case.seat().last_update = Some(BlockNumber(0));
    case.subnet.block = BlockNumber(1);
    assert_eq!(case.result(), Ok(Uid(0)));
    case.subnet.min_allowed_weights = 0;
    (case.uids, case.values) = (vec![], vec![]);
    assert_eq!(case.result(), Ok(Uid(0)));
}

#[test]
fn every_error_has_the_name_of_its_variant() {
    for error in RuleError::ALL {
        let variant = format!("{error:?}");
        // Two modules of the chain have an error of one name.
        let expected = if *error == RuleError::AdminInvalidValue { "InvalidValue" } else { &variant };
        assert_eq!(error.name(), expected);
        assert!(!error.to_string().is_empty());
    }
    let distinct = |error: &RuleError| (error.pallet(), error.name());
    let mut names: Vec<_> = RuleError::ALL.iter().map(distinct).collect();
    names.sort_unstable();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
}
