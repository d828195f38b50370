//! A forest plot: one estimate per row with its interval, around a line that means "no difference".

use super::{Axis, Ink, Scale, Svg};

/// One estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestRow {
    /// Whose it is.
    pub label: String,
    /// What the estimate comes to, at the end of the line.
    pub word: String,
    /// Class of that word, for its colour.
    pub tone: &'static str,
    /// The estimate in words, after that.
    pub reading: String,
    /// The estimate.
    pub mean: f64,
    /// Half its interval, if it has one.
    pub half_width: Option<f64>,
    /// What it is the mean of: one thin mark each.
    pub points: Vec<f64>,
    /// Colour.
    pub ink: Ink,
}

/// Rows over one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// What one sees, in a few words.
    pub title: String,
    /// What it says, for people who cannot see it.
    pub description: String,
    /// Width in user units.
    pub width: f64,
    /// The axis, with the unit.
    pub axis: Axis,
    /// Where there is no difference.
    pub zero: f64,
    /// Half the width of what counts as none; 0 = no band.
    pub band: f64,
    /// The rows, from the top.
    pub rows: Vec<ForestRow>,
}

const ROW: f64 = 46.0;
const HEAD: f64 = 6.0;
/// Where in a row its interval is drawn, and how high the lines behind it are.
const LINE: f64 = 31.0;
const LANE: f64 = 22.0;
const FOOT: f64 = 40.0;
const SIDE: f64 = 8.0;
/// A band narrower than this could not be seen.
const LEAST_BAND: f64 = 3.0;

impl Forest {
    /// An axis that has room for every row of these and for the band; shared by plots that are compared.
    #[must_use]
    pub fn axis_for<'a>(
        label: &str,
        rows: impl Iterator<Item = &'a ForestRow>,
        zero: f64,
        band: f64,
        count: usize,
    ) -> Axis {
        let (mut low, mut high) = (zero - band, zero + band);
        for row in rows {
            let half = row.half_width.filter(|half| half.is_finite()).unwrap_or(0.0);
            let ends = [row.mean - half, row.mean + half];
            for value in ends.into_iter().chain(row.points.iter().copied()).filter(|x| x.is_finite()) {
                (low, high) = (low.min(value), high.max(value));
            }
        }
        Axis::around(label, low, high, count)
    }

    /// The plot as SVG for a page.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let bottom = HEAD + ROW * self.rows.len() as f64;
        let mut svg = Svg::inside(self.width, bottom + FOOT, &self.title, &self.description);
        let x = self.axis.scale(SIDE, self.width - SIDE);
        // Lines stand below the words of a row, so that neither crosses the other.
        let lanes: Vec<(f64, f64)> = (0..self.rows.len())
            .map(|row| HEAD + ROW * row as f64)
            .map(|top| (top + LINE - LANE / 2.0, top + LINE + LANE / 2.0))
            .collect();
        if self.band > 0.0 {
            let (from, to) = (x.at(self.zero - self.band), x.at(self.zero + self.band));
            let width = (to - from).max(LEAST_BAND);
            let left = f64::midpoint(from, to) - width / 2.0;
            for (top, _) in &lanes {
                svg.rectangle("neutral", (left, *top), (width, LANE));
            }
        }
        for tick in &self.axis.ticks {
            let place = x.at(tick.value);
            for (top, end) in &lanes {
                svg.line("grid", (place, *top), (place, *end));
            }
            let anchor = if place < SIDE + 10.0 {
                "tick figures"
            } else if place > self.width - SIDE - 10.0 {
                "tick end figures"
            } else {
                "tick middle figures"
            };
            svg.label(anchor, place, bottom + 16.0, &tick.label);
        }
        let zero = x.at(self.zero);
        for (top, end) in &lanes {
            svg.line("zero", (zero, *top), (zero, *end));
        }
        for (index, row) in self.rows.iter().enumerate() {
            self.draw_row(&mut svg, row, HEAD + ROW * index as f64, &x);
        }
        svg.label("subtitle end", self.width - SIDE, bottom + 33.0, &self.axis.label);
        svg.finish()
    }

    fn draw_row(&self, svg: &mut Svg, row: &ForestRow, top: f64, x: &Scale) {
        let (text, line) = (top + 13.0, top + LINE);
        svg.group(row.ink);
        svg.label("strong halo", 0.0, text, &row.label);
        let at = [("class", "end figures halo".into()), ("x", self.width.into()), ("y", text.into())];
        svg.open("text", &at);
        if !row.word.is_empty() {
            svg.leaf("tspan", &[("class", (&format!("strong {}", row.tone)).into())], &row.word);
        }
        let apart = if row.word.is_empty() { 0.0 } else { 6.0 };
        svg.leaf("tspan", &[("dx", apart.into())], &row.reading);
        svg.close();
        for &point in row.points.iter().filter(|point| point.is_finite()) {
            svg.line("seed", (x.at(point), line - 6.0), (x.at(point), line + 6.0));
        }
        if row.mean.is_finite() {
            if let Some(half) = row.half_width.filter(|half| half.is_finite()) {
                svg.line("whisker", (x.at(row.mean - half), line), (x.at(row.mean + half), line));
            }
            svg.element(
                "circle",
                &[
                    ("class", "dot".into()),
                    ("cx", x.at(row.mean).into()),
                    ("cy", line.into()),
                    ("r", 4.2.into()),
                ],
            );
        }
        svg.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(mean: f64, half_width: Option<f64>) -> ForestRow {
        ForestRow {
            label: "a & b".to_owned(),
            word: "PAYS".to_owned(),
            tone: "bad",
            reading: "+1".to_owned(),
            mean,
            half_width,
            points: vec![mean, f64::NAN],
            ink: Ink::Plain,
        }
    }

    #[test]
    fn the_axis_holds_every_interval_and_the_band() {
        let rows = [row(2.0, Some(1.5)), row(-0.2, None)];
        let axis = Forest::axis_for("τ/day", rows.iter(), 0.0, 0.5, 5);
        assert!(axis.values.0 <= -0.5 && axis.values.1 >= 3.5);
        let nothing = Forest::axis_for("", [].iter(), 0.0, 0.0, 5);
        assert!(nothing.values.0 < 0.0 && nothing.values.1 > 0.0);
    }

    #[test]
    fn what_is_not_a_number_is_not_drawn() {
        let rows = vec![row(f64::NAN, Some(1.0)), row(1.0, Some(f64::INFINITY))];
        let axis = Forest::axis_for("", rows.iter(), 0.0, 0.1, 5);
        let forest = Forest {
            title: "t".to_owned(),
            description: String::new(),
            width: 300.0,
            axis,
            zero: 0.0,
            band: 0.1,
            rows,
        };
        let svg = forest.to_svg();
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        assert_eq!((svg.matches("<circle").count(), svg.matches("whisker").count()), (1, 0));
    }
}
