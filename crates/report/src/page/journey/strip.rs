//! The whole way in one line: nine numbers, both hotkeys.

use super::super::view::on_its_subnet;
use super::super::words::{decimals, grouped, measure, number, signed};
use super::Lane;
use crate::html::Html;
use incentor_scenario::run::{Journey, JourneyAnswer, JourneyRow};

/// A stop of the way: what it is called, and its number for one hotkey.
type Stop = (&'static str, fn(&Journey, usize) -> String);

const STOPS: [Stop; 9] = [
    ("true value", |journey, _| {
        let value = journey.answer.as_ref().and_then(|answer| answer.true_value);
        value.map_or("–".to_owned(), measure)
    }),
    ("score", |journey, _| journey.answer.as_ref().map_or("–".to_owned(), |answer| measure(answer.score))),
    ("average", |journey, _| {
        largest(journey).and_then(|row| row.average_score).map_or("–".to_owned(), measure)
    }),
    ("weight", |journey, _| {
        largest(journey)
            .and_then(|row| row.weight_u16)
            .map_or("–".to_owned(), |weight| grouped(weight.into()))
    }),
    ("consensus", |journey, _| format!("{} %", number(journey.consensus * 100.0, 2))),
    ("incentive", |journey, _| format!("{} %", number(journey.incentive * 100.0, 2))),
    ("alpha", |journey, _| format!("{} α", number(journey.pay.alpha, decimals([journey.pay.alpha])))),
    ("payout", |journey, places| format!("{} τ", number(journey.pay.tao, places))),
    ("profit", |journey, places| format!("{} τ", signed(journey.pay.profit_tao, places))),
];

/// The validator with most stake.
fn largest(journey: &Journey) -> Option<&JourneyRow> {
    journey.rows.first()
}

/// Writes the strip; on a narrow screen each stop is a line.
pub(super) fn strip(html: &mut Html, lanes: &[Lane<'_>]) {
    html.open("div", if lanes.len() > 1 { "strip two" } else { "strip" });
    let hop = |html: &mut Html, class: &str, label: &str, value: &dyn Fn(&Journey, usize) -> String| {
        html.open("div", class);
        html.leaf("span", "", label);
        for lane in lanes {
            html.open_with("b", &[("style", &format!("--c:var(--s{})", lane.color))]);
            html.text(&value(lane.journey, lane.scale.places));
            html.raw("</b>");
        }
        html.close("div");
    };
    hop(html, "hop who", "", &|journey, _| {
        crate::plot::shortened(on_its_subnet(&journey.coldkey, &journey.subnet), 14)
    });
    for (label, value) in STOPS {
        hop(html, "hop", label, &value);
    }
    html.close("div");
    let notes: Vec<String> = lanes
        .first()
        .and_then(|lane| largest(lane.journey))
        .map(|row| {
            let what = if row.average_score.is_some() {
                "Average and weight are those"
            } else {
                "The weight is that"
            };
            format!("{what} of {}, which has most stake.", row.validator)
        })
        .into_iter()
        .chain(lanes.iter().filter_map(|lane| without_value(lane.journey)))
        .collect();
    if !notes.is_empty() {
        html.paragraph("note", &notes.join(" "));
    }
}

/// Why a hotkey has no true value, where it has none.
fn without_value(journey: &Journey) -> Option<String> {
    let name = &journey.coldkey;
    match &journey.answer {
        None => Some(format!("{name} was not asked.")),
        Some(JourneyAnswer { true_value: Some(_), .. }) => None,
        Some(JourneyAnswer { failure: Some(_), .. }) => {
            Some(format!("{name} gave no answer to be worth anything."))
        }
        Some(JourneyAnswer { fresh: false, .. }) => {
            Some(format!("{name} has no true value of its own: what it hands in is another’s work."))
        }
        Some(_) => Some(format!("What the answer of {name} is truly worth this mechanism does not say.")),
    }
}
