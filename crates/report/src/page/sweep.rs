//! The points of a sweep, where one was asked for.

use super::view::{View, panels};
use super::words::{class, decimals, gain, number, plural, signed};
use crate::html::Html;
use crate::plot::{Axis, Chart, Frame, Mark, Rule, Series, Tick};
use crate::table::{Cell, Table};
use incentor_scenario::run::{Deviation, SweepOutcome, SweepPoint, VariantRun, Verdict};

pub(super) fn sweep(html: &mut Html, view: &View<'_>) {
    let Some(sweep) = view.run.sweep.as_ref().filter(|sweep| !sweep.points.is_empty()) else { return };
    html.open_with("h3", &[("id", "sweep")]);
    html.text(&format!("Sweep over {}", sweep.keys.join(" × ")));
    html.close("h3");
    html.paragraph("", &reading(view, sweep));
    if sweep.keys.len() == 1 {
        panels(view, html, |variant, width| lines(view, sweep, variant, width));
        if has_ratios(sweep) {
            html.paragraph(
                "caption",
                "G: dividends per stake over the honest median; below 1 delegators earn less",
            );
            panels(view, html, |variant, width| ratios(view, sweep, variant, width));
        }
    } else {
        view.each(html, |html, variant| fields(html, view, sweep, variant));
    }
    table(html, view, sweep);
}

fn reading(view: &View<'_>, sweep: &SweepOutcome) -> String {
    let best = sweep
        .points
        .iter()
        .flat_map(|point| point.deviations.iter().map(move |deviation| (point, deviation)))
        .filter(|(_, deviation)| deviation.verdict == Verdict::Pays)
        .max_by(|a, b| a.1.gain.mean.total_cmp(&b.1.gain.mean));
    match best {
        Some((point, deviation)) => format!(
            "The largest gain is at {}{}: {} gains {} τ a day over playing straight.",
            point.values.join(", "),
            if point.variant.is_empty() { String::new() } else { format!(" in {}", point.variant) },
            deviation.population,
            signed(deviation.gain.mean, decimals([deviation.gain.mean])),
        ),
        None if sweep.points.iter().any(|point| !point.deviations.is_empty()) => {
            format!("No {} is sure to pay at any point.", view.noun())
        }
        None => format!("{} without any deviation.", plural(sweep.points.len() as u64, "point")),
    }
}

/// Whether a validator deviates.
fn has_ratios(sweep: &SweepOutcome) -> bool {
    sweep.points.iter().flat_map(|point| &point.deviations).any(|one| one.dividend_ratio.is_some())
}

fn of<'a>(sweep: &'a SweepOutcome, variant: &VariantRun) -> Vec<&'a SweepPoint> {
    sweep.points.iter().filter(|point| point.variant == variant.name).collect()
}

/// Names of the deviations, in the order of the first point that has them.
fn names(points: &[&SweepPoint]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for deviation in points.iter().flat_map(|point| &point.deviations) {
        if !names.contains(&deviation.population) {
            names.push(deviation.population.clone());
        }
    }
    names
}

fn at<'p>(point: &'p SweepPoint, name: &str) -> Option<&'p Deviation> {
    point.deviations.iter().find(|deviation| deviation.population == name)
}

fn gain_at(point: &SweepPoint, name: &str) -> Option<f64> {
    at(point, name).map(|deviation| deviation.gain.mean)
}

fn ratio_at(point: &SweepPoint, name: &str) -> Option<f64> {
    at(point, name).and_then(|deviation| deviation.dividend_ratio)
}

/// One key: a line per deviation over its values, which stand at equal distances.
fn lines(view: &View<'_>, sweep: &SweepOutcome, variant: &VariantRun, width: f64) -> String {
    let drawn = Drawn { title: "Gain at each point", unit: "gain, τ/day", even: 0.0, of: gain_at };
    drawn.over(view, sweep, variant, width)
}

/// The same of what delegators of a deviating validator earn.
fn ratios(view: &View<'_>, sweep: &SweepOutcome, variant: &VariantRun, width: f64) -> String {
    let drawn = Drawn { title: "G at each point", unit: "G", even: 1.0, of: ratio_at };
    drawn.over(view, sweep, variant, width)
}

/// A number of each deviation at each point.
struct Drawn {
    title: &'static str,
    unit: &'static str,
    /// Where neither playing straight nor deviating is better.
    even: f64,
    of: fn(&SweepPoint, &str) -> Option<f64>,
}

impl Drawn {
    fn over(&self, view: &View<'_>, sweep: &SweepOutcome, variant: &VariantRun, width: f64) -> String {
        let points = of(sweep, variant);
        let numbers = sweep.points.iter().flat_map(|point| {
            point.deviations.iter().filter_map(|deviation| (self.of)(point, &deviation.population))
        });
        let (low, high) = numbers
            .filter(|number| number.is_finite())
            .fold((self.even, self.even), |(low, high), number| (low.min(number), high.max(number)));
        let last = points.len().saturating_sub(1).max(1) as f64;
        let every = points.len().div_ceil(if width > 500.0 { 16 } else { 6 }).max(1);
        let ticks = points.iter().enumerate().step_by(every).map(|(index, point)| Tick {
            value: index as f64,
            label: point.values.first().cloned().unwrap_or_default(),
        });
        let x = Axis::new(&sweep.keys[0], -0.2, last + 0.2, 1).with_ticks(ticks.collect());
        let mut chart = Chart::new(self.title, x, Axis::around(self.unit, low, high, 5));
        (chart.frame, chart.width, chart.height) = (Frame::Page, width, 260.0);
        chart.rules.push(Rule::Across(self.even, String::new()));
        for name in names(&points) {
            let line: Vec<(f64, f64)> = points
                .iter()
                .enumerate()
                .map(|(index, point)| (index as f64, (self.of)(point, &name).unwrap_or(f64::NAN)))
                .collect();
            if line.iter().all(|(_, number)| number.is_nan()) {
                continue;
            }
            let ink = view.ink(&name);
            chart
                .series
                .push(Series::line("", ink, line.clone()).labelled(crate::plot::shortened(&name, 12)));
            chart.series.push(Series::marks("", ink, Mark::Dot, line));
        }
        chart.to_svg()
    }
}

/// Several keys: for each deviation a field, the last key across, the others down.
fn fields(html: &mut Html, view: &View<'_>, sweep: &SweepOutcome, variant: &VariantRun) {
    const MOST: usize = 6;
    let points = of(sweep, variant);
    let mut across: Vec<&str> = Vec::new();
    let mut down: Vec<&[String]> = Vec::new();
    for point in &points {
        let Some((last, others)) = point.values.split_last() else { continue };
        if !across.contains(&last.as_str()) {
            across.push(last);
        }
        if !down.contains(&others) {
            down.push(others);
        }
    }
    let names = names(&points);
    for name in names.iter().take(MOST) {
        let gains: Vec<f64> = points.iter().filter_map(|point| gain_at(point, name)).collect();
        let places = decimals(gains.iter().copied());
        let most = gains.iter().map(|gain| gain.abs()).filter(|gain| gain.is_finite()).fold(0.0, f64::max);
        html.paragraph("caption", &format!("{name}: gain, τ/day"));
        html.open_with("div", &[("class", "scroll"), ("tabindex", "0")]);
        html.raw("<table class=\"field\"><thead><tr>");
        html.leaf("th", "text", &sweep.keys.join(" × "));
        for value in &across {
            html.leaf("th", "", value);
        }
        html.raw("</tr></thead><tbody>\n");
        for others in &down {
            html.raw("<tr>");
            html.leaf("th", "text", &others.join(", "));
            for value in &across {
                let found = points.iter().find(|point| {
                    point.values.split_last().is_some_and(|(last, rest)| last == value && rest == *others)
                });
                match found.and_then(|point| gain_at(point, name)) {
                    Some(gain) => {
                        let share = if most > 0.0 { (gain.abs() / most * 60.0).round() } else { 0.0 };
                        let color = if gain > 0.0 { 1 } else { 0 };
                        html.raw(&format!(
                            "<td style=\"background:color-mix(in srgb,var(--s{color}) {share}%,transparent)\">"
                        ));
                        html.text(&signed(gain, places));
                        html.raw("</td>");
                    }
                    None => html.raw("<td>–</td>"),
                }
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }
    if names.len() > MOST {
        html.paragraph(
            "note",
            &format!("{} more in the table.", plural((names.len() - MOST) as u64, view.noun())),
        );
    }
}

fn table(html: &mut Html, view: &View<'_>, sweep: &SweepOutcome) {
    let mut table = Table::new();
    for key in &sweep.keys {
        table = table.text(key);
    }
    if view.several() {
        table = table.text("Variant");
    }
    let any_ratio = has_ratios(sweep);
    let mut table = table.text("Population").text("Verdict").number("Gain", "τ/day");
    if any_ratio {
        table = table.number("G", "");
    }
    table = table.number("Honest profit", "τ/day per miner");
    for point in &sweep.points {
        let start: Vec<Cell> = point.values.iter().map(|value| value.as_str().into()).collect();
        let places = decimals(point.deviations.iter().map(|deviation| deviation.gain.mean));
        for deviation in &point.deviations {
            let mut cells = start.clone();
            if view.several() {
                cells.push(point.variant.as_str().into());
            }
            cells.extend([
                Cell::Colored(deviation.population.clone(), view.color(&deviation.population)),
                Cell::Badge(deviation.verdict.word().to_owned(), class(deviation.verdict)),
                gain(deviation.gain, places).into(),
            ]);
            if any_ratio {
                cells.push(deviation.dividend_ratio.map_or(Cell::Nothing, |ratio| number(ratio, 3).into()));
            }
            cells.push(number(point.honest_profit, 2).into());
            table.row("", cells);
        }
    }
    table.write_folded(html, &format!("The sweep in numbers, {}", plural(table.len() as u64, "row")));
}
