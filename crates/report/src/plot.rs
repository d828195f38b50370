//! Drawing of plots as SVG text: the same input gives the same bytes.
//!
//! [`Chart`] lays out axes, series and legend; [`Svg`] is the layer below for figures of another kind. Colours
//! are CSS variables with a light and a dark set, so a figure fits the page it is set in.

mod axis;
mod chart;
mod number;
mod series;
mod spread;
mod svg;
mod theme;

pub use axis::{Axis, Scale, Tick};
pub use chart::{Chart, Note, Rule};
pub use number::{fixed, trimmed};
pub use series::{Ink, Mark, Series, Shape};
pub use svg::{Svg, Value, escape};
pub use theme::{SERIES_COLORS, STYLE};
