//! One epoch, timed: beside the naive second implementation, and beside what the chain's own code was measured to
//! take on another small machine.
//!
//! `cargo bench -p incentor-yuma` prints a table, with `-- --json` one object a line. `cargo xtask bench` runs it
//! for the plain target and for x86-64-v3 in turn.
#![expect(clippy::disallowed_types, reason = "times are printed, not computed with")]

use incentor_primitives::RuleSet;
use incentor_yuma::{Bonds, Entry, EpochInput, EpochParams, LiquidAlpha, StakeWeight, Workspace};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Validators and uids, and how long the chain's own code took for the three kinds of bonds, in microseconds:
/// natively, on one thread of a small two-core machine.
const SIZES: [(u16, u16, [f64; 3]); 2] =
    [(64, 256, [1_040.0, 910.0, 17_600.0]), (256, 4096, [87_000.0, 76_000.0, 4_286_000.0])];
/// The naive implementation takes minutes beyond.
const NAIVE_UP_TO: u16 = 256;
/// Time for each line.
const BUDGET: Duration = Duration::from_millis(1500);

fn main() {
    let json = std::env::args().any(|argument| argument == "--json");
    let liquid = LiquidAlpha { low_u16: 45_875, high_u16: 58_982, steepness: 1_000 };
    let kinds = [
        ("yuma2", Bonds::Original),
        ("yuma3", Bonds::FixedProportion),
        ("yuma3-liquid", Bonds::FixedProportionLiquid(liquid)),
    ];
    if !json {
        println!("best of many runs, one thread; `chain` was measured on another machine");
        println!("{:<28} {:>12} {:>12} {:>9} {:>12}", "", "this", "naive", "ratio", "chain/this");
    }
    for (validators, uids, chain) in SIZES {
        let state = State::dense(validators, uids);
        for ((name, bonds), chain_us) in kinds.into_iter().zip(chain) {
            let input = state.input(bonds);
            let mut workspace = Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma);
            let this_us = best_us(|| {
                black_box(workspace.run(black_box(&input))).expect("a legal state");
            });
            let naive_us = (uids <= NAIVE_UP_TO).then(|| {
                let start = Instant::now();
                black_box(incentor_naive::epoch(black_box(&input))).expect("a legal state");
                start.elapsed().as_secs_f64() * 1e6
            });
            report(&format!("epoch/{name}/n={uids}"), this_us, naive_us, chain_us, json);
        }
    }
}

fn report(name: &str, this_us: f64, naive_us: Option<f64>, chain_us: f64, json: bool) {
    let versus_chain = chain_us / this_us;
    if json {
        let naive = naive_us.map_or_else(|| "null".to_owned(), |us| format!("{us:.1}"));
        println!(
            r#"{{"name":"{name}","this_us":{this_us:.1},"naive_us":{naive},"chain_elsewhere_us":{chain_us:.1},"chain_over_this":{versus_chain:.2}}}"#
        );
        return;
    }
    let naive = naive_us.map_or_else(|| "-".to_owned(), |us| format!("{us:.0} µs"));
    let ratio = naive_us.map_or_else(|| "-".to_owned(), |us| format!("{:.0}×", us / this_us));
    println!("{name:<28} {:>12} {naive:>12} {ratio:>9} {versus_chain:>11.1}×", format!("{this_us:.1} µs"));
}

/// The fastest of as many runs as the budget allows, three at the least.
fn best_us(mut run: impl FnMut()) -> f64 {
    run();
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut runs = 0;
    while runs < 3 || begin.elapsed() < BUDGET {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
        runs += 1;
    }
    best.as_secs_f64() * 1e6
}

/// A subnet in which every validator weighs every miner and holds bonds on each.
struct State {
    uids: usize,
    validators: usize,
    stake: Vec<StakeWeight>,
    last_update: Vec<u64>,
    block_at_registration: Vec<u64>,
    permit: Vec<bool>,
    weights: Vec<Vec<Entry>>,
    bonds: Vec<Vec<Entry>>,
}

impl State {
    fn dense(validators: u16, uids: u16) -> Self {
        let mut numbers = Numbers(7);
        let (is_validator, n) = (|uid: u16| uid < validators, usize::from(uids));
        let stake = (0..uids)
            .map(|uid| {
                StakeWeight::from_rao(if is_validator(uid) { 1 << 40 | numbers.next() >> 20 } else { 0 })
            })
            .collect();
        let mut matrix = || -> Vec<Vec<Entry>> {
            let row = |uid| if is_validator(uid) { validators..uids } else { 0..0 };
            (0..uids).map(|uid| row(uid).map(|column| (column, numbers.next_u16())).collect()).collect()
        };
        let (weights, bonds) = (matrix(), matrix());
        Self {
            uids: n,
            validators: usize::from(validators),
            stake,
            last_update: vec![1_000; n],
            block_at_registration: vec![0; n],
            permit: (0..uids).map(is_validator).collect(),
            weights,
            bonds,
        }
    }

    fn input(&self, bonds: Bonds) -> EpochInput<'_> {
        EpochInput {
            n: self.uids,
            current_block: 1_100,
            last_mechanism_step_block: 740,
            params: EpochParams {
                tempo: 360,
                activity_cutoff_blocks: 5_000,
                max_allowed_validators: self.validators,
                kappa_u16: 32_767,
                bonds_moving_average: 900_000,
                bonds_penalty_u16: 65_535,
                bonds,
                stake_threshold_rao: 0,
            },
            owner_uid: None,
            stake: &self.stake,
            last_update: &self.last_update,
            block_at_registration: &self.block_at_registration,
            validator_permit: &self.permit,
            commit_blocks: None,
            weights: &self.weights,
            bonds: &self.bonds,
            emission_rao: 296_020_000_000,
        }
    }
}

/// A `SplitMix64` generator: the same state on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn next_u16(&mut self) -> u16 {
        (self.next() >> 48) as u16 | 1
    }
}
