//! Does cheating pay?

use super::columns::{self, ACROSS, Cell};
use super::figures::{gain, interval, percent_change, short};
use crate::paragraph::{WIDTH, wrapped};
use crate::terminal::{BAD, BOLD, DIM, GOOD, WARN};
use anstyle::Style;
use incentor_scenario::run::{Deviation, RoleName, Run, VariantRun, Verdict};

/// What G is, above a block of them.
pub(super) const RATIO: &str = "G: dividends per stake over the honest median; below 1 delegators earn less";

pub(super) fn does_cheating_pay(run: &Run) -> String {
    let all: Vec<&Deviation> = run.variants.iter().flat_map(|variant| &variant.deviations).collect();
    if all.is_empty() {
        return format!("{DIM}No population has an `otherwise`, so nothing is compared with it.{DIM:#}\n\n");
    }
    let title = if all.iter().any(|one| one.is_cheat) { "DOES CHEATING PAY?" } else { "DOES DEVIATING PAY?" };
    let mut text = format!(
        "{BOLD}{title}{BOLD:#}  gain over the same coldkey playing straight, τ/day\n\
         {DIM}  {} % simultaneous intervals; within {} is even{DIM:#}\n",
        short(run.confidence * 100.0),
        epsilons(&all),
    );
    if run.variants.len() == 1 {
        text.push_str(&one_variant(run, &run.variants[0]));
    } else {
        for variants in run.variants.chunks(ACROSS) {
            text.push_str(&side_by_side(variants));
        }
    }
    text.push_str(&smaller_losses(run));
    text.push_str(&legend(run, &all));
    text.push('\n');
    text
}

fn epsilons(all: &[&Deviation]) -> String {
    let least = all.iter().map(|deviation| deviation.epsilon).fold(f64::INFINITY, f64::min);
    let most = all.iter().map(|deviation| deviation.epsilon).fold(0.0, f64::max);
    if most - least < 0.005 { format!("±{most:.2}") } else { format!("±{least:.2} to ±{most:.2}") }
}

pub(super) const fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Pays => BAD.bold(),
        Verdict::Loses => GOOD.bold(),
        Verdict::BreakEven => BOLD,
        Verdict::Inconclusive => WARN.bold(),
    }
}

/// A deviation as a cell: verdict and gain.
pub(super) fn cell(deviation: &Deviation) -> Cell {
    Cell::verdict(deviation.verdict.short_word(), style(deviation.verdict), interval(deviation.gain, true))
}

fn side_by_side(variants: &[VariantRun]) -> String {
    let names: Vec<String> = variants.iter().map(|variant| variant.name.clone()).collect();
    let mut populations: Vec<&str> = Vec::new();
    for deviation in variants.iter().flat_map(|variant| &variant.deviations) {
        if !populations.contains(&&*deviation.population) {
            populations.push(&deviation.population);
        }
    }
    let each = |draw: &dyn Fn(&VariantRun, &Deviation) -> Option<Cell>| -> String {
        let line = |population: &&str| {
            let cells: Vec<Option<Cell>> =
                variants.iter().map(|variant| of(variant, population, draw)).collect();
            let empty = cells.iter().all(Option::is_none);
            let cells: Vec<Cell> =
                cells.into_iter().map(|cell| cell.unwrap_or_else(|| Cell::figure("-"))).collect();
            if empty { String::new() } else { columns::row(population, &cells) }
        };
        populations.iter().map(line).collect()
    };
    let mut text = columns::heading("", &names);
    text.push_str(&each(&|_, deviation| Some(cell(deviation))));
    let harm = |variant: &VariantRun| {
        Cell::figure(variant.harm.map_or_else(|| "-".to_owned(), |harm| percent_change(-harm)))
    };
    if variants.iter().any(|variant| variant.harm.is_some()) {
        text.push_str(&columns::row("honest profit", &variants.iter().map(harm).collect::<Vec<_>>()));
    }
    let blocks: [(&str, String); 3] = [
        (
            "profit against not taking part",
            each(&|_, deviation| Some(Cell::figure(interval(deviation.entry_profit, true)))),
        ),
        ("gain at half and at twice the price of alpha", each(&sensitivity)),
        (
            RATIO,
            each(&|_, deviation| {
                (deviation.role == RoleName::Validator)
                    .then_some(deviation.dividend_ratio)
                    .flatten()
                    .map(|ratio| Cell::figure(format!("{ratio:.3}")))
            }),
        ),
    ];
    for (title, lines) in blocks.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        text.push_str(&format!("  {DIM}{title}{DIM:#}\n{lines}"));
    }
    text
}

fn of(
    variant: &VariantRun,
    population: &str,
    draw: &dyn Fn(&VariantRun, &Deviation) -> Option<Cell>,
) -> Option<Cell> {
    let deviation = variant.deviations.iter().find(|deviation| deviation.population == population)?;
    draw(variant, deviation)
}

fn sensitivity(variant: &VariantRun, deviation: &Deviation) -> Option<Cell> {
    let prices = variant.sensitivity.iter().find(|prices| prices.population == deviation.population)?;
    Some(Cell::figure(format!("{} / {}", gain(prices.at_half.mean), gain(prices.at_twice.mean))))
}

/// With one variant there is room to say what each gain is made of.
fn one_variant(run: &Run, variant: &VariantRun) -> String {
    let mut text = String::new();
    for deviation in &variant.deviations {
        let style = style(deviation.verdict);
        text.push_str(&format!(
            "  {:<21}{style}{:<13}{style:#}{:>14}   {}\n",
            super::figures::clipped(&deviation.population, 20),
            deviation.verdict.word(),
            interval(deviation.gain, true),
            super::figures::clipped(&instead(deviation), 27),
        ));
        for remark in remarks(run, variant, deviation) {
            for line in wrapped(&remark, WIDTH - 23) {
                text.push_str(&format!("  {:<21}{DIM}{line}{DIM:#}\n", ""));
            }
        }
    }
    text
}

fn instead(deviation: &Deviation) -> String {
    let (now, straight) = (deviation.entry_profit.mean, deviation.straight_profit);
    format!("{} instead of {}", super::figures::amount(now), super::figures::amount(straight))
}

/// What playing straight means, what the gain does to the others, and what it hangs on.
fn remarks(run: &Run, variant: &VariantRun, deviation: &Deviation) -> Vec<String> {
    let mut remarks = vec![format!("straight: {}", deviation.otherwise)];
    // The word and two profits speak for themselves, except where they are losses.
    if deviation.makes_a_loss() && deviation.verdict != Verdict::Inconclusive {
        let (profit, straight) = (deviation.entry_profit.mean, deviation.straight_profit);
        remarks.insert(0, deviation.verdict.meaning(profit, straight).to_owned());
    }
    match (deviation.verdict, deviation.seeds_needed) {
        (Verdict::Inconclusive, Some(seeds)) => {
            remarks.push(format!("open: about {} seeds would tell", super::grouped(seeds.into())));
        }
        (Verdict::Inconclusive, None) if run.seeds.count > 1 => {
            remarks.push("open: too close to call with any number of seeds tried here".to_owned());
        }
        (Verdict::Inconclusive, None) => remarks.push("open: one seed has no interval".to_owned()),
        _ => remarks.extend(deviation.harm.map(harm)),
    }
    if let Some(prices) = variant.sensitivity.iter().find(|prices| prices.population == deviation.population)
    {
        let (half, twice) = (gain(prices.at_half.mean), gain(prices.at_twice.mean));
        remarks.push(format!("at half and at twice the price of alpha: {half}, {twice}"));
    }
    if let (RoleName::Validator, Some(ratio)) = (deviation.role, deviation.dividend_ratio) {
        let who = if ratio < 1.0 { "less" } else { "more" };
        remarks.push(format!("G {ratio:.3}: its delegators earn {who} than honest validators'"));
    }
    remarks
}

fn harm(share: f64) -> String {
    if share >= 1.0 {
        return "honest miners make no profit because of it".to_owned();
    }
    if share.abs() < 0.0005 {
        return "honest miners keep their profit".to_owned();
    }
    let direction = if share >= 0.0 { "less" } else { "more" };
    format!("honest miners profit {:.1} % {direction} because of it", share.abs() * 100.0)
}

/// Gains that are smaller losses: a word in a narrow table says as much of them as of a profit.
fn smaller_losses(run: &Run) -> String {
    const MOST: usize = 6;
    if run.variants.len() == 1 {
        return String::new();
    }
    let less: Vec<String> = run
        .variants
        .iter()
        .flat_map(|variant| variant.deviations.iter().map(move |deviation| (variant, deviation)))
        .filter(|(_, deviation)| deviation.only_loses_less())
        .map(|(variant, deviation)| {
            format!("{} in {} {}", deviation.population, variant.name, deviation.reading)
        })
        .collect();
    let mut text = String::new();
    for line in less.iter().take(MOST).flat_map(|one| wrapped(one, WIDTH - 2)) {
        text.push_str(&format!("  {DIM}{line}{DIM:#}\n"));
    }
    if less.len() > MOST {
        text.push_str(&format!("  {DIM}… and {} more that only lose less{DIM:#}\n", less.len() - MOST));
    }
    text
}

/// What words in the table mean that do not speak for themselves.
fn legend(run: &Run, all: &[&Deviation]) -> String {
    let open: Vec<u32> = all
        .iter()
        .filter(|deviation| deviation.verdict == Verdict::Inconclusive)
        .map(|deviation| deviation.seeds_needed.unwrap_or(0))
        .collect();
    if open.is_empty() || run.variants.len() == 1 {
        return String::new();
    }
    let most = open.iter().copied().max().unwrap_or(0);
    let seeds = if most > 0 {
        format!("about {} seeds would tell", super::grouped(most.into()))
    } else {
        "the seeds do not tell".to_owned()
    };
    format!("  {DIM}OPEN = INCONCLUSIVE: {seeds}{DIM:#}\n")
}
