//! Paragraphs and small tables that fit a screen.

use super::super::figures::WIDTH;
use crate::terminal::{ACCENT, BOLD, DIM};

/// Text that is being written.
pub(super) struct Page(String);

/// Rows a table shows before it says how many there are.
const MAX_ROWS: usize = 12;

impl Page {
    pub(super) fn titled(title: &str) -> Self {
        Self(format!("{BOLD}{title}{BOLD:#}\n"))
    }

    pub(super) fn section(&mut self, title: &str) {
        self.0.push_str(&format!("\n{ACCENT}{title}{ACCENT:#}\n"));
    }

    /// A paragraph, wrapped and indented.
    pub(super) fn say(&mut self, text: &str) {
        let mut line = String::from(" ");
        for word in text.split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > WIDTH && line.trim() != "" {
                self.line(&line);
                line = String::from(" ");
            }
            line.push(' ');
            line.push_str(word);
        }
        self.line(&line);
    }

    /// Columns of the same width under their names; long tables are cut.
    pub(super) fn table<const N: usize>(&mut self, names: [&str; N], rows: &[[String; N]]) {
        let cells = |row: &[String; N]| row.iter().map(|cell| format!("{cell:>11}")).collect::<String>();
        self.0.push_str(&format!("{DIM}{}{DIM:#}\n", cells(&names.map(str::to_owned))));
        for row in rows.iter().take(MAX_ROWS) {
            self.line(&cells(row));
        }
        if let Some(more) = rows.len().checked_sub(MAX_ROWS).filter(|&more| more > 0) {
            self.0.push_str(&format!("{DIM}{:>11} {more} more; --json has them all{DIM:#}\n", "…"));
        }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }
}

/// Some uids as a person lists them: `uid 3`, `uids 1, 4 and 9`.
pub(super) fn uids(uids: &[usize]) -> String {
    const MAX: usize = 8;
    let names: Vec<String> = uids.iter().take(MAX).map(ToString::to_string).collect();
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [one] => format!("uid {one}"),
        _ if uids.len() > MAX => format!("uids {} and {} more", names.join(", "), uids.len() - MAX),
        [first @ .., last] => format!("uids {} and {last}", first.join(", ")),
    }
}
