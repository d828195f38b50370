//! One answer for many validators.

use super::super::errand::{Answer, Call, Place};
use super::super::miner::Miner;
use super::{Floor, Harvest, Scratch};

impl Floor<'_, '_> {
    /// Hands an honest hotkey's answer to the validators after it that have the same question; gives the place of the
    /// last.
    pub(super) fn hand_out(
        &mut self,
        (at, done): (Place, Call),
        miner: &Miner<'_>,
        harvest: &mut Harvest,
    ) -> Place {
        let Some(answer) = self.scratch.errands.answer(&done).copied() else { return at };
        let more = self.scratch.errands.sheets_after(at);
        if done.sitting() == 0 && more > 0 {
            self.echo((&done, more), answer, miner, harvest);
            return at.ahead(more);
        }
        let usual = self.scratch.delays.is_empty().then(|| self.latency(&done, miner));
        let mut last = at;
        loop {
            let next = self.scratch.errands.next(last);
            let call = self.scratch.errands.get(next).filter(|call| call.is_to_hotkey_of(&done));
            let Some(call) = call.filter(|call| self.is_same(&done, call)) else { return last };
            last = next;
            harvest.asked += 1;
            if self.part(&call).served > 0.0 && self.hand_over(&done, &call, None) {
                let latency = match usual {
                    Some(usual) if call.part == done.part => usual,
                    _ => self.latency(&call, miner),
                };
                harvest.delivered += answer.value.unwrap_or(0.0);
                self.scratch.errands.set(&call, Answer { latency, ..answer });
            }
        }
    }

    /// The same for so many sheets of the same number in the sittings after the first, all at once.
    ///
    /// The replies follow once every honest miner has answered; until then, nobody looks at them.
    fn echo(
        &mut self,
        (done, more): (&Call, usize),
        answer: Answer,
        miner: &Miner<'_>,
        harvest: &mut Harvest,
    ) {
        let slowed = self.part(done).slowed;
        let Scratch { errands, delays, echoed, .. } = &mut *self.scratch;
        echoed.push(done.sheet());
        let answers = errands.answers_after(done, more);
        if delays.is_empty() {
            let latency = self.subject.latency(slowed, None, miner);
            answers.fill(Some(Answer { latency, ..answer }));
        } else {
            for (place, delay) in answers.iter_mut().zip(&delays[done.number() + 1..]) {
                let latency = self.subject.latency(slowed, Some(delay), miner);
                *place = Some(Answer { latency, ..answer });
            }
        }
        harvest.asked += more as u64;
        (0..more).for_each(|_| harvest.delivered += answer.value.unwrap_or(0.0));
    }

    /// Lays the replies that go to everybody on everybody's sheets.
    pub(super) fn hand_in_echoes(&mut self) {
        let Some((first, others)) = self.sittings.split_first_mut() else { return };
        for sitting in others {
            sitting.hand_in_all(first.leaves(), &self.scratch.echoed);
        }
    }
}
