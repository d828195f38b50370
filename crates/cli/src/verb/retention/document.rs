//! The map as one JSON document.

use crate::failure::Failure;
use incentor_retention::published::Figure;
use incentor_retention::{Map, Params, Requirement, Row};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    params: ParamsDocument<'a>,
    rows: Vec<RowDocument>,
}

#[derive(Serialize)]
struct ParamsDocument<'a> {
    honest_stakes: &'a [f64],
    weight_deviation: f64,
    kappa: f64,
    bonds_penalty: f64,
    validator_share: f64,
    stake_deviation: f64,
    yuma: u8,
    uids: usize,
    validators: usize,
    grid_points: usize,
    seeds: u64,
    /// A string where JSON's numbers would lose digits (2^53 and more).
    first_seed: serde_json::Value,
}

#[derive(Serialize)]
struct RowDocument {
    honest_stake: f64,
    /// `null` where even full utility is not enough.
    required_utility: Option<f64>,
    at_cabal_weight: f64,
    by_seed: Vec<Option<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<PublishedDocument>,
}

#[derive(Serialize)]
struct PublishedDocument {
    required_utility: f64,
    at_cabal_weight: Option<f64>,
    difference: f64,
    /// `null` where the published value is one seed's luck.
    tolerance: Option<f64>,
}

pub(super) fn json(map: &Map, figure: Option<&Figure>) -> Result<String, Failure> {
    let document = Document {
        params: params(&map.params),
        rows: map.rows.iter().map(|each| row(each, figure)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document)
        .map_err(|error| Failure::bug(format_args!("the map is no JSON: {error}")))?;
    text.push('\n');
    Ok(text)
}

fn params(params: &Params) -> ParamsDocument<'_> {
    ParamsDocument {
        honest_stakes: &params.honest_stakes,
        weight_deviation: params.weight_deviation,
        kappa: params.kappa,
        bonds_penalty: params.bonds_penalty,
        validator_share: params.validator_share,
        stake_deviation: params.stake_deviation,
        yuma: if params.bonds.is_yuma3() { 3 } else { 2 },
        uids: params.uids,
        validators: params.validators,
        grid_points: params.grid_points,
        seeds: params.seeds,
        first_seed: if params.first_seed < 1 << 53 {
            params.first_seed.into()
        } else {
            params.first_seed.to_string().into()
        },
    }
}

fn row(row: &Row, figure: Option<&Figure>) -> RowDocument {
    RowDocument {
        honest_stake: row.honest_stake,
        required_utility: utility(row.required_utility),
        at_cabal_weight: six_decimals(row.at_cabal_weight),
        by_seed: row.by_seed.iter().copied().map(utility).collect(),
        published: figure.and_then(|figure| {
            let point = figure.point(row.honest_stake)?;
            Some(PublishedDocument {
                required_utility: point.required_utility,
                at_cabal_weight: point.at_cabal_weight,
                difference: six_decimals(point.difference(row.required_utility)),
                tolerance: figure.tolerance(row.honest_stake),
            })
        }),
    }
}

fn utility(requirement: Requirement) -> Option<f64> {
    requirement.utility().map(six_decimals)
}

/// More digits would only be the noise of the draws.
fn six_decimals(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
