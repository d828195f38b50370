//! The first scenario as a prototype of the engine measured it: three variants, four cheats.

use super::chain::{flow, journeys, picture, published};
use super::terms::{findings, gates, parameters, sweep};
use super::{Draws, estimate};
use incentor_scenario::run::*;

const SEEDS: usize = 32;

/// What one variant came to, in the order sybil, copycat, lazy, copier.
pub(crate) struct Outcome {
    pub(crate) name: &'static str,
    pub(crate) gains: [(f64, f64); 4],
    pub(crate) harm: f64,
    /// Share of emission: honest, sybil, copycat, lazy.
    pub(crate) shares: [f64; 4],
    /// Profit and pay change of the best, the median and the worst miner.
    pub(crate) improving: [(f64, f64); 3],
    /// By how much pay follows quality.
    pub(crate) power: f64,
    pub(crate) capped: bool,
}

pub(crate) const OUTCOMES: [Outcome; 3] = [
    Outcome {
        name: "draft",
        gains: [(6.60, 0.09), (0.94, 0.03), (-0.57, 0.02), (0.27, 0.004)],
        harm: 0.33,
        shares: [0.631, 0.301, 0.061, 0.007],
        improving: [(-0.19, 0.006), (-0.03, 0.036), (0.06, 0.084)],
        power: 1.0,
        capped: true,
    },
    Outcome {
        name: "steeper",
        gains: [(2.83, 0.30), (6.09, 0.26), (0.02, 0.01), (0.40, 0.01)],
        harm: 0.38,
        shares: [0.590, 0.202, 0.207, 0.001],
        improving: [(1.15, 0.24), (0.45, 0.43), (0.05, 0.46)],
        power: 4.0,
        capped: false,
    },
    Outcome {
        name: "hardened",
        gains: [(-1.64, 0.07), (-0.44, 0.03), (-0.03, 0.04), (0.15, 0.003)],
        harm: -0.10,
        shares: [0.932, 0.056, 0.009, 0.003],
        improving: [(0.65, 0.17), (0.35, 0.19), (0.15, 0.20)],
        power: 2.0,
        capped: false,
    },
];

const QUALITIES: [f64; 12] = [0.65, 0.73, 0.79, 0.85, 0.91, 0.97, 1.03, 1.10, 1.18, 1.27, 1.38, 1.54];
pub(crate) const STAKES: [(&str, f64); 4] =
    [("validators#1", 400e3), ("validators#2", 250e3), ("validators#3", 200e3), ("copier", 150e3)];
const WHOLE: f64 = 29.53;

pub(crate) fn quickstart() -> Run {
    let variants: Vec<VariantRun> = OUTCOMES.iter().map(variant).collect();
    Run {
        format: FORMAT.to_owned(),
        version: "0.1.0".to_owned(),
        scenario: "quickstart".to_owned(),
        teaches: Some(
            "A mechanism that looks fair (rank correlation 0.98) pays one worker behind six hotkeys a third of the \
             emission. The usual fix, steeper weights, feeds the copycat instead; asking each miner something of its \
             own, under load, removes both."
                .to_owned(),
        ),
        rule_set: "subtensor-2026-06".to_owned(),
        seeds: SeedRange { first: 1, count: SEEDS as u32 },
        window: Window { tempo_blocks: 360, tempos: 280, warmup_tempos: 28, days: 14.0, counted_days: 12.6 },
        confidence: 0.95,
        worlds: 27,
        epochs: 241_920,
        variants,
        gates: gates(),
        findings: findings(),
        sweep: Some(sweep()),
        parameters: parameters(),
        leaves_out: [
            "Nobody enters or leaves because of profit: the cast is fixed.",
            "Selling alpha moves no price.",
            "A behaviour never learns from what the others do.",
            "Nothing here says that no other deviation pays: only those listed were measured.",
        ]
        .map(str::to_owned)
        .to_vec(),
        repeat: "incentor sim scenarios/quickstart.toml --seed 1 --seeds 32".to_owned(),
        audit_hash: "5f0c9e1d7a44b2f88e10c3d95b7a6e21".to_owned(),
        hash: "7c1e94f0b1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c".to_owned(),
    }
}

fn variant(outcome: &Outcome) -> VariantRun {
    let coldkeys = coldkeys(outcome);
    VariantRun {
        name: outcome.name.to_owned(),
        changes: match outcome.name {
            "steeper" => vec![
                (
                    "mechanism.score".to_owned(),
                    "{ product = [ { quality = {} }, { in_time = \"12s\" } ] }".to_owned(),
                ),
                ("mechanism.weights.power".to_owned(), "4".to_owned()),
            ],
            "hardened" => vec![
                (
                    "mechanism.score".to_owned(),
                    "{ product = [ { quality = {} }, { volume = {} }, { in_time = \"12s\" } ] }".to_owned(),
                ),
                ("mechanism.weights.power".to_owned(), "2".to_owned()),
                ("mechanism.task.given_to".to_owned(), "\"one_miner\"".to_owned()),
                ("mechanism.round.sample".to_owned(), "\"all\"".to_owned()),
            ],
            _ => Vec::new(),
        },
        consensus: "Yuma 3, reveal period 1".to_owned(),
        participation: Participation {
            validators: 4,
            miners: 20,
            mining_coldkeys: 15,
            coverage: if outcome.name == "hardened" { 0.75 } else { 0.3 },
            coverage_of_askers: if outcome.name == "hardened" { 1.0 } else { 0.4 },
            idle_validators: 1,
            weights_taken: 107_520,
            weights_refused: vec![("CommittingWeightsTooFast".to_owned(), 312)],
            void_rounds: 0,
            first_fault: None,
            registrations: 0.0,
            prunes: 0.0,
            mean_price_tao: 0.0,
        },
        populations: populations(outcome, &coldkeys),
        seats: seats(outcome, &coldkeys),
        deviations: deviations(outcome),
        improvements: improvements(outcome),
        harm: Some(outcome.harm),
        metrics: metrics(outcome),
        sensitivity: sensitivity(outcome),
        series: series(outcome),
        journeys: journeys(outcome),
        flow: flow(outcome),
        consensus_picture: picture(outcome, &coldkeys),
        published: (outcome.name == "draft").then(published),
        coldkeys,
    }
}

/// Pay of each honest miner: follows quality by the power, up to the cap.
fn honest_pay(outcome: &Outcome) -> Vec<f64> {
    let mut draws = Draws::new(7);
    let value = |quality: f64| {
        let seen = if outcome.capped { quality.min(1.0 + (quality - 1.0).max(0.0) * 0.12) } else { quality };
        (0..outcome.power as u32).fold(1.0, |product, _| product * seen)
    };
    let raw: Vec<f64> =
        QUALITIES.iter().map(|quality| value(*quality) * (1.0 + 0.03 * draws.next())).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|raw| raw / sum * outcome.shares[0] * WHOLE).collect()
}

fn coldkeys(outcome: &Outcome) -> Vec<Coldkey> {
    let mut draws = Draws::new(11);
    let mut made = Vec::new();
    let fresh: f64 = QUALITIES.iter().sum::<f64>() + 0.9 + 0.12;
    let mut push =
        |name: String, population: &str, quality: Option<f64>, pay: f64, running: f64, registration: f64| {
            made.push(Coldkey {
                name,
                population: population.to_owned(),
                subnet: String::new(),
                role: RoleName::Miner,
                quality,
                stake: 0.0,
                pay_share: pay / WHOLE,
                fresh_work_share: Some(quality.unwrap_or(0.0) / fresh),
                pay: estimate(pay, pay * 0.01),
                running_cost: running,
                registration_cost: registration,
                cost: running + registration,
                profit: estimate(pay - running - registration, pay * 0.01),
                pay_per_seed: draws.around(pay, pay * 0.03, SEEDS),
                prunes: 0.0,
            });
        };
    for (index, (quality, pay)) in QUALITIES.iter().zip(honest_pay(outcome)).enumerate() {
        push(
            format!("honest#{}", index + 1),
            "honest",
            Some(*quality),
            pay,
            0.4 * quality * quality + 0.05,
            0.0004,
        );
    }
    push("copycat".to_owned(), "copycat", None, outcome.shares[2] * WHOLE, 0.05, 0.0004);
    push("sybil".to_owned(), "sybil", Some(0.9), outcome.shares[1] * WHOLE, 0.324 + 0.3, 0.0024);
    push("lazy".to_owned(), "lazy", Some(0.12), outcome.shares[3] * WHOLE, 0.056, 0.0004);
    for (index, (name, stake)) in STAKES.into_iter().enumerate() {
        let copier = index == 3;
        let pay = stake / 1e6 * WHOLE * if copier { 1.02 } else { 1.0 };
        made.push(Coldkey {
            name: name.to_owned(),
            population: if copier { "copier" } else { "validators" }.to_owned(),
            subnet: String::new(),
            role: RoleName::Validator,
            quality: None,
            stake,
            pay_share: stake / 1e6,
            fresh_work_share: None,
            pay: estimate(pay, pay * 0.004),
            running_cost: if copier { 0.0 } else { 0.25 },
            registration_cost: 0.0004,
            cost: if copier { 0.0004 } else { 0.2504 },
            profit: estimate(pay - if copier { 0.0 } else { 0.25 }, pay * 0.004),
            pay_per_seed: vec![pay; SEEDS],
            prunes: 0.0,
        });
    }
    made
}

fn populations(outcome: &Outcome, coldkeys: &[Coldkey]) -> Vec<Population> {
    let rows = [
        ("honest", "honest", true, 12, Some((0.65, 1.54))),
        ("copycat", "copycat of the best visible, 400 ms later", false, 1, None),
        ("sybil", "honest, 6 hotkeys, 1 worker", false, 6, Some((0.9, 0.9))),
        ("lazy", "constant answer worth 0.12", false, 1, Some((0.12, 0.12))),
        ("validators", "honest", true, 3, None),
        ("copier", "copies the last revealed consensus", false, 1, None),
    ];
    let made = rows.map(|(name, behaviour, honest, uids, quality)| {
        let members = || coldkeys.iter().filter(|coldkey| coldkey.population == name);
        let sum = |of: fn(&Coldkey) -> f64| members().map(of).sum::<f64>();
        let role = members().next().map_or(RoleName::Miner, |coldkey| coldkey.role);
        Population {
            name: name.to_owned(),
            subnet: String::new(),
            role,
            behaviour: behaviour.to_owned(),
            honest,
            coldkeys: members().count() as u32,
            uids,
            quality,
            stake: sum(|coldkey| coldkey.stake),
            pay_share: sum(|coldkey| coldkey.pay_share),
            fresh_work_share: (role == RoleName::Miner)
                .then(|| sum(|coldkey| coldkey.fresh_work_share.unwrap_or(0.0))),
            pay: estimate(sum(|coldkey| coldkey.pay.mean), 0.11),
            cost: sum(|coldkey| coldkey.cost),
            profit: estimate(sum(|coldkey| coldkey.profit.mean), 0.11),
        }
    });
    let _ = outcome;
    made.to_vec()
}

pub(crate) fn hotkeys(coldkeys: &[Coldkey]) -> Vec<(String, u32, f64)> {
    let miners = coldkeys.iter().filter(|coldkey| coldkey.role == RoleName::Miner);
    miners
        .flat_map(|coldkey| {
            let count = if coldkey.name == "sybil" { 6 } else { 1 };
            (1..=count)
                .map(move |hotkey| (coldkey.name.clone(), hotkey, coldkey.pay_share / f64::from(count)))
        })
        .collect()
}

fn seats(outcome: &Outcome, coldkeys: &[Coldkey]) -> Vec<Seat> {
    let _ = outcome;
    let validators = STAKES.iter().enumerate().map(|(uid, (name, stake))| Seat {
        subnet: String::new(),
        uid: uid as u16,
        coldkey: (*name).to_owned(),
        hotkey: 1,
        role: RoleName::Validator,
        registered_at: 0,
        incentive: 0.0,
        dividends: stake / 1e6,
        consensus: 0.0,
        validator_trust: 0.96 - 0.02 * uid as f64,
    });
    let miners = hotkeys(coldkeys).into_iter().zip(4..).map(|((coldkey, hotkey, share), uid)| Seat {
        subnet: String::new(),
        uid,
        coldkey,
        hotkey,
        role: RoleName::Miner,
        registered_at: 0,
        incentive: share,
        dividends: 0.0,
        consensus: share * 0.98,
        validator_trust: 0.0,
    });
    validators.chain(miners).collect()
}

pub(crate) fn verdict(mean: f64, half: f64) -> Verdict {
    let epsilon = 0.05;
    if mean - half > epsilon {
        Verdict::Pays
    } else if mean + half < -epsilon {
        Verdict::Loses
    } else if mean - half >= -epsilon && mean + half <= epsilon {
        Verdict::BreakEven
    } else {
        Verdict::Inconclusive
    }
}

pub(crate) fn deviations(outcome: &Outcome) -> Vec<Deviation> {
    let rows = [
        ("sybil", RoleName::Miner, "honest, 6 hotkeys, 1 worker", "1 hotkey", Some(0.9), 1.48),
        ("copycat", RoleName::Miner, "copycat of the best visible", "honest, quality 0.5", Some(0.5), 0.83),
        ("lazy", RoleName::Miner, "constant answer worth 0.12", "honest, quality 0.5", Some(0.5), 0.83),
        ("copier", RoleName::Validator, "copies the last revealed consensus", "honest", None, 4.43),
    ];
    let mut draws = Draws::new(23);
    rows.into_iter()
        .zip(outcome.gains)
        .map(|((population, role, behaviour, otherwise, quality, pay), (mean, half))| {
            let verdict = verdict(mean, half);
            Deviation {
                population: population.to_owned(),
                role,
                behaviour: behaviour.to_owned(),
                otherwise: otherwise.to_owned(),
                is_cheat: true,
                verdict,
                reading: Deviation::reading(verdict, mean + pay - 0.2, pay - 0.2),
                gain: estimate(mean, half),
                epsilon: 0.05,
                straight_quality: quality,
                straight_pay: pay,
                straight_profit: pay - 0.2,
                entry_profit: estimate(mean + pay - 0.2, half),
                gain_per_seed: draws.around(mean, half * 3.0, SEEDS),
                harm: Some(outcome.harm * mean / 8.0),
                pairing_ratio: Some(2.4),
                seeds_needed: (verdict == Verdict::Inconclusive).then_some(140),
                dividend_ratio: (role == RoleName::Validator).then_some(0.978),
            }
        })
        .collect()
}

pub(crate) fn improvements(outcome: &Outcome) -> Vec<Improvement> {
    let mut draws = Draws::new(29);
    [(Rank::Best, 12), (Rank::Median, 6), (Rank::Worst, 1)]
        .into_iter()
        .zip(outcome.improving)
        .map(|((rank, number), (profit, share))| Improvement {
            rank,
            coldkey: format!("honest#{number}"),
            quality: QUALITIES[number - 1],
            by: 0.1,
            profit: estimate(profit, 0.02),
            pay_share: Some(share),
            profit_per_seed: draws.around(profit, 0.05, SEEDS),
        })
        .collect()
}

fn metrics(outcome: &Outcome) -> Vec<Metric> {
    let rows: [(&str, &str, f64, u32); 9] = [
        ("regret", "τ/day", outcome.gains.iter().map(|gain| gain.0 + gain.1).fold(0.0, f64::max), 4),
        ("work_share", "", 0.72 + outcome.harm * -0.4, 15),
        ("spearman", "", 0.98, 12),
        ("copier_g(copier)", "", 0.978, 4),
        ("saturation", "", if outcome.capped { 0.58 } else { 0.0 }, 12),
        ("gini(pay)", "", 0.31, 15),
        ("overtake_epochs", "tempos", f64::INFINITY, 32),
        ("slope", "per day", 0.0021, 32),
        ("roi(honest)", "", 3.47, 12),
    ];
    rows.map(|(name, unit, mean, n)| Metric {
        name: name.to_owned(),
        unit: unit.to_owned(),
        value: estimate(mean, 0.01),
        n,
        per_seed: vec![Some(mean).filter(|mean| mean.is_finite()); SEEDS],
    })
    .to_vec()
}

fn sensitivity(outcome: &Outcome) -> Vec<PriceSensitivity> {
    ["sybil", "copycat", "lazy", "copier"]
        .into_iter()
        .zip(outcome.gains)
        .map(|(population, (mean, half))| PriceSensitivity {
            population: population.to_owned(),
            at_half: estimate(mean / 2.0, half / 2.0),
            at_twice: estimate(mean * 2.0, half * 2.0),
        })
        .collect()
}

fn series(outcome: &Outcome) -> Series {
    let mut draws = Draws::new(31);
    let days: Vec<f64> = (1..=56).map(|index| f64::from(index) * 0.25).collect();
    let levels = [
        ("honest", outcome.shares[0] * WHOLE / 12.0),
        ("copycat", outcome.shares[2] * WHOLE),
        ("sybil", outcome.shares[1] * WHOLE),
        ("lazy", outcome.shares[3] * WHOLE),
        ("validators", 8.4),
        ("copier", 4.5),
    ];
    let lines = levels
        .into_iter()
        .map(|(population, level)| {
            let pay: Vec<f64> = days
                .iter()
                .map(|day| level * (1.0 - 0.8 / (1.0 + day * 4.0)) * (1.0 + 0.03 * draws.next()))
                .collect();
            Line {
                population: population.to_owned(),
                p10: pay.iter().map(|pay| pay * 0.93).collect(),
                p90: pay.iter().map(|pay| pay * 1.08).collect(),
                pay_per_coldkey: pay,
            }
        })
        .collect();
    let stagnant = if outcome.capped { 0.0 } else { 0.004 };
    Series {
        delivered_quality: days.iter().map(|day| 1.03 + stagnant * day + 0.008 * draws.next()).collect(),
        seat_price_tao: days.iter().map(|day| 0.0005 + 0.05 / (1.0 + day * day * 3.0)).collect(),
        alpha_price_tao: vec![0.01; days.len()],
        marks: vec![
            Mark { day: 7.5, what: "newcomer joins".to_owned() },
            Mark { day: 10.0, what: "validators#1 is down for 6 h".to_owned() },
        ],
        days,
        lines,
    }
}
