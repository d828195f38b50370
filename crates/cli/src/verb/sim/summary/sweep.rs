//! The points of a sweep.

use super::cheating;
use super::columns::{self, ACROSS, Cell};
use super::figures::clipped;
use crate::paragraph::{WIDTH, wrapped};
use crate::terminal::{BOLD, DIM};
use incentor_scenario::run::{Run, SweepPoint, Verdict};
use std::fmt::Write as _;

pub(super) fn sweep(run: &Run) -> String {
    let Some(sweep) = &run.sweep else { return String::new() };
    let mut text = String::new();
    let mut variants: Vec<&str> = Vec::new();
    for point in &sweep.points {
        if !variants.contains(&&*point.variant) {
            variants.push(&point.variant);
        }
    }
    for variant in variants {
        let on = if variant.is_empty() { String::new() } else { format!(" in {variant}") };
        let _ = writeln!(text, "{BOLD}SWEEP{on}{BOLD:#}");
        for line in wrapped(&sweep.keys.join(" × "), WIDTH - 2) {
            let _ = writeln!(text, "  {line}");
        }
        let points: Vec<&SweepPoint> = sweep.points.iter().filter(|point| point.variant == variant).collect();
        text.push_str(&table(&points));
        text.push_str(&cheapest(&points));
        text.push('\n');
    }
    text
}

fn table(points: &[&SweepPoint]) -> String {
    let Some(first) = points.first() else { return String::new() };
    let mut names: Vec<String> =
        first.deviations.iter().map(|deviation| deviation.population.clone()).collect();
    names.push("honest profit".to_owned());
    let mut text = String::new();
    for start in (0..names.len()).step_by(ACROSS) {
        let shown = &names[start..names.len().min(start + ACROSS)];
        text.push_str(&columns::heading("", shown));
        for point in points {
            let cell = |name: &String| match point.deviations.iter().find(|one| one.population == *name) {
                Some(deviation) => cheating::cell(deviation),
                None => Cell::figure(super::figures::amount(point.honest_profit)),
            };
            let cells: Vec<Cell> = shown.iter().map(cell).collect();
            text.push_str(&columns::row(&point.values.join(" × "), &cells));
        }
        text.push_str(&ratios(points, shown));
    }
    text
}

/// G of the validators among the columns, point by point; nothing if there is none.
fn ratios(points: &[&SweepPoint], shown: &[String]) -> String {
    let ratio = |point: &SweepPoint, name: &String| {
        point.deviations.iter().find(|one| one.population == *name)?.dividend_ratio
    };
    if !points.iter().any(|point| shown.iter().any(|name| ratio(point, name).is_some())) {
        return String::new();
    }
    let mut text = format!("  {DIM}{}{DIM:#}\n", cheating::RATIO);
    for point in points {
        let cell =
            |name| ratio(point, name).map_or_else(Cell::default, |ratio| Cell::figure(format!("{ratio:.3}")));
        let cells: Vec<Cell> = shown.iter().map(cell).collect();
        text.push_str(&columns::row(&point.values.join(" × "), &cells));
    }
    text
}

/// Where each deviation begins to pay, in the order of the sweep.
fn cheapest(points: &[&SweepPoint]) -> String {
    let Some(first) = points.first() else { return String::new() };
    let mut text = String::new();
    for deviation in &first.deviations {
        let verdict = |point: &&SweepPoint| {
            let one = point.deviations.iter().find(|one| one.population == deviation.population);
            one.map(|one| one.verdict)
        };
        let pays = points.iter().position(|point| verdict(point) == Some(Verdict::Pays));
        // What is open may pay as well.
        let before = points.iter().take(pays.unwrap_or(points.len()));
        let open = before.filter(|point| verdict(point) == Some(Verdict::Inconclusive)).count();
        let name = clipped(&deviation.population, 20);
        let last = points.iter().rposition(|point| verdict(point) == Some(Verdict::Pays));
        let ends = last.and_then(|at| points.get(at + 1)).zip(last.and_then(|at| points.get(at)));
        let line = match (pays.and_then(|at| points.get(at)), open) {
            // It may as well be the large values that it cannot stand.
            (Some(_), 0) if pays == Some(0) && ends.is_some() => {
                let (next, last) = ends.map_or((String::new(), String::new()), |(next, last)| {
                    (next.values.join(" × "), last.values.join(" × "))
                });
                format!("{name} pays up to {last}, and is not seen to from {next} on")
            }
            (Some(point), 0) => format!("{name} begins to pay at {}", point.values.join(" × ")),
            (Some(point), _) => {
                format!("{name} pays at {}, and may before: {open} open", point.values.join(" × "))
            }
            (None, 0) => format!("{name} pays at none of these points"),
            (None, _) => format!("{name} is not seen to pay at these points: {open} open"),
        };
        let _ = writeln!(text, "  {DIM}{}{DIM:#}", clipped(&line, WIDTH - 2));
    }
    text
}
