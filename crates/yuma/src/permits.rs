//! Validator permits for the next epoch (spec §1.3).

use alloc::vec::Vec;

/// Gives permits to the k largest non-zero stakes; of equal ones the higher uid goes first.
pub(crate) fn top_k(stake: &[u64], k: usize, ranking: &mut Vec<(u64, usize)>, permit: &mut Vec<bool>) {
    permit.clear();
    permit.extend(stake.iter().map(|&stake| stake > 0));
    ranking.clear();
    ranking
        .extend(stake.iter().enumerate().filter(|&(_, &stake)| stake > 0).map(|(uid, &stake)| (stake, uid)));
    let Some(losers) = ranking.len().checked_sub(k).filter(|&losers| losers > 0) else {
        return;
    };
    let losers =
        if losers == ranking.len() { ranking.as_slice() } else { ranking.select_nth_unstable(losers).0 };
    for &(_, uid) in losers {
        if let Some(permit) = permit.get_mut(uid) {
            *permit = false;
        }
    }
}
