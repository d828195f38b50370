//! Which worlds are played: the one as written, and those it is compared with.

use crate::cast::{Cast, Coldkey, Troupe};
use crate::world::Extent;
use incentor_scenario::run::Rank;
use incentor_scenario::{MinerBehaviour, MinerPlan, Part, Population, Quality, Scenario};
use incentor_sdk::Luck;

/// By how much the three probed miners are better than written.
pub(crate) const PROBE: f64 = 0.10;
/// By how much an entrant is better than the best honest miner.
const ENTRANT_LEAD: f64 = 1.1;
/// What it is called; no population of a file can be.
const ENTRANT: &str = "(entrant)";
/// Fewer honest miners than these have no ranks worth probing.
const LEAST_RANKED: usize = 3;

/// One world of a variant; every seed plays all of them with the same luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum WorldPlan {
    /// As the scenario has it.
    Written,
    /// One population plays straight.
    Straight(usize),
    /// Everybody plays straight.
    AllStraight,
    /// One honest miner works better by a share.
    Better(Subject, f64),
    /// One honest miner spreads its worker over so many hotkeys.
    Split(Rank, u32),
    /// An honest miner better than the best joins when counting starts.
    Entrant,
}

impl WorldPlan {
    /// How much of it is looked at: what differs on the first subnet alone is compared there alone.
    pub(crate) const fn extent(self) -> Extent {
        match self {
            Self::Better(..) | Self::Split(..) | Self::Entrant => Extent::FirstSubnet,
            Self::Written | Self::Straight(_) | Self::AllStraight => Extent::All,
        }
    }
}

/// Which honest miner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Subject {
    /// Whoever has this rank in the seed.
    At(Rank),
    /// So many places above the weakest.
    Place(usize),
}

/// The worlds of one variant.
#[derive(Clone, Debug)]
pub(crate) struct Lineup {
    /// The cast as written.
    pub(crate) cast: Cast,
    /// The worlds, the one as written first.
    pub(crate) worlds: Vec<WorldPlan>,
}

impl Lineup {
    /// The worlds that every run plays: as written, twins, everybody straight, three probes.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let cast = Cast::of(scenario);
        let deviating = cast.deviating();
        let mut lineup = Self { worlds: vec![WorldPlan::Written], cast };
        for population in &deviating {
            lineup.add(WorldPlan::Straight(*population));
        }
        if !deviating.is_empty() {
            lineup.add(WorldPlan::AllStraight);
        }
        if contenders(&lineup.cast, 0).len() >= LEAST_RANKED {
            for rank in [Rank::Best, Rank::Median, Rank::Worst] {
                lineup.add(WorldPlan::Better(Subject::At(rank), PROBE));
            }
        }
        lineup
    }

    /// One world more, if it is not among them.
    pub(crate) fn add(&mut self, world: WorldPlan) {
        if self.find(world).is_none() {
            self.worlds.push(self.settled(world));
        }
    }

    /// Place of a world.
    pub(crate) fn find(&self, world: WorldPlan) -> Option<usize> {
        let world = self.settled(world);
        self.worlds.iter().position(|played| *played == world)
    }

    /// Of two plans for the same world the one that is played.
    fn settled(&self, world: WorldPlan) -> WorldPlan {
        match (world, self.cast.deviating().as_slice()) {
            (WorldPlan::AllStraight, [only]) => WorldPlan::Straight(*only),
            _ => world,
        }
    }

    /// The cast of a world; ranks depend on the seed where qualities are drawn.
    pub(crate) fn cast_of(&self, world: WorldPlan, scenario: &Scenario, seed: u32) -> Cast {
        let cast = &self.cast;
        match world {
            WorldPlan::Written => cast.clone(),
            WorldPlan::Straight(population) => cast.straight(&[population]),
            WorldPlan::AllStraight => cast.straight(&cast.deviating()),
            WorldPlan::Better(subject, by) => match contender(cast, subject, seed) {
                Some((coldkey, _)) => cast.improved(coldkey, by),
                None => cast.clone(),
            },
            WorldPlan::Split(rank, hotkeys) => {
                let mut cast = cast.clone();
                let split = contender(&cast, Subject::At(rank), seed);
                if let Some(Part::Miner(plan)) =
                    split.and_then(|(at, _)| cast.coldkeys.get_mut(at)).map(|coldkey| &mut coldkey.part)
                {
                    plan.hotkeys = hotkeys;
                }
                cast
            }
            WorldPlan::Entrant => with_entrant(cast, scenario, seed),
        }
    }
}

/// Honest miners on the first subnet from the start, weakest first, with their qualities.
///
/// Whoever has an `otherwise` is what is tried, not whom it is tried on.
pub(crate) fn contenders(cast: &Cast, seed: u32) -> Vec<(usize, f64)> {
    let luck = Luck::of_seed(seed.into());
    let quality = |(at, coldkey): (usize, &Coldkey)| {
        let troupe = cast.populations.get(coldkey.population)?;
        let from_the_start = coldkey.site == 0 && troupe.joins_at.is_none();
        let quality = coldkey.quality(luck, troupe.plan.count)?;
        (from_the_start && is_bystander(cast, coldkey)).then_some((at, quality))
    };
    let mut ranked: Vec<(usize, f64)> = cast.coldkeys.iter().enumerate().filter_map(quality).collect();
    // Stable: of equals the first in the cast is the weaker.
    ranked.sort_by(|one, other| one.1.total_cmp(&other.1));
    ranked
}

/// An honest miner that is not itself on trial.
pub(crate) fn is_bystander(cast: &Cast, coldkey: &Coldkey) -> bool {
    let tried = cast.populations.get(coldkey.population).is_some_and(|one| one.plan.otherwise.is_some());
    coldkey.is_miner() && coldkey.is_honest() && !tried
}

/// Place and quality of an honest miner.
pub(crate) fn contender(cast: &Cast, subject: Subject, seed: u32) -> Option<(usize, f64)> {
    let ranked = contenders(cast, seed);
    let last = ranked.len().checked_sub(1)?;
    let place = match subject {
        Subject::At(Rank::Best) => last,
        Subject::At(Rank::Median) => last / 2,
        Subject::At(Rank::Worst) => 0,
        Subject::Place(place) => place,
    };
    ranked.get(place).copied()
}

/// Where an entrant stands among the coldkeys, which come subnet by subnet.
pub(crate) fn entrant_place(cast: &Cast) -> usize {
    cast.coldkeys.iter().filter(|coldkey| coldkey.site == 0 && coldkey.name != ENTRANT).count()
}

/// The same cast with an honest miner more, behind all others of the first subnet.
fn with_entrant(cast: &Cast, scenario: &Scenario, seed: u32) -> Cast {
    let mut cast = cast.clone();
    let Some((model, best)) = contender(&cast, Subject::At(Rank::Best), seed) else { return cast };
    let Some(Coldkey { part: Part::Miner(model), population, .. }) = cast.coldkeys.get(model).cloned() else {
        return cast;
    };
    let Some(place) = cast.populations.get(population).map(|troupe| troupe.plan.place) else { return cast };
    let part = Part::Miner(MinerPlan {
        behaviour: MinerBehaviour::Honest,
        quality: Some(Quality::Same(best * ENTRANT_LEAD)),
        hotkeys: 1,
        workers: 1,
        ..model
    });
    let name = ENTRANT.to_owned();
    let subnet = scenario.subnets.first();
    let plan = Population {
        name: name.clone(),
        subnet: subnet.map(|subnet| subnet.name.clone()),
        count: 1,
        part: part.clone(),
        otherwise: None,
        place,
    };
    let joins_at = u64::from(scenario.run.warmup.0) * subnet.map_or(0, |subnet| u64::from(subnet.tempo));
    let population = cast.populations.len();
    cast.populations.push(Troupe { plan, joins_at: Some(joins_at) });
    let entrant = Coldkey { name, population, number: 0, site: 0, part, quality_factor: 1.0 };
    cast.coldkeys.insert(entrant_place(&cast), entrant);
    cast
}
