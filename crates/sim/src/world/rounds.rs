//! Rounds: who asks whom, and what becomes of the scores.

use super::World;
use super::bottleneck::Bottleneck;
use super::errand::Seen;
use super::floor::{Filled, Floor, Harvest, Subject};
use super::miner::Miner;
use super::records::{Records, Watch};
use super::site::{Game, Holder, Site};
use super::validator::Validator;
use super::window::DAYS_PER_BLOCK;
use crate::behaviour::{Asking, is_called};
use crate::tally::SubnetTally;
use incentor_ledger::Network as _;
use incentor_primitives::BlockNumber;
use incentor_scenario::Sample;
use incentor_sdk::{Peer, Round, Score, Sitting};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The validators that hold a round now, and its number, which they share with those that held it earlier.
struct Due {
    number: u64,
    validators: Vec<usize>,
}

impl World<'_> {
    /// Every validator whose round is due holds it.
    pub(super) fn hold_rounds(&mut self) {
        let block = self.ledger.view().block();
        for site in 0..self.sites.len() {
            for game in 0..self.sites[site].games.len() {
                for due in self.rounds_due(site, game, block.0) {
                    self.hold_round(site, game, &due, block);
                }
            }
        }
    }

    /// Rounds that are due in a block: one, unless some validators are late.
    fn rounds_due(&self, site: usize, game: usize, block: u64) -> Vec<Due> {
        let site = &self.sites[site];
        let every = site.games[game].plan.round.every.0.max(1);
        let mut due: Vec<Due> = Vec::new();
        for (place, validator) in site.validators.iter().enumerate() {
            let on_time = block.checked_sub(validator.plan.late.0);
            let Some(on_time) = on_time.filter(|block| *block > 0 && block.is_multiple_of(every)) else {
                continue;
            };
            let number = on_time / every;
            match due.iter_mut().find(|due| due.number == number) {
                Some(due) => due.validators.push(place),
                None => due.push(Due { number, validators: vec![place] }),
            }
        }
        due
    }

    fn hold_round(&mut self, site: usize, game: usize, due: &Due, block: BlockNumber) {
        let counts = self.window.counts(block.0);
        let capacity = self.stage.scenario.costs.worker_capacity;
        let evaluation = self.stage.scenario.costs.evaluation.0;
        let Self { ledger, sites, series, scratch, .. } = self;
        let Site {
            netuid,
            validators,
            miners,
            peers,
            seats,
            games,
            coldkeys,
            tally,
            records,
            first_coldkey,
            ..
        } = &mut sites[site];
        let (netuid, games_played) = (*netuid, games.len());
        let Some(this) = games.get(game) else { return };
        let subject = subject(this, game, capacity);
        let beacon = this.beacon.branch("round", due.number);
        let (mech, plan) = (this.mech, &this.plan.round);
        let rounds_per_day = 1.0 / (plan.every.0.max(1) as f64 * DAYS_PER_BLOCK);
        let per_round = evaluation / rounds_per_day / games_played as f64;

        let mut samples: Vec<(usize, Cow<'_, [Peer]>)> = Vec::with_capacity(due.validators.len());
        for &place in &due.validators {
            let validator = &mut validators[place];
            if validator.uid.is_none() {
                continue;
            }
            let usual = size(plan.sample, peers.len());
            let who = (&peers[..], &seats[..], &miners[..]);
            let sample = sample(validator, who, plan.sample, (due.number, block.0), &mut scratch.lots);
            if counts {
                tally.askable += peers.len() as u64;
                tally.asked += sample.len() as u64;
                let tally = &mut coldkeys[validator.coldkey - *first_coldkey];
                tally.rounds.1 += 1;
                tally.rounds.0 += u64::from(!sample.is_empty());
                tally.running_tao += per_round * sample.len() as f64 / usual.max(1) as f64;
            }
            if !sample.is_empty() {
                samples.push((place, sample));
            }
        }
        let round = |peers| Round { number: due.number, block, netuid, mech, beacon, peers };
        let rounds: Vec<Round<'_>> = samples.iter().map(|(_, sample)| round(sample)).collect();
        let mut sittings: Vec<Box<dyn Sitting + '_>> = Vec::with_capacity(rounds.len());
        for ((place, sample), round) in samples.iter().zip(&rounds) {
            let post = &mut validators[*place].desks[game];
            post.note_asked(sample);
            let mut luck = post.tasks.at(0, due.number);
            sittings.push(subject.mechanism.open(round, &mut post.notes, &mut luck));
        }
        let view = ledger.view();
        let incentive = view.subnet(netuid).map_or(&[][..], |subnet| subnet.incentive(mech));
        let askers: Vec<&Validator<'_>> = samples.iter().map(|(place, _)| &validators[*place]).collect();
        let floor = Floor {
            number: due.number,
            block,
            subject,
            seats,
            askers: &askers,
            sittings: &mut sittings,
            incentive,
            watched: records.watches(block.0),
            busy: BTreeMap::new(),
            scratch,
        };
        let Filled { harvest, seen } = floor.fill(miners);
        for (sitting, ((place, _), sheets)) in samples.iter().zip(sittings).enumerate() {
            let seen: Vec<Seen> = seen.iter().filter(|seen| seen.sitting == sitting).copied().collect();
            let watch = Watch { block: block.0, number: due.number, game, seen: &seen, miners };
            close(&mut validators[*place], sheets, peers, tally, (records, &watch), &mut scratch.scores);
        }
        for (miner, harvest) in miners.iter().zip(harvest) {
            series.note_work(block.0, miner.is_honest, harvest.delivered, harvest.asked);
            book(&mut coldkeys[miner.coldkey - *first_coldkey], harvest, counts, &self.stage.scenario.costs);
        }
    }
}

/// What a coldkey did in a round, on its account.
fn book(
    tally: &mut crate::tally::ColdkeyTally,
    harvest: Harvest,
    counts: bool,
    costs: &incentor_scenario::Costs,
) {
    if counts {
        tally.asked += harvest.asked;
        tally.answers += harvest.produced;
        tally.fresh_value += harvest.fresh;
        tally.running_tao += harvest.produced as f64 / 1_000.0 * costs.thousand_answers_tao;
    }
}

/// Closes a validator's round: void ones change nobody's average.
fn close(
    validator: &mut Validator<'_>,
    sitting: Box<dyn Sitting + '_>,
    peers: &[Peer],
    tally: &mut SubnetTally,
    (records, watch): (&mut Records, &Watch<'_>),
    scores: &mut Vec<(Peer, Score)>,
) {
    let (noise, name) = (validator.plan.noise, validator.name);
    let post = &mut validator.desks[watch.game];
    records.close(sitting, &mut post.notes, name, watch, scores);
    if let Some(fault) = post.notes.take_faults().first() {
        tally.void_rounds += 1;
        tally.first_fault.get_or_insert_with(|| crate::error::in_one_line(fault));
        return;
    }
    if noise > 0.0 {
        for (peer, score) in &mut *scores {
            let normal = post.noise.branch_bytes(&peer.hotkey.0, 0).at(0, watch.number).normal();
            *score = Score::saturating(score.get() * libm::exp(noise * normal));
        }
    }
    post.book.record(scores, peers);
}

fn subject<'a>(game: &Game<'a>, place: usize, capacity: f64) -> Subject<'a> {
    Subject {
        game: place,
        mechanism: game.mechanism,
        answer: &game.plan.answer,
        readings: game.readings,
        bottleneck: Bottleneck::of(&game.plan.kind, capacity),
    }
}

const fn size(sample: Sample, miners: usize) -> usize {
    match sample {
        Sample::All => miners,
        Sample::Of(count) => {
            let count = count as usize;
            if count < miners { count } else { miners }
        }
    }
}

/// Whom a validator asks in a round: as it likes, else each set of so many equally likely.
///
/// The draw goes by hotkey, so that another miner in the world changes nothing about the luck of the others.
fn sample<'p>(
    validator: &mut Validator<'_>,
    (peers, seats, miners): (&'p [Peer], &[Holder], &[Miner<'_>]),
    usual: Sample,
    (number, block): (u64, u64),
    lots: &mut Vec<(u64, usize)>,
) -> Cow<'p, [Peer]> {
    if !validator.is_there(block) {
        return Cow::Borrowed(&[]);
    }
    let sample = validator.plan.sample.unwrap_or(usual);
    let miner_of = |peer: &Peer| match seats.get(peer.uid.index()) {
        Some(Holder::Miner { miner, hotkey }) => miners.get(*miner).map(|miner| (miner, *hotkey)),
        _ => None,
    };
    let candidates: Cow<'p, [Peer]> = match validator.behaviour.asks(number) {
        Asking::Nobody => return Cow::Borrowed(&[]),
        Asking::Everybody => Cow::Borrowed(peers),
        Asking::Only(names) => {
            let is_named = |peer: &&Peer| {
                miner_of(peer).is_some_and(|(miner, _)| {
                    names.iter().any(|name| name == miner.population || is_called(miner.name, name))
                })
            };
            Cow::Owned(peers.iter().filter(is_named).copied().collect())
        }
    };
    let count = size(sample, candidates.len());
    if count == candidates.len() {
        return candidates;
    }
    let ordinal = validator.ordinal;
    let lot = |peer: &Peer| {
        let hotkey = miner_of(peer).and_then(|(miner, hotkey)| miner.hotkeys.get(hotkey));
        // Who left its hotkey is drawn by its key.
        let luck = hotkey.map_or_else(
            || incentor_sdk::Luck::of_seed(0).branch_bytes(&peer.hotkey.0, 0),
            |hotkey| hotkey.sample_luck,
        );
        luck.lot(ordinal, number)
    };
    lots.clear();
    lots.extend(candidates.iter().enumerate().map(|(at, peer)| (lot(peer), at)));
    lots.select_nth_unstable(count.saturating_sub(1));
    lots.truncate(count);
    lots.sort_unstable_by_key(|(_, at)| candidates[*at].uid);
    Cow::Owned(lots.iter().map(|(_, at)| candidates[*at]).collect())
}
