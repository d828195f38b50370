//! Which subnets of a world share a ledger.
//!
//! With fixed pools a subnet touches no other: alpha is issued by its own issuance, nobody has stake on root, every
//! coldkey plays on one subnet. The one thing they share is the number of epochs that may run in a block. Where no
//! block ever has more due than that, subnets on ledgers of their own go through the same states as on one, and are
//! played side by side; what they did is put together in their order.

use super::window::Window;
use crate::SimError;
use crate::cast::Cast;
use crate::tally::{IntervalTally, Outcome};
use incentor_ledger::AuditHash;
use incentor_scenario::{AlphaPrice, Happening, Scenario};
use rayon::prelude::*;

/// The subnets of a world by ledger.
pub(super) fn groups(scenario: &Scenario, cast: &Cast) -> Vec<Vec<usize>> {
    let all: Vec<usize> = (0..cast.subnets.len()).collect();
    if is_apart(scenario, cast) { all.into_iter().map(|site| vec![site]).collect() } else { vec![all] }
}

/// Whether no subnet of a world can touch another.
fn is_apart(scenario: &Scenario, cast: &Cast) -> bool {
    let is_live = scenario.subnets.iter().any(|plan| matches!(plan.alpha_price, AlphaPrice::Pool { .. }));
    let tempo_moves = scenario.events.iter().any(|event| match &event.what {
        Happening::Set { settings, .. } => settings.iter().any(|setting| setting.name == "tempo"),
        _ => false,
    });
    !is_live && !tempo_moves && epochs_fit(scenario, cast)
}

/// Whether no block has more epochs due than may run: by counting those of equal tempo in one place of it, and all
/// others whatever their place.
fn epochs_fit(scenario: &Scenario, cast: &Cast) -> bool {
    let most = usize::from(scenario.rule_set.network.max_epochs_per_block);
    let place = |site: &crate::cast::Site| {
        let tempo = scenario.subnets.get(site.plan).map_or(1, |plan| plan.tempo.max(1));
        (tempo, site.netuid.0 % tempo)
    };
    let places: Vec<(u16, u16)> = cast.subnets.iter().map(place).collect();
    let together = |one: &(u16, u16)| places.iter().filter(|other| one.0 != other.0 || one == *other).count();
    places.iter().all(|one| together(one) <= most)
}

/// Plays every group, side by side if there are several, and puts them together in their order.
pub(super) fn join(
    groups: &[Vec<usize>],
    window: Window,
    play: impl Fn(&Vec<usize>) -> Result<Outcome, SimError> + Sync,
) -> Result<Outcome, SimError> {
    if let [only] = groups {
        return play(only);
    }
    let parts: Vec<Result<Outcome, SimError>> = groups.par_iter().map(&play).collect();
    let mut whole: Option<Outcome> = None;
    for part in parts {
        let part = part?;
        match &mut whole {
            None => whole = Some(part),
            Some(whole) => add(whole, part),
        }
    }
    Ok(whole.unwrap_or_else(|| empty(window)))
}

/// Adds the next group's part.
fn add(whole: &mut Outcome, part: Outcome) {
    whole.coldkeys.extend(part.coldkeys);
    whole.subnets.extend(part.subnets);
    for (interval, more) in whole.series.iter_mut().zip(part.series) {
        let IntervalTally { income_tao, .. } = more;
        interval.income_tao.extend(income_tao);
    }
    whole.epochs += part.epochs;
    // Events happen on every ledger; those of all subnets are on the first one's list.
    for mark in part.marks {
        if !whole.marks.contains(&mark) {
            whole.marks.push(mark);
        }
    }
    whole.marks.sort_by_key(|(block, _)| *block);
    whole.audit = AuditHash(mixed(whole.audit.0, part.audit.0));
    if let (Some(all), Some(more)) = (&mut whole.recorded, part.recorded) {
        all.add(*more);
    }
}

/// One number for two hashes in their order.
const fn mixed(one: u128, two: u128) -> u128 {
    const ODD: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
    (one.rotate_left(41) ^ two).wrapping_mul(ODD)
}

fn empty(window: Window) -> Outcome {
    Outcome {
        coldkeys: Vec::new(),
        subnets: Vec::new(),
        series: Vec::new(),
        epochs: 0,
        counted_days: window.counted_days(),
        marks: Vec::new(),
        audit: AuditHash(0),
        recorded: None,
    }
}
