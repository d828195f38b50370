//! The map as a table for people.

use crate::terminal::{BOLD, DIM, GOOD, WARN};
use incentor_report::plot::fixed;
use incentor_retention::published::Figure;
use incentor_retention::{Map, Params, Requirement, Row};

/// The parameters in one line, in the figures' own letters.
pub(super) fn conditions(params: &Params) -> String {
    let seeds =
        if params.seeds == 1 { "1 seed".to_owned() } else { format!("mean of {} seeds", params.seeds) };
    format!(
        "σ {} · κ {} · β {} · ξ {} · Yuma {} · {} validators, {} miners · {seeds}",
        params.weight_deviation,
        params.kappa,
        params.bonds_penalty,
        params.validator_share,
        if params.bonds.is_yuma3() { 3 } else { 2 },
        params.validators,
        params.uids - params.validators,
    )
}

pub(super) fn table(map: &Map, figure: Option<&Figure>) -> String {
    let mut text = format!("{BOLD}Honest utility needed to retain stake{BOLD:#}\n");
    text += &format!("{DIM}{}{DIM:#}\n\n", conditions(&map.params));
    // One seed has no spread to show.
    let by_seed = map.params.seeds > 1;
    let mut head = "honest stake   needs utility   at cabal weight".to_owned();
    if by_seed {
        head += "         by seed";
    }
    if figure.is_some() {
        head += "   published   difference";
    }
    text += &format!("{BOLD}{head}{BOLD:#}\n");
    for row in &map.rows {
        text += &format!(
            "{:>12}   {:>13}   {:>15}",
            fixed(row.honest_stake, 2),
            written(row.required_utility),
            fixed(row.at_cabal_weight, 2),
        );
        if by_seed {
            let (least, greatest) = row.spread();
            text += &format!("   {:>5} – {:>5}", written(least), written(greatest));
        }
        if let Some(figure) = figure {
            text += &comparison(row, figure);
        }
        text.push('\n');
    }
    if let Some(figure) = figure {
        let name = figure.name;
        text += &format!(
            "\n{DIM}published: the chain's own figure \"{name}\" (one seed, 2023); ~ is for orientation only{DIM:#}\n"
        );
    }
    text
}

/// A requirement in three decimals.
pub(super) fn written(requirement: Requirement) -> String {
    requirement.utility().map_or_else(|| "> 1".to_owned(), |utility| fixed(utility, 3))
}

fn comparison(row: &Row, figure: &Figure) -> String {
    let Some(point) = figure.point(row.honest_stake) else {
        return format!("   {DIM}{:>9}   {:>10}{DIM:#}", "–", "–");
    };
    let away = point.difference(row.required_utility);
    let (style, mark) = match figure.tolerance(row.honest_stake) {
        None => (DIM, "~"),
        Some(tolerance) if away.abs() <= tolerance => (GOOD, ""),
        Some(_) => (WARN, "!"),
    };
    let sign = if fixed(away, 3).starts_with('-') { "" } else { "+" };
    let away = format!("{sign}{}{mark}", fixed(away, 3));
    format!("   {:>9}   {style}{away:>10}{style:#}", fixed(point.required_utility, 3))
}
