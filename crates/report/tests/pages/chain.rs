//! What the chain made of it: one weight's way, the emission, consensus.

use super::Draws;
use super::believable::{Outcome, STAKES, hotkeys};
use incentor_scenario::run::*;

pub(crate) fn journeys(outcome: &Outcome) -> Vec<Journey> {
    let hardened = outcome.name == "hardened";
    let honest = journey(true, "honest#8", 11, outcome.shares[0] / 11.2, 1.10, 0.97, [0.93, 0.95, 0.91, 0.0]);
    let copycat_scores = if hardened { [0.11, 0.14, 0.10, 0.0] } else { [0.90, 0.93, 0.89, 0.0] };
    let cheat = journey(false, "copycat", 16, outcome.shares[2], 0.0, copycat_scores[0], copycat_scores);
    vec![honest, cheat]
}

fn journey(
    honest: bool,
    coldkey: &str,
    uid: u16,
    incentive: f64,
    value: f64,
    score: f64,
    averages: [f64; 4],
) -> Journey {
    let factors = [0.97, 1.01, 1.16, 1.0];
    let rows = STAKES
        .into_iter()
        .enumerate()
        .map(|(index, (name, stake))| {
            let weight = incentive * factors[index];
            let copier = index == 3;
            JourneyRow {
                validator: name.to_owned(),
                behaviour: if copier { "copies the last revealed consensus" } else { "honest" }.to_owned(),
                stake_share: stake / 1e6,
                asked: if copier { 0 } else { 5 + index as u32 },
                average_score: (!copier).then_some(averages[index]),
                weight_u16: Some(((averages[index].max(0.2)) * 58_000.0) as u16),
                committed_at: Some(99_845 + 7 * index as u64),
                revealed_at: Some(100_205),
                weight,
                clipped: weight.min(incentive),
                bond: [0.41, 0.25, 0.19, 0.15][index],
                dividend_alpha: incentive * 60.7 * [0.41, 0.25, 0.19, 0.15][index],
            }
        })
        .collect();
    let alpha = incentive * 60.68;
    Journey {
        honest,
        coldkey: coldkey.to_owned(),
        hotkey: 1,
        behaviour: if honest { "honest, quality 1.10" } else { "copycat of the best visible, 400 ms later" }
            .to_owned(),
        subnet: String::new(),
        uid,
        epoch_block: 100_565,
        answer: Some(JourneyAnswer {
            block: 99_780,
            validator: "validators#1".to_owned(),
            question: "{\"task\":4711,\"difficulty\":0.12,\"given_to\":\"all_miners\"}".to_owned(),
            reply: format!("{{\"value\":{:.2},\"content\":\"a91f07c2\"}}", if honest { 1.08 } else { 1.31 }),
            failure: None,
            true_value: honest.then_some(value),
            fresh: honest,
            latency_ms: if honest { 812.4 } else { 1213.0 },
            score,
            parts: vec![("quality".to_owned(), score), ("in_time".to_owned(), 1.0)],
        }),
        rows,
        consensus: incentive,
        incentive,
        incentive_u16: (incentive * 65_535.0) as u16,
        pay: JourneyPay {
            subnet_alpha: 148.0,
            owner_alpha: 26.64,
            miners_alpha: 60.68,
            validators_alpha: 60.68,
            alpha,
            price_tao: 0.01,
            tao: alpha * 0.01,
            cost_tao: if honest { 0.0267 } else { 0.0025 },
            profit_tao: alpha * 0.01 - if honest { 0.0267 } else { 0.0025 },
        },
    }
}

pub(crate) fn flow(outcome: &Outcome) -> EmissionFlow {
    let issued = 90_720.0;
    let part = issued * 0.41;
    let miners = ["honest", "sybil", "copycat", "lazy"].into_iter().zip(outcome.shares);
    EmissionFlow {
        subnets: vec![SubnetFlow {
            name: "subnet".to_owned(),
            netuid: 1,
            tempo_blocks: 360,
            share: 1.0,
            tao: 907.2,
            issued,
            owner: issued * 0.18,
            miners: miners.map(|(name, share)| (name.to_owned(), part * share)).collect(),
            validators: vec![("validators".to_owned(), part * 0.8), ("copier".to_owned(), part * 0.145)],
            root: part * 0.055,
            withheld: 0.0,
            dust: -0.000_000_012,
            epoch_blocks: (0..12).map(|index| 358 + 361 * index).collect(),
            no_consensus: 0.002,
        }],
    }
}

pub(crate) fn picture(outcome: &Outcome, coldkeys: &[Coldkey]) -> ConsensusPicture {
    let mut draws = Draws::new(37);
    let hotkeys = hotkeys(coldkeys);
    let columns: Vec<String> =
        hotkeys.iter().zip(4..).map(|((name, _, _), uid)| format!("{uid} {name}")).collect();
    let rows: Vec<String> = STAKES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut matrix = |noise: f64, scale: Option<f64>| {
        let values = STAKES
            .iter()
            .map(|(_, stake)| {
                hotkeys
                    .iter()
                    .map(|(_, _, share)| scale.map_or(*share, |_| stake / 1e6) * (1.0 + noise * draws.next()))
                    .collect()
            })
            .collect();
        Matrix { rows: rows.clone(), columns: columns.clone(), values }
    };
    ConsensusPicture {
        weights: matrix(0.12, None),
        bonds: matrix(0.06, Some(1.0)),
        validators: STAKES
            .into_iter()
            .enumerate()
            .map(|(index, (name, stake))| ValidatorRow {
                coldkey: name.to_owned(),
                population: if index == 3 { "copier" } else { "validators" }.to_owned(),
                behaviour: if index == 3 { "copies the last revealed consensus" } else { "honest" }
                    .to_owned(),
                stake_share: stake / 1e6,
                dividend_share: stake / 1e6 * [1.004, 1.0, 0.996, 0.978][index],
                dividend_ratio: [1.004, 1.0, 0.996, 0.978][index] - outcome.harm * 0.01,
                validator_trust: [0.987, 0.981, 0.978, 0.954][index],
                divergence: [0.021, 0.026, 0.031, 0.048][index],
                weights_taken: 840.0,
                rounds: if index == 3 { 0.0 } else { 1.0 },
            })
            .collect(),
    }
}

pub(crate) fn published() -> PublishedOutcome {
    let row = |consensus: &str, shift: f64| PublishedRow {
        consensus: consensus.to_owned(),
        published: vec![9.71, 9.68, 10.02],
        float: vec![9.71, 9.68, 10.02],
        chain: vec![9.71 + shift, 9.68 - shift, 10.02],
    };
    PublishedOutcome {
        source: "yuma-simulation, case 5".to_owned(),
        validators: vec!["big".to_owned(), "small, lazy".to_owned(), "small".to_owned()],
        rows: vec![row("Yuma 2", 0.011), row("Yuma 3", 0.004), row("Yuma 3, liquid alpha", 0.023)],
    }
}
