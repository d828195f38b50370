//! Laws of every world, and games whose outcome is known beforehand.

use super::*;
use incentor_scenario::Population;

/// No noise anywhere, everybody is asked, one tempo of warm-up forgotten.
const EXACT: [(&str, &str); 5] = [
    ("difficulty_sd = 0.15", "difficulty_sd = 0.0"),
    ("answer  = { sd = 0.20, drift_sd = 0.02", "answer  = { sd = 0.0, drift_sd = 0.0"),
    ("latency_sd = 0.4", "latency_sd = 0.0, availability = 1.0"),
    ("measure = { sd = 0.15, common = 0.30", "measure = { sd = 0.0, common = 0.30"),
    ("sample = 8", "sample = \"all\""),
];

/// Scores follow quality without a cap.
const OPEN: (&str, &str) = ("{ quality = { cap = 1.0 } }", "{ quality = {} }");

fn exact(more: &[(&str, &str)]) -> Scenario {
    scenario(&[&EXACT[..], more].concat())
}

#[test]
fn every_rao_is_accounted_for() {
    let scenario = scenario(&[]);
    let outcome = world(&scenario, 3);
    let subnet = &outcome.subnets[0];
    let paid = subnet.owner_rao + subnet.miners_rao + subnet.validators_rao + subnet.root_rao;
    let sum = i128::from(paid) + i128::from(subnet.withheld_rao) + i128::from(subnet.dust_rao);
    assert_eq!(i128::from(subnet.issued_rao), sum);
    // 7200 blocks of one alpha a day, for 40 tempos of 360 blocks.
    assert!((subnet.issued_rao as f64 / 1e9 / (40.0 * 360.0) - 1.0).abs() < 1e-6);
    let coldkeys: u64 = outcome.coldkeys.iter().map(|coldkey| coldkey.paid_rao).sum();
    assert!(coldkeys.abs_diff(subnet.miners_rao + subnet.validators_rao) < 10_000, "dust alone is nobody's");
    let income: f64 = outcome.coldkeys.iter().map(|coldkey| coldkey.income_tao).sum();
    assert!((income / (coldkeys as f64 * 1e-11) - 1.0).abs() < 1e-9, "alpha at 0.01 τ");
}

#[test]
fn a_world_is_a_function_of_its_seed() {
    let scenario = scenario(&[]);
    assert_eq!(world(&scenario, 5), world(&scenario, 5));
    assert_ne!(world(&scenario, 5).audit, world(&scenario, 6).audit);
}

#[test]
fn the_order_of_populations_is_no_luck() {
    let forward = scenario(&[]);
    let mut backward = forward.clone();
    backward.populations.reverse();
    let (one, two) = (world(&forward, 2), world(&backward, 2));
    // Validators' ordinals follow the scenario, so their readings differ; miners' work does not.
    for population in forward.populations.iter().filter(|one| one.name != "sybil") {
        for number in 1..=population.count {
            let name = if population.count > 1 {
                format!("{}#{number}", population.name)
            } else {
                population.name.clone()
            };
            let (a, b) = (of(&forward, &one, &name), of(&backward, &two, &name));
            assert_eq!(a.quality, b.quality, "{name}");
            assert!((a.seated_days - b.seated_days).abs() < 1e-12, "{name}");
        }
    }
    let exact = exact(&[OPEN]);
    let mut turned = exact.clone();
    turned.populations.reverse();
    let (one, two) = (world(&exact, 2), world(&turned, 2));
    for number in 1..=12 {
        let name = format!("honest#{number}");
        let (a, b) = (of(&exact, &one, &name).income_tao, of(&turned, &two, &name).income_tao);
        assert!((a / b - 1.0).abs() < 1e-3, "{name}: {a} and {b}");
    }
}

#[test]
fn another_miner_changes_nobodys_luck() {
    let scenario = scenario(&[("sample = 8", "sample = \"all\"")]);
    let mut fewer = scenario.clone();
    fewer.populations.retain(|population: &Population| population.name != "lazy");
    let (one, two) = (world(&scenario, 4), world(&fewer, 4));
    for number in 1..=12 {
        let name = format!("honest#{number}");
        let (a, b) = (of(&scenario, &one, &name), of(&fewer, &two, &name));
        assert_eq!((a.fresh_value, a.answers, a.quality), (b.fresh_value, b.answers, b.quality), "{name}");
    }
}

#[test]
fn without_noise_pay_goes_with_quality_to_the_power() {
    for (power, text) in [(1.0, "power = 1.0"), (2.0, "power = 2.0")] {
        let scenario = exact(&[OPEN, ("power = 1.0", text)]);
        let outcome = world(&scenario, 1);
        let first = of(&scenario, &outcome, "honest#1");
        for number in 2..=12 {
            let other = of(&scenario, &outcome, &format!("honest#{number}"));
            let expected = first.income_tao * libm::pow(other.quality / first.quality, power);
            let ratio = other.income_tao / expected;
            assert!((ratio - 1.0).abs() < 2e-3, "power {power}, quality {}: {ratio}", other.quality);
        }
    }
}

#[test]
fn a_perfect_copy_is_paid_like_the_best_and_makes_nothing() {
    let scenario = exact(&[OPEN]);
    let outcome = world(&scenario, 1);
    let (copycat, best) = (of(&scenario, &outcome, "copycat"), of(&scenario, &outcome, "honest#12"));
    assert!((copycat.income_tao / best.income_tao - 1.0).abs() < 1e-9);
    assert_eq!((copycat.fresh_value, copycat.answers, copycat.quality), (0.0, 0, 0.0));
    let late = exact(&[OPEN, ("400ms", "13s")]);
    assert_eq!(of(&late, &world(&late, 1), "copycat").income_tao, 0.0, "a copy is there after the deadline");
}

#[test]
fn a_worker_behind_six_hotkeys_is_paid_six_times_and_makes_one_piece_of_each_question() {
    let scenario = exact(&[]);
    let outcome = world(&scenario, 1);
    let (sybil, honest) = (of(&scenario, &outcome, "sybil"), of(&scenario, &outcome, "honest#5"));
    let expected = 6.0 * 0.9 / honest.quality.min(1.0);
    assert!((sybil.income_tao / honest.income_tao / expected - 1.0).abs() < 1e-3);
    assert!((sybil.fresh_value / honest.fresh_value - 0.9 / honest.quality).abs() < 1e-9);
}

#[test]
fn under_a_load_that_fills_it_a_worker_serves_its_capacity_however_many_hotkeys() {
    let full = "given_to = \"one_miner\", load = \"saturating\"";
    let scenario = exact(&[
        OPEN,
        ("given_to = \"all_miners\", load = \"light\"", full),
        ("{ in_time = \"12s\" }", "{ volume = {} }"),
    ]);
    let outcome = world(&scenario, 1);
    let (sybil, honest) = (of(&scenario, &outcome, "sybil"), of(&scenario, &outcome, "honest#5"));
    assert!((sybil.income_tao / honest.income_tao / (0.9 / honest.quality) - 1.0).abs() < 2e-3);
    assert!((sybil.fresh_value / honest.fresh_value - 0.9 / honest.quality).abs() < 1e-9);
}

#[test]
fn running_costs_are_those_of_the_scenario() {
    let scenario = exact(&[OPEN]);
    let outcome = world(&scenario, 1);
    let days = outcome.counted_days;
    let per_day = |name: &str| of(&scenario, &outcome, name).running_tao / days;
    let quality = of(&scenario, &outcome, "honest#3").quality;
    assert!((per_day("honest#3") - (0.4 * quality * quality + 0.05)).abs() < 1e-9);
    assert!((per_day("sybil") - (0.4 * 0.81 + 6.0 * 0.05)).abs() < 1e-9);
    assert!((per_day("copycat") - 0.05).abs() < 1e-9);
    assert!((per_day("validators#1") - (0.25 + 0.05)).abs() < 1e-9);
    assert!((per_day("copier") - 0.05).abs() < 1e-9, "who asks nobody pays for no rounds");
}

#[test]
fn a_copier_sees_weights_when_they_are_revealed() {
    // A miner that is there from tempo 30 on: plain weights show it at once, committed ones epochs later.
    let join = "{ at = \"30 tempos\", join = { name = \"late\", role = \"miner\", behaviour = \"honest\", quality = 3.0 } }";
    let lag = |changes: &[(&str, &str)]| {
        let scenario = exact(&[&[OPEN, ("event = []", &format!("event = [{join}]"))], changes].concat());
        let outcome = world(&scenario, 1);
        of(&scenario, &outcome, "copier").divergence_sum
    };
    let plain = lag(&[("commit_reveal        = true", "commit_reveal        = false")]);
    let committed = lag(&[]);
    let long = lag(&[("reveal_period_epochs = 1", "reveal_period_epochs = 4")]);
    assert!(plain < committed && committed < long, "{plain}, {committed}, {long}");
}

#[test]
fn weights_that_come_too_soon_are_refused_by_name_and_tried_again() {
    let scenario = scenario(&[("every = \"120 blocks\"", "every = \"60 blocks\"")]);
    let outcome = world(&scenario, 1);
    let refused = &outcome.subnets[0].refused;
    assert!(
        refused.iter().any(|(name, count)| name == "CommittingWeightsTooFast" && *count > 100),
        "{refused:?}"
    );
    // The rule-set asks for 100 blocks between two settings: every second time one comes through.
    assert!(of(&scenario, &outcome, "validators#1").weights_taken > 150);
}

#[test]
fn who_is_out_neither_answers_nor_asks_and_pays_on() {
    let out = "event = [{ at = \"30 tempos\", outage = { who = \"honest#6\", lasts = \"3600 blocks\" } }, \
               { at = \"30 tempos\", outage = { who = \"validators#2\", lasts = \"3600 blocks\" } }, \
               { at = \"40 tempos\", leave = { who = \"honest#7\" } }]";
    let (usual, disturbed) = (exact(&[OPEN]), exact(&[OPEN, ("event = []", out)]));
    let (one, two) = (world(&usual, 1), world(&disturbed, 1));
    let of = |name| (of(&usual, &one, name), of(&disturbed, &two, name));
    let (before, after) = of("honest#6");
    assert_eq!(after.running_tao, before.running_tao);
    // Ten tempos of the forty that count.
    assert!((after.answers as f64 / before.answers as f64 - 0.75).abs() < 0.01);
    assert!(after.income_tao < before.income_tao);
    let (before, after) = of("validators#2");
    assert_eq!((before.rounds, after.rounds), ((240, 240), (180, 240)));
    assert!(after.weights_taken < before.weights_taken);
    let (before, after) = of("honest#7");
    assert!((after.running_tao / before.running_tao - 0.5).abs() < 0.01, "who has left pays for no worker");
    let marks: Vec<&str> = two.marks.iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(
        marks,
        ["honest#6 out for 3600 blocks", "validators#2 out for 3600 blocks", "honest#7 leaves"]
    );
}

#[test]
fn a_change_of_rules_is_the_chains() {
    let set = "event = [{ at = \"30 tempos\", set = { \"subnet.tempo\" = 720 } }]";
    let scenario = scenario(&[("event = []", set)]);
    let outcome = world(&scenario, 1);
    assert_eq!(outcome.epochs, 30 + 15);
}

#[test]
fn a_change_of_part_changes_the_coldkey_from_there_on() {
    let change = "event = [{ at = \"40 tempos\", change = { who = \"honest#12\", quality = 0.2 } }]";
    let (usual, changed) = (exact(&[OPEN]), exact(&[OPEN, ("event = []", change)]));
    let (one, two) = (world(&usual, 1), world(&changed, 1));
    let (before, after) = (of(&usual, &one, "honest#12"), of(&changed, &two, "honest#12"));
    assert_eq!(after.quality, 0.2);
    assert!(after.income_tao < 0.8 * before.income_tao && after.running_tao < before.running_tao);
}

/// The big one's last row is of block 2760; it is silent in the epochs of 3239, 3599, 3959 and 4319.
#[test]
fn a_validator_silent_beyond_the_cut_off_is_masked() {
    let silence = "{ at = \"8 tempos\", outage = { who = \"big\", lasts = \"1440 blocks\" } }";
    let shares = |tempos: &str| {
        let scenario = still(16, "", silence, &format!("activity_cutoff_factor = {tempos}"));
        let outcome = world(&scenario, 1);
        let [big, small] = ["big", "small"].map(|name| of(&scenario, &outcome, name).dividends_rao as f64);
        (big / (big + small), outcome.subnets[0].no_consensus)
    };
    // In eight epochs three fifths, and nothing in those in which its row is older than so many tempos.
    for (tempos, masked) in [("1", 4.0), ("1.34", 3.0), ("2.3", 3.0), ("2.34", 2.0), ("13.889", 0.0)] {
        let (share, no_consensus) = shares(tempos);
        let expected = 0.6 * (8.0 - masked) / 8.0;
        assert!((share - expected).abs() < 1e-3, "{tempos}: {share}, not {expected}");
        assert_eq!(no_consensus, 0, "the small one's row is the consensus");
    }
}
