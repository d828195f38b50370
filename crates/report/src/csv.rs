//! The run's numbers as comma-separated values, one row per thing.

use incentor_scenario::{RoleName, Run};

/// One row per coldkey and seed: what it was paid, what it cost, τ/day.
#[must_use]
pub fn coldkeys(run: &Run) -> String {
    let mut text =
        "coldkey,population,role,quality,seed,pay_tao_per_day,cost_tao_per_day,profit_tao_per_day\n"
            .to_owned();
    for coldkey in &run.coldkeys {
        let quality = coldkey.quality.map_or_else(String::new, |quality| quality.to_string());
        for (seed, pay) in (u64::from(run.seeds.first)..).zip(&coldkey.pay_per_seed) {
            let fields = [
                &field(&coldkey.name),
                &field(&coldkey.population),
                role(coldkey.role),
                &quality,
                &seed.to_string(),
                &pay.to_string(),
                &coldkey.cost.to_string(),
                &(pay - coldkey.cost).to_string(),
            ];
            line(&mut text, &fields);
        }
    }
    text
}

/// One row per uid: what the chain published, in the mean, 0 to 1.
#[must_use]
pub fn uids(run: &Run) -> String {
    let mut text = "uid,coldkey,role,incentive,dividends,consensus,validator_trust\n".to_owned();
    for seat in &run.seats {
        let numbers =
            [seat.incentive, seat.dividends, seat.consensus, seat.validator_trust].map(|x| x.to_string());
        let [incentive, dividends, consensus, trust] = &numbers;
        let (uid, coldkey) = (seat.uid.to_string(), field(&seat.coldkey));
        line(&mut text, &[&uid, &coldkey, role(seat.role), incentive, dividends, consensus, trust]);
    }
    text
}

/// One row per interval: pay per coldkey of each population, τ/day.
#[must_use]
pub fn series(run: &Run) -> String {
    let mut text = "day".to_owned();
    for series in &run.series.lines {
        text.push(',');
        text.push_str(&field(&series.population));
    }
    text.push('\n');
    for (interval, day) in run.series.days.iter().enumerate() {
        text.push_str(&day.to_string());
        for series in &run.series.lines {
            let pay = series.pay_per_coldkey.get(interval).map_or_else(String::new, ToString::to_string);
            text.push(',');
            text.push_str(&pay);
        }
        text.push('\n');
    }
    text
}

const fn role(role: RoleName) -> &'static str {
    match role {
        RoleName::Miner => "miner",
        RoleName::Validator => "validator",
    }
}

fn line(text: &mut String, fields: &[&str]) {
    text.push_str(&fields.join(","));
    text.push('\n');
}

/// A field, quoted where it must be.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
