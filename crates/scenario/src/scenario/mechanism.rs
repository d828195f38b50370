//! A mechanism: how it asks, answers, measures, scores and weighs (simulation model §2, §6).

use super::ScoreRule;
use crate::{Blocks, Duration};

/// A mechanism with everything around it.
#[derive(Clone, Debug, PartialEq)]
pub struct MechanismPlan {
    /// What is asked and how it is scored.
    pub kind: Kind,
    /// How miners answer, whatever the kind.
    pub answer: AnswerPlan,
    /// How validators average scores.
    pub book: BookPlan,
    /// When validators ask, and whom.
    pub round: RoundPlan,
    /// When and how scores become weights.
    pub weights: WeightsPlan,
    /// Its share of the subnet's emission, 0 to 1.
    pub share: f64,
}

/// What is asked and how it is scored.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Quality without content.
    Abstract(AbstractPlan),
    /// Short tours of many cities.
    Tsp(TspPlan),
    /// Bytes kept.
    Storage(StoragePlan),
    /// Questions about texts.
    Prompting(PromptingPlan),
    /// A program of the author's; what it does not do is the abstract mechanism's.
    Command(CommandPlan),
    /// The mechanism that was compiled into this program.
    Own,
}

/// The abstract mechanism's numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct AbstractPlan {
    /// What is asked.
    pub task: TaskPlan,
    /// σ of a miner's answers, on the log scale.
    pub answer_sd: f64,
    /// What an answer is.
    pub scale: Scale,
    /// How answers are read.
    pub measure: MeasurePlan,
    /// How readings become scores.
    pub score: ScoreRule,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskPlan {
    /// Who shares a task.
    pub given_to: GivenTo,
    /// How much is asked at once.
    pub load: Load,
    /// σ of the tasks' difficulty, on the log scale.
    pub difficulty_sd: f64,
    /// Share of tasks that were never asked before.
    pub novelty: f64,
    /// Different answers there are; `None` = without end.
    pub answer_space: Option<u32>,
    /// Share of questions that customers ask, who do not score.
    pub organic: f64,
    /// Whether miners can tell customers from tests.
    pub organic_shows: bool,
}

/// Who shares a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenTo {
    /// Every miner, from every validator.
    AllMiners,
    /// Every miner one validator asks.
    OneValidator,
    /// No other miner: each has a task of its own, the same from every validator.
    OneMiner,
}

/// How much is asked at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// Less than a worker can serve, behind however many hotkeys.
    Light,
    /// More than a worker can serve, of all hotkeys in the same block.
    Saturating,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A positive number.
    Ratio,
    /// Right or wrong; worth 1 or 0.
    PassFail,
}

/// How answers are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasurePlan {
    /// σ of readings, on the log scale.
    pub sd: f64,
    /// Share of the readings' variance common to all validators.
    pub common: f64,
    /// σ of a miner's persistent bias, common to all validators.
    pub bias_sd: f64,
    /// How much a miner can add to a reading without working.
    pub gameable: f64,
}

/// How miners answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerPlan {
    /// σ of quality's drift per tempo, on the log scale.
    pub drift_sd: f64,
    /// Share of its distance from the base that quality keeps per tempo.
    pub drift_memory: f64,
    /// Median time to answer.
    pub latency: Duration,
    /// σ of the time to answer, on the log scale.
    pub latency_sd: f64,
    /// Share of the time a worker is up.
    pub availability: f64,
    /// Mean length of an outage, in blocks.
    pub outage: Blocks,
}

/// How validators average scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BookPlan {
    /// Weight of a new score in the moving average.
    pub alpha: f64,
    /// What becomes of the average of a miner that was not asked.
    pub unsampled: Unsampled,
    /// What a new hotkey on a uid starts with.
    pub new_hotkey: NewHotkey,
}

/// What becomes of the average of a miner that was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsampled {
    /// It stays.
    Hold,
    /// The round counts as 0.
    Zero,
}

/// What a new hotkey on a uid starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewHotkey {
    /// Nothing.
    Reset,
    /// The average of whoever had the uid before: a mistake seen in the wild.
    Inherit,
}

/// When validators ask, and whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundPlan {
    /// Blocks between two rounds of a validator.
    pub every: Blocks,
    /// How many miners a validator asks per round.
    pub sample: Sample,
}

/// How many miners are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// All of them.
    All,
    /// That many, drawn anew each round.
    Of(u32),
}

/// When and how scores become weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightsPlan {
    /// Blocks between two weight settings of a validator.
    pub every: Blocks,
    /// How weights follow scores.
    pub shape: Shape,
    /// Least weight of a positive score.
    pub positive_floor: u16,
}

/// How weights follow scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// score^power.
    Power(f64),
    /// So much of the weight to the best few, evenly, and the rest in proportion to the others' scores.
    Top {
        /// How many.
        k: u32,
        /// Their share of the weight.
        share: f64,
    },
    /// e^(score / temperature).
    Softmax {
        /// Temperature.
        temperature: f64,
    },
    /// As the Python SDK makes weights of scores.
    Classic,
}

/// Tours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TspPlan {
    /// Cities of a map at the start.
    pub cities: u16,
    /// Rounds of the optimiser of a worker of quality 1, as a multiple of the reference's moves.
    pub moves: f64,
}

/// Storage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoragePlan {
    /// Bytes a worker of quality 1 has room for.
    pub room_bytes: u64,
    /// Bytes in a leaf.
    pub leaf_bytes: u32,
    /// Leaves in a blob.
    pub leaves: u32,
}

/// Prompts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PromptingPlan {
    /// Share of prompts that are paraphrased and judged in duels.
    pub paraphrased: f64,
    /// How the two kinds of prompts are put together: averaged, or each with a veto.
    pub veto: bool,
    /// Share of prompts that were never asked before.
    pub novelty: f64,
}

/// A program that plays parts of the mechanism (JSON Lines).
#[derive(Clone, Debug, PartialEq)]
pub struct CommandPlan {
    /// The program and its arguments.
    pub command: Vec<String>,
    /// What it does.
    pub roles: Vec<CommandRole>,
    /// How long it may think about a message.
    pub answer_within: Duration,
    /// What does the rest.
    pub rest: AbstractPlan,
}

/// A part a program can play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandRole {
    /// Asks.
    Questions,
    /// Scores.
    Score,
    /// Answers.
    Solve,
}
