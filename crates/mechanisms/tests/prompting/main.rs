//! The prompting mechanism from outside: what it pays, and what comes back from hostile miners.

mod attacks;
mod hostile;
mod laws;
mod memory;
mod replies;
mod stage;
