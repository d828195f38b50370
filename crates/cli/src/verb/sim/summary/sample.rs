//! A run with everything in it, as small as it can be; its numbers are made up.

use incentor_scenario::run::{
    Deviation, EmissionFlow, Estimate, Finding, GateOutcome, GateState, Improvement, Metric, Participation,
    Population, PriceSensitivity, PublishedOutcome, PublishedRow, Rank, RoleName, Run, SeedRange, Severity,
    SubnetFlow, SweepOutcome, SweepPoint, VariantRun, Verdict, Window,
};

pub(super) fn estimate(mean: f64, half_width: f64) -> Estimate {
    Estimate { mean, half_width: Some(half_width) }
}

fn population(name: &str, coldkeys: u32, uids: u32, quality: Option<(f64, f64)>, pay: f64) -> Population {
    let cost = f64::from(uids) * 0.05 + if quality.is_some() { 0.4 * f64::from(coldkeys) } else { 0.0 };
    Population {
        name: name.to_owned(),
        subnet: String::new(),
        role: RoleName::Miner,
        behaviour: name.to_owned(),
        honest: name == "honest",
        coldkeys,
        uids,
        quality,
        stake: 0.0,
        pay_share: pay / 29.52,
        fresh_work_share: Some(0.1),
        pay: estimate(pay, 0.02),
        cost,
        profit: estimate(pay - cost, 0.11),
    }
}

fn validators(name: &str, stakes: f64, coldkeys: u32, pay: f64) -> Population {
    Population {
        role: RoleName::Validator,
        stake: stakes,
        cost: 0.3 * f64::from(coldkeys),
        profit: estimate(pay - 0.3 * f64::from(coldkeys), 0.11),
        pay_share: pay / 30.0,
        fresh_work_share: None,
        ..population(name, coldkeys, coldkeys, None, pay)
    }
}

pub(super) fn deviation(name: &str, verdict: Verdict, gain: f64, half_width: f64) -> Deviation {
    Deviation {
        population: name.to_owned(),
        role: if name == "copier" { RoleName::Validator } else { RoleName::Miner },
        behaviour: name.to_owned(),
        otherwise: "honest, quality 0.5".to_owned(),
        is_cheat: true,
        verdict,
        reading: Deviation::reading(verdict, 1.2 + gain, 1.2),
        gain: estimate(gain, half_width),
        epsilon: 0.05,
        straight_quality: Some(0.5),
        straight_pay: 1.5,
        straight_profit: 1.2,
        entry_profit: estimate(1.2 + gain, half_width),
        gain_per_seed: vec![gain; 4],
        harm: Some(0.33),
        pairing_ratio: Some(12.0),
        seeds_needed: (verdict == Verdict::Inconclusive).then_some(96),
        dividend_ratio: (name == "copier").then_some(0.978),
    }
}

fn improvement(rank: Rank, profit: f64, pay_share: f64) -> Improvement {
    Improvement {
        rank,
        coldkey: "honest#12".to_owned(),
        quality: 1.5,
        by: 0.1,
        profit: estimate(profit, 0.02),
        pay_share: Some(pay_share),
        profit_per_seed: vec![profit; 4],
    }
}

fn prices(name: &str, gain: f64) -> PriceSensitivity {
    PriceSensitivity {
        population: name.to_owned(),
        at_half: estimate(gain / 2.0, 0.02),
        at_twice: estimate(gain * 2.0, 0.08),
    }
}

pub(super) fn variant(name: &str, gains: [(Verdict, f64); 3], harm: f64) -> VariantRun {
    let names = ["sybil", "copycat", "copier"];
    let deviations =
        names.iter().zip(gains).map(|(name, (verdict, gain))| deviation(name, verdict, gain, 0.09));
    VariantRun {
        name: name.to_owned(),
        changes: Vec::new(),
        consensus: "Yuma 3, reveal period 1".to_owned(),
        participation: Participation {
            validators: 4,
            miners: 20,
            mining_coldkeys: 15,
            coverage: 0.38,
            coverage_of_askers: 0.5,
            idle_validators: 1,
            weights_taken: 9000,
            ..Participation::default()
        },
        populations: vec![
            population("honest", 12, 12, Some((0.65, 1.54)), 18.64),
            population("sybil", 1, 6, Some((0.9, 0.9)), 8.88),
            population("copycat", 1, 1, None, 1.79),
            validators("validators", 850_000.0, 3, 25.5),
            validators("copier", 150_000.0, 1, 4.5),
        ],
        coldkeys: Vec::new(),
        seats: Vec::new(),
        deviations: deviations.collect(),
        improvements: vec![
            improvement(Rank::Best, -0.19, 0.006),
            improvement(Rank::Median, 0.45, 0.43),
            improvement(Rank::Worst, 0.06, 0.084),
        ],
        harm: Some(harm),
        metrics: vec![Metric {
            name: "spearman".to_owned(),
            unit: String::new(),
            value: estimate(0.98, 0.01),
            n: 12,
            per_seed: vec![Some(0.98); 4],
        }],
        sensitivity: names.iter().zip(gains).map(|(name, (_, gain))| prices(name, gain)).collect(),
        series: Default::default(),
        journeys: Vec::new(),
        flow: Default::default(),
        consensus_picture: Default::default(),
        published: None,
    }
}

fn gate(assertion: &str, state: GateState, difference: f64) -> GateOutcome {
    GateOutcome {
        variant: "hardened".to_owned(),
        assertion: assertion.to_owned(),
        state,
        difference: Some(estimate(difference, 0.02)),
        value: Some(0.05 + difference),
        seeds_needed: (state == GateState::Undecided).then_some(120),
        why: None,
    }
}

fn finding(code: &str, severity: Severity, variant: &str, sentence: &str) -> Finding {
    Finding { code: code.to_owned(), severity, variant: variant.to_owned(), sentence: sentence.to_owned() }
}

/// Three variants, gates of every state, findings of every kind.
pub(super) fn run() -> Run {
    use Verdict::{BreakEven, Inconclusive, Loses, Pays};
    Run {
        format: "incentor-run/2".to_owned(),
        version: "0.1.0".to_owned(),
        scenario: "quickstart".to_owned(),
        teaches: Some("What the usual mistakes cost, and what helps against them.".to_owned()),
        rule_set: "subtensor-2026-06".to_owned(),
        seeds: SeedRange { first: 1, count: 32 },
        window: Window { tempo_blocks: 360, tempos: 280, warmup_tempos: 28, days: 14.0, counted_days: 12.6 },
        confidence: 0.95,
        worlds: 27,
        epochs: 241_920,
        variants: vec![
            variant("draft", [(Pays, 6.6), (Pays, 0.94), (Pays, 0.27)], 0.334),
            variant("steeper", [(Pays, 2.83), (Inconclusive, 0.06), (BreakEven, 0.02)], 0.38),
            variant("hardened", [(Loses, -1.64), (Loses, -0.44), (BreakEven, 0.0)], -0.1),
        ],
        gates: vec![
            gate("gain(sybil) <= 0.05 tao/day", GateState::Passed, -1.69),
            gate("gain(copycat) <= 0.05 tao/day", GateState::Failed, 0.44),
            gate("gain(copier) <= 0.05 tao/day", GateState::Undecided, 0.01),
        ],
        findings: vec![
            finding(
                "sybil-pays",
                Severity::Bad,
                "draft",
                "one worker behind 6 hotkeys takes 30.1 % of miner emission; honest miners lose a third of \
                 their profit",
            ),
            finding("capped", Severity::Warning, "draft", "the best miner loses 0.19 τ/day by improving"),
            finding("cheating-loses", Severity::Good, "hardened", "none of the 3 listed deviations pays"),
        ],
        sweep: None,
        parameters: Vec::new(),
        leaves_out: Vec::new(),
        repeat: "incentor sim scenarios/quickstart.toml --seed 1 --seeds 32".to_owned(),
        audit_hash: "0".repeat(32),
        hash: "7c1e94f0".repeat(8),
    }
}

/// One variant without a name.
pub(super) fn plain() -> Run {
    let mut run = run();
    run.variants.truncate(1);
    run.variants[0].name.clear();
    run.worlds = 4;
    run.seeds.count = 1;
    for deviation in &mut run.variants[0].deviations {
        deviation.gain.half_width = None;
        deviation.verdict = Verdict::Inconclusive;
    }
    run.gates.clear();
    run.findings.clear();
    run
}

/// A sweep, published totals, several subnets and everything that can go wrong on the way.
pub(super) fn rich() -> Run {
    let mut run = run();
    run.variants.truncate(1);
    run.variants[0].name.clear();
    run.gates.iter_mut().for_each(|gate| gate.variant.clear());
    run.findings.iter_mut().for_each(|finding| finding.variant.clear());
    let point = |hotkeys: &str, gain: f64, verdict| SweepPoint {
        variant: String::new(),
        values: vec![hotkeys.to_owned()],
        deviations: vec![
            deviation("sybil", verdict, gain, 0.09),
            deviation("copycat", Verdict::Loses, -0.4, 0.1),
            deviation("copier", Verdict::Pays, 0.27, 0.02),
        ],
        improvements: Vec::new(),
        honest_profit: 1.2,
    };
    run.sweep = Some(SweepOutcome {
        keys: vec!["population.sybil.hotkeys".to_owned()],
        points: vec![
            point("1", 0.0, Verdict::BreakEven),
            point("2", 1.1, Verdict::Pays),
            point("4", 3.3, Verdict::Pays),
        ],
    });
    let variant = &mut run.variants[0];
    variant.published = Some(PublishedOutcome {
        source: "yuma-simulation, case 1".to_owned(),
        validators: vec!["big".to_owned(), "small".to_owned(), "slow".to_owned()],
        rows: vec![PublishedRow {
            consensus: "Yuma 3".to_owned(),
            published: vec![1.0, 0.98, 0.5],
            float: vec![1.0, 0.98, 0.5],
            chain: vec![1.0001, 0.9799, 0.5],
        }],
    });
    let subnet = |name: &str, netuid| SubnetFlow {
        name: name.to_owned(),
        netuid,
        tempo_blocks: 360,
        share: 0.3333,
        issued: 100_800.0,
        epoch_blocks: vec![u64::from(netuid), 360 + u64::from(netuid), 720 + u64::from(netuid)],
        ..SubnetFlow::default()
    };
    variant.flow = EmissionFlow { subnets: vec![subnet("maths", 1), subnet("storage", 2)] };
    let metric = |name: &str, mean, per_seed: [Option<f64>; 5]| Metric {
        name: name.to_owned(),
        unit: String::new(),
        value: estimate(mean, 0.01),
        n: 1,
        per_seed: per_seed.to_vec(),
    };
    variant.populations.push(population("late", 1, 1, Some((1.7, 1.7)), 1.5));
    variant.populations.push(population("weak", 1, 1, Some((0.4, 0.4)), 0.2));
    variant.metrics.extend([
        metric("slope", 0.012, [Some(0.012); 5]),
        metric("overtake_epochs(late)", 12.0, [Some(11.0), Some(14.0), None, Some(12.0), Some(11.0)]),
        metric("survival(late)", 1.0, [Some(1.0); 5]),
        metric("survival(weak)", 0.2, [Some(0.0), Some(0.0), Some(1.0), Some(0.0), Some(0.0)]),
    ]);
    variant.participation.weights_refused = vec![("SettingWeightsTooFast".to_owned(), 12)];
    variant.participation.void_rounds = 3;
    variant.participation.first_fault = Some("the program ended".to_owned());
    run
}
