//! The run's numbers as comma-separated values, one row per thing.

use incentor_scenario::run::{Estimate, GateState, Matrix, RoleName, Run, VariantRun};

/// Every file that there may be.
const FILES: [(&str, &str); 9] = [
    ("coldkeys.csv", "pay, cost and profit per coldkey and seed"),
    ("uids.csv", "what the chain published per uid, first seed"),
    ("series.csv", "pay per population over time, quality, prices"),
    ("deviations.csv", "what each cheat gains, per seed"),
    ("metrics.csv", "every metric per seed"),
    ("gates.csv", "every assertion and whether it held"),
    ("weights.csv", "weights at the end of the first seed"),
    ("bonds.csv", "bonds at the end of the first seed"),
    (SWEEP, "gain, verdict and G at every point of the sweep"),
];

/// Left out where no sweep was asked for.
const SWEEP: &str = "sweep.csv";

/// Name of each file of a run and what is in it.
pub fn named(run: &Run) -> impl Iterator<Item = (&'static str, &'static str)> {
    let has_sweep = run.sweep.is_some();
    FILES.into_iter().filter(move |(name, _)| *name != SWEEP || has_sweep)
}

/// All of [`named`], as name and content.
#[must_use]
pub fn files(run: &Run) -> Vec<(String, String)> {
    let contents = [
        coldkeys(run),
        uids(run),
        series(run),
        deviations(run),
        metrics(run),
        gates(run),
        matrix(run, |variant| &variant.consensus_picture.weights),
        matrix(run, |variant| &variant.consensus_picture.bonds),
        sweep(run),
    ];
    // The last one is dropped where it has no name.
    named(run).map(|(name, _)| name.to_owned()).zip(contents).collect()
}

/// A file from a header and rows of fields; a field is quoted where it must be.
///
/// ```
/// let text = incentor_report::csv::table(&["uid", "name"], [["0", "honest"], ["1", "a, b"]]);
/// assert_eq!(text, "uid,name\n0,honest\n1,\"a, b\"\n");
/// ```
#[must_use]
pub fn table<H, R>(header: &[H], rows: R) -> String
where
    H: AsRef<str>,
    R: IntoIterator<Item: IntoIterator<Item: AsRef<str>>>,
{
    let mut text = String::new();
    line(&mut text, header);
    for row in rows {
        line(&mut text, row);
    }
    text
}

fn line(text: &mut String, fields: impl IntoIterator<Item: AsRef<str>>) {
    for (index, field) in fields.into_iter().enumerate() {
        let field = field.as_ref();
        if index > 0 {
            text.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(field);
        }
    }
    text.push('\n');
}

/// One row per variant, coldkey and seed; money in τ/day.
#[must_use]
pub fn coldkeys(run: &Run) -> String {
    let header = [
        "variant",
        "coldkey",
        "population",
        "subnet",
        "role",
        "quality",
        "seed",
        "pay_tao_per_day",
        "cost_tao_per_day",
        "profit_tao_per_day",
    ];
    let rows = run.variants.iter().flat_map(|variant| {
        variant.coldkeys.iter().flat_map(move |coldkey| {
            seeds(run).zip(&coldkey.pay_per_seed).map(move |(seed, pay)| {
                vec![
                    variant.name.clone(),
                    coldkey.name.clone(),
                    coldkey.population.clone(),
                    coldkey.subnet.clone(),
                    role(coldkey.role),
                    optional(coldkey.quality),
                    seed,
                    pay.to_string(),
                    coldkey.cost.to_string(),
                    (pay - coldkey.cost).to_string(),
                ]
            })
        })
    });
    table(&header, rows)
}

/// One row per variant and uid: what the chain published, mean over the counted time of the first seed, 0 to 1.
#[must_use]
pub fn uids(run: &Run) -> String {
    let header = [
        "variant",
        "subnet",
        "uid",
        "coldkey",
        "hotkey",
        "role",
        "registered_at",
        "incentive",
        "dividends",
        "consensus",
        "validator_trust",
    ];
    let rows = run.variants.iter().flat_map(|variant| {
        variant.seats.iter().map(|seat| {
            vec![
                variant.name.clone(),
                seat.subnet.clone(),
                seat.uid.to_string(),
                seat.coldkey.clone(),
                seat.hotkey.to_string(),
                role(seat.role),
                seat.registered_at.to_string(),
                seat.incentive.to_string(),
                seat.dividends.to_string(),
                seat.consensus.to_string(),
                seat.validator_trust.to_string(),
            ]
        })
    });
    table(&header, rows)
}

/// One row per variant, interval and line: pay per coldkey, τ/day; the rest of the interval beside each.
#[must_use]
pub fn series(run: &Run) -> String {
    let header = [
        "variant",
        "day",
        "population",
        "pay_tao_per_day",
        "p10",
        "p90",
        "delivered_quality",
        "seat_price_tao",
        "alpha_price_tao",
    ];
    let at = |values: &[f64], index: usize| optional(values.get(index).copied());
    let rows = run.variants.iter().flat_map(|variant| {
        let series = &variant.series;
        series.days.iter().enumerate().flat_map(move |(index, day)| {
            series.lines.iter().map(move |line| {
                vec![
                    variant.name.clone(),
                    day.to_string(),
                    line.population.clone(),
                    at(&line.pay_per_coldkey, index),
                    at(&line.p10, index),
                    at(&line.p90, index),
                    at(&series.delivered_quality, index),
                    at(&series.seat_price_tao, index),
                    at(&series.alpha_price_tao, index),
                ]
            })
        })
    });
    table(&header, rows)
}

/// One row per variant, deviation and seed: its gain, τ/day, and the verdict over all seeds.
#[must_use]
pub fn deviations(run: &Run) -> String {
    let header = [
        "variant",
        "population",
        "role",
        "behaviour",
        "otherwise",
        "verdict",
        "gain_tao_per_day",
        "half_width",
        "epsilon",
        "entry_profit_tao_per_day",
        "harm",
        "dividend_ratio",
        "seed",
        "gain_in_seed_tao_per_day",
    ];
    let rows = run.variants.iter().flat_map(|variant| {
        variant.deviations.iter().flat_map(move |deviation| {
            seeds(run).zip(&deviation.gain_per_seed).map(move |(seed, gain)| {
                vec![
                    variant.name.clone(),
                    deviation.population.clone(),
                    role(deviation.role),
                    deviation.behaviour.clone(),
                    deviation.otherwise.clone(),
                    deviation.verdict.word().to_owned(),
                    deviation.gain.mean.to_string(),
                    optional(deviation.gain.half_width),
                    deviation.epsilon.to_string(),
                    deviation.entry_profit.mean.to_string(),
                    optional(deviation.harm),
                    optional(deviation.dividend_ratio),
                    seed,
                    gain.to_string(),
                ]
            })
        })
    });
    table(&header, rows)
}

/// One row per variant, metric and seed; an infinite value is an empty field.
#[must_use]
pub fn metrics(run: &Run) -> String {
    let header = ["variant", "metric", "unit", "mean", "half_width", "n", "seed", "value"];
    let rows = run.variants.iter().flat_map(|variant| {
        variant.metrics.iter().flat_map(move |metric| {
            seeds(run).zip(&metric.per_seed).map(move |(seed, value)| {
                let Estimate { mean, half_width } = metric.value;
                vec![
                    variant.name.clone(),
                    metric.name.clone(),
                    metric.unit.clone(),
                    mean.to_string(),
                    optional(half_width),
                    metric.n.to_string(),
                    seed,
                    optional(*value),
                ]
            })
        })
    });
    table(&header, rows)
}

/// One row per point, variant and deviation; a column for each key of the sweep.
#[must_use]
pub fn sweep(run: &Run) -> String {
    let keys = run.sweep.iter().flat_map(|sweep| &sweep.keys).map(String::as_str);
    let mut header: Vec<&str> = keys.collect();
    header.extend([
        "variant",
        "population",
        "role",
        "verdict",
        "gain_tao_per_day",
        "half_width",
        "dividend_ratio",
        "honest_profit_tao_per_day",
    ]);
    let rows = run.sweep.iter().flat_map(|sweep| &sweep.points).flat_map(|point| {
        point.deviations.iter().map(move |deviation| {
            let mut row = point.values.clone();
            row.extend([
                point.variant.clone(),
                deviation.population.clone(),
                role(deviation.role),
                deviation.verdict.word().to_owned(),
                deviation.gain.mean.to_string(),
                optional(deviation.gain.half_width),
                optional(deviation.dividend_ratio),
                point.honest_profit.to_string(),
            ]);
            row
        })
    });
    table(&header, rows)
}

/// One row per assertion.
#[must_use]
pub fn gates(run: &Run) -> String {
    let header =
        ["variant", "assertion", "state", "value", "difference", "half_width", "seeds_needed", "why"];
    let rows = run.gates.iter().map(|gate| {
        let state = match gate.state {
            GateState::Passed => "PASSED",
            GateState::Failed => "FAILED",
            GateState::Undecided => "UNDECIDED",
        };
        vec![
            gate.variant.clone(),
            gate.assertion.clone(),
            state.to_owned(),
            optional(gate.value),
            optional(gate.difference.map(|difference| difference.mean)),
            optional(gate.difference.and_then(|difference| difference.half_width)),
            gate.seeds_needed.map_or_else(String::new, |seeds| seeds.to_string()),
            gate.why.clone().unwrap_or_default(),
        ]
    });
    table(&header, rows)
}

/// One row per variant, validator and miner with a value, 0 to 1.
fn matrix(run: &Run, of: impl Fn(&VariantRun) -> &Matrix) -> String {
    let mut rows = Vec::new();
    for variant in &run.variants {
        let matrix = of(variant);
        for (validator, values) in matrix.rows.iter().zip(&matrix.values) {
            for (miner, value) in matrix.columns.iter().zip(values).filter(|(_, value)| **value != 0.0) {
                rows.push([variant.name.clone(), validator.clone(), miner.clone(), value.to_string()]);
            }
        }
    }
    table(&["variant", "validator", "miner", "value"], rows)
}

fn seeds(run: &Run) -> impl Iterator<Item = String> {
    (u64::from(run.seeds.first)..).map(|seed| seed.to_string())
}

fn optional(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn role(role: RoleName) -> String {
    match role {
        RoleName::Miner => "miner",
        RoleName::Validator => "validator",
    }
    .to_owned()
}
