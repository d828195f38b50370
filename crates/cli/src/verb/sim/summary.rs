//! The result as a person reads it: 80 columns, understandable without colour.

use crate::terminal::{ACCENT, BAD, BOLD, DIM, GOOD, WARN};
use anstyle::Style;
use incentor_scenario::{Deviation, Estimate, PopulationOutcome, RoleName, Run, Verdict};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// Where things come from and go to, as the command line says.
pub(super) struct Paths<'a> {
    /// The scenario; - is stdin.
    pub(super) scenario: &'a Path,
    /// The directory written to.
    pub(super) out: &'a Path,
    /// Whether `--out` named it.
    pub(super) out_is_given: bool,
}

pub(super) fn summary(run: &Run, paths: &Paths<'_>) -> String {
    let mut text = head(run);
    text.push_str(&who_earns(run));
    text.push_str(&who_validates(run));
    text.push_str(&does_cheating_pay(run));
    text.push_str(&foot(run, paths));
    text
}

/// How long the simulation took, in one line; never part of the result.
pub(super) fn pace(run: &Run, elapsed: Duration) -> String {
    let worlds = u64::from(run.seeds.count) * u64::from(run.worlds);
    // A clock may stand still; a simulation takes at least a microsecond.
    let seconds = elapsed.as_secs_f64().max(1e-6);
    let noun = if worlds == 1 { "world" } else { "worlds" };
    let per_second = grouped((run.epochs as f64 / seconds) as u64);
    format!("{} {noun} in {seconds:.2} s, {per_second} epochs per second\n", grouped(worlds))
}

fn head(run: &Run) -> String {
    let Run { version, scenario, rule_set, consensus, window, seeds, worlds, .. } = run;
    let count = |role| {
        let of_role = run.populations.iter().filter(|population| population.role == role);
        of_role.map(|population| population.coldkeys).sum::<u32>()
    };
    let twins = match worlds - 1 {
        0 => String::new(),
        1 => " × 2 worlds".to_owned(),
        _ => format!(" × {worlds} worlds"),
    };
    format!(
        "{BOLD}incentor {version} · {scenario}{BOLD:#} · {rule_set} ({consensus})\n\
         {}, {}, one uid each · {} = {}, {} of them warm-up\n\
         {}{twins} = {} epochs · {:.0} % of the miners asked per round\n\n",
        plural(count(RoleName::Validator), "validator"),
        plural(count(RoleName::Miner), "miner"),
        days(window.days),
        plural(window.tempos, "tempo"),
        grouped(window.warmup_tempos.into()),
        plural(seeds.count, "seed"),
        grouped(run.epochs),
        run.coverage * 100.0,
    )
}

fn who_earns(run: &Run) -> String {
    let mut text = heading("WHO EARNS", "quality");
    for population in run.populations.iter().filter(|population| population.role == RoleName::Miner) {
        let quality = match population.quality {
            None => "-".to_owned(),
            Some((low, high)) if low == high => format!("{low:.2}"),
            Some((low, high)) => format!("{low:.2}-{high:.2}"),
        };
        row(&mut text, population, &quality);
    }
    text.push_str(&format!("{DIM}  emission: share of what all miners are paid; money in τ/day{DIM:#}\n\n"));
    text
}

fn who_validates(run: &Run) -> String {
    let mut text = heading("WHO VALIDATES", "stake");
    for population in run.populations.iter().filter(|population| population.role == RoleName::Validator) {
        let members = run.coldkeys.iter().filter(|coldkey| coldkey.population == population.name);
        let stake: f64 = members.map(|coldkey| coldkey.stake).sum();
        let stake =
            if stake >= 1e3 { format!("{} kα", short(stake / 1e3)) } else { format!("{} α", short(stake)) };
        row(&mut text, population, &stake);
    }
    text.push('\n');
    text
}

fn heading(title: &str, middle: &str) -> String {
    format!(
        "{BOLD}{title:<23}{BOLD:#}{:>4}{middle:>11}{:>9}{:>9}{:>8}{:>16}\n",
        "uids", "emission", "pay/day", "cost", "profit/day"
    )
}

fn row(text: &mut String, population: &PopulationOutcome, middle: &str) {
    let several = format!("{} ({} coldkeys)", population.name, population.coldkeys);
    let name = if population.coldkeys > 1 && several.len() <= 20 { several } else { population.name.clone() };
    let PopulationOutcome { uids, pay_share, pay, cost, profit, .. } = population;
    let _ = writeln!(
        text,
        "  {:<21}{uids:>4}{middle:>11}{:>7.1} %{:>9.2}{cost:>8.2}{:>16}",
        clipped(&name, 20),
        pay_share * 100.0,
        pay.mean,
        interval(*profit, false),
    );
}

fn does_cheating_pay(run: &Run) -> String {
    let Some(first) = run.deviations.first() else {
        return format!("{DIM}No population has an `otherwise`, so no cheat is measured.{DIM:#}\n\n");
    };
    let mut text = format!(
        "{BOLD}DOES CHEATING PAY?{BOLD:#}  gain in profit over playing straight, τ/day\n\
         {DIM}  {} % simultaneous interval; within ±{:.2} counts as even{DIM:#}\n",
        short(run.confidence * 100.0),
        first.epsilon,
    );
    for deviation in &run.deviations {
        let style = style(deviation.verdict);
        let _ = writeln!(
            text,
            "  {:<21}{style}{:<13}{style:#}{:>13}   {:.2} instead of {:.2}",
            clipped(&deviation.population, 20),
            deviation.verdict.word(),
            interval(deviation.gain, true),
            deviation.entry_profit.mean,
            deviation.straight_profit,
        );
        let straight = format!("straight: {}", deviation.otherwise);
        for line in [Some(straight), remark(run, deviation)].into_iter().flatten() {
            let _ = writeln!(text, "  {:<21}{DIM}{line}{DIM:#}", "");
        }
    }
    text.push('\n');
    text
}

/// What a gain means for the others, or what it would take to know.
fn remark(run: &Run, deviation: &Deviation) -> Option<String> {
    match (deviation.verdict, deviation.seeds_needed) {
        (Verdict::Inconclusive, _) if !run.paid_miners() => {
            Some("no miner was paid in the time that counts: run it longer".to_owned())
        }
        (Verdict::Inconclusive, Some(seeds)) => {
            Some(format!("undecided: about {} seeds would tell", grouped(seeds.into())))
        }
        (Verdict::Inconclusive, None) => Some("undecided: run it with more seeds".to_owned()),
        _ => deviation.harm.map(harm),
    }
}

fn harm(share: f64) -> String {
    if share >= 1.0 {
        return "honest miners make no profit because of it".to_owned();
    }
    let direction = if share >= 0.0 { "less" } else { "more" };
    format!("honest miners profit {:.1} % {direction} because of it", share.abs() * 100.0)
}

const fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Pays => BAD.bold(),
        Verdict::Loses => GOOD.bold(),
        Verdict::BreakEven => BOLD,
        Verdict::Inconclusive => WARN.bold(),
    }
}

fn foot(run: &Run, paths: &Paths<'_>) -> String {
    let report = paths.out.join("report.html");
    format!(
        "{}{ACCENT}report{ACCENT:#}  {}\n\
         {ACCENT}data{ACCENT:#}    run.json, coldkeys.csv, uids.csv, series.csv beside it · hash {}\n\
         {ACCENT}repeat{ACCENT:#}  {}\n",
        refused(run),
        report.display(),
        run.hash.get(..8).unwrap_or(&run.hash),
        repeat(run, paths),
    )
}

/// The command that does it again; a scenario from stdin has to be given again.
fn repeat(run: &Run, paths: &Paths<'_>) -> String {
    let mut command = format!(
        "incentor sim {} --seed {} --seeds {}",
        quoted(paths.scenario),
        run.seeds.first,
        run.seeds.count
    );
    if paths.out_is_given {
        command.push_str(&format!(" --out {}", quoted(paths.out)));
    }
    if paths.scenario == Path::new("-") {
        command.push_str("  # the scenario came from standard input");
    }
    command
}

/// A path as a shell reads it back.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// That the chain refused weights, where it did.
fn refused(run: &Run) -> String {
    if run.weights_refused == 0 {
        return String::new();
    }
    let all = run.weights_taken + run.weights_refused;
    format!(
        "{WARN}note{WARN:#}    the chain refused {} of {} weight settings: they came too soon\n",
        grouped(run.weights_refused),
        grouped(all)
    )
}

/// `1.77 ±0.01`, or `+1.77 ±0.01`; without an interval, the mean alone.
fn interval(estimate: Estimate, signed: bool) -> String {
    // Numbers that round to nothing have no sign.
    let mean = if estimate.mean.abs() < 0.005 { 0.0 } else { estimate.mean };
    let mean = if signed { format!("{mean:+.2}") } else { format!("{mean:.2}") };
    match estimate.half_width {
        Some(half_width) => format!("{mean} ±{half_width:.2}"),
        None => mean,
    }
}

/// A number with at most two decimals.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn plural(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{} {noun}s", grouped(count.into())) }
}

fn days(days: f64) -> String {
    let text = short(days);
    if text == "1" { "1 day".to_owned() } else { format!("{text} days") }
}

/// A whole number with a comma every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text cut to a width, with a sign that it was.
fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_where_a_shell_would_split_them() {
        let check = |path: &str, expected: &str| assert_eq!(quoted(Path::new(path)), expected);
        check("scenarios/quickstart.toml", "scenarios/quickstart.toml");
        check("-", "-");
        check("my games/a.toml", "'my games/a.toml'");
        check("it's", "'it'\\''s'");
        check("a;b", "'a;b'");
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!((plural(1, "tempo"), plural(0, "tempo")), ("1 tempo".into(), "0 tempos".into()));
        assert_eq!(
            (days(1.0), days(0.05), days(14.0)),
            ("1 day".into(), "0.05 days".into(), "14 days".into())
        );
    }

    #[test]
    fn numbers_are_short_and_signed_where_it_matters() {
        assert_eq!(
            (grouped(0), grouped(999), grouped(1_234_567)),
            ("0".into(), "999".into(), "1,234,567".into())
        );
        assert_eq!((short(14.0), short(99.5), short(0.0)), ("14".into(), "99.5".into(), "0".into()));
        let gain = |mean, half_width| interval(Estimate { mean, half_width }, true);
        assert_eq!(gain(0.944, Some(0.034)), "+0.94 ±0.03");
        assert_eq!(gain(-0.001, Some(0.034)), "+0.00 ±0.03");
        assert_eq!(gain(-1.0, None), "-1.00");
        assert_eq!(clipped("a-very-long-name-indeed", 8), "a-very-…");
    }
}
