//! A run as one self-contained page, plots and tables; stable bytes.

mod contour;
pub mod csv;
mod html;
mod page;
pub mod plot;
mod table;

pub use contour::{Contour, ContourFigure};
pub use csv::files;
pub use page::page;
