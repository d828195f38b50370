//! Errands: a round's questions on their way to the miners.

use super::floor::Seen;
use super::site::Holder;
use crate::behaviour::Solver;
use incentor_primitives::Uid;
use incentor_sdk::Sitting;
use std::time::Duration;

/// One question on its way: a sheet of a validator's sitting.
#[derive(Clone, Copy)]
pub(super) struct Errand {
    call: Call,
    /// Which of the questions of this validator to this hotkey it is, from 0.
    pub(super) turn: u32,
    /// Place of its part of the workers.
    pub(super) part: u32,
    pub(super) answer: Option<Answer>,
}

/// An answer as it left the miner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    pub(super) latency: Duration,
    /// The solver, if it is the miner's own work; only that can be copied.
    pub(super) solver: Option<Solver>,
    pub(super) value: Option<f64>,
}

/// Whom a sheet goes to: all that sorting needs.
#[derive(Clone, Copy)]
struct Call {
    sitting: u32,
    sheet: u32,
    miner: u32,
    hotkey: u32,
    uid: Uid,
}

/// Room for sorting, kept from round to round.
#[derive(Default)]
pub(super) struct Sorter {
    calls: Vec<Call>,
    sorted: Vec<Call>,
    next: Vec<usize>,
}

/// Lists every sheet that goes to a miner, by miner, hotkey and validator: an order without uids.
pub(super) fn list(
    sittings: &[Box<dyn Sitting + '_>],
    (seats, miners): (&[Holder], usize),
    errands: &mut Vec<Errand>,
    sorter: &mut Sorter,
) {
    let calls = &mut sorter.calls;
    calls.clear();
    for (sitting, sheets) in (0..).zip(sittings) {
        sheets.each_target(&mut |sheet, peer| {
            if let Some(&Holder::Miner { miner, hotkey }) = seats.get(peer.uid.index()) {
                let (sheet, miner, hotkey) = (sheet as u32, miner as u32, hotkey as u32);
                calls.push(Call { sitting, sheet, miner, hotkey, uid: peer.uid });
            }
        });
    }
    // Made sitting by sitting and sheet by sheet: a stable sort by hotkey keeps both, and finds most in order.
    if !calls.is_sorted_by_key(|call| (call.miner, call.hotkey)) {
        sorter.sort(miners);
    }
    errands.clear();
    let (mut last, mut turn) = (None, 0);
    errands.extend(sorter.calls.iter().map(|call| {
        let asked = Some((call.miner, call.hotkey, call.sitting));
        turn = if last == asked { turn + 1 } else { 0 };
        last = asked;
        Errand { call: *call, turn, part: 0, answer: None }
    }));
}

impl Sorter {
    /// Calls by miner and hotkey, otherwise as they were: a counting sort by miner, then each miner's few hotkeys.
    fn sort(&mut self, miners: usize) {
        let Self { calls, sorted, next } = self;
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
}

impl Errand {
    pub(super) const fn sitting(&self) -> usize {
        self.call.sitting as usize
    }

    pub(super) const fn sheet(&self) -> usize {
        self.call.sheet as usize
    }

    pub(super) const fn miner(&self) -> usize {
        self.call.miner as usize
    }

    pub(super) const fn hotkey(&self) -> usize {
        self.call.hotkey as usize
    }

    pub(super) const fn uid(&self) -> Uid {
        self.call.uid
    }

    /// Whether both go to one hotkey.
    pub(super) const fn is_to_hotkey_of(&self, other: &Self) -> bool {
        self.call.miner == other.call.miner && self.call.hotkey == other.call.hotkey
    }

    pub(super) fn is_original(&self) -> bool {
        self.answer.is_some_and(|answer| answer.solver.is_some())
    }

    pub(super) fn seen(&self) -> Seen {
        Seen {
            sitting: self.sitting(),
            sheet: self.sheet(),
            miner: self.miner(),
            hotkey: self.hotkey(),
            latency: self.answer.map(|answer| answer.latency),
            value: self.answer.and_then(|answer| answer.value),
            is_own: self.is_original(),
        }
    }
}
