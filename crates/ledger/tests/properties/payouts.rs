//! Whether an epoch paid what it said, to each once.

use incentor_ledger::{EpochOutcome, PayoutReason, Settlement, View};
use incentor_primitives::AccountId;
use std::collections::{BTreeMap, BTreeSet};

/// Panics unless the payouts of an epoch are its settlement, and its lists have one entry per uid.
///
/// `before` is the network in the block before the epoch.
pub(crate) fn check_epoch(epoch: &EpochOutcome, before: View<'_>) {
    let settled = epoch.settlement;
    let unpaid = i128::from(settled.withheld.rao) + i128::from(settled.dust_rao);
    assert_eq!(i128::from(settled.pending_rao()), i128::from(settled.paid_rao()) + unpaid, "{settled:?}");
    check_sums(epoch, &settled);
    check_once(epoch, before);
    check_lists(epoch, before);
    check_dust(epoch, before);
}

/// The sums per reason; a nominator's gain is exact to a rao.
fn check_sums(epoch: &EpochOutcome, settled: &Settlement) {
    let mut sums: BTreeMap<PayoutReason, (u64, u64)> = BTreeMap::new();
    for payout in &epoch.payouts {
        let (count, sum) = sums.entry(payout.reason).or_default();
        *count += 1;
        *sum += payout.alpha.rao;
    }
    let sum = |reason| sums.get(&reason).map_or(0, |(_, sum)| *sum);
    assert_eq!(sum(PayoutReason::OwnerCut), settled.paid_owner.rao);
    assert_eq!(sum(PayoutReason::Incentive), settled.paid_miners.rao);
    assert_eq!(sum(PayoutReason::Take), settled.paid_takes.rao);
    let (stakers, gained) = sums.get(&PayoutReason::Nomination).copied().unwrap_or_default();
    let apart = gained.abs_diff(settled.paid_nominators.rao);
    let tolerance = 2 * stakers + 1 + settled.paid_nominators.rao / 1_000_000;
    assert!(apart <= tolerance, "{gained} of {settled:?}");
    let for_root = sum(PayoutReason::RootTake) + sum(PayoutReason::RootOverflow);
    assert!(for_root <= settled.paid_root.rao, "{for_root} of {settled:?}");
}

/// Nobody is paid twice for one thing; only incentives may meet, where a coldkey stakes them on one hotkey.
fn check_once(epoch: &EpochOutcome, before: View<'_>) {
    let mut seen: BTreeSet<(AccountId, AccountId, PayoutReason)> = BTreeSet::new();
    for payout in &epoch.payouts {
        let is_new = seen.insert((payout.coldkey, payout.hotkey, payout.reason));
        let meets = payout.reason == PayoutReason::Incentive
            && before.auto_stakes().any(|stake| stake == (payout.coldkey, epoch.netuid, payout.hotkey));
        assert!(is_new || meets, "{payout:?} twice");
    }
}

fn check_lists(epoch: &EpochOutcome, before: View<'_>) {
    let Some(subnet) = before.subnet(epoch.netuid) else {
        panic!("an epoch of {:?}, which is not there", epoch.netuid);
    };
    let combined = &epoch.combined;
    assert_eq!(combined.active.len(), subnet.n());
    assert_eq!(combined.incentive.len(), subnet.n());
    assert_eq!(combined.server_emission.len(), subnet.n());
    let permits = combined.validator_permit.iter().filter(|permit| **permit).count();
    // The owner's is on top.
    assert!(permits <= usize::from(subnet.parameters().max_allowed_validators) + 1, "{permits} permits");
    assert_eq!(epoch.mechanisms.len(), usize::from(subnet.parameters().mechanism_count));
}

/// With one mechanism the dust is a few rao per neuron, unless there is nobody to pay.
///
/// And half of what root's part lacks, where that was taken back out of the issuance: miners get half of all
/// that came in, not what came in for them.
fn check_dust(epoch: &EpochOutcome, before: View<'_>) {
    let settled = epoch.settlement;
    assert!(i128::from(settled.dust_rao) <= i128::from(settled.pending_rao()), "{settled:?}");
    let n = epoch.combined.active.len() as u64;
    let earned = |list: &[u64]| list.iter().any(|rao| *rao > 0);
    let somebody = earned(&epoch.combined.validator_emission) && earned(&epoch.combined.server_emission);
    let root_is_paid = settled.root.rao == 0 || settled.paid_root.rao > 0;
    let owner_is_paid = settled.owner_cut == settled.paid_owner;
    let alpha_is_paid =
        settled.validator.rao == 0 || settled.paid_takes.rao + settled.paid_nominators.rao > 0;
    let hotkeys = before.owners().count() as u64;
    let everybody = somebody && root_is_paid && owner_is_paid && alpha_is_paid;
    if epoch.mechanisms.len() == 1 && everybody {
        let uneven = (settled.server.rao as i64 - settled.validator.rao as i64 - settled.root.rao as i64) / 2;
        let bound = 4 * (n + hotkeys) + settled.pending_rao() / 1_000_000;
        assert!(settled.dust_rao.abs_diff(uneven) <= bound, "{n} neurons: {settled:?}");
    }
}
