//! The two plots, each for a wide and for a narrow screen.

use crate::html::Html;
use crate::plot::{Axis, Chart, Ink, Mark, Rule, Series};
use incentor_scenario::{RoleName, Run};

/// A chart drawn twice: type keeps its size where the screen is narrow.
pub(super) fn both(html: &mut Html, chart: &Chart) {
    let narrow = Chart { width: 340.0, height: 320.0, ..chart.clone() };
    for (class, chart) in [("wide", chart), ("narrow", &narrow)] {
        html.open("figure", class);
        html.raw(&chart.to_svg());
        html.close("figure");
    }
}

/// Pay over days, one line per population of miners.
pub(super) fn pay_over_time(run: &Run) -> Chart {
    let is_miner = |name: &str| {
        run.populations.iter().any(|population| population.name == name && population.role == RoleName::Miner)
    };
    let lines: Vec<_> = run.series.lines.iter().filter(|line| is_miner(&line.population)).collect();
    let most = lines.iter().flat_map(|line| &line.pay_per_coldkey).copied().fold(0.0, f64::max);
    let last = run.series.days.last().copied().unwrap_or(1.0);
    let mut chart = Chart::new(
        "Pay per coldkey",
        Axis::new("day", 0.0, last, 7),
        Axis::around("τ/day per coldkey", 0.0, most, 5),
    );
    chart.height = 320.0;
    chart.description =
        "Pay per coldkey and day of each population of miners, mean over the seeds".to_owned();
    let warmup = run.window.days - run.window.counted_days;
    if warmup > 0.0 {
        chart.rules.push(Rule::Down(warmup, "counted from here".to_owned()));
    }
    for (index, line) in lines.into_iter().enumerate() {
        let points = run.series.days.iter().copied().zip(line.pay_per_coldkey.iter().copied()).collect();
        chart.series.push(Series::line(&line.population, Ink::Series(index), points));
    }
    chart
}

/// Pay against quality, one mark per coldkey; who does no work of its own is a level, not a point.
pub(super) fn pay_by_quality(run: &Run) -> Option<Chart> {
    let miners = || run.coldkeys.iter().filter(|coldkey| coldkey.role == RoleName::Miner);
    let qualities: Vec<f64> = miners()
        .filter_map(|coldkey| coldkey.quality)
        .chain(run.deviations.iter().filter_map(|deviation| deviation.straight_quality))
        .collect();
    let (low, high) = qualities
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(low, high), quality| (low.min(*quality), high.max(*quality)));
    if qualities.is_empty() {
        return None;
    }
    let straight = run.deviations.iter().map(|deviation| deviation.straight_pay);
    let most = miners().map(|coldkey| coldkey.pay.mean).chain(straight).fold(0.0, f64::max);
    let mut chart = Chart::new(
        "Pay against quality",
        Axis::around("quality", low, high, 6),
        Axis::around("τ/day", 0.0, most, 5),
    );
    chart.height = 340.0;
    chart.description = "Pay per day against quality, one mark per mining coldkey".to_owned();
    let populations = run.populations.iter().filter(|population| population.role == RoleName::Miner);
    for (index, population) in populations.enumerate() {
        let members = || miners().filter(|coldkey| coldkey.population == population.name);
        let points: Vec<(f64, f64)> =
            members().filter_map(|coldkey| Some((coldkey.quality?, coldkey.pay.mean))).collect();
        if !points.is_empty() {
            chart.series.push(Series::marks(&population.name, Ink::Series(index), Mark::Dot, points));
        }
        for coldkey in members().filter(|coldkey| coldkey.quality.is_none()) {
            chart.rules.push(Rule::Across(coldkey.pay.mean, format!("{}: no work of its own", coldkey.name)));
        }
        for deviation in run.deviations.iter().filter(|deviation| deviation.population == population.name) {
            if let Some(quality) = deviation.straight_quality {
                let name = format!("{} if it played straight", population.name);
                let point = vec![(quality, deviation.straight_pay)];
                chart.series.push(Series::marks(&name, Ink::Series(index), Mark::Diamond, point));
            }
        }
    }
    Some(chart)
}
