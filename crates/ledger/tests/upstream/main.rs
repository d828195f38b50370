//! The numbers of the chain's own tests that concern the ledger, entry by entry.
//!
//! An entry that nobody runs, a claim without an entry and a claim of another crate that does not name the
//! entry all fail.

mod claim;
mod scheduling;
mod weights;

use claim::{Claim, run_family};

/// Where `incentor-yuma` runs what concerns an epoch.
const MECHANISMS_OF_YUMA: &str = "yuma/tests/upstream_vectors/mechanisms.rs";
const NUMBERS_OF_YUMA: &str = "yuma/tests/upstream_vectors/math_primitives.rs";

#[test]
fn scheduling() {
    run_family("scheduling.json", scheduling::CLAIMS);
}

#[test]
fn mechanisms() {
    let in_yuma = |source| Claim::elsewhere(source, MECHANISMS_OF_YUMA);
    run_family(
        "mechanisms.json",
        &[
            in_yuma("mechanism.rs::split_emissions_even_division"),
            in_yuma("mechanism.rs::split_emissions_rounding_to_first"),
            in_yuma("mechanism.rs::split_emissions_fibbonacci"),
            in_yuma("model").about("split"),
            in_yuma("mechanism.rs::test_index_from_netuid_and_subnet"),
            in_yuma("mechanism.rs::test_netuid_and_subnet_from_index"),
            in_yuma("mechanism.rs::epoch_with_mechanisms_produces_per_mechanism_incentive"),
            in_yuma("mechanism.rs::epoch_with_mechanisms_updates_bonds"),
            in_yuma("mechanism.rs::epoch_with_mechanisms_incentives_proportional_to_weights"),
            in_yuma("mechanism.rs::epoch_with_mechanisms_no_weight_no_incentive"),
            in_yuma("mechanism.rs::epoch_with_mechanisms_persists_and_aggregates_all_terms"),
        ],
    );
}

#[test]
fn math_primitives() {
    let in_yuma = |source| Claim::elsewhere(source, NUMBERS_OF_YUMA);
    run_family(
        "math_primitives.json",
        &[
            Claim::here("math.rs::test_vec_u16_max_upscale_to_u16", weights::upscaled),
            Claim::here("model", weights::upscaled).about("max_upscale_to_u16"),
            in_yuma("math.rs::test_vec_max_upscale_to_u16"),
            in_yuma("math.rs::test_check_vec_max_limited"),
            in_yuma("math.rs::test_math_u64_normalization"),
            in_yuma("math.rs::test_math_fixed_overflow"),
            in_yuma("math.rs::test_math_sigmoid_safe"),
            in_yuma("math.rs::test_math_is_topk"),
            in_yuma("model").about("top-k non-zero"),
            in_yuma("math.rs::test_math_normalize and test_math_inplace_normalize"),
            in_yuma("math.rs::test_math_vecdiv"),
            in_yuma("math.rs::test_math_sum"),
            in_yuma("math.rs::test_math_inplace_mask_vector"),
            in_yuma("math.rs::test_math_inplace_mask_rows / test_math_mask_rows_sparse"),
            in_yuma(
                "math.rs::test_math_inplace_mask_diag / _except_index / test_math_mask_diag_sparse(_except_index)",
            ),
            in_yuma("math.rs::test_math_inplace_mask_matrix"),
            in_yuma("math.rs::test_math_fixed_to_u16 etc."),
            in_yuma("math.rs::test_checked_sum"),
        ],
    );
}
