//! Weights that are committed now and revealed epochs later (spec §2.3 to §2.5, corrected by §9).
//!
//! By hash (the second version) the validator reveals them itself; time-locked (the third and fourth) the
//! chain opens them once the beacon has published the round they are locked to.

mod checks;
mod hash;
mod payload;
mod scale;
mod window;

pub use checks::{
    CommitQueue, Listed, RevealTime, TimelockedCall, check_batched_commit, check_commit, check_reveal,
    check_timelocked_commit,
};
pub use hash::{CommitContent, commit_hash, commit_preimage};
pub use payload::{PayloadError, TimelockPayload};
pub use window::{RevealPhase, phase};
