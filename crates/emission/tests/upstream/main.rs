//! Every entry of the upstream vectors about emission and registration, each claimed once.
//!
//! An entry nobody claims fails the test, and so does a claim without an entry.

mod blocks;
mod document;
mod payouts;
mod seats;

use document::{Entry, entries};

/// Who holds an entry.
enum Claim {
    /// This check.
    Here(fn(&Entry)),
    /// The test in that file which names the entry so.
    In(&'static str, &'static str),
}

use Claim::{Here, In};

/// How the source and the operation of an entry begin, and who holds it.
type Claims = [(&'static str, &'static str, Claim)];

const COINBASE: &str = "pallets/subtensor/src/tests/coinbase.rs::";
const REGISTRATION: &str = "pallets/subtensor/src/tests/registration.rs::";
const UIDS: &str = "pallets/subtensor/src/tests/uids.rs::";
const PRUNING: &str = "../ledger/tests/registration.rs";

const EMISSION: &Claims = &[
    ("model", "block emission by issuance", Here(blocks::curve)),
    (COINBASE, "test_coinbase_tao_issuance_base", Here(blocks::one_subnet_gets_everything)),
    (COINBASE, "test_coinbase_tao_issuance_base_low", Here(blocks::one_subnet_gets_everything)),
    (COINBASE, "test_coinbase_tao_issuance_multiple", Here(blocks::equal_subnets_get_the_same)),
    (
        COINBASE,
        "test_coinbase_disabled_subnet_emission_redistributes_tao_to_enabled_subnets",
        Here(blocks::disabled_subnets_leave_theirs),
    ),
    (
        "pallets/subtensor/src/tests/subnet_emissions.rs::",
        "get_shares_ignores_root_prop_storage_when_prices_and_burns_match",
        Here(blocks::shares_know_no_root),
    ),
    ("model", "shares (U64F64 bits) from moving prices", Here(blocks::shares)),
    ("model", "TAO emission (U96F32 bits) after enable flags", Here(blocks::enable_flags)),
    (COINBASE, "test_coinbase_moving_prices", Here(blocks::moving_prices)),
    (COINBASE, "test_update_moving_price_initial", Here(blocks::moving_prices)),
    (COINBASE, "test_update_moving_price_after_time", Here(blocks::moving_prices)),
    (COINBASE, "test_coinbase_alpha_issuance_base", Here(blocks::alpha_in_by_price)),
    (COINBASE, "test_coinbase_alpha_issuance_different", Here(blocks::alpha_in_by_price)),
    (COINBASE, "test_owner_cut_base", Here(blocks::owner_cut)),
    (COINBASE, "test_pending_emission", Here(blocks::pending_emission)),
    (COINBASE, "test_root_proportion", Here(blocks::root_of_the_entry)),
    ("model", "tao weight bits", Here(blocks::tao_weight)),
    ("model", "pending accumulation per block", Here(blocks::pending)),
    ("model", "injection terms", Here(blocks::injections)),
    (COINBASE, "test_calculate_dividend_distribution_totals", Here(payouts::distribution)),
    (COINBASE, "test_calculate_dividend_distribution_total_only_tao", Here(payouts::distribution)),
    (COINBASE, "test_calculate_dividend_distribution_total_no_tao_weight", Here(payouts::distribution)),
    (COINBASE, "test_calculate_dividend_distribution_total_only_alpha", Here(payouts::distribution)),
    (COINBASE, "test_calculate_dividend_and_incentive_distribution", Here(payouts::single_hotkey)),
    (
        COINBASE,
        "test_calculate_dividend_and_incentive_distribution_all_to_validators",
        Here(payouts::single_hotkey),
    ),
    (COINBASE, "test_calculate_dividends_and_incentives", Here(payouts::single_hotkey)),
    (COINBASE, "test_calculate_dividends_and_incentives_only_validators", Here(payouts::single_hotkey)),
    (COINBASE, "test_calculate_dividends_and_incentives_only_miners", Here(payouts::single_hotkey)),
    (COINBASE, "test_drain_base_with_subnet_with_single_staker_not_registered", Here(payouts::one_staker)),
    (COINBASE, "test_drain_base_with_subnet_with_single_staker_registered", Here(payouts::one_staker)),
    (
        COINBASE,
        "test_drain_base_with_subnet_with_single_staker_registered_root_weight",
        Here(payouts::one_staker),
    ),
    (COINBASE, "test_drain_base_with_subnet_with_two_stakers_registered", Here(payouts::two_stakers)),
    (
        COINBASE,
        "test_drain_base_with_subnet_with_two_stakers_registered_and_root",
        Here(payouts::two_stakers),
    ),
    (
        COINBASE,
        "test_drain_base_with_subnet_with_two_stakers_registered_and_root_different_amounts",
        Here(payouts::two_stakers),
    ),
    (
        COINBASE,
        "test_drain_base_with_subnet_with_two_stakers_registered_and_root_different_amounts_half_tao_weight",
        Here(payouts::two_stakers),
    ),
    (COINBASE, "test_drain_alpha_childkey_parentkey", Here(payouts::a_child_takes)),
    (COINBASE, "test_get_root_children", Here(payouts::inherited_stake)),
    (COINBASE, "test_get_root_children_drain_half_proportion", Here(payouts::children_on_root)),
    (COINBASE, "test_get_root_children_drain_with_take", Here(payouts::children_on_root)),
    (COINBASE, "test_get_root_children_drain_with_half_take", Here(payouts::children_on_root)),
    (COINBASE, "test_incentive_to_subnet_owner_is_burned", Here(payouts::owners_incentive)),
    (COINBASE, "test_incentive_to_subnet_owners_hotkey_is_burned", Here(payouts::owners_incentive)),
    (COINBASE, "test_burn_key_sorting", Here(payouts::owners_incentive)),
    ("model", "parent/child split of one dividend", Here(payouts::parents_and_child)),
];

const SEATS: &Claims = &[
    (REGISTRATION, "test_burn_decay", Here(seats::a_registration_and_a_block)),
    (REGISTRATION, "test_burn_halves_every_half_life", Here(seats::halves_every_half_life)),
    (
        REGISTRATION,
        "test_burn_min_and_max_clamps_prevent_zero_stuck_and_cap_bump",
        Here(seats::stays_within_its_bounds),
    ),
    ("model", "decay factor q32 by half-life", Here(seats::decay_factors)),
    ("model", "burn after k blocks", Here(seats::decays)),
    ("model", "bump", Here(seats::bumps)),
    (
        UIDS,
        "test_prune_respects_min_non_immune_floor_prefers_immune",
        In(PRUNING, "test_prune_respects_min_non_immune_floor_prefers_immune"),
    ),
    (
        UIDS,
        "test_prune_tie_breakers_non_immune_emission_block_uid",
        In(PRUNING, "test_prune_tie_breakers_non_immune_emission_block_uid"),
    ),
    (
        UIDS,
        "test_prune_all_owner_immortal_returns_none",
        In(PRUNING, "test_prune_all_owner_immortal_returns_none"),
    ),
    (
        REGISTRATION,
        "test_registration_get_uid_to_prune_all_in_immunity_period",
        In(PRUNING, "all_in_immunity_period"),
    ),
    (
        REGISTRATION,
        "test_registration_get_uid_to_prune_none_in_immunity_period",
        In(PRUNING, "none_in_immunity_period"),
    ),
    (
        REGISTRATION,
        "test_registration_get_uid_to_prune_owner_immortality",
        In(PRUNING, "test_registration_get_uid_to_prune_owner_immortality"),
    ),
];

#[test]
fn every_entry_about_emission_holds() {
    check("emission", EMISSION, 44);
}

#[test]
fn every_entry_about_registration_holds() {
    check("registration", SEATS, 12);
}

/// Runs the one claim of each entry.
fn check(file: &str, claims: &Claims, expected: usize) {
    let entries = entries(file);
    assert_eq!((entries.len(), claims.len()), (expected, expected), "{file}.json: entries, claims");
    for (source, op, claim) in claims {
        let held: Vec<&Entry> = entries.iter().filter(|entry| is(entry, source, op)).collect();
        assert_eq!(held.len(), 1, "{file}.json: entries that are {source}{op}");
        println!("{file}.json: {source}{op}");
        match claim {
            Here(check) => check(held[0]),
            In(path, name) => {
                let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
                let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
                assert!(text.contains(name), "{path} does not hold {name}");
            }
        }
    }
    // As many claims as entries and one entry each: an entry without claim would leave one with two.
    for entry in &entries {
        let holders = claims.iter().filter(|(source, op, _)| is(entry, source, op)).count();
        assert_eq!(holders, 1, "{file}.json: claims of {entry}");
    }
}

/// Tests are named in full by source; operations of the model by how they begin.
fn is(entry: &Entry, source: &str, op: &str) -> bool {
    match entry["op"].as_str() {
        Some(found) => entry["source"] == source && found.starts_with(op),
        None => entry["source"] == format!("{source}{op}"),
    }
}
