//! 3. Does improving pay?

use super::view::{Part, View, panels};
use super::words::{decimals, gain, letters, list, number, percent, rough, short, signed};
use crate::html::Html;
use crate::plot::{Axis, Chart, Frame, Ink, Mark, Note, Series, Shade, Shape};
use crate::table::{Cell, Table};
use incentor_scenario::run::{Coldkey, Estimate, Improvement, Rank, RoleName, Run, VariantRun};

pub(super) fn improving(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Improving, &reading(view));
    let any = view.variants().iter().any(|variant| honest(variant).next().is_some());
    if any {
        panels(view, html, |variant, width| scatter(view, variant, width));
        html.paragraph("note", &note(view));
    }
    table(html, view);
    html.close("section");
}

fn reading(view: &View<'_>) -> String {
    let (Some(mut text), Some(first)) = (best(view), view.variants().first()) else {
        return "No honest miner was asked what better answers would bring it.".to_owned();
    };
    if let Some(cap) = cap(view.run, first) {
        text.push_str(&format!(
            " Scores{} are capped at {}: beyond it, being better is not seen.",
            view.within(&first.name),
            short(cap)
        ));
    }
    text
}

/// What better answers bring the best honest miner; `None` if nobody was asked.
pub(super) fn best(view: &View<'_>) -> Option<String> {
    let best: Vec<(&VariantRun, &Improvement)> = view
        .variants()
        .iter()
        .filter_map(|variant| {
            let best = variant.improvements.iter().find(|improvement| improvement.rank == Rank::Best)?;
            Some((variant, best))
        })
        .collect();
    let (first, improvement) = best.first()?;
    let sure = |improvement: &Improvement| {
        improvement.profit.half_width.is_none_or(|half| improvement.profit.mean.abs() > half)
    };
    if best.len() > 1 && best.iter().all(|(_, improvement)| !sure(improvement)) {
        return Some(format!(
            "Whether answers {} better, and their cost, pay the best honest miner is sure in no variant ({} τ a day{}).",
            rough(improvement.by),
            gain(improvement.profit, places(view)),
            view.within(&first.name)
        ));
    }
    let places = places(view);
    if best.len() > MOST_NAMED {
        return Some(format!(
            "With answers {} better, and their cost, the best honest miner {}.",
            rough(improvement.by),
            grouped(&best, sure, places)
        ));
    }
    let said = |variant: &VariantRun, improvement: &Improvement| {
        let sure = sure(improvement);
        let within = view.within(&variant.name);
        if !sure {
            return format!("may gain or lose{within} ({} τ a day)", gain(improvement.profit, places));
        }
        let verb = if improvement.profit.mean > 0.0 { "gains" } else { "loses" };
        format!("{verb} {} τ a day{within}", number(improvement.profit.mean.abs(), places))
    };
    let mut text = format!(
        "With answers {} better, and their cost, the best honest miner {}",
        rough(improvement.by),
        said(first, improvement)
    );
    for (variant, improvement) in best.iter().skip(1) {
        text.push_str(&format!(", {}", said(variant, improvement)));
    }
    text.push('.');
    Some(text)
}

/// Of more variants than this one does not want to hear one by one.
const MOST_NAMED: usize = 3;

/// Who gains, who loses and who may do either, with the range of each: `gains 0.06 to 0.07 τ a day in all five variants`.
fn grouped(
    best: &[(&VariantRun, &Improvement)],
    sure: impl Fn(&Improvement) -> bool,
    places: usize,
) -> String {
    let kind = |improvement: &Improvement| match (sure(improvement), improvement.profit.mean > 0.0) {
        (false, _) => "may gain or lose",
        (true, true) => "gains",
        (true, false) => "loses",
    };
    let mut said = Vec::new();
    for verb in ["gains", "loses", "may gain or lose"] {
        let of: Vec<&(&VariantRun, &Improvement)> =
            best.iter().filter(|(_, improvement)| kind(improvement) == verb).collect();
        let sizes = || of.iter().map(|(_, improvement)| improvement.profit.mean.abs());
        let [low, high] = [sizes().fold(f64::INFINITY, f64::min), sizes().fold(0.0, f64::max)]
            .map(|size| number(size, places));
        let size = match verb {
            "may gain or lose" => String::new(),
            _ if low == high => format!(" {low} τ a day"),
            _ => format!(" {low} to {high} τ a day"),
        };
        let names: Vec<String> = of.iter().map(|(variant, _)| variant.name.clone()).collect();
        match of.len() {
            0 => {}
            all if all == best.len() => said.push(format!("{verb}{size} in all {} variants", letters(all))),
            _ => said.push(format!("{verb}{size} in {}", list(&names))),
        }
    }
    said.join("; ")
}

/// Decimals of what improving brings, the same wherever it is told.
pub(super) fn places(view: &View<'_>) -> usize {
    let all = view.variants().iter().flat_map(|variant| &variant.improvements);
    decimals(all.map(|improvement| improvement.profit.mean))
}

/// Below this change a day what is paid for stands still: drift moves it as much.
const STANDS_STILL: f64 = 0.005;

/// Growth a day of the quality that is paid for, where it moves in any variant for sure.
///
/// A run that counts less than a day says nothing about days.
pub(super) fn slope_of_quality(view: &View<'_>, variant: &VariantRun) -> Option<f64> {
    let slope = |variant: &VariantRun| {
        let metric = variant.metrics.iter().find(|metric| metric.name == "slope");
        metric.map(|metric| metric.value).filter(|value| value.mean.is_finite())
    };
    let moves = |value: Estimate| value.mean.abs() >= value.half_width.unwrap_or(0.0).max(STANDS_STILL);
    let any = view.variants().iter().filter_map(slope).any(moves);
    slope(variant).filter(|_| any && view.run.window.counted_days >= 1.0).map(|value| value.mean)
}

/// Mining coldkeys of honest populations that do work of their own.
fn honest(variant: &VariantRun) -> impl Iterator<Item = &Coldkey> {
    variant.coldkeys.iter().filter(move |coldkey| {
        let population = |name: &str| variant.populations.iter().find(|population| population.name == name);
        coldkey.role == RoleName::Miner
            && coldkey.quality.is_some()
            && population(&coldkey.population).is_some_and(|population| population.honest)
    })
}

fn scatter(view: &View<'_>, variant: &VariantRun, width: f64) -> String {
    // One pair of axes for all, or they could not be compared.
    let all = || view.variants().iter().flat_map(honest);
    let qualities = all().filter_map(|coldkey| coldkey.quality).filter(|quality| quality.is_finite());
    let (low, high) = qualities.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), quality| {
        (low.min(quality), high.max(quality))
    });
    let most = all().map(|coldkey| coldkey.pay.mean).filter(|pay| pay.is_finite()).fold(0.0, f64::max);
    let room = ((high - low) * 0.1).max(high.abs() * 0.02);
    let count = if width > 500.0 { 8 } else { 4 };
    let (low, high) = if low.is_finite() { (low - room * 1.9, high + room * 2.0) } else { (0.0, 1.0) };
    let x = Axis::new("quality", low, high, count);
    let y = Axis::around("pay, τ/day per coldkey", 0.0, most * 1.12, 4);
    let mut chart = Chart::new("Pay against quality", x, y);
    (chart.frame, chart.width, chart.height) =
        (Frame::Page, width, if width > 500.0 { 340.0 } else { 250.0 });
    chart.description = "Pay per day against quality, one mark per honest mining coldkey".to_owned();
    if let Some(cap) = cap(view.run, variant).filter(|cap| *cap < high) {
        let label = format!("capped at {}", short(cap));
        chart.shades.push(Shade { from: cap.max(low), to: high, label });
    }
    // A population of several subnets is listed once for each, and drawn once.
    let mut drawn: Vec<&str> = Vec::new();
    for population in variant.populations.iter().filter(|population| population.honest) {
        if drawn.contains(&population.name.as_str()) {
            continue;
        }
        drawn.push(&population.name);
        let members = honest(variant).filter(|coldkey| coldkey.population == population.name);
        let points: Vec<(f64, f64)> =
            members.filter_map(|coldkey| Some((coldkey.quality?, coldkey.pay.mean))).collect();
        if !points.is_empty() {
            chart.series.push(Series::marks("", view.ink(&population.name), Mark::Dot, points));
        }
    }
    let places = places(view);
    for improvement in &variant.improvements {
        slope(&mut chart, variant, improvement, (high - low, places));
    }
    chart.to_svg()
}

/// The tangent at a probed miner: how much its pay rises for how much better work.
fn slope(chart: &mut Chart, variant: &VariantRun, improvement: &Improvement, (range, places): (f64, usize)) {
    let Some(coldkey) = variant.coldkeys.iter().find(|coldkey| coldkey.name == improvement.coldkey) else {
        return;
    };
    let (Some(share), true) = (improvement.pay_share, improvement.quality * improvement.by > 0.0) else {
        return;
    };
    let (quality, pay) = (improvement.quality, coldkey.pay.mean);
    let slope = pay * share / (quality * improvement.by);
    // To both sides as far as the plot goes.
    let end = |step: f64| {
        let rise = (slope * step).clamp(chart.y.values.0 - pay, chart.y.values.1 - pay);
        let step = if slope == 0.0 { step } else { rise / slope };
        (quality + step, pay + slope * step)
    };
    // Shorter where it is steep, so that all look as long.
    let height = (chart.y.values.1 - chart.y.values.0) * 0.25;
    let reach = (range * 0.1).min(if slope == 0.0 { f64::INFINITY } else { height / slope.abs() });
    let line = vec![end(-reach), end(reach)];
    if line.iter().all(|(x, y)| x.is_finite() && y.is_finite()) {
        chart.series.push(Series::line("", Ink::Plain, line).shaped(Shape::HeavyLine));
    }
    let at = (quality, pay);
    chart.series.push(Series::marks("", Ink::Plain, Mark::Dot, vec![at]));
    let text = format!("{} {}", rank(improvement.rank), signed(improvement.profit.mean, places));
    // Beside a rising stroke there is room to the left, except at the edge.
    let left = if slope > 0.0 && improvement.rank != Rank::Worst { -26.0 } else { 0.0 };
    // The weakest miner's words go below it, where those of the median do not come: unless there is no room.
    let low = improvement.rank == Rank::Worst && pay > (chart.y.values.1 - chart.y.values.0) * 0.2;
    let median = variant.improvements.iter().find(|other| other.rank == Rank::Median);
    let above = median.filter(|_| improvement.rank == Rank::Worst).map_or(ABOVE, |median| {
        let other = variant.coldkeys.iter().find(|coldkey| coldkey.name == median.coldkey);
        let rise = other.map_or(0.0, |other| other.pay.mean - pay);
        // The margins around the plot are left out; it need not be exact.
        lifted(
            (median.quality - quality) / range * (chart.width - 50.0),
            rise / (chart.y.values.1 - chart.y.values.0) * (chart.height - 64.0),
        )
    });
    chart.notes.push(Note { at, shift: (left, if low { -19.0 } else { above }), text, ink: Ink::Plain });
}

/// How far above its mark a miner's words stand.
const ABOVE: f64 = 17.0;

/// The same for the weakest miner, whose words must not run into those of the median, `right` and `up` of it.
fn lifted(right: f64, up: f64) -> f64 {
    /// As long as the words are with what keeps them apart, and as high as a line.
    const WORDS: (f64, f64) = (96.0, 14.0);
    if right < WORDS.0 && up.abs() < 0.8 * WORDS.1 { ABOVE + up + WORDS.1 } else { ABOVE }
}

const fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Best => "best",
        Rank::Median => "median",
        Rank::Worst => "worst",
    }
}

fn note(view: &View<'_>) -> String {
    let mut text =
        "One dot per honest coldkey. The heavy strokes are tangents: how steeply pay rises with quality for \
                    the best, the median and the worst of them, with the change in profit, τ/day, beside it."
            .to_owned();
    for variant in view.variants() {
        let metric = variant.metrics.iter().find(|metric| metric.name.starts_with("saturation"));
        if let Some(metric) = metric.filter(|metric| metric.value.mean > 0.0) {
            text.push_str(&format!(
                " For {} of honest miners pay hardly moves{}.",
                rough(metric.value.mean),
                view.within(&variant.name)
            ));
        }
    }
    text
}

fn table(html: &mut Html, view: &View<'_>) {
    let mut table = Table::new().text("Miner");
    if view.several() {
        table = table.text("Variant");
    }
    let mut table = table
        .text("Coldkey")
        .number("Quality", "before")
        .number("Better by", "share")
        .number("Pay", "change")
        .number("Profit", "τ/day, higher cost included");
    let all = || view.variants().iter().flat_map(|variant| &variant.improvements);
    if all().next().is_none() {
        return;
    }
    let places = places(view);
    for wanted in [Rank::Best, Rank::Median, Rank::Worst] {
        for variant in view.variants() {
            for improvement in variant.improvements.iter().filter(|improvement| improvement.rank == wanted) {
                let mut cells: Vec<Cell> = vec![rank(wanted).into()];
                if view.several() {
                    cells.push(variant.name.as_str().into());
                }
                cells.extend([
                    improvement.coldkey.as_str().into(),
                    number(improvement.quality, 2).into(),
                    percent(improvement.by).into(),
                    improvement
                        .pay_share
                        .map_or(Cell::Nothing, |share| format!("{}\u{a0}%", signed(share * 100.0, 1)).into()),
                    gain(improvement.profit, places).into(),
                ]);
                table.row("", cells);
            }
        }
    }
    table.write(html, "What improving pays, in numbers", "");
}

/// Where scores stop growing with quality, if the parameters say so: the variant's own score before the file's.
fn cap(run: &Run, variant: &VariantRun) -> Option<f64> {
    let about_scores = |key: &str| key == "mechanism" || key.starts_with("mechanism.score");
    let mut changed = variant.changes.iter().rev().filter(|(key, _)| about_scores(key)).peekable();
    if changed.peek().is_some() {
        return changed.find_map(|(key, value)| cap_in(key, value));
    }
    run.parameters
        .iter()
        .filter(|parameter| about_scores(&parameter.key))
        .find_map(|parameter| cap_in(&parameter.key, &parameter.value))
}

/// The number of a key that ends in `cap`, or behind the word `cap` in a value.
fn cap_in(key: &str, value: &str) -> Option<f64> {
    let text = if key.rsplit('.').next() == Some("cap") {
        value
    } else {
        let mut words =
            value.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '_' | '-'));
        words.find(|word| *word == "cap")?;
        return words.find(|word| !word.is_empty())?.parse().ok().filter(|cap: &f64| cap.is_finite());
    };
    text.split_whitespace().next()?.parse().ok().filter(|cap: &f64| cap.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{ABOVE, cap_in, lifted};

    #[test]
    fn words_beside_each_other_do_not_meet() {
        // Where they would, they are a line apart.
        for up in [-5.0, 0.0, 8.0] {
            assert!((lifted(50.0, up) - (ABOVE + up) - 14.0).abs() < 1e-9);
        }
        assert_eq!([lifted(120.0, 0.0), lifted(50.0, 30.0), lifted(50.0, -30.0)], [ABOVE; 3]);
    }

    #[test]
    fn a_cap_is_found_wherever_it_is_written() {
        let rule = "{ product = [ { quality = { cap = 1.5 } }, { in_time = \"12s\" } ] }";
        assert_eq!(cap_in("mechanism.score", rule), Some(1.5));
        assert_eq!(cap_in("mechanism.score.product.0.quality.cap", "1"), Some(1.0));
        assert_eq!(cap_in("mechanism.score", "{ product = [ { quality = {} }, { capacity = 2 } ] }"), None);
        assert_eq!(cap_in("mechanism.score.cap", "none"), None);
    }
}
