//! Our totals beside published ones.

use super::words::{number, signed};
use crate::html::Html;
use crate::table::{Cell, Table};
use incentor_scenario::run::{PublishedOutcome, VariantRun};

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
            let at =
                |values: &[f64]| values.get(index).map_or(Cell::Nothing, |value| number(*value, 2).into());
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
                    difference.map_or(Cell::Nothing, |difference| signed(difference, 2).into()),
                ],
            );
        }
    }
    table.write(html, "All totals", &format!("Published: {}", outcome.source));
}

fn reading(outcome: &PublishedOutcome) -> String {
    let largest = |ours: fn(&incentor_scenario::run::PublishedRow) -> &Vec<f64>| {
        outcome
            .rows
            .iter()
            .flat_map(|row| ours(row).iter().zip(&row.published).map(|(ours, theirs)| (ours - theirs).abs()))
            .filter(|difference| difference.is_finite())
            .fold(0.0, f64::max)
    };
    format!(
        "The published formulas, computed here, are within {} of the published totals; the chain’s integers within {}.",
        number(largest(|row| &row.float), 2),
        number(largest(|row| &row.chain), 2)
    )
}
