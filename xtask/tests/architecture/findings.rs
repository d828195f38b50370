//! What a rule finds, and how it says so.

/// The places where a rule is broken.
#[derive(Debug)]
pub(super) struct Findings {
    /// The rule and where it is stated.
    rule: &'static str,
    /// What to do instead.
    remedy: &'static str,
    found: Vec<String>,
}

impl Findings {
    pub(super) fn of(rule: &'static str, remedy: &'static str) -> Self {
        Self { rule, remedy, found: Vec::new() }
    }

    /// A finding in a line of a file.
    pub(super) fn at(&mut self, path: &str, line: usize, what: &str) {
        self.found.push(format!("{path}:{line}: {what}"));
    }

    /// A finding in a file as a whole.
    pub(super) fn on(&mut self, path: &str, what: &str) {
        self.found.push(format!("{path}: {what}"));
    }

    /// The places alone, for tests of the rules themselves.
    pub(super) fn places(&self) -> Vec<&str> {
        self.found.iter().map(String::as_str).collect()
    }

    /// Fails with every place at once.
    #[track_caller]
    pub(super) fn check(self) {
        let Self { rule, remedy, found } = self;
        assert!(found.is_empty(), "\nrule: {rule}\n  {}\nto do: {remedy}\n", found.join("\n  "));
    }
}

#[test]
#[should_panic(
    expected = "rule: no clock (rule 2)\n  a.rs:3: `Instant`\n  b: whole\nto do: pass the time in"
)]
fn a_failure_says_where_what_and_what_to_do() {
    let mut findings = Findings::of("no clock (rule 2)", "pass the time in");
    findings.at("a.rs", 3, "`Instant`");
    findings.on("b", "whole");
    findings.check();
}
