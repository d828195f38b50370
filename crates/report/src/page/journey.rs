//! 5. One weight, from answer to payout: the page people share.

mod stages;
mod strip;
mod table;

use super::view::{Part, View, on_its_subnet};
use super::words::{decimals, grouped, measure, number};
use crate::html::Html;
use incentor_scenario::run::{Journey, JourneyAnswer, JourneyRow, VariantRun};

pub(super) fn journey(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Journey, "");
    view.each(html, |html, variant| {
        html.paragraph("reading", &reading(variant));
        let lanes = lanes(view, variant);
        if !lanes.is_empty() {
            strip::strip(html, &lanes);
            flow(html, &lanes);
            table::numbers(html, view, variant);
        }
    });
    html.close("section");
}

/// One hotkey's way down the page.
struct Lane<'a> {
    journey: &'a Journey,
    /// Number of its colour.
    color: usize,
    /// How it plays, in a word or two.
    plays: &'static str,
    /// The validators that are drawn: those with most stake.
    rows: &'a [JourneyRow],
    scale: Scale,
}

impl Lane<'_> {
    /// A name without the subnet that all of them are on.
    fn short<'n>(&self, name: &'n str) -> &'n str {
        on_its_subnet(name, &self.journey.subnet)
    }

    /// A validator's name, likewise.
    fn name<'r>(&self, row: &'r JourneyRow) -> &'r str {
        self.short(&row.validator)
    }
}

/// Lengths that mean the same in both lanes.
#[derive(Clone, Copy, Default)]
struct Scale {
    score: f64,
    average: f64,
    weight: f64,
    tao: f64,
    /// Decimals of τ.
    places: usize,
}

/// So many validators are drawn; the table has all of them.
const MOST_ROWS: usize = 6;

fn lanes<'a>(view: &View<'_>, variant: &'a VariantRun) -> Vec<Lane<'a>> {
    let mut scale = Scale::default();
    let shown = || variant.journeys.iter().take(2);
    for journey in shown() {
        if let Some(answer) = &journey.answer {
            scale.score = scale.score.max(answer.score).max(answer.true_value.unwrap_or(0.0));
        }
        for row in &journey.rows {
            scale.average = scale.average.max(row.average_score.unwrap_or(0.0));
            scale.weight = scale.weight.max(row.weight);
        }
        scale.weight = scale.weight.max(journey.consensus);
        scale.tao = scale.tao.max(journey.pay.tao.abs()).max(journey.pay.cost_tao.abs());
    }
    scale.weight *= 1.12;
    scale.places = places(&variant.journeys);
    let population = |name: &str| {
        let coldkey = variant.coldkeys.iter().find(|coldkey| coldkey.name == name);
        coldkey.map(|coldkey| coldkey.population.as_str())
    };
    shown()
        .map(|journey| Lane {
            journey,
            plays: plays(variant, journey, population(&journey.coldkey)),
            color: population(&journey.coldkey).map_or(usize::from(!journey.honest), |name| view.color(name)),
            rows: &journey.rows[..journey.rows.len().min(MOST_ROWS)],
            scale,
        })
        .collect()
}

/// Who is compared with its honest self may cheat; of others it is only known that they do not play straight.
fn plays(variant: &VariantRun, journey: &Journey, population: Option<&str>) -> &'static str {
    let tried = variant.deviations.iter().find(|one| Some(one.population.as_str()) == population);
    match (journey.honest, tried) {
        (true, _) => "Plays straight",
        (false, Some(deviation)) if deviation.is_cheat => "Cheats",
        // Not `otherwise`: that is a scenario's word for playing straight.
        (false, _) => "Plays its own way",
    }
}

/// Decimals of τ, the same for both: three digits of the largest amount, and where the other lives on much less one
/// more, so that its sum still comes out.
fn places(journeys: &[Journey]) -> usize {
    let amounts = |journey: &Journey| decimals([journey.pay.tao, journey.pay.cost_tao]);
    let each = || journeys.iter().take(2).map(amounts);
    let (fewest, most) = (each().min().unwrap_or(2), each().max().unwrap_or(2));
    (fewest + 1).max(most.min(fewest + 2)).min(9)
}

/// What an answer is worth that its miner made itself, but not by playing straight: a constant, what a program made up.
fn invention(journey: &Journey, answer: &JourneyAnswer) -> Option<f64> {
    answer.true_value.filter(|_| answer.fresh && !journey.honest)
}

fn reading(variant: &VariantRun) -> String {
    let places = places(&variant.journeys);
    let said = |journey: &Journey| {
        let work = match &journey.answer {
            None => "is not asked".to_owned(),
            Some(answer) if answer.failure.is_some() => "fails to answer".to_owned(),
            Some(answer) => match invention(journey, answer) {
                Some(worth) if worth <= 0.0 => "hands in an answer worth nothing".to_owned(),
                Some(worth) => format!("hands in an answer worth {}", measure(worth)),
                None if answer.fresh => "does its own work".to_owned(),
                None => "hands in work that is not its own".to_owned(),
            },
        };
        let (pay, profit) = (journey.pay.tao, journey.pay.profit_tao);
        let kept = match number(profit.abs(), places) {
            all if profit > 0.0 && all == number(pay, places) => "keeps all of it".to_owned(),
            part if profit < 0.0 => format!("loses {part} τ"),
            part => format!("keeps {part} τ of it"),
        };
        format!("{} {work}, is paid {} τ and {kept}", journey.coldkey, number(pay, places))
    };
    match variant.journeys.as_slice() {
        [] => "No hotkey was followed in this run.".to_owned(),
        [one, rest @ ..] => {
            let mut text =
                format!("In the tempo that ends at block {}, {}", grouped(one.epoch_block), said(one));
            if let Some(other) = rest.first() {
                text.push_str(&format!("; {}", said(other)));
            }
            text.push('.');
            text
        }
    }
}

fn flow(html: &mut Html, lanes: &[Lane<'_>]) {
    html.open("div", if lanes.len() > 1 { "flow two" } else { "flow" });
    html.open("div", "stage heads");
    html.raw("<div class=\"what\"></div>");
    for lane in lanes {
        open_lane(html, lane, "head");
        let journey = lane.journey;
        html.leaf("p", "kind", lane.plays);
        html.leaf("p", "who", &journey.coldkey);
        let mut place = format!("hotkey {} · uid {}", journey.hotkey, journey.uid);
        if !journey.subnet.is_empty() {
            place.push_str(&format!(" · {}", journey.subnet));
        }
        html.leaf("p", "small", &place);
        html.leaf("p", "small", &journey.behaviour);
        html.close("div");
    }
    html.close("div");
    for (index, stage) in stages::ALL.iter().enumerate() {
        html.open("div", "stage");
        html.open("div", "what");
        html.leaf("p", "step", &format!("{} {}", index + 1, stage.name));
        html.leaf("p", "why", stage.why);
        html.close("div");
        for lane in lanes {
            open_lane(html, lane, if index + 1 == stages::ALL.len() { "last" } else { "" });
            (stage.write)(html, lane);
            html.close("div");
        }
        html.close("div");
    }
    html.close("div");
}

fn open_lane(html: &mut Html, lane: &Lane<'_>, class: &str) {
    let style = format!("--c:var(--s{})", lane.color);
    html.open_with("div", &[("class", format!("lane {class}").trim_end()), ("style", &style)]);
}
