//! A run as one self-contained page, plots and tables; stable bytes.

mod contour;
pub mod plot;

pub use contour::{Contour, ContourFigure};
