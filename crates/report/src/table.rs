//! Tables: a first column of names, the rest numbers as a rule.

use crate::html::Html;

/// A table in the making.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Class of the table.
    class: &'static str,
    columns: Vec<Column>,
    rows: Vec<(String, Vec<Cell>)>,
}

#[derive(Clone, Debug)]
struct Column {
    head: &'static str,
    unit: &'static str,
    is_text: bool,
}

/// What stands in a cell.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    /// Text or a number.
    Text(String),
    /// A dotted name, which may break after a dot or an underscore.
    Name(String),
    /// A word on a coloured ground, with the class of the colour.
    Badge(String, &'static str),
    /// A share from 0 to 1, as a number over a bar.
    Share(f64),
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

impl Table {
    pub(crate) const fn new() -> Self {
        Self { class: "", columns: Vec::new(), rows: Vec::new() }
    }

    /// A table of text, whose cells break rather than scroll.
    pub(crate) fn of_text() -> Self {
        Self { class: "words", ..Self::new() }
    }

    /// A column of text.
    pub(crate) fn text(mut self, head: &'static str) -> Self {
        self.columns.push(Column { head, unit: "", is_text: true });
        self
    }

    /// A column of numbers with their unit.
    pub(crate) fn number(mut self, head: &'static str, unit: &'static str) -> Self {
        self.columns.push(Column { head, unit, is_text: false });
        self
    }

    /// A row; the class marks it.
    pub(crate) fn row(&mut self, class: &str, cells: Vec<Cell>) {
        self.rows.push((class.to_owned(), cells));
    }

    /// Writes the table and a note below it; on a narrow screen the table scrolls on its own.
    pub(crate) fn write(&self, html: &mut Html, note: &str) {
        html.open("div", "scroll");
        html.open("table", self.class);
        html.open("thead", "");
        html.open("tr", "");
        for column in &self.columns {
            html.open("th", if column.is_text { "text" } else { "" });
            html.leaf("span", "", column.head);
            if !column.unit.is_empty() {
                html.leaf("small", "", column.unit);
            }
            html.close("th");
        }
        html.close("tr");
        html.close("thead");
        html.open("tbody", "");
        for (class, cells) in &self.rows {
            html.open("tr", class);
            for (column, cell) in self.columns.iter().zip(cells) {
                html.open("td", if column.is_text { "text" } else { "" });
                cell.write(html);
                html.close("td");
            }
            html.close("tr");
        }
        html.close("tbody");
        html.close("table");
        html.close("div");
        if !note.is_empty() {
            html.leaf("p", "note", note);
        }
    }
}

impl Cell {
    fn write(&self, html: &mut Html) {
        match self {
            Self::Text(text) => html.raw(&crate::plot::escape(text)),
            Self::Name(name) => {
                html.raw(&crate::plot::escape(name).replace('.', ".<wbr>").replace('_', "_<wbr>"));
            }
            Self::Badge(word, class) => html.leaf("b", &format!("badge {class}"), word),
            Self::Share(share) => {
                let percent = crate::plot::fixed(share * 100.0, 1);
                let width = crate::plot::trimmed(share.clamp(0.0, 1.0) * 100.0, 1);
                html.raw(&format!("{percent} %<i class=\"bar\"><i style=\"width:{width}%\"></i></i>"));
            }
            Self::Nothing => html.raw("–"),
        }
    }
}
