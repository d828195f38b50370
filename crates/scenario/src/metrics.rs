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
    /// What it says, in a sentence or two.
    pub doc: &'static str,
    /// How it is worked out.
    pub formula: &'static str,
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
    /// A whole number of coldkeys, from 1.
    Count,
    /// `pay` of coldkeys, or `incentive` of uids.
    What,
    /// `best`, `median` or `delivered`: whose quality over time.
    Quality,
    /// A population of miners that joins by an event.
    Newcomers,
}

/// A metric's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricUnit {
    /// τ per day.
    TaoPerDay,
    /// τ.
    Tao,
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
            Self::Tao => &["tao", "τ"],
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
    formula: &'static str,
) -> MetricKind {
    MetricKind { name, arguments, needed, unit, doc, formula }
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
        "What a population gains per coldkey by its behaviour over playing straight, all others the same.",
        "mean over seeds of u(b) − u(otherwise); the interval holds together with those of all deviations of all variants",
    ),
    metric(
        "regret",
        &[],
        0,
        U::TaoPerDay,
        "The most that any listed deviation may gain: what an honest miner or validator could regret.",
        "max over deviations of the simultaneous upper bound of gain",
    ),
    metric(
        "harm",
        &[A::Deviation],
        0,
        U::Share,
        "Share of their profit that honest miners lose to a population's behaviour; to all of them without a name. More than 1 is a loss, less than 0 a benefit.",
        "1 − Σ honest profit / Σ honest profit with it playing otherwise, sums over seeds",
    ),
    metric(
        "improvement_pay",
        &[A::Rank, A::Percentage],
        2,
        U::TaoPerDay,
        "What the best, median or worst honest miner gains in profit by answers that are better by a share.",
        "paired Δ profit with q · (1 + share), the higher cost included",
    ),
    metric(
        "saturation",
        &[],
        0,
        U::Share,
        "Share of honest miners that 10 % better answers give less than 1 % more pay. All honest miners where a gate asks for it; in the table the three that are always probed.",
        "share with pay(1.1 q) < 1.01 · pay(q)",
    ),
    metric(
        "elasticity",
        &[A::Rank],
        1,
        U::Number,
        "By how many per cent pay grows for one per cent more quality, at a rank: under 1 is flat, 1 in proportion, far above 1 a race for the first place.",
        "ln(pay(1.1 q) / pay(q)) / ln 1.1, mean over seeds",
    ),
    metric(
        "sybil_gain",
        &[A::Hotkeys, A::Rank],
        1,
        U::Number,
        "Profit with one worker behind so many hotkeys, over that with one; of the median and the best honest miner whichever gains more, unless a rank is named.",
        "Σ u(N) / Σ u(1), sums over seeds",
    ),
    metric(
        "attack_cost",
        &[A::Deviation],
        1,
        U::Tao,
        "What it takes to be in a deviation's place: the seats of its hotkeys, bought one a block at the price of the end, and its stake, bought at once at the start. Seats are burnt; stake is capital and comes back.",
        "Σ_k<n P · (m · 2^(−1/h))^k within the bounds of the price, m = burn_increase, h = burn_half_life; + stake · price of alpha, from a pool τ · s / (α − s)",
    ),
    metric(
        "damage_cost",
        &[A::Deviation],
        1,
        U::Number,
        "τ spent once, on seats and stake, for each τ a day that honest miners are paid less because of a deviation. None where they are not seen to lose anything.",
        "attack_cost / (Σ honest pay with it playing otherwise − Σ honest pay), sums over seeds",
    ),
    metric(
        "overtake_epochs",
        &[A::Newcomers],
        0,
        U::Tempos,
        "Tempos until a newcomer is paid more than everybody older. Without a name for an honest miner 1.1 times as good as the best that joins when counting starts. Never is infinite: gate on p80(…), not on the mean.",
        "first tempo after registration at which its mean pay of five tempos beats every incumbent uid's",
    ),
    metric(
        "copier_g",
        &[A::Validators],
        1,
        U::Number,
        "Dividends per stake of a validator over those of the median honest one. Below 1 its delegators earn less than elsewhere; below 0.82 copying weights no longer pays even at the full take.",
        "(ΣD / ΣS) / median of honest (ΣD / ΣS), window sums",
    ),
    metric(
        "dividend_ratio",
        &[A::Validators],
        1,
        U::Number,
        "The same of any validators: dividends per stake over those of the median honest one.",
        "(ΣD / ΣS) / median of honest (ΣD / ΣS), window sums",
    ),
    metric(
        "work_share",
        &[],
        0,
        U::Share,
        "How far pay goes where fresh work was done: 1 = all of it. Copies, and what was beyond a worker's capacity, are no work.",
        "1 − ½ Σ |pay share − fresh-value share| over mining coldkeys of the first subnet",
    ),
    metric(
        "spearman",
        &[],
        0,
        U::Number,
        "Whether better honest miners are paid more, by rank. Sees none of the exploits: never the only gate.",
        "rank correlation of quality and pay over honest coldkeys that were seated all the time; at least 8",
    ),
    metric(
        "kendall",
        &[],
        0,
        U::Number,
        "The same by pairs, ties taken off: how much more often the better of two is paid more than less.",
        "τ_b of quality and pay over honest coldkeys that were seated all the time; at least 8",
    ),
    metric(
        "ndcg",
        &[A::Count],
        0,
        U::Number,
        "Whether the best-paid honest miners are the best: 1 = in order of quality. The first places count most; with a number only so many places count.",
        "Σ_i≤k q(i-th by pay) / log2(i + 1), over the same in order of quality; equal pay shares its places; honest coldkeys that were seated all the time, at least 8",
    ),
    metric(
        "violations",
        &[],
        0,
        U::Share,
        "Share of pairs of honest miners of which the better is paid less.",
        "pairs with q_j > q_k and pay_j < pay_k, over pairs with q_j ≠ q_k",
    ),
    metric(
        "displacement",
        &[],
        0,
        U::Share,
        "Share of honest miners that are paid outside their own decile of quality.",
        "share with decile(pay) ≠ decile(quality); at least 10 coldkeys",
    ),
    metric(
        "top_decile_retention",
        &[],
        0,
        U::Share,
        "Share of the best tenth of honest miners that is also among the best-paid tenth.",
        "P(pay decile 10 | quality decile 10); at least 10 coldkeys",
    ),
    metric(
        "snr",
        &[],
        0,
        U::Number,
        "How much of the difference in pay between honest miners is more than luck from one interval to the next.",
        "Var_j(mean pay) / mean_j(Var pay over counted intervals)",
    ),
    metric(
        "samples_to_rank",
        &[A::Rank, A::Percentage],
        1,
        U::Tempos,
        "Tempos of pay after which one can tell two miners apart: the honest one at a rank, and one with answers better by a share, 10 % unless said. Wrong as often as the run's confidence allows, and found in four cases of five. Tempos are taken as independent, so it takes more where scores have a long memory. None where better answers are not seen to be paid more.",
        "2 (z_α + z_β)² σ² / δ²: σ² variance of its pay between counted tempos, δ paired Δ pay with q · (1 + share), both means over seeds; z_α of the confidence on one side, 1.64 at 95 %, z_β = 0.84",
    ),
    metric(
        "gini",
        &[A::What],
        0,
        U::Number,
        "How unevenly coldkeys are paid, or uids ranked: 0 = alike, near 1 = one has all. Grows with their number.",
        "Σ Σ |x_i − x_j| / (2 n² x̄), miners of the first subnet",
    ),
    metric(
        "hhi",
        &[A::What],
        0,
        U::Number,
        "Concentration of pay: 1 / n = alike, 1 = one has all.",
        "Σ share², miners of the first subnet",
    ),
    metric(
        "effective_number",
        &[A::What],
        0,
        U::Number,
        "How many equal miners would be as concentrated.",
        "1 / Σ share²",
    ),
    metric(
        "nakamoto",
        &[A::What],
        0,
        U::Number,
        "The fewest miners that take more than half together.",
        "min k with top-k share > ½",
    ),
    metric(
        "entropy",
        &[A::What],
        0,
        U::Number,
        "How evenly pay is spread, whatever the number of miners: 1 = alike, 0 = one has all.",
        "−Σ s ln s / ln n",
    ),
    metric(
        "top_share",
        &[A::Count],
        0,
        U::Share,
        "Share of miners' pay that the k best-paid coldkeys take; of the best-paid one without a number.",
        "Σ of the k largest pay shares, first subnet",
    ),
    metric(
        "zero_share",
        &[],
        0,
        U::Share,
        "Share of miner uids without any incentive in the counted window.",
        "uids with mean incentive 0 over miner uids, first subnet",
    ),
    metric(
        "uids_per_coldkey",
        &[],
        0,
        U::Number,
        "Miner uids per mining coldkey at the end.",
        "seated miner uids / coldkeys behind them, first subnet",
    ),
    metric(
        "live_divergence",
        &[],
        0,
        U::Share,
        "Share of pay that goes elsewhere in the last interval than over the whole window: what a 30-day view hides.",
        "½ Σ |share in the last interval − share in the window|",
    ),
    metric(
        "slope",
        &[A::Quality],
        0,
        U::PerDay,
        "Growth of the quality that is paid for; of the best or the median miner that holds a seat, or of what honest miners deliver per question. One improvement of 5 % in four days is 0.012 per day.",
        "Theil–Sen slope of ln Σ I_j q_j over counted intervals, first subnet; of ln max q_j, ln median q_j or ln of the mean value of fresh work",
    ),
    metric(
        "false_prunes",
        &[],
        0,
        U::Number,
        "Neurons pruned though their coldkey was better than the median of those that stayed.",
        "count over the counted window, first subnet",
    ),
    metric("churn", &[], 0, U::Number, "Neurons pruned per tempo.", "prunes / counted epochs, first subnet"),
    metric(
        "tenure_half_life",
        &[],
        0,
        U::Tempos,
        "Tempos in which half of the seats change hands, at the rate of the counted window. None where nobody is pruned.",
        "ln 2 · Σ over counted tempos of seats taken / prunes, sums over seeds, first subnet",
    ),
    metric(
        "recovery_tempos",
        &[A::Population],
        0,
        U::Tempos,
        "Tempos after an `outage` until whoever was out is paid as before; of several outages the slowest. Of one population, or of all. None without an outage that begins after a counted tempo and ends five tempos before the run. Never is infinite: gate on p80(…), not on the mean.",
        "first tempo after its end from which on the mean pay of five tempos is 0.9 of that of the counted tempos before it",
    ),
    metric(
        "survival",
        &[A::Population],
        1,
        U::Share,
        "Share of a population's coldkeys that were seated and never pruned.",
        "coldkeys with a seat and without a prune / coldkeys",
    ),
    metric(
        "vtrust",
        &[A::Validators],
        1,
        U::Share,
        "Share of a validator's weight that consensus left, as published.",
        "Σ_j min(W_ij, C_j), mean over counted epochs",
    ),
    metric(
        "divergence",
        &[A::Validators],
        1,
        U::Share,
        "How far a validator's weights lie from consensus.",
        "½ Σ_j |W_ij − C_j|, mean over counted epochs",
    ),
    metric(
        "clip_loss",
        &[],
        0,
        U::Share,
        "Share of the weight that validators give which consensus takes away. High where they disagree, by noise or by intent.",
        "1 − ΣR / ΣP = 1 − Σ S_i · vtrust_i / Σ S_i over validators that sent weights, window means, first subnet",
    ),
    metric(
        "avg_weight_dev",
        &[],
        0,
        U::Number,
        "How far validators' weights lie from their mean: 0 = all send the same, 1 = two halves of the stake pay different miners, near 2 = everybody does.",
        "Σ_j Σ_i S_i |W_ij − µ_j| / Σ_j µ_j, µ_j = Σ_i S_i W_ij, over the rows in force of validators with a permit; mean over the last epochs of counted intervals, first subnet",
    ),
    metric(
        "small_validator_tax",
        &[],
        0,
        U::Number,
        "Whether small honest validators earn less per stake: 0 = no, above 0 = the large earn more.",
        "least-squares slope of ln(D/S) on ln S, first subnet",
    ),
    metric(
        "early_discoverer_bonus",
        &[],
        0,
        U::Number,
        "What being first is worth: dividends per stake of the validator that gives miners weight first, over those of the one that does so last. Above 1 it pays to look for good miners. Only miners count that nobody weighed before counting began. None where all move in the same tempos.",
        "(ΣD / ΣS) of the first mover / (ΣD / ΣS) of the last, window sums; ordered by the mean of the tempos behind whoever first gave the miner weight, alike ones together; first subnet",
    ),
    metric(
        "fallback_rate",
        &[],
        0,
        U::Share,
        "Share of epochs without any consensus, in which stake alone is paid.",
        "epochs with zero consensus / counted epochs, first subnet",
    ),
    metric(
        "coverage",
        &[],
        0,
        U::Share,
        "How much validators look: share of miners a validator asks in a round. Who asks nobody counts too: with one copier of four it is 75 % where the others ask all. The lever against weight copying.",
        "(validator, miner, round) asked / askable, first subnet",
    ),
    metric(
        "largest_stake",
        &[],
        0,
        U::Share,
        "Share of stake that the largest validator has at the start; above κ it decides alone.",
        "max S_i / Σ S, first subnet",
    ),
    metric(
        "pay",
        &[A::Population],
        1,
        U::TaoPerDay,
        "Income per coldkey of a population.",
        "Σ income / counted days",
    ),
    metric(
        "profit",
        &[A::Population],
        1,
        U::TaoPerDay,
        "Income less running cost and registration, per coldkey of a population.",
        "Σ (income − running cost − registration) / counted days",
    ),
    metric(
        "pay_share",
        &[A::Population],
        1,
        U::Share,
        "Share that a population takes of what all miners, or all validators, are paid.",
        "Σ pay of the population / Σ pay of its role, all subnets",
    ),
    metric(
        "roi",
        &[A::Population],
        1,
        U::Number,
        "Income over cost of a population. For the report only: a cheat costs next to nothing, so ratios flatter it and honest play for no reason.",
        "Σ income / Σ cost, pooled",
    ),
];
