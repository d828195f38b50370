//! What holds of every network, and after every registration.

use crate::cast::key;
use incentor_ledger::{Ledger, Network, Receipt, SubnetView};
use incentor_primitives::{MechId, NetUid, RuleSet, Tao, Uid};

/// Every invariant of a network at rest.
pub(crate) fn check_shape(ledger: &Ledger) {
    let view = ledger.view();
    for subnet in view.subnets() {
        let parameters = subnet.parameters();
        let permits = subnet.published().validator_permit.iter().filter(|permit| **permit).count();
        assert_eq!(subnet.published().validator_permit.len(), subnet.n());
        assert_eq!(subnet.published().emission.len(), subnet.n());
        // The owner's is on top.
        assert!(permits <= usize::from(parameters.max_allowed_validators) + 1);
        assert!(subnet.n() <= usize::from(parameters.max_allowed_uids));
        assert!((parameters.min_burn_rao..=parameters.max_burn_rao).contains(&subnet.burn().rao));
        check_parameters(subnet);
        let uids: Vec<usize> = subnet.neurons().map(|neuron| neuron.uid.index()).collect();
        assert_eq!(uids, (0..subnet.n()).collect::<Vec<_>>());
        for hotkey in (0..64).map(key) {
            let seated = subnet.neurons().find(|neuron| neuron.hotkey == hotkey);
            assert_eq!(subnet.uid_of(&hotkey), seated.map(|neuron| neuron.uid));
        }
        for neuron in subnet.neurons() {
            assert_eq!(view.owner_of(&neuron.hotkey), Some(neuron.coldkey));
            for mechid in (0..parameters.mechanism_count).map(MechId) {
                let entries =
                    subnet.weights(mechid, neuron.uid).iter().chain(subnet.bonds(mechid, neuron.uid));
                assert!(entries.into_iter().all(|(uid, _)| usize::from(*uid) < subnet.n()));
                // A mechanism that came after the neuron has not heard of it.
                let last = subnet.last_update(mechid, neuron.uid).filter(|block| block.0 > 0);
                assert!(last.is_none_or(|last| last >= neuron.registered_at));
            }
        }
        // The owner never loses its seat.
        if subnet.netuid() != NetUid(3) {
            assert!(subnet.uid_of(&subnet.owner_hotkey()).is_some());
        }
    }
}

/// Whatever is set stays within its range, and what is kept twice is kept alike.
fn check_parameters(subnet: SubnetView<'_>) {
    let parameters = subnet.parameters();
    let limits = RuleSet::SUBTENSOR_2026_06.limits;
    assert_eq!(parameters.tempo, subnet.schedule().tempo);
    let count = parameters.mechanism_count;
    assert!(count >= 1 && u16::from(count) * parameters.max_allowed_uids <= limits.max_uids);
    if let Some(split) = &parameters.mechanism_split_u16 {
        assert!(split.len() <= usize::from(count));
        assert_eq!(split.iter().map(|part| u32::from(*part)).sum::<u32>(), 65_535);
    }
    // A mechanism beyond the count keeps nothing.
    for mechid in (count..20).map(MechId) {
        assert!(subnet.last_updates(mechid).is_empty() && subnet.incentive(mechid).is_empty());
        assert!((0..8).all(|uid| subnet.weights(mechid, Uid(uid)).is_empty()));
    }
    assert!(limits.immune_owner_uids.contains(&parameters.immune_owner_uids_limit));
    assert!(limits.activity_cutoff_factor_milli.contains(&parameters.activity_cutoff_factor_milli));
    assert!(limits.reveal_period_epochs.contains(&parameters.reveal_period_epochs));
    assert!(limits.burn_half_life_blocks.contains(&parameters.burn_half_life_blocks));
    let (low, high) = parameters.alpha_values_u16;
    assert!(limits.min_alpha_u16 <= low && low <= high);
}

/// What a registration leaves behind, compared with the moment before.
pub(crate) fn check_seated(before: &Ledger, after: &Ledger, netuid: NetUid, receipt: Receipt) {
    let Receipt::Registered { uid, price, replaced } = receipt else {
        return;
    };
    let is_root = netuid == NetUid::ROOT;
    let [old, new] = [before, after].map(|ledger| {
        let view = ledger.view();
        if is_root { view.root() } else { view.subnet(netuid).unwrap() }
    });
    let block = after.view().block();
    assert_eq!(new.neuron(uid).unwrap().registered_at, block);
    assert_eq!(price, if is_root { Tao::ZERO } else { old.burn() });
    assert_eq!(new.account().rao, old.account().rao + price.rao);
    assert_eq!(new.registrations_this_block(), old.registrations_this_block() + 1);
    assert!(new.published().active[uid.index()] && !new.has_permit(uid));
    assert_eq!(new.published().emission[uid.index()], 0);
    let stakes = |subnet: SubnetView<'_>| subnet.stakes().collect::<Vec<_>>();
    assert_eq!(stakes(new), stakes(old), "stakes stay with their hotkeys");
    for mechid in (0..new.parameters().mechanism_count).map(MechId) {
        assert_eq!(new.last_update(mechid, uid), Some(block));
        assert_eq!(new.incentive(mechid).get(uid.index()).copied().unwrap_or(0), 0);
        assert!(new.weights(mechid, uid).is_empty() && new.bonds(mechid, uid).is_empty());
        for other in old.neurons().map(|neuron| neuron.uid).filter(|other| *other != uid) {
            let zeroed =
                |(target, weight): &(u16, u16)| (*target, if *target == uid.0 { 0 } else { *weight });
            let expected: Vec<_> = old.weights(mechid, other).iter().map(zeroed).collect();
            assert_eq!(new.weights(mechid, other), expected);
            assert_eq!(new.bonds(mechid, other), old.bonds(mechid, other));
        }
    }
    match replaced {
        Some(hotkey) => {
            assert_eq!(old.uid_of(&hotkey), Some(uid));
            assert_eq!(new.uid_of(&hotkey), None);
            assert_eq!((old.n(), new.n()), (usize::from(new.parameters().max_allowed_uids), old.n()));
        }
        None => assert_eq!((uid.index(), new.n()), (old.n(), old.n() + 1)),
    }
}
