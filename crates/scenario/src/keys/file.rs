//! Keys of the file as a whole.

use super::{Form, Key, NEEDED, NOTHING, is, key};
use crate::{Count, Positive, TaoPerDay, Tempos, Unit};

pub(super) const INTRO: &str = "A scenario is one TOML file. Values carry their unit; a key that means nothing is an error that names the nearest one.";

pub(super) const FILE: &[Key] = &[
    key(
        "name",
        Form::Text,
        "a name of up to 64 letters, digits, - and _, such as \"quickstart\"",
        NEEDED,
        "What the scenario is called; its results are written to a directory of that name.",
    ),
    key(
        "teaches",
        Form::Text,
        "a paragraph of text, up to 4000 characters",
        NOTHING,
        "What the scenario shows, for the head of the report.",
    ),
    key(
        "rule_set",
        Form::Words(&["subtensor-2026-06"]),
        "the name of a rule-set",
        NEEDED,
        "The version of the chain whose rules hold.",
    ),
    key("run", Form::Table, "a table", NEEDED, "Seeds and time."),
    key(
        "record",
        Form::Texts,
        "a list of \"ledger\", \"incentive\", \"dividends\", \"weights:last\", \"bonds:last\", \"scores:1-in-50\"",
        is("[]"),
        "Tables written beside the report, of the first seed.",
    ),
    key("population", Form::Populations, "a list of populations", NEEDED, "Who takes part."),
    key("event", Form::Rows, "a list of events", NOTHING, "What happens on the way."),
    key(
        "subnet",
        Form::Subnets,
        "a table [subnet], or a list of tables [[subnet]]",
        NOTHING,
        "Hyperparameters, price and mechanisms of each subnet.",
    ),
    key(
        "mechanism",
        Form::Mechanism,
        "a table [mechanism]",
        NOTHING,
        "The mechanism of every subnet without one of its own.",
    ),
    key("costs", Form::Table, "a table [costs]", NOTHING, "What taking part costs."),
    key(
        "variant",
        Form::Rows,
        "a list of tables [[variant]]",
        NOTHING,
        "Overlays on the file, compared with each other under the same luck.",
    ),
    key("gate", Form::Rows, "a list of tables [[gate]]", NOTHING, "What must hold; decides the exit code."),
    key(
        "sweep",
        Form::Free,
        "a table of keys and lists, such as \"population.sybil.hotkeys\" = [1, 2, 4]",
        NOTHING,
        "Values to try with `--sweep`, every combination.",
    ),
    key(
        "published",
        Form::Table,
        "a table [published]",
        NOTHING,
        "Totals that somebody published for the same game, printed beside ours.",
    ),
];

pub(super) const RUN_INTRO: &str =
    "Seeds and time. Every seed is another draw of all luck; variants and twins meet the same seeds.";

pub(super) const RUN: &[Key] = &[
    key(
        "run.seeds",
        Form::Whole(1, 10_000),
        "a whole number from 1 to 10000, such as 32",
        is("32"),
        "Number of seeds.",
    ),
    key(
        "run.first_seed",
        Form::Whole(1, 1_000_000),
        Count::EXPECTED,
        is("1"),
        "The first seed; the others follow it.",
    ),
    key(
        "run.duration",
        Form::Quantity,
        "1 to 100000 tempos, such as \"280 tempos\"",
        NEEDED,
        "Tempos simulated, of the first subnet.",
    ),
    key(
        "run.warmup",
        Form::Quantity,
        Tempos::EXPECTED,
        is("0 tempos"),
        "Tempos at the start that count for nothing.",
    ),
    key(
        "run.confidence",
        Form::From(0.5, 0.9999),
        "a share from 0.5 to 0.9999, such as 0.95",
        is("0.95"),
        "Confidence of every interval.",
    ),
    key(
        "run.granularity",
        Form::Words(&["block", "tempo"]),
        "\"block\" or \"tempo\"",
        is("block"),
        "Whether the blocks between two epochs are settled one by one, as the chain does, or all at once; matters where pools are live.",
    ),
];

pub(super) const COSTS_INTRO: &str = "Everybody also pays the price of a seat.";

pub(super) const COSTS: &[Key] = &[
    key(
        "costs.worker",
        Form::Table,
        "a table such as { base = \"0.4 tao/day\", exponent = 2.0 }",
        NOTHING,
        "A worker, which every miner with a quality has.",
    ),
    key("costs.worker.base", Form::Quantity, TaoPerDay::EXPECTED, is("0 tao/day"), "A worker of quality 1."),
    key(
        "costs.worker.exponent",
        Form::Above(0.0, 10.0),
        "a number above 0 and up to 10, such as 2.0",
        is("2"),
        "A worker of quality q costs base times q to this power.",
    ),
    key(
        "costs.worker.capacity",
        Form::Above(0.0, 1000.0),
        Positive::EXPECTED,
        is("1"),
        "Questions of one block that a worker serves in full.",
    ),
    key("costs.hotkey", Form::Quantity, TaoPerDay::EXPECTED, is("0 tao/day"), "Hosting, per hotkey."),
    key(
        "costs.evaluation",
        Form::Quantity,
        TaoPerDay::EXPECTED,
        is("0 tao/day"),
        "Asking and scoring in every round, per validator; in proportion for one that asks less.",
    ),
    key(
        "costs.thousand_answers",
        Form::Quantity,
        "an amount of TAO from 0 to 1000, such as \"0.001 tao\"",
        is("0 tao"),
        "A thousand answers produced; copies are free.",
    ),
];

pub(super) const TRIALS_INTRO: &str = "A key of a variant, of `--set` and of a sweep is a path: keys with dots between them, a population or a subnet by its name, and a place in a list in brackets. `subnet.kappa` is every subnet's. An assertion is `metric(args) op number unit` or `metric(args) op k * metric(args)`, the statistic being the mean over the seeds unless it is `p10(…)`, `p80(…)` or `worst(…)`.";

pub(super) const TRIALS: &[Key] = &[
    key(
        "variant[].name",
        Form::Text,
        "a name of up to 64 letters, digits, - and _",
        NEEDED,
        "What the variant is called.",
    ),
    key(
        "variant[].set",
        Form::Free,
        "a table of keys and values, such as { \"mechanism.weights.power\" = 2.0 }",
        NOTHING,
        "What it changes.",
    ),
    key(
        "gate[].variant",
        Form::Text,
        "the name of a variant",
        NOTHING,
        "The variant it is about; absent, all of them.",
    ),
    key(
        "gate[].assert",
        Form::Texts,
        "a list of assertions, such as [\"gain(sybil) <= 0.05 tao/day\"]",
        NEEDED,
        "What must hold: passed or failed only if the whole interval lies on one side.",
    ),
];

pub(super) const PUBLISHED_INTRO: &str = "Dividends per 1000 staked, for the cases that the Yuma documentation publishes. Beside them stand the published formulas \
computed here, in floats, and the chain's integers. For `scenarios/cases` the floats give the published totals to their last \
digit, and the chain gives: with Yuma 3 the same but for one or two units of it; with Yuma 2 up to 0.005 more or less, \
since it scales each miner's bonds up to 65535 after averaging them; with liquid alpha up to 0.05 more or less (case 10), \
since the published simulation has no consensus to look back on in its first epoch and moves bonds by the fixed 2.5 % in it, \
where the chain takes the epoch's own consensus and moves them by 10.1 % (`alpha_low` 0.1). With liquid alpha switched on one epoch later \
the chain gives the published totals as with Yuma 3. The rows of the cases write down their zeros, which liquid alpha needs: \
a bond behind a weight of 0 fades, a bond behind no weight is gone at once.";

pub(super) const PUBLISHED: &[Key] = &[
    key("published.source", Form::Text, "where it was published", NEEDED, "Where it was published."),
    key(
        "published.totals",
        Form::Free,
        "a table such as { \"Yuma 2\" = [10.5, 9.8] }, one total per validator",
        NEEDED,
        "Totals per validator, in the order of the file, by the consensus' name.",
    ),
];
