//! The epoch state format: subnet states in, exact results out.
//!
//! [`Reader`] takes one state, pretty-printed or not, or JSON Lines of them, and gives a [`Document`] for
//! each; [`State::input`] lends it to the epoch. [`Expected`] is the other half of the format: what an
//! epoch leaves, read, written and compared field by field. [`TraceJson`] writes every intermediate.
#![forbid(unsafe_code)]

mod difference;
mod document;
mod error;
mod expected;
mod field;
mod item;
mod matrix;
mod nearest;
mod notes;
mod reader;
mod rows;
mod setting;
mod source;
mod state;
mod trace;
mod write;

pub use difference::{Difference, diff};
pub use document::Document;
pub use error::{Place, Problem, StateError};
pub use expected::{Expected, ExpectedBits};
pub use matrix::Matrix;
pub use nearest::nearest;
pub use reader::{MAX_DOCUMENT_BYTES, Reader};
pub use setting::{Setting, SettingError};
pub use state::State;
pub use trace::{TraceJson, mask_name};
