//! Spends on research what its own pay says is worth it.

mod slope;

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move, Tempo, Upkeep};
use incentor_sdk::Rng;
use slope::Slope;

/// Honest, on a quality ladder (simulation model §2).
///
/// Spending r τ/day makes jumps arrive at rate `λ(r) = λ₀ √(r / r₀)`; one multiplies quality by 1 + δ, δ exponential
/// with mean δ̄. It spends the r at which `λ(r) · δ̄ · s · horizon − r` is highest, `(λ₀ δ̄ s horizon)² / (4 r₀)`, but
/// never more than it earns. s, what its pay rises by with ln q, it estimates from its own pay while quality drifts
/// and jumps; until that has happened it spends r₀ to find out. Where s is 0, as above a cap, it stops: nobody tells
/// it to.
#[derive(Clone, Debug)]
pub(crate) struct Improving {
    /// 1 / λ₀: mean days between two jumps at the reference spending.
    pub(crate) every_days: f64,
    /// δ̄: mean gain of a jump, as a share.
    pub(crate) step: f64,
    /// r₀: the reference spending, τ/day.
    pub(crate) reference: f64,
    /// Days for which a jump is reckoned to pay.
    pub(crate) horizon_days: f64,
    /// What it has seen so far.
    slope: Slope,
}

impl Improving {
    pub(crate) fn new(every_days: f64, step: f64, reference: f64, horizon_days: f64) -> Self {
        Self { every_days, step, reference, horizon_days, slope: Slope::default() }
    }

    /// What it spends now, τ/day.
    fn spending(&self) -> f64 {
        let Some(slope) = self.slope.prudent() else { return self.reference };
        let gain_per_day = self.step * slope.max(0.0) * self.horizon_days / self.every_days;
        let best = gain_per_day * gain_per_day / (4.0 * self.reference);
        best.min(self.slope.mean_pay())
    }
}

impl MinerBehaviour for Improving {
    fn play(&mut self, _: &Ask<'_>, _: &mut Rng) -> Move {
        Move::Work(Effort::of(1.0))
    }

    fn look_back(&mut self, tempo: &Tempo<'_>, rng: &mut Rng) -> Upkeep {
        self.slope.note(libm::log(tempo.quality), tempo.income_tao / tempo.days);
        let spending = self.spending();
        let rate = libm::sqrt(spending / self.reference) / self.every_days;
        let mut log_quality = 0.0;
        for _ in 0..poisson(rate * tempo.days, rng.unit()) {
            log_quality += libm::log1p(-self.step * libm::log1p(-rng.unit()));
        }
        Upkeep { log_quality, spent_tao: spending * tempo.days, ..Upkeep::default() }
    }
}

/// Jumps in a tempo, at most.
const MOST_JUMPS: u32 = 1_000;

/// How many arrive where so many are expected; rises with both.
fn poisson(expected: f64, drawn: f64) -> u32 {
    let (mut chance, mut below, mut count) = (libm::exp(-expected), 0.0, 0);
    while count < MOST_JUMPS {
        below += chance;
        if drawn < below {
            break;
        }
        count += 1;
        chance *= expected / f64::from(count);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, TEMPO, luck};
    use incentor_sdk::Luck;

    #[test]
    fn jumps_arrive_as_often_as_expected() {
        let counts: Vec<u32> = (0..20_000).map(|at| poisson(0.7, luck(at).unit())).collect();
        let share = |count| counts.iter().filter(|seen| **seen == count).count() as f64 / 20_000.0;
        for (count, expected) in [(0, 0.4966), (1, 0.3476), (2, 0.1217), (3, 0.0284)] {
            assert!((share(count) - expected).abs() < 0.01, "{count}: {}", share(count));
        }
        assert_eq!((poisson(0.0, 0.999_999), poisson(1e9, 0.5)), (0, MOST_JUMPS));
    }

    /// A world of its own: quality drifts, a book of scores lags behind it, a day earns 2 τ and `slope` for each unit of
    /// ln q, and rivals make pay wobble by `wobble`. Mean spending in τ/day after the first 40 tempos.
    fn spends(slope: f64, wobble: f64, seed: u64) -> f64 {
        let mut miner = Improving::new(4.0, 0.05, 0.1, 10.0);
        assert_eq!(miner.play(&ASK, &mut luck(0)), Move::Work(Effort::of(1.0)));
        let (mut base, mut drift, mut book, mut rivals) = (0.0, 0.0, 1.0, 0.0);
        let (mut spent, mut tempos) = (0.0, 0);
        for number in 0..240 {
            let mut rng = Luck::of_seed(seed).at(1, number.into());
            drift = 0.98 * drift + 0.02 * rng.normal();
            rivals = 0.5 * rivals + 0.87 * wobble * rng.normal();
            let quality = libm::exp(base + drift);
            book += 0.45 * (quality - book);
            let income_tao = (2.0 + slope * libm::log(book) + rivals) * TEMPO.days;
            let tempo = Tempo { number, income_tao, quality, ..TEMPO };
            let upkeep = miner.look_back(&tempo, &mut rng);
            base += upkeep.log_quality;
            if number >= 40 {
                spent += upkeep.spent_tao / tempo.days;
                tempos += 1;
            }
        }
        spent / f64::from(tempos)
    }

    fn mean_spending(slope: f64, wobble: f64) -> f64 {
        (0..40).map(|seed| spends(slope, wobble, seed)).sum::<f64>() / 40.0
    }

    #[test]
    fn it_spends_about_what_pays_best() {
        // (0.05 · 2 · 10 / 4)² / 0.4 = 0.156 τ/day, and a quarter of it where pay rises half as fast. Prudence and the
        // book's delay take a part of it off, more where pay wobbles more.
        let check = |slope, wobble, least, most| {
            let mean = mean_spending(slope, wobble);
            assert!((least..=most).contains(&mean), "slope {slope}, wobble {wobble}: {mean}");
        };
        check(2.0, 0.0, 0.12, 0.156);
        check(2.0, 0.05, 0.09, 0.13);
        check(1.0, 0.0, 0.03, 0.039);
    }

    /// Stagnation is not assumed: above a cap its own pay shows no slope.
    #[test]
    fn above_a_cap_it_stops() {
        assert_eq!(mean_spending(0.0, 0.0), 0.0);
        let mean = mean_spending(0.0, 0.1);
        assert!(mean < 0.001, "{mean}");
    }

    #[test]
    fn it_never_spends_more_than_it_earns() {
        let mut miner = Improving::new(4.0, 0.05, 0.1, 1_000.0);
        let mut spent = 0.0;
        for number in 0..60 {
            let log_quality = 0.05 * f64::from(number % 7);
            let (quality, income_tao) = (libm::exp(log_quality), (2.0 + 3.0 * log_quality) * TEMPO.days);
            spent = miner.look_back(&Tempo { number, quality, income_tao, ..TEMPO }, &mut luck(0)).spent_tao;
        }
        assert!(spent > 1.9 * TEMPO.days && spent < 3.0 * TEMPO.days, "{spent}");
    }

    #[test]
    fn before_it_knows_it_spends_the_reference_to_find_out() {
        let mut miner = Improving::new(4.0, 0.05, 0.1, 10.0);
        let mut jumped = 0;
        for number in 0..4_000 {
            let upkeep = miner.look_back(&TEMPO, &mut luck(number));
            assert_eq!(upkeep.spent_tao, 0.1 * TEMPO.days);
            jumped += u32::from(upkeep.log_quality > 0.0);
        }
        // 200 days, one jump in four.
        assert!((35..65).contains(&jumped), "{jumped}");
    }
}
