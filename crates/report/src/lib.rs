//! A run as one self-contained page, plots and tables; stable bytes.

mod contour;
pub mod csv;
mod page;
pub mod plot;

pub use contour::{Contour, ContourFigure};
pub use page::page;
