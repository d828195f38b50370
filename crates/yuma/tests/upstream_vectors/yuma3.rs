//! `yuma3.json`: Yuma 3 bonds, with and without liquid alpha, over many epochs.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::epochs::{rows, run_step, state_of};
use crate::upstream_vectors::expected;
use crate::upstream_vectors::report::Report;
use incentor_yuma::{Bonds, Entry, EpochParams, LiquidAlpha};
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::new("epoch.rs::test_yuma_3_kappa_moves_first", liquid),
    Claim::new("epoch.rs::test_yuma_3_kappa_moves_second", liquid),
    Claim::new("epoch.rs::test_yuma_3_kappa_moves_last", liquid),
    Claim::new("epoch.rs::test_yuma_3_one_epoch_switch", liquid),
    Claim::new("epoch.rs::test_yuma_3_liquid_alpha_disabled", fixed),
    Claim::new("epoch.rs::test_yuma_3_stable_miner", liquid),
    Claim::new("epoch.rs::test_yuma_3_bonds_reset", bonds_reset),
];

/// The entry's parameters are words; these are the same as a value.
const WORDS: &str = "Yuma3 on, bonds penalty 0, bonds moving average 975000, kappa 32767, alpha low/high u16 \
    6553/19660 (0.1/0.3), steepness 1000, max validators 3; a permit-issuing epoch runs first; weights stay as last \
    set when not listed";
const LIQUID: Bonds =
    Bonds::FixedProportionLiquid(LiquidAlpha { low_u16: 6553, high_u16: 19_660, steepness: 1000 });

fn liquid(entry: &Value, report: &mut Report) {
    scenario(entry, report, LIQUID, None);
}

fn fixed(entry: &Value, report: &mut Report) {
    scenario(entry, report, Bonds::FixedProportion, None);
}

fn bonds_reset(entry: &Value, report: &mut Report) {
    scenario(entry, report, LIQUID, Some((20, 3)));
}

/// Runs the steps on end; `reset` is the step before which a uid's bonds are reset, and that uid.
fn scenario(entry: &Value, report: &mut Report, bonds: Bonds, reset: Option<(usize, u16)>) {
    report.same("parameters", &entry["parameters"].as_str(), &Some(WORDS));
    let mut handed_on: Option<[Vec<Vec<Entry>>; 2]> = None;
    for (index, step) in entry["steps"].as_array().unwrap().iter().enumerate() {
        let state = state_of(step);
        let (params, stored) = (state.input().params, rows(&state.bonds));
        report.same("parameters in words", &params, &worded(&params, bonds));
        report.same("permits", &state.validator_permit[..4], &[true, true, true, false][..]);
        if let Some([mut production, mut naive]) = handed_on.take() {
            if let Some((_, uid)) = reset.filter(|(step, _)| *step == index) {
                incentor_yuma::reset_bonds(&mut production, uid);
                incentor_naive::mechanisms::reset_bonds(&mut naive, uid);
            }
            report.list("bonds handed on (production)", &production, &stored);
            report.list("bonds handed on (naive)", &naive, &stored);
        }
        let sides = run_step(step, report);
        if !step["upstream_expected"].is_null() {
            for side in &sides {
                expected::compare_fractions(report, side, &step["upstream_expected"]);
            }
        }
        handed_on = Some(sides.map(|side| side.epoch.bonds));
    }
}

fn worded(params: &EpochParams, bonds: Bonds) -> EpochParams {
    EpochParams {
        max_allowed_validators: 3,
        kappa_u16: 32_767,
        bonds_moving_average: 975_000,
        bonds_penalty_u16: 0,
        bonds,
        ..*params
    }
}
