//! Weights: every validator's row, sent in plain or committed to.

use super::World;
use super::site::{Holder, Site};
use crate::behaviour::{Answered, Outlook, Revealed};
use incentor_ledger::rules::commit_reveal::TimelockPayload;
use incentor_ledger::{Action, Network as _, RuleError};
use incentor_primitives::{BlockNumber, Uid, Weight};
use incentor_sdk::{Score, WeightVector};

/// Blocks after which a refused row is tried again.
const RETRY_AFTER: u64 = 10;

/// A row that is about to be sent.
struct Sent {
    site: usize,
    game: usize,
    validator: usize,
    row: WeightVector,
}

/// Rows in force: whose, the stake behind it, and the row normalised.
type Rows = Vec<(Uid, u64, Vec<(Uid, f64)>)>;

impl World<'_> {
    /// Every validator whose weights are due sends its row; one without an opinion sends nothing.
    pub(super) fn send_weights(&mut self) {
        let block = self.ledger.view().block();
        let mut rows = Vec::new();
        for site in 0..self.sites.len() {
            for game in 0..self.sites[site].games.len() {
                self.make_rows(site, game, block, &mut rows);
            }
        }
        for sent in rows {
            self.send(sent, block);
        }
    }

    /// The rows that are due, as everybody sees the chain before the first of them is sent.
    fn make_rows(&mut self, place: usize, game: usize, block: BlockNumber, rows: &mut Vec<Sent>) {
        let Self { ledger, sites, .. } = self;
        let view = ledger.view();
        let site = &mut sites[place];
        let commits =
            view.subnet(site.netuid).is_some_and(|subnet| subnet.parameters().commit_reveal_weights_enabled);
        let every = site.games[game].plan.weights.every.0.max(1);
        let is_due = |site: &Site<'_>, validator: usize| {
            let validator = &site.validators[validator];
            let on_time = block.0.checked_sub(validator.plan.late.0);
            let in_turn = on_time.is_some_and(|block| block > 0 && block.is_multiple_of(every));
            let again = validator.desks[game].retry_at.is_some_and(|retry| retry <= block.0);
            validator.is_there(block.0) && (in_turn || again)
        };
        if site.epochs == 0 && !commits {
            // The first epoch hands out the first permits: until then nobody may set weights in plain.
            return;
        }
        let due: Vec<usize> = (0..site.validators.len()).filter(|at| is_due(site, *at)).collect();
        if due.is_empty() {
            return;
        }
        let needs_chain = due.iter().any(|at| !site.validators[*at].sends_its_book());
        let in_force = if needs_chain {
            view.subnet(site.netuid).map(|subnet| rows_in_force(site, game, subnet)).unwrap_or_default()
        } else {
            Rows::new()
        };
        let kappa = view
            .subnet(site.netuid)
            .map_or(0.5, |subnet| f64::from(subnet.parameters().kappa_u16) / 65_535.0);
        let revealed: Vec<Revealed<'_>> = in_force
            .iter()
            .map(|(uid, stake_rao, row)| Revealed { uid: *uid, stake_rao: *stake_rao, row })
            .collect();
        for validator in due {
            if let Some(row) = make_row(site, game, validator, (block, kappa), &revealed) {
                rows.push(Sent { site: place, game, validator, row });
            }
        }
    }

    fn send(&mut self, sent: Sent, block: BlockNumber) {
        let Sent { site: place, game, validator, row } = sent;
        let site = &mut self.sites[place];
        let (netuid, mechid) = (site.netuid, site.games[game].mech);
        let hotkey = site.validators[validator].hotkey;
        let uids: Vec<Uid> = row.entries().iter().map(|(uid, _)| *uid).collect();
        let values: Vec<Weight> = row.entries().iter().map(|(_, weight)| *weight).collect();
        let view = self.ledger.view();
        let Some(subnet) = view.subnet(netuid) else { return };
        let mut in_force_from = block.0 + 1;
        let action = if subnet.parameters().commit_reveal_weights_enabled {
            let Some(opens_at) = opening_block(subnet, block) else { return };
            let ciphertext = TimelockPayload { uids, values, version_key: 0 }.encode(&hotkey);
            let version = view.globals().network.commit_reveal_version;
            in_force_from = opens_at.0 + 1;
            let reveal_round = self.beacon.promise(opens_at);
            Action::CommitTimelockedWeights { netuid, mechid, hotkey, ciphertext, reveal_round, version }
        } else {
            Action::SetWeights { netuid, mechid, hotkey, uids, values, version_key: 0 }
        };
        let answer = self.ledger.apply(action);
        let local = site.validators[validator].coldkey - site.first_coldkey;
        let post = &mut site.validators[validator].desks[game];
        match answer {
            Ok(_) => {
                post.retry_at = None;
                site.coldkeys[local].weights_taken += 1;
                site.track_row((game, validator), &row, block, in_force_from);
            }
            Err(error) => {
                post.retry_at = Some(block.0 + RETRY_AFTER);
                refuse(&mut site.tally.refused, error);
            }
        }
    }
}

/// Counts a refusal by the chain's name for it.
fn refuse(refused: &mut Vec<(String, u64)>, error: RuleError) {
    match refused.iter_mut().find(|(name, _)| name == error.name()) {
        Some((_, count)) => *count += 1,
        None => refused.push((error.name().to_owned(), 1)),
    }
}

/// The block whose round of the beacon a commit made now is locked to: the one before its reveal.
fn opening_block(subnet: incentor_ledger::SubnetView<'_>, now: BlockNumber) -> Option<BlockNumber> {
    let parameters = subnet.parameters();
    let Some(epochs) = parameters.reveal_period_epochs.checked_sub(1) else { return Some(now) };
    let first = subnet.next_epoch_block()?.0;
    let reveal = first.saturating_add(epochs.saturating_mul(parameters.tempo.0.into()));
    Some(BlockNumber(reveal.saturating_sub(1).max(now.0)))
}

/// The row a validator sends now.
fn make_row(
    site: &mut Site<'_>,
    game: usize,
    validator: usize,
    (block, kappa): (BlockNumber, f64),
    revealed: &[Revealed<'_>],
) -> Option<WeightVector> {
    let Site { validators, peers, seats, miners, games, epochs, .. } = site;
    let validator = &mut validators[validator];
    let me = validator.uid?;
    let post = &validator.desks[game];
    let scores = post.book.scores(peers);
    let honest = WeightVector::from_scores(&scores, &games[game].policy);
    if validator.sends_its_book() {
        return (!honest.is_empty()).then_some(honest);
    }
    let answered = |(peer, (_, score)): (&incentor_sdk::Peer, &(Uid, Score))| {
        let (coldkey, population) = match seats.get(peer.uid.index()) {
            Some(Holder::Miner { miner, .. }) => {
                miners.get(*miner).map_or(("", ""), |miner| (miner.name, miner.population))
            }
            _ => ("", ""),
        };
        Answered { peer: *peer, coldkey, population, score: *score }
    };
    let miners: Vec<Answered<'_>> = peers.iter().zip(&scores).map(answered).collect();
    let outlook = Outlook { block, tempo: *epochs, me, kappa, miners: &miners, honest: &honest, revealed };
    let mut luck = post.weighing.at(0, block.0);
    validator.behaviour.weigh(&outlook, &mut luck).filter(|row| !row.is_empty())
}

/// The rows that validators have in force, normalised.
fn rows_in_force(site: &Site<'_>, game: usize, subnet: incentor_ledger::SubnetView<'_>) -> Rows {
    let mut rows = Rows::new();
    for validator in &site.validators {
        let Some(uid) = validator.uid else { continue };
        let row = subnet.weights(site.games[game].mech, uid);
        let sum: f64 = row.iter().map(|(_, weight)| f64::from(*weight)).sum();
        if sum > 0.0 {
            let share = |(uid, weight): &(u16, u16)| (Uid(*uid), f64::from(*weight) / sum);
            rows.push((uid, validator.caller.stake_weight_rao, row.iter().map(share).collect()));
        }
    }
    rows.sort_unstable_by_key(|(uid, ..)| *uid);
    rows
}
