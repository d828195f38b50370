//! From the tallies of all worlds to the run document.

use crate::cast::{Cast, Part, Player, Twin};
use crate::deviation::{epsilon, harm, judge};
use crate::statistics::{estimate, mean};
use crate::tally::{CountPlan, Tally};
use blake2::{Blake2b, Digest as _, digest::consts::U32};
use incentor_primitives::RAO_PER_TAO;
use incentor_scenario::{
    Behaviour, Coldkey, Deviation, FORMAT, Line, Plan, PopulationOutcome, RoleName, Run, Scenario, Seat,
    SeedRange, Series, Window,
};
use std::fmt::Write as _;

/// A block of the public network, in days.
const DAYS_PER_BLOCK: f64 = 12.0 / 86_400.0;

/// One seed: the scenario as written and its twins.
pub(crate) struct SeedOutcome {
    pub(crate) as_written: Tally,
    pub(crate) twins: Vec<Tally>,
}

/// Money and time of a scenario, as factors.
struct Accounts<'a> {
    scenario: &'a Scenario,
    /// Days that count.
    days: f64,
    /// τ for a rao of alpha.
    price: f64,
}

pub(crate) fn run(
    scenario: &Scenario,
    version: &str,
    casts: &[Cast],
    twins: &[Twin],
    seeds: &[SeedOutcome],
    plan: CountPlan,
) -> Run {
    let counted = scenario.run.duration.0 - scenario.run.warmup.0;
    let days = f64::from(counted) * f64::from(scenario.subnet.tempo) * DAYS_PER_BLOCK;
    let per_alpha = scenario.subnet.alpha_price.0.rao as f64 / RAO_PER_TAO as f64;
    let accounts = Accounts { scenario, days, price: per_alpha / RAO_PER_TAO as f64 };
    let cast = &casts[0];
    let coldkeys = coldkeys(&accounts, cast, seeds);
    let all = seeds.iter().flat_map(|seed| std::iter::once(&seed.as_written).chain(&seed.twins));
    let (asked, askable) = seeds
        .iter()
        .fold((0, 0), |sum, seed| (sum.0 + seed.as_written.asked, sum.1 + seed.as_written.askable));
    let mut run = Run {
        format: FORMAT.to_owned(),
        version: version.to_owned(),
        scenario: scenario.name.clone(),
        rule_set: scenario.rule_set.name.to_owned(),
        consensus: if scenario.subnet.yuma3_on { "Yuma 3" } else { "Yuma 2" }.to_owned(),
        seeds: SeedRange { first: scenario.run.first_seed, count: scenario.run.seeds },
        window: Window {
            tempo_blocks: scenario.subnet.tempo,
            tempos: scenario.run.duration.0,
            warmup_tempos: scenario.run.warmup.0,
            days: f64::from(scenario.run.duration.0) * f64::from(scenario.subnet.tempo) * DAYS_PER_BLOCK,
            counted_days: days,
        },
        confidence: scenario.run.confidence,
        worlds: casts.len() as u32,
        epochs: all.map(|tally| u64::from(tally.epochs)).sum(),
        coverage: ratio(asked as f64, askable as f64),
        weights_taken: seeds.iter().map(|seed| seed.as_written.weights_taken).sum(),
        weights_refused: seeds.iter().map(|seed| seed.as_written.weights_refused).sum(),
        populations: populations(&accounts, cast, seeds, &coldkeys),
        seats: seats(cast, seeds),
        deviations: deviations(&accounts, casts, twins, seeds, &coldkeys),
        series: series(&accounts, cast, seeds, plan),
        coldkeys,
        parameters: scenario.parameters.clone(),
        hash: String::new(),
    };
    run.hash = hash(&run);
    run
}

impl Accounts<'_> {
    /// τ/day of an amount of alpha paid in the counted window.
    fn per_day(&self, rao: u64) -> f64 {
        rao as f64 * self.price / self.days
    }

    /// τ/day of a coldkey: work, hosting or evaluation, and its seat's price spread over the counted window.
    ///
    /// Genesis coldkeys register a tempo apart, by which time the price is back at its least.
    fn cost(&self, part: Part) -> f64 {
        let costs = &self.scenario.costs;
        let seat = self.scenario.subnet.min_burn.0.rao as f64 / RAO_PER_TAO as f64 / self.days;
        let running = match part {
            Part::Miner { quality, .. } => {
                quality.map_or(0.0, |quality| costs.worker_base.0 * libm::pow(quality, costs.worker_exponent))
            }
            Part::Validator { .. } => costs.evaluation.0,
        };
        running + costs.hotkey.0 + seat
    }

    /// Profit of a coldkey in a world, τ/day.
    fn profit(&self, cast: &Cast, tally: &Tally, uid: usize) -> f64 {
        self.per_day(tally.paid_rao[uid]) - self.cost(cast.players[uid].part)
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

const fn role(player: &Player) -> RoleName {
    if player.is_miner() { RoleName::Miner } else { RoleName::Validator }
}

fn coldkeys(accounts: &Accounts<'_>, cast: &Cast, seeds: &[SeedOutcome]) -> Vec<Coldkey> {
    let scenario = accounts.scenario;
    let confidence = scenario.run.confidence;
    let written = || seeds.iter().map(|seed| &seed.as_written);
    // A world pays less than the supply, which fits 880 times into 64 bits; there may be more seeds than that.
    let paid_rao = |uid: usize| -> u128 { written().map(|tally| u128::from(tally.paid_rao[uid])).sum() };
    let total = |of_miners: bool| -> u128 {
        let uids = cast.players.iter().enumerate().filter(|(_, player)| player.is_miner() == of_miners);
        uids.map(|(uid, _)| paid_rao(uid)).sum()
    };
    let (miners_rao, validators_rao) = (total(true), total(false));
    let all_fresh: f64 = written().map(|tally| tally.fresh_value.iter().sum::<f64>()).sum();
    let row = |(uid, player): (usize, &Player)| {
        let rao = paid_rao(uid);
        let fresh: f64 = written().map(|tally| tally.fresh_value[uid]).sum();
        let pay_per_seed: Vec<f64> = written().map(|tally| accounts.per_day(tally.paid_rao[uid])).collect();
        let cost = accounts.cost(player.part);
        let pay = estimate(&pay_per_seed, confidence, 1);
        let profit = incentor_scenario::Estimate { mean: pay.mean - cost, ..pay };
        let (quality, stake_rao) = match player.part {
            Part::Miner { quality, .. } => (quality, 0),
            Part::Validator { stake_rao } => (None, stake_rao),
        };
        Coldkey {
            name: player.name.clone(),
            population: scenario.populations[player.population].name.clone(),
            role: role(player),
            quality,
            stake: stake_rao as f64 / RAO_PER_TAO as f64,
            pay_share: ratio(rao as f64, if player.is_miner() { miners_rao } else { validators_rao } as f64),
            fresh_work_share: player.is_miner().then(|| ratio(fresh, all_fresh)),
            pay,
            cost,
            profit,
            pay_per_seed,
        }
    };
    cast.players.iter().enumerate().map(row).collect()
}

fn populations(
    accounts: &Accounts<'_>,
    cast: &Cast,
    seeds: &[SeedOutcome],
    coldkeys: &[Coldkey],
) -> Vec<PopulationOutcome> {
    let scenario = accounts.scenario;
    let row = |(index, population): (usize, &incentor_scenario::Population)| {
        let members: Vec<usize> =
            (0..cast.players.len()).filter(|uid| cast.players[*uid].population == index).collect();
        let of = |take: fn(&Coldkey) -> f64| -> f64 { members.iter().map(|uid| take(&coldkeys[*uid])).sum() };
        let pays: Vec<f64> = (0..seeds.len())
            .map(|seed| members.iter().map(|uid| coldkeys[*uid].pay_per_seed[seed]).sum())
            .collect();
        let pay = estimate(&pays, scenario.run.confidence, 1);
        let cost = of(|coldkey| coldkey.cost);
        let qualities = || members.iter().filter_map(|uid| coldkeys[*uid].quality);
        let (lowest, highest) = (qualities().fold(f64::INFINITY, f64::min), qualities().fold(0.0, f64::max));
        let is_miner = matches!(population.plan, Plan::Miners { .. });
        let behaviour = match &population.plan {
            Plan::Miners { plan, .. } => plan.behaviour.name(),
            Plan::Validators(_) => "honest",
        };
        PopulationOutcome {
            name: population.name.clone(),
            role: if is_miner { RoleName::Miner } else { RoleName::Validator },
            behaviour: behaviour.to_owned(),
            coldkeys: members.len() as u32,
            uids: members.len() as u32,
            quality: (highest > 0.0).then_some((lowest, highest)),
            pay_share: of(|coldkey| coldkey.pay_share),
            fresh_work_share: is_miner.then(|| of(|coldkey| coldkey.fresh_work_share.unwrap_or(0.0))),
            pay,
            cost,
            profit: incentor_scenario::Estimate { mean: pay.mean - cost, ..pay },
        }
    };
    scenario.populations.iter().enumerate().map(row).collect()
}

fn seats(cast: &Cast, seeds: &[SeedOutcome]) -> Vec<Seat> {
    let epochs: u64 = seeds.iter().map(|seed| u64::from(seed.as_written.counted_epochs)).sum();
    let whole = epochs as f64 * f64::from(u16::MAX);
    let row = |(uid, player): (usize, &Player)| {
        let share = |take: fn(&crate::tally::Published) -> u64| {
            let sum: u64 = seeds.iter().map(|seed| take(&seed.as_written.published[uid])).sum();
            ratio(sum as f64, whole)
        };
        Seat {
            uid: player.peer.uid.0,
            coldkey: player.name.clone(),
            role: role(player),
            incentive: share(|sums| sums.incentive),
            dividends: share(|sums| sums.dividends),
            consensus: share(|sums| sums.consensus),
            validator_trust: share(|sums| sums.validator_trust),
        }
    };
    cast.players.iter().enumerate().map(row).collect()
}

fn deviations(
    accounts: &Accounts<'_>,
    casts: &[Cast],
    twins: &[Twin],
    seeds: &[SeedOutcome],
    coldkeys: &[Coldkey],
) -> Vec<Deviation> {
    let scenario = accounts.scenario;
    let cast = &casts[0];
    let honest: Vec<usize> = cast
        .players
        .iter()
        .enumerate()
        .filter(|(_, player)| matches!(player.part, Part::Miner { behaviour: Behaviour::Honest, .. }))
        .map(|(uid, _)| uid)
        .collect();
    let honest_pay: Vec<f64> = honest.iter().map(|uid| coldkeys[*uid].pay.mean).collect();
    let epsilon = epsilon(mean(&honest_pay));
    let row = |(number, twin): (usize, &Twin)| {
        let (straight_cast, uid) = (&casts[number + 1], twin.uid.index());
        let world = |take: &dyn Fn(&SeedOutcome) -> f64| -> Vec<f64> { seeds.iter().map(take).collect() };
        let cheating = world(&|seed| accounts.profit(cast, &seed.as_written, uid));
        let straight = world(&|seed| accounts.profit(straight_cast, &seed.twins[number], uid));
        let others = honest.iter().copied().filter(|other| *other != uid);
        let honest_profit =
            |cast: &Cast, tally: &Tally| others.clone().map(|uid| accounts.profit(cast, tally, uid)).sum();
        let with = world(&|seed| honest_profit(cast, &seed.as_written));
        let without = world(&|seed| honest_profit(straight_cast, &seed.twins[number]));
        let confidence = scenario.run.confidence;
        let paid = |tally: &Tally| {
            let uids = cast.players.iter().zip(&tally.paid_rao);
            uids.filter(|(player, _)| player.is_miner()).any(|(_, rao)| *rao > 0)
        };
        let judged = judge(&cheating, &straight, epsilon, confidence, twins.len());
        let evidence = seeds.iter().any(|seed| paid(&seed.as_written) || paid(&seed.twins[number]));
        let judged = if evidence { judged } else { judged.without_evidence() };
        Deviation {
            population: scenario.populations[cast.players[uid].population].name.clone(),
            behaviour: describe(cast.players[uid].part),
            otherwise: describe(twin.straight),
            verdict: judged.verdict,
            gain: judged.gain,
            epsilon,
            straight_quality: match twin.straight {
                Part::Miner { quality, .. } => quality,
                Part::Validator { .. } => None,
            },
            straight_pay: mean(&straight) + accounts.cost(twin.straight),
            straight_profit: mean(&straight),
            entry_profit: estimate(&cheating, confidence, 1),
            gain_per_seed: cheating.iter().zip(&straight).map(|(cheat, honest)| cheat - honest).collect(),
            harm: harm(&with, &without),
            pairing_ratio: judged.pairing_ratio,
            seeds_needed: judged.seeds_needed,
        }
    };
    twins.iter().enumerate().map(row).collect()
}

/// A part in a few words.
fn describe(part: Part) -> String {
    match part {
        Part::Miner { behaviour, quality: Some(quality) } => {
            format!("{}, quality {quality}", behaviour.name())
        }
        Part::Miner { behaviour, quality: None } => behaviour.name().to_owned(),
        Part::Validator { .. } => "honest".to_owned(),
    }
}

fn series(accounts: &Accounts<'_>, cast: &Cast, seeds: &[SeedOutcome], plan: CountPlan) -> Series {
    let scenario = accounts.scenario;
    let epochs = seeds.first().map_or(0, |seed| seed.as_written.epochs);
    let intervals = seeds.first().map_or(0, |seed| seed.as_written.series_rao.len());
    let tempo_days = f64::from(scenario.subnet.tempo) * DAYS_PER_BLOCK;
    let end = |interval: usize| ((interval as u32 + 1) * plan.per_interval).min(epochs);
    let days = |interval: usize| {
        f64::from(end(interval) - interval as u32 * plan.per_interval) * tempo_days * seeds.len() as f64
    };
    let line = |(index, population): (usize, &incentor_scenario::Population)| {
        let members = cast.players.iter().filter(|player| player.population == index).count();
        let pay = |interval: usize| {
            let rao: u128 =
                seeds.iter().map(|seed| u128::from(seed.as_written.series_rao[interval][index])).sum();
            rao as f64 * accounts.price / days(interval) / members as f64
        };
        Line { population: population.name.clone(), pay_per_coldkey: (0..intervals).map(pay).collect() }
    };
    Series {
        days: (0..intervals).map(|interval| f64::from(end(interval)) * tempo_days).collect(),
        lines: scenario.populations.iter().enumerate().map(line).collect(),
    }
}

/// BLAKE2b-256 of the document as it would be written, with an empty hash.
fn hash(run: &Run) -> String {
    let bytes = serde_json::to_vec(run).unwrap_or_default();
    let digest = Blake2b::<U32>::digest(&bytes);
    digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
