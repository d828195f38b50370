//! The guide's own task: look up the place that belongs to a number, as precisely as effort allows.

use incentor_sdk::{
    By, Desk, Luck, Notes, Peer, PerReply, Question, Refusal, Rng, Round, Solver, Synapse, Task, To, Work,
    per_reply,
};

#[derive(Clone, Debug, PartialEq, Synapse)]
pub(crate) struct Find {
    pub(crate) number: u32,
    #[reply]
    pub(crate) place: f64,
    #[reply]
    pub(crate) error: f64,
}

/// Whether every miner is given a number of its own.
pub(crate) struct Lookup {
    pub(crate) own: bool,
}

pub(crate) const SHARED: Lookup = Lookup { own: false };
pub(crate) const OWN: Lookup = Lookup { own: true };

fn place(number: u32) -> f64 {
    1_000.0 * Luck::of_seed(number.into()).at(0, 0).unit()
}

impl Task for Lookup {
    type Ask = Find;
    type Truth = f64;

    fn questions(&self, round: &Round<'_>, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Find, f64>> {
        let luck = Luck::of_seed(rng.next_u64());
        let ask = |to, hotkey: &[u8]| {
            let number = luck.branch_bytes(hotkey, 0).at(0, 0).below(1_000) as u32;
            Question { to, ask: Find::ask(number), truth: place(number) }
        };
        match self.own {
            true => round.peers.iter().map(|peer: &Peer| ask(To::One(*peer), &peer.hotkey.0)).collect(),
            false => vec![ask(To::All, &[])],
        }
    }
}

/// Misses by an error in inverse proportion to its effort, and says so.
pub(crate) struct Seeker;

impl Solver<Find> for Seeker {
    fn solve(&self, ask: &Find, desk: &mut Desk<'_>) -> Result<(FindReply, Work), Refusal> {
        let error = (0.04 + 0.02 * desk.rng.unit()) / desk.effort;
        let reply = FindReply { place: place(ask.number) + error, error };
        Ok((reply, Work { value: Some(1.0 / error), ..Work::default() }))
    }

    fn disguise(&self, _: &Find, reply: &FindReply, rng: &mut Rng) -> FindReply {
        FindReply { place: reply.place + 1e-6 * rng.unit(), ..reply.clone() }
    }
}

/// One over the error, as the validator sees it; nothing for a guess.
pub(crate) fn precision() -> By<PerReply<Lookup>> {
    per_reply(|question: &Question<Find, f64>, reply: &FindReply| {
        let error = (reply.place - question.truth).abs();
        if error < 0.5 { 1.0 / error.max(1e-3) } else { 0.0 }
    })
}
