//! The metrics that gates can name (simulation model §5).

/// A number about one variant that a gate can hold to something.
#[derive(Clone, Copy, Debug)]
pub struct MetricKind {
    /// Its name.
    pub name: &'static str,
    /// What stands in brackets behind it.
    pub arguments: &'static [MetricArgument],
    /// How many of them must be there.
    pub needed: usize,
    /// Its unit.
    pub unit: MetricUnit,
    /// What it is, in a line.
    pub doc: &'static str,
}

/// What an argument of a metric can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricArgument {
    /// A population with an `otherwise`.
    Deviation,
    /// Any population.
    Population,
    /// A population of validators.
    Validators,
    /// `best`, `median` or `worst`.
    Rank,
    /// A percentage above 0, such as `10%`.
    Percentage,
    /// A whole number of hotkeys, from 2.
    Hotkeys,
}

/// A metric's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricUnit {
    /// τ per day.
    TaoPerDay,
    /// A share; also written in percent.
    Share,
    /// Tempos; also called epochs.
    Tempos,
    /// A change per day.
    PerDay,
    /// A plain number.
    Number,
}

impl MetricUnit {
    /// The words it can be given by, the first one being its own; a plain number has none.
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::TaoPerDay => &["tao/day", "τ/day"],
            Self::Share => &["", "%"],
            Self::Tempos => &["tempos", "tempo", "epochs"],
            Self::PerDay => &["per day", "/day"],
            Self::Number => &[""],
        }
    }
}

impl MetricKind {
    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        METRICS.iter().find(|metric| metric.name == name)
    }
}

const fn metric(
    name: &'static str,
    arguments: &'static [MetricArgument],
    needed: usize,
    unit: MetricUnit,
    doc: &'static str,
) -> MetricKind {
    MetricKind { name, arguments, needed, unit, doc }
}

use MetricArgument as A;
use MetricUnit as U;

/// Every metric, those about cheating first.
pub const METRICS: &[MetricKind] = &[
    metric(
        "gain",
        &[A::Deviation],
        1,
        U::TaoPerDay,
        "Profit over what the same coldkey makes playing straight.",
    ),
    metric(
        "regret",
        &[],
        0,
        U::TaoPerDay,
        "The most that any listed behaviour may gain: the highest upper bound.",
    ),
    metric(
        "harm",
        &[A::Deviation],
        0,
        U::Share,
        "Share of honest profit that a behaviour costs; all of them together where none is named.",
    ),
    metric(
        "improvement_pay",
        &[A::Rank, A::Percentage],
        2,
        U::TaoPerDay,
        "Profit of the honest miner of that rank from answers so much better, their cost counted.",
    ),
    metric(
        "saturation",
        &[],
        0,
        U::Share,
        "Share of honest miners whose pay hardly rises with better answers.",
    ),
    metric(
        "overtake_epochs",
        &[],
        0,
        U::Tempos,
        "Tempos until a newcomer a tenth better than the best is paid more than every incumbent.",
    ),
    metric("work_share", &[], 0, U::Share, "How much of the pay goes where the fresh work is; 1 = all."),
    metric(
        "spearman",
        &[],
        0,
        U::Number,
        "Rank correlation of quality and pay over honest coldkeys; blind to theft.",
    ),
    metric(
        "copier_g",
        &[A::Validators],
        1,
        U::Number,
        "A weight copier's dividends per stake over the honest median.",
    ),
    metric("dividend_ratio", &[A::Validators], 1, U::Number, "Dividends per stake over the honest median."),
    metric(
        "sybil_gain",
        &[A::Hotkeys, A::Rank],
        1,
        U::Number,
        "Profit behind so many hotkeys over that behind one, of the miner of that rank.",
    ),
    metric("slope", &[], 0, U::PerDay, "Trend of the paid-for quality, per day."),
    metric("false_prunes", &[], 0, U::Number, "Pruned coldkeys that were better than the survivors' median."),
    metric("pay", &[A::Population], 1, U::TaoPerDay, "Income of a population."),
    metric("profit", &[A::Population], 1, U::TaoPerDay, "Income of a population less its costs."),
    metric("pay_share", &[A::Population], 1, U::Share, "Share of what all of its role were paid."),
    metric("roi", &[A::Population], 1, U::Number, "Income over cost; in the report only."),
    metric("gini", &[], 0, U::Number, "How unequal the miners' pay is; 0 = all the same."),
    metric("hhi", &[], 0, U::Number, "Sum of squared shares of the miners' pay."),
    metric("effective_number", &[], 0, U::Number, "How many equal miners would be as concentrated."),
    metric(
        "nakamoto",
        &[],
        0,
        U::Number,
        "Fewest coldkeys that together have more than half of the miners' pay.",
    ),
    metric("top_share", &[], 0, U::Share, "The best-paid coldkey's share of the miners' pay."),
    metric("zero_share", &[], 0, U::Share, "Share of miner uids that are paid nothing."),
    metric(
        "fallback_rate",
        &[],
        0,
        U::Share,
        "Share of epochs in which nobody had incentive and stake decided.",
    ),
    metric(
        "coverage",
        &[],
        0,
        U::Share,
        "Share of validators, miners and rounds in which the validator asked the miner.",
    ),
];
