//! Assertions: `metric(args) op number unit`, or `metric(args) op k * metric(args)`.

mod parser;

use super::{Item, nearest};
use crate::metrics::{METRICS, MetricArgument, MetricKind, MetricUnit};
use crate::scenario::{Assertion, Gate, Happening, MetricCall, Part, Population, Scenario};
use crate::{Problem, ScenarioError};
use parser::{Call, Parsed, parse};

const GATE: &str = "a table such as { assert = [\"gain(sybil) <= 0.05 tao/day\"] }";
const ASSERT: &str = "a list of assertions, such as [\"gain(sybil) <= 0.05 tao/day\"]";
const MOST_ASSERTIONS: usize = 256;
const MOST_LENGTH: usize = 400;

pub(super) fn read(item: &Item<'_>, base: &Scenario, variants: &[String]) -> Result<Gate, ScenarioError> {
    let mut fields = item.table(GATE)?;
    let variant = match fields.find("variant") {
        None => None,
        Some(item) => {
            let names: Vec<&str> = variants.iter().map(String::as_str).collect();
            Some(item.one_of(&names)?.to_owned())
        }
    };
    let list = fields.need("assert", ASSERT)?;
    let items = list.list_of(MOST_ASSERTIONS, ASSERT)?;
    let assertions = items.iter().map(|item| assertion(item, base)).collect::<Result<_, _>>()?;
    fields.finish()?;
    Ok(Gate { variant, assertions })
}

/// A gate of rank correlation alone would let theft through.
pub(super) fn check_all(list: &Item<'_>, gates: &[Gate]) -> Result<(), ScenarioError> {
    let mut all = gates.iter().flat_map(|gate| &gate.assertions).peekable();
    if all.peek().is_some() && all.all(|assertion| assertion.left.metric == "spearman") {
        return Err(list.conflict(
            "asserts rank correlation and nothing else; it is high where one worker behind six hotkeys takes a third",
            "give `work_share`, or `gain(…)` of each behaviour, beside `spearman` or instead of it",
        ));
    }
    Ok(())
}

fn assertion(item: &Item<'_>, base: &Scenario) -> Result<Assertion, ScenarioError> {
    let text = item.text().filter(|text| text.len() <= MOST_LENGTH).ok_or_else(|| item.wrong(ASSERT))?;
    let Parsed { left, comparison, number, unit, right } = parse(text).map_err(|why| {
        item.conflict(
            format_args!("is {text:?}: {why}"),
            "write it as `gain(sybil) <= 0.05 tao/day` or `profit(honest) > 2 * profit(sybil)`",
        )
    })?;
    let kind = check(item, &left, base)?;
    let number = match &right {
        Some(right) => {
            let other = check(item, right, base)?;
            if !unit.is_empty() {
                return Err(item.conflict(format_args!("has a unit ({unit}) on a factor"), "remove the unit"));
            }
            if other.unit != kind.unit {
                return Err(item.conflict(
                    format_args!("compares {} with {}", shown(kind.unit), shown(other.unit)),
                    "compare metrics of one unit",
                ));
            }
            number
        }
        None => in_unit(item, number, &unit, kind)?,
    };
    let call =
        |call: Call| MetricCall { statistic: call.statistic, metric: call.metric, arguments: call.arguments };
    let place = item.node.at.place();
    let (left, right) = (call(left), right.map(call));
    Ok(Assertion { text: text.to_owned(), left, comparison, number, right, place })
}

fn in_unit(item: &Item<'_>, number: f64, unit: &str, kind: &MetricKind) -> Result<f64, ScenarioError> {
    let words = kind.unit.words();
    if !words.contains(&unit) {
        let own = words.first().copied().unwrap_or_default();
        let remedy = if own.is_empty() {
            "write the number alone, such as 0.95".to_owned()
        } else {
            format!("write {number} {own}")
        };
        let found = if unit.is_empty() { "no unit".to_owned() } else { format!("the unit {unit:?}") };
        return Err(item.conflict(
            format_args!("gives {found} for `{}`, which is {}", kind.name, shown(kind.unit)),
            remedy,
        ));
    }
    Ok(if unit == "%" { number / 100.0 } else { number })
}

const fn shown(unit: MetricUnit) -> &'static str {
    match unit {
        MetricUnit::TaoPerDay => "τ per day",
        MetricUnit::Tao => "an amount of τ",
        MetricUnit::Share => "a share",
        MetricUnit::Tempos => "a number of tempos",
        MetricUnit::PerDay => "a change per day",
        MetricUnit::Number => "a plain number",
    }
}

/// The metric of a call, if its name and arguments are right.
fn check(item: &Item<'_>, call: &Call, base: &Scenario) -> Result<&'static MetricKind, ScenarioError> {
    let Some(kind) = MetricKind::named(&call.metric) else {
        let known: Vec<&str> = METRICS.iter().map(|metric| metric.name).collect();
        return Err(item.error(Problem::UnknownWord {
            key: item.key.clone(),
            found: call.metric.as_str().into(),
            nearest: nearest(&call.metric, &known).map(Into::into),
            known: known.into_iter().map(ToOwned::to_owned).collect(),
        }));
    };
    if kind.name == "roi" {
        return Err(item.conflict(
            "gates on `roi`, which flatters honest play for no reason: a cheat costs next to nothing, so its ratio \
             says nothing about what it takes",
            "gate on `gain(…)`, the difference it makes in τ per day; `roi` is in the report",
        ));
    }
    let most = kind.arguments.len();
    if !(kind.needed..=most).contains(&call.arguments.len()) {
        let has = call.arguments.len();
        let wants = match (kind.needed, most) {
            (_, 0) => format!("write `{}` without brackets", kind.name),
            (least, most) if least == most => format!("give it {most}, as in `{}`", example(kind)),
            (least, most) => format!("give it {least} to {most}, as in `{}`", example(kind)),
        };
        return Err(item.conflict(format_args!("gives `{}` {has} arguments", kind.name), wants));
    }
    for (argument, text) in kind.arguments.iter().zip(&call.arguments) {
        check_argument(item, kind, *argument, text, base)?;
    }
    Ok(kind)
}

fn example(kind: &MetricKind) -> String {
    let words: Vec<&str> = kind
        .arguments
        .iter()
        .map(|argument| match argument {
            MetricArgument::Deviation => "copycat",
            MetricArgument::Population => "honest",
            MetricArgument::Validators => "copier",
            MetricArgument::Rank => "best",
            MetricArgument::Percentage => "10%",
            MetricArgument::Hotkeys => "6",
            MetricArgument::Count => "3",
            MetricArgument::What => "pay",
            MetricArgument::Quality => "delivered",
            MetricArgument::Newcomers => "newcomer",
        })
        .collect();
    format!("{}({})", kind.name, words.join(", "))
}

fn check_argument(
    item: &Item<'_>,
    kind: &MetricKind,
    argument: MetricArgument,
    text: &str,
    base: &Scenario,
) -> Result<(), ScenarioError> {
    let joining = argument == MetricArgument::Newcomers;
    let skipped = if joining { base.populations.len() } else { 0 };
    let candidates = || everybody(base).skip(skipped);
    let found = || candidates().find(|population| population.name == text);
    let fits: fn(&Population) -> bool = match argument {
        MetricArgument::Rank => return one_of(item, text, &["best", "median", "worst"]),
        MetricArgument::Percentage => {
            let number = text.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
            let fits = number.is_some_and(|number| number > 0.0 && number <= 1000.0);
            return fits.then_some(()).ok_or_else(|| {
                item.conflict(
                    format_args!("gives `{}` {text:?}", kind.name),
                    "give a percentage, such as 10%",
                )
            });
        }
        MetricArgument::What => return one_of(item, text, &["pay", "incentive"]),
        MetricArgument::Quality => return one_of(item, text, &["best", "median", "delivered"]),
        MetricArgument::Hotkeys | MetricArgument::Count => {
            let (least, what) =
                if argument == MetricArgument::Hotkeys { (2, "hotkeys") } else { (1, "coldkeys") };
            let fits = text.parse::<u32>().is_ok_and(|count| (least..=4096).contains(&count));
            return fits.then_some(()).ok_or_else(|| {
                item.conflict(
                    format_args!("gives `{}` {text:?}", kind.name),
                    format_args!("give a whole number of {what} from {least} to 4096"),
                )
            });
        }
        MetricArgument::Newcomers => |population| matches!(population.part, Part::Miner(_)),
        MetricArgument::Deviation => |population| population.otherwise.is_some(),
        MetricArgument::Population => |_| true,
        MetricArgument::Validators => |population| matches!(population.part, Part::Validator(_)),
    };
    let known: Vec<&str> = candidates()
        .filter(|population| fits(population))
        .map(|population| population.name.as_str())
        .collect();
    match found() {
        Some(population) if fits(population) => Ok(()),
        Some(_) if argument == MetricArgument::Deviation => Err(item.conflict(
            format_args!("asks `{}` of {text:?}, which has no `otherwise` to compare with", kind.name),
            format_args!("say what {text:?} would do playing straight, or name one of: {}", known.join(", ")),
        )),
        Some(_) => Err(item.conflict(
            format_args!(
                "asks `{}` of {text:?}, which is no population of {}",
                kind.name,
                if joining { "miners" } else { "validators" }
            ),
            format_args!("name one of: {}", known.join(", ")),
        )),
        None => Err(item.unknown_word(text, &known)),
    }
}

fn one_of(item: &Item<'_>, text: &str, words: &[&str]) -> Result<(), ScenarioError> {
    if words.contains(&text) { Ok(()) } else { Err(item.unknown_word(text, words)) }
}

/// All populations, those that join later after the others.
fn everybody(base: &Scenario) -> impl Iterator<Item = &Population> {
    let joining = base.events.iter().filter_map(|event| match &event.what {
        Happening::Join(population) => Some(population),
        _ => None,
    });
    base.populations.iter().chain(joining)
}
