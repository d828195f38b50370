//! Errands: a round's questions on their way to the miners.

use super::site::Holder;
use crate::behaviour::Solver;
use incentor_primitives::Uid;
use incentor_sdk::Sitting;
use std::time::Duration;

/// A round's questions, by miner, hotkey and validator: an order without uids.
#[derive(Default)]
pub(super) struct Errands {
    /// Whether all validators ask alike: sheet by sheet the same question to the same hotkey.
    pub(super) in_unison: bool,
    list: Vec<Errand>,
    answers: Vec<Option<Answer>>,
    calls: Vec<Call>,
    sorted: Vec<Call>,
    next: Vec<usize>,
}

/// A sheet that goes to a hotkey; in unison, together with those of the same number of the sittings after it.
#[derive(Clone, Copy)]
pub(super) struct Errand {
    pub(super) first: Call,
    /// How many sheets, the first included.
    pub(super) sheets: usize,
}

/// Where a question stands: which errand, and how many of its sheets come before.
#[derive(Clone, Copy)]
pub(super) struct Place {
    errand: usize,
    ahead: usize,
}

/// One question on its way: a sheet of one validator's sitting.
#[derive(Clone, Copy)]
pub(super) struct Call {
    sheet: u32,
    miner: u32,
    hotkey: u32,
    sitting: u32,
    /// Its question's number among those of its sitting.
    question: u32,
    /// Which of the questions of this validator to this hotkey it is, from 0.
    pub(super) turn: u32,
    /// Place of its part of the workers.
    pub(super) part: u32,
    /// How many questions come before it.
    number: u32,
    pub(super) uid: Uid,
}

/// An answer as it left the miner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    pub(super) latency: Duration,
    /// The solver, if it is the miner's own work; only that can be copied.
    pub(super) solver: Option<Solver>,
    pub(super) value: Option<f64>,
}

/// What came of a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) sitting: usize,
    pub(super) sheet: usize,
    pub(super) miner: usize,
    pub(super) hotkey: usize,
    /// When the answer was there; `None` = none came.
    pub(super) latency: Option<Duration>,
    pub(super) value: Option<f64>,
    /// Whether it is the miner's own work.
    pub(super) is_own: bool,
}

impl Errands {
    /// Lists every sheet that goes to a miner; none has an answer yet.
    pub(super) fn list(&mut self, sittings: &[Box<dyn Sitting + '_>], seats: &[Holder], miners: usize) {
        self.in_unison = are_in_unison(sittings);
        self.call(if self.in_unison { &sittings[..1] } else { sittings }, seats);
        // Made sitting by sitting and sheet by sheet: a stable sort by hotkey keeps both.
        if !self.calls.is_sorted_by_key(|call| (call.miner, call.hotkey)) {
            self.sort(miners);
        }
        let times = if self.in_unison { sittings.len() } else { 1 };
        let Self { list, answers, calls, .. } = self;
        list.clear();
        let mut number = 0;
        let mut put = |first: Call, sheets: usize| {
            list.push(Errand { first: Call { number, ..first }, sheets });
            number += sheets as u32;
        };
        let asked = |call: &Call| (call.miner, call.hotkey, call.sitting);
        for calls in calls.chunk_by(|one, other| asked(one) == asked(other)) {
            if let [call] = calls {
                put(*call, times);
                continue;
            }
            for ahead in 0..times as u32 {
                for (turn, call) in (0..).zip(calls) {
                    put(Call { sitting: call.sitting + ahead, turn, ..*call }, 1);
                }
            }
        }
        answers.clear();
        answers.resize(number as usize, None);
    }

    /// Writes down whom the sheets go to.
    fn call(&mut self, sittings: &[Box<dyn Sitting + '_>], seats: &[Holder]) {
        let calls = &mut self.calls;
        calls.clear();
        for (sitting, sheets) in (0..).zip(sittings) {
            sheets.each_sheet(&mut |sheet, peer, question| {
                if let Some(&Holder::Miner { miner, hotkey }) = seats.get(peer.uid.index()) {
                    let (sheet, question) = (sheet as u32, question as u32);
                    let (miner, hotkey) = (miner as u32, hotkey as u32);
                    calls.push(Call {
                        sheet,
                        miner,
                        hotkey,
                        sitting,
                        question,
                        turn: 0,
                        part: 0,
                        number: 0,
                        uid: peer.uid,
                    });
                }
            });
        }
    }

    /// Calls by miner and hotkey, otherwise as they were: a counting sort by miner, then each miner's few hotkeys.
    fn sort(&mut self, miners: usize) {
        let Self { calls, sorted, next, .. } = self;
        let Some(&first) = calls.first() else { return };
        next.clear();
        next.resize(miners + 1, 0);
        calls.iter().for_each(|call| next[call.miner as usize + 1] += 1);
        for miner in 1..=miners {
            next[miner] += next[miner - 1];
        }
        sorted.clear();
        sorted.resize(calls.len(), first);
        for call in &*calls {
            let place = &mut next[call.miner as usize];
            sorted[*place] = *call;
            *place += 1;
        }
        std::mem::swap(calls, sorted);
        for of_miner in calls.chunk_by_mut(|one, other| one.miner == other.miner) {
            if !of_miner.is_sorted_by_key(|call| call.hotkey) {
                of_miner.sort_by_key(|call| call.hotkey);
            }
        }
    }

    /// The errands, a miner's at a time.
    pub(super) fn by_miner(&mut self) -> impl Iterator<Item = &mut [Errand]> {
        self.list.chunk_by_mut(|one, other| one.first.miner == other.first.miner)
    }

    /// The question at a place; `None` past the end.
    pub(super) fn get(&self, place: Place) -> Option<Call> {
        self.list.get(place.errand).map(|errand| errand.call(place.ahead))
    }

    /// The place of the question after.
    pub(super) fn next(&self, Place { errand, ahead }: Place) -> Place {
        match self.list.get(errand) {
            Some(one) if ahead + 1 < one.sheets => Place { errand, ahead: ahead + 1 },
            _ => Place { errand: errand + 1, ahead: 0 },
        }
    }

    /// How many sheets of its errand come after a place.
    pub(super) fn sheets_after(&self, place: Place) -> usize {
        self.list.get(place.errand).map_or(0, |errand| errand.sheets - place.ahead - 1)
    }

    /// All questions, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Call> {
        self.list.iter().flat_map(|errand| (0..errand.sheets).map(|ahead| errand.call(ahead)))
    }

    /// Whether no question before this one goes to its hotkey.
    pub(super) fn is_first_of_hotkey(&self, Place { errand, ahead }: Place) -> bool {
        let before = errand.checked_sub(1).and_then(|before| self.list.get(before));
        let goes =
            |other: &Errand| self.list.get(errand).is_some_and(|own| own.first.is_to_hotkey_of(&other.first));
        ahead == 0 && !before.is_some_and(goes)
    }

    /// The questions before a place, the nearest first.
    pub(super) fn before(&self, Place { errand, ahead }: Place) -> impl Iterator<Item = Call> {
        let here = self.list.get(errand).map(|errand| (errand, ahead));
        let earlier = self.list[..errand].iter().rev().map(|errand| (errand, errand.sheets));
        let back = |(errand, sheets): (&Errand, usize)| {
            let errand = *errand;
            (0..sheets).rev().map(move |ahead| errand.call(ahead))
        };
        here.into_iter().chain(earlier).flat_map(back)
    }

    pub(super) fn answer(&self, call: &Call) -> Option<&Answer> {
        self.answers[call.number as usize].as_ref()
    }

    /// Shows every answer with its sitting and sheet, in the order of the questions.
    pub(super) fn each_answer(&self, mut visit: impl FnMut(usize, usize, &Answer)) {
        let mut answers = &self.answers[..];
        for Errand { first, sheets } in &self.list {
            let (own, others) = answers.split_at(*sheets);
            answers = others;
            for (sitting, answer) in (first.sitting()..).zip(own) {
                if let Some(answer) = answer {
                    visit(sitting, first.sheet(), answer);
                }
            }
        }
    }

    /// Whether a question has been answered with the miner's own work.
    pub(super) fn is_original(&self, call: &Call) -> bool {
        self.answer(call).is_some_and(|answer| answer.solver.is_some())
    }

    /// Those to so many questions after one.
    pub(super) fn answers_after(&mut self, call: &Call, count: usize) -> &mut [Option<Answer>] {
        let first = call.number() + 1;
        &mut self.answers[first..first + count]
    }

    pub(super) fn set(&mut self, call: &Call, answer: Answer) {
        self.answers[call.number as usize] = Some(answer);
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        let seen = |call: Call| {
            let answer = self.answer(&call);
            Seen {
                sitting: call.sitting(),
                sheet: call.sheet(),
                miner: call.miner(),
                hotkey: call.hotkey(),
                latency: answer.map(|answer| answer.latency),
                value: answer.and_then(|answer| answer.value),
                is_own: self.is_original(&call),
            }
        };
        self.iter().map(seen).collect()
    }
}

/// Whether all sittings ask as the first does.
fn are_in_unison(sittings: &[Box<dyn Sitting + '_>]) -> bool {
    let Some((first, others)) = sittings.split_first() else { return false };
    let first = first.leaves();
    others.iter().all(|sitting| sitting.asks_as(first))
}

impl Place {
    pub(super) const START: Self = Self { errand: 0, ahead: 0 };

    /// So many sheets further in the same errand.
    pub(super) const fn ahead(self, sheets: usize) -> Self {
        Self { ahead: self.ahead + sheets, ..self }
    }
}

impl Errand {
    pub(super) const fn call(&self, ahead: usize) -> Call {
        let ahead = ahead as u32;
        Call { sitting: self.first.sitting + ahead, number: self.first.number + ahead, ..self.first }
    }
}

impl Call {
    pub(super) const fn sitting(&self) -> usize {
        self.sitting as usize
    }

    pub(super) const fn sheet(&self) -> usize {
        self.sheet as usize
    }

    pub(super) const fn miner(&self) -> usize {
        self.miner as usize
    }

    pub(super) const fn hotkey(&self) -> usize {
        self.hotkey as usize
    }

    pub(super) const fn question(&self) -> usize {
        self.question as usize
    }

    pub(super) const fn number(&self) -> usize {
        self.number as usize
    }

    /// Whether both go to one hotkey.
    pub(super) const fn is_to_hotkey_of(&self, other: &Self) -> bool {
        self.miner == other.miner && self.hotkey == other.hotkey
    }
}
