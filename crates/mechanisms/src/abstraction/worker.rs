//! The miner, and what a validator makes of its work.

use super::probe::{TWO_TO_64, scattered};
use crate::abstraction::{Piece, Probe};
use incentor_sdk::{Arrived, Desk, Luck, Reading, Refusal, Rng, Solver, Work, exponentials, normals_at};
use std::cell::RefCell;

/// What an answer is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// A positive number, q on average.
    #[default]
    Ratio,
    /// 1 with chance `1 / (1 + exp(−1.7 (ln q − d)))`, else 0; d is the task's difficulty.
    PassFail,
}

/// How a miner's answers scatter around its quality.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AnswerModel {
    /// `σ_a`: spread of one miner's answers, on the log scale; no matter on the pass/fail scale.
    pub sd: f64,
    /// What an answer is worth.
    pub scale: Scale,
    /// How many different answers there are; `None` = without end.
    pub space: Option<u32>,
}

/// How readings scatter around the value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeasureModel {
    /// `σ_m`: spread of readings, on the log scale.
    pub sd: f64,
    /// ρ: the share of that variance common to all validators; 0 for exact verification.
    pub common: f64,
    /// `σ_b`: spread of the persistent bias for or against a coldkey that all validators share.
    pub bias_sd: f64,
    /// g: what polish adds to a reading at most.
    pub gameable: f64,
}

/// The abstract miner: its effort is its quality q.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worker {
    pub(super) answer: AnswerModel,
    /// σ√ρ and σ√(1 − ρ).
    shared_sd: f64,
    own_sd: f64,
    bias_sd: f64,
    gameable: f64,
}

/// A disguised copy lies no further from its original, as a share of all there can be; see [`Piece::distance`].
pub const DISGUISE: f64 = 1e-4;

impl Worker {
    /// A miner whose answers and readings scatter so.
    #[must_use]
    pub fn new(answer: AnswerModel, measure: MeasureModel) -> Self {
        let MeasureModel { sd, common, bias_sd, gameable } = measure;
        let common = common.clamp(0.0, 1.0);
        let (shared_sd, own_sd) = (sd * libm::sqrt(common), sd * libm::sqrt(1.0 - common));
        Self { answer, shared_sd, own_sd, bias_sd, gameable }
    }

    /// Turns pieces into what one validator makes of them.
    fn read(&self, scales: &mut Scales, arrived: &mut [Arrived<'_, Probe>], luck: Luck, validator: u32) {
        scales.errors.clear();
        if self.own_sd != 0.0 {
            normals_at(luck, validator, arrived.iter().map(|one| one.reply.content), &mut scales.errors);
        }
        scales.errors.resize(arrived.len(), 0.0);
        scales.common.clear();
        if self.shared_sd != 0.0 {
            // Keyed by content: copies of one piece share its common error, whoever hands them in.
            scales.draw_common(luck, arrived.iter().map(|one| one.reply.content));
        }
        scales.common.resize(arrived.len(), 0.0);
        let Scales { errors, common, .. } = scales;
        let is_ratio = self.answer.scale == Scale::Ratio;
        for ((error, common), Arrived { ask, miner, .. }) in errors.iter_mut().zip(common).zip(&*arrived) {
            let inflated = if is_ratio { ask.difficulty } else { 0.0 };
            *error = inflated + self.shared_sd * *common + self.own_sd * *error;
            if self.bias_sd != 0.0 {
                let own = luck.branch("bias", 0).branch_bytes(&miner.coldkey.0, 0);
                *error += self.bias_sd * own.at(0, 0).normal();
            }
        }
        exponentials(errors);
        for (factor, Arrived { reply, .. }) in errors.iter().zip(arrived) {
            reply.worth = (reply.worth + self.gameable * reply.polish.clamp(0.0, 1.0)) * factor;
        }
    }

    /// A piece of that worth.
    pub(super) fn piece(&self, ask: &Probe, worth: f64, rng: &mut Rng) -> Piece {
        let drawn = rng.next_u64();
        let content = match (self.answer.space, self.answer.scale) {
            (None, _) => drawn,
            (Some(space), Scale::PassFail) if worth > 0.0 => right(ask, space),
            (Some(space), _) => spread(drawn % u64::from(space.max(1)), space),
        };
        Piece::of(ask, content, worth)
    }
}

/// Pieces whose common errors are kept ready.
const KEPT: usize = 256;

thread_local! {
    static SCALES: RefCell<Scales> = RefCell::default();
}

/// What readings are made with; kept, since a world reads in every round.
struct Scales {
    /// The latest pieces by their last bits: luck, content, and the deviate that they stand for.
    known: Vec<Option<(Luck, u64, f64)>>,
    /// By reading: its own deviate, then its error, then what that comes to.
    errors: Vec<f64>,
    /// By reading: the deviate that all validators have in common.
    common: Vec<f64>,
    /// Readings of pieces that are not known: place and content.
    unknown: Vec<(usize, u64)>,
    drawn: Vec<f64>,
}

impl Default for Scales {
    fn default() -> Self {
        Self {
            known: vec![None; KEPT],
            errors: Vec::new(),
            common: Vec::new(),
            unknown: Vec::new(),
            drawn: Vec::new(),
        }
    }
}

impl Scales {
    /// Looks up or draws the deviates that all validators have in common about pieces, by their contents; one validator
    /// after the other asks for them.
    fn draw_common(&mut self, luck: Luck, contents: impl Iterator<Item = u64>) {
        let Self { known, common, unknown, drawn, .. } = self;
        unknown.clear();
        for content in contents {
            let kept =
                known[content as usize % KEPT].filter(|(of, piece, _)| *of == luck && *piece == content);
            if kept.is_none() {
                unknown.push((common.len(), content));
            }
            common.push(kept.map_or(0.0, |(.., deviate)| deviate));
        }
        normals_at(luck, 0, unknown.iter().map(|(_, content)| *content), drawn);
        for ((at, content), deviate) in unknown.iter().zip(drawn) {
            common[*at] = *deviate;
            known[*content as usize % KEPT] = Some((luck, *content, *deviate));
        }
    }
}

/// The right one of so many answers.
pub(super) fn right(ask: &Probe, space: u32) -> u64 {
    spread(ask.task % u64::from(space.max(1)), space)
}

/// So many answers lie evenly among all there can be.
pub(super) fn spread(answer: u64, space: u32) -> u64 {
    answer.wrapping_mul(u64::MAX / u64::from(space.max(1)))
}

impl Solver<Probe> for Worker {
    fn solve(&self, ask: &Probe, desk: &mut Desk<'_>) -> Result<(Piece, Work), Refusal> {
        let value = match self.answer.scale {
            Scale::Ratio => {
                let sd = self.answer.sd;
                let scatter = scattered(desk.rng, sd);
                if sd == 0.0 { desk.effort } else { desk.effort * libm::exp(scatter - sd * sd / 2.0) }
            }
            Scale::PassFail => {
                f64::from(u8::from(desk.rng.unit() < pass_chance(desk.effort, ask.difficulty)))
            }
        };
        let piece = self.piece(ask, value, desk.rng);
        Ok((piece, Work { value: Some(value), ..Work::default() }))
    }

    fn perceive(&self, ask: &Probe, piece: &mut Piece, reading: Reading) {
        let Reading { luck, validator, miner } = reading;
        self.perceive_all(&mut [Arrived { ask, reply: piece, miner: &miner }], luck, validator);
    }

    fn perceive_all(&self, arrived: &mut [Arrived<'_, Probe>], luck: Luck, validator: u32) {
        SCALES.with_borrow_mut(|scales| self.read(scales, arrived, luck, validator));
    }

    fn curtail(&self, _: &Probe, piece: &mut Piece, served: f64) {
        piece.volume *= served.clamp(0.0, 1.0);
    }

    fn disguise(&self, _: &Probe, piece: &Piece, rng: &mut Rng) -> Piece {
        let aside = (rng.unit() * DISGUISE * TWO_TO_64) as u64;
        Piece { content: piece.content.wrapping_add(aside), ..piece.clone() }
    }
}

/// The chance of a miner of quality q with a task of difficulty d (simulation model §2).
#[must_use]
pub fn pass_chance(quality: f64, difficulty: f64) -> f64 {
    if quality > 0.0 { 1.0 / (1.0 + libm::exp(-1.7 * (libm::log(quality) - difficulty))) } else { 0.0 }
}
