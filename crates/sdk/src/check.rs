//! Is my scorer safe? Searches for the smallest case in which a rule breaks a law.
//!
//! A [`Trial`] is a task and a solver with an effort dial: it invents rounds, lets miners work, copy, hide
//! and lie, and scores them with the rule in question, each time in two worlds that differ in one thing.
//! Every law is a function; [`all`] goes through them. Same trial, same rule: same findings.
//!
//! ```
//! use incentor_sdk::check::{self, Trial};
//! # use incentor_sdk::{per_reply, Desk, Notes, Question, Refusal, Rng, Round, Solver, Synapse, Task, To, Work};
//! # #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)] struct Add { a: u32, b: u32 }
//! # impl Synapse for Add { type Reply = u32; const ROUTES: &'static [&'static str] = &["Add"]; }
//! # struct Addition;
//! # impl Task for Addition { type Ask = Add; type Truth = u32;
//! #   fn questions(&self, _: &Round, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Add, u32>> {
//! #     let (a, b) = (rng.below(1000) as u32, rng.below(1000) as u32);
//! #     vec![Question { to: To::All, ask: Add { a, b }, truth: a + b }] } }
//! # struct Adder;
//! # impl Solver<Add> for Adder { fn solve(&self, ask: &Add, desk: &mut Desk) -> Result<(u32, Work), Refusal> {
//! #     let slip = u32::from(desk.rng.unit() > desk.effort / 2.0); Ok((ask.a + ask.b + slip, Work::default())) } }
//!
//! let correct = per_reply::<Addition>(|question, sum| f64::from(u8::from(question.truth == *sum)));
//! let finding = check::clone_safe(&Trial::new(&Addition, &Adder), &correct).unwrap_err();
//! assert_eq!(finding.code(), "clone-unsafe"); // everybody is asked the same, so a right answer can be copied
//! println!("{finding}");
//! ```

mod case;
mod finding;
mod law;
mod search;
mod stage;
mod trial;
mod twist;

pub use finding::{Breakage, Entry, Example, Finding, Flaw, Lever};
pub use law::{
    clone_safe, decoy_safe, finite, floor_safe, monotone, order_free, silence_unpaid, split_safe,
    tamper_safe, uncapped,
};
pub use trial::{Depth, Trial};
pub use twist::Twist;

use crate::{Scoring, Task};

/// What a law says of a rule: nothing, or the smallest counter-example found.
pub type Verdict = Result<(), Box<Finding>>;

type Law<T> = fn(&Trial<'_, T>, &dyn Scoring<T>) -> Verdict;

/// Every law in turn; empty if none is broken.
pub fn all<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Vec<Finding> {
    let laws: [Law<T>; 10] = [
        finite,
        silence_unpaid,
        order_free,
        monotone,
        uncapped,
        clone_safe,
        decoy_safe,
        split_safe,
        tamper_safe,
        floor_safe,
    ];
    laws.iter().filter_map(|law| law(trial, rule).err()).map(|finding| *finding).collect()
}

#[cfg(test)]
mod tests;
