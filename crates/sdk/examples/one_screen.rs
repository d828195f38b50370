//! A whole mechanism on one screen: miners list primes, and more of them are worth more.
//! `cargo run -p incentor-sdk --example one_screen` prints what the checkers find: nothing.

use incentor_sdk::check::{self, Finding, Trial};
use incentor_sdk::*;

/// Which primes follow `start`? As many as you like, in order, none left out.
#[derive(Clone, Debug, PartialEq, Synapse)]
struct Primes {
    start: u64,
    #[reply]
    found: Vec<u64>,
}

struct Ranges;

impl Task for Ranges {
    type Ask = Primes;
    type Truth = (); // checking is as easy as looking

    fn questions(&self, round: &Round, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Primes, ()>> {
        let luck = Luck::of_seed(rng.next_u64());
        // A start of its own for every hotkey: nobody else's answer fits.
        let start = |peer: &Peer| luck.branch_bytes(&peer.hotkey.0, 0).at(0, 0).below(1 << 16) as u64;
        let question =
            |peer: &Peer| Question { to: To::One(*peer), ask: Primes::ask(start(peer)), truth: () };
        round.peers.iter().map(question).collect()
    }
}

fn primes_after(start: u64) -> impl Iterator<Item = u64> {
    (start + 1..).filter(|n| *n > 1 && (2..).take_while(|d| d * d <= *n).all(|d| n % d != 0))
}

struct Siever;

impl Solver<Primes> for Siever {
    fn solve(&self, ask: &Primes, desk: &mut Desk) -> Result<(PrimesReply, Work), Refusal> {
        let found: Vec<u64> = primes_after(ask.start).take((desk.effort * 8.0) as usize).collect();
        let value = Some(found.len() as f64);
        Ok((PrimesReply { found }, Work { value, ..Work::default() }))
    }
}

fn mechanism() -> Mechanism<Ranges> {
    let in_a_row = per_reply::<Ranges>(|question, reply| {
        let right = reply.found.iter().take(64).zip(primes_after(question.ask.start));
        right.take_while(|(found, prime)| **found == *prime).count() as f64
    });
    Mechanism::new("primes", Ranges, in_a_row.named("primes") * By(InTime::within("10s")), Siever)
}

pub(crate) fn findings() -> Vec<Finding> {
    let mechanism = mechanism();
    check::all(&Trial::new(mechanism.task(), &Siever), mechanism.scoring())
}

fn main() {
    findings().iter().for_each(|finding| println!("{finding}"));
}
