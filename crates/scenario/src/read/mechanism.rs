//! A mechanism: what is asked, and how it is answered, scored and weighed.

use super::miner::{MOST_SPREAD, SPREAD, spread};
use super::{Fields, Item, score};
use crate::scenario::{
    AbstractPlan, AnswerPlan, BookPlan, CommandPlan, CommandRole, GivenTo, Kind, Load, MeasurePlan,
    MechanismPlan, NewHotkey, PromptingPlan, RoundPlan, Sample, Scale, ScoreRule, Shape, StoragePlan,
    TaskPlan, TspPlan, Unsampled, WeightsPlan,
};
use crate::{Blocks, Bytes, Count, Duration, Number, Positive, ScenarioError, Share};

const MECHANISM: &str = "a table [mechanism]";
const KINDS: &[&str] = &["abstract", "tsp", "storage", "prompting", "own"];
const KIND_EXAMPLE: &str = "{ command = [\"python3\", \"scorer.py\"] }";
/// Where only the abstract mechanism has numbers.
const ABSTRACT_ONLY: [&str; 3] = ["task", "measure", "score"];

pub(super) fn read(item: &Item<'_>) -> Result<MechanismPlan, ScenarioError> {
    let item = &item.clone().known_as("mechanism");
    let mut fields = item.table(MECHANISM)?;
    let kind_item = fields.need("kind", "the kind of mechanism, such as \"abstract\"")?;
    let name = kind_name(&kind_item)?;
    let mut answer = fields.sub_or_empty("answer", "a table such as { sd = 0.20, latency = \"800ms\" }")?;
    let kind = match name {
        "abstract" => {
            kind_item.note();
            Kind::Abstract(read_abstract(&mut fields, &mut answer, Program::default())?)
        }
        "command" => {
            let mut command = kind_item.table("a table with a `command`")?;
            let (program, roles, answer_within) = read_command(&mut command)?;
            let takes = Program { does: &roles, is_set: kind_item.node.at.source.set.is_some() };
            let rest = read_abstract(&mut fields, &mut answer, takes)?;
            Kind::Command(CommandPlan { command: program, roles, answer_within, rest })
        }
        name => {
            for key in ABSTRACT_ONLY {
                if let Some(item) = fields.find(key) {
                    return Err(item.conflict(
                        format_args!("is the abstract mechanism's, and the kind is \"{name}\""),
                        format_args!("remove `{key}`, or give kind = \"abstract\""),
                    ));
                }
            }
            read_ready_made(name, &kind_item)?
        }
    };
    let answer = read_answer(answer)?;
    let book = read_book(&mut fields)?;
    let round = read_round(&mut fields)?;
    let weights = read_weights(&mut fields)?;
    let Share(share) = fields.or("share", Share(1.0))?;
    fields.finish()?;
    Ok(MechanismPlan { kind, answer, book, round, weights, share })
}

fn kind_name(item: &Item<'_>) -> Result<&'static str, ScenarioError> {
    if item.node.table().is_some_and(|table| table.entry("command").is_some()) {
        return Ok("command");
    }
    if item.text() == Some("command") {
        return Err(item.conflict("does not say which program", format_args!("give kind = {KIND_EXAMPLE}")));
    }
    Ok(item.choice(KINDS, KIND_EXAMPLE)?.0)
}

fn read_command(fields: &mut Fields<'_>) -> Result<(Vec<String>, Vec<CommandRole>, Duration), ScenarioError> {
    const COMMAND: &str = "a program with its arguments, such as [\"python3\", \"scorer.py\"]";
    const DOES: &str = "a list of \"questions\", \"score\", \"solve\"";
    let item = fields.need("command", COMMAND)?;
    item.note();
    let word = |item: &Item<'_>| {
        let fits = |text: &&str| !text.contains('\0') && text.len() <= 4096;
        item.text().filter(fits).map(ToOwned::to_owned).ok_or_else(|| item.wrong(COMMAND))
    };
    let command: Vec<String> = item.list_of(256, COMMAND)?.iter().map(word).collect::<Result<_, _>>()?;
    if command.first().is_some_and(String::is_empty) {
        return Err(item.wrong(COMMAND));
    }
    let words =
        [("questions", CommandRole::Questions), ("score", CommandRole::Score), ("solve", CommandRole::Solve)];
    let roles = match fields.find("does") {
        None => {
            fields.note_default("does", "[\"score\"]");
            vec![CommandRole::Score]
        }
        Some(item) => {
            item.note();
            let mut roles = Vec::new();
            for item in item.list_of(3, DOES)? {
                let role = item.word(&words)?;
                if roles.contains(&role) {
                    return Err(item.conflict("is there twice", "remove one of them"));
                }
                roles.push(role);
            }
            if roles.contains(&CommandRole::Questions) && roles.len() < words.len() {
                return Err(item.conflict(
                    "leaves to the abstract mechanism what it cannot do: score and answer the program's questions",
                    "give [\"questions\", \"score\", \"solve\"], or leave the questions to the abstract mechanism",
                ));
            }
            roles
        }
    };
    const WITHIN: &str = "a length of time from 1ms to 10min, such as \"10s\"";
    let default = Duration(std::time::Duration::from_secs(10));
    let fits = |time: &Duration| !time.0.is_zero() && time.0.as_secs() <= 600;
    let answer_within = fields.or_where("answer_within", default, WITHIN, fits)?;
    fields.finish()?;
    Ok((command, roles, answer_within))
}

fn read_ready_made(name: &'static str, item: &Item<'_>) -> Result<Kind, ScenarioError> {
    let (_, chosen) = item.choice(KINDS, KIND_EXAMPLE)?;
    item.note_as(name);
    let mut fields = item.parameters(name, chosen.as_ref())?;
    let kind = match name {
        "tsp" => {
            const CITIES: &str = "a whole number from 4 to 6400, such as 200";
            let fits = |cities: &Count| (4..=6400).contains(&cities.0);
            let Count(cities) = fields.or_where("cities", Count(200), CITIES, fits)?;
            let Positive(moves) = fields.or("moves", Positive(4.0))?;
            Kind::Tsp(TspPlan { cities: cities as u16, moves })
        }
        "storage" => {
            const LEAF: &str = "17B to 64KiB, such as \"1KiB\"";
            const LEAVES: &str = "a power of 2 from 1 to 65536, such as 64";
            let Bytes(room_bytes) = fields.or("room", Bytes(64 << 20))?;
            let fits = |bytes: &Bytes| (17..=65_536).contains(&bytes.0);
            let Bytes(leaf_bytes) = fields.or_where("leaf", Bytes(1 << 10), LEAF, fits)?;
            let fits = |leaves: &Count| leaves.0.is_power_of_two() && leaves.0 <= 65_536;
            let Count(leaves) = fields.or_where("leaves", Count(64), LEAVES, fits)?;
            Kind::Storage(StoragePlan { room_bytes, leaf_bytes: leaf_bytes as u32, leaves })
        }
        "prompting" => {
            let Share(paraphrased) = fields.or("paraphrased", Share(0.3))?;
            let veto = fields.flag_or("veto", true)?;
            let Share(novelty) = fields.or("novelty", Share(1.0))?;
            Kind::Prompting(PromptingPlan { paraphrased, veto, novelty })
        }
        _ => Kind::Own,
    };
    fields.finish()?;
    Ok(kind)
}

/// The abstract mechanism, or what a program leaves to it.
fn read_abstract(
    fields: &mut Fields<'_>,
    answer: &mut Fields<'_>,
    program: Program<'_>,
) -> Result<AbstractPlan, ScenarioError> {
    let task = fields.sub_or_empty("task", "a table such as { given_to = \"all_miners\" }")?;
    let task = read_task(task, program)?;
    let (mut answer_sd, mut scale) = (0.0, Scale::Ratio);
    let mut measure = MeasurePlan { sd: 0.0, common: 0.0, bias_sd: 0.0, gameable: 0.0 };
    if program.does.contains(&CommandRole::Solve) {
        program.replaces(answer, &["sd", "scale"], CommandRole::Solve)?;
        program.replaces(fields, &["measure"], CommandRole::Solve)?;
    } else {
        Number(answer_sd) = spread(answer, "sd")?;
        scale = answer.word_or_first("scale", &[("ratio", Scale::Ratio), ("pass_fail", Scale::PassFail)])?;
        measure = read_measure(fields)?;
    }
    let mut score = ScoreRule::Quality { cap: None };
    if program.does.contains(&CommandRole::Score) {
        program.replaces(fields, &["score"], CommandRole::Score)?;
    } else if let Some(item) = fields.find("score") {
        score = score::read(&item)?;
    } else {
        fields.note_default("score", "{ quality = {} }");
    }
    Ok(AbstractPlan { task, answer_sd, scale, measure, score })
}

/// What a program does of an abstract mechanism.
#[derive(Clone, Copy, Default)]
struct Program<'a> {
    does: &'a [CommandRole],
    /// It comes with `--set`, and so in place of what the file says of its part.
    is_set: bool,
}

impl Program<'_> {
    /// Passes over the keys of a part that it plays, or refuses them: nobody would read them.
    fn replaces(
        self,
        fields: &mut Fields<'_>,
        keys: &[&'static str],
        role: CommandRole,
    ) -> Result<(), ScenarioError> {
        let (whose, does, word) = match role {
            CommandRole::Questions => ("task", "asks", "questions"),
            CommandRole::Score => ("rule", "scores", "score"),
            CommandRole::Solve => ("miner", "answers", "solve"),
        };
        for key in keys {
            let Some(item) = fields.find(key) else { continue };
            if !self.is_set || item.node.at.source.set.is_some() {
                return Err(item.conflict(
                    format_args!("is the abstract mechanism's {whose}, and the program {does}"),
                    format_args!("remove `{key}`, or give the kind a `does` without \"{word}\""),
                ));
            }
            item.note_as("the program's");
        }
        Ok(())
    }
}

fn read_measure(fields: &mut Fields<'_>) -> Result<MeasurePlan, ScenarioError> {
    let mut measure = fields.sub_or_empty("measure", "a table such as { sd = 0.15, common = 0.30 }")?;
    let Number(sd) = spread(&mut measure, "sd")?;
    let Share(common) = measure.or("common", Share(0.0))?;
    let Number(bias_sd) = spread(&mut measure, "bias_sd")?;
    let Number(gameable) = measure.or("gameable", Number(0.0))?;
    measure.finish()?;
    Ok(MeasurePlan { sd, common, bias_sd, gameable })
}

fn read_task(mut task: Fields<'_>, program: Program<'_>) -> Result<TaskPlan, ScenarioError> {
    const ASKING: [&str; 5] = ["given_to", "difficulty_sd", "novelty", "organic", "organic_shows"];
    let asks = !program.does.contains(&CommandRole::Questions);
    if !asks {
        program.replaces(&mut task, &ASKING, CommandRole::Questions)?;
    }
    let words = [
        ("all_miners", GivenTo::AllMiners),
        ("one_validator", GivenTo::OneValidator),
        ("one_miner", GivenTo::OneMiner),
    ];
    let given_to = if asks { task.word_or_first("given_to", &words)? } else { GivenTo::AllMiners };
    let load = task.word_or_first("load", &[("light", Load::Light), ("saturating", Load::Saturating)])?;
    let (mut difficulty_sd, mut novelty, mut answer_space) = (0.0, 1.0, None);
    if asks {
        Number(difficulty_sd) = spread(&mut task, "difficulty_sd")?;
        Share(novelty) = task.or("novelty", Share(1.0))?;
    }
    if program.does.contains(&CommandRole::Solve) {
        program.replaces(&mut task, &["answer_space"], CommandRole::Solve)?;
    } else if let Some(item) = task.find("answer_space") {
        item.note();
        let fits = |count: &Count| count.0 >= 2;
        answer_space = Some(item.quantity_where("a whole number from 2 to 1000000, such as 4", fits)?.0);
    }
    let (mut organic, mut organic_shows) = (0.0, true);
    if asks {
        Share(organic) = task.or("organic", Share(0.0))?;
        organic_shows = task.flag_or("organic_shows", true)?;
    }
    task.finish()?;
    Ok(TaskPlan { given_to, load, difficulty_sd, novelty, answer_space, organic, organic_shows })
}

fn read_answer(mut answer: Fields<'_>) -> Result<AnswerPlan, ScenarioError> {
    let drift = |sd: &Number| sd.0 <= MOST_SPREAD;
    let Number(drift_sd) = answer.or_where("drift_sd", Number(0.02), SPREAD, drift)?;
    // At 1, quality drifts without end.
    const MEMORY: &str = "a share from 0 to just below 1, such as 0.98";
    let Share(drift_memory) = answer.or_where("drift_memory", Share(0.98), MEMORY, |share| share.0 < 1.0)?;
    let default = Duration(std::time::Duration::from_millis(800));
    let latency = answer.or("latency", default)?;
    let Number(latency_sd) = spread(&mut answer, "latency_sd")?;
    // At 0, a worker never comes back.
    const UP: &str = "a share above 0 and up to 1, such as 0.99";
    let Share(availability) = answer.or_where("availability", Share(0.99), UP, |share| share.0 > 0.0)?;
    let outage = answer.or("outage", Blocks(600))?;
    answer.finish()?;
    Ok(AnswerPlan { drift_sd, drift_memory, latency, latency_sd, availability, outage })
}

fn read_book(fields: &mut Fields<'_>) -> Result<BookPlan, ScenarioError> {
    let mut book = fields.sub_or_empty("book", "a table such as { alpha = 0.10 }")?;
    // At 0, scores never move.
    const ALPHA: &str = "a share above 0 and up to 1, such as 0.10";
    let Share(alpha) = book.or_where("alpha", Share(0.1), ALPHA, |share: &Share| share.0 > 0.0)?;
    let unsampled =
        book.word_or_first("unsampled", &[("hold", Unsampled::Hold), ("zero", Unsampled::Zero)])?;
    let words = [("reset", NewHotkey::Reset), ("inherit", NewHotkey::Inherit)];
    let new_hotkey = book.word_or_first("new_hotkey", &words)?;
    book.finish()?;
    Ok(BookPlan { alpha, unsampled, new_hotkey })
}

fn read_round(fields: &mut Fields<'_>) -> Result<RoundPlan, ScenarioError> {
    let mut round = fields.sub_or_empty("round", "a table such as { every = \"60 blocks\", sample = 8 }")?;
    let every = round.or("every", Blocks(60))?;
    let sample = match round.find("sample") {
        Some(item) => {
            item.note();
            read_sample(&item)?
        }
        None => {
            round.note_default("sample", "all");
            Sample::All
        }
    };
    round.finish()?;
    Ok(RoundPlan { every, sample })
}

pub(super) fn read_sample(item: &Item<'_>) -> Result<Sample, ScenarioError> {
    const SAMPLE: &str = "\"all\" or a number of miners from 1 to 1000000, such as 8";
    match item.text() {
        Some("all") => Ok(Sample::All),
        Some(_) => Err(item.wrong(SAMPLE)),
        None => item.quantity_where(SAMPLE, |_: &Count| true).map(|count| Sample::Of(count.0)),
    }
}

fn read_weights(fields: &mut Fields<'_>) -> Result<WeightsPlan, ScenarioError> {
    let mut weights = fields.sub_or_empty("weights", "a table such as { every = \"120 blocks\" }")?;
    let every = weights.or("every", Blocks(120))?;
    let shape = read_shape(&mut weights)?;
    const FLOOR: &str = "a whole number from 0 to 1000, such as 1";
    let whole = |floor: &Number| floor.0.fract() == 0.0;
    let Number(floor) = weights.or_where("positive_floor", Number(1.0), FLOOR, whole)?;
    weights.finish()?;
    Ok(WeightsPlan { every, shape, positive_floor: floor as u16 })
}

/// `power`, `top`, `softmax` or `classic`; score^1 where none is given.
fn read_shape(weights: &mut Fields<'_>) -> Result<Shape, ScenarioError> {
    const TOP: &str = "a table such as { k = 5, share = 0.9 }";
    let top = weights.find("top");
    let softmax = weights.find("softmax");
    let classic = weights.find("classic");
    let power = weights.find("power");
    let given: Vec<&Item<'_>> = [&power, &top, &softmax, &classic].into_iter().flatten().collect();
    if let [_, second, ..] = given.as_slice() {
        return Err(second.conflict(
            "is a second way from scores to weights",
            "keep one of `power`, `top`, `softmax` and `classic`",
        ));
    }
    if let Some(item) = top {
        let mut fields = item.table(TOP)?;
        let Count(k) = fields.or("k", Count(1))?;
        let Share(share) = fields.or("share", Share(1.0))?;
        fields.finish()?;
        return Ok(Shape::Top { k, share });
    }
    if let Some(item) = softmax {
        const TEMPERATURE: &str = "a number from 0.001 to 1000, such as 0.1";
        let mut fields = item.table("a table such as { temperature = 0.1 }")?;
        let fits = |temperature: &Positive| temperature.0 >= 0.001;
        let Positive(temperature) = fields.or_where("temperature", Positive(0.1), TEMPERATURE, fits)?;
        fields.finish()?;
        return Ok(Shape::Softmax { temperature });
    }
    if let Some(item) = classic {
        if !item.flag()? {
            return Err(item.wrong("true, or no `classic`"));
        }
        item.note();
        return Ok(Shape::Classic);
    }
    Ok(Shape::Power(weights.or("power", Positive(1.0))?.0))
}
