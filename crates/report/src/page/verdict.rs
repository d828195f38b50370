//! The verdict: in the headline, and in numbers.

use super::words::{class, days, gain, grouped, percent, plural, signed};
use crate::html::Html;
use crate::plot::{fixed, trimmed};
use crate::table::{Cell, Table};
use incentor_scenario::{Deviation, RoleName, Run, Verdict};

/// A variance cut by less is not worth a sentence.
const LEAST_PAIRING: f64 = 1.5;

pub(super) fn head(html: &mut Html, run: &Run) {
    let Run { window, seeds, .. } = run;
    let count = |role| run.coldkeys.iter().filter(|coldkey| coldkey.role == role).count() as u32;
    html.open("header", "");
    html.leaf("p", "kicker", "Incentor · simulation report");
    html.leaf("h1", "", &run.scenario);
    html.open("p", "");
    html.text(&format!(
        "{} and {} over {} ({}, {} of them warm-up), {}; {} of ",
        plural(count(RoleName::Validator), "validator"),
        plural(count(RoleName::Miner), "miner"),
        days(window.days),
        plural(window.tempos, "tempo"),
        grouped(window.warmup_tempos.into()),
        plural(seeds.count, "seed"),
        run.consensus,
    ));
    // A name with hyphens would break inside.
    html.open("span", "name");
    html.text(&run.rule_set);
    html.raw("</span>.");
    html.close("p");
    let sentences: Vec<String> = run.deviations.iter().map(|deviation| sentence(run, deviation)).collect();
    let headline = match sentences.len() {
        0 => "No population says what it would do if it played straight, so no cheat is measured.".to_owned(),
        _ => sentences.join(" "),
    };
    html.leaf("p", "headline", &headline);
    html.close("header");
}

/// A verdict in a sentence.
fn sentence(run: &Run, deviation: &Deviation) -> String {
    let Deviation { population, otherwise, gain, .. } = deviation;
    let amount = fixed(gain.mean.abs(), 2);
    match deviation.verdict {
        Verdict::Pays => format!(
            "Cheating pays: {population} earns {amount} τ a day more than if it played straight ({otherwise})."
        ),
        Verdict::Loses => format!(
            "Cheating does not pay: {population} earns {amount} τ a day less than if it played straight ({otherwise})."
        ),
        Verdict::BreakEven => format!(
            "Cheating changes nothing: {population} earns as much as if it played straight ({otherwise})."
        ),
        Verdict::Inconclusive if !run.paid_miners() => {
            format!(
                "Undecided whether cheating pays {population}: no miner was paid in the time that counts."
            )
        }
        Verdict::Inconclusive => format!(
            "Undecided whether cheating pays: {population} gains {} τ a day in the mean, too uncertain to tell.",
            signed(gain.mean)
        ),
    }
}

pub(super) fn cheating(html: &mut Html, run: &Run) {
    let Some(first) = run.deviations.first() else { return };
    html.section(
        "Does cheating pay?",
        &format!(
            "The same coldkey, once as it cheats and once as it would play straight, with the same luck in all {}.",
            plural(run.seeds.count, "seed")
        ),
    );
    let mut table = Table::new()
        .text("Coldkey")
        .text("Verdict")
        .number("Gain", "τ/day")
        .text("Playing straight")
        .number("Profit straight", "τ/day")
        .number("Harm to honest", "share of profit");
    for deviation in &run.deviations {
        table.row(
            "",
            vec![
                deviation.population.as_str().into(),
                Cell::Badge(deviation.verdict.word().to_owned(), class(deviation.verdict)),
                gain(deviation.gain).into(),
                deviation.otherwise.as_str().into(),
                signed(deviation.straight_profit).into(),
                deviation.harm.map_or(Cell::Nothing, |harm| percent(harm).into()),
            ],
        );
    }
    let mut note = format!(
        "Intervals hold at {} % for all rows at once. A gain within ± {} τ/day counts as even.",
        trimmed(run.confidence * 100.0, 2),
        fixed(first.epsilon, 2),
    );
    for deviation in &run.deviations {
        if let Some(seeds) = deviation.seeds_needed {
            note.push_str(&format!(
                " {}: about {} seeds would decide.",
                deviation.population,
                grouped(seeds.into())
            ));
        }
        if let Some(ratio) = deviation.pairing_ratio.filter(|ratio| *ratio >= LEAST_PAIRING) {
            let population = &deviation.population;
            note.push_str(&format!(
                " Common luck cut the variance of the gain of {population} by a factor of {}.",
                trimmed(ratio, 1)
            ));
        }
    }
    table.write(html, &note);
    html.close("section");
}

pub(super) fn foot(html: &mut Html, run: &Run) {
    html.section("Repeat it", "The same scenario, seeds and version give this page again, byte for byte.");
    html.leaf(
        "pre",
        "",
        &format!("incentor sim {}.toml --seed {} --seeds {}", run.scenario, run.seeds.first, run.seeds.count),
    );
    html.close("section");
    html.leaf(
        "footer",
        "",
        &format!(
            "incentor {} · {} epochs · data in run.json, coldkeys.csv, uids.csv, series.csv · hash {}",
            run.version,
            grouped(run.epochs),
            run.hash
        ),
    );
}
