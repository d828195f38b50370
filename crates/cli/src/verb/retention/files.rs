//! The map as files: two tables and a figure.

pub(super) use crate::directory::prepare;

use super::{reading, table};
use crate::failure::Failure;
use incentor_report::plot::fixed;
use incentor_report::{Contour, ContourFigure};
use incentor_retention::published::Figure;
use incentor_retention::{Map, Requirement, Row};
use std::fs;
use std::path::Path;

/// Writes the files and returns their names.
pub(super) fn write(
    directory: &Path,
    map: &Map,
    figure: Option<&Figure>,
) -> Result<[&'static str; 3], Failure> {
    let files = [
        ("retention.csv", requirements_csv(map, figure)),
        ("retention-contours.csv", contours_csv(map)),
        ("retention.svg", svg(map, figure)),
    ];
    for (name, content) in &files {
        let path = directory.join(name);
        fs::write(&path, content).map_err(|error| {
            Failure::environment(format_args!("cannot write the file: {error}")).at(path.display())
        })?;
    }
    Ok(files.map(|(name, _)| name))
}

/// One line per honest stake; a utility that does not exist is an empty field.
fn requirements_csv(map: &Map, figure: Option<&Figure>) -> String {
    let mut csv =
        "honest_stake,required_utility,at_cabal_weight,least_of_seeds,greatest_of_seeds,published\n"
            .to_owned();
    for row in &map.rows {
        let (least, greatest) = row.spread();
        let published = figure.and_then(|figure| figure.point(row.honest_stake));
        csv += &format!(
            "{},{},{},{},{},{}\n",
            row.honest_stake,
            field(row.required_utility),
            fixed(row.at_cabal_weight, 6),
            field(least),
            field(greatest),
            published.map_or_else(String::new, |point| fixed(point.required_utility, 3)),
        );
    }
    csv
}

/// One line per honest stake and cabal weight.
fn contours_csv(map: &Map) -> String {
    let mut csv = "honest_stake,cabal_weight,required_utility\n".to_owned();
    for row in &map.rows {
        for (point, &requirement) in row.contour.iter().enumerate() {
            let weight = fixed(map.params.weight(point), 6);
            csv += &format!("{},{weight},{}\n", row.honest_stake, field(requirement));
        }
    }
    csv
}

fn field(requirement: Requirement) -> String {
    requirement.utility().map_or_else(String::new, |utility| fixed(utility, 6))
}

fn svg(map: &Map, figure: Option<&Figure>) -> String {
    let emphasis = reading::focus(map).map(|row| row.honest_stake);
    let contours = map.rows.iter().map(|row| contour(map, row, figure, emphasis == Some(row.honest_stake)));
    ContourFigure {
        title: "Honest utility needed to retain stake, whatever the cabal claims".to_owned(),
        subtitle: table::conditions(&map.params),
        description: reading::reading(map).replace('\n', " ").trim_end().to_owned(),
        contours: contours.collect(),
    }
    .to_svg()
}

fn contour(map: &Map, row: &Row, figure: Option<&Figure>, emphasis: bool) -> Contour {
    let points = row.contour.iter().enumerate();
    let published = figure.and_then(|figure| figure.point(row.honest_stake));
    Contour {
        honest_stake: row.honest_stake,
        points: points
            .map(|(point, requirement)| (map.params.weight(point), requirement.utility()))
            .collect(),
        maximum: row.required_utility.utility().map(|utility| (row.at_cabal_weight, utility)),
        published: published.and_then(|point| Some((point.at_cabal_weight?, point.required_utility))),
        emphasis,
    }
}
