//! Does improving pay?

use super::columns::{self, ACROSS, Cell};
use super::figures::{clipped, gain, interval, percent_change, short};
use crate::terminal::{BOLD, DIM};
use incentor_scenario::run::{Estimate, Improvement, Metric, Rank, RoleName, Run, VariantRun, Verdict};

pub(super) fn does_improving_pay(run: &Run) -> String {
    let by = run.variants.iter().flat_map(|variant| &variant.improvements).map(|one| one.by).next();
    // Of days a run says nothing that counts less than one.
    let is_long = run.window.counted_days >= 1.0;
    let over_time: Vec<String> =
        run.variants.chunks(ACROSS).map(|variants| over_time(variants, is_long)).collect();
    if by.is_none() && over_time.iter().all(String::is_empty) {
        return String::new();
    }
    let about = by.map_or(String::new(), |by| {
        format!("  profit/day from {} % better answers (pay in brackets)", short(by * 100.0))
    });
    let mut text = format!("{BOLD}DOES IMPROVING PAY?{BOLD:#}{about}\n");
    for (variants, over_time) in run.variants.chunks(ACROSS).zip(over_time) {
        if run.variants.len() > 1 {
            let names: Vec<String> = variants.iter().map(|variant| variant.name.clone()).collect();
            text.push_str(&columns::heading("", &names));
        }
        for (rank, name) in
            [(Rank::Best, "best miner"), (Rank::Median, "median miner"), (Rank::Worst, "weakest miner")]
        {
            if let ([variant], 1) = (variants, run.variants.len()) {
                text.push_str(&alone(variant, rank, name));
            } else if by.is_some() {
                let cells: Vec<Cell> = variants.iter().map(|variant| cell(variant, rank)).collect();
                text.push_str(&columns::row(name, &cells));
            }
        }
        text.push_str(&rank_correlation(variants));
        text.push_str(&over_time);
    }
    text.push('\n');
    text
}

/// With one variant there is room for the interval and for whom it is about.
fn alone(variant: &VariantRun, rank: Rank, name: &str) -> String {
    let Some(one) = variant.improvements.iter().find(|one| one.rank == rank) else { return String::new() };
    let profit = interval(one.profit, true);
    let change = format!("({})", pay(one));
    let quality = format!(", quality {:.2}", one.quality);
    let who = clipped(&one.coldkey, 28_usize.saturating_sub(quality.chars().count()));
    format!("  {name:<18}{profit:>18}{change:>11}   {DIM}{who}{quality}{DIM:#}\n")
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

/// Below this change a day what is paid for stands still: drift moves it as much.
const STANDS_STILL: f64 = 0.005;

fn metric<'r>(variant: &'r VariantRun, name: &str) -> Option<&'r Metric> {
    variant.metrics.iter().find(|metric| metric.name == name)
}

/// Whether the quality that is paid for grows, and what becomes of newcomers.
fn over_time(variants: &[VariantRun], is_long: bool) -> String {
    let mut text = String::new();
    let slope = |variant: &VariantRun| metric(variant, "slope").map(|metric| metric.value);
    let moves = |slope: Estimate| slope.mean.abs() >= slope.half_width.unwrap_or(0.0).max(STANDS_STILL);
    if is_long && variants.iter().filter_map(slope).any(moves) {
        let cell = |slope: Estimate| {
            let spread = slope.half_width.map_or(String::new(), |half| format!(" ±{:.1}", half * 100.0));
            // Less than the last digit has no sign.
            let mean = if slope.mean.abs() < 0.0005 { 0.0 } else { slope.mean * 100.0 };
            format!("{mean:+.1}{spread} %/day")
        };
        let cells = variants.iter().map(|variant| Cell::figure(slope(variant).map_or("-".to_owned(), cell)));
        text.push_str(&columns::row("quality paid for", &cells.collect::<Vec<Cell>>()));
    }
    let mut newcomers: Vec<&str> = Vec::new();
    for variant in variants {
        let mines = |name: &&str| {
            variant.populations.iter().any(|one| one.name == **name && one.role == RoleName::Miner)
        };
        // Of those that join some may never overtake anybody, but all of them stay or go.
        let names = variant.metrics.iter().filter_map(|metric| {
            metric.name.strip_prefix("survival(").and_then(|rest| rest.strip_suffix(')'))
        });
        for name in names.filter(mines) {
            if !newcomers.contains(&name) {
                newcomers.push(name);
            }
        }
    }
    if !newcomers.is_empty() {
        text.push_str(&format!(
            "  {DIM}newcomers: tempos to be paid most, in 80 % of seeds · share that stays{DIM:#}\n"
        ));
    }
    for name in newcomers {
        let cells = variants.iter().map(|variant| Cell::figure(newcomer(variant, name)));
        text.push_str(&columns::row(name, &cells.collect::<Vec<Cell>>()));
    }
    text
}

/// `13 · 100 %`: the tempos by which four seeds of five saw it overtake, and how often it kept its seat.
fn newcomer(variant: &VariantRun, name: &str) -> String {
    let Some(kept) = metric(variant, &format!("survival({name})")) else { return "-".to_owned() };
    // A metric that is nowhere finite is left out of a run.
    let seeds = metric(variant, &format!("overtake_epochs({name})")).map_or(&[][..], |after| &after.per_seed);
    let mut tempos: Vec<f64> = seeds.iter().map(|seed| seed.unwrap_or(f64::INFINITY)).collect();
    tempos.sort_by(f64::total_cmp);
    let wanted = (tempos.len() * 4).div_ceil(5);
    let after = match wanted.checked_sub(1).and_then(|at| tempos.get(at)) {
        Some(tempos) if tempos.is_finite() => short(*tempos),
        _ => "never".to_owned(),
    };
    format!("{after} · {:.0} %", kept.value.mean * 100.0)
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
