//! Who earns: by population, by quality, by coldkey, over time.

use super::figures::{both, pay_by_quality, pay_over_time};
use super::words::{alpha, interval, percent};
use crate::html::Html;
use crate::plot::fixed;
use crate::table::{Cell, Table};
use incentor_scenario::{Coldkey, PopulationOutcome, RoleName, Run};

pub(super) fn earners(html: &mut Html, run: &Run) {
    html.section("Who earns?", &reading(run));
    populations(html, run);
    if let Some(chart) = pay_by_quality(run) {
        both(html, &chart);
    }
    html.leaf("h3", "", "By coldkey");
    coldkeys(html, run);
    html.close("section");
}

/// The population that is paid for work it did not do, or that there is none.
fn reading(run: &Run) -> String {
    let over = |population: &&PopulationOutcome| {
        population.role == RoleName::Miner
            && population.pay_share > 0.005
            && population.fresh_work_share.is_some_and(|fresh| fresh < population.pay_share / 2.0)
    };
    let overpaid: Vec<String> = run
        .populations
        .iter()
        .filter(over)
        .map(|population| {
            format!(
                "{} is paid {} of the miners' emission for {} of the fresh work.",
                population.name,
                percent(population.pay_share),
                percent(population.fresh_work_share.unwrap_or(0.0)),
            )
        })
        .collect();
    match overpaid.is_empty() {
        true => "No population of miners is paid for more than twice its share of the fresh work.".to_owned(),
        false => overpaid.join(" "),
    }
}

fn populations(html: &mut Html, run: &Run) {
    let mut table = Table::new()
        .text("Population")
        .number("UIDs", "")
        .number("Quality", "or stake, α")
        .number("Pay", "share of its role")
        .number("Pay", "τ/day")
        .number("Cost", "τ/day")
        .number("Profit", "τ/day");
    for population in &run.populations {
        let middle = match (population.role, population.quality) {
            (RoleName::Validator, _) => {
                let members = run.coldkeys.iter().filter(|coldkey| coldkey.population == population.name);
                alpha(members.map(|coldkey| coldkey.stake).sum()).into()
            }
            (RoleName::Miner, None) => Cell::Nothing,
            (RoleName::Miner, Some((low, high))) if low == high => fixed(low, 2).into(),
            (RoleName::Miner, Some((low, high))) => format!("{}–{}", fixed(low, 2), fixed(high, 2)).into(),
        };
        table.row(
            mark(run, &population.name),
            vec![
                population.name.as_str().into(),
                population.uids.to_string().into(),
                middle,
                Cell::Share(population.pay_share),
                fixed(population.pay.mean, 2).into(),
                fixed(population.cost, 2).into(),
                interval(population.profit).into(),
            ],
        );
    }
    table.write(html, "");
}

fn coldkeys(html: &mut Html, run: &Run) {
    let mut table = Table::new()
        .text("Coldkey")
        .number("Quality", "or stake, α")
        .number("Pay", "share of its role")
        .number("Fresh work", "share of miners'")
        .number("Pay", "τ/day")
        .number("Cost", "τ/day")
        .number("Profit", "τ/day");
    for coldkey in &run.coldkeys {
        table.row(mark(run, &coldkey.population), row(coldkey));
    }
    table.write(
        html,
        "Pay beside fresh work: where the first is larger, a coldkey is paid for work that somebody else did, or \
         that is worth less than it is scored. Copied work is not fresh.",
    );
}

fn row(coldkey: &Coldkey) -> Vec<Cell> {
    let middle = match (coldkey.role, coldkey.quality) {
        (RoleName::Validator, _) => alpha(coldkey.stake).into(),
        (RoleName::Miner, Some(quality)) => fixed(quality, 2).into(),
        (RoleName::Miner, None) => Cell::Nothing,
    };
    vec![
        coldkey.name.as_str().into(),
        middle,
        Cell::Share(coldkey.pay_share),
        coldkey.fresh_work_share.map_or(Cell::Nothing, Cell::Share),
        fixed(coldkey.pay.mean, 2).into(),
        fixed(coldkey.cost, 2).into(),
        interval(coldkey.profit).into(),
    ]
}

/// The class of a row: whoever deviates stands out.
fn mark(run: &Run, population: &str) -> &'static str {
    let deviates = run.deviations.iter().any(|deviation| deviation.population == population);
    if deviates { "marked" } else { "" }
}

pub(super) fn over_time(html: &mut Html, run: &Run) {
    html.section(
        "Over time",
        "Pay per mining coldkey, mean over the seeds. The first tempos, before validators have weights and bonds \
         have grown, do not count.",
    );
    both(html, &pay_over_time(run));
    html.close("section");
}
