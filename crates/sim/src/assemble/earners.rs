//! Who earns: populations, coldkeys, seats.

use crate::describe::behaviour;
use crate::lineup;
use crate::tally::SeatTally;
use crate::worlds::{Worlds, stake};
use incentor_scenario::Part;
use incentor_scenario::run::{Coldkey, Population, RoleName, Seat};

pub(super) const fn role(is_miner: bool) -> RoleName {
    if is_miner { RoleName::Miner } else { RoleName::Validator }
}

pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

pub(super) fn coldkeys(worlds: &Worlds<'_>) -> Vec<Coldkey> {
    let cast = &worlds.lineup.cast;
    let income = |at: usize| worlds.mean(|outcome| outcome.pay(at));
    let fresh = |at: usize| worlds.mean(|outcome| outcome.coldkeys[at].fresh_value);
    // Sums by subnet and role.
    let mut totals = vec![[0.0; 3]; cast.subnets.len()];
    for (at, coldkey) in cast.coldkeys.iter().enumerate() {
        if let Some(total) = totals.get_mut(coldkey.site) {
            total[usize::from(coldkey.is_miner())] += income(at);
            total[2] += fresh(at);
        }
    }
    let row = |(at, coldkey): (usize, &crate::cast::Coldkey)| {
        let is_miner = coldkey.is_miner();
        let total = totals.get(coldkey.site).copied().unwrap_or_default();
        let pay_per_seed = worlds.per_seed(|seed| worlds.written(seed).pay(at));
        let running_cost = worlds.mean(|outcome| outcome.running(at));
        let cost = worlds.mean(|outcome| outcome.cost(at));
        let pay = worlds.estimate(&pay_per_seed);
        Coldkey {
            name: coldkey.name.clone(),
            population: cast.populations[coldkey.population].plan.name.clone(),
            subnet: cast.subnets[coldkey.site].name.clone(),
            role: role(is_miner),
            quality: worlds.quality(at, 0),
            stake: stake(coldkey),
            pay_share: ratio(pay.mean, total[usize::from(is_miner)]),
            fresh_work_share: is_miner.then(|| ratio(fresh(at), total[2])),
            pay,
            running_cost,
            registration_cost: cost - running_cost,
            cost,
            profit: worlds.estimate(&worlds.per_seed(|seed| worlds.written(seed).profit(at))),
            pay_per_seed,
            prunes: worlds.mean(|outcome| f64::from(outcome.coldkeys[at].prunes)),
        }
    };
    cast.coldkeys.iter().enumerate().map(row).collect()
}

/// One row per population and subnet, in the order of the cast.
pub(super) fn populations(worlds: &Worlds<'_>, coldkeys: &[Coldkey]) -> Vec<Population> {
    let cast = &worlds.lineup.cast;
    let mut rows = Vec::new();
    for (site, subnet) in cast.subnets.iter().enumerate() {
        for (population, troupe) in cast.populations.iter().enumerate() {
            let members = worlds.coldkeys(|coldkey| coldkey.population == population && coldkey.site == site);
            if members.is_empty() {
                continue;
            }
            let sum = |of: &dyn Fn(usize, usize) -> f64| {
                worlds.per_seed(|seed| members.iter().map(|at| of(seed, *at)).sum())
            };
            let total =
                |of: fn(&Coldkey) -> f64| -> f64 { members.iter().map(|at| of(&coldkeys[*at])).sum() };
            let qualities = || members.iter().filter_map(|at| coldkeys[*at].quality);
            let (low, high) = (qualities().fold(f64::INFINITY, f64::min), qualities().fold(0.0, f64::max));
            let (is_miner, hotkeys) = match &troupe.plan.part {
                Part::Miner(plan) => (true, plan.hotkeys),
                Part::Validator(_) => (false, 1),
            };
            let honest = |at: &usize| {
                let coldkey = &cast.coldkeys[*at];
                lineup::is_bystander(cast, coldkey)
                    || (!is_miner && coldkey.is_honest() && troupe.plan.otherwise.is_none())
            };
            rows.push(Population {
                name: troupe.plan.name.clone(),
                subnet: subnet.name.clone(),
                role: role(is_miner),
                behaviour: behaviour(&troupe.plan.part),
                honest: members.iter().all(honest),
                coldkeys: members.len() as u32,
                uids: members.len() as u32 * hotkeys,
                quality: (high > 0.0).then_some((low, high)),
                stake: total(|coldkey| coldkey.stake),
                pay_share: total(|coldkey| coldkey.pay_share),
                fresh_work_share: is_miner.then(|| total(|coldkey| coldkey.fresh_work_share.unwrap_or(0.0))),
                pay: worlds.estimate(&sum(&|seed, at| worlds.written(seed).pay(at))),
                cost: total(|coldkey| coldkey.cost),
                profit: worlds.estimate(&sum(&|seed, at| worlds.written(seed).profit(at))),
            });
        }
    }
    rows
}

/// The uids of the first seed.
pub(super) fn seats(worlds: &Worlds<'_>) -> Vec<Seat> {
    let Some(outcome) = worlds.all_written().next() else { return Vec::new() };
    let cast = &worlds.lineup.cast;
    let mut rows = Vec::new();
    for (site, subnet) in cast.subnets.iter().zip(&outcome.subnets) {
        for (uid, seat) in (0..).zip(&subnet.seats) {
            let Some(coldkey) = cast.coldkeys.get(seat.coldkey) else { continue };
            let share = |sum: u64| sum as f64 / (f64::from(seat.epochs.max(1)) * f64::from(u16::MAX));
            let SeatTally { incentive, dividends, consensus, validator_trust, .. } = *seat;
            rows.push(Seat {
                subnet: site.name.clone(),
                uid,
                coldkey: coldkey.name.clone(),
                hotkey: seat.hotkey + 1,
                role: role(coldkey.is_miner()),
                registered_at: seat.registered_at,
                incentive: share(incentive),
                dividends: share(dividends),
                consensus: share(consensus),
                validator_trust: share(validator_trust),
            });
        }
    }
    rows
}
