//! The abstract mechanism's numbers.

use crate::read::{Fields, Item};
use crate::{Blocks, Count, Duration, Number, Positive, ScenarioError, Share};

/// The abstract mechanism: how it asks, answers, measures, scores and weighs (simulation model §2).
#[derive(Clone, Debug, PartialEq)]
pub struct AbstractMechanism {
    /// Who shares a task.
    pub given_to: GivenTo,
    /// σ of the tasks' difficulty, on the log scale.
    pub difficulty_sd: f64,
    /// σ of a miner's answers, on the log scale.
    pub answer_sd: f64,
    /// σ of quality's drift per tempo, on the log scale.
    pub drift_sd: f64,
    /// Share of its distance from the base that quality keeps per tempo.
    pub drift_memory: f64,
    /// Median time to answer.
    pub latency: Duration,
    /// σ of the time to answer, on the log scale.
    pub latency_sd: f64,
    /// σ of readings, on the log scale.
    pub measure_sd: f64,
    /// Share of the readings' variance common to all validators.
    pub measure_common: f64,
    /// How answers become scores.
    pub score: ScoreRule,
    /// Weight of a new score in the moving average.
    pub book_alpha: f64,
    /// Blocks between two rounds of a validator.
    pub round_every: Blocks,
    /// How many miners a validator asks per round.
    pub sample: Sample,
    /// Blocks between two weight settings of a validator.
    pub weights_every: Blocks,
    /// Weights go with score^power.
    pub weights_power: f64,
    /// Least weight of a positive score.
    pub positive_floor: u16,
}

/// Who shares a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenTo {
    /// Every miner, from every validator.
    AllMiners,
    /// Every miner one validator asks.
    OneValidator,
    /// Nobody.
    OneMiner,
}

/// How many miners are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// All of them.
    All,
    /// That many, drawn anew each round.
    Of(u32),
}

/// How answers become scores: a product of leaves, or one leaf.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRule {
    /// Its factors, at least one.
    pub product: Vec<Leaf>,
}

/// A scoring rule without parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leaf {
    /// The reading, up to a cap if there is one.
    Quality {
        /// Above it, better work scores no more.
        cap: Option<f64>,
    },
    /// 1 within the limit, 0 after it.
    InTime(Duration),
}

const LEAF: &str = "a rule: { quality = {} }, { quality = { cap = 1.0 } } or { in_time = \"12s\" }";

impl AbstractMechanism {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, ScenarioError> {
        const KIND: &str = "the kind of mechanism: \"abstract\"";
        let kind = fields.need("kind", KIND)?;
        kind.word(&[("abstract", ())], KIND)?;
        kind.note();

        let mut task =
            fields.sub("task", "a table such as { given_to = \"all_miners\", difficulty_sd = 0.15 }")?;
        let given_to = read_given_to(&mut task)?;
        let Number(difficulty_sd) = spread(&mut task, "difficulty_sd")?;
        task.finish()?;

        let mut answer = fields.sub("answer", "a table such as { sd = 0.20, latency = \"800ms\" }")?;
        let Number(answer_sd) = spread(&mut answer, "sd")?;
        let Number(drift_sd) = spread(&mut answer, "drift_sd")?;
        // At 1, quality drifts without end.
        const MEMORY: &str = "a share from 0 to just below 1, such as 0.98";
        let Share(drift_memory) =
            answer.or_where("drift_memory", Share(0.98), MEMORY, |share| share.0 < 1.0)?;
        let latency = answer.get("latency")?;
        let Number(latency_sd) = spread(&mut answer, "latency_sd")?;
        answer.finish()?;

        let mut measure = fields.sub("measure", "a table such as { sd = 0.15, common = 0.30 }")?;
        let Number(measure_sd) = spread(&mut measure, "sd")?;
        let Share(measure_common) = measure.or("common", Share(0.0))?;
        measure.finish()?;

        let score = ScoreRule::read(&fields.need("score", LEAF)?)?;

        let mut book = fields.sub("book", "a table such as { alpha = 0.10 }")?;
        // At 0, scores never move.
        const ALPHA: &str = "a share above 0 and up to 1, such as 0.10";
        let Share(book_alpha) = book.get_where("alpha", ALPHA, |share: &Share| share.0 > 0.0)?;
        book.finish()?;

        let mut round = fields.sub("round", "a table such as { every = \"60 blocks\", sample = 8 }")?;
        let round_every = round.get("every")?;
        let sample = read_sample(&mut round)?;
        round.finish()?;

        let mut weights = fields.sub("weights", "a table such as { every = \"120 blocks\" }")?;
        let weights_every = weights.get("every")?;
        let Positive(weights_power) = weights.or("power", Positive(1.0))?;
        const FLOOR: &str = "a whole number from 0 to 1000, such as 1";
        let Number(floor) =
            weights.or_where("positive_floor", Number(1.0), FLOOR, |floor| floor.0.fract() == 0.0)?;
        weights.finish()?;
        fields.finish()?;
        Ok(Self {
            given_to,
            difficulty_sd,
            answer_sd,
            drift_sd,
            drift_memory,
            latency,
            latency_sd,
            measure_sd,
            measure_common,
            score,
            book_alpha,
            round_every,
            sample,
            weights_every,
            weights_power,
            positive_floor: floor as u16,
        })
    }
}

/// A spread on the log scale; 0 unless given.
fn spread(fields: &mut Fields<'_>, key: &'static str) -> Result<Number, ScenarioError> {
    fields.or_where(key, Number(0.0), SPREAD, |sd| sd.0 <= MOST_SPREAD)
}

/// exp(±8·5) is far beyond any quality, and still far from infinity.
pub(super) const MOST_SPREAD: f64 = 5.0;
pub(super) const SPREAD: &str = "a spread on the log scale from 0 to 5, such as 0.25";

fn read_given_to(task: &mut Fields<'_>) -> Result<GivenTo, ScenarioError> {
    const GIVEN_TO: &str = "\"all_miners\", \"one_validator\" or \"one_miner\"";
    let words = [
        ("all_miners", GivenTo::AllMiners),
        ("one_validator", GivenTo::OneValidator),
        ("one_miner", GivenTo::OneMiner),
    ];
    let item = task.need("given_to", GIVEN_TO)?;
    item.note();
    item.word(&words, GIVEN_TO)
}

const SAMPLE: &str = "\"all\" or a number of miners from 1 to 1000000, such as 8";

fn read_sample(round: &mut Fields<'_>) -> Result<Sample, ScenarioError> {
    let Some(item) = round.find("sample") else {
        round.note_default("sample", "all");
        return Ok(Sample::All);
    };
    item.note();
    match item.text() {
        Some("all") => Ok(Sample::All),
        Some(_) => Err(item.wrong(SAMPLE)),
        None => item.quantity_where(SAMPLE, |_: &Count| true).map(|count| Sample::Of(count.0)),
    }
}

impl ScoreRule {
    fn read(item: &Item<'_>) -> Result<Self, ScenarioError> {
        let mut fields = item.table(LEAF)?;
        item.note();
        let Some(product) = fields.find("product") else {
            return Ok(Self { product: vec![read_leaf(item)?] });
        };
        fields.finish()?;
        let parts = product.list("a list of rules")?;
        if parts.is_empty() {
            return Err(product.wrong("a list of at least one rule"));
        }
        Ok(Self { product: parts.iter().map(read_leaf).collect::<Result<_, _>>()? })
    }
}

fn read_leaf(item: &Item<'_>) -> Result<Leaf, ScenarioError> {
    let mut fields = item.table(LEAF)?;
    let leaf = match (fields.find("quality"), fields.find("in_time")) {
        (Some(quality), None) => {
            let mut quality = quality.table("a table: {} or { cap = 1.0 }")?;
            let cap = quality.find("cap").map(|cap| cap.quantity::<Positive>()).transpose()?;
            quality.finish()?;
            Leaf::Quality { cap: cap.map(|cap| cap.0) }
        }
        (None, Some(limit)) => Leaf::InTime(limit.quantity()?),
        _ => {
            fields.finish()?;
            return Err(item.wrong(LEAF));
        }
    };
    fields.finish()?;
    Ok(leaf)
}
