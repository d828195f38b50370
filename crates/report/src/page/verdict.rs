//! 1. The verdict: scorecards, gates, findings, and the command that repeats it.

use super::view::{Part, View, count};
use super::words::{
    class, decimals, gain, gate, letters, number, plural, rough, sentence, severity, short, signed,
};
use crate::html::Html;
use crate::table::{Cell, Table};
use incentor_scenario::run::{Estimate, GateOutcome, GateState, GateTally, Rank, VariantRun, Verdict};

pub(super) fn verdict(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Verdict, &reading(view));
    // Five or six stand better in rows of three than as four and the rest.
    html.open("div", if matches!(view.variants().len(), 5 | 6) { "cards three" } else { "cards" });
    for variant in view.variants() {
        card(html, view, variant);
    }
    html.close("div");
    findings(html, view);
    gates(html, view);
    html.leaf("h3", "", "Repeat it");
    html.paragraph("", "The same version, scenario and seeds give this page again, byte for byte.");
    command(html, &view.run.repeat);
    html.close("section");
}

/// A command whose options do not break behind their hyphens.
fn command(html: &mut Html, text: &str) {
    html.raw("<pre>");
    for (place, word) in text.split(' ').enumerate() {
        if place > 0 {
            html.text(" ");
        }
        if word.starts_with('-') {
            html.leaf("span", "option", word);
        } else {
            html.text(word);
        }
    }
    html.raw("</pre>\n");
}

fn reading(view: &View<'_>) -> String {
    let gates = &view.run.gates;
    let open = |variant: &VariantRun| count(&variant.deviations, Verdict::Inconclusive);
    let undecided: usize = view.variants().iter().map(open).sum();
    let first = super::head::gates(gates);
    match undecided {
        0 => first,
        some => format!(
            "{first} {} undecided at this number of seeds.",
            sentence(&format!("{} of the verdicts {}", letters(some), if some == 1 { "is" } else { "are" }))
        ),
    }
}

/// What one variant comes to.
fn card(html: &mut Html, view: &View<'_>, variant: &VariantRun) {
    html.open("article", "card");
    if view.several() {
        html.leaf("h3", "", &variant.name);
    }
    let pays = count(&variant.deviations, Verdict::Pays);
    let total = variant.deviations.len();
    html.open("p", "big");
    if total == 0 && variant.published.is_some() {
        html.text("The chain beside what was published.");
    } else if total == 0 {
        html.text("Nothing is compared with straight play.");
    } else {
        let undecided = count(&variant.deviations, Verdict::Inconclusive);
        let tone = match (pays, undecided) {
            (0, 0) => "good",
            (0, _) => "warn",
            _ => "bad",
        };
        html.leaf("strong", tone, &pays.to_string());
        html.text(&format!(
            " of {} {}",
            plural(total as u64, view.noun()),
            if total == 1 { "pays" } else { "pay" }
        ));
        if undecided > 0 {
            html.text(&format!(", {undecided} undecided"));
        }
    }
    html.raw("</p>\n");
    // As many as in the section about them.
    let places = decimals(view.deviations().map(|(_, deviation)| deviation.gain.mean));
    html.open("ul", "verdicts");
    for deviation in variant.deviations.iter().take(MOST_ON_A_CARD) {
        html.open("li", "");
        html.leaf("span", "", &deviation.population);
        html.open("b", &format!("figure {}", class(deviation.verdict)));
        html.raw(&format!("<i aria-hidden=\"true\">{}</i> ", glyph(deviation.verdict)));
        html.text(&signed(deviation.gain.mean, places));
        html.raw("</b></li>\n");
    }
    html.close("ul");
    if total > MOST_ON_A_CARD {
        html.paragraph("note", &format!("and {} more", total - MOST_ON_A_CARD));
    }
    html.open("dl", "");
    if let Some(harm) = variant.harm {
        let words = match harm {
            // Less than the last digit that is shown.
            harm if harm.abs() < 0.0005 => "keep their profit".to_owned(),
            harm if harm > 0.0 => format!("lose {} of profit", rough(harm)),
            harm => format!("gain {} of profit", rough(-harm)),
        };
        pair(html, "Honest miners", &words);
    }
    if let Some(best) = variant.improvements.iter().find(|improvement| improvement.rank == Rank::Best) {
        let places = super::improving::places(view);
        let name = format!("Best miner, {} better", rough(best.by));
        pair(html, &name, &format!("{} τ/day", signed(best.profit.mean, places)));
    }
    if let Some(slope) = super::improving::slope_of_quality(view, variant) {
        pair(html, "Quality paid for", &format!("{} %/day", signed(slope * 100.0, 1)));
    }
    if let Some(farthest) = super::published::farthest(variant) {
        pair(html, "Published totals", &farthest);
    }
    let gates: Vec<GateOutcome> =
        view.run.gates.iter().filter(|gate| gate.variant == variant.name).cloned().collect();
    let tally = GateTally::of(&gates);
    let state = match gates.len() {
        0 => "none".to_owned(),
        all if tally.holds() => format!("✓ {all} of {all} hold"),
        all if tally.failed == 0 => format!("? {} of {all} hold", tally.passed),
        all => format!("✕ {} of {all} hold", tally.passed),
    };
    pair(html, "Gates", &state);
    html.close("dl");
    html.close("article");
}

const MOST_ON_A_CARD: usize = 8;

fn pair(html: &mut Html, name: &str, value: &str) {
    html.open("div", "");
    html.leaf("dt", "", name);
    html.leaf("dd", "", value);
    html.close("div");
}

/// A sign that says the verdict without its colour.
const fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pays => "▲",
        Verdict::Loses => "▼",
        Verdict::BreakEven => "=",
        Verdict::Inconclusive => "?",
    }
}

fn findings(html: &mut Html, view: &View<'_>) {
    const SHOWN: usize = 12;
    let findings = &view.run.findings;
    if findings.is_empty() {
        return;
    }
    html.leaf("h3", "", "Findings");
    let list = |html: &mut Html, some: &[incentor_scenario::run::Finding]| {
        html.open("ul", "findings");
        for finding in some {
            let (sign, class) = severity(finding.severity);
            html.open("li", class);
            html.raw(&format!("<i class=\"sign\" aria-hidden=\"true\">{sign}</i><div>"));
            html.open("p", "");
            if view.several() && !finding.variant.is_empty() {
                html.leaf("span", "tag", &finding.variant);
                html.text(" ");
            }
            html.text(&sentence(&finding.sentence));
            html.raw("</p>");
            html.leaf("code", "", &finding.code);
            html.raw("</div></li>\n");
        }
        html.close("ul");
    };
    // Two or three more are shown rather than folded.
    let shown = if findings.len() > SHOWN + 3 { SHOWN } else { findings.len() };
    list(html, &findings[..shown]);
    if shown < findings.len() {
        let summary = format!("{} more findings", findings.len() - shown);
        html.fold(&summary, |html| list(html, &findings[shown..]));
    }
}

fn gates(html: &mut Html, view: &View<'_>) {
    let gates = &view.run.gates;
    if gates.is_empty() {
        return;
    }
    html.leaf("h3", "", "Gates");
    let mut table = Table::stacked();
    if view.several() {
        table = table.text("Variant");
    }
    let mut table = table
        .text("Assertion")
        .text("State")
        .number("Value", "left side")
        .number("Margin", "left less right");
    for outcome in gates {
        let mut cells: Vec<Cell> = Vec::new();
        if view.several() {
            cells.push(outcome.variant.as_str().into());
        }
        let (word, class) = gate(outcome.state);
        cells.push(Cell::Name(outcome.assertion.clone()));
        cells.push(Cell::Badge(word.to_owned(), class));
        let (value, margin) = figures(outcome);
        cells.push(value.map_or(Cell::Nothing, Cell::Text));
        cells.push(margin.map_or(Cell::Nothing, Cell::Text));
        table.row("", cells);
    }
    table.write(html, &format!("All {}", plural(gates.len() as u64, "gate")), &open_gates(gates));
}

/// Value and margin of a gate, in the unit its assertion is written in and with the same decimals.
fn figures(outcome: &GateOutcome) -> (Option<String>, Option<String>) {
    let is_share = outcome.assertion.trim_end().ends_with('%');
    let (factor, unit) = if is_share { (100.0, "\u{a0}%") } else { (1.0, "") };
    let margin = outcome.difference.map(|difference| Estimate {
        mean: difference.mean * factor,
        half_width: difference.half_width.map(|half_width| half_width * factor),
    });
    let places = margin.map_or(2, |margin| decimals([margin.mean, margin.half_width.unwrap_or(0.0)]));
    let value = outcome.value.map(|value| {
        let value = value * factor;
        // Of what is counted there are no parts.
        let text =
            if margin.is_none() || value == value.round() { short(value) } else { number(value, places) };
        format!("{text}{unit}")
    });
    (value, margin.map(|margin| format!("{}{unit}", gain(margin, places))))
}

/// What would decide the gates that are open.
fn open_gates(gates: &[GateOutcome]) -> String {
    let mut sentences = vec!["A gate holds or fails only if its whole interval lies on one side.".to_owned()];
    for gate in gates.iter().filter(|gate| gate.state != GateState::Passed).take(8) {
        if let Some(why) = &gate.why {
            sentences.push(format!("{}: {why}.", gate.assertion));
        } else if let Some(seeds) = gate.seeds_needed {
            sentences.push(format!(
                "{}: about {} would decide.",
                gate.assertion,
                plural(seeds.into(), "seed")
            ));
        }
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_is_told_in_the_unit_it_is_written_in() {
        let check = |assertion: &str, value: f64, mean: f64, half: f64, expected: [&str; 2]| {
            let outcome = GateOutcome {
                variant: String::new(),
                assertion: assertion.to_owned(),
                state: GateState::Passed,
                difference: Some(Estimate { mean, half_width: Some(half) }),
                value: Some(value),
                seeds_needed: None,
                why: None,
            };
            let (value, margin) = figures(&outcome);
            assert_eq!([value.unwrap(), margin.unwrap()], expected, "{assertion}");
        };
        check("pay_share(a) <= 2 %", 0.0019, -0.0181, 0.0001, ["0.19\u{a0}%", "−1.81 ± 0.01\u{a0}%"]);
        check("gain(a) < 0 tao/day", -8.3, -8.3, 0.001, ["−8.30", "−8.30 ± 0.00"]);
        check("copier_g(a) > 1", 1.0141, 0.0141, 0.001, ["1.014", "+0.014 ± 0.001"]);
        check("p80(overtake_epochs(a)) < 60", 13.0, -47.0, 2.0, ["13", "−47.00 ± 2.00"]);
    }
}
