//! What upstream's own assertions say about an epoch, key by key.

use crate::upstream_vectors::epochs::Side;
use crate::upstream_vectors::json::{as_bool, as_u16, as_u64, list};
use crate::upstream_vectors::numbers::{bits_to_fraction, fraction, u16_to_fraction};
use crate::upstream_vectors::report::Report;
use incentor_yuma::Cell;
use serde_json::Value;

/// Upstream compares fractions of the log tests to the last printed digits.
const LOG_TOLERANCE: f64 = 1e-6;

/// Whether scores stand as stored, or as fractions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    U16,
    Fraction,
}

/// Compares every key of `upstream_expected`; an unknown one is a difference.
pub(crate) fn compare(report: &mut Report, side: &Side, expected: &Value, scale: Scale) {
    for (field, expected) in expected.as_object().into_iter().flatten() {
        let known = scores(report, side, field, expected, scale)
            || amounts(report, side, field, expected)
            || flags(report, side, field, expected)
            || matrices(report, side, field, expected);
        report.holds(known, || format!("nothing compares what upstream expects of `{field}`"));
    }
}

fn scores(report: &mut Report, side: &Side, field: &str, expected: &Value, scale: Scale) -> bool {
    let what = format!("upstream's {field} ({})", side.name);
    let (epoch, trace) = (&side.epoch, &side.trace);
    let (stored, bits) = match field {
        "consensus" => (&epoch.consensus, &epoch.bits.consensus),
        "incentive" => (&epoch.incentive, &epoch.bits.incentive),
        "dividends" => (&epoch.dividends, &epoch.bits.dividends),
        "validator_trust" => (&epoch.validator_trust, &epoch.bits.validator_trust),
        "normalised_stake" => (&epoch.stake_weight, &trace.stake),
        "active_stake" | "active_stake_approx" => (&epoch.stake_weight, &trace.active_stake),
        "combined_normalised" => (&epoch.stake_weight, &trace.combined_share),
        "dividends_0_1" => {
            report.list(&what, &epoch.dividends[..2], &list(expected, as_u16));
            return true;
        }
        "dividend_uid0" => {
            report.same(&what, &epoch.dividends[0], &as_u16(expected));
            return true;
        }
        "normalised_stake_prefix" => {
            let printed = bits_to_fraction(trace.stake[0]).to_string();
            let prefix = expected.as_str().unwrap();
            report.holds(printed.starts_with(prefix), || format!("{what}: {printed}, expected {prefix}"));
            return true;
        }
        _ => return false,
    };
    if scale == Scale::U16 {
        report.list(&what, stored, &list(expected, as_u16));
    } else {
        let got: Vec<f64> = bits.iter().copied().map(bits_to_fraction).collect();
        report.close_list(&what, &got, &list(expected, fraction), LOG_TOLERANCE);
    }
    true
}

fn amounts(report: &mut Report, side: &Side, field: &str, expected: &Value) -> bool {
    let what = format!("upstream's {field} ({})", side.name);
    let epoch = &side.epoch;
    match field {
        "emission" | "emission_listed" | "combined_emission" => {
            report.list(&what, &epoch.emission, &list(expected, as_u64));
        }
        "emission_0_1" => report.list(&what, &epoch.emission[..2], &list(expected, as_u64)),
        "emission_uid0" => report.same(&what, &epoch.emission[0], &as_u64(expected)),
        "validator_emission" => report.list(&what, &epoch.validator_emission, &list(expected, as_u64)),
        "server_emission_equal_and_positive" => {
            let server = &epoch.server_emission;
            let holds = server[0] > 0 && server.iter().all(|emission| *emission == server[0]);
            report.same(&what, &holds, &as_bool(expected));
        }
        "sum_server_plus_validator_approx" => {
            let sum: u64 = epoch.server_emission.iter().chain(&epoch.validator_emission).sum();
            let (about, within) = (as_u64(&expected[0]), as_u64(&expected[1]));
            report.holds(sum.abs_diff(about) <= within, || format!("{what}: {sum}, expected about {about}"));
        }
        _ => return false,
    }
    true
}

fn flags(report: &mut Report, side: &Side, field: &str, expected: &Value) -> bool {
    let what = format!("upstream's {field} ({})", side.name);
    let expected = || list(expected, as_bool);
    match field {
        "inactive" => {
            let inactive: Vec<bool> = side.epoch.active.iter().map(|active| !active).collect();
            report.list(&what, &inactive, &expected());
        }
        "new_validator_permits" | "validator_permit_new" => {
            report.list(&what, &side.epoch.validator_permit, &expected());
        }
        _ => return false,
    }
    true
}

fn matrices(report: &mut Report, side: &Side, field: &str, expected: &Value) -> bool {
    let what = format!("upstream's {field} ({})", side.name);
    match field {
        "bond_delta_normalised" => {
            let delta = |row: &Value| list(row, |cell| (as_u16(&cell[0]), fraction(&cell[1])));
            for (uid, expected) in list(expected, delta).into_iter().enumerate() {
                let row = &side.trace.bonds_bought[uid];
                let columns = |columns: &mut dyn Iterator<Item = u16>| columns.collect::<Vec<u16>>();
                let got = columns(&mut row.iter().map(|cell: &Cell| cell.0));
                report.same(
                    &format!("columns of {what}"),
                    &got,
                    &columns(&mut expected.iter().map(|cell| cell.0)),
                );
                let got: Vec<f64> = row.iter().map(|cell| bits_to_fraction(cell.1)).collect();
                let expected: Vec<f64> = expected.iter().map(|cell| cell.1).collect();
                report.close_list(&what, &got, &expected, LOG_TOLERANCE);
            }
        }
        "bonds_column_asserted" => {
            let column = as_u16(&expected["column"]);
            let got: Vec<u16> = (0..4).map(|uid| bond(side, uid, column)).collect();
            report.list(&what, &got, &list(&expected["rows_0_to_3"], as_u16));
        }
        "bonds_row0" => {
            for (column, expected) in expected.as_object().unwrap() {
                let column = column.parse().unwrap();
                report.same(&what, &bond(side, 0, column), &as_u16(expected));
            }
        }
        _ => return false,
    }
    true
}

/// Dividends and stored bonds as upstream lists them for Yuma 3: fractions, within a tolerance.
pub(crate) fn compare_fractions(report: &mut Report, side: &Side, expected: &Value) {
    let tolerance = fraction(&expected["tolerance"]);
    report.same("number of expectations", &expected.as_object().unwrap().len(), &3);
    let dividends: Vec<f64> = side.epoch.dividends.iter().copied().map(u16_to_fraction).collect();
    let what = format!("upstream's dividends ({})", side.name);
    report.close_list(&what, &dividends, &list(&expected["dividends"], fraction), tolerance);
    let rows = list(&expected["bonds_proportion_columns_3_up"], |row| list(row, fraction));
    for (uid, row) in rows.into_iter().enumerate() {
        let got: Vec<f64> =
            (3..).zip(&row).map(|(column, _)| u16_to_fraction(bond(side, uid, column))).collect();
        report.close_list(&format!("upstream's bonds of uid {uid} ({})", side.name), &got, &row, tolerance);
    }
}

/// A stored bond; 0 where there is none.
pub(crate) fn bond(side: &Side, uid: usize, column: u16) -> u16 {
    side.epoch.bonds[uid].iter().find(|(uid, _)| *uid == column).map_or(0, |(_, bond)| *bond)
}
