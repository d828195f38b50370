//! Tables: a first column of names, the rest numbers as a rule.

use crate::html::Html;
use crate::plot::{escape, fixed, trimmed};

/// A table in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Class of the table.
    class: &'static str,
    columns: Vec<Column>,
    rows: Vec<(String, Vec<Cell>)>,
}

#[derive(Clone, Debug)]
struct Column {
    head: String,
    unit: String,
    /// Class of its cells.
    class: &'static str,
}

/// What stands in a cell.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    /// Text or a number.
    Text(String),
    /// A dotted name, which may break after a dot or an underscore.
    Name(String),
    /// A name with its colour before it.
    Colored(String, usize),
    /// The same with a few words below it.
    Described(String, usize, String),
    /// A word on a coloured ground, with the class of the colour.
    Badge(String, &'static str),
    /// The same with a few words below it.
    BadgeNote(String, &'static str, String),
    /// A share, as a number over a bar that is full at the second number; growing to the left.
    ShareLeft(f64, f64, usize),
    /// The same, growing to the right.
    Share(f64, f64, usize),
    /// Text that sorts by a number it does not begin with.
    Sorted(String, f64),
    /// There is no such share, where others grow to the right.
    NoShare,
    /// There is no such number.
    Nothing,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A table longer than this is folded under one line.
pub(crate) const LONG: usize = 40;
/// A table longer than this is cut; the rest is in the files beside the page.
const MOST: usize = 1000;

impl Table {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A table of text, whose cells break rather than scroll.
    pub(crate) fn of_text() -> Self {
        Self { class: "words", ..Self::default() }
    }

    /// A table whose rows become lists of their cells on a narrow screen, so that nothing has to scroll.
    pub(crate) fn stacked() -> Self {
        Self { class: "stack", ..Self::default() }
    }

    /// A column of text.
    pub(crate) fn text(mut self, head: &str) -> Self {
        self.columns.push(Column { head: head.to_owned(), unit: String::new(), class: "text" });
        self
    }

    /// A column of sentences, which break.
    pub(crate) fn sentence(mut self, head: &str) -> Self {
        self.columns.push(Column { head: head.to_owned(), unit: String::new(), class: "text long" });
        self
    }

    /// A column of numbers with their unit.
    pub(crate) fn number(mut self, head: &str, unit: &str) -> Self {
        self.columns.push(Column { head: head.to_owned(), unit: unit.to_owned(), class: "" });
        self
    }

    /// A row; the class marks it.
    pub(crate) fn row(&mut self, class: &str, cells: Vec<Cell>) {
        self.rows.push((class.to_owned(), cells));
    }

    pub(crate) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes the table, folded under `summary` if it is long, and a note below it.
    ///
    /// On a narrow screen the table scrolls on its own.
    pub(crate) fn write(&self, html: &mut Html, summary: &str, note: &str) {
        if self.rows.is_empty() {
            return;
        }
        if self.rows.len() > LONG {
            html.fold(summary, |html| self.write_open(html));
        } else {
            self.write_open(html);
        }
        if !note.is_empty() {
            html.open("p", "note");
            html.prose(note);
            html.close("p");
        }
    }

    /// Writes the table folded under `summary`, however short it is.
    pub(crate) fn write_folded(&self, html: &mut Html, summary: &str) {
        if self.rows.is_empty() {
            return;
        }
        html.fold(summary, |html| self.write_open(html));
    }

    fn write_open(&self, html: &mut Html) {
        html.open_with("div", &[("class", "scroll"), ("tabindex", "0")]);
        html.open("table", self.class);
        html.raw("<thead><tr>");
        for (index, column) in self.columns.iter().enumerate() {
            let mirrored = column.of_shares(&self.rows, index);
            html.open("th", if mirrored { "rightward" } else { column.class });
            html.leaf("span", "", &column.head);
            if !column.unit.is_empty() {
                html.leaf("small", "", &column.unit);
            }
            html.raw("</th>");
        }
        html.raw("</tr></thead>\n<tbody>\n");
        for (class, cells) in self.rows.iter().take(MOST) {
            html.open("tr", class);
            for (column, cell) in self.columns.iter().zip(cells) {
                let label = if self.class == "stack" { column.head.as_str() } else { "" };
                cell.write(html, column.class, label);
            }
            html.close("tr");
        }
        html.raw("</tbody>\n</table>\n</div>\n");
        if self.rows.len() > MOST {
            let text =
                format!("{MOST} of {} rows; all of them are in the files beside this page.", self.rows.len());
            html.paragraph("note", &text);
        }
    }
}

impl Column {
    /// Whether its bars grow to the right, so that its head stands over where they begin.
    fn of_shares(&self, rows: &[(String, Vec<Cell>)], index: usize) -> bool {
        self.class.is_empty()
            && rows.iter().any(|(_, cells)| matches!(cells.get(index), Some(Cell::Share(..) | Cell::NoShare)))
    }
}

impl Cell {
    fn write(&self, html: &mut Html, class: &str, label: &str) {
        let mut class = class.to_owned();
        if matches!(self, Self::ShareLeft(..)) {
            class.push_str(" leftward");
        } else if matches!(self, Self::Share(..) | Self::NoShare) {
            class.push_str(" rightward");
        } else if matches!(self, Self::Name(_)) {
            class.push_str(" name");
        }
        let mut attributes = Vec::new();
        if !label.is_empty() {
            attributes.push(("data-l", label));
        }
        if !class.trim().is_empty() {
            attributes.push(("class", class.trim()));
        }
        let key;
        if let Self::Sorted(_, value) = self {
            key = value.to_string();
            attributes.push(("data-v", &key));
        }
        html.open_with("td", &attributes);
        match self {
            Self::Text(text) | Self::Sorted(text, _) => html.text(text),
            Self::Name(name) => html.raw(&breakable(name)),
            Self::Colored(name, ink) => keyed(html, name, *ink),
            Self::Described(name, ink, words) => {
                keyed(html, name, *ink);
                html.leaf("small", "sub", words);
            }
            Self::Badge(word, class) => html.leaf("b", &format!("badge {class}"), word),
            Self::BadgeNote(word, class, words) => {
                html.leaf("b", &format!("badge {class}"), word);
                html.leaf("small", "sub", words);
            }
            Self::Share(share, most, ink) | Self::ShareLeft(share, most, ink) => {
                let percent = fixed(share * 100.0, 1);
                let of = if *most > 0.0 { (share / most).clamp(0.0, 1.0) } else { 0.0 };
                let width = trimmed(of * 100.0, 1);
                html.raw(&format!("{percent} %<i class=\"bar\">"));
                if of > 0.0 {
                    html.raw(&format!("<i style=\"width:{width}%;--c:var(--s{ink})\"></i>"));
                }
                html.raw("</i>");
            }
            Self::Nothing | Self::NoShare => html.raw("–"),
        }
        html.raw("</td>");
    }
}

/// A name beside its colour, which does not part from it where the name breaks.
fn keyed(html: &mut Html, name: &str, ink: usize) {
    html.raw(&format!("<span class=\"keyed\"><i class=\"key\" style=\"--c:var(--s{ink})\"></i><span>"));
    html.raw(&escape(name).replace('@', "<wbr>@"));
    html.raw("</span></span>");
}

/// A dotted name that may break where a person would: between words, not in a number.
fn breakable(name: &str) -> String {
    let name = escape(name).replace('_', "_<wbr>");
    let mut parts = name.split('.');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(if part.starts_with(|first: char| first.is_ascii_digit()) { "." } else { ".<wbr>" });
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_between_words_and_numbers_do_not() {
        assert_eq!(breakable("mechanism.score_of.a"), "mechanism.<wbr>score_<wbr>of.<wbr>a");
        assert_eq!(breakable("gain(a) <= 0.05"), "gain(a) &lt;= 0.05");
    }

    #[test]
    fn cells_of_a_stacked_table_know_their_column() {
        let mut table = Table::stacked().text("State").number("Value", "left side");
        table.row("", vec![Cell::BadgeNote("PAYS".to_owned(), "bad", "a < b".to_owned()), "1".into()]);
        let mut html = Html::default();
        table.write(&mut html, "", "");
        let text = html.finish();
        assert!(
            text.contains("<td data-l=\"State\" class=\"text\"><b class=\"badge bad\">PAYS</b>"),
            "{text}"
        );
        assert!(text.contains("<small class=\"sub\">a &lt; b</small></td>"), "{text}");
        assert!(text.contains("<td data-l=\"Value\">1</td>"), "{text}");
    }
}
