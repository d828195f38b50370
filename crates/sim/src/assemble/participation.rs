//! Who asked whom, who came and went.

use super::earners::ratio;
use crate::tally::SubnetTally;
use crate::worlds::Worlds;
use incentor_scenario::Part;
use incentor_scenario::run::Participation;
use std::collections::BTreeMap;

pub(super) fn of(worlds: &Worlds<'_>) -> Participation {
    let cast = &worlds.lineup.cast;
    let from_the_start = cast.coldkeys.iter().filter(|coldkey| {
        cast.populations.get(coldkey.population).is_some_and(|troupe| troupe.joins_at.is_none())
    });
    let (mut validators, mut miners, mut mining_coldkeys) = (0, 0, 0);
    for coldkey in from_the_start {
        match &coldkey.part {
            Part::Miner(plan) => {
                miners += plan.hotkeys;
                mining_coldkeys += 1;
            }
            Part::Validator(_) => validators += 1,
        }
    }
    let subnets = || worlds.all_written().flat_map(|outcome| &outcome.subnets);
    let sum = |of: fn(&SubnetTally) -> u64| -> u64 { subnets().map(of).sum() };
    let seeds = worlds.seeds.len() as f64;
    let mut refused: BTreeMap<&str, u64> = BTreeMap::new();
    for (reason, count) in subnets().flat_map(|subnet| &subnet.refused) {
        *refused.entry(reason).or_default() += count;
    }
    let coverage = ratio(sum(|subnet| subnet.asked) as f64, sum(|subnet| subnet.askable) as f64);
    // Who never asks, in any seed; and how often all of them together asked anybody.
    let (mut idle_validators, mut held, mut due) = (0, 0, 0);
    for at in worlds.coldkeys(|coldkey| !coldkey.is_miner()) {
        let tallies = || worlds.all_written().filter_map(|outcome| outcome.coldkeys.get(at));
        let (asked, all): (u64, u64) =
            tallies().fold((0, 0), |sum, tally| (sum.0 + tally.rounds.0, sum.1 + tally.rounds.1));
        idle_validators += u32::from(all > 0 && asked == 0);
        (held, due) = (held + asked, due + all);
    }
    let registrations = sum(|subnet| subnet.registrations.into());
    Participation {
        validators,
        miners,
        mining_coldkeys,
        coverage,
        // Validators of a round can ask the same miners, so shares of rounds are shares of those.
        coverage_of_askers: ratio(coverage, ratio(held as f64, due as f64)).min(1.0),
        idle_validators,
        weights_taken: worlds
            .all_written()
            .flat_map(|outcome| &outcome.coldkeys)
            .map(|coldkey| coldkey.weights_taken)
            .sum(),
        weights_refused: refused.into_iter().map(|(reason, count)| (reason.to_owned(), count)).collect(),
        void_rounds: sum(|subnet| subnet.void_rounds),
        first_fault: subnets().find_map(|subnet| subnet.first_fault.clone()),
        registrations: ratio(registrations as f64, seeds),
        prunes: ratio(sum(|subnet| subnet.prunes.into()) as f64, seeds),
        mean_price_tao: ratio(subnets().map(|subnet| subnet.registrations_tao).sum(), registrations as f64),
    }
}
