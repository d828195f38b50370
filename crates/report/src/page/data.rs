//! 10. Metrics, files, hashes.

use super::view::{Part, View};
use super::words::{decimals, grouped, interval, number, plural, short};
use crate::csv;
use crate::html::Html;
use crate::table::{Cell, Table};
use incentor_scenario::Parameter;
use incentor_scenario::run::Metric;

pub(super) fn data(html: &mut Html, view: &View<'_>) {
    let run = view.run;
    view.section(
        html,
        Part::Data,
        &format!(
            "{} over {}: {} computed; a hash below changes if any of them comes out otherwise.",
            plural(run.worlds.into(), "world"),
            plural(run.seeds.count.into(), "seed"),
            plural(run.epochs, "epoch"),
        ),
    );
    metrics(html, view);
    participation(html, view);
    html.leaf("h3", "", "Files beside this page");
    html.open("dl", "files");
    let document = [("run.json", "everything, with its schema in `incentor schema run`")];
    for (name, what) in document.into_iter().chain(csv::named(run)).chain(recorded(&run.parameters)) {
        html.open("div", "");
        html.leaf("dt", "", name);
        html.open("dd", "");
        html.prose(what);
        html.raw("</dd>");
        html.close("div");
    }
    html.close("dl");
    html.leaf("h3", "", "Hashes");
    html.open("dl", "files");
    for (name, value) in [
        ("program", format!("incentor {}", run.version)),
        ("rule-set", run.rule_set.clone()),
        ("format", run.format.clone()),
        ("every action and answer", run.audit_hash.clone()),
        ("run.json", run.hash.clone()),
    ] {
        html.open("div", "");
        html.leaf("dt", "", name);
        html.open("dd", "");
        html.leaf("code", "", &value);
        html.raw("</dd>");
        html.close("div");
    }
    html.close("dl");
    html.close("section");
}

/// Files that the scenario asks for beside those that every run has.
fn recorded(parameters: &[Parameter]) -> impl Iterator<Item = (&'static str, &'static str)> {
    const RECORDS: [(&str, &str, &str); 4] = [
        ("ledger", "ledger.csv", "who was paid what and why, block by block, first seed"),
        ("incentive", "incentive.csv", "incentive of every uid, epoch by epoch, first seed"),
        ("dividends", "dividends.csv", "dividends of every uid, epoch by epoch, first seed"),
        ("scores", "scores.csv", "scores as validators gave them, first seed"),
    ];
    let asked = parameters.iter().find(|parameter| parameter.key == "record");
    let asked = asked.map_or("", |parameter| parameter.value.as_str());
    // A list of words in quotes, each perhaps with how often after a colon.
    let words: Vec<&str> = asked.split(['"', ':', ' ', ',', '[', ']']).collect();
    RECORDS.into_iter().filter(move |(word, _, _)| words.contains(word)).map(|(_, file, what)| (file, what))
}

fn metrics(html: &mut Html, view: &View<'_>) {
    let mut names: Vec<(&str, &str)> = Vec::new();
    for metric in view.variants().iter().flat_map(|variant| &variant.metrics) {
        if !names.contains(&(metric.name.as_str(), metric.unit.as_str())) {
            names.push((&metric.name, &metric.unit));
        }
    }
    if names.is_empty() {
        return;
    }
    let mut table = Table::new().text("Metric").text("Unit");
    for variant in view.variants() {
        table = table.number(if view.several() { &variant.name } else { "Value" }, "");
    }
    let mut table = table.number("n", "");
    for (name, unit) in names {
        let of: Vec<Option<&Metric>> = view
            .variants()
            .iter()
            .map(|variant| variant.metrics.iter().find(|metric| metric.name == name && metric.unit == unit))
            .collect();
        let mut cells =
            vec![Cell::Name(name.to_owned()), if unit.is_empty() { Cell::Nothing } else { unit.into() }];
        let places = decimals(of.iter().flatten().map(|metric| metric.value.mean)).min(6);
        cells.extend(of.iter().map(|metric| {
            metric.map_or(Cell::Nothing, |metric| {
                if metric.value.mean.is_finite() {
                    interval(metric.value, places)
                } else {
                    number(metric.value.mean, 0)
                }
                .into()
            })
        }));
        let counts = of.iter().flatten().map(|metric| metric.n);
        let (least, most) = counts.fold((u32::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
        cells.push(if least == most { most.to_string() } else { format!("{least}–{most}") }.into());
        table.row("", cells);
    }
    html.leaf("h3", "", "Metrics");
    let note = "n is how many coldkeys, uids or events a metric is about. `incentor explain NAME` says how each is \
                worked out.";
    table.write(html, &format!("All {}", plural(table.len() as u64, "metric")), note);
}

fn participation(html: &mut Html, view: &View<'_>) {
    let mut table = Table::new().text("Took part");
    for variant in view.variants() {
        table = table.number(if view.several() { &variant.name } else { "Value" }, "");
    }
    let mut row = |name: &str, of: &dyn Fn(&incentor_scenario::run::Participation) -> String| {
        let mut cells: Vec<Cell> = vec![name.into()];
        cells.extend(view.variants().iter().map(|variant| Cell::Text(of(&variant.participation))));
        table.row("", cells);
    };
    row("validator uids at the start", &|of| of.validators.to_string());
    row("miner uids at the start", &|of| of.miners.to_string());
    row("mining coldkeys at the start", &|of| of.mining_coldkeys.to_string());
    row("weight settings taken, all seeds", &|of| grouped(of.weights_taken));
    row("weight settings refused", &|of| grouped(of.weights_refused.iter().map(|(_, count)| count).sum()));
    row("void rounds, all seeds", &|of| grouped(of.void_rounds));
    row("registrations after the start, per seed", &|of| short(of.registrations));
    row("neurons pruned, per seed", &|of| short(of.prunes));
    row("mean price of those registrations, τ", &|of| {
        if of.registrations > 0.0 { short(of.mean_price_tao) } else { "–".to_owned() }
    });
    html.leaf("h3", "", "Participation");
    table.write(html, "", "");
}
