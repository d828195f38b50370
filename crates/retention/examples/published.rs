//! Every published figure beside ours: `cargo run --release -p incentor-retention --example published [SEEDS]`.

use incentor_retention::published::{FIGURES, HONEST_STAKES};
use incentor_retention::{Params, run};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let seeds = std::env::args().nth(1).map_or(Ok(Params::default().seeds), |seeds| seeds.parse())?;
    let mut misses = 0;
    println!("{:<10}{}", "", HONEST_STAKES.map(|stake| format!("{stake:>19.2}")).concat());
    for figure in &FIGURES {
        let params = Params { honest_stakes: HONEST_STAKES.to_vec(), seeds, ..figure.params() };
        let mut line = format!("{:<10}", figure.name);
        for row in run(&params, &|_| {})?.rows {
            let point = figure.point(row.honest_stake).ok_or("a stake without a published point")?;
            let found = row.required_utility.utility().unwrap_or(1.0);
            let away = point.difference(row.required_utility);
            let missed = figure.tolerance(row.honest_stake).is_some_and(|tolerance| away.abs() > tolerance);
            misses += usize::from(missed);
            let mark = if missed { '!' } else { ' ' };
            line += &format!("  {found:.3} {away:+.3}{mark}@{:.2}", row.at_cabal_weight);
        }
        println!("{line}");
    }
    println!("{misses} outside their tolerance, {seeds} seeds");
    if misses > 0 { Err("the published figures are not met".into()) } else { Ok(()) }
}
