//! Registration without a ledger: its checks in their order, seats, immunity and pruning.
//!
//! The entries of `registration.json` about pruning are claimed here, those about the price beside the price.

use incentor_ledger::RuleError;
use incentor_ledger::rules::immunity::{OwnerSeat, immortal_uids, is_immune};
use incentor_ledger::rules::pruning::{Holder, PruneCandidate, PruneLimits, uid_to_prune};
use incentor_ledger::rules::registration::{RegistrationFacts, check_registration};
use incentor_ledger::rules::seat_limits::{SeatLimits, check_max_allowed_uids, check_min_allowed_uids};
use incentor_ledger::rules::uids::{SeatChoice, choose_seat};
use incentor_primitives::{BlockNumber, Tao, Uid};
use serde_json::Value;

fn entries() -> Vec<Value> {
    let path = format!("{}/../emission/tests/vectors/registration.json", env!("CARGO_MANIFEST_DIR"));
    let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    document["tests"].as_array().unwrap().clone()
}

/// The one entry of an upstream test.
fn entry(test: &str) -> Value {
    let is = |entry: &Value| entry["source"].as_str().unwrap().ends_with(test);
    let found: Vec<Value> = entries().into_iter().filter(is).collect();
    assert_eq!(found.len(), 1, "{test}");
    found.into_iter().next().unwrap()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn candidate(registered_at: u64, emission_rao: u64, holder: Holder) -> PruneCandidate {
    PruneCandidate { registered_at: BlockNumber(registered_at), emission_rao, holder }
}

fn others(registered_at: &[u64], emissions: &[u64]) -> Vec<PruneCandidate> {
    let both = registered_at.iter().zip(emissions);
    both.map(|(block, rao)| candidate(*block, *rao, Holder::Other)).collect()
}

/// Limits at a block, with what an entry's input says.
fn limits(block: u64, input: &Value) -> PruneLimits {
    let field = |name: &str| u16::try_from(input[name].as_u64().unwrap_or(0)).unwrap();
    PruneLimits {
        block: BlockNumber(block),
        immunity_period_blocks: field("immunity_period"),
        immune_owner_uids_limit: field("owner_immune_limit"),
        min_non_immune_uids: field("min_non_immune"),
    }
}

fn check_pruned(entry: &Value, expected: &Value, candidates: &[PruneCandidate], limits: PruneLimits) {
    let pruned = uid_to_prune(candidates, &limits).map(|uid| u64::from(uid.0));
    assert_eq!(pruned, expected.as_u64(), "{entry}: {limits:?}");
}

#[test]
fn every_entry_about_pruning_is_one_of_those_below() {
    let about_pruning = |entry: &Value| entry["source"].as_str().unwrap().contains("prune");
    assert_eq!(entries().iter().filter(|entry| about_pruning(entry)).count(), 6);
    assert_eq!(entries().len(), 12);
}

#[test]
fn with_few_old_neurons_a_young_one_goes() {
    let entry = entry("test_prune_respects_min_non_immune_floor_prefers_immune");
    let candidates = others(&[0, 0, 0, 5_000], &[1, 2, 3, 9]);
    let limits = limits(5_001, &entry["input"]);
    check_pruned(&entry, &entry["expected"], &candidates, limits);
}

#[test]
fn of_equal_emission_the_oldest_goes_then_the_lowest_uid() {
    let entry = entry("test_prune_tie_breakers_non_immune_emission_block_uid");
    let emissions = numbers(&entry["input"]["emissions"]);
    let limits = limits(100, &entry["input"]);
    check_pruned(&entry, &entry["expected"], &others(&[1, 2, 3], &emissions), limits);
    check_pruned(&entry, &Value::from(2), &others(&[3, 2, 1], &emissions), limits);
    check_pruned(&entry, &Value::from(1), &others(&[3, 2, 2], &emissions), limits);
    check_pruned(&entry, &Value::from(2), &others(&[1, 2, 3], &[10, 10, 9]), limits);
}

#[test]
fn nobody_goes_where_all_seats_are_the_owners() {
    let entry = entry("test_prune_all_owner_immortal_returns_none");
    let owners = usize::try_from(number(&entry["input"]["owner_hotkeys"])).unwrap();
    let candidates = vec![candidate(0, 0, Holder::Owner); owners];
    check_pruned(&entry, &entry["expected"], &candidates, limits(1_000, &entry["input"]));
}

#[test]
fn immunity_decides_only_who_goes_first() {
    for test in ["all_in_immunity_period", "none_in_immunity_period"] {
        let entry = entry(&format!("test_registration_get_uid_to_prune_{test}"));
        let input = &entry["input"];
        let candidates = others(&numbers(&input["reg"]), &numbers(&input["emissions"]));
        check_pruned(&entry, &entry["expected"], &candidates, limits(number(&input["block"]), input));
    }
}

#[test]
fn the_owner_keeps_so_many_seats() {
    let entry = entry("test_registration_get_uid_to_prune_owner_immortality");
    let emissions = numbers(&entry["input"]["emissions"]);
    let holders = [Holder::OwnerHotkey, Holder::Owner, Holder::Other];
    let candidates: Vec<PruneCandidate> = (0..)
        .zip(emissions.iter().zip(holders))
        .map(|(block, (rao, holder))| candidate(block, *rao, holder))
        .collect();
    for case in entry["cases"].as_array().unwrap() {
        let limit = u16::try_from(number(&case["owner_immune_limit"])).unwrap();
        let limits = PruneLimits { immune_owner_uids_limit: limit, ..limits(100, &entry["input"]) };
        check_pruned(&entry, &case["expected"], &candidates, limits);
    }
}

#[test]
fn the_floor_of_old_neurons_must_be_exceeded() {
    let check = |old: usize, young: usize, floor, expected: Option<u16>| {
        let mut candidates = vec![candidate(0, 0, Holder::Other); old];
        candidates.extend(vec![candidate(95, 7, Holder::Other); young]);
        candidates.push(candidate(0, 0, Holder::OwnerHotkey));
        let limits = PruneLimits {
            block: BlockNumber(100),
            immunity_period_blocks: 10,
            immune_owner_uids_limit: 1,
            min_non_immune_uids: floor,
        };
        assert_eq!(uid_to_prune(&candidates, &limits), expected.map(Uid), "{old} {young} {floor}");
    };
    check(3, 1, 2, Some(0));
    check(3, 1, 3, Some(3));
    check(3, 0, 3, None);
    check(3, 0, 2, Some(0));
    check(0, 2, 0, Some(0));
    check(0, 0, 0, None);
}

#[test]
fn immunity_ends_with_its_period() {
    let check = |registered_at, block, period, expected| {
        assert_eq!(is_immune(BlockNumber(registered_at), BlockNumber(block), period), expected);
    };
    check(100, 100, 0, false);
    check(100, 100, 1, true);
    check(100, 109, 10, true);
    check(100, 110, 10, false);
    check(100, 90, 1, true);
    check(0, u64::MAX, u16::MAX, false);
}

#[test]
fn the_owner_hotkey_is_immortal_first_then_the_oldest() {
    let seat = |uid, registered_at, is_owner_hotkey| OwnerSeat {
        uid: Uid(uid),
        registered_at: BlockNumber(registered_at),
        is_owner_hotkey,
    };
    let seats = vec![seat(1, 5, false), seat(2, 3, false), seat(3, 9, true), seat(4, 3, false)];
    let check = |limit, expected: &[u16]| {
        let uids: Vec<u16> = immortal_uids(seats.clone(), limit).into_iter().map(|uid| uid.0).collect();
        assert_eq!(uids, expected);
    };
    check(0, &[]);
    check(1, &[3]);
    check(3, &[3, 2, 4]);
    check(10, &[3, 2, 4, 1]);
}

#[test]
fn a_seat_is_free_or_somebodys_or_not_to_be_had() {
    let nobody = || None;
    assert_eq!(choose_seat(0, 0, || Some(Uid(0))), None);
    assert_eq!(choose_seat(5, 6, || panic!("there is a free one")), Some(SeatChoice::Append));
    assert_eq!(choose_seat(6, 6, || Some(Uid(2))), Some(SeatChoice::Replace(Uid(2))));
    assert_eq!(choose_seat(6, 6, nobody), None);
}

type Repair = fn(&mut RegistrationFacts);

/// Everything wrong at once, put right one by one in the chain's order.
#[test]
fn refusals_come_in_the_chains_order() {
    let mut facts = RegistrationFacts {
        is_root: true,
        subnet_exists: false,
        limit_price: Some(Tao::from_rao(9)),
        registration_allowed: false,
        already_registered: true,
        balance: Tao::from_rao(9),
        price: Tao::from_rao(10),
        hotkey_is_foreign: true,
        seat: None,
    };
    let repairs: [(RuleError, Repair); 8] = [
        (RuleError::RegistrationNotPermittedOnRootSubnet, |facts| facts.is_root = false),
        (RuleError::SubnetNotExists, |facts| facts.subnet_exists = true),
        (RuleError::RegistrationPriceLimitExceeded, |facts| facts.limit_price = Some(facts.price)),
        (RuleError::SubNetRegistrationDisabled, |facts| facts.registration_allowed = true),
        (RuleError::HotKeyAlreadyRegisteredInSubNet, |facts| facts.already_registered = false),
        (RuleError::NotEnoughBalanceToStake, |facts| facts.balance = facts.price),
        (RuleError::NonAssociatedColdKey, |facts| facts.hotkey_is_foreign = false),
        (RuleError::NoNeuronIdAvailable, |facts| facts.seat = Some(SeatChoice::Append)),
    ];
    for (error, repair) in repairs {
        assert_eq!(check_registration(&facts), Err(error));
        repair(&mut facts);
    }
    assert_eq!(check_registration(&facts), Ok(SeatChoice::Append));
}

#[test]
fn the_number_of_seats_has_its_range() {
    let limits =
        SeatLimits { n: 70, min_allowed_uids: 64, max_allowed_uids: 128, mechanism_count: 2, max_uids: 256 };
    let most = |value| check_max_allowed_uids(value, &limits);
    assert_eq!(most(63), Err(RuleError::MaxAllowedUidsLessThanMinAllowedUids));
    assert_eq!(most(69), Err(RuleError::MaxAllowedUIdsLessThanCurrentUIds));
    assert_eq!(most(257), Err(RuleError::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids));
    assert_eq!(most(129), Err(RuleError::TooManyUIDsPerMechanism));
    assert_eq!((most(70), most(128)), (Ok(()), Ok(())));
    let least = |value| check_min_allowed_uids(value, &limits);
    assert_eq!(least(128), Err(RuleError::MinAllowedUidsGreaterThanMaxAllowedUids));
    assert_eq!(least(70), Err(RuleError::MinAllowedUidsGreaterThanCurrentUids));
    assert_eq!((least(69), least(0)), (Ok(()), Ok(())));
}
