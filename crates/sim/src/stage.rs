//! What all worlds of a scenario share: its mechanisms, built once.

use crate::behaviour::miner::other_solver;
use crate::mechanism::Crew;
use crate::{SimError, mechanism};
use incentor_scenario::{Happening, Kind, MechanismPlan, MinerPlan, Part, Population, Scenario};
use incentor_sdk::{AnyMechanism, NoSolver, Subnet};

/// A scenario with its mechanisms built.
pub(crate) struct Stage<'a> {
    pub(crate) scenario: &'a Scenario,
    /// By the scenario's subnets, by mechanism.
    mechanisms: Vec<Vec<Built<'a>>>,
}

/// A mechanism with the solvers that somebody in the scenario uses.
struct Built<'a> {
    mechanism: Source<'a>,
    engaged: Vec<Engaged>,
}

enum Source<'a> {
    /// One that the scenario describes.
    Described(Box<dyn AnyMechanism>),
    /// A program in another language.
    Program(Crew),
    /// The author's, compiled into this program.
    Own(&'a dyn AnyMechanism),
}

/// A solver by name and dial, and its number.
struct Engaged {
    name: String,
    dial: Option<f64>,
    number: usize,
}

impl<'a> Stage<'a> {
    /// Builds what the scenario describes; `own` is what it means by its own mechanisms, by number.
    ///
    /// # Errors
    /// If a mechanism is not there, cannot be simulated, or does not know a solver that a population names.
    pub(crate) fn of(scenario: &'a Scenario, own: Option<&'a Subnet>) -> Result<Self, SimError> {
        let mut mechanisms = Vec::with_capacity(scenario.subnets.len());
        for subnet in &scenario.subnets {
            let built = (0..)
                .zip(&subnet.mechanisms)
                .map(|(number, plan)| Built::of(plan, number, subnet.tempo, own));
            let mut built = built.collect::<Result<Vec<_>, _>>()?;
            for plan in miners(scenario, &subnet.name) {
                engage(&mut built, plan)?;
            }
            mechanisms.push(built);
        }
        Ok(Self { scenario, mechanisms })
    }

    /// The mechanisms of one of the scenario's subnets.
    pub(crate) fn mechanisms(&self, plan: usize) -> impl Iterator<Item = &dyn AnyMechanism> {
        self.mechanisms.get(plan).into_iter().flatten().map(Built::get)
    }

    /// A world begins on this thread: failures of its programs are counted anew.
    pub(crate) fn begin(&self) {
        for built in self.mechanisms.iter().flatten() {
            if let Source::Program(crew) = &built.mechanism {
                crew.begin();
            }
        }
    }

    /// Whether a program on this thread has failed the world that was played.
    ///
    /// # Errors
    /// [`SimError::Program`], with the line it failed with.
    pub(crate) fn trouble(&self) -> Result<(), SimError> {
        self.mechanisms.iter().flatten().try_for_each(|built| match &built.mechanism {
            Source::Program(crew) => crew.trouble(),
            Source::Described(_) | Source::Own(_) => Ok(()),
        })
    }

    /// The numbers of the other solver that a miner's plan means, by mechanism; `None` where there is none.
    pub(crate) fn others(&self, plan: usize, miner: &MinerPlan) -> Vec<Option<usize>> {
        let wanted = other_solver(miner);
        let number = |built: &Built<'_>| built.number_of(wanted?.name, wanted?.dial);
        self.mechanisms.get(plan).into_iter().flatten().map(number).collect()
    }
}

impl<'a> Built<'a> {
    fn of(plan: &MechanismPlan, number: u8, tempo: u16, own: Option<&'a Subnet>) -> Result<Self, SimError> {
        let mechanism = match &plan.kind {
            Kind::Own => Source::Own(own_mechanism(own, number)?),
            Kind::Command(plan) => Source::Program(Crew::of(plan)?),
            kind => Source::Described(mechanism::build(kind, tempo)?),
        };
        let built = Self { mechanism, engaged: Vec::new() };
        built.get().simulable()?;
        Ok(built)
    }

    fn get(&self) -> &dyn AnyMechanism {
        match &self.mechanism {
            Source::Described(mechanism) => &**mechanism,
            Source::Program(crew) => crew.member(),
            Source::Own(mechanism) => *mechanism,
        }
    }

    fn number_of(&self, name: &str, dial: Option<f64>) -> Option<usize> {
        let mut all = self.engaged.iter();
        all.find(|one| one.name == name && one.dial == dial).map(|one| one.number)
    }

    fn engage(&mut self, name: &str, dial: Option<f64>) -> Result<(), NoSolver> {
        if self.number_of(name, dial).is_some() {
            return Ok(());
        }
        let number = match &mut self.mechanism {
            Source::Described(mechanism) => mechanism.engage(name, dial)?,
            Source::Program(crew) => crew.engage(name, dial)?,
            Source::Own(mechanism) => own_solver(*mechanism, name)?,
        };
        self.engaged.push(Engaged { name: name.to_owned(), dial, number });
        Ok(())
    }
}

/// Every plan of a miner that may be played on a subnet, twins and changes on the way included.
fn miners<'s>(scenario: &'s Scenario, subnet: &'s str) -> impl Iterator<Item = &'s MinerPlan> {
    let joining = scenario.events.iter().filter_map(|event| match &event.what {
        Happening::Join(population) => Some(population),
        _ => None,
    });
    let changed = scenario.events.iter().filter_map(|event| match &event.what {
        Happening::Change { part, .. } => Some(part),
        _ => None,
    });
    let here = move |population: &&Population| {
        let base = |on: &str| on.split_once('@').map_or(on, |(base, _)| base).to_owned();
        population.subnet.as_ref().is_none_or(|on| base(on) == subnet)
    };
    let all = scenario.populations.iter().chain(joining).filter(here);
    all.flat_map(|population| std::iter::once(&population.part).chain(&population.otherwise))
        .chain(changed)
        .filter_map(|part| match part {
            Part::Miner(plan) => Some(plan),
            Part::Validator(_) => None,
        })
}

/// Engages the solver a plan names; one that some of the mechanisms do not know is silent there.
fn engage(built: &mut [Built<'_>], plan: &MinerPlan) -> Result<(), SimError> {
    let Some(wanted) = other_solver(plan) else { return Ok(()) };
    let engaged: Vec<Result<(), NoSolver>> =
        built.iter_mut().map(|built| built.engage(wanted.name, wanted.dial)).collect();
    if engaged.iter().any(Result::is_ok) {
        return Ok(());
    }
    engaged.into_iter().collect::<Result<(), NoSolver>>().map_err(SimError::from)
}

/// The author's mechanism of that number; with fewer than the scenario has, the first stands for all.
fn own_mechanism(own: Option<&Subnet>, number: u8) -> Result<&dyn AnyMechanism, SimError> {
    let mut all = own.ok_or(SimError::NoOwnMechanism)?.mechanisms();
    let mut first = None;
    let found = all.find_map(|(mech, mechanism, _)| {
        first = first.or(Some(mechanism));
        (mech.0 == number).then_some(mechanism)
    });
    found.or(first).ok_or(SimError::NoOwnMechanism)
}

/// A solver of the author's mechanism by name: its dial stands where the author left it.
fn own_solver(mechanism: &dyn AnyMechanism, name: &str) -> Result<usize, NoSolver> {
    let known = mechanism.solvers();
    let unknown = || NoSolver::Unknown {
        mechanism: mechanism.name().to_owned(),
        name: name.to_owned(),
        known: known.iter().map(|&name| name.to_owned()).collect(),
    };
    known.iter().position(|&other| other == name).map(|at| at + 1).ok_or_else(unknown)
}
