//! Leads and holds back (exploit 48).

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move};
use incentor_sdk::Rng;

/// Works at `effort` while its incentive is ahead of the next best by `lead`, as a share, and at full strength else.
///
/// Where the winner takes all, the mechanism is only as good as its second best miner. A hotkey that is not paid yet
/// leads nobody.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sandbagger {
    /// The lead over the next best from which on it slackens; 0.1 = a tenth more.
    pub(crate) lead: f64,
    /// Share of its quality it works at while it leads.
    pub(crate) effort: f64,
}

impl MinerBehaviour for Sandbagger {
    fn play(&mut self, ask: &Ask<'_>, _: &mut Rng) -> Move {
        let own = ask.incentive.get(ask.me.index()).copied().unwrap_or(0);
        let others = ask.incentive.iter().enumerate().filter(|(uid, _)| *uid != ask.me.index());
        let next = others.map(|(_, incentive)| *incentive).max().unwrap_or(0);
        let leads = own > 0 && f64::from(own) >= f64::from(next) * (1.0 + self.lead);
        Move::Work(Effort::of(if leads { self.effort } else { 1.0 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};
    use incentor_primitives::Uid;

    #[test]
    fn it_slackens_while_it_is_ahead_by_enough() {
        let check = |incentive: &[u16], me, expected| {
            let ask = Ask { incentive, me: Uid(me), ..ASK };
            let played = Sandbagger { lead: 0.25, effort: 0.6 }.play(&ask, &mut luck(0));
            assert_eq!(played, Move::Work(Effort::of(expected)), "{incentive:?}, {me}");
        };
        check(&[100, 80, 20], 0, 0.6);
        check(&[99, 80, 20], 0, 1.0);
        check(&[100, 80, 20], 1, 1.0);
        check(&[100], 0, 0.6);
        check(&[0, 0], 0, 1.0);
        check(&[100], 7, 1.0);
    }
}
