//! What is drawn between the axes.

use super::theme::{SERIES_COLORS, ramp};

/// The colour of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ink {
    /// One of the colours for series of no particular order, by number.
    Series(usize),
    /// A place between the cool (0) and the warm (1) end, for series with an order.
    Ramp(f64),
    /// The colour of text.
    Plain,
    /// The colour of remarks.
    Soft,
}

impl Ink {
    /// The `style` attribute that sets the colour for everything inside.
    pub(crate) fn style(self) -> String {
        match self {
            Self::Series(index) => format!("--c:var(--s{})", index % SERIES_COLORS),
            Self::Ramp(share) => format!("--c:{}", ramp(share)),
            Self::Plain => "--c:var(--ink)".to_owned(),
            Self::Soft => "--c:var(--soft)".to_owned(),
        }
    }
}

/// What stands at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A filled disc.
    Dot,
    /// An empty square on its corner.
    Diamond,
}

/// How the points of a series become a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line through them.
    Line,
    /// A thick line: the one to look at.
    HeavyLine,
    /// A dashed line.
    DashedLine,
    /// A mark on each.
    Marks(Mark),
    /// The area between two lines: first all points of one, then those of the other backwards.
    Band,
}

/// Points that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name in the legend; empty = not in the legend.
    pub name: String,
    /// Colour.
    pub ink: Ink,
    /// Shape.
    pub shape: Shape,
    /// Points (x, y) in values of the axes. A line breaks at one that is not finite; other shapes leave it out.
    pub points: Vec<(f64, f64)>,
    /// Label to the right of the plot, joined to the last point.
    pub end_label: Option<String>,
}

impl Series {
    /// A line with a name.
    #[must_use]
    pub fn line(name: &str, ink: Ink, points: Vec<(f64, f64)>) -> Self {
        Self { name: name.to_owned(), ink, shape: Shape::Line, points, end_label: None }
    }

    /// Marks with a name.
    #[must_use]
    pub fn marks(name: &str, ink: Ink, mark: Mark, points: Vec<(f64, f64)>) -> Self {
        Self { shape: Shape::Marks(mark), ..Self::line(name, ink, points) }
    }

    /// The area between two lines of the same x, as (x, low, high).
    #[must_use]
    pub fn band(name: &str, ink: Ink, points: &[(f64, f64, f64)]) -> Self {
        let low = points.iter().map(|&(x, low, _)| (x, low));
        let high = points.iter().rev().map(|&(x, _, high)| (x, high));
        Self { shape: Shape::Band, ..Self::line(name, ink, low.chain(high).collect()) }
    }

    /// The same with another shape.
    #[must_use]
    pub fn shaped(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The same with a label at its end.
    #[must_use]
    pub fn labelled(self, end_label: String) -> Self {
        Self { end_label: Some(end_label), ..self }
    }

    /// The last point that can be drawn.
    pub(crate) fn last(&self) -> Option<(f64, f64)> {
        self.points.iter().copied().rfind(is_finite)
    }
}

/// Whether a point can be drawn.
pub(crate) fn is_finite(point: &(f64, f64)) -> bool {
    point.0.is_finite() && point.1.is_finite()
}
