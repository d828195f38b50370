//! Where the emission went.

use super::earners::ratio;
use crate::tally::SubnetTally;
use crate::worlds::Worlds;
use incentor_scenario::run::{EmissionFlow, SubnetFlow};

/// Copies of a subnet with rows of their own.
const MOST_COPIES: usize = 8;
const RAO: f64 = 1e9;

pub(super) fn of(worlds: &Worlds<'_>) -> EmissionFlow {
    let cast = &worlds.lineup.cast;
    let mut subnets: Vec<SubnetFlow> = Vec::new();
    // Copies stand side by side.
    let mut copies = 0;
    for site in 0..cast.subnets.len() {
        let plan = |site: usize| cast.subnets.get(site).map(|subnet| subnet.plan);
        copies = if site > 0 && plan(site - 1) == plan(site) { copies + 1 } else { 1 };
        let row = subnet(worlds, site);
        match subnets.last_mut() {
            Some(rest) if copies > MOST_COPIES + 1 => add(rest, row),
            _ if copies == MOST_COPIES + 1 => {
                subnets.push(SubnetFlow { name: format!("{} and after", row.name), ..row });
            }
            _ => subnets.push(row),
        }
    }
    EmissionFlow { subnets }
}

fn subnet(worlds: &Worlds<'_>, site: usize) -> SubnetFlow {
    let cast = &worlds.lineup.cast;
    let tallies: Vec<&SubnetTally> =
        worlds.all_written().filter_map(|outcome| outcome.subnets.get(site)).collect();
    let all_tao: f64 =
        worlds.all_written().flat_map(|outcome| &outcome.subnets).map(|subnet| subnet.tao_rao as f64).sum();
    let mean = |of: &dyn Fn(&SubnetTally) -> f64| -> f64 {
        ratio(tallies.iter().map(|tally| of(tally)).sum::<f64>(), tallies.len() as f64 * RAO)
    };
    let tao = mean(&|tally| tally.tao_rao as f64);
    let paid = |miners: bool| -> Vec<(String, f64)> {
        let mut rows = Vec::new();
        for (population, troupe) in cast.populations.iter().enumerate() {
            let members = worlds.coldkeys(|coldkey| {
                coldkey.population == population && coldkey.site == site && coldkey.is_miner() == miners
            });
            if !members.is_empty() {
                let rao = worlds
                    .mean(|outcome| members.iter().map(|at| outcome.coldkeys[*at].paid_rao as f64).sum());
                rows.push((troupe.plan.name.clone(), rao / RAO));
            }
        }
        rows
    };
    let plan = cast.subnets.get(site).and_then(|subnet| worlds.scenario.subnets.get(subnet.plan));
    let epochs: u32 = tallies.iter().map(|tally| tally.epochs).sum();
    SubnetFlow {
        name: cast.subnets[site].name.clone(),
        netuid: cast.subnets[site].netuid.0,
        tempo_blocks: plan.map_or(0, |plan| plan.tempo),
        share: if all_tao > 0.0 {
            tao * RAO * tallies.len() as f64 / all_tao
        } else {
            1.0 / cast.subnets.len() as f64
        },
        tao,
        issued: mean(&|tally| tally.issued_rao as f64),
        owner: mean(&|tally| tally.owner_rao as f64),
        miners: paid(true),
        validators: paid(false),
        root: mean(&|tally| tally.root_rao as f64),
        withheld: mean(&|tally| tally.withheld_rao as f64),
        dust: mean(&|tally| tally.dust_rao as f64),
        epoch_blocks: tallies.first().map(|tally| tally.epoch_blocks.clone()).unwrap_or_default(),
        no_consensus: ratio(
            f64::from(tallies.iter().map(|tally| tally.no_consensus).sum::<u32>()),
            f64::from(epochs),
        ),
    }
}

/// Adds a copy to the sum of those without a row; what is no sum stays that of the first.
fn add(rest: &mut SubnetFlow, row: SubnetFlow) {
    rest.share += row.share;
    rest.tao += row.tao;
    rest.issued += row.issued;
    rest.owner += row.owner;
    rest.root += row.root;
    rest.withheld += row.withheld;
    rest.dust += row.dust;
    for (sums, rows) in [(&mut rest.miners, row.miners), (&mut rest.validators, row.validators)] {
        for (name, alpha) in rows {
            match sums.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => *sum += alpha,
                None => sums.push((name, alpha)),
            }
        }
    }
}
