//! The cast: every coldkey of a scenario, on every subnet, with its part.

use incentor_scenario::{Happening, MinerBehaviour, Part, Population, Quality, Scenario, ValidatorBehaviour};
use incentor_sdk::{AccountId, Luck, NetUid, inverse_normal};

/// Everybody who takes part in a world at some time.
///
/// All casts of one scenario have the same coldkeys in the same places; twins and probes differ in their parts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cast {
    /// The subnets, copies one by one.
    pub(crate) subnets: Vec<Site>,
    /// The populations, those that join later after the others.
    pub(crate) populations: Vec<Troupe>,
    /// The coldkeys, subnet by subnet, population by population.
    pub(crate) coldkeys: Vec<Coldkey>,
}

/// A subnet of a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    /// Place of its plan in the scenario.
    pub(crate) plan: usize,
    /// Its name, with its number among the copies; empty where it is the only one.
    pub(crate) name: String,
    /// Its number on the chain.
    pub(crate) netuid: NetUid,
}

/// A population of a world.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Troupe {
    /// Its plan.
    pub(crate) plan: Population,
    /// Blocks after the start at which it registers; `None` = it is there.
    pub(crate) joins_at: Option<u64>,
}

/// One coldkey: the entity whose payoff counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Coldkey {
    /// `population`, or `population#3` where there are several; on several subnets with `@subnet` behind it.
    pub(crate) name: String,
    /// Place of its population in the cast.
    pub(crate) population: usize,
    /// Place of its number among the population's coldkeys on this subnet, from 0.
    pub(crate) number: u32,
    /// Place of its subnet in the cast.
    pub(crate) site: usize,
    /// What it does.
    pub(crate) part: Part,
    /// What its quality is multiplied by: above 1 in a probe.
    pub(crate) quality_factor: f64,
}

impl Cast {
    /// The cast of a scenario as written.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let subnets = sites(scenario);
        let now = scenario.populations.iter().map(|plan| Troupe { plan: plan.clone(), joins_at: None });
        let later = scenario.events.iter().filter_map(|event| match &event.what {
            Happening::Join(plan) => Some(Troupe { plan: plan.clone(), joins_at: Some(event.at.0) }),
            _ => None,
        });
        let populations: Vec<Troupe> = now.chain(later).collect();
        let mut coldkeys = Vec::new();
        for (site, subnet) in subnets.iter().enumerate() {
            let plan = scenario.subnets.get(subnet.plan).map_or("", |plan| &plan.name);
            for (population, troupe) in populations.iter().enumerate() {
                if troupe.plan.subnet.as_ref().is_some_and(|on| on != plan && *on != subnet.name) {
                    continue;
                }
                for number in 0..troupe.plan.count {
                    let mut name = troupe.plan.name.clone();
                    if troupe.plan.count > 1 {
                        name = format!("{name}#{}", number + 1);
                    }
                    if subnets.len() > 1 {
                        name = format!("{name}@{}", subnet.name);
                    }
                    let part = troupe.plan.part.clone();
                    coldkeys.push(Coldkey { name, population, number, site, part, quality_factor: 1.0 });
                }
            }
        }
        Self { subnets, populations, coldkeys }
    }

    /// Places of the populations with an `otherwise`, in the order of the scenario.
    pub(crate) fn deviating(&self) -> Vec<usize> {
        let all = self.populations.iter().enumerate();
        all.filter(|(_, troupe)| troupe.plan.otherwise.is_some()).map(|(at, _)| at).collect()
    }

    /// The same cast with these populations playing straight.
    pub(crate) fn straight(&self, populations: &[usize]) -> Self {
        let mut cast = self.clone();
        for coldkey in &mut cast.coldkeys {
            let otherwise =
                self.populations.get(coldkey.population).and_then(|one| one.plan.otherwise.as_ref());
            if let (true, Some(part)) = (populations.contains(&coldkey.population), otherwise) {
                coldkey.part = part.clone();
            }
        }
        cast
    }

    /// The same cast with one coldkey working better, by a share.
    pub(crate) fn improved(&self, coldkey: usize, by: f64) -> Self {
        let mut cast = self.clone();
        if let Some(coldkey) = cast.coldkeys.get_mut(coldkey) {
            coldkey.quality_factor = 1.0 + by;
        }
        cast
    }
}

impl Coldkey {
    /// The luck of this coldkey for one purpose; by name, so that it follows the coldkey.
    pub(crate) fn luck(&self, world: Luck, hotkey: u32, purpose: &str) -> Luck {
        world.branch(&self.name, hotkey.into()).branch(purpose, 0)
    }

    /// The quality its drift stays around in a world; `None` = it has no worker.
    pub(crate) fn quality(&self, world: Luck, count: u32) -> Option<f64> {
        let Part::Miner(plan) = &self.part else { return None };
        let base = match plan.quality? {
            Quality::Same(quality) => quality,
            Quality::Quantiles { median, sd } => {
                let share = (f64::from(self.number) + 0.5) / f64::from(count.max(1));
                median * libm::exp(sd * inverse_normal(share))
            }
            Quality::Random { median, sd } => {
                median * libm::exp(sd * self.luck(world, 0, "quality").at(0, 0).normal())
            }
        };
        Some(base * self.quality_factor)
    }

    /// Whether it plays as the mechanism wants it.
    pub(crate) const fn is_honest(&self) -> bool {
        match &self.part {
            Part::Miner(plan) => {
                matches!(plan.behaviour, MinerBehaviour::Honest | MinerBehaviour::Improving { .. })
                    && plan.hotkeys == 1
            }
            Part::Validator(plan) => matches!(plan.behaviour, ValidatorBehaviour::Honest),
        }
    }

    /// Whether it answers rather than asks.
    pub(crate) const fn is_miner(&self) -> bool {
        matches!(self.part, Part::Miner(_))
    }

    /// Its coldkey's account.
    pub(crate) fn account(&self) -> AccountId {
        key("coldkey", &self.name, 0)
    }

    /// One of its hotkeys: which, and how often that one was replaced.
    pub(crate) fn hotkey(&self, ordinal: u32, generation: u32) -> AccountId {
        key("hotkey", &self.name, u64::from(generation) << 32 | u64::from(ordinal))
    }
}

fn sites(scenario: &Scenario) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for (plan, subnet) in scenario.subnets.iter().enumerate() {
        for copy in 1..=subnet.copies.max(1) {
            let netuid = NetUid(u16::try_from(sites.len() + 1).unwrap_or(u16::MAX));
            let name =
                if subnet.copies > 1 { format!("{}@{copy}", subnet.name) } else { subnet.name.clone() };
            sites.push(Site { plan, name, netuid });
        }
    }
    if let [only] = sites.as_mut_slice() {
        only.name.clear();
    }
    sites
}

/// A key for a name: well-defined, and nobody's.
fn key(kind: &str, name: &str, number: u64) -> AccountId {
    let mut rng = Luck::of_seed(0).branch(kind, number).branch(name, 0).at(0, 0);
    let mut bytes = [0; 32];
    for word in bytes.chunks_mut(8) {
        word.copy_from_slice(&rng.next_u64().to_le_bytes());
    }
    AccountId(bytes)
}

/// Coldkey and hotkey of a subnet's owner, who holds no seat.
pub(crate) fn owner_keys(netuid: NetUid) -> (AccountId, AccountId) {
    (key("coldkey", "", netuid.0.into()), key("hotkey", "", netuid.0.into()))
}
