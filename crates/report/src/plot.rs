//! Drawing of plots as SVG text: the same input gives the same bytes.
//!
//! [`Chart`] lays out axes, series and legend; [`Svg`] is the layer below for figures of another kind. Colours
//! are CSS variables with a light and a dark set, so a figure fits the page it is set in.

mod axis;
mod chart;
mod forest;
mod heat;
mod number;
mod series;
mod spread;
mod svg;
mod theme;

pub use axis::{Axis, Scale, Tick};
pub use chart::{Chart, Frame, Note, Rule, Shade};
pub use forest::{Forest, ForestRow};
pub use heat::Heat;
pub use number::{fixed, trimmed};
pub use series::{Ink, Mark, Series, Shape};
pub use svg::{Svg, Value, escape};
pub use theme::{DARK, LIGHT, RULES, SERIES_COLORS, style};

pub(crate) use heat::shortened;
pub(crate) use spread::spread;
