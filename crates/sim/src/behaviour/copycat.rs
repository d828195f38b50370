//! Hands in somebody else's answer (exploits 36 and 37).

use super::{Behaviour, Move, Observation};
use std::{cmp::Reverse, time::Duration};

/// Copies whoever has been paid best among those whose answer to the question it can see.
///
/// It reads past incentive, not quality; of equals it takes the lowest uid. With nothing to copy it is silent.
#[derive(Clone, Copy, Debug)]
pub struct Copycat {
    /// How long after the original its copy is there.
    pub delay: Duration,
}

impl Behaviour for Copycat {
    fn play(&mut self, seen: &Observation<'_>) -> Move {
        let paid = |uid: usize| seen.incentive.get(uid).copied().unwrap_or(0);
        let best = seen.answered.iter().max_by_key(|answer| (paid(answer.uid.index()), Reverse(answer.uid)));
        best.map_or(Move::Wait, |answer| Move::Copy { of: answer.uid, delay: self.delay })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Visible;
    use incentor_primitives::{BlockNumber, Uid};

    fn play(answered: &[u16]) -> Move {
        let answered: Vec<Visible> =
            answered.iter().map(|&uid| Visible { uid: Uid(uid), latency: Duration::ZERO }).collect();
        let incentive = &[10, 40, 30, 40];
        let block = BlockNumber(1);
        Copycat { delay: Duration::from_millis(400) }.play(&Observation {
            block,
            me: Uid(9),
            incentive,
            answered: &answered,
        })
    }

    #[test]
    fn it_copies_the_best_paid_it_can_see() {
        let copy = |uid| Move::Copy { of: Uid(uid), delay: Duration::from_millis(400) };
        assert_eq!(play(&[0, 1, 2, 3]), copy(1));
        assert_eq!(play(&[3, 1]), copy(1));
        assert_eq!(play(&[0, 2]), copy(2));
        assert_eq!(play(&[7]), copy(7));
        assert_eq!(play(&[]), Move::Wait);
    }
}
