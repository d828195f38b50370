//! What was compared and what is not equal.

use core::fmt::Debug;

/// Differences of one entry, one line each.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) checks: usize,
    pub(crate) wrong: Vec<String>,
}

impl Report {
    pub(crate) fn same<T: PartialEq + Debug + ?Sized>(&mut self, what: &str, got: &T, expected: &T) {
        self.holds(got == expected, || format!("{what}: {got:?}, expected {expected:?}"));
    }

    /// Lists by uid; lengths must be equal too.
    pub(crate) fn list<T: PartialEq + Debug>(&mut self, what: &str, got: &[T], expected: &[T]) {
        self.same(&format!("length of {what}"), &got.len(), &expected.len());
        for (uid, (got, expected)) in got.iter().zip(expected).enumerate() {
            self.same(&format!("{what} of uid {uid}"), got, expected);
        }
    }

    /// Fractions, for assertions that upstream makes with a tolerance.
    pub(crate) fn close(&mut self, what: &str, got: f64, expected: f64, tolerance: f64) {
        let close = (got - expected).abs() <= tolerance;
        self.holds(close, || format!("{what}: {got}, expected {expected} within {tolerance}"));
    }

    pub(crate) fn close_list(&mut self, what: &str, got: &[f64], expected: &[f64], tolerance: f64) {
        self.same(&format!("length of {what}"), &got.len(), &expected.len());
        for (uid, (got, expected)) in got.iter().zip(expected).enumerate() {
            self.close(&format!("{what} of uid {uid}"), *got, *expected, tolerance);
        }
    }

    pub(crate) fn holds(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        self.checks += 1;
        if !holds {
            self.wrong.push(otherwise());
        }
    }
}
