//! Who earns, who validates.

use super::figures::{amount, clipped, interval, short};
use super::of_variant;
use crate::terminal::{BOLD, DIM};
use incentor_scenario::run::{Population, RoleName, VariantRun};
use std::fmt::Write as _;

/// Subnets whose populations are listed; the tables on disk have all.
const MOST_SUBNETS: usize = 4;

pub(super) fn who_earns(variant: &VariantRun) -> String {
    let mut text = heading(&format!("WHO EARNS{}", of_variant(variant)), "quality", "emission");
    let quality = |population: &Population| match population.quality {
        None => "-".to_owned(),
        Some((low, high)) if (high - low).abs() < 0.005 => format!("{low:.2}"),
        Some((low, high)) => format!("{low:.2}-{high:.2}"),
    };
    text.push_str(&rows(variant, RoleName::Miner, quality));
    let _ = writeln!(text, "  {DIM}emission: share of what all miners are paid; money in τ/day{DIM:#}\n");
    text
}

pub(super) fn who_validates(variant: &VariantRun) -> String {
    let mut text = heading("WHO VALIDATES", "stake", "dividend");
    let stake = |population: &Population| match population.stake {
        1e6.. => format!("{} Mα", short(population.stake / 1e6)),
        1e3.. => format!("{} kα", short(population.stake / 1e3)),
        _ => format!("{} α", short(population.stake)),
    };
    text.push_str(&rows(variant, RoleName::Validator, stake));
    text.push('\n');
    text
}

fn heading(title: &str, middle: &str, share: &str) -> String {
    format!(
        "{BOLD}{:<23}{BOLD:#}{:>5}{middle:>11}{share:>9}{:>9}{:>8}{:>15}\n",
        clipped(title, 23),
        "uids",
        "pay/day",
        "cost",
        "profit/day"
    )
}

fn rows(variant: &VariantRun, role: RoleName, middle: impl Fn(&Population) -> String) -> String {
    let mut text = String::new();
    let mut subnets: Vec<&str> = Vec::new();
    for population in variant.populations.iter().filter(|population| population.role == role) {
        let subnet = &*population.subnet;
        if !subnets.contains(&subnet) {
            subnets.push(subnet);
            if !subnet.is_empty() && subnets.len() <= MOST_SUBNETS {
                let _ = writeln!(text, "  {DIM}on {}{DIM:#}", clipped(subnet, 70));
            }
        }
        if subnets.len() <= MOST_SUBNETS {
            row(&mut text, population, &middle(population));
        }
    }
    if let Some(more @ 1..) = subnets.len().checked_sub(MOST_SUBNETS) {
        let _ = writeln!(text, "  {DIM}… and on {more} more subnets: coldkeys.csv{DIM:#}");
    }
    text
}

fn row(text: &mut String, population: &Population, middle: &str) {
    let several = format!("{} ({} coldkeys)", population.name, population.coldkeys);
    let fits = population.coldkeys > 1 && several.chars().count() <= 21;
    let name = if fits { several } else { clipped(&population.name, 21) };
    let _ = writeln!(
        text,
        "  {name:<21}{:>5}{middle:>11}{:>7.1} %{:>9}{:>8}{:>15}",
        population.uids,
        population.pay_share * 100.0,
        amount(population.pay.mean),
        amount(population.cost),
        interval(population.profit, false),
    );
}
