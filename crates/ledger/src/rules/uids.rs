//! Which uid a newcomer gets (spec §2.13).

use incentor_primitives::Uid;

/// The seat of a newcomer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatChoice {
    /// A new one after the last.
    Append,
    /// That of the neuron pruned for it.
    Replace(Uid),
}

/// Chooses a seat; `None` when there is none to be had.
///
/// Whom to prune is asked only in a full subnet.
#[must_use]
pub fn choose_seat(
    n: usize,
    max_allowed_uids: u16,
    uid_to_prune: impl FnOnce() -> Option<Uid>,
) -> Option<SeatChoice> {
    if max_allowed_uids == 0 {
        return None;
    }
    if n < usize::from(max_allowed_uids) {
        return Some(SeatChoice::Append);
    }
    uid_to_prune().map(SeatChoice::Replace)
}
