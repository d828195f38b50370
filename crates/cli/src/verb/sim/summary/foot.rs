//! Where everything is, and what to type next.

use crate::terminal::ACCENT;
use incentor_scenario::run::{Finding, GateState, Run, Severity, Verdict};
use std::path::Path;

/// Where things come from and go to, as the command line says.
pub(in crate::verb::sim) struct Paths<'a> {
    /// The program's name: `incentor`, or an author's.
    pub(in crate::verb::sim) program: &'a str,
    /// The scenario; - is stdin.
    pub(in crate::verb::sim) scenario: &'a Path,
    /// The directory written to, and whether `--out` named it.
    pub(in crate::verb::sim) out: &'a Path,
    /// Whether `--out` named it.
    pub(in crate::verb::sim) out_is_given: bool,
    /// Names of the files beside the report.
    pub(in crate::verb::sim) files: &'a [String],
    /// Whether the scenario has points to sweep that were not asked for.
    pub(in crate::verb::sim) could_sweep: bool,
    /// Whether a program could take the rule's place.
    pub(in crate::verb::sim) could_be_a_program: bool,
}

pub(super) fn foot(run: &Run, paths: &Paths<'_>) -> String {
    let report = paths.out.join("report.html");
    let mut text = format!(
        "{ACCENT}report{ACCENT:#}  {}\n\
         {ACCENT}data{ACCENT:#}    {} · hash {}\n\
         {ACCENT}repeat{ACCENT:#}  {}\n",
        report.display(),
        data(paths.files),
        run.hash.get(..8).unwrap_or(&run.hash),
        repeat(run, paths),
    );
    if let Some(next) = next(run, paths) {
        text.push_str(&format!("{ACCENT}next{ACCENT:#}    {next}\n"));
    }
    text
}

/// The first few names; the rest are in the same directory.
fn data(files: &[String]) -> String {
    let names: Vec<&str> = files.iter().map(|name| &**name).filter(|name| *name != "report.html").collect();
    match names.len() {
        0..=4 => names.join(", "),
        more => format!("{}, {} more", names.get(..3).unwrap_or_default().join(", "), more - 3),
    }
}

/// The command that does it again; a scenario from stdin has to be given again.
fn repeat(run: &Run, paths: &Paths<'_>) -> String {
    let mut command = run.repeat.clone();
    if paths.out_is_given {
        command.push_str(&format!(" --out {}", quoted(&paths.out.display().to_string())));
    }
    if paths.scenario == Path::new("-") {
        command.push_str("  # the scenario came from standard input");
    }
    command
}

/// What is worth doing now: decide what is open, find where it pays, learn what it means, bring one's own rule.
fn next(run: &Run, paths: &Paths<'_>) -> Option<String> {
    let program = paths.program;
    let scenario = quoted(&paths.scenario.display().to_string());
    if let Some(seeds) = seeds_needed(run) {
        // The same command, so that what --set and --variant made of the scenario stays.
        let (few, many) = (format!(" --seeds {}", run.seeds.count), format!(" --seeds {seeds}"));
        return Some(format!("decide what is open: {}", run.repeat.replacen(&few, &many, 1)));
    }
    let bad = run.findings.iter().find(|finding| finding.severity == Severity::Bad);
    let undone = run.gates.iter().any(|gate| gate.state != GateState::Passed);
    if let (Some(Finding { code, .. }), true) = (bad, undone) {
        return Some(format!("what that means: {program} explain {code}"));
    }
    if paths.could_sweep {
        return Some(format!("the points of its sweep: {program} sim {scenario} --sweep"));
    }
    let judged = run.variants.iter().any(|variant| !variant.deviations.is_empty());
    (paths.could_be_a_program && judged).then(|| {
        let kind = "'mechanism.kind={command=[\"python3\",\"score.py\"]}'";
        format!("your own scorer: {program} sim {scenario} --set {kind}")
    })
}

/// Seeds that would decide everything that is open and can be decided with a reasonable number.
fn seeds_needed(run: &Run) -> Option<u32> {
    let gates = run.gates.iter().filter(|gate| gate.state == GateState::Undecided);
    let deviations = run.variants.iter().flat_map(|variant| &variant.deviations);
    let open = deviations.filter(|deviation| deviation.verdict == Verdict::Inconclusive);
    let needed = gates.filter_map(|gate| gate.seeds_needed).chain(open.filter_map(|one| one.seeds_needed));
    // More seeds than a scenario takes decide nothing; more than a thousand are not worth the electricity.
    needed.max().filter(|seeds| *seeds > run.seeds.count && *seeds <= 1000)
}

/// A text as a shell reads it back.
pub(in crate::verb::sim) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_where_a_shell_would_split_them() {
        let check = |text: &str, expected: &str| assert_eq!(quoted(text), expected);
        check("scenarios/quickstart.toml", "scenarios/quickstart.toml");
        check("-", "-");
        check("my games/a.toml", "'my games/a.toml'");
        check("it's", "'it'\\''s'");
        check("a;b", "'a;b'");
        check("subnet.kappa=0.6", "subnet.kappa=0.6");
    }

    #[test]
    fn a_few_files_are_named_and_many_counted() {
        let names = |count: usize| (0..count).map(|at| format!("{at}.csv")).collect::<Vec<_>>();
        assert_eq!(data(&names(2)), "0.csv, 1.csv");
        assert_eq!(data(&names(9)), "0.csv, 1.csv, 2.csv, 6 more");
    }
}
