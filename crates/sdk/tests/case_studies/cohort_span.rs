//! Tours scaled between the best and the worst of the cohort: the best has 1.0 however good it is, and whoever enters
//! a tour at benchmark level stretches the scale and lifts every rival of the leader (Graphite-Subnet 07ae818).

use super::codes;
use incentor_sdk::check::{self, Flaw, Trial};
use incentor_sdk::{
    Desk, Exam, Luck, Notes, Peer, Question, Refusal, Rng, Round, Score, Scoring, Solver, Synapse, Task, To,
    Work, each,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Tour {
    cities: Vec<[f64; 2]>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    order: Vec<u16>,
}

impl Synapse for Tour {
    type Reply = Order;
    const ROUTES: &'static [&'static str] = &["Tour"];
}

const CITIES: u16 = 12;

struct Tours {
    own: bool,
}

fn draw(mut rng: Rng) -> Tour {
    Tour { cities: (0..CITIES).map(|_| [rng.unit(), rng.unit()]).collect() }
}

impl Task for Tours {
    type Ask = Tour;
    type Truth = ();

    fn questions(&self, round: &Round<'_>, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Tour, ()>> {
        let luck = Luck::of_seed(rng.next_u64());
        let own = |peer: &Peer| {
            let ask = draw(luck.branch_bytes(&peer.hotkey.0, 0).at(0, 0));
            Question { to: To::One(*peer), ask, truth: () }
        };
        match self.own {
            true => round.peers.iter().map(own).collect(),
            false => vec![Question { to: To::All, ask: draw(luck.at(0, 0)), truth: () }],
        }
    }
}

fn length(tour: &Tour, order: &[u16]) -> Option<f64> {
    let mut seen = vec![false; tour.cities.len()];
    for city in order {
        let seen = seen.get_mut(usize::from(*city))?;
        if std::mem::replace(seen, true) {
            return None;
        }
    }
    let step = |(a, b): (&u16, &u16)| {
        let (a, b) = (tour.cities.get(usize::from(*a))?, tour.cities.get(usize::from(*b))?);
        Some(((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt())
    };
    let around = order.iter().zip(order.iter().cycle().skip(1));
    (order.len() == tour.cities.len()).then(|| around.map(step).sum())?
}

/// Reverses random stretches as often as its effort allows, and keeps what got shorter.
struct Reverser;

impl Solver<Tour> for Reverser {
    fn solve(&self, ask: &Tour, desk: &mut Desk<'_>) -> Result<(Order, Work), Refusal> {
        let mut order: Vec<u16> = (0..).take(ask.cities.len()).collect();
        let mut best = length(ask, &order).ok_or(Refusal("no tour"))?;
        for _ in 0..(desk.effort * 20.0) as u32 {
            let (a, b) = (desk.rng.below(order.len()), desk.rng.below(order.len()));
            let (from, to) = (a.min(b), a.max(b));
            order[from..=to].reverse();
            match length(ask, &order) {
                Some(shorter) if shorter < best => best = shorter,
                _ => order[from..=to].reverse(),
            }
        }
        Ok((Order { order }, Work { value: Some(1.0 / best), ..Work::default() }))
    }
}

/// Length of a tour in the order given: the benchmark.
fn benchmark(tour: &Tour) -> f64 {
    let order: Vec<u16> = (0..).take(tour.cities.len()).collect();
    length(tour, &order).unwrap_or(f64::MAX)
}

struct CohortSpan;

impl Scoring<Tours> for CohortSpan {
    fn score(&self, exam: &Exam<'_, Tours>, _: &mut Notes) -> Vec<Score> {
        let lengths: Vec<Option<f64>> = exam
            .answers
            .iter()
            .map(|answer| length(&exam.question(answer)?.ask, &answer.reply.as_ref().ok()?.order))
            .collect();
        let valid = || lengths.iter().copied().flatten();
        let (best, worst) = (valid().fold(f64::MAX, f64::min), valid().fold(0.0, f64::max));
        let scaled = |length: &Option<f64>| match length {
            Some(_) if best == worst => Score::ONE,
            // The worst keeps a little.
            Some(length) => Score::saturating(0.1 + 0.9 * (worst - length) / (worst - best)),
            None => Score::ZERO,
        };
        lengths.iter().map(scaled).collect()
    }
}

/// How much shorter than the validator's own tour; nobody else matters, and there is no ceiling.
struct BeatsBenchmark;

impl Scoring<Tours> for BeatsBenchmark {
    fn score(&self, exam: &Exam<'_, Tours>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, reply| {
            let scored = exam.question(answer).and_then(|question| {
                let length = length(&question.ask, &reply.order)?;
                Some(benchmark(&question.ask) / length - 1.0)
            });
            Score::saturating(scored.unwrap_or(0.0))
        })
    }
}

#[test]
fn the_rule_is_flagged() {
    let findings = check::all(&Trial::new(&Tours { own: false }, &Reverser), &CohortSpan);
    for expected in ["capped", "decoy-unsafe", "clone-unsafe"] {
        assert!(codes(&findings).contains(&expected), "{expected} is missing in {findings:#?}");
    }
    let helped = findings.iter().find_map(|finding| match finding.flaw {
        Flaw::DecoyUnsafe { miner, before, after } => {
            Some((miner, finding.example.entries.len(), after > before))
        }
        _ => None,
    });
    // The smallest case: a leader, a rival that is helped, and the decoy.
    assert!(matches!(helped, Some((0 | 1, 3, true))), "{helped:?}");
}

/// A tour of one's own for everybody, and a score that knows no cohort; sharper weights against splitting.
#[test]
fn the_repair_is_not() {
    let tours = Tours { own: true };
    let sharp = incentor_sdk::Policy::Proportional { power: 2.0, positive_floor: 1 };
    let trial = Trial::new(&tours, &Reverser).policy(sharp).efforts(0.5..=2.0);
    for law in [check::uncapped, check::decoy_safe, check::monotone, check::order_free, check::finite] {
        assert_eq!(law(&trial, &BeatsBenchmark).map_err(|finding| finding.to_string()), Ok(()));
    }
}
