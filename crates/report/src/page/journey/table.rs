//! Every number of the way, as a table.

use super::super::view::View;
use super::super::words::{decimals, grouped, number, percent};
use crate::html::Html;
use crate::table::{Cell, Table};
use incentor_scenario::run::VariantRun;

pub(super) fn numbers(html: &mut Html, view: &View<'_>, variant: &VariantRun) {
    let mut table = Table::new()
        .text("Hotkey")
        .text("Validator")
        .number("Stake", "share")
        .number("Asked", "times")
        .number("Average score", "")
        .number("Weight", "u16")
        .number("Sent", "block")
        .number("Counts from", "block")
        .number("Weight", "normalised")
        .number("Clipped to", "")
        .number("Bond", "share")
        .number("Dividends", "α")
        .sentence("Validator is");
    for journey in &variant.journeys {
        let population = variant.coldkeys.iter().find(|coldkey| coldkey.name == journey.coldkey);
        let color =
            population.map_or(usize::from(!journey.honest), |coldkey| view.color(&coldkey.population));
        let places = decimals(journey.rows.iter().map(|row| row.dividend_alpha));
        for row in &journey.rows {
            table.row(
                "",
                vec![
                    Cell::Colored(format!("{} / {}", journey.coldkey, journey.hotkey), color),
                    row.validator.as_str().into(),
                    percent(row.stake_share).into(),
                    row.asked.to_string().into(),
                    row.average_score
                        .map_or(Cell::Nothing, |average| number(average, decimals([average]).max(4)).into()),
                    row.weight_u16.map_or(Cell::Nothing, |weight| grouped(weight.into()).into()),
                    row.committed_at.map_or(Cell::Nothing, |block| grouped(block).into()),
                    row.revealed_at.map_or(Cell::Nothing, |block| grouped(block).into()),
                    format!("{}\u{a0}%", number(row.weight * 100.0, 3)).into(),
                    format!("{}\u{a0}%", number(row.clipped * 100.0, 3)).into(),
                    percent(row.bond).into(),
                    number(row.dividend_alpha, places).into(),
                    row.behaviour.as_str().into(),
                ],
            );
        }
    }
    table.write_folded(html, "Every validator in numbers");
}
