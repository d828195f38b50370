//! What taking part costs.

use super::{Fields, Item};
use crate::scenario::Costs;
use crate::{Positive, ScenarioError, TaoAmount, TaoPerDay};
use incentor_primitives::{RAO_PER_TAO, Tao};

/// A cost that grows faster soon exceeds every number.
const MOST_EXPONENT: f64 = 10.0;

const COSTS: &str = "a table [costs]";
const WORKER: &str = "a table such as { base = \"0.4 tao/day\", exponent = 2.0 }";
const EXPONENT: &str = "a number above 0 and up to 10, such as 2.0";
const PER_THOUSAND: &str = "an amount of TAO from 0 to 1000, such as \"0.001 tao\"";

pub(super) fn read(item: &Item<'_>) -> Result<Costs, ScenarioError> {
    read_fields(&mut item.table(COSTS)?)
}

pub(super) fn read_default(file: &mut Fields<'_>) -> Result<Costs, ScenarioError> {
    read_fields(&mut file.sub_or_empty("costs", COSTS)?)
}

fn read_fields(fields: &mut Fields<'_>) -> Result<Costs, ScenarioError> {
    let mut worker = fields.sub_or_empty("worker", WORKER)?;
    let worker_base = worker.or("base", TaoPerDay(0.0))?;
    let least = |exponent: &Positive| exponent.0 <= MOST_EXPONENT;
    let Positive(worker_exponent) = worker.or_where("exponent", Positive(2.0), EXPONENT, least)?;
    let Positive(worker_capacity) = worker.or("capacity", Positive(1.0))?;
    worker.finish()?;
    let hotkey = fields.or("hotkey", TaoPerDay(0.0))?;
    let evaluation = fields.or("evaluation", TaoPerDay(0.0))?;
    let none = TaoAmount(Tao::from_rao(0));
    let most = |amount: &TaoAmount| amount.0.rao <= 1000 * RAO_PER_TAO;
    let answers = fields.or_where("thousand_answers", none, PER_THOUSAND, most)?;
    let thousand_answers_tao = answers.0.rao as f64 / RAO_PER_TAO as f64;
    fields.finish()?;
    Ok(Costs { worker_base, worker_exponent, worker_capacity, hotkey, evaluation, thousand_answers_tao })
}
