//! A miner's coldkey in play: what it can do, its hotkeys, its workers.

use super::availability::Crew;
use crate::behaviour::miner::{self, MinerBehaviour};
use crate::cast::Coldkey;
use incentor_scenario::{AnswerPlan, MinerPlan, Part};
use incentor_sdk::{AccountId, Luck, Refusal, Shelf, Uid};
use std::collections::BTreeMap;

/// A miner's coldkey in play.
pub(super) struct Miner<'a> {
    /// Place in the cast.
    pub(super) coldkey: usize,
    pub(super) name: &'a str,
    /// Its population's name.
    pub(super) population: &'a str,
    pub(super) account: AccountId,
    pub(super) plan: &'a MinerPlan,
    pub(super) is_honest: bool,
    pub(super) behaviour: Box<dyn MinerBehaviour>,
    /// Numbers of the solver that [`Solver::Other`](crate::Solver::Other) means, by mechanism.
    pub(super) others: Vec<Option<usize>>,
    pub(super) ability: Ability,
    pub(super) crew: Crew,
    pub(super) hotkeys: Vec<Hotkey>,
    /// The block from which it answers again; `u64::MAX` = never.
    pub(super) away_until: u64,
    /// Its own luck when it looks back.
    pub(super) thoughts: Luck,
}

/// How good a miner's work is.
#[derive(Clone, Debug)]
pub(super) struct Ability {
    /// What drift stays around; `None` = it has no worker.
    base: Option<f64>,
    drift: f64,
    luck: Luck,
    /// Quality now; 0 without a worker.
    pub(super) quality: f64,
}

/// One of a coldkey's hotkeys.
pub(super) struct Hotkey {
    /// Which of them, from 0.
    pub(super) ordinal: u32,
    /// How often it was replaced.
    pub(super) generation: u32,
    pub(super) key: AccountId,
    /// Its seat, if it has one.
    pub(super) uid: Option<Uid>,
    /// Block of its registration, and epochs of the subnet by then.
    pub(super) registered_at: u64,
    pub(super) epochs_before: u32,
    /// By mechanism.
    pub(super) lucks: Vec<Lucks>,
    pub(super) shelves: Vec<Cupboard>,
    /// Luck for being among the sample.
    pub(super) sample_luck: Luck,
}

/// A hotkey's luck with the questions of one mechanism.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lucks {
    pub(super) answer: Luck,
    pub(super) latency: Luck,
    pub(super) play: Luck,
}

/// What a hotkey keeps.
#[derive(Clone, Debug, Default)]
pub(super) struct Cupboard(BTreeMap<Vec<u8>, Vec<u8>>);

impl Shelf for Cupboard {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        self.0.insert(key.to_vec(), value.to_vec());
        Ok(())
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key).cloned()
    }
}

/// What a miner is made from.
#[derive(Clone, Copy)]
pub(super) struct Origins<'a> {
    /// Place in the cast.
    pub(super) place: usize,
    pub(super) coldkey: &'a Coldkey,
    /// Its population's name, and how many coldkeys that has.
    pub(super) population: &'a str,
    pub(super) count: u32,
    pub(super) answer: &'a AnswerPlan,
    pub(super) luck: Luck,
    /// Place of its subnet's plan in the scenario.
    pub(super) plan: usize,
}

impl<'a> Miner<'a> {
    /// A miner that nobody has seated yet; `others` are its other solver's numbers, one per mechanism.
    pub(super) fn new(origins: Origins<'a>, plan: &'a MinerPlan, others: Vec<Option<usize>>) -> Self {
        let Origins { place, coldkey, population, count, answer, luck, .. } = origins;
        let crew = Crew::new(workers(plan), answer, coldkey.luck(luck, 0, "outage"));
        let mechanisms = others.len();
        let mut miner = Self {
            coldkey: place,
            name: &coldkey.name,
            population,
            account: coldkey.account(),
            plan,
            is_honest: coldkey.is_honest(),
            behaviour: miner::named(plan),
            others,
            ability: Ability::new(coldkey.quality(luck, count), answer, coldkey.luck(luck, 0, "drift")),
            crew,
            hotkeys: Vec::new(),
            away_until: 0,
            thoughts: coldkey.luck(luck, 0, "look back"),
        };
        miner.provide(coldkey, luck, mechanisms);
        miner
    }

    /// Makes hotkeys until there are as many as the plan wants.
    pub(super) fn provide(&mut self, coldkey: &Coldkey, luck: Luck, mechanisms: usize) {
        for ordinal in self.hotkeys.len() as u32..self.plan.hotkeys {
            self.hotkeys.push(Hotkey::new(coldkey, ordinal, luck, mechanisms));
        }
    }

    /// Plays another part from here on.
    pub(super) fn change(&mut self, origins: Origins<'a>, part: &'a Part, others: Vec<Option<usize>>) {
        let Part::Miner(plan) = part else { return };
        let mechanisms = others.len();
        let changed = Coldkey { part: part.clone(), ..origins.coldkey.clone() };
        self.others = others;
        self.behaviour = miner::named(plan);
        self.plan = plan;
        self.is_honest = changed.is_honest();
        self.ability.rebase(changed.quality(origins.luck, origins.count));
        self.crew.resize(workers(plan));
        self.provide(&changed, origins.luck, mechanisms);
    }

    /// Whether one of its hotkeys has a seat.
    pub(super) fn is_seated(&self) -> bool {
        self.hotkeys.iter().any(|hotkey| hotkey.uid.is_some())
    }

    pub(super) fn seats(&self) -> usize {
        self.hotkeys.iter().filter(|hotkey| hotkey.uid.is_some()).count()
    }
}

/// Workers that a plan pays for: without a quality there are none.
fn workers(plan: &MinerPlan) -> u32 {
    if plan.quality.is_some() { plan.workers } else { 0 }
}

impl Ability {
    fn new(base: Option<f64>, plan: &AnswerPlan, luck: Luck) -> Self {
        // It starts in the stationary distribution: a base value is no special day.
        let stationary = libm::sqrt(1.0 - plan.drift_memory * plan.drift_memory);
        let spread = if stationary > 0.0 { plan.drift_sd / stationary } else { 0.0 };
        let drift = if spread > 0.0 { spread * luck.at(0, 0).normal() } else { 0.0 };
        let mut ability = Self { base, drift, luck, quality: 0.0 };
        ability.rebase(base);
        ability
    }

    fn rebase(&mut self, base: Option<f64>) {
        self.base = base;
        self.quality = base.map_or(0.0, |base| base * libm::exp(self.drift));
    }

    /// One tempo of AR(1) on the log scale, around the base.
    pub(super) fn drift(&mut self, tempo: u64, plan: &AnswerPlan) {
        if plan.drift_sd > 0.0 {
            let step = self.luck.at(0, tempo).normal();
            self.drift = plan.drift_memory * self.drift + plan.drift_sd * step;
            self.rebase(self.base);
        }
    }

    /// Research: the base is better for good.
    pub(super) fn improve(&mut self, log_quality: f64) {
        if log_quality != 0.0 {
            self.rebase(self.base.map(|base| base * libm::exp(log_quality)));
        }
    }

    /// What drift stays around, research included; `None` = it has no worker.
    pub(super) const fn base(&self) -> Option<f64> {
        self.base
    }
}

impl Hotkey {
    fn new(coldkey: &Coldkey, ordinal: u32, luck: Luck, mechanisms: usize) -> Self {
        let of = |purpose: &str, mechanism: usize| {
            coldkey.luck(luck, ordinal, purpose).branch("mechanism", mechanism as u64)
        };
        let lucks = |mechanism| Lucks {
            answer: of("answer", mechanism),
            latency: of("latency", mechanism),
            play: of("play", mechanism),
        };
        Self {
            ordinal,
            generation: 0,
            key: coldkey.hotkey(ordinal, 0),
            uid: None,
            registered_at: 0,
            epochs_before: 0,
            lucks: (0..mechanisms).map(lucks).collect(),
            shelves: vec![Cupboard::default(); mechanisms],
            sample_luck: coldkey.luck(luck, ordinal, "sample"),
        }
    }

    /// Leaves the key for a new one, which has no seat yet and keeps nothing.
    pub(super) fn replace(&mut self, coldkey: &Coldkey) {
        self.generation += 1;
        self.key = coldkey.hotkey(self.ordinal, self.generation);
        self.uid = None;
        self.shelves.iter_mut().for_each(|shelf| *shelf = Cupboard::default());
    }
}
