//! One world: a cast, a seed, and everything that happens to them.
//!
//! Time passes on the ledger; the world stops in every block in which somebody does something. In such a block, after
//! the chain's own block step with its reveals and epochs: whoever was paid looks back, what the scenario has happen
//! happens, newcomers register, validators ask, validators send weights, and the beacon writes what is due. Rows are
//! made up by all validators before the first is sent, so that nobody is served by its place in the list.

mod availability;
mod beacon;
mod bottleneck;
mod errand;
mod events;
mod floor;
mod genesis;
mod hyperparameters;
mod journey;
mod miner;
mod money;
mod overtaking;
mod prices;
mod records;
mod registrations;
mod rounds;
mod rows;
mod series;
mod site;
mod together;
mod turn;
mod validator;
mod weights;
mod window;

use crate::SimError;
use crate::cast::Cast;
use crate::stage::Stage;
use crate::tally::Outcome;
use beacon::Beacon;
use floor::Scratch;
use incentor_ledger::{Ledger, Network as _};
use incentor_primitives::BlockNumber;
use incentor_scenario::Scenario;
use incentor_sdk::Luck;
use records::Records;
use registrations::Waiting;
use series::Series;
use site::Site;
use window::Window;

/// How much of a world is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All subnets.
    All,
    /// The first subnet, and those that touch it.
    FirstSubnet,
}

/// How much of a world is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Keep {
    /// What other worlds are compared with: sums by coldkey and subnet.
    Sums,
    /// What the metrics of the world as written look at, besides.
    Pictures,
    /// Its tables and journeys as well.
    Record,
}

/// Plays one world to its end.
///
/// # Errors
/// As [`SimError`] says.
pub(crate) fn play(
    stage: &Stage<'_>,
    cast: &Cast,
    seed: u32,
    keep: Keep,
    extent: Extent,
) -> Result<Outcome, SimError> {
    let luck = Luck::of_seed(seed.into());
    let window = Window::of(stage.scenario, cast.coldkeys.len());
    let parts = ledgers(stage.scenario, cast, extent);
    let play = |sites: &Vec<usize>| {
        stage.begin();
        let outcome = World::new(stage, cast, luck, window, sites, keep)?.run()?;
        stage.trouble()?;
        Ok(outcome)
    };
    let outcome = together::join(&parts, window, play)?;
    Ok(if keep == Keep::Sums { outcome.without_pictures() } else { outcome })
}

/// The subnets that are played, by ledger.
pub(crate) fn ledgers(scenario: &Scenario, cast: &Cast, extent: Extent) -> Vec<Vec<usize>> {
    let mut ledgers = together::groups(scenario, cast);
    if extent == Extent::FirstSubnet {
        ledgers.retain(|sites| sites.contains(&0));
    }
    ledgers
}

/// A ledger with everybody who plays on it.
struct World<'a> {
    stage: &'a Stage<'a>,
    cast: &'a Cast,
    luck: Luck,
    window: Window,
    ledger: Ledger,
    sites: Vec<Site<'a>>,
    beacon: Beacon,
    /// Registrations that wait for their block.
    waiting: Vec<Waiting>,
    /// The next of the scenario's events.
    next_event: usize,
    series: Series,
    /// Room for a round's questions, from round to round.
    scratch: Scratch,
    marks: Vec<(u64, String)>,
}

impl<'a> World<'a> {
    fn new(
        stage: &'a Stage<'a>,
        cast: &'a Cast,
        luck: Luck,
        window: Window,
        sites: &[usize],
        keep: Keep,
    ) -> Result<Self, SimError> {
        let ledger = Ledger::new(&genesis::genesis(stage.scenario, cast, sites)?)?;
        let mut played = Vec::with_capacity(sites.len());
        for &place in sites {
            let records = Records::new(&stage.scenario.record, keep, window);
            let Some(mut site) = Site::new(stage, cast, place, luck, &ledger, records) else { continue };
            site.charge_first_seats(cast, place, &ledger, &window);
            if place == 0 {
                site.follow_two(cast, &window, stage.scenario.costs);
            }
            played.push(site);
        }
        let coldkeys = played.iter().map(|site| site.roles.len()).sum();
        let mut world = Self {
            stage,
            cast,
            luck,
            window,
            ledger,
            sites: played,
            beacon: Beacon::default(),
            waiting: Vec::new(),
            next_event: 0,
            series: Series::new(window, coldkeys, sites.contains(&0)),
            scratch: Scratch::default(),
            marks: Vec::new(),
        };
        world.expect_newcomers();
        Ok(world)
    }

    fn run(mut self) -> Result<Outcome, SimError> {
        while self.ledger.view().block() < self.window.end {
            let stop = self.next_stop();
            self.pass(stop)?;
            self.look_back()?;
            self.let_happen()?;
            self.register_waiting();
            self.hold_rounds();
            self.send_weights();
            self.beacon.write(&mut self.ledger);
        }
        self.ledger.audit()?;
        Ok(self.outcome())
    }

    /// Lets blocks pass, and counts their epochs.
    fn pass(&mut self, until: BlockNumber) -> Result<(), SimError> {
        let Self { ledger, sites, window, .. } = self;
        ledger.advance(until, &mut |epoch| {
            if let Some(site) = sites.iter_mut().find(|site| site.netuid == epoch.netuid) {
                site.take_epoch(epoch, window);
            }
        })?;
        Ok(())
    }

    /// The next block in which anybody does anything.
    fn next_stop(&self) -> BlockNumber {
        let now = self.ledger.view().block().0;
        let mut next = self.window.end.0;
        if let Some(epoch) = self.ledger.view().next_epoch_block() {
            next = next.min(epoch.0);
        }
        next = next.min(self.beacon.next().unwrap_or(u64::MAX));
        let due = self.waiting.iter().map(|waiting| waiting.at.max(now + 1));
        next = next.min(due.min().unwrap_or(u64::MAX));
        if let Some(event) = self.stage.scenario.events.get(self.next_event) {
            next = next.min(event.at.0.max(now + 1));
        }
        for site in &self.sites {
            next = next.min(site.next_stop(now));
        }
        BlockNumber(next.max(now + 1))
    }
}

impl Site<'_> {
    /// The next block after `now` in which one of its validators asks or weighs.
    fn next_stop(&self, now: u64) -> u64 {
        let after = |every: u64, late: u64| match now.checked_sub(late) {
            Some(on_time) => (on_time / every + 1) * every + late,
            None => every + late,
        };
        let mut next = u64::MAX;
        for (place, game) in self.games.iter().enumerate() {
            let (rounds, weights) = (game.plan.round.every.0.max(1), game.plan.weights.every.0.max(1));
            let mut known = None;
            for validator in &self.validators {
                let late = validator.plan.late.0;
                if known != Some(late) {
                    next = next.min(after(rounds, late)).min(after(weights, late));
                    known = Some(late);
                }
                let retry = validator.desks.get(place).and_then(|post| post.retry_at);
                next = next.min(retry.map_or(u64::MAX, |block| block.max(now + 1)));
            }
        }
        next
    }
}

#[cfg(test)]
mod tests;
