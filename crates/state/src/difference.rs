//! Where two results differ, by field and uid.

use crate::Expected;
use incentor_yuma::Entry;
use std::fmt;

/// One place at which a result is not what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field, such as `bits.consensus`.
    pub field: &'static str,
    /// The uid; `None` = the list has another length.
    pub uid: Option<usize>,
    /// The entry of the uid's row, in bonds.
    pub entry: Option<usize>,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub actual: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field)?;
        for index in [self.uid, self.entry].into_iter().flatten() {
            write!(f, "[{index}]")?;
        }
        write!(f, ": expected {}, got {}", self.expected, self.actual)
    }
}

/// Every difference between two results; none means equal to the last bit.
#[must_use]
pub fn diff(expected: &Expected, actual: &Expected) -> Vec<Difference> {
    let mut found = Differences::default();
    let (e, a) = (expected, actual);
    found.list("stake_weight", &e.stake_weight, &a.stake_weight);
    found.list("active", &e.active, &a.active);
    found.list("validator_permit", &e.validator_permit, &a.validator_permit);
    found.list("consensus", &e.consensus, &a.consensus);
    found.list("incentive", &e.incentive, &a.incentive);
    found.list("dividends", &e.dividends, &a.dividends);
    found.list("validator_trust", &e.validator_trust, &a.validator_trust);
    found.list("server_emission", &e.server_emission, &a.server_emission);
    found.list("validator_emission", &e.validator_emission, &a.validator_emission);
    found.list("emission", &e.emission, &a.emission);
    found.rows("bonds", &e.bonds, &a.bonds);
    found.list("bits.consensus", &e.bits.consensus, &a.bits.consensus);
    found.list("bits.incentive", &e.bits.incentive, &a.bits.incentive);
    found.list("bits.dividends", &e.bits.dividends, &a.bits.dividends);
    found.list("bits.validator_trust", &e.bits.validator_trust, &a.bits.validator_trust);
    found.0
}

#[derive(Default)]
struct Differences(Vec<Difference>);

impl Differences {
    fn list<T: PartialEq + fmt::Debug>(&mut self, field: &'static str, expected: &[T], actual: &[T]) {
        self.lengths(field, None, expected.len(), actual.len());
        for (uid, (e, a)) in expected.iter().zip(actual).enumerate() {
            if e != a {
                self.push(field, Some(uid), None, format!("{e:?}"), format!("{a:?}"));
            }
        }
    }

    fn rows(&mut self, field: &'static str, expected: &[Option<Vec<Entry>>], actual: &[Option<Vec<Entry>>]) {
        self.lengths(field, None, expected.len(), actual.len());
        for (uid, pair) in expected.iter().zip(actual).enumerate() {
            match pair {
                (Some(e), Some(a)) => self.row(field, uid, e, a),
                (None, None) => {}
                (e, a) => {
                    let words = |row: &Option<Vec<Entry>>| if row.is_some() { "a row" } else { "null" };
                    self.push(field, Some(uid), None, words(e).to_owned(), words(a).to_owned());
                }
            }
        }
    }

    fn row(&mut self, field: &'static str, uid: usize, expected: &[Entry], actual: &[Entry]) {
        self.lengths(field, Some(uid), expected.len(), actual.len());
        for (entry, (e, a)) in expected.iter().zip(actual).enumerate() {
            if e != a {
                let words = |&(column, value): &Entry| format!("[{column},{value}]");
                self.push(field, Some(uid), Some(entry), words(e), words(a));
            }
        }
    }

    fn lengths(&mut self, field: &'static str, uid: Option<usize>, expected: usize, actual: usize) {
        if expected != actual {
            self.push(field, uid, None, format!("{expected} entries"), actual.to_string());
        }
    }

    fn push(
        &mut self,
        field: &'static str,
        uid: Option<usize>,
        entry: Option<usize>,
        expected: String,
        actual: String,
    ) {
        self.0.push(Difference { field, uid, entry, expected, actual });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result() -> Expected {
        Expected {
            consensus: vec![7, 8, 9],
            bonds: vec![Some(vec![(1, 2), (3, 4)]), None, Some(vec![])],
            ..Expected::default()
        }
    }

    fn texts(actual: &Expected) -> Vec<String> {
        diff(&result(), actual).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn equal_results_have_no_difference() {
        assert_eq!(texts(&result()), [""; 0]);
    }

    #[test]
    fn a_difference_names_field_uid_and_both_values() {
        let mut actual = result();
        actual.consensus[1] = 10;
        actual.bonds[0] = Some(vec![(1, 2), (3, 5)]);
        actual.bonds[2] = None;
        actual.server_emission = vec![1];
        assert_eq!(
            texts(&actual),
            [
                "consensus[1]: expected 8, got 10",
                "server_emission: expected 0 entries, got 1",
                "bonds[0][1]: expected [3,4], got [3,5]",
                "bonds[2]: expected a row, got null",
            ]
        );
    }
}
