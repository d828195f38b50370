//! A chart: two axes, what is drawn between them, and what it means.

use super::number::trimmed;
use super::series::is_finite;
use super::spread::spread;
use super::{Axis, Ink, Mark, Scale, Series, Shape, Svg};
use std::collections::BTreeSet;

/// A dashed reference line across the plot.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// At a value of y.
    Across(f64, String),
    /// At a value of x.
    Down(f64, String),
}

/// A stretch of the x axis with another ground, such as time that does not count.
#[derive(Clone, Debug, PartialEq)]
pub struct Shade {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What it is.
    pub label: String,
}

/// What a chart stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// A file of its own: title, style sheet and ground are part of it.
    #[default]
    Alone,
    /// A page, which has the title and the style sheet.
    Page,
}

/// A few characters at a point, over whatever is drawn there.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where its middle lies, in values of the axes.
    pub at: (f64, f64),
    /// How far to the right of that and above it, in user units.
    pub shift: (f64, f64),
    /// What it says.
    pub text: String,
    /// Colour.
    pub ink: Ink,
}

/// A chart of series over two linear axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What one sees, in a few words.
    pub title: String,
    /// The conditions under which it holds; may be empty.
    pub subtitle: String,
    /// What the figure says, for people who cannot see it.
    pub description: String,
    /// What it stands in.
    pub frame: Frame,
    /// Width in user units.
    pub width: f64,
    /// Height in user units.
    pub height: f64,
    /// The axis below.
    pub x: Axis,
    /// The axis to the left.
    pub y: Axis,
    /// Head of the column of end labels; without end labels it is not shown.
    pub end_title: String,
    /// Stretches with another ground, under everything.
    pub shades: Vec<Shade>,
    /// Reference lines, under the series.
    pub rules: Vec<Rule>,
    /// What is drawn, in order: later over earlier.
    pub series: Vec<Series>,
    /// Short texts in the plot, over the series.
    pub notes: Vec<Note>,
}

const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const FOOT: f64 = 50.0;
/// Below the axis of a chart in a page: marks, then the unit.
const PAGE_FOOT: f64 = 42.0;
const LEGEND_LINE: f64 = 20.0;
const LABEL_GAP: f64 = 15.0;
/// Mean width of a character of the figure's 12-unit type; there is no font to ask.
const CHARACTER: f64 = 6.4;

/// Where things lie on the paper.
struct Layout {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    legend: Vec<(f64, f64, usize)>,
}

impl Chart {
    /// A chart of the usual size, with nothing in it yet.
    #[must_use]
    pub fn new(title: &str, x: Axis, y: Axis) -> Self {
        Self {
            title: title.to_owned(),
            subtitle: String::new(),
            description: title.to_owned(),
            frame: Frame::Alone,
            width: 720.0,
            height: 440.0,
            x,
            y,
            end_title: String::new(),
            shades: Vec::new(),
            rules: Vec::new(),
            series: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The chart as an SVG figure.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let layout = self.layout();
        let x = self.x.scale(layout.left, layout.right);
        let y = self.y.scale(layout.bottom, layout.top);
        let mut svg = self.paper();
        self.draw_shades(&mut svg, &layout, &x);
        self.draw_axes(&mut svg, &layout, &x, &y);
        self.draw_rules(&mut svg, &layout, &x, &y);
        for series in &self.series {
            draw_series(&mut svg, series, &x, &y);
        }
        let note_class = if self.frame == Frame::Page { "note figures thin" } else { "note figures" };
        for note in &self.notes {
            svg.open("g", &[("style", (&note.ink.style()).into())]);
            svg.label(
                note_class,
                x.at(note.at.0) + note.shift.0,
                y.at(note.at.1) + 4.0 - note.shift.1,
                &note.text,
            );
            svg.close();
        }
        self.draw_end_labels(&mut svg, &layout, &x, &y);
        self.draw_legend(&mut svg, &layout);
        svg.finish()
    }

    fn paper(&self) -> Svg {
        if self.frame == Frame::Page {
            return Svg::inside(self.width, self.height, &self.title, &self.description);
        }
        let mut svg = Svg::new(self.width, self.height, &self.title, &self.description);
        svg.label("title", 16.0, 26.0, &self.title);
        if !self.subtitle.is_empty() {
            svg.label("subtitle", 16.0, 45.0, &self.subtitle);
        }
        svg
    }

    fn layout(&self) -> Layout {
        let marks = self.y.ticks.iter().map(|tick| tick.label.chars().count()).max().unwrap_or(0);
        let (left, right, foot) = match self.frame {
            Frame::Alone => (LEFT, RIGHT, FOOT),
            Frame::Page => (12.0 + CHARACTER * marks as f64, 10.0, PAGE_FOOT),
        };
        let widest = self.series.iter().filter_map(|series| series.end_label.as_deref());
        let widest = widest.map(|label| label.chars().count()).max();
        let gutter =
            widest.map_or(0.0, |widest| 34.0 + CHARACTER * widest.max(self.end_title.chars().count()) as f64);
        let mut legend = Vec::new();
        let (mut place, mut line) = (left, 0.0);
        for (index, series) in self.series.iter().enumerate().filter(|(_, series)| !series.name.is_empty()) {
            let width = 44.0 + CHARACTER * series.name.chars().count() as f64;
            if place > left && place + width > self.width - right {
                (place, line) = (left, line + LEGEND_LINE);
            }
            legend.push((place, line, index));
            place += width;
        }
        let below = if legend.is_empty() { 0.0 } else { line + LEGEND_LINE };
        let first_line = self.height - below - 4.0 + LEGEND_LINE / 2.0;
        Layout {
            left,
            right: self.width - right - gutter,
            top: match self.frame {
                Frame::Page => 30.0,
                Frame::Alone if self.subtitle.is_empty() => 46.0,
                Frame::Alone => 64.0,
            },
            bottom: self.height - foot - below,
            legend: legend.into_iter().map(|(x, line, index)| (x, first_line + line, index)).collect(),
        }
    }

    fn draw_axes(&self, svg: &mut Svg, layout: &Layout, x: &Scale, y: &Scale) {
        for tick in &self.y.ticks {
            let place = y.at(tick.value);
            svg.line("grid", (layout.left, place), (layout.right, place));
            svg.label("tick end figures", layout.left - 8.0, place + 4.0, &tick.label);
        }
        for tick in &self.x.ticks {
            let place = x.at(tick.value);
            if self.frame == Frame::Alone {
                svg.line("grid", (place, layout.top), (place, layout.bottom));
            } else {
                svg.line("axis", (place, layout.bottom), (place, layout.bottom + 4.0));
            }
            svg.label("tick middle figures", place, layout.bottom + 17.0, &tick.label);
        }
        svg.line("axis", (layout.left, layout.bottom), (layout.right, layout.bottom));
        if self.frame == Frame::Page {
            // Units lie flat, where the eye begins.
            svg.label("subtitle", 0.0, 12.0, &self.y.label);
            svg.label("subtitle end", layout.right, layout.bottom + 34.0, &self.x.label);
            return;
        }
        svg.line("axis", (layout.left, layout.top), (layout.left, layout.bottom));
        let middle = f64::midpoint(layout.left, layout.right);
        svg.label("label middle", middle, layout.bottom + 38.0, &self.x.label);
        let (across, down) = (18.0, f64::midpoint(layout.top, layout.bottom));
        let turn = format!("rotate(-90 {} {})", trimmed(across, 2), trimmed(down, 2));
        let attributes = [
            ("class", "label middle".into()),
            ("x", across.into()),
            ("y", down.into()),
            ("transform", (&turn).into()),
        ];
        svg.leaf("text", &attributes, &self.y.label);
    }

    fn draw_shades(&self, svg: &mut Svg, layout: &Layout, x: &Scale) {
        for shade in &self.shades {
            let inside = |value: f64| x.at(value).clamp(layout.left, layout.right);
            let (from, to) = (inside(shade.from), inside(shade.to));
            svg.rectangle("shade", (from, layout.top), (to - from, layout.bottom - layout.top));
            let width = CHARACTER * shade.label.chars().count() as f64;
            // What begins where everything begins is labelled at its end: there lines have calmed down.
            if from <= layout.left && to - from > 1.5 * width {
                svg.label("legend end", to - 6.0, layout.top + 14.0, &shade.label);
                continue;
            }
            // At the inner edge, or wherever it fits.
            let at = (from + 6.0).min(layout.right - width).max(layout.left + 4.0);
            svg.label("legend", at, layout.top + 14.0, &shade.label);
        }
    }

    fn draw_rules(&self, svg: &mut Svg, layout: &Layout, x: &Scale, y: &Scale) {
        for rule in &self.rules {
            match rule {
                Rule::Across(value, label) => {
                    let place = y.at(*value);
                    svg.line("rule", (layout.left, place), (layout.right, place));
                    svg.label("legend end", layout.right - 4.0, place - 5.0, label);
                }
                Rule::Down(value, label) => {
                    let place = x.at(*value);
                    svg.line("rule", (place, layout.top), (place, layout.bottom));
                    if self.frame == Frame::Page {
                        svg.label("legend middle", place, layout.top - 5.0, label);
                    } else {
                        svg.label("legend", place + 5.0, layout.top + 12.0, label);
                    }
                }
            }
        }
    }

    fn draw_end_labels(&self, svg: &mut Svg, layout: &Layout, x: &Scale, y: &Scale) {
        let labelled: Vec<_> = self
            .series
            .iter()
            .filter_map(|series| Some((series, series.end_label.as_deref()?, series.last()?)))
            .collect();
        if labelled.is_empty() {
            return;
        }
        let wanted: Vec<f64> = labelled.iter().map(|(_, _, last)| y.at(last.1)).collect();
        let places = spread(&wanted, LABEL_GAP, layout.top + 8.0, layout.bottom);
        let text_at = layout.right + 30.0;
        svg.label("subtitle", text_at, layout.top - 8.0, &self.end_title);
        for ((series, label, last), place) in labelled.into_iter().zip(places) {
            let from = (x.at(last.0) + 3.0, y.at(last.1));
            svg.open("g", &[("style", (&series.ink.style()).into())]);
            let path = format!(
                "M{} {}L{} {}L{} {}",
                trimmed(from.0, 2),
                trimmed(from.1, 2),
                trimmed(text_at - 10.0, 2),
                trimmed(place, 2),
                trimmed(text_at - 4.0, 2),
                trimmed(place, 2),
            );
            svg.element("path", &[("class", "leader".into()), ("d", (&path).into())]);
            let class =
                if series.shape == Shape::HeavyLine { "label figures strong" } else { "label figures" };
            let class = if self.frame == Frame::Page { "colored figures" } else { class };
            svg.label(class, text_at, place + 4.0, label);
            svg.close();
        }
    }

    fn draw_legend(&self, svg: &mut Svg, layout: &Layout) {
        for &(left, line, index) in &layout.legend {
            let series = &self.series[index];
            let sample = match series.shape {
                Shape::Marks(_) => vec![(left + 12.0, line - 4.0)],
                Shape::Band => {
                    let (above, below) = (line - 9.0, line + 1.0);
                    vec![(left, above), (left + 24.0, above), (left + 24.0, below), (left, below)]
                }
                Shape::Line | Shape::HeavyLine | Shape::DashedLine => {
                    vec![(left, line - 4.0), (left + 24.0, line - 4.0)]
                }
            };
            svg.open("g", &[("style", (&series.ink.style()).into())]);
            draw_shape(svg, series.shape, &sample);
            svg.close();
            svg.label("legend", left + 30.0, line, &series.name);
        }
    }
}

fn draw_series(svg: &mut Svg, series: &Series, x: &Scale, y: &Scale) {
    svg.open("g", &[("style", (&series.ink.style()).into())]);
    let place = |point: &(f64, f64)| (x.at(point.0), y.at(point.1));
    if matches!(series.shape, Shape::Line | Shape::HeavyLine | Shape::DashedLine) {
        for run in series.points.split(|point| !is_finite(point)).filter(|run| !run.is_empty()) {
            draw_shape(svg, series.shape, &run.iter().map(place).collect::<Vec<_>>());
        }
    } else {
        let points: Vec<_> = series.points.iter().filter(|point| is_finite(point)).map(place).collect();
        draw_shape(svg, series.shape, &points);
    }
    svg.close();
}

/// Draws points that are already places on the paper.
fn draw_shape(svg: &mut Svg, shape: Shape, points: &[(f64, f64)]) {
    let list = || {
        let pairs = points.iter().map(|&(x, y)| format!("{},{}", trimmed(x, 2), trimmed(y, 2)));
        pairs.collect::<Vec<_>>().join(" ")
    };
    let (tag, class) = match shape {
        Shape::Line => ("polyline", "line"),
        Shape::HeavyLine => ("polyline", "line heavy"),
        Shape::DashedLine => ("polyline", "line dashed"),
        Shape::Band => ("polygon", "band"),
        Shape::Marks(mark) => return draw_marks(svg, mark, points),
    };
    svg.element(tag, &[("class", class.into()), ("points", (&list()).into())]);
}

/// Draws a mark at each point; those that would cover each other are one.
fn draw_marks(svg: &mut Svg, mark: Mark, points: &[(f64, f64)]) {
    let mut taken = BTreeSet::new();
    for &(x, y) in points {
        // Two marks in the same half of a pixel look like one.
        if !taken.insert(((x * 2.0) as i64, (y * 2.0) as i64)) {
            continue;
        }
        match mark {
            Mark::Dot => svg.element(
                "circle",
                &[("class", "dot".into()), ("cx", x.into()), ("cy", y.into()), ("r", 4.2.into())],
            ),
            Mark::Diamond => {
                let path = format!("M{} {}l6.5 6.5l-6.5 6.5l-6.5 -6.5z", trimmed(x, 2), trimmed(y - 6.5, 2));
                svg.element("path", &[("class", "hollow".into()), ("d", (&path).into())]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: Vec<(f64, f64)>) -> Chart {
        let mut chart =
            Chart::new("pay & quality", Axis::new("quality", 0.0, 1.0, 5), Axis::new("pay", 0.0, 1.0, 5));
        chart.series.push(Series::line("honest <b>", Ink::Series(0), points));
        chart
    }

    #[test]
    fn a_crowd_is_drawn_as_large_as_it_looks() {
        let crowd = (0..90_000).map(|i| (f64::from(i % 300) / 300.0, f64::from(i / 300) / 3e5));
        let mut chart = chart(Vec::new());
        chart.series = vec![Series::marks("", Ink::Series(0), Mark::Dot, crowd.collect())];
        let marks = chart.to_svg().matches("<circle").count();
        assert!((300..1_500).contains(&marks), "{marks}");
    }

    #[test]
    fn the_same_chart_is_the_same_bytes() {
        let points = vec![(0.0, 0.1), (0.5, 1.0 / 3.0), (1.0, 0.7)];
        assert_eq!(chart(points.clone()).to_svg(), chart(points).to_svg());
    }

    #[test]
    fn a_line_breaks_where_there_is_no_value() {
        let svg = chart(vec![(0.0, 0.1), (0.2, 0.1), (0.4, f64::NAN), (0.6, 0.2), (0.8, 0.2)]).to_svg();
        assert_eq!(svg.matches("<polyline").count(), 3, "two runs and the legend's sample");
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn names_are_escaped_and_nothing_is_fetched() {
        let svg = chart(vec![(0.0, 0.0)]).to_svg();
        assert!(svg.contains("honest &lt;b&gt;") && svg.contains("pay &amp; quality"));
        assert!(!svg.contains("href") && !svg.contains("src="));
    }

    #[test]
    fn a_chart_without_points_is_still_a_figure() {
        let mut empty = chart(Vec::new());
        empty.series[0].end_label = Some("nowhere".to_owned());
        assert!(empty.to_svg().ends_with("</svg>\n"));
    }
}
