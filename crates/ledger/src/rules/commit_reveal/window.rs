//! When a commit may be revealed (spec §2.4).

/// Where a commit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevealPhase {
    /// Its epoch is still to come.
    Early,
    /// This epoch is the one in which it may be revealed.
    Open,
    /// Its epoch is over.
    Expired,
}

/// Where a commit of an epoch stands in another, `period` epochs being between commit and reveal.
///
/// Both epochs count from [`Schedule::current_epoch`](crate::Schedule::current_epoch).
#[must_use]
pub const fn phase(commit_epoch: u64, period_epochs: u64, current_epoch: u64) -> RevealPhase {
    let reveal_epoch = commit_epoch.saturating_add(period_epochs);
    if current_epoch < reveal_epoch {
        RevealPhase::Early
    } else if current_epoch == reveal_epoch {
        RevealPhase::Open
    } else {
        RevealPhase::Expired
    }
}
