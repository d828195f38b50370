//! Rules made of rules; each type's first lines are its law. [`By`](crate::By) writes them.

mod arithmetic;
mod cohort;
mod copies;
mod duel;
mod first_come;
mod gate;
mod named;
mod winner;

pub use arithmetic::{GeometricMean, Minimum, Penalty, Power, Product, Scaled, Sum};
pub use cohort::{Among, Rank};
pub use copies::{Distinct, FirstCopyOnly, Likeness};
pub use duel::{Duel, Judge, Judged};
pub use first_come::FirstCome;
pub use gate::{PassFail, Threshold};
pub use named::Named;
pub use winner::WinnerTakeMost;
