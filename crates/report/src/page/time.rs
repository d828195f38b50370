//! 8. Over time: pay, quality, prices, and what happened.

use super::view::{Part, View, both};
use super::words::{days, decimals, number, plural, rough, short};
use crate::html::Html;
use crate::plot::{Axis, Chart, Frame, Ink, Rule, Series as Drawn, Shade, shortened, trimmed};
use crate::table::{Cell, Table};
use incentor_scenario::run::{Line, RoleName, Run, Series, VariantRun};

pub(super) fn over_time(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Time, "");
    view.each(html, |html, variant| {
        html.paragraph("reading", &reading(view.run, variant));
        let series = &variant.series;
        if series.days.is_empty() {
            return;
        }
        for (role, caption) in [
            (
                RoleName::Miner,
                "Miners: pay per coldkey, mean over the seeds; shaded from the 10\u{a0}% to the 90\u{a0}% quantile",
            ),
            (RoleName::Validator, "Validators: pay per coldkey, mean and the same quantiles"),
        ] {
            let lines = lines_of(variant, role);
            if lines.iter().any(|line| line.pay_per_coldkey.iter().any(|pay| *pay > 0.0)) {
                html.paragraph("caption", caption);
                both(html, |width| pay(view, series, &lines, width, role == RoleName::Miner));
            }
        }
        marks(html, series);
        small(html, view.run, variant);
        table(html, series);
    });
    html.close("section");
}

/// More lines than this cannot be told apart.
const MOST_LINES: usize = 8;

fn lines_of(variant: &VariantRun, role: RoleName) -> Vec<&Line> {
    let is = |name: &str| {
        variant
            .populations
            .iter()
            .find(|population| population.name == name)
            .map_or(RoleName::Miner, |population| population.role)
    };
    variant.series.lines.iter().filter(|line| is(&line.population) == role).take(MOST_LINES).collect()
}

fn reading(run: &Run, variant: &VariantRun) -> String {
    let series = &variant.series;
    if series.days.is_empty() {
        return "Nothing was recorded over time.".to_owned();
    }
    // What is not counted is not told either, if anything is left.
    let counted = series.days.iter().position(|day| *day > warmup(run)).unwrap_or(0);
    let delivered = series.delivered_quality.get(counted..).unwrap_or(&[]);
    let mut text = if any_honest(variant) { trend(delivered).unwrap_or_default() } else { String::new() };
    let ends = |values: &[f64]| ends(values.get(counted..)?);
    let late = variant
        .series
        .lines
        .iter()
        .filter_map(|line| Some((line, ends(&line.pay_per_coldkey)?)))
        .filter(|(_, (first, last))| *first > 0.0 && *last > 0.0)
        .max_by(|a, b| (a.1.1 / a.1.0).total_cmp(&(b.1.1 / b.1.0)));
    if let Some((line, (first, last))) = late.filter(|(_, (first, last))| last / first > 1.05) {
        text.push_str(&format!(
            " Pay of {} grows most: from {} to {} τ a day.",
            line.population,
            short(first),
            short(last)
        ));
    }
    if let Some((first, last)) = ends(&series.seat_price_tao).filter(|(first, last)| first != last) {
        text.push_str(&format!(
            " A seat costs {} τ at the start and {} τ at the end.",
            short(first),
            short(last)
        ));
    }
    if text.is_empty() { "Pay over the simulated days.".to_owned() } else { text.trim().to_owned() }
}

/// Whether any miner plays straight, so that there is honest work to be delivered.
fn any_honest(variant: &VariantRun) -> bool {
    variant.populations.iter().any(|population| population.role == RoleName::Miner && population.honest)
}

/// Less than this change of quality is none.
const STANDS_STILL: f64 = 0.01;

/// What becomes of delivered quality; `None` if nothing was delivered.
///
/// It rises or falls if its ends lie farther apart than half of all that it moves; otherwise it comes and goes.
fn trend(values: &[f64]) -> Option<String> {
    let (first, last) = ends(values)?;
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let places = decimals([low, high]);
    if first <= 0.0 || high - low < STANDS_STILL * first {
        return Some(format!("Delivered quality stands still at {}.", number(last, places)));
    }
    let change = last / first - 1.0;
    Some(if change.abs() < STANDS_STILL || (last - first).abs() < (high - low) / 2.0 {
        format!(
            "Delivered quality comes and goes between {} and {}.",
            number(low, places),
            number(high, places)
        )
    } else {
        let verb = if change > 0.0 { "rises" } else { "falls" };
        format!("Delivered quality {verb} by {}, to {}.", rough(change.abs()), number(last, places))
    })
}

/// Means of the first and of the last fifth: one value alone is luck.
fn ends(values: &[f64]) -> Option<(f64, f64)> {
    let part = (values.len() / 5).max(1);
    let mean = |some: &[f64]| some.iter().sum::<f64>() / some.len() as f64;
    let (first, last) = (values.get(..part)?, values.get(values.len() - part..)?);
    Some((mean(first), mean(last)))
}

fn pay(view: &View<'_>, series: &Series, lines: &[&Line], width: f64, marked: bool) -> String {
    let wide = width > 500.0;
    let counted = |index: &usize| series.days.get(*index).is_some_and(|day| *day > warmup(view.run));
    // The first days may be far from all others: they do not count, and do not set the scale alone.
    let values = lines.iter().flat_map(|line| {
        line.p90.iter().chain(&line.pay_per_coldkey).copied().enumerate().filter(|(index, _)| {
            counted(&(index % series.days.len().max(1))) || warmup(view.run) >= last_day(series)
        })
    });
    let most = values.map(|(_, value)| value).filter(|value| value.is_finite()).fold(0.0, f64::max);
    let x = Axis::new("day", 0.0, last_day(series), if wide { 14 } else { 5 });
    let mut chart =
        Chart::new("Pay per coldkey over time", x, Axis::around("τ/day per coldkey", 0.0, most * 1.1, 5));
    (chart.frame, chart.width, chart.height) = (Frame::Page, width, if wide { 320.0 } else { 260.0 });
    let names: Vec<&str> = lines.iter().map(|line| line.population.as_str()).collect();
    chart.description = format!("Pay per coldkey and day of {}", names.join(", "));
    shade(&mut chart, view.run);
    if marked {
        for (index, mark) in series.marks.iter().enumerate().take(MOST_MARKS) {
            chart.rules.push(Rule::Down(mark.day, (index + 1).to_string()));
        }
    }
    let points = if wide { 300 } else { 140 };
    let days = thinned(&series.days, points);
    let top = chart.y.values.1;
    let cut = |value: f64| if value.is_finite() { value.clamp(0.0, top) } else { f64::NAN };
    for line in lines {
        let ink = view.ink(&line.population);
        let fan: Vec<(f64, f64, f64)> = days
            .iter()
            .zip(thinned(&line.p10, points).into_iter().zip(thinned(&line.p90, points)))
            .map(|(day, (low, high))| (*day, cut(low), cut(high)))
            .collect();
        if fan.len() > 1 {
            chart.series.push(Drawn::band("", ink, &fan));
        }
    }
    for line in lines {
        let pay = thinned(&line.pay_per_coldkey, points).into_iter().map(cut);
        let line_points = days.iter().copied().zip(pay).collect();
        let name = shortened(&line.population, if wide { 20 } else { 10 });
        chart.series.push(Drawn::line("", view.ink(&line.population), line_points).labelled(name));
    }
    chart.to_svg()
}

/// Means of so many neighbours that at most this number of points is left: more could not be told apart.
fn thinned(values: &[f64], most: usize) -> Vec<f64> {
    let each = values.len().div_ceil(most).max(1);
    values.chunks(each).map(|some| some.iter().sum::<f64>() / some.len() as f64).collect()
}

fn last_day(series: &Series) -> f64 {
    series.days.last().copied().filter(|day| *day > 0.0).unwrap_or(1.0)
}

fn warmup(run: &Run) -> f64 {
    (run.window.days - run.window.counted_days).max(0.0)
}

fn shade(chart: &mut Chart, run: &Run) {
    let days = warmup(run);
    if days > 0.0 {
        chart.shades.push(Shade { from: 0.0, to: days, label: "not counted".to_owned() });
    }
}

const MOST_MARKS: usize = 20;

fn marks(html: &mut Html, series: &Series) {
    if series.marks.is_empty() {
        return;
    }
    html.open("ol", "marks");
    for mark in series.marks.iter().take(MOST_MARKS) {
        html.leaf("li", "", &format!("day {}: {}", trimmed(mark.day, 1), mark.what));
    }
    html.close("ol");
    if series.marks.len() > MOST_MARKS {
        html.paragraph(
            "note",
            &format!("and {} more", plural((series.marks.len() - MOST_MARKS) as u64, "event")),
        );
    }
}

/// Quality and prices, each on its own axis.
fn small(html: &mut Html, run: &Run, variant: &VariantRun) {
    let series = &variant.series;
    let moves = |values: &[f64]| values.windows(2).any(|pair| pair[0] != pair[1]);
    let parts = [
        ("Delivered quality", "mean value of an honest answer", &series.delivered_quality, 0),
        ("Price of a seat", "τ", &series.seat_price_tao, 4),
        ("Price of alpha", "τ", &series.alpha_price_tao, 2),
    ];
    html.open("div", "panels three");
    for (title, unit, values, ink) in parts {
        let is_price = unit == "τ";
        if values.is_empty() || !is_price && !any_honest(variant) {
            continue;
        }
        html.open("figure", "");
        html.leaf("figcaption", "", title);
        if moves(values) {
            html.raw(&curve(run, series, title, unit, values, ink));
        } else {
            let (unit, about) = if is_price { (" τ", "") } else { ("", "mean value of an honest answer, ") };
            html.paragraph("constant", &format!("{}{unit}", short(values[0])));
            html.paragraph("note", &format!("{about}all the time"));
        }
        html.close("figure");
    }
    html.close("div");
}

fn curve(run: &Run, series: &Series, title: &str, unit: &str, values: &[f64], ink: usize) -> String {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    // A price starts at nothing; quality is looked at closely.
    let low = if low > 0.0 && low > high * 0.5 { low } else { low.min(0.0) };
    let (low, high) = if low.is_finite() && high > low { (low, high) } else { (0.0, 1.0) };
    let y = Axis::around(unit, low, high, 3);
    let mut chart = Chart::new(title, Axis::new("day", 0.0, last_day(series), 4), y);
    (chart.frame, chart.width, chart.height) = (Frame::Page, 280.0, 170.0);
    let days = warmup(run);
    if days > 0.0 {
        chart.shades.push(Shade { from: 0.0, to: days, label: String::new() });
    }
    let points = thinned(&series.days, 140).into_iter().zip(thinned(values, 140)).collect();
    chart.series.push(Drawn::line("", Ink::Series(ink), points));
    chart.to_svg()
}

fn table(html: &mut Html, series: &Series) {
    const ROWS: usize = 24;
    let mut table = Table::new().number("Day", "");
    let lines: Vec<&Line> = series.lines.iter().take(MOST_LINES * 2).collect();
    for line in &lines {
        table = table.number(&line.population, "τ/day, 10–90 %");
    }
    let mut table = table.number("Quality", "delivered").number("Seat", "τ").number("Alpha", "τ");
    let every = series.days.len().div_ceil(ROWS).max(1);
    let places = decimals(lines.iter().flat_map(|line| line.pay_per_coldkey.iter().copied())).min(5);
    for (index, day) in series.days.iter().enumerate().skip(every - 1).step_by(every) {
        let at = |values: &[f64]| values.get(index).map_or(Cell::Nothing, |value| short(*value).into());
        let mut cells: Vec<Cell> = vec![trimmed(*day, 2).into()];
        for line in &lines {
            cells.push(line.pay_per_coldkey.get(index).map_or(Cell::Nothing, |pay| {
                let fan = line.p10.get(index).zip(line.p90.get(index));
                let fan = fan.map_or(String::new(), |(low, high)| {
                    format!(" ({}–{})", number(*low, places), number(*high, places))
                });
                format!("{}{fan}", number(*pay, places)).into()
            }));
        }
        cells.extend([
            at(&series.delivered_quality),
            at(&series.seat_price_tao),
            at(&series.alpha_price_tao),
        ]);
        table.row("", cells);
    }
    let summary = if every > 1 {
        format!("In numbers, every {}", days(every as f64 * last_day(series) / series.days.len() as f64))
    } else {
        "In numbers".to_owned()
    };
    table.write_folded(html, &summary);
}

#[cfg(test)]
mod tests {
    use super::{ends, thinned, trend};

    #[test]
    fn only_what_goes_somewhere_rises_or_falls() {
        let check =
            |values: &[f64], expected: &str| assert_eq!(trend(values).unwrap(), expected, "{values:?}");
        check(&[1.0, 1.05, 1.1, 1.15, 1.2], "Delivered quality rises by 20\u{a0}%, to 1.20.");
        check(&[0.5, 0.45, 0.4, 0.35, 0.3], "Delivered quality falls by 40\u{a0}%, to 0.30.");
        check(
            &[1.02, 0.98, 1.04, 1.03, 0.99, 1.0, 1.04, 0.97, 1.0, 1.01],
            "Delivered quality comes and goes between 0.97 and 1.04.",
        );
        check(&[1.0, 1.005, 0.999], "Delivered quality stands still at 1.00.");
        check(&[0.0, 0.0], "Delivered quality stands still at 0.00.");
        assert_eq!(trend(&[]), None);
    }

    #[test]
    fn neighbours_are_averaged_only_where_there_are_too_many() {
        assert_eq!(thinned(&[1.0, 2.0, 3.0], 3), [1.0, 2.0, 3.0]);
        assert_eq!(thinned(&[1.0, 3.0, 5.0, 7.0, 9.0], 3), [2.0, 6.0, 9.0]);
        assert!(thinned(&[], 3).is_empty());
    }

    #[test]
    fn an_end_is_the_mean_of_a_fifth() {
        assert_eq!(ends(&[1.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 4.0, 6.0]), Some((2.0, 5.0)));
        assert_eq!((ends(&[2.0]), ends(&[])), (Some((2.0, 2.0)), None));
    }
}
