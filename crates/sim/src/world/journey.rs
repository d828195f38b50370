//! One weight, from answer to payout: two hotkeys of the first subnet, through its last tempo.

use super::genesis::joins_at;
use super::prices::alpha_tao;
use super::records::Watch;
use super::site::{Role, Site};
use super::window::{Window, days};
use crate::cast::{Cast, Coldkey};
use incentor_ledger::{EpochOutcome, Ledger, Network as _};
use incentor_primitives::{BlockNumber, RAO_PER_TAO, Uid};
use incentor_scenario::Costs;
use incentor_scenario::run::{Journey, JourneyAnswer, JourneyPay, JourneyRow};
use incentor_sdk::{Mark, Sitting, WeightVector};
use serde_json::Value;
use std::collections::BTreeMap;

/// Longest question or reply that is kept, in characters.
const MOST_CHARACTERS: usize = 400;
/// Answers of one hotkey that are kept.
const MOST_ANSWERS: usize = 400;

/// What is kept on the way; nothing where no hotkey is followed.
#[derive(Default)]
pub(super) struct Tracks {
    followed: Vec<Track>,
    /// Block from which on answers are kept.
    from: u64,
    last_epoch: Option<EpochOutcome>,
    costs: Option<Costs>,
}

/// A hotkey that is followed.
struct Track {
    miner: usize,
    hotkey: usize,
    answers: Vec<(u64, String, JourneyAnswer)>,
    /// Rows that gave it a weight, or none.
    rows: Vec<SentRow>,
}

/// A row that a validator sent.
struct SentRow {
    validator: usize,
    sent_at: u64,
    /// From which block on it is in force.
    in_force_from: u64,
    average: Option<f64>,
    weight: Option<u16>,
    /// Its share of the row, 0 to 1.
    share: f64,
}

/// An answer whose score is not known yet.
pub(super) struct Draft {
    track: usize,
    sheet: usize,
    validator: String,
    answer: JourneyAnswer,
}

impl Tracks {
    /// Follows hotkeys from a block on.
    pub(super) fn follow(&mut self, hotkeys: &[(usize, usize)], from: u64, costs: Costs) {
        let track = |&(miner, hotkey): &(usize, usize)| Track {
            miner,
            hotkey,
            answers: Vec::new(),
            rows: Vec::new(),
        };
        self.followed = hotkeys.iter().map(track).collect();
        (self.from, self.costs) = (from, Some(costs));
    }

    pub(super) const fn watches(&self, block: u64) -> bool {
        !self.followed.is_empty() && block >= self.from
    }

    /// What came of the followed hotkeys' questions of a sitting.
    pub(super) fn drafts(&self, sitting: &dyn Sitting, validator: &str, watch: &Watch<'_>) -> Vec<Draft> {
        let mut drafts = Vec::new();
        if watch.game > 0 {
            return drafts;
        }
        for (track, followed) in self.followed.iter().enumerate() {
            let mine = watch
                .seen
                .iter()
                .filter(|seen| (seen.miner, seen.hotkey) == (followed.miner, followed.hotkey));
            for seen in mine {
                let reply = sitting.reply_json(seen.sheet);
                let answer = JourneyAnswer {
                    block: watch.block,
                    validator: validator.to_owned(),
                    question: shown(&asked(sitting.request(seen.sheet), reply.as_ref())),
                    failure: reply.is_none().then(|| "no reply".to_owned()),
                    reply: reply.as_ref().map(shown).unwrap_or_default(),
                    true_value: seen.value,
                    fresh: seen.is_own,
                    latency_ms: seen.latency.map_or(0.0, |latency| latency.as_secs_f64() * 1_000.0),
                    score: 0.0,
                    parts: Vec::new(),
                };
                drafts.push(Draft { track, sheet: seen.sheet, validator: validator.to_owned(), answer });
            }
        }
        drafts
    }

    /// Keeps them with their marks; those of a void round have none.
    pub(super) fn take(&mut self, drafts: Vec<Draft>, marks: &[Mark]) {
        for Draft { track, sheet, validator, mut answer } in drafts {
            let (Some(track), Some(mark)) = (self.followed.get_mut(track), marks.get(sheet)) else {
                continue;
            };
            answer.score = mark.score.get();
            answer.parts = mark.parts.iter().map(|part| (part.name.to_string(), part.score)).collect();
            if track.answers.len() >= MOST_ANSWERS {
                track.answers.remove(0);
            }
            track.answers.push((answer.block, validator, answer));
        }
    }

    /// Keeps the last epoch.
    pub(super) fn keep(&mut self, epoch: &EpochOutcome) {
        if !self.followed.is_empty() {
            self.last_epoch = Some(epoch.clone());
        }
    }
}

impl Site<'_> {
    /// Follows an honest hotkey in the middle of the field, and a cheating one if there is any.
    pub(super) fn follow_two(&mut self, cast: &Cast, window: &Window, costs: Costs) {
        if !self.records.is_on() {
            return;
        }
        let there = |coldkey: &Coldkey| coldkey.is_miner() && joins_at(cast, coldkey).is_none();
        let of =
            |local: usize| cast.coldkeys.get(self.first_coldkey + local).filter(|coldkey| there(coldkey));
        let is_tried = |coldkey: &Coldkey| {
            cast.populations.get(coldkey.population).is_some_and(|one| one.plan.otherwise.is_some())
        };
        let locals = || 0..self.roles.len();
        let honest: Vec<usize> = locals()
            .filter(|local| of(*local).is_some_and(|coldkey| coldkey.is_honest() && !is_tried(coldkey)))
            .collect();
        let cheats = || locals().filter(|local| of(*local).is_some_and(|coldkey| !coldkey.is_honest()));
        let cheat = cheats().find(|local| of(*local).is_some_and(is_tried)).or_else(|| cheats().next());
        let followed = honest.get(honest.len() / 2).copied().into_iter().chain(cheat);
        let hotkeys: Vec<(usize, usize)> = followed
            .filter_map(|local| match self.roles.get(local) {
                Some(Role::Miner(miner)) => Some((*miner, 0)),
                _ => None,
            })
            .collect();
        // Rows may have been sent as many epochs before as commits wait, and rest on rounds before that.
        let period = self.plan.settings.iter().find(|setting| setting.name == "reveal_period_epochs");
        let waits = match period.map(|setting| setting.value) {
            Some(incentor_scenario::SettingValue::Whole(epochs)) => u64::try_from(epochs).unwrap_or(1),
            _ => 1,
        };
        let from = window.end.0.saturating_sub((waits + 4) * u64::from(self.plan.tempo));
        self.records.tracks.follow(&hotkeys, from, costs);
    }

    /// Keeps what a row that the chain took gave the followed hotkeys.
    pub(super) fn track_row(
        &mut self,
        (game, validator): (usize, usize),
        row: &WeightVector,
        block: BlockNumber,
        in_force_from: u64,
    ) {
        if game > 0 || !self.records.watches(block.0) {
            return;
        }
        let Self { records, miners, validators, .. } = self;
        for track in &mut records.tracks.followed {
            let hotkey = miners.get(track.miner).and_then(|miner| miner.hotkeys.get(track.hotkey));
            let Some(uid) = hotkey.and_then(|hotkey| hotkey.uid) else { continue };
            let peer = self.peers.iter().find(|peer| peer.uid == uid);
            let post = validators.get(validator).filter(|one| one.keeps_a_book());
            let book = post.and_then(|one| one.desks.first()).map(|post| &post.book);
            let average = peer.and_then(|peer| book.map(|book| book.score(peer).get()));
            let weight = row.entries().iter().find(|(other, _)| *other == uid).map(|(_, weight)| weight.0);
            let sum: f64 = row.entries().iter().map(|(_, weight)| f64::from(weight.0)).sum();
            let share = if sum > 0.0 { f64::from(weight.unwrap_or(0)) / sum } else { 0.0 };
            track.rows.push(SentRow { validator, sent_at: block.0, in_force_from, average, weight, share });
        }
    }

    /// The journeys of the followed hotkeys that held their seats through the last epoch.
    pub(super) fn journeys(&mut self, cast: &Cast, ledger: &Ledger) -> Vec<Journey> {
        let tracks = std::mem::take(&mut self.records.tracks);
        let (Some(epoch), Some(costs)) = (&tracks.last_epoch, tracks.costs) else { return Vec::new() };
        tracks.followed.iter().filter_map(|track| self.journey(track, epoch, costs, cast, ledger)).collect()
    }

    fn journey(
        &self,
        track: &Track,
        epoch: &EpochOutcome,
        costs: Costs,
        cast: &Cast,
        ledger: &Ledger,
    ) -> Option<Journey> {
        let miner = self.miners.get(track.miner)?;
        let hotkey = miner.hotkeys.get(track.hotkey)?;
        let uid = hotkey.uid.filter(|_| hotkey.registered_at < epoch.block.0)?;
        let coldkey = cast.coldkeys.get(miner.coldkey)?;
        let main = epoch.mechanisms.first()?;
        let bits = |list: &[i64]| list.get(uid.index()).map_or(0.0, |bits| *bits as f64 / 4_294_967_296.0);
        let (consensus, incentive) = (bits(&main.bits.consensus), bits(&main.bits.incentive));
        let rows = self.rows_of(track, uid, epoch, consensus, ledger);
        let answer = telling(&track.answers, &rows).cloned();
        Some(Journey {
            honest: coldkey.is_honest(),
            coldkey: coldkey.name.clone(),
            hotkey: hotkey.ordinal + 1,
            behaviour: crate::describe::behaviour(&coldkey.part),
            subnet: self.name.to_owned(),
            uid: uid.0,
            epoch_block: epoch.block.0,
            answer,
            rows,
            consensus,
            incentive,
            incentive_u16: main.incentive.get(uid.index()).copied().unwrap_or(0),
            pay: self.pay(track, uid, epoch, costs, ledger),
        })
    }

    /// What each validator made of a seat, by stake, largest first.
    fn rows_of(
        &self,
        track: &Track,
        uid: Uid,
        epoch: &EpochOutcome,
        consensus: f64,
        ledger: &Ledger,
    ) -> Vec<JourneyRow> {
        let view = ledger.view();
        let (Some(subnet), Some(game)) = (view.subnet(self.netuid), self.games.first()) else {
            return Vec::new();
        };
        let Some(main) = epoch.mechanisms.first() else { return Vec::new() };
        let stake = |uid: Uid| -> f64 {
            let active = main.active.get(uid.index()).copied().unwrap_or(false);
            if active { main.stake_weight.get(uid.index()).copied().unwrap_or(0).into() } else { 0.0 }
        };
        let bond = |from: Uid| -> f64 {
            let row = subnet.bonds(game.mech, from);
            row.iter().find(|(to, _)| *to == uid.0).map_or(0.0, |(_, bond)| f64::from(*bond))
        };
        let seated = || self.validators.iter().enumerate().filter_map(|(at, one)| Some((at, one, one.uid?)));
        let all_stake: f64 = seated().map(|(.., uid)| stake(uid)).sum();
        let all_bonds: f64 = seated().map(|(.., uid)| bond(uid)).sum();
        let all_alpha = main.validator_emission.iter().sum::<u64>() as f64 / RAO_PER_TAO as f64;
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let fraction =
            |list: &[i64], uid: usize| list.get(uid).map_or(0.0, |bits| *bits as f64 / 4_294_967_296.0);
        // What a bond draws: Yuma 2 divides a miner's bonds among those who hold them, Yuma 3 counts each by itself.
        let mut held: BTreeMap<u16, f64> = BTreeMap::new();
        for (.., own) in seated() {
            for (to, bond) in subnet.bonds(game.mech, own) {
                *held.entry(*to).or_default() += f64::from(*bond);
            }
        }
        let yuma3 = subnet.parameters().yuma3_on;
        let drawn = |own: Uid, wanted: Option<u16>| -> f64 {
            let bonds = subnet.bonds(game.mech, own).iter();
            let draws = |(to, bond): &(u16, u16)| {
                let of_all = if yuma3 { 1.0 } else { held.get(to).copied().unwrap_or(1.0) };
                f64::from(*bond) / of_all * fraction(&main.bits.incentive, usize::from(*to))
            };
            bonds.filter(|(to, _)| wanted.is_none_or(|wanted| wanted == *to)).map(draws).sum()
        };
        let mut rows: Vec<JourneyRow> = seated()
            .map(|(place, validator, own)| {
                let in_force = track
                    .rows
                    .iter()
                    .rev()
                    .find(|row| row.validator == place && row.in_force_from <= epoch.block.0);
                // Of a row from before the tracks all that is left is what the chain has stored.
                let stored = || {
                    let row = subnet.weights(game.mech, own);
                    let sum: f64 = row.iter().map(|(_, weight)| f64::from(*weight)).sum();
                    let weight = row.iter().find(|(to, _)| *to == uid.0);
                    share(weight.map_or(0.0, |(_, weight)| f64::from(*weight)), sum)
                };
                let weight = in_force.map_or_else(stored, |row| row.share);
                let bond = share(bond(own), all_bonds);
                JourneyRow {
                    validator: validator.name.to_owned(),
                    behaviour: crate::describe::validator(validator.plan),
                    stake_share: share(stake(own), all_stake),
                    asked: validator.asked_last(uid),
                    average_score: in_force.and_then(|row| row.average),
                    weight_u16: in_force.map(|row| row.weight.unwrap_or(0)),
                    committed_at: in_force.map(|row| row.sent_at),
                    revealed_at: in_force.map(|row| row.in_force_from),
                    weight,
                    clipped: weight.min(consensus),
                    bond,
                    dividend_alpha: all_alpha
                        * fraction(&main.bits.dividends, own.index())
                        * share(drawn(own, Some(uid.0)), drawn(own, None)),
                }
            })
            .collect();
        rows.sort_by(|a, b| b.stake_share.total_cmp(&a.stake_share));
        rows
    }

    fn pay(
        &self,
        track: &Track,
        uid: Uid,
        epoch: &EpochOutcome,
        costs: Costs,
        ledger: &Ledger,
    ) -> JourneyPay {
        let tao = |rao: u64| rao as f64 / RAO_PER_TAO as f64;
        let settled = &epoch.settlement;
        let alpha = tao(epoch.combined.server_emission.get(uid.index()).copied().unwrap_or(0));
        let view = ledger.view();
        let price =
            alpha_tao(&self.plan.alpha_price, view.subnet(self.netuid), Window::days_at(epoch.block.0));
        let per_day = self.miners.get(track.miner).map_or(0.0, |miner| {
            let work = miner.ability.base().map_or(0.0, |quality| {
                f64::from(miner.plan.workers)
                    * costs.worker_base.0
                    * libm::pow(quality, costs.worker_exponent)
            });
            work / miner.seats().max(1) as f64 + costs.hotkey.0
        });
        let cost = per_day * days(self.plan.tempo.into());
        JourneyPay {
            subnet_alpha: tao(settled.pending_rao()),
            owner_alpha: tao(settled.owner_cut.rao),
            miners_alpha: tao(settled.server.rao),
            validators_alpha: tao(settled.validator.rao.saturating_add(settled.root.rao)),
            alpha,
            price_tao: price,
            tao: alpha * price,
            cost_tao: cost,
            profit_tao: alpha * price - cost,
        }
    }
}

/// The answer to follow from here on, of those that rows in force rest on.
///
/// By the validator with most stake that asked: the last one no worse than its average, or the last one. A single
/// answer may be all wrong where the average is not, and then says little about the weight.
fn telling<'a>(
    answers: &'a [(u64, String, JourneyAnswer)],
    rows: &[JourneyRow],
) -> Option<&'a JourneyAnswer> {
    rows.iter().find_map(|row| {
        let sent = row.committed_at?;
        let counts = |(block, validator, _): &&(u64, String, JourneyAnswer)| {
            *validator == row.validator && *block <= sent
        };
        let mut latest = answers.iter().rev().filter(counts).map(|(.., answer)| answer);
        let average = row.average_score.unwrap_or(0.0);
        latest.clone().find(|answer| answer.score >= average).or_else(|| latest.next())
    })
}

/// A question without what the reply fills in, which it carries empty.
fn asked(mut question: Value, reply: Option<&Value>) -> Value {
    if let (Some(fields), Some(Value::Object(filled))) = (question.as_object_mut(), reply) {
        fields.retain(|name, _| !filled.contains_key(name));
    }
    question
}

/// A text of so many characters at most, with a sign in its middle where it was cut.
fn shortened(value: &Value, most: usize) -> Value {
    match value {
        Value::String(text) if text.chars().count() > most => {
            let letters: Vec<char> = text.chars().collect();
            let (start, end) = (most * 2 / 3, letters.len() - most / 3);
            let part = |some: Option<&[char]>| some.unwrap_or(&[]).iter().collect::<String>();
            let (start, end) = (part(letters.get(..start)), part(letters.get(end..)));
            // Between words, where there are any.
            let start = start.rsplit_once(char::is_whitespace).map_or(&*start, |(words, _)| words);
            let end = end.split_once(char::is_whitespace).map_or(&*end, |(_, words)| words);
            Value::String(format!("{start} … {end}"))
        }
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), shortened(value, most))).collect())
        }
        other => other.clone(),
    }
}

/// JSON, cut to what a page has room for, with a sign where it was.
///
/// Long texts give way in their middle first, so that what stands behind them is seen, too.
fn shown(value: &Value) -> String {
    let fits = |text: &String| text.chars().count() <= MOST_CHARACTERS;
    let text = value.to_string();
    if fits(&text) {
        return text;
    }
    let texts = || [240, 160, 80, 40].into_iter().map(|most| shortened(value, most).to_string());
    if let Some(text) = texts().find(fits) {
        return text;
    }
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_cut_says_so() {
        let cut = |length: usize| shown(&Value::String("ä".repeat(length)));
        assert_eq!(cut(398), format!("\"{}\"", "ä".repeat(398)));
        assert_eq!(cut(399), format!("\"{} … {}\"", "ä".repeat(160), "ä".repeat(80)));
        let numbers = shown(&Value::from(vec![1234; 100]));
        assert_eq!((numbers.chars().count(), numbers.ends_with('…')), (401, true));
    }

    #[test]
    fn what_stands_behind_a_long_text_is_shown() {
        let passage = "word ".repeat(400);
        let question = shown(&json!({ "passage": passage, "question": "Who is the sister of Maren Voss?" }));
        assert!(question.chars().count() <= MOST_CHARACTERS);
        assert!(question.contains(" word … word "), "{question}");
        assert!(question.ends_with(r#"word ","question":"Who is the sister of Maren Voss?"}"#), "{question}");
    }

    #[test]
    fn a_question_has_no_empty_answers_in_it() {
        let question = json!({ "answer": "", "question": "who?" });
        assert_eq!(asked(question.clone(), Some(&json!({ "answer": "me" }))), json!({ "question": "who?" }));
        assert_eq!(asked(question.clone(), None), question);
    }

    #[test]
    fn the_answer_that_is_followed_is_no_worse_than_its_average() {
        let row = |validator: &str, average_score: Option<f64>, committed_at: Option<u64>| JourneyRow {
            validator: validator.to_owned(),
            behaviour: String::new(),
            stake_share: 0.5,
            asked: 3,
            average_score,
            weight_u16: None,
            committed_at,
            revealed_at: None,
            weight: 0.0,
            clipped: 0.0,
            bond: 0.0,
            dividend_alpha: 0.0,
        };
        let answers: Vec<(u64, String, JourneyAnswer)> =
            [(1, "a", 0.9), (2, "a", 0.0), (2, "b", 0.3), (9, "a", 1.0)]
                .into_iter()
                .map(|(block, validator, score)| {
                    let answer = JourneyAnswer {
                        block,
                        validator: validator.to_owned(),
                        question: String::new(),
                        reply: String::new(),
                        failure: None,
                        true_value: None,
                        fresh: true,
                        latency_ms: 0.0,
                        score,
                        parts: Vec::new(),
                    };
                    (block, validator.to_owned(), answer)
                })
                .collect();
        let check = |rows: &[JourneyRow], expected: Option<f64>| {
            assert_eq!(telling(&answers, rows).map(|answer| answer.score), expected, "{rows:?}");
        };
        let b = row("b", Some(0.3), Some(5));
        check(&[row("a", Some(0.4), Some(5)), b.clone()], Some(0.9));
        check(&[row("a", Some(0.95), Some(5)), b.clone()], Some(0.0));
        check(&[row("a", Some(0.4), Some(9)), b.clone()], Some(1.0));
        check(&[row("copier", None, Some(5)), b.clone()], Some(0.3));
        check(&[row("a", Some(0.4), None), b], Some(0.3));
        check(&[row("a", Some(0.4), Some(0))], None);
    }
}
