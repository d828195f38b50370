//! Keys of a scoring rule.

use super::{Form, Key, NEEDED, NOTHING, is, key};
use crate::{Number, Positive, Share, Unit};

pub(super) const INTRO: &str = "A rule is a table with one key, `quality` and `volume` also a word; rules stand within others. At most 32 side by side, 16 one in another.";

const ONE: &str = "a rule, such as { quality = {} }";
const RULES: &str = "a list of at least one rule, such as [{ quality = {} }, { in_time = \"12s\" }]";
const TIME: &str = "a length of time above 0 and up to a day, such as \"12s\"";

pub(super) const RULE: &[Key] = &[
    key("rule.quality", Form::Table, "parameters", NOTHING, "The reading, up to a cap if there is one."),
    key(
        "rule.quality.cap",
        Form::Above(0.0, 1000.0),
        Positive::EXPECTED,
        NOTHING,
        "Above it, better work scores no more; absent, there is none.",
    ),
    key("rule.volume", Form::Table, "no parameters", NOTHING, "How much of the volume asked for was served."),
    key(
        "rule.latency",
        Form::Table,
        "a table such as { half_life = \"2s\" }",
        NOTHING,
        "1 at once, half as much after each half-life.",
    ),
    key("rule.latency.half_life", Form::Quantity, TIME, NEEDED, "Time after which it halves."),
    key("rule.in_time", Form::Quantity, TIME, NOTHING, "1 within the limit, 0 after it."),
    key("rule.constant", Form::From(0.0, 1000.0), Number::EXPECTED, NOTHING, "The same for every answer."),
    key(
        "rule.sum",
        Form::Rows,
        "a list such as [{ part = { quality = {} }, weight = 0.8 }]",
        NOTHING,
        "Weighted sum.",
    ),
    key("rule.sum[].part", Form::Rule, ONE, NEEDED, "What is summed."),
    key("rule.sum[].weight", Form::From(0.0, 1000.0), Number::EXPECTED, is("1"), "Its weight."),
    key("rule.product", Form::Rules, RULES, NOTHING, "Product."),
    key("rule.geometric_mean", Form::Rules, RULES, NOTHING, "Geometric mean."),
    key("rule.min", Form::Rules, RULES, NOTHING, "The lowest."),
    key("rule.rank", Form::Rule, ONE, NOTHING, "Share of the cohort it beats."),
    key("rule.duel", Form::Rule, ONE, NOTHING, "Mean share against each rival."),
    key("rule.dedup", Form::Table, "parameters", NOTHING, "Answers that came later and lie as near count 0."),
    key("rule.dedup.part", Form::Rule, ONE, NEEDED, "What is scored."),
    key(
        "rule.dedup.tolerance",
        Form::From(0.0, 1.0),
        Share::EXPECTED,
        is("0"),
        "Distance, as a share, within which two answers are one.",
    ),
    key("rule.first_come", Form::Table, "parameters", NOTHING, "Whoever is first keeps an edge that decays."),
    key("rule.first_come.part", Form::Rule, ONE, NEEDED, "What is scored."),
    key("rule.first_come.epsilon", Form::From(0.0, 1.0), Share::EXPECTED, is("0.01"), "The edge."),
    key(
        "rule.first_come.decay",
        Form::From(0.0, 1.0),
        Share::EXPECTED,
        is("1"),
        "Share of the edge that is left after a round.",
    ),
    key("rule.threshold", Form::Table, "parameters", NOTHING, "0 below the threshold."),
    key("rule.threshold.part", Form::Rule, ONE, NEEDED, "What is scored."),
    key("rule.threshold.at", Form::From(0.0, 1000.0), Number::EXPECTED, NEEDED, "Where it begins to count."),
    key("rule.penalty", Form::Table, "parameters", NOTHING, "The part, less the share `by` of it."),
    key("rule.penalty.part", Form::Rule, ONE, NEEDED, "What is scored."),
    key("rule.penalty.by", Form::Rule, ONE, NEEDED, "What is taken off, at most 1."),
];
