//! What went in.

use crate::html::Html;
use crate::table::{Cell, Table};
use incentor_scenario::{Origin, Run};

/// What this model leaves out, so that nobody reads it into the numbers.
const LEFT_OUT: [&str; 6] = [
    "Hotkeys share no workers: every miner has one hotkey and as much capacity as it is asked for.",
    "Nobody registers, is pruned, breaks down or changes its mind during the run.",
    "Weights are set in plain and seen at once; all validators are honest and punctual.",
    "The price of alpha is constant, and selling moves no price.",
    "Improving costs nothing to try and nobody improves; quality only drifts.",
    "A coldkey that copies can see every answer to its question as soon as it is given.",
];

pub(super) fn assumptions(html: &mut Html, run: &Run) {
    html.section("Assumptions", "Every number that went in, and where it came from.");
    let mut table = Table::of_text().text("Parameter").text("Value").text("Origin");
    for parameter in &run.parameters {
        let origin = match parameter.origin {
            Origin::Given => Cell::Text("given".to_owned()),
            Origin::CommandLine => Cell::Text("command line".to_owned()),
            Origin::Default => Cell::Badge("default".to_owned(), "even"),
        };
        table.row("", vec![Cell::Name(parameter.key.clone()), parameter.value.as_str().into(), origin]);
    }
    table.write(html, "");
    html.leaf("h3", "", "What the model leaves out");
    html.open("ul", "");
    for sentence in LEFT_OUT {
        html.leaf("li", "", sentence);
    }
    html.close("ul");
    html.close("section");
}
