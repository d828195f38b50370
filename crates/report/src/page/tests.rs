use super::*;
use incentor_scenario::{
    Coldkey, Deviation, Estimate, FORMAT, Line, Origin, Parameter, PopulationOutcome, RoleName, Seat,
    SeedRange, Series, Verdict, Window,
};

/// A run whose every name tries to leave its place.
fn hostile() -> Run {
    let evil = "<script>alert('x')</script>\"&".to_owned();
    let estimate = Estimate { mean: 2.5, half_width: Some(0.1) };
    let population = PopulationOutcome {
        name: evil.clone(),
        role: RoleName::Miner,
        behaviour: evil.clone(),
        coldkeys: 1,
        uids: 1,
        quality: Some((1.0, 1.0)),
        pay_share: 1.0,
        fresh_work_share: Some(0.1),
        pay: estimate,
        cost: 0.4,
        profit: estimate,
    };
    let coldkey = Coldkey {
        name: evil.clone(),
        population: evil.clone(),
        role: RoleName::Miner,
        quality: Some(1.0),
        stake: 0.0,
        pay_share: 1.0,
        fresh_work_share: Some(0.1),
        pay: estimate,
        cost: 0.4,
        profit: estimate,
        pay_per_seed: vec![2.4, 2.6],
    };
    let deviation = Deviation {
        population: evil.clone(),
        behaviour: evil.clone(),
        otherwise: evil.clone(),
        verdict: Verdict::Inconclusive,
        gain: Estimate { mean: -0.0, half_width: None },
        epsilon: 0.05,
        straight_quality: Some(0.5),
        straight_pay: 1.0,
        straight_profit: 0.9,
        entry_profit: estimate,
        gain_per_seed: vec![0.1, -0.1],
        harm: Some(0.01),
        pairing_ratio: Some(3.0),
        seeds_needed: Some(99),
    };
    Run {
        format: FORMAT.to_owned(),
        version: "0.1.0".to_owned(),
        scenario: evil.clone(),
        rule_set: "subtensor-2026-06".to_owned(),
        consensus: "Yuma 3".to_owned(),
        seeds: SeedRange { first: 1, count: 2 },
        window: Window { tempo_blocks: 360, tempos: 20, warmup_tempos: 4, days: 1.0, counted_days: 0.8 },
        confidence: 0.95,
        worlds: 2,
        epochs: 80,
        coverage: 0.5,
        weights_taken: 10,
        weights_refused: 2,
        populations: vec![population],
        coldkeys: vec![coldkey],
        seats: vec![Seat {
            uid: 0,
            coldkey: evil.clone(),
            role: RoleName::Miner,
            incentive: 1.0,
            dividends: 0.0,
            consensus: 1.0,
            validator_trust: 0.0,
        }],
        deviations: vec![deviation],
        series: Series {
            days: vec![0.5, 1.0],
            lines: vec![Line { population: evil.clone(), pay_per_coldkey: vec![2.0, 3.0] }],
        },
        parameters: vec![Parameter { key: evil.clone(), value: evil, origin: Origin::Given }],
        hash: "00".to_owned(),
    }
}

#[test]
fn text_from_outside_stays_text() {
    let page = page(&hostile());
    assert!(!page.contains("<script") && !page.contains("alert('x')"));
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn the_page_is_whole_and_fetches_nothing() {
    let page = page(&hostile());
    for part in ["src=", "href=", "@import", "url("] {
        assert!(!page.contains(part), "{part}");
    }
    for tag in ["section", "table", "tr", "td", "figure", "svg", "main", "p", "h2", "ul", "pre"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert_eq!(page, super::page(&hostile()));
}

#[test]
fn an_empty_run_is_a_page_too() {
    let run = Run {
        populations: Vec::new(),
        coldkeys: Vec::new(),
        seats: Vec::new(),
        deviations: Vec::new(),
        series: Series { days: Vec::new(), lines: Vec::new() },
        parameters: Vec::new(),
        ..hostile()
    };
    let page = page(&run);
    assert!(page.contains("no cheat is measured") && !page.contains("NaN") && !page.contains("inf"));
}

#[test]
fn a_run_that_paid_nobody_says_so() {
    let nobody = "no miner was paid in the time that counts";
    assert!(!page(&hostile()).contains(nobody));
    let mut run = hostile();
    run.coldkeys[0].pay.mean = 0.0;
    run.deviations[0].harm = None;
    assert!(page(&run).contains(nobody));
}

#[test]
fn the_rule_sets_name_stays_on_one_line() {
    let page = page(&hostile());
    assert!(page.contains("Yuma 3 of <span class=\"name\">subtensor-2026-06</span>.</p>"));
    assert!(page.contains(".name{white-space:nowrap}"));
}

#[test]
fn common_luck_is_mentioned_where_it_helped() {
    let with = |ratio| {
        let mut run = hostile();
        run.deviations[0].pairing_ratio = ratio;
        page(&run).contains("Common luck cut")
    };
    assert_eq!([with(Some(3.0)), with(Some(1.5)), with(Some(1.49)), with(None)], [true, true, false, false]);
}

#[test]
fn fields_that_need_it_are_quoted_in_csv() {
    let csv = crate::csv::coldkeys(&hostile());
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.contains("\"<script>alert('x')</script>\"\"&\",\"<script>"), "{csv}");
}
