//! 7. Consensus: who agrees with whom, and what it earns.

use super::view::{Part, View, both};
use super::words::{grouped, letters, list, number, percent, plural, rough, sentence, short};
use crate::html::Html;
use crate::plot::{Forest, ForestRow, Heat, Ink};
use crate::table::{Cell, Table};
use incentor_scenario::run::{Matrix, ValidatorRow, VariantRun};

pub(super) fn consensus(html: &mut Html, view: &View<'_>) {
    view.section(html, Part::Consensus, "");
    view.each(html, |html, variant| {
        let picture = &variant.consensus_picture;
        html.paragraph("reading", &reading(variant));
        validators(html, view, variant);
        let ratios = ratios(&picture.validators);
        if ratios.iter().any(|row| row.dividend_ratio.is_finite() && row.dividend_ratio > 0.0) {
            html.paragraph("caption", "G: dividends per stake over the median of the others");
            both(html, |width| ratio_plot(view, &ratios, width));
            html.paragraph(
                "note",
                "Left of 1, whoever delegates to this validator earns less than elsewhere.",
            );
        }
        matrix(html, &picture.weights, "Weights, % of each validator’s row", Ink::Series(0));
        matrix(html, &picture.bonds, "Bonds, % of all bonds in each miner", Ink::Series(5));
        super::published::published(html, variant);
    });
    html.close("section");
}

/// The validators farthest from even, in their own order.
fn ratios(rows: &[ValidatorRow]) -> Vec<&ValidatorRow> {
    let distance = |row: &ValidatorRow| (row.dividend_ratio - 1.0).abs();
    let mut far: Vec<usize> = (0..rows.len()).collect();
    far.sort_by(|&a, &b| distance(&rows[b]).total_cmp(&distance(&rows[a])).then(a.cmp(&b)));
    far.truncate(MOST_RATIOS);
    far.sort_unstable();
    far.into_iter().map(|index| &rows[index]).collect()
}

const MOST_RATIOS: usize = 12;
const MOST_ROWS: usize = 24;
const MOST_COLUMNS: usize = 64;

fn reading(variant: &VariantRun) -> String {
    let participation = &variant.participation;
    let rows = &variant.consensus_picture.validators;
    let mut text = if variant.consensus.is_empty() { "Yuma".to_owned() } else { variant.consensus.clone() };
    if participation.coverage > 0.0 {
        text.push_str(&format!(
            "; a validator asks {} of the miners per round",
            rough(participation.coverage_of_askers)
        ));
    }
    text.push('.');
    if participation.coverage_of_askers > 0.0 {
        match participation.idle_validators {
            0 => {}
            1 => text.push_str(" One validator asks nobody."),
            several => {
                text.push_str(&format!(" {} validators ask nobody.", sentence(&letters(several as usize))));
            }
        }
    }
    text.push_str(&agreement(rows));
    let refused: u64 = participation.weights_refused.iter().map(|(_, count)| count).sum();
    if refused > 0 {
        let why: Vec<String> = participation
            .weights_refused
            .iter()
            .map(|(reason, count)| format!("{reason} ({})", grouped(*count)))
            .collect();
        let share = refused as f64 / (refused + participation.weights_taken) as f64;
        text.push_str(&format!(
            " The chain refused {} of the weight settings: {}.",
            rough(share),
            list(&why)
        ));
    }
    if participation.void_rounds > 0 {
        let verb = if participation.void_rounds == 1 { "was" } else { "were" };
        text.push_str(&format!(" {} {verb} void", plural(participation.void_rounds, "round")));
        if let Some(fault) = &participation.first_fault {
            text.push_str(&format!(", the first because: {fault}"));
        }
        text.push('.');
    }
    text
}

/// Who is farthest from consensus and who earns least by its stake, unless all are alike to the last digit shown.
fn agreement(rows: &[ValidatorRow]) -> String {
    let (Some(farthest), Some(nearest)) = (
        rows.iter().max_by(|a, b| a.divergence.total_cmp(&b.divergence)),
        rows.iter().min_by(|a, b| a.divergence.total_cmp(&b.divergence)),
    ) else {
        return String::new();
    };
    let (Some(poorest), Some(richest)) = (
        rows.iter().min_by(|a, b| a.dividend_ratio.total_cmp(&b.dividend_ratio)),
        rows.iter().max_by(|a, b| a.dividend_ratio.total_cmp(&b.dividend_ratio)),
    ) else {
        return String::new();
    };
    if rows.len() < 2 {
        return String::new();
    }
    let alike = farthest.divergence - nearest.divergence < 0.001;
    let distance = match alike {
        true if farthest.divergence < 0.0005 => " All validators send what consensus says".to_owned(),
        true => format!(" All validators are {} of their weight from consensus", rough(farthest.divergence)),
        false => format!(
            " Farthest from consensus is {}, by {} of its weight",
            farthest.coldkey,
            rough(farthest.divergence)
        ),
    };
    let ratio = number(poorest.dividend_ratio, 3);
    let earns = match poorest {
        _ if richest.dividend_ratio - poorest.dividend_ratio < 0.001 => "all earn alike per stake".to_owned(),
        _ if !alike && poorest.coldkey == farthest.coldkey => {
            format!("it also earns least per stake (G {ratio})")
        }
        _ => format!("least per stake earns {} (G {ratio})", poorest.coldkey),
    };
    format!("{distance}; {earns}.")
}

fn validators(html: &mut Html, view: &View<'_>, variant: &VariantRun) {
    let rows = &variant.consensus_picture.validators;
    if rows.is_empty() {
        return;
    }
    let mut table = Table::new()
        .text("Validator")
        .number("Stake", "share")
        .number("Dividends", "share")
        .number("G", "dividends per stake")
        .number("Validator trust", "weight left")
        .number("Divergence", "from consensus")
        .number("Weights taken", "per seed")
        .number("Rounds", "it asked in");
    let most = rows.iter().flat_map(|row| [row.stake_share, row.dividend_share]);
    let most = most.filter(|share| share.is_finite()).fold(0.0, f64::max);
    for row in rows {
        let color = view.color(&row.population);
        table.row(
            "",
            vec![
                view.described(&row.coldkey, &row.population, &row.behaviour),
                Cell::ShareLeft(row.stake_share, most, color),
                Cell::Share(row.dividend_share, most, color),
                number(row.dividend_ratio, 3).into(),
                number(row.validator_trust, 3).into(),
                percent(row.divergence).into(),
                short(row.weights_taken).into(),
                percent(row.rounds).into(),
            ],
        );
    }
    table.write(html, &format!("All {}", plural(table.len() as u64, "validator")), "");
}

fn ratio_plot(view: &View<'_>, rows: &[&ValidatorRow], width: f64) -> String {
    let rows: Vec<ForestRow> = rows
        .iter()
        .map(|row| ForestRow {
            label: crate::plot::shortened(&row.coldkey, if width > 500.0 { 40 } else { 24 }),
            word: String::new(),
            tone: "",
            reading: number(row.dividend_ratio, 3),
            mean: row.dividend_ratio,
            half_width: None,
            points: Vec::new(),
            ink: view.ink(&row.population),
        })
        .collect();
    let axis = Forest::axis_for("G", rows.iter(), 1.0, 0.01, if width > 500.0 { 8 } else { 4 });
    Forest {
        title: "Dividends per stake of each validator".to_owned(),
        description: "Dividends per stake over the median of the others; 1 is even".to_owned(),
        width,
        axis,
        zero: 1.0,
        band: 0.0,
        rows,
    }
    .to_svg()
}

fn matrix(html: &mut Html, matrix: &Matrix, caption: &str, ink: Ink) {
    if matrix.rows.is_empty() || matrix.columns.is_empty() {
        return;
    }
    html.paragraph("caption", caption);
    let rows = matrix.rows.len().min(MOST_ROWS);
    let columns = kept_columns(matrix);
    let values: Vec<Vec<f64>> = matrix
        .values
        .iter()
        .take(rows)
        .map(|row| columns.iter().map(|&column| row.get(column).copied().unwrap_or(0.0)).collect())
        .collect();
    let heat = Heat {
        title: caption.to_owned(),
        description: "Validators down, miners across; the darker, the more".to_owned(),
        rows: matrix.rows.iter().take(rows).cloned().collect(),
        columns: columns.iter().map(|&column| matrix.columns[column].clone()).collect(),
        values,
        ink,
    };
    html.open_with("div", &[("class", "scroll heat"), ("tabindex", "0")]);
    html.raw(&heat.to_svg());
    html.close("div");
    let mut note = "At the end of the first seed.".to_owned();
    if rows < matrix.rows.len() || columns.len() < matrix.columns.len() {
        note.push_str(&format!(
            " Drawn: the first {rows} of {} validators, and the {} of {} miners with the largest sums. All of them are \
             in weights.csv and bonds.csv.",
            matrix.rows.len(),
            columns.len(),
            matrix.columns.len()
        ));
    }
    html.paragraph("note", &note);
}

/// The columns with the largest sums, in their own order.
fn kept_columns(matrix: &Matrix) -> Vec<usize> {
    let sum = |column: usize| -> f64 { matrix.values.iter().filter_map(|row| row.get(column)).sum() };
    let mut columns: Vec<usize> = (0..matrix.columns.len()).collect();
    if columns.len() > MOST_COLUMNS {
        columns.sort_by(|&a, &b| sum(b).total_cmp(&sum(a)).then(a.cmp(&b)));
        columns.truncate(MOST_COLUMNS);
        columns.sort_unstable();
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_columns_stay_in_their_order() {
        let names = |count: usize| (0..count).map(|index| index.to_string()).collect::<Vec<_>>();
        let mut row = vec![0.0; 100];
        (row[99], row[3], row[50]) = (0.5, 0.3, 0.2);
        let kept = kept_columns(&Matrix { rows: names(1), columns: names(100), values: vec![row] });
        assert_eq!(kept.len(), MOST_COLUMNS);
        assert!(kept.is_sorted() && [3, 50, 99].iter().all(|column| kept.contains(column)));
        let few = kept_columns(&Matrix { rows: names(1), columns: names(3), values: Vec::new() });
        assert_eq!(few, [0, 1, 2]);
    }
}
