//! Does improving pay?

use super::columns::{self, ACROSS, Cell};
use super::figures::{clipped, gain, interval, percent_change, short};
use crate::terminal::{BOLD, DIM};
use incentor_scenario::run::{Improvement, Rank, Run, VariantRun, Verdict};

pub(super) fn does_improving_pay(run: &Run) -> String {
    let Some(by) = run.variants.iter().flat_map(|variant| &variant.improvements).map(|one| one.by).next()
    else {
        return String::new();
    };
    let mut text = format!(
        "{BOLD}DOES IMPROVING PAY?{BOLD:#}  profit/day from {} % better answers (pay in brackets)\n",
        short(by * 100.0)
    );
    for variants in run.variants.chunks(ACROSS) {
        if run.variants.len() > 1 {
            let names: Vec<String> = variants.iter().map(|variant| variant.name.clone()).collect();
            text.push_str(&columns::heading("", &names));
        }
        for (rank, name) in
            [(Rank::Best, "best miner"), (Rank::Median, "median miner"), (Rank::Worst, "weakest miner")]
        {
            if let ([variant], 1) = (variants, run.variants.len()) {
                text.push_str(&alone(variant, rank, name));
            } else {
                let cells: Vec<Cell> = variants.iter().map(|variant| cell(variant, rank)).collect();
                text.push_str(&columns::row(name, &cells));
            }
        }
        text.push_str(&rank_correlation(variants));
    }
    text.push('\n');
    text
}

/// With one variant there is room for the interval and for whom it is about.
fn alone(variant: &VariantRun, rank: Rank, name: &str) -> String {
    let Some(one) = variant.improvements.iter().find(|one| one.rank == rank) else { return String::new() };
    let profit = interval(one.profit, true);
    let change = format!("({})", pay(one));
    let who = format!("{}, quality {:.2}", one.coldkey, one.quality);
    format!("  {name:<18}{profit:>18}{change:>11}   {DIM}{}{DIM:#}\n", clipped(&who, 28))
}

fn cell(variant: &VariantRun, rank: Rank) -> Cell {
    let Some(one) = variant.improvements.iter().find(|one| one.rank == rank) else {
        return Cell::figure("-");
    };
    Cell::figure(figure(one))
}

/// Gain and change in pay; the interval is in the report, and in the table of one variant.
fn figure(one: &Improvement) -> String {
    format!("{} ({})", gain(one.profit.mean), pay(one))
}

fn pay(one: &Improvement) -> String {
    one.pay_share.map_or_else(|| "no pay".to_owned(), percent_change)
}

/// The number people look at first, beside what it cannot see.
fn rank_correlation(variants: &[VariantRun]) -> String {
    let value = |variant: &VariantRun| {
        variant.metrics.iter().find(|metric| metric.name == "spearman").map(|metric| metric.value.mean)
    };
    if variants.iter().all(|variant| value(variant).is_none()) {
        return String::new();
    }
    let figure = |variant| value(variant).map_or_else(|| "-".to_owned(), |mean| format!("{mean:.2}"));
    let cells: Vec<Cell> = variants.iter().map(|variant| Cell::figure(figure(variant))).collect();
    let mut line = columns::row("rank correlation", &cells);
    let blind = |variant: &VariantRun| {
        let paid = variant.deviations.iter().any(|one| one.verdict == Verdict::Pays);
        paid && value(variant).is_some_and(|mean| mean >= 0.9)
    };
    if variants.iter().any(blind) {
        line.push_str(&format!(
            "  {DIM}of quality and pay among honest miners: it does not see what cheats take{DIM:#}\n"
        ));
    }
    line
}
