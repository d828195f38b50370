//! Our totals beside published ones.

use super::words::{number, plural, signed};
use crate::html::Html;
use crate::table::{Cell, Table};
use incentor_scenario::run::{PublishedOutcome, PublishedRow, VariantRun};

pub(super) fn published(html: &mut Html, variant: &VariantRun) {
    let Some(outcome) = &variant.published else { return };
    html.leaf("h3", "", "Beside published totals");
    html.paragraph("", &reading(outcome));
    let mut table = Table::new()
        .text("Consensus")
        .text("Validator")
        .number("Published", "per 1000 staked")
        .number("Its formulas", "floats, here")
        .number("The chain", "integers")
        .number("Difference", "chain − published");
    for row in &outcome.rows {
        for (index, validator) in outcome.validators.iter().enumerate() {
            let at = |values: &[f64]| {
                values.get(index).map_or(Cell::Nothing, |value| number(*value, PLACES).into())
            };
            let difference =
                row.chain.get(index).zip(row.published.get(index)).map(|(ours, theirs)| ours - theirs);
            table.row(
                "",
                vec![
                    row.consensus.as_str().into(),
                    validator.as_str().into(),
                    at(&row.published),
                    at(&row.float),
                    at(&row.chain),
                    difference.map_or(Cell::Nothing, |difference| signed(difference, PLACES).into()),
                ],
            );
        }
    }
    table.write(html, "All totals", &format!("Published: {}", outcome.source));
}

fn reading(outcome: &PublishedOutcome) -> String {
    let near = |ours: fn(&PublishedRow) -> &Vec<f64>| match number(largest(outcome, ours), PLACES) {
        none if none == number(0.0, PLACES) => "give the published totals to the last digit".to_owned(),
        some => format!("come within {some} of the published totals"),
    };
    let (floats, chain) = (near(|row| &row.float), near(|row| &row.chain));
    if floats == chain {
        format!("The published formulas, computed here, and the chain’s integers {floats}.")
    } else {
        format!("The published formulas, computed here, {floats}; the chain’s integers {chain}.")
    }
}

/// How near a variant's totals come to the published ones, in a few words.
pub(super) fn farthest(variant: &VariantRun) -> Option<String> {
    let distance = number(largest(variant.published.as_ref()?, |row| &row.chain), PLACES);
    let is_none = distance == number(0.0, PLACES);
    Some(if is_none { "to the last digit".to_owned() } else { format!("within {distance}") })
}

/// The largest distance of any total from the published one.
fn largest(outcome: &PublishedOutcome, ours: fn(&PublishedRow) -> &Vec<f64>) -> f64 {
    let distances = outcome.rows.iter().flat_map(|row| {
        ours(row).iter().zip(&row.published).map(|(ours, published)| (ours - published).abs())
    });
    distances.filter(|distance| distance.is_finite()).fold(0.0, f64::max)
}

/// How near all variants come to what was published, in a sentence; `None` if nothing was.
pub(super) fn all(variants: &[VariantRun]) -> Option<String> {
    let outcomes: Vec<&PublishedOutcome> =
        variants.iter().filter_map(|variant| variant.published.as_ref()).collect();
    let totals =
        outcomes.iter().flat_map(|outcome| &outcome.rows).map(|row| row.published.len()).sum::<usize>();
    let farthest = outcomes.iter().map(|outcome| largest(outcome, |row| &row.chain)).fold(0.0, f64::max);
    (totals > 0).then(|| {
        format!(
            "The chain’s integers come within {} of the {} published.",
            number(farthest, PLACES),
            plural(totals as u64, "total")
        )
    })
}

/// Decimals of totals per 1000 staked: rounding of the chain shows in the fourth.
const PLACES: usize = 4;
