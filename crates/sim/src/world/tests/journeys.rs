//! One weight, from answer to payout, adds up; and a record changes nothing.

use super::*;

#[test]
fn a_journey_adds_up() {
    let scenario = scenario(&[]);
    let recorded = on_record(&scenario).recorded.unwrap();
    let [honest, cheat] = &recorded.journeys[..] else { panic!("{:?}", recorded.journeys) };
    assert_eq!((honest.coldkey.as_str(), honest.honest), ("honest#7", true));
    assert_eq!((cheat.coldkey.as_str(), cheat.honest), ("copycat", false));
    for journey in [honest, cheat] {
        assert_eq!((journey.epoch_block, journey.rows.len()), (60 * 360 - 1, 4));
        let stake: f64 = journey.rows.iter().map(|row| row.stake_share).sum();
        assert!((stake - 1.0).abs() < 1e-9);
        let bonds: f64 = journey.rows.iter().map(|row| row.bond).sum();
        assert!((bonds - 1.0).abs() < 1e-9);
        for row in &journey.rows {
            assert!(row.clipped <= row.weight && row.clipped <= journey.consensus, "{row:?}");
            assert!(row.weight_u16.is_some_and(|weight| weight > 0), "{row:?}");
            // Committed in the tempo before, opened in the block of an epoch that counts it.
            let (committed, revealed) = (row.committed_at.unwrap(), row.revealed_at.unwrap());
            assert!(committed < revealed && revealed <= journey.epoch_block, "{row:?}");
            assert!(row.behaviour == "honest" || (row.average_score, row.asked) == (None, 0), "{row:?}");
        }
        let pay = &journey.pay;
        assert!((journey.incentive * pay.miners_alpha / pay.alpha - 1.0).abs() < 1e-6, "{pay:?}");
        assert!((pay.alpha * pay.price_tao - pay.tao).abs() < 1e-12);
        let answer = journey.answer.as_ref().unwrap();
        // By the validator with most stake, and no worse than what it makes of the miner.
        assert_eq!(answer.validator, journey.rows[0].validator);
        assert!(journey.rows[0].average_score.unwrap() <= answer.score, "{answer:?}");
        assert!(!answer.question.contains("worth") && answer.question.contains("difficulty"), "{answer:?}");
        assert_eq!(answer.fresh, journey.honest);
        assert_eq!(answer.parts.len(), 2);
        let product: f64 = answer.parts.iter().map(|(_, score)| score).product();
        assert!((product - answer.score).abs() < 1e-12, "{answer:?}");
    }
}

/// Rows of the block after the epoch are no part of it, and what a bond earns adds up to what validators get.
#[test]
fn what_is_shown_is_what_counted_in_the_epoch() {
    for (yuma3, commit_reveal) in [("true", "false"), ("false", "false"), ("true", "true")] {
        let scenario = scenario(&[
            ("alpha = 0.10", "alpha = 1.0"),
            ("commit_reveal        = true", &format!("commit_reveal = {commit_reveal}")),
            ("yuma3_on             = true", &format!("yuma3_on = {yuma3}")),
        ]);
        let recorded = on_record(&scenario).recorded.unwrap();
        for journey in &recorded.journeys {
            // Rows that change a lot from one to the next.
            let held: f64 = journey
                .rows
                .iter()
                .filter(|row| row.weight >= journey.consensus - 1e-6)
                .map(|row| row.stake_share)
                .sum();
            assert!(held >= 0.5, "{held} of stake agree to {}", journey.consensus);
            let earned: f64 = journey.rows.iter().map(|row| row.dividend_alpha).sum();
            let owed = journey.incentive * journey.pay.validators_alpha;
            // Yuma 3 pays a bond by its size, however much of the miner others hold.
            let near = if yuma3 == "true" { 0.25 } else { 0.05 };
            assert!((earned / owed - 1.0).abs() < near, "yuma 3 {yuma3}: {earned}, not {owed}");
            // Bonds are much alike here, stakes are not.
            let rows = &journey.rows;
            let ratio = rows[0].dividend_alpha / rows[3].dividend_alpha;
            let stakes = rows[0].stake_share / rows[3].stake_share;
            assert!((ratio / stakes - 1.0).abs() < 0.1, "yuma 3 {yuma3}: {ratio} for {stakes} of stake");
        }
    }
}

#[test]
fn a_record_changes_nothing_and_has_every_table() {
    let scenario = scenario(&[]);
    let (plain, kept) = (world(&scenario, 1), on_record(&scenario));
    let recorded = kept.recorded.clone().unwrap();
    assert_eq!(plain, Outcome { recorded: None, ..kept });
    let names: Vec<&str> = recorded.tables.iter().map(|(name, ..)| name.as_str()).collect();
    let expected = ["ledger.csv", "incentive.csv", "dividends.csv", "scores.csv", "weights.csv", "bonds.csv"];
    assert_eq!(names, expected);
    for (name, header, rows) in &recorded.tables {
        assert!(!rows.is_empty(), "{name}");
        assert!(rows.iter().all(|row| row.len() == header.len()), "{name}");
    }
    for row in &recorded.weights.values {
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
