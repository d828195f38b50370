//! Tables with a column for each variant.

use super::figures::clipped;
use crate::paragraph::WIDTH;
use crate::terminal::BOLD;
use anstyle::Style;

/// Characters of the first column.
const NAMES: usize = 20;
/// Characters of each other column.
const CELL: usize = 20;
/// Columns that fit on a line beside the names.
pub(super) const ACROSS: usize = (WIDTH - NAMES) / CELL;

/// What stands in a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// At the left edge, with its style.
    word: Option<(String, Style)>,
    /// At the right edge.
    figure: String,
}

impl Cell {
    pub(super) fn figure(figure: impl Into<String>) -> Self {
        Self { word: None, figure: figure.into() }
    }

    pub(super) fn verdict(word: &str, style: Style, figure: impl Into<String>) -> Self {
        Self { word: Some((word.to_owned(), style)), figure: figure.into() }
    }

    fn draw(&self) -> String {
        let figure = clipped(&self.figure, CELL - 2);
        let Some((word, style)) = &self.word else {
            return format!("{figure:>CELL$}");
        };
        // Two spaces part the columns; the longest word and the longest interval just fit.
        let room = (CELL - 2).saturating_sub(word.chars().count());
        format!("  {style}{word}{style:#}{figure:>room$}")
    }
}

/// The line that names the columns.
pub(super) fn heading(title: &str, names: &[String]) -> String {
    let mut line = format!("  {:<width$}", clipped(title, NAMES - 3), width = NAMES - 2);
    for name in names {
        line.push_str(&format!("  {BOLD}{:>width$}{BOLD:#}", clipped(name, CELL - 2), width = CELL - 2));
    }
    line.push('\n');
    line
}

/// One line of the table.
pub(super) fn row(name: &str, cells: &[Cell]) -> String {
    let mut line = format!("  {:<width$}", clipped(name, NAMES - 2), width = NAMES - 2);
    for cell in cells {
        line.push_str(&cell.draw());
    }
    let end = line.trim_end().len();
    line.truncate(end);
    line.push('\n');
    line
}
