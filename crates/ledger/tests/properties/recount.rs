//! Whether everything that was issued is somewhere, counted by what can be seen alone.

use incentor_ledger::{SubnetView, View};
use incentor_primitives::{AccountId, NetUid};
use std::collections::BTreeMap;

/// Panics unless TAO and every subnet's alpha add up, to the rao.
pub(crate) fn conserved(view: View<'_>) {
    let free: u128 = view.balances().map(|(_, tao)| u128::from(tao.rao)).sum();
    let accounts = view.subnets().chain([view.root()]);
    let with_subnets: u128 = accounts.map(|subnet| u128::from(subnet.account().rao)).sum();
    let elsewhere = u128::from(view.issued_elsewhere().rao);
    assert_eq!(free + with_subnets + elsewhere, u128::from(view.issuance().rao), "TAO at {:?}", view.block());
    assert!(view.issuance().rao <= view.rules().emission.total_supply_rao);
    view.subnets().chain([view.root()]).for_each(alpha_conserved);
    // Root's alpha is TAO, and lies with it: what is staked there is there.
    let root = view.root();
    assert_eq!(root.alpha_out(), incentor_primitives::Alpha::from_rao(staked(root)), "root stake");
    assert_eq!(root.pool_tao(), root.account(), "TAO of root stake");
    assert_eq!(root.account().rao, root.alpha_out().rao, "root stake at par");
}

fn alpha_conserved(subnet: SubnetView<'_>) {
    let held = [
        staked(subnet),
        subnet.pending().total_rao(),
        subnet.root_unclaimed().rao,
        subnet.protocol_alpha().rao,
        subnet.burned().rao,
    ];
    let held: i128 = held.into_iter().map(i128::from).sum();
    let held = held + i128::from(subnet.dust_rao()) - i128::from(subnet.childkey_burned().rao);
    assert_eq!(held, i128::from(subnet.alpha_out().rao), "alpha of {:?}", subnet.netuid());
    let issuance = u128::from(subnet.pool_alpha().rao) + u128::from(subnet.alpha_out().rao);
    assert_eq!(issuance, u128::from(subnet.issuance().rao));
    assert!(
        subnet.pool_tao() <= subnet.account(),
        "the pool of {:?} holds more than there is",
        subnet.netuid()
    );
}

/// What lies on all hotkeys; no less than what its owners could ask for, and hardly more.
fn staked(subnet: SubnetView<'_>) -> u64 {
    let mut worths: BTreeMap<AccountId, (u64, u64)> = BTreeMap::new();
    for (hotkey, _, alpha) in subnet.stakes() {
        let (count, sum) = worths.entry(hotkey).or_default();
        *count += 1;
        *sum += alpha.rao;
    }
    let mut all = 0;
    for (hotkey, alpha) in subnet.hotkey_alpha() {
        let (count, sum) = worths.remove(&hotkey).unwrap_or_default();
        let at = (subnet.netuid(), hotkey, alpha.rao, sum);
        assert!(sum <= alpha.rao + count, "more is owned than there is: {at:?}");
        assert!(count == 0 || alpha.rao - sum.min(alpha.rao) <= count + alpha.rao / 1_000_000_000, "{at:?}");
        all += alpha.rao;
    }
    assert!(worths.is_empty(), "stakes on hotkeys without any");
    all
}

/// Alpha of a subnet that root stakers may ask for now.
pub(crate) fn owed(view: View<'_>, netuid: NetUid) -> u64 {
    let stakes = view.root().stakes();
    stakes.map(|(hotkey, coldkey, _)| view.root_owed(netuid, &hotkey, &coldkey).rao).sum()
}
