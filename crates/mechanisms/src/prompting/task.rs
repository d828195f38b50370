//! What is asked: per miner a seed, per round a load, on the ladder's rungs.

use super::book::Book;
use super::item::{Item, Measure, TOP_LEVEL};
use super::ladder::{Ladder, Standing};
use super::prompt::{Completion, Prompt};
use super::text::Limits;
use incentor_sdk::{Luck, Notes, Peer, Question, Rng, Round, Task, To};

/// Who gets the same prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenTo {
    /// Nobody: each miner has prompts of its own.
    OneMiner,
    /// Every miner that one validator asks; who answers first can be copied.
    OneValidator,
}

/// The source of prompts.
///
/// ```
/// use incentor_mechanisms::prompting::Prompting;
///
/// // The remedy: three prompts in ten are paraphrased and judged.
/// assert_eq!(Prompting::default().paraphrased, 0.3);
/// // The pure procedural task, which an inverse program solves.
/// assert_eq!(Prompting::procedural().paraphrased, 0.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Prompting {
    /// Who shares prompts.
    pub given_to: GivenTo,
    /// Prompts per miner and round, held to 1..=64; all are asked at once. Enough to keep a worker busy until the
    /// deadline, or one worker serves several hotkeys.
    pub load: u16,
    /// The share of prompts that are paraphrased and judged, rounded to whole prompts.
    pub paraphrased: f64,
    /// The share of procedural prompts made for the occasion; the others come from a public pool.
    pub novelty: f64,
    /// How hard it is.
    pub ladder: Ladder,
    /// How paraphrased prompts are phrased.
    pub book: Book,
}

/// Most prompts per miner and round.
const MOST_LOAD: u16 = 64;

/// Items of each level in the public pool.
pub(super) const POOL: usize = 32;

/// The slot of the notes that holds the ladder.
pub(super) const STANDING: &str = "prompting.ladder";

/// What the validator knows about a prompt.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// The right answer.
    pub answer: String,
    pub(super) words: Vec<String>,
    pub(super) measure: Measure,
    pub(super) trivial: f64,
    /// Whether the panel judges it.
    pub(super) is_judged: bool,
    /// Luck of its readings that every validator has.
    pub(super) common: Luck,
    /// And that only this one has.
    pub(super) own: Luck,
}

impl Default for Prompting {
    fn default() -> Self {
        Self { paraphrased: 0.3, ..Self::procedural() }
    }
}

impl Prompting {
    /// Templates only: what an inverse program solves.
    #[must_use]
    pub fn procedural() -> Self {
        Self {
            given_to: GivenTo::OneMiner,
            load: 10,
            paraphrased: 0.0,
            novelty: 1.0,
            ladder: Ladder::default(),
            book: Book::paraphrases(),
        }
    }

    /// How many of a miner's prompts are judged.
    fn judged(&self) -> usize {
        let load = f64::from(self.load());
        libm::round((load * self.paraphrased).clamp(0.0, load)) as usize
    }

    fn load(&self) -> u16 {
        self.load.clamp(1, MOST_LOAD)
    }
}

/// The level of a prompt: a rung's round goes one below it and one above.
fn level(rung: u8, slot: u16) -> u8 {
    match slot % 3 {
        0 => rung,
        1 => rung.saturating_add(1).min(TOP_LEVEL),
        _ => rung.saturating_sub(1),
    }
}

/// An item of the pool that everybody knows.
pub(super) fn pooled(level: u8, index: usize) -> Item {
    let mut rng = Luck::of_seed(0).branch("prompting pool", level.into()).at(0, index as u64);
    Item::draw(level, &Book::templates(), &mut rng)
}

impl Task for Prompting {
    type Ask = Prompt;
    type Truth = Truth;

    fn questions(&self, round: &Round<'_>, notes: &mut Notes, rng: &mut Rng) -> Vec<Question<Prompt, Truth>> {
        let rung = notes.slot::<Standing>(STANDING).enter(round.block, &self.ladder);
        // The validator's own secret: from public luck a miner could draw its item together with the truth.
        let secret = Luck::of_seed(rng.next_u64());
        let slots: Vec<u16> = (0..self.load()).collect();
        // The same slots for everybody, so that everybody has the same levels paraphrased.
        let judged = secret.branch("judged", 0).at(0, round.number).sample(&slots, self.judged());
        let templates = Book::templates();
        let draw = |to: To, own: Luck, slot: u16| {
            let mut rng = own.branch("prompt", 0).at(slot.into(), round.number);
            let is_judged = judged.contains(&slot);
            let level = level(rung, slot);
            let is_fresh = rng.unit() < self.novelty;
            let item = match (is_judged, is_fresh) {
                (true, _) => Item::draw(level, &self.book, &mut rng),
                (false, true) => Item::draw(level, &templates, &mut rng),
                (false, false) => pooled(level, rng.below(POOL)),
            };
            let Item { passage, question, answer, measure, trivial } = item;
            let truth = Truth {
                words: Limits::PASSAGE.words(&answer).unwrap_or_default(),
                answer,
                measure,
                trivial,
                is_judged,
                common: round.beacon.branch("reading", slot.into()),
                own: own.branch("reading", slot.into()),
            };
            Question { to, ask: Prompt::ask(passage, question), truth }
        };
        let mut questions = Vec::new();
        match self.given_to {
            GivenTo::OneValidator => {
                questions.extend(slots.iter().map(|slot| draw(To::All, secret, *slot)));
            }
            GivenTo::OneMiner => {
                // By hotkey, not by place in the sample: who else is asked must not change a miner's prompts.
                let of = |peer: &Peer| secret.branch_bytes(&peer.hotkey.0, 0);
                let all = round.peers.iter().flat_map(|peer| slots.iter().map(move |slot| (peer, *slot)));
                questions.extend(all.map(|(peer, slot)| draw(To::One(*peer), of(peer), slot)));
            }
        }
        questions
    }

    /// The right answer.
    fn tell(&self, question: &Question<Prompt, Truth>) -> Option<Completion> {
        Some(Completion { answer: question.truth.answer.clone() })
    }
}
