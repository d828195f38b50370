//! Over time.

use crate::metrics::BLOCKS_PER_DAY;
use crate::order::quantile;
use crate::statistics::mean;
use crate::tally::IntervalTally;
use crate::worlds::Worlds;
use incentor_scenario::run::{Line, Mark, Series};

pub(super) fn of(worlds: &Worlds<'_>) -> Series {
    let Some(first) = worlds.all_written().next() else { return Series::default() };
    let intervals = first.series.len();
    let over_seeds = |of: &dyn Fn(&IntervalTally) -> f64| -> Vec<f64> {
        (0..intervals).map(|at| worlds.mean(|outcome| outcome.series.get(at).map_or(0.0, of))).collect()
    };
    let marks = first
        .marks
        .iter()
        .map(|(block, what)| Mark { day: *block as f64 / BLOCKS_PER_DAY, what: what.clone() });
    Series {
        days: first.series.iter().map(|interval| interval.end_block as f64 / BLOCKS_PER_DAY).collect(),
        lines: lines(worlds, &first.series),
        delivered_quality: over_seeds(&|interval| interval.delivered),
        seat_price_tao: over_seeds(&|interval| interval.seat_tao),
        alpha_price_tao: over_seeds(&|interval| interval.alpha_tao),
        marks: marks.collect(),
    }
}

fn lines(worlds: &Worlds<'_>, first: &[IntervalTally]) -> Vec<Line> {
    let cast = &worlds.lineup.cast;
    let only_first = cast.subnets.len() > 4;
    let mut lines = Vec::new();
    for (population, troupe) in cast.populations.iter().enumerate() {
        let members =
            worlds.coldkeys(|coldkey| coldkey.population == population && (!only_first || coldkey.site == 0));
        if members.is_empty() {
            continue;
        }
        let mut line = Line {
            population: troupe.plan.name.clone(),
            pay_per_coldkey: Vec::new(),
            p10: Vec::new(),
            p90: Vec::new(),
        };
        let mut start = 0;
        for (at, interval) in first.iter().enumerate() {
            let days = interval.end_block.saturating_sub(start).max(1) as f64 / BLOCKS_PER_DAY;
            start = interval.end_block;
            let paid = worlds.per_seed(|seed| {
                let income = worlds.written(seed).series.get(at).map(|interval| &interval.income_tao);
                let of = |at: &usize| income.and_then(|income| income.get(*at)).copied().unwrap_or(0.0);
                members.iter().map(of).sum::<f64>() / members.len() as f64 / days
            });
            line.pay_per_coldkey.push(mean(&paid));
            line.p10.push(quantile(&paid, 0.1));
            line.p90.push(quantile(&paid, 0.9));
        }
        lines.push(line);
    }
    lines
}
