//! The stages of the way, each drawn for one hotkey.

use super::super::words::{decimals, grouped, measure, number, percent, plural, rough, short, signed};
use super::{Lane, invention};
use crate::html::Html;
use crate::plot::{shortened, trimmed};
use incentor_scenario::run::JourneyAnswer;

/// A stage: its name, what happens in it, and how it is drawn.
pub(super) struct Stage {
    pub(super) name: &'static str,
    pub(super) why: &'static str,
    pub(super) write: fn(&mut Html, &Lane<'_>),
}

pub(super) const ALL: [Stage; 9] = [
    Stage { name: "Question", why: "A validator asks.", write: question },
    Stage {
        name: "Answer", why: "The miner replies, with its own work or somebody else’s.", write: answer
    },
    Stage {
        name: "Score",
        why: "What the validator can measure, beside what the answer is worth.",
        write: score,
    },
    Stage { name: "Memory", why: "Each validator’s moving average of the scores it gave.", write: memory },
    Stage {
        name: "Weight",
        why: "Averages become whole numbers from 0 to 65 535, published on chain.",
        write: weight,
    },
    Stage {
        name: "Consensus",
        why: "Bars are as thick as the validator’s stake. What lies beyond the line that the majority of stake \
              supports is clipped.",
        write: consensus,
    },
    Stage {
        name: "Bonds",
        why: "Who backed this miner early holds more of it, and draws dividends from it: under Yuma 3 by its stake, too.",
        write: bonds,
    },
    Stage {
        name: "Incentive",
        why: "The miner’s share of what all miners of the subnet get.",
        write: incentive,
    },
    Stage { name: "Payout", why: "From the subnet’s alpha to profit, for this tempo.", write: payout },
];

/// The large number of a stage, with what it is.
fn large(html: &mut Html, value: &str, unit: &str) {
    html.open("p", "large");
    html.leaf("strong", "", value);
    if !unit.is_empty() {
        html.text(" ");
        html.leaf("span", "", unit);
    }
    html.raw("</p>\n");
}

/// A bar with a name before and a number behind it.
fn bar(html: &mut Html, name: &str, share: f64, class: &str, value: &str) {
    html.open("div", "row");
    html.open_with("span", &[("class", "name"), ("title", name)]);
    html.text(&shortened(name, 22));
    html.raw("</span>");
    html.raw(&format!(
        "<span class=\"track\"><i class=\"{class}\" style=\"width:{}%\"></i></span>",
        width(share)
    ));
    html.leaf("span", "value", value);
    html.close("div");
}

/// A share as the width of a bar.
fn width(share: f64) -> String {
    trimmed(if share.is_finite() { share.clamp(0.0, 1.0) * 100.0 } else { 0.0 }, 2)
}

fn share_of(value: f64, most: f64) -> f64 {
    if most > 0.0 { value / most } else { 0.0 }
}

fn question(html: &mut Html, lane: &Lane<'_>) {
    match &lane.journey.answer {
        Some(answer) => {
            let who = lane.short(&answer.validator);
            html.paragraph("small", &format!("block {} · {who} asks", grouped(answer.block)));
            html.json(&answer.question);
        }
        None => html.paragraph(
            "small",
            "Nobody asked it before the weights of this epoch were sent: they rest on older answers, or on none.",
        ),
    }
}

fn answer(html: &mut Html, lane: &Lane<'_>) {
    let Some(answer) = &lane.journey.answer else {
        return html.paragraph("small", "No question, no answer.");
    };
    html.open("p", "small");
    if let Some(failure) = &answer.failure {
        html.leaf("b", "badge bad", "no answer");
        html.text(" ");
        html.text(failure);
    } else {
        let (class, word) = match invention(lane.journey, answer) {
            Some(worth) if worth <= 0.0 => ("bad", "worth nothing"),
            Some(_) => ("even", "own answer"),
            None if answer.fresh => ("good", "own work"),
            None => ("bad", "not its own work"),
        };
        html.leaf("b", &format!("badge {class}"), word);
        html.text(&format!(" after {} ms", number(answer.latency_ms, 0)));
    }
    html.raw("</p>\n");
    if !answer.reply.is_empty() {
        html.json(&answer.reply);
    }
}

fn score(html: &mut Html, lane: &Lane<'_>) {
    let Some(answer) = &lane.journey.answer else {
        return html.paragraph("small", "Nothing to score.");
    };
    large(html, &measure(answer.score), "score");
    let most = lane.scale.score;
    if let Some(value) = answer.true_value {
        let text = measure(value);
        bar(html, "true value", share_of(value, most), "outline", &text);
    }
    let text = measure(answer.score);
    bar(html, "score", share_of(answer.score, most), "full", &text);
    if !answer.parts.is_empty() {
        html.open("p", "parts");
        for (name, value) in answer.parts.iter().take(8) {
            html.open("span", "");
            html.text(name);
            html.text(" ");
            html.leaf("b", "", &short(*value));
            html.raw("</span> ");
        }
        html.raw("</p>\n");
    }
    html.paragraph("small", worth(answer));
}

/// What the true value is, or why there is none.
const fn worth(answer: &JourneyAnswer) -> &'static str {
    match answer {
        JourneyAnswer { true_value: Some(_), .. } => "No validator sees the true value.",
        JourneyAnswer { failure: Some(_), .. } => "No answer has no true value.",
        JourneyAnswer { fresh: false, .. } => "It has no true value of its own: the work is another’s.",
        JourneyAnswer { .. } => "What it is truly worth this mechanism does not say.",
    }
}

fn memory(html: &mut Html, lane: &Lane<'_>) {
    for row in lane.rows {
        let text = row.average_score.map_or("–".to_owned(), measure);
        let share = share_of(row.average_score.unwrap_or(0.0), lane.scale.average);
        bar(html, lane.name(row), share, "full", &text);
    }
    let asked: u64 = lane.journey.rows.iter().map(|row| u64::from(row.asked)).sum();
    let said = match asked {
        0 => "Nobody asked it in this tempo.".to_owned(),
        _ => format!("Asked {} in this tempo, by all validators together.", plural(asked, "time")),
    };
    html.paragraph("small", &said);
    rest(html, lane);
}

fn weight(html: &mut Html, lane: &Lane<'_>) {
    for row in lane.rows {
        let share = f64::from(row.weight_u16.unwrap_or(0)) / f64::from(u16::MAX);
        let text = row.weight_u16.map_or("none".to_owned(), |weight| grouped(weight.into()));
        bar(html, lane.name(row), share, "full", &text);
        let said = match (row.committed_at, row.revealed_at) {
            (Some(set), Some(counts)) if counts > set => {
                format!("sent at block {}, counts from {}", grouped(set), grouped(counts))
            }
            (Some(set), _) => format!("sent at block {}", grouped(set)),
            (None, _) => continue,
        };
        html.paragraph("when", &said);
    }
}

fn consensus(html: &mut Html, lane: &Lane<'_>) {
    let journey = lane.journey;
    large(html, &format!("{}\u{a0}%", number(journey.consensus * 100.0, 2)), "consensus");
    let line = width(share_of(journey.consensus, lane.scale.weight));
    html.raw(
        "<div class=\"clip-head\" aria-hidden=\"true\"><span>validator</span><span>stake</span><span></span>\
         <span>weight</span></div>",
    );
    html.open_with("div", &[("class", "clip"), ("style", &format!("--k:{line}%"))]);
    for row in lane.rows {
        // As thick as its stake, and never thinner than its own text.
        let height = (row.stake_share.clamp(0.0, 1.0) * 170.0).max(22.0);
        let kept = width(share_of(row.weight.min(row.clipped), lane.scale.weight));
        let whole = width(share_of(row.weight, lane.scale.weight));
        html.open_with("div", &[("class", "row"), ("style", &format!("height:{}px", trimmed(height, 1)))]);
        html.open_with("span", &[("class", "name"), ("title", row.validator.as_str())]);
        html.text(&shortened(lane.name(row), 22));
        html.raw("</span>");
        html.leaf("span", "stake", &rough(row.stake_share));
        html.raw(&format!(
            "<span class=\"track\"><i class=\"cut\" style=\"width:{whole}%\"></i>\
             <i class=\"full\" style=\"width:{kept}%\"></i></span>"
        ));
        html.leaf("span", "value", &percent(row.weight));
        html.close("div");
    }
    html.close("div");
    let support: f64 = journey
        .rows
        .iter()
        .filter(|row| row.weight >= journey.consensus - 1e-9)
        .map(|row| row.stake_share)
        .sum();
    let cut: f64 = journey.rows.iter().map(|row| (row.weight - row.clipped).max(0.0) * row.stake_share).sum();
    let given: f64 = journey.rows.iter().map(|row| row.weight * row.stake_share).sum();
    let clipped = if given > 0.0 && cut / given >= 0.0005 {
        format!("{} of its weight is clipped.", percent(cut / given))
    } else {
        "Nothing to speak of is clipped.".to_owned()
    };
    html.open("p", "small");
    html.text(&format!("{} of stake gives this much or more. ", rough(support.min(1.0))));
    html.raw("<i class=\"swatch cut\" aria-hidden=\"true\"></i>");
    html.text(&clipped);
    html.raw("</p>\n");
    rest(html, lane);
}

fn bonds(html: &mut Html, lane: &Lane<'_>) {
    let places = decimals(lane.journey.rows.iter().map(|row| row.dividend_alpha)).min(4);
    for row in lane.rows {
        bar(html, lane.name(row), row.bond, "soft", &percent(row.bond));
        html.paragraph("when", &format!("earns it {} α", number(row.dividend_alpha, places)));
    }
    rest(html, lane);
}

fn incentive(html: &mut Html, lane: &Lane<'_>) {
    let journey = lane.journey;
    large(html, &number(journey.incentive * 100.0, 2), "% of the miners’ alpha");
    html.paragraph(
        "small",
        &format!("{} of 65 535, as the chain publishes it", grouped(journey.incentive_u16.into())),
    );
}

fn payout(html: &mut Html, lane: &Lane<'_>) {
    let pay = &lane.journey.pay;
    let alpha = decimals([pay.alpha]).min(5);
    let tao = lane.scale.places;
    html.open("dl", "chain");
    let line = |html: &mut Html, name: &str, value: String, class: &str| {
        html.open("div", class);
        html.leaf("dt", "", name);
        html.leaf("dd", "", &value);
        html.close("div");
    };
    line(html, "the subnet’s alpha", format!("{} α", number(pay.subnet_alpha, 2)), "");
    line(html, "of it for miners", format!("{} α", number(pay.miners_alpha, 2)), "");
    let part = format!("× {} %", number(lane.journey.incentive * 100.0, 2));
    line(html, &format!("{part} for this uid"), format!("{} α", number(pay.alpha, alpha)), "sum");
    line(html, &format!("× {} τ", short(pay.price_tao)), format!("{} τ", number(pay.tao, tao)), "sum");
    line(html, "cost of running it", format!("{} τ", number(-pay.cost_tao, tao)), "");
    line(html, "profit", format!("{} τ", signed(pay.profit_tao, tao)), "total");
    html.close("dl");
    let most = lane.scale.tao;
    bar(html, "paid", share_of(pay.tao, most), "full", &number(pay.tao, tao));
    bar(html, "costs", share_of(pay.cost_tao, most), "cut", &number(pay.cost_tao, tao));
}

/// That there are more validators than bars.
fn rest(html: &mut Html, lane: &Lane<'_>) {
    let others = lane.journey.rows.get(lane.rows.len()..).unwrap_or(&[]);
    if !others.is_empty() {
        let stake: f64 = others.iter().map(|row| row.stake_share).sum();
        let text = format!(
            "{} more, with {} of stake, in the table.",
            plural(others.len() as u64, "validator"),
            rough(stake)
        );
        html.paragraph("small", &text);
    }
}
