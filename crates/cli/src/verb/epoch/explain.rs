//! Why a uid earned what it did.

mod miner;
mod page;
mod standing;
mod validator;
mod words;

use super::totals::Totals;
use incentor_state::Document;
use incentor_yuma::{Cell, Epoch, EpochTrace};
use miner::AsMiner;
use serde::Serialize;
use standing::{Activity, Permit, Stake};
use validator::AsValidator;

pub(super) use words::words;

/// Every fact behind one uid's emission; shares are fractions of 1, amounts decimal strings of rao.
#[derive(Debug, Serialize)]
pub(super) struct Explanation {
    name: Option<String>,
    uid: usize,
    hotkey: Option<String>,
    uids: usize,
    yuma3: bool,
    liquid_alpha: bool,
    /// Stake that must stand behind a weight for it to count.
    majority: Share,
    emission: Emission,
    stake: Stake,
    permit: Permit,
    activity: Activity,
    as_validator: AsValidator,
    as_miner: AsMiner,
}

/// A fixed-point fraction of 1; a float in JSON, exact for every share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Share(i64);

impl Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, json: S) -> Result<S::Ok, S::Error> {
        // A share has at most 33 significant bits, and a double 53.
        json.serialize_f64(self.0 as f64 / (1_i64 << 32) as f64)
    }
}

impl Share {
    /// The product of two shares, cut as the chain cuts it.
    fn of(self, whole: Self) -> Self {
        Self(((i128::from(self.0) * i128::from(whole.0)) >> 32) as i64)
    }
}

/// Where the uid's emission comes from.
#[derive(Debug, Serialize)]
struct Emission {
    #[serde(serialize_with = "decimal")]
    subnet_rao: u64,
    #[serde(serialize_with = "decimal")]
    all_miners_rao: u64,
    #[serde(serialize_with = "decimal")]
    all_validators_rao: u64,
    #[serde(serialize_with = "decimal")]
    mining_rao: u64,
    #[serde(serialize_with = "decimal")]
    validating_rao: u64,
    #[serde(serialize_with = "decimal")]
    dust_rao: u64,
    mining_share: Share,
    validating_share: Share,
    /// Nobody has incentive or dividends, so validators share everything by stake.
    by_stake: bool,
}

impl Explanation {
    pub(super) fn new(
        document: &Document,
        epoch: &Epoch,
        trace: &EpochTrace,
        totals: Totals,
        uid: usize,
    ) -> Self {
        let state = &document.state;
        let rao = |list: &[u64]| list.get(uid).copied().unwrap_or(0);
        Self {
            name: document.name.clone(),
            uid,
            hotkey: document.hotkeys.as_ref().and_then(|keys| keys.get(uid)).map(ToString::to_string),
            uids: state.n,
            yuma3: state.yuma3_on,
            liquid_alpha: state.yuma3_on && state.liquid_alpha_on,
            majority: Share(trace.kappa),
            emission: Emission {
                subnet_rao: totals.emission_rao,
                all_miners_rao: totals.miners_rao,
                all_validators_rao: totals.validators_rao,
                mining_rao: rao(&epoch.server_emission),
                validating_rao: rao(&epoch.validator_emission),
                dust_rao: totals.dust_rao,
                mining_share: share(&trace.server_share, uid),
                validating_share: share(&trace.validator_share, uid),
                by_stake: trace.emission_sum == 0,
            },
            stake: Stake::new(state, trace, uid),
            permit: Permit::new(state, epoch, trace, uid),
            activity: Activity::new(state, epoch, uid),
            as_validator: AsValidator::new(state, epoch, trace, uid),
            as_miner: AsMiner::new(epoch, trace, uid),
        }
    }
}

fn share(list: &[i64], uid: usize) -> Share {
    Share(list.get(uid).copied().unwrap_or(0))
}

/// The entry of a row that is ascending by column; nothing where there is none.
fn entry(rows: &[Vec<Cell>], row: usize, column: usize) -> Option<Share> {
    let row = rows.get(row)?;
    row.iter().find(|cell| usize::from(cell.0) == column).map(|cell| Share(cell.1))
}

fn decimal<S: serde::Serializer>(rao: &u64, json: S) -> Result<S::Ok, S::Error> {
    json.collect_str(rao)
}
