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
    sheet: u32,
    miner: u32,
    hotkey: u32,
    sitting: u32,
    uid: Uid,
}

/// Room for the list, kept from round to round.
#[derive(Default)]
pub(super) struct Lister {
    /// Of the first sitting's sheets.
    uids: Vec<Uid>,
    calls: Vec<Call>,
    sorted: Vec<Call>,
    next: Vec<usize>,
}

impl Lister {
    /// Lists every sheet that goes to a miner, by miner, hotkey and validator: an order without uids.
    pub(super) fn list(
        &mut self,
        sittings: &[Box<dyn Sitting + '_>],
        seats: &[Holder],
        miners: usize,
        errands: &mut Vec<Errand>,
    ) {
        errands.clear();
        let alike = self.call(sittings, seats);
        // Made sitting by sitting and sheet by sheet: a stable sort by hotkey keeps both.
        if !self.calls.is_sorted_by_key(|call| (call.miner, call.hotkey)) {
            self.sort(miners);
        }
        let times = if alike { sittings.len() as u32 } else { 1 };
        let asked = |call: &Call| (call.miner, call.hotkey, call.sitting);
        for calls in self.calls.chunk_by(|one, other| asked(one) == asked(other)) {
            for ahead in 0..times {
                errands.extend((0..).zip(calls).map(|(turn, call)| {
                    let call = Call { sitting: call.sitting + ahead, ..*call };
                    Errand { call, turn, part: 0, answer: None }
                }));
            }
        }
    }

    /// Writes down whom the sheets go to; of the first sitting alone if all go to the same, as where everybody is
    /// asked. Gives whether they do.
    fn call(&mut self, sittings: &[Box<dyn Sitting + '_>], seats: &[Holder]) -> bool {
        let Self { calls, uids, .. } = self;
        calls.clear();
        uids.clear();
        let Some((first, others)) = sittings.split_first() else { return true };
        first.each_target(&mut |_, peer| uids.push(peer.uid));
        let is_like_first = |sitting: &dyn Sitting| {
            let mut alike = sitting.sheets() == uids.len();
            sitting.each_target(&mut |sheet, peer| alike &= uids.get(sheet) == Some(&peer.uid));
            alike
        };
        let alike = others.iter().all(|sitting| is_like_first(&**sitting));
        for (sitting, sheets) in (0..).zip(if alike { &sittings[..1] } else { sittings }) {
            sheets.each_target(&mut |sheet, peer| {
                if let Some(&Holder::Miner { miner, hotkey }) = seats.get(peer.uid.index()) {
                    let (sheet, miner, hotkey) = (sheet as u32, miner as u32, hotkey as u32);
                    calls.push(Call { sitting, sheet, miner, hotkey, uid: peer.uid });
                }
            });
        }
        alike
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
