//! One world: a cast, a seed, and everything that happens to them.

use crate::SimError;
use crate::cast::{Cast, Part, owner_keys};
use crate::market::{LatencyModel, Market};
use crate::miner::Miner;
use crate::tally::{CountPlan, Tally};
use crate::validator::Validator;
use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisStake, GenesisSubnet, Hyperparameters, Ledger, Network as _, Pools,
};
use incentor_primitives::{Alpha, BlockNumber, MechId, NetUid, Tempo};
use incentor_scenario::Scenario;
use incentor_sdk::{AnyMechanism, Luck, Peer, Round, Sitting};

/// The subnet of every scenario.
const NETUID: NetUid = NetUid(1);

struct World<'a> {
    scenario: &'a Scenario,
    luck: Luck,
    ledger: Ledger,
    market: Market<'a>,
    validators: Vec<Validator>,
    miners: Vec<Miner>,
    peers: Vec<Peer>,
    tally: Tally,
}

/// Plays one world to its end.
pub(crate) fn play(
    scenario: &Scenario,
    mechanism: &dyn AnyMechanism,
    cast: &Cast,
    seed: u32,
    plan: CountPlan,
) -> Result<Tally, SimError> {
    let luck = Luck::of_seed(seed.into());
    let numbers = &scenario.mechanism;
    let latency = LatencyModel { median_seconds: numbers.latency.0.as_secs_f64(), sd: numbers.latency_sd };
    let miners: Vec<Miner> =
        cast.players.iter().filter_map(|player| Miner::of(player, luck, scenario)).collect();
    let mut world = World {
        scenario,
        luck,
        ledger: Ledger::new(&genesis(scenario, cast))?,
        market: Market { mechanism, readings: luck.branch("reading", 0), latency },
        validators: validators(scenario, cast, luck),
        peers: miners.iter().map(|miner| miner.peer).collect(),
        miners,
        tally: Tally::new(cast, plan),
    };
    world.run()?;
    world.ledger.audit()?;
    Ok(world.tally)
}

impl World<'_> {
    fn run(&mut self) -> Result<(), SimError> {
        let end =
            BlockNumber(u64::from(self.scenario.run.duration.0) * u64::from(self.scenario.subnet.tempo));
        let (rounds, weights) =
            (self.scenario.mechanism.round_every.0, self.scenario.mechanism.weights_every.0);
        let next = |now: u64, every: u64| (now / every + 1) * every;
        while self.ledger.view().block() < end {
            let now = self.ledger.view().block().0;
            let block = BlockNumber(next(now, rounds).min(next(now, weights)).min(end.0));
            self.pass(block)?;
            if block.0.is_multiple_of(rounds) {
                self.hold_round(block);
            }
            if block.0.is_multiple_of(weights) {
                self.set_weights();
            }
        }
        Ok(())
    }

    /// Lets blocks pass; quality drifts at each epoch.
    fn pass(&mut self, until: BlockNumber) -> Result<(), SimError> {
        let before = self.tally.epochs;
        let tally = &mut self.tally;
        self.ledger.advance(until, &mut |epoch| tally.take_epoch(epoch))?;
        for epoch in before..self.tally.epochs {
            for miner in &mut self.miners {
                miner.drift(u64::from(epoch) + 1, self.scenario);
            }
        }
        Ok(())
    }

    fn hold_round(&mut self, block: BlockNumber) {
        let number = block.0 / self.scenario.mechanism.round_every.0;
        let beacon = self.luck.branch("beacon", block.0);
        let samples: Vec<Vec<Peer>> =
            self.validators.iter().map(|validator| validator.choose(&self.peers, number)).collect();
        let round = |peers| Round { number, block, netuid: NETUID, mech: MechId::MAIN, beacon, peers };
        let rounds: Vec<Round<'_>> = samples.iter().map(|sample| round(sample.as_slice())).collect();
        let mechanism = self.market.mechanism;
        let mut sittings: Vec<Box<dyn Sitting + '_>> = Vec::with_capacity(rounds.len());
        for (validator, round) in self.validators.iter_mut().zip(&rounds) {
            let mut luck = validator.task_luck(number);
            sittings.push(mechanism.open(round, &mut validator.notes, &mut luck));
        }
        let view = self.ledger.view();
        let incentive = view.subnet(NETUID).map_or(&[][..], |subnet| subnet.incentive(MechId::MAIN));
        let fresh =
            self.market.fill(&round(&[]), &self.validators, &mut sittings, &mut self.miners, incentive);
        if self.tally.counts() {
            self.tally.askable += (self.validators.len() * self.peers.len()) as u64;
            self.tally.asked += samples.iter().map(Vec::len).sum::<usize>() as u64;
            for (uid, value) in fresh {
                self.tally.fresh_value[uid.index()] += value;
            }
        }
        for (validator, sitting) in self.validators.iter_mut().zip(sittings) {
            let scores = sitting.close(&mut validator.notes);
            validator.book.record(&scores);
        }
    }

    /// Every validator that may sends its row; one without an opinion sends nothing.
    fn set_weights(&mut self) {
        for validator in &self.validators {
            let view = self.ledger.view();
            let permitted = view.subnet(NETUID).is_some_and(|subnet| subnet.has_permit(validator.peer.uid));
            let row = validator.weigh(&self.peers);
            if !permitted || row.is_empty() {
                continue;
            }
            let (uids, values) = row.entries().iter().copied().unzip();
            let hotkey = validator.peer.hotkey;
            let (netuid, mechid) = (NETUID, MechId::MAIN);
            let action = Action::SetWeights { netuid, mechid, hotkey, uids, values, version_key: 0 };
            // A refusal leaves the row that stands, as on the chain; the validator tries again in its turn.
            match self.ledger.apply(action) {
                Ok(_) => self.tally.weights_taken += 1,
                Err(_) => self.tally.weights_refused += 1,
            }
        }
    }
}

fn validators(scenario: &Scenario, cast: &Cast, world: Luck) -> Vec<Validator> {
    let stakes = cast.players.iter().filter_map(|player| match player.part {
        Part::Validator { stake_rao } => Some((player, stake_rao)),
        Part::Miner { .. } => None,
    });
    (1..)
        .zip(stakes)
        .map(|(ordinal, (player, stake))| Validator::new(player, ordinal, stake, &scenario.mechanism, world))
        .collect()
}

fn genesis(scenario: &Scenario, cast: &Cast) -> Genesis {
    let mut parameters = Hyperparameters::new(scenario.rule_set);
    parameters.tempo = Tempo(scenario.subnet.tempo);
    parameters.max_allowed_uids = scenario.subnet.max_allowed_uids;
    // No more permits than seats: the default may be more than a small subnet has.
    parameters.max_allowed_validators = parameters.max_allowed_validators.min(parameters.max_allowed_uids);
    parameters.yuma3_on = scenario.subnet.yuma3_on;
    parameters.commit_reveal_weights_enabled = false;
    parameters.weights_rate_limit_blocks = scenario.subnet.weights_rate_limit;
    parameters.min_burn_rao = scenario.subnet.min_burn.0.rao;
    let (owner, owner_hotkey) = owner_keys();
    let mut subnet = GenesisSubnet::new(NETUID, owner, owner_hotkey, parameters);
    for player in &cast.players {
        let Peer { hotkey, coldkey, .. } = player.peer;
        subnet.neurons.push(GenesisNeuron { hotkey, coldkey, take: None });
        if let Part::Validator { stake_rao } = player.part {
            let alpha = Alpha::from_rao(stake_rao);
            subnet.stakes.push(GenesisStake { hotkey, coldkey, alpha });
        }
    }
    let mut genesis = Genesis::new(*scenario.rule_set);
    genesis.globals.pools = Pools::Fixed;
    genesis.subnets.push(subnet);
    genesis
}
