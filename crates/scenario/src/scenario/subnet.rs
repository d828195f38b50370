//! The subnet's hyperparameters, and what taking part costs.

use crate::read::Fields;
use crate::{Count, Positive, ScenarioError, TaoAmount, TaoPerDay};
use incentor_primitives::{RuleSet, Tao};

/// Hyperparameters, by their btcli names; what the file leaves out is the rule-set's default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subnet {
    /// Blocks between epochs.
    pub tempo: u16,
    /// Seats.
    pub max_allowed_uids: u16,
    /// Yuma 3 bonds.
    pub yuma3_on: bool,
    /// Blocks between two weight settings of one validator.
    pub weights_rate_limit: u64,
    /// Price of a seat that nobody has been pressing for.
    pub min_burn: TaoAmount,
    /// TAO for one alpha, constant.
    pub alpha_price: TaoAmount,
}

/// What taking part costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// A worker of quality 1.
    pub worker_base: TaoPerDay,
    /// A worker of quality q costs base · q^exponent.
    pub worker_exponent: f64,
    /// Hosting, per hotkey.
    pub hotkey: TaoPerDay,
    /// Asking and scoring, per validator.
    pub evaluation: TaoPerDay,
}

/// Below it the price of a seat has not halved often enough between two registrations a tempo apart.
const LEAST_TEMPO: u32 = 121;

/// The epoch's own limit (spec §1.16) leaves room for no more.
pub(super) const MOST_SEATS: u32 = 4096;

/// The dearest seat under every rule-set so far: the chain's default of `max_burn`, 100 τ.
const MOST_BURN_RAO: u64 = 100_000_000_000;

/// A cost that grows faster soon exceeds every number.
const MOST_EXPONENT: f64 = 10.0;

impl Subnet {
    pub(super) fn read(fields: &mut Fields<'_>, rules: &RuleSet) -> Result<Self, ScenarioError> {
        let default = &rules.subnet;
        const TEMPO: &str = "a whole number of blocks from 121 to 65535, such as 360";
        let tempo = Count(default.tempo.into());
        let tempos = LEAST_TEMPO..=u32::from(u16::MAX);
        let Count(tempo) = fields.or_where("tempo", tempo, TEMPO, |tempo| tempos.contains(&tempo.0))?;
        const SEATS: &str = "a whole number from 1 to 4096, such as 64";
        let seats = Count(default.max_allowed_uids.into());
        let Count(seats) =
            fields.or_where("max_allowed_uids", seats, SEATS, |seats| seats.0 <= MOST_SEATS)?;
        const PLAIN: &str = "false: validators set their weights in plain";
        let reveal = fields.need("commit_reveal", PLAIN)?;
        if reveal.flag()? {
            return Err(reveal.wrong(PLAIN));
        }
        reveal.note();
        let yuma3_on = fields.flag_or("yuma3_on", default.yuma3_on)?;
        let limit = u32::try_from(default.weights_rate_limit_blocks).unwrap_or(u32::MAX);
        let Count(weights_rate_limit) = fields.or("weights_rate_limit", Count(limit))?;
        const BURN: &str = "an amount of TAO from 0 to 100, such as \"0.0005 tao\"";
        let default = TaoAmount(Tao::from_rao(500_000));
        let min_burn = fields.or_where("min_burn", default, BURN, |burn| burn.0.rao <= MOST_BURN_RAO)?;
        let mut price = fields.sub("alpha_price", "a table such as { constant = \"0.01 tao\" }")?;
        let alpha_price = price.get("constant")?;
        price.finish()?;
        fields.finish()?;
        let (tempo, max_allowed_uids) = (tempo as u16, seats as u16);
        let weights_rate_limit = weights_rate_limit.into();
        Ok(Self { tempo, max_allowed_uids, yuma3_on, weights_rate_limit, min_burn, alpha_price })
    }
}

impl Costs {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, ScenarioError> {
        let mut worker =
            fields.sub("worker", "a table such as { base = \"0.4 tao/day\", exponent = 2.0 }")?;
        let worker_base = worker.get("base")?;
        const EXPONENT: &str = "a number above 0 and up to 10, such as 2.0";
        let Positive(worker_exponent) =
            worker.or_where("exponent", Positive(2.0), EXPONENT, |exponent| exponent.0 <= MOST_EXPONENT)?;
        worker.finish()?;
        let hotkey = fields.or("hotkey", TaoPerDay(0.0))?;
        let evaluation = fields.or("evaluation", TaoPerDay(0.0))?;
        fields.finish()?;
        Ok(Self { worker_base, worker_exponent, hotkey, evaluation })
    }
}
