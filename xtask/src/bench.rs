//! `cargo xtask bench`: the epoch, for the plain target and for x86-64-v3, side by side.
//!
//! Both are built first and then run in turn, so that a noisy neighbour or a hot processor meets both.

use crate::failure::Failure;
use crate::process;
use std::process::Command;

/// Rounds unless told otherwise; each takes both builds once.
const ROUNDS: u32 = 3;

const V3: &str = "-Ctarget-cpu=x86-64-v3";

/// Runs the rounds and prints the best time of each line.
pub(crate) fn run(rounds: Option<u32>) -> Result<(), Failure> {
    let rounds = rounds.unwrap_or(ROUNDS);
    let both = runs_v3();
    let mut builds = vec![Build { v3: false, lines: Vec::new() }];
    if both {
        builds.push(Build { v3: true, lines: Vec::new() });
    } else {
        eprintln!("this processor does not run x86-64-v3: plain only");
    }
    for build in &builds {
        process::run(build.command().arg("--no-run"))?;
    }
    for round in 1..=rounds {
        for build in &mut builds {
            eprintln!("round {round} of {rounds}, {}", build.name());
            let printed = process::output(build.command().args(["--quiet", "--", "--json"]))?;
            build.keep_best(&printed)?;
        }
    }
    print!("{}", table(&builds));
    Ok(())
}

/// One way to compile, and its best times so far.
#[derive(Debug)]
struct Build {
    v3: bool,
    lines: Vec<Line>,
}

/// What the benchmark says of one case, in microseconds.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    name: String,
    this_us: f64,
    naive_us: Option<f64>,
    /// Measured on another machine, once.
    chain_us: Option<f64>,
}

impl Build {
    fn name(&self) -> &'static str {
        if self.v3 { "x86-64-v3" } else { "plain" }
    }

    fn command(&self) -> Command {
        let mut command = process::cargo();
        command.args(["bench", "--locked", "-p", "incentor-yuma", "--bench", "epoch"]);
        if self.v3 {
            let given = std::env::var("RUSTFLAGS").unwrap_or_default();
            command.env("RUSTFLAGS", format!("{given} {V3}").trim());
            // A folder of its own, or each build would throw the other's away.
            command.env("CARGO_TARGET_DIR", process::target_dir().join("x86-64-v3"));
        }
        command
    }

    fn keep_best(&mut self, printed: &str) -> Result<(), Failure> {
        let lines: Option<Vec<Line>> = printed.lines().filter(|line| !line.is_empty()).map(parse).collect();
        let Some(lines) = lines.filter(|lines| !lines.is_empty()) else {
            let text = format!("the benchmark printed what is not understood:\n{printed}");
            return Err(Failure::Environment(text));
        };
        for line in lines {
            match self.lines.iter_mut().find(|known| known.name == line.name) {
                Some(known) => {
                    known.this_us = known.this_us.min(line.this_us);
                    known.naive_us = known.naive_us.zip(line.naive_us).map(|(a, b)| a.min(b));
                }
                None => self.lines.push(line),
            }
        }
        Ok(())
    }
}

/// A line of the benchmark: an object of a name and numbers.
fn parse(line: &str) -> Option<Line> {
    let number = |name: &str| process::field(line, name)?.parse().ok();
    Some(Line {
        name: process::field(line, "name")?.to_owned(),
        this_us: number("this_us")?,
        naive_us: number("naive_us"),
        chain_us: number("chain_elsewhere_us"),
    })
}

/// The builds side by side; `chain` was measured on another machine, so its columns are a guide only.
fn table(builds: &[Build]) -> String {
    let Some((plain, others)) = builds.split_first() else { return String::new() };
    let mut rows = vec![vec![String::new(), "naive".into(), "chain, elsewhere".into()]];
    for build in builds {
        rows[0].extend([build.name().into(), "naive/this".into(), "chain/this".into()]);
    }
    if !others.is_empty() {
        rows[0].push("gain".into());
    }
    for line in &plain.lines {
        let mut row = vec![line.name.clone(), time(line.naive_us), time(line.chain_us)];
        let same = |build: &Build| build.lines.iter().find(|other| other.name == line.name).cloned();
        for this in builds.iter().map(same) {
            let this_us = this.map(|this| this.this_us);
            row.extend([time(this_us), ratio(line.naive_us, this_us), ratio(line.chain_us, this_us)]);
        }
        row.extend(others.iter().map(|build| ratio(Some(line.this_us), same(build).map(|it| it.this_us))));
        rows.push(row);
    }
    aligned(&rows)
}

fn time(us: Option<f64>) -> String {
    us.map_or_else(|| "-".into(), |us| format!("{us:.1} µs"))
}

fn ratio(slow: Option<f64>, fast: Option<f64>) -> String {
    slow.zip(fast).map_or_else(|| "-".into(), |(slow, fast)| format!("{:.2}×", slow / fast))
}

/// Columns of equal width, the first to the left.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|it| it.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("  {cell:>width$}"),
        });
        text.push_str(cells.collect::<String>().trim_end());
        text.push('\n');
    }
    text
}

#[cfg(target_arch = "x86_64")]
fn runs_v3() -> bool {
    use std::arch::is_x86_feature_detected as has;
    has!("avx2")
        && has!("bmi1")
        && has!("bmi2")
        && has!("fma")
        && has!("f16c")
        && has!("lzcnt")
        && has!("movbe")
}

#[cfg(not(target_arch = "x86_64"))]
fn runs_v3() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = r#"{"name":"epoch/yuma2/n=256","this_us":100.0,"naive_us":5000.0,"chain_elsewhere_us":1000.0,"chain_over_this":10.00}"#;
    const SECOND: &str = r#"{"name":"epoch/yuma2/n=256","this_us":80.0,"naive_us":null,"chain_elsewhere_us":1000.0,"chain_over_this":12.50}"#;

    #[test]
    fn a_line_is_read_or_refused() {
        let expected = Line {
            name: "epoch/yuma2/n=256".to_owned(),
            this_us: 80.0,
            naive_us: None,
            chain_us: Some(1000.0),
        };
        assert_eq!(parse(SECOND), Some(expected));
        assert_eq!(parse("epoch/yuma2/n=256 100"), None);
        let mut build = Build { v3: false, lines: Vec::new() };
        assert!(build.keep_best("").is_err() && build.keep_best("nonsense").is_err());
    }

    #[test]
    fn builds_stand_side_by_side() {
        let mut plain = Build { v3: false, lines: Vec::new() };
        plain.keep_best(FIRST).unwrap();
        let mut v3 = Build { v3: true, lines: Vec::new() };
        v3.keep_best(FIRST).unwrap();
        v3.keep_best(SECOND).unwrap();
        let expected = [
            "                       naive  chain, elsewhere     plain  naive/this  chain/this  x86-64-v3  naive/this  chain/this   gain",
            "epoch/yuma2/n=256  5000.0 µs         1000.0 µs  100.0 µs      50.00×      10.00×    80.0 µs      62.50×      12.50×  1.25×",
        ];
        assert_eq!(table(&[plain, v3]).lines().collect::<Vec<_>>(), expected);
    }
}
