//! What taking part costs.

use crate::TaoPerDay;

/// What taking part costs; everybody also pays the price of a seat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// A worker of quality 1.
    pub worker_base: TaoPerDay,
    /// A worker of quality q costs base · q^exponent.
    pub worker_exponent: f64,
    /// Questions of one block that a worker serves in full.
    pub worker_capacity: f64,
    /// Hosting, per hotkey.
    pub hotkey: TaoPerDay,
    /// Asking and scoring in every round, per validator; in proportion for one that asks less.
    pub evaluation: TaoPerDay,
    /// Per thousand answers produced, copies not counted.
    pub thousand_answers_tao: f64,
}
