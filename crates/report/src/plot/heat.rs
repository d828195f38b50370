//! A matrix as a field of colour; where there is room, with the numbers in it.

use super::{Ink, Svg, fixed, trimmed};

/// A matrix with names.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// What one sees, in a few words.
    pub title: String,
    /// What it says, for people who cannot see it.
    pub description: String,
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Values by row, 0 to 1; what is missing counts as 0.
    pub values: Vec<Vec<f64>>,
    /// Colour of the largest value.
    pub ink: Ink,
}

/// Steps of colour: more could not be told apart, and one path for each keeps a large field small.
const LEVELS: usize = 16;
/// Up to so many columns have room for numbers.
const NUMBERED: usize = 28;
const CHARACTER: f64 = 6.4;

impl Heat {
    /// The field as SVG for a page, as wide as it needs to be.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let numbered = self.columns.len() <= NUMBERED;
        let (cell, height) = if numbered { (30.0, 26.0) } else { (11.0, 16.0) };
        let longest =
            |names: &[String]| names.iter().map(|name| name.chars().count()).max().unwrap_or(0) as f64;
        let left = 14.0 + CHARACTER * longest(&self.rows).min(28.0);
        // Names of columns stand on their feet, turned a little less than upright.
        let head = 16.0 + CHARACTER * 0.97 * if numbered { longest(&self.columns).min(24.0) } else { 4.0 };
        let width = left + cell * self.columns.len() as f64 + 60.0;
        let bottom = head + height * self.rows.len() as f64;
        let mut svg = Svg::inside(width, bottom + 8.0, &self.title, &self.description);
        for (index, name) in self.columns.iter().enumerate() {
            let (x, y) = (left + cell * (index as f64 + 0.5) + 4.0, head - 8.0);
            let turn = format!("rotate(-70 {} {})", trimmed(x, 2), trimmed(y, 2));
            let at =
                [("class", "tick".into()), ("x", x.into()), ("y", y.into()), ("transform", (&turn).into())];
            let small = if numbered { shortened(name, 24) } else { number_of(name) };
            svg.leaf("text", &at, &small);
        }
        for (index, name) in self.rows.iter().enumerate() {
            let y = head + height * (index as f64 + 0.5) + 4.0;
            svg.label("label end", left - 8.0, y, &shortened(name, 28));
        }
        let most = self.values.iter().flatten().copied().filter(|x| x.is_finite()).fold(0.0, f64::max);
        svg.group(self.ink);
        self.draw_cells(&mut svg, (left, head), (cell, height), most);
        svg.close();
        if numbered {
            self.draw_numbers(&mut svg, (left, head), (cell, height), most);
        }
        svg.finish()
    }

    fn level(value: f64, most: f64) -> usize {
        if most > 0.0 && value > 0.0 {
            ((value / most * LEVELS as f64).ceil() as usize).min(LEVELS)
        } else {
            0
        }
    }

    fn draw_cells(&self, svg: &mut Svg, at: (f64, f64), cell: (f64, f64), most: f64) {
        for level in 0..=LEVELS {
            let mut path = String::new();
            for (row, values) in self.values.iter().enumerate().take(self.rows.len()) {
                for column in 0..self.columns.len() {
                    if Self::level(values.get(column).copied().unwrap_or(0.0), most) == level {
                        let (x, y) = (at.0 + cell.0 * column as f64, at.1 + cell.1 * row as f64);
                        let (wide, high) = (trimmed(cell.0 - 1.0, 1), trimmed(cell.1 - 1.0, 1));
                        let (x, y) = (trimmed(x, 1), trimmed(y, 1));
                        path.push_str(&format!("M{x} {y}h{wide}v{high}h-{wide}z"));
                    }
                }
            }
            if !path.is_empty() {
                let opacity = if level == 0 { 0.05 } else { 0.1 + 0.9 * level as f64 / LEVELS as f64 };
                let opacity = trimmed(opacity, 2);
                svg.element(
                    "path",
                    &[("class", "fill".into()), ("fill-opacity", (&opacity).into()), ("d", (&path).into())],
                );
            }
        }
    }

    fn draw_numbers(&self, svg: &mut Svg, at: (f64, f64), cell: (f64, f64), most: f64) {
        for (row, values) in self.values.iter().enumerate().take(self.rows.len()) {
            for (column, &value) in values.iter().enumerate().take(self.columns.len()) {
                let (x, y) =
                    (at.0 + cell.0 * (column as f64 + 0.5), at.1 + cell.1 * (row as f64 + 0.5) + 4.0);
                let dark = Self::level(value, most) * 2 > LEVELS;
                let class = if dark { "cell over" } else { "cell" };
                svg.label(
                    class,
                    x - 0.5,
                    y,
                    &fixed(value * 100.0, usize::from(value < 0.0995 && value > 0.0)),
                );
            }
        }
    }
}

/// A name that ends in an ellipsis where it would be too long.
pub(crate) fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// The uid of a column such as `7 honest#3`.
fn number_of(name: &str) -> String {
    name.split_whitespace().next().map_or_else(String::new, |first| shortened(first, 5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heat(columns: usize) -> String {
        Heat {
            title: "weights".to_owned(),
            description: String::new(),
            rows: vec!["validator <1>".to_owned(); 2],
            columns: (0..columns).map(|uid| format!("{uid} honest")).collect(),
            values: vec![vec![0.5, 0.25], Vec::new()],
            ink: Ink::Series(0),
        }
        .to_svg()
    }

    #[test]
    fn a_small_field_has_its_numbers() {
        let svg = heat(2);
        assert!(svg.contains(">50</text>") && svg.contains(">25</text>") && svg.contains("&lt;1&gt;"));
    }

    #[test]
    fn a_large_field_stays_small() {
        let svg = heat(64);
        assert!(!svg.contains("class=\"cell"));
        assert!(svg.len() < 64 * 2 * 30 + 64 * 120 + 2000, "{}", svg.len());
    }
}
