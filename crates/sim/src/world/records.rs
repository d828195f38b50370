//! What is kept of one world for tables, matrices and journeys.

use super::Keep;
use super::errand::Seen;
use super::journey::Tracks;
use super::miner::Miner;
use super::site::{Holder, Role, Site};
use super::window::Window;
use crate::cast::Cast;
use crate::tally::Recorded;
use incentor_ledger::{EpochOutcome, Ledger, Network as _, PayoutReason};
use incentor_primitives::{RAO_PER_TAO, Uid};
use incentor_scenario::Record;
use incentor_scenario::run::Matrix;
use incentor_sdk::{Mark, Notes, Peer, Score, Sitting};

/// What is kept of a subnet; nothing unless the world is on record.
pub(super) struct Records {
    wanted: Vec<Record>,
    keep: Keep,
    window: Window,
    pub(super) tracks: Tracks,
    ledger: Vec<Vec<String>>,
    incentive: Vec<Vec<String>>,
    dividends: Vec<Vec<String>>,
    scores: Vec<Vec<String>>,
}

/// A round that is about to be closed, as far as a record wants it.
pub(super) struct Watch<'w> {
    pub(super) block: u64,
    pub(super) number: u64,
    pub(super) game: usize,
    /// What came of the sitting's questions, if anybody watched.
    pub(super) seen: &'w [Seen],
    pub(super) miners: &'w [Miner<'w>],
}

impl Records {
    pub(super) fn new(wanted: &[Record], keep: Keep, window: Window) -> Self {
        Self {
            wanted: wanted.to_vec(),
            keep,
            window,
            tracks: Tracks::default(),
            ledger: Vec::new(),
            incentive: Vec::new(),
            dividends: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// Whether the world is on record.
    pub(super) const fn is_on(&self) -> bool {
        matches!(self.keep, Keep::Record)
    }

    /// Whether anything is wanted but sums.
    pub(super) const fn has_pictures(&self) -> bool {
        !matches!(self.keep, Keep::Sums)
    }

    /// Whether what comes of a block's questions is wanted.
    pub(super) const fn watches(&self, block: u64) -> bool {
        self.is_on() && self.tracks.watches(block)
    }

    /// Closes a sitting for its scores.
    pub(super) fn close(
        &mut self,
        sitting: Box<dyn Sitting + '_>,
        notes: &mut Notes,
        validator: &str,
        watch: &Watch<'_>,
        scores: &mut Vec<(Peer, Score)>,
    ) {
        let keeps_scores = self.is_on() && self.keeps_scores(watch.number);
        if !keeps_scores && watch.seen.is_empty() {
            sitting.close_into(notes, scores);
            return;
        }
        let drafts = self.tracks.drafts(&*sitting, validator, watch);
        let marks = sitting.mark(notes);
        self.tracks.take(drafts, &marks);
        if keeps_scores {
            self.scores.extend(marks.iter().map(|mark| score_row(watch, validator, mark)));
        }
        scores.clear();
        scores.extend(marks.iter().map(|mark| (mark.peer, mark.score)));
    }

    fn keeps_scores(&self, round: u64) -> bool {
        self.wanted.iter().any(|record| match record {
            Record::Scores { one_in } => round.is_multiple_of((*one_in).max(1).into()),
            _ => false,
        })
    }
}

fn score_row(watch: &Watch<'_>, validator: &str, mark: &Mark) -> Vec<String> {
    let keys = mark.peer.coldkey;
    let miner = watch.miners.iter().find(|miner| miner.account == keys).map_or("", |miner| miner.name);
    vec![
        watch.number.to_string(),
        watch.block.to_string(),
        watch.game.to_string(),
        validator.to_owned(),
        mark.peer.uid.0.to_string(),
        miner.to_owned(),
        mark.score.get().to_string(),
    ]
}

impl Site<'_> {
    /// Keeps what an epoch did.
    pub(super) fn record_epoch(&mut self, epoch: &EpochOutcome) {
        if !self.records.is_on() {
            return;
        }
        let wants = |record| self.records.wanted.contains(&record);
        if wants(Record::Ledger) {
            let rows: Vec<Vec<String>> = self.payout_rows(epoch);
            self.records.ledger.extend(rows);
        }
        if wants(Record::Incentive) {
            let rows = self.published_rows(epoch.block.0, &epoch.combined.incentive);
            self.records.incentive.extend(rows);
        }
        if wants(Record::Dividends) {
            let rows = self.published_rows(epoch.block.0, &epoch.combined.dividends);
            self.records.dividends.extend(rows);
        }
        if epoch.block.0 + u64::from(self.plan.tempo) > self.records.window.end.0 {
            self.records.tracks.keep(epoch);
        }
    }

    fn payout_rows(&self, epoch: &EpochOutcome) -> Vec<Vec<String>> {
        let row = |payout: &incentor_ledger::Payout| {
            let coldkey = self.local_of(&payout.coldkey).map_or("owner", |local| self.name_of(local));
            let reason = match payout.reason {
                PayoutReason::OwnerCut => "owner cut",
                PayoutReason::Incentive => "incentive",
                PayoutReason::Take => "take",
                PayoutReason::RootTake => "root take",
                PayoutReason::RootOverflow => "root overflow",
                _ => "stake",
            };
            let alpha = payout.alpha.rao as f64 / RAO_PER_TAO as f64;
            [
                epoch.block.0.to_string(),
                self.name.to_owned(),
                coldkey.to_owned(),
                reason.to_owned(),
                alpha.to_string(),
            ]
            .into()
        };
        epoch.payouts.iter().map(row).collect()
    }

    fn published_rows(&self, block: u64, values: &[u16]) -> Vec<Vec<String>> {
        let row = |(uid, value): (usize, &u16)| -> Vec<String> {
            let share = f64::from(*value) / 65_535.0;
            let uid = Uid(u16::try_from(uid).unwrap_or(u16::MAX));
            [
                block.to_string(),
                self.name.to_owned(),
                uid.0.to_string(),
                self.holder_name(uid).to_owned(),
                share.to_string(),
            ]
            .into()
        };
        values.iter().enumerate().map(row).collect()
    }

    /// The coldkey that a place among the subnet's means.
    pub(super) fn name_of(&self, local: usize) -> &str {
        match self.roles.get(local) {
            Some(Role::Miner(miner)) => self.miners.get(*miner).map_or("", |miner| miner.name),
            Some(Role::Validator(validator)) => self.validators.get(*validator).map_or("", |one| one.name),
            None => "",
        }
    }

    /// The coldkey that holds a seat; empty if its hotkey was left.
    fn holder_name(&self, uid: Uid) -> &str {
        match self.seats.get(uid.index()) {
            Some(Holder::Miner { miner, .. }) => self.miners.get(*miner).map_or("", |miner| miner.name),
            Some(Holder::Validator(validator)) => self.validators.get(*validator).map_or("", |one| one.name),
            Some(Holder::Abandoned) | None => "",
        }
    }

    /// What is left at the world's end.
    pub(super) fn finish_records(&mut self, cast: &Cast, ledger: &Ledger) -> Option<Recorded> {
        if !self.records.is_on() {
            return None;
        }
        let mut recorded = Recorded {
            journeys: self.journeys(cast, ledger),
            weights: self.matrix(ledger, Kept::Weights),
            bonds: self.matrix(ledger, Kept::Bonds),
            ..Recorded::default()
        };
        let published = |name: &'static str| vec!["block", "subnet", "uid", "coldkey", name];
        let records = &mut self.records;
        let mut add = |file: &str, header: Vec<&str>, rows: Vec<Vec<String>>| {
            let header = header.into_iter().map(str::to_owned).collect();
            recorded.tables.push((file.to_owned(), header, rows));
        };
        for record in &records.wanted {
            match record {
                Record::Ledger => add(
                    "ledger.csv",
                    vec!["block", "subnet", "coldkey", "reason", "alpha"],
                    std::mem::take(&mut records.ledger),
                ),
                Record::Incentive => {
                    add("incentive.csv", published("incentive"), std::mem::take(&mut records.incentive));
                }
                Record::Dividends => {
                    add("dividends.csv", published("dividends"), std::mem::take(&mut records.dividends));
                }
                Record::Scores { .. } => add(
                    "scores.csv",
                    vec!["round", "block", "mechanism", "validator", "uid", "coldkey", "score"],
                    std::mem::take(&mut records.scores),
                ),
                Record::WeightsLast | Record::BondsLast => {}
            }
        }
        let matrices = [
            (Record::WeightsLast, "weights.csv", "weight", &recorded.weights),
            (Record::BondsLast, "bonds.csv", "bond", &recorded.bonds),
        ];
        let mut tables: Vec<(String, Vec<String>, Vec<Vec<String>>)> = Vec::new();
        for (record, file, value, matrix) in matrices {
            if records.wanted.contains(&record) {
                let header = ["subnet", "validator", "miner", value].map(str::to_owned).to_vec();
                tables.push((file.to_owned(), header, matrix_rows(self.name, matrix)));
            }
        }
        recorded.tables.extend(tables);
        Some(recorded)
    }

    /// Weights or bonds in force: validators by miners, weights normalised by row, bonds by column.
    fn matrix(&self, ledger: &Ledger, kept: Kept) -> Matrix {
        let view = ledger.view();
        let (Some(subnet), Some(game)) = (view.subnet(self.netuid), self.games.first()) else {
            return Matrix::default();
        };
        let seated: Vec<(&str, Uid)> =
            self.validators.iter().filter_map(|validator| Some((validator.name, validator.uid?))).collect();
        let column = |peer: &Peer| format!("{} {}", peer.uid.0, self.holder_name(peer.uid));
        let row = |uid: Uid| -> Vec<f64> {
            let entries = match kept {
                Kept::Weights => subnet.weights(game.mech, uid),
                Kept::Bonds => subnet.bonds(game.mech, uid),
            };
            let of =
                |peer: &Peer| entries.iter().find(|(uid, _)| *uid == peer.uid.0).map_or(0, |entry| entry.1);
            self.peers.iter().map(|peer| f64::from(of(peer))).collect()
        };
        let mut values: Vec<Vec<f64>> = seated.iter().map(|(_, uid)| row(*uid)).collect();
        match kept {
            Kept::Weights => values.iter_mut().for_each(|row| normalise(row.iter_mut())),
            Kept::Bonds => {
                for column in 0..self.peers.len() {
                    normalise(values.iter_mut().filter_map(|row| row.get_mut(column)));
                }
            }
        }
        Matrix {
            rows: seated.iter().map(|(name, _)| (*name).to_owned()).collect(),
            columns: self.peers.iter().map(column).collect(),
            values,
        }
    }
}

/// Which rows of a mechanism.
#[derive(Clone, Copy, Debug)]
enum Kept {
    Weights,
    Bonds,
}

fn matrix_rows(subnet: &str, matrix: &Matrix) -> Vec<Vec<String>> {
    let rows = matrix.rows.iter().zip(&matrix.values);
    rows.flat_map(|(validator, values)| {
        matrix.columns.iter().zip(values).map(|(miner, value)| {
            vec![subnet.to_owned(), validator.clone(), miner.clone(), value.to_string()]
        })
    })
    .collect()
}

/// Scales numbers to a sum of 1; zeros stay.
fn normalise<'v>(values: impl Iterator<Item = &'v mut f64>) {
    let values: Vec<&mut f64> = values.collect();
    let sum: f64 = values.iter().map(|value| **value).sum();
    if sum > 0.0 {
        values.into_iter().for_each(|value| *value /= sum);
    }
}

impl Recorded {
    /// Adds the next subnet's; matrices are the first one's.
    pub(super) fn add(&mut self, more: Self) {
        self.journeys.extend(more.journeys);
        for (file, header, rows) in more.tables {
            match self.tables.iter_mut().find(|(name, ..)| *name == file) {
                Some((.., all)) => all.extend(rows),
                None => self.tables.push((file, header, rows)),
            }
        }
    }
}
