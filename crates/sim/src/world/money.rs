//! What taking part costs while time passes.

use super::site::{Role, Site};
use super::window::Window;
use incentor_scenario::Costs;

/// Counts a coldkey's running cost up to a block; before anything that changes it.
///
/// A miner pays for its workers and its seats while it has one, a validator for its seat. Whoever has left or was
/// pruned pays nothing; an outage saves nothing.
pub(super) fn accrue(site: &mut Site<'_>, local: usize, block: u64, window: &Window, costs: &Costs) {
    let Some(purse) = site.purses.get_mut(local) else { return };
    let days = window.counted_days_between(purse.costed_until, block);
    purse.costed_until = block;
    if days <= 0.0 {
        return;
    }
    let Some(role) = site.roles.get(local) else { return };
    let (seats, per_day) = match *role {
        Role::Miner(miner) => {
            let miner = &site.miners[miner];
            if miner.away_until == u64::MAX {
                return;
            }
            let seats = miner.seats();
            let workers = miner.ability.base().map_or(0.0, |quality| {
                f64::from(miner.plan.workers)
                    * costs.worker_base.0
                    * libm::pow(quality, costs.worker_exponent)
            });
            (seats, workers + costs.hotkey.0 * seats as f64)
        }
        Role::Validator(validator) => {
            let validator = &site.validators[validator];
            let seats = usize::from(validator.uid.is_some() && validator.away_until != u64::MAX);
            (seats, costs.hotkey.0 * seats as f64)
        }
    };
    if seats > 0
        && let Some(tally) = site.coldkeys.get_mut(local)
    {
        tally.running_tao += per_day * days;
        tally.seated_days += days;
    }
}

/// Counts everybody's running cost up to a block.
pub(super) fn accrue_all(site: &mut Site<'_>, block: u64, window: &Window, costs: &Costs) {
    for local in 0..site.purses.len() {
        accrue(site, local, block, window, costs);
    }
}
