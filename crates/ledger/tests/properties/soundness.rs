//! What holds of every network at rest, whatever was done to it.

use crate::recount::owed;
use incentor_ledger::{SubnetView, View};
use incentor_primitives::{AccountId, MechId, NetUid, Uid};
use std::collections::{BTreeMap, BTreeSet};

/// Panics unless keys, weights, parameters and schedules fit together.
///
/// `rounded` is how often root stake has grown so far: each time its claims are rounded anew.
pub(crate) fn sound(view: View<'_>, rounded: u64) {
    let owners: BTreeMap<AccountId, AccountId> = view.owners().collect();
    let mut before = None;
    for subnet in view.subnets() {
        let place = subnet.netuid().0.swap_bytes();
        assert!(before.is_none_or(|before| before < place), "subnets out of the chain's order");
        before = Some(place);
        assert!(subnet.netuid() != NetUid::ROOT);
        check_keys(subnet, &owners);
        check_mechanisms(subnet);
        check_parameters(subnet, view);
        check_schedule(subnet, view);
        check_children(subnet);
    }
    check_keys(view.root(), &owners);
    check_root(view, rounded);
    for subnet in view.subnets() {
        // Whatever hotkey the owner names, its cut goes there; nobody else can stake on one without an owner.
        let is_sound = |(hotkey, coldkey, _)| owners.contains_key(&hotkey) || coldkey == subnet.owner();
        assert!(subnet.stakes().all(is_sound), "stake on nobody's hotkey");
    }
}

/// Uids run from 0 without a gap, and both maps say the same.
fn check_keys(subnet: SubnetView<'_>, owners: &BTreeMap<AccountId, AccountId>) {
    let neurons: Vec<_> = subnet.neurons().collect();
    assert_eq!(neurons.len(), subnet.n());
    assert!(subnet.n() <= usize::from(subnet.parameters().max_allowed_uids));
    let seats: BTreeMap<AccountId, Uid> = neurons.iter().map(|neuron| (neuron.hotkey, neuron.uid)).collect();
    assert_eq!(seats.len(), neurons.len(), "a hotkey has two seats");
    for (at, neuron) in neurons.iter().enumerate() {
        assert_eq!(neuron.uid.index(), at);
        assert_eq!(subnet.uid_of(&neuron.hotkey), Some(neuron.uid));
        assert_eq!(owners.get(&neuron.hotkey), Some(&neuron.coldkey));
        assert_eq!(subnet.neuron(neuron.uid), Some(*neuron));
    }
    for hotkey in owners.keys().copied().chain((0..=u8::MAX).map(|name| AccountId([name; 32]))) {
        assert_eq!(subnet.uid_of(&hotkey), seats.get(&hotkey).copied());
    }
    let published = subnet.published();
    assert!(
        [published.validator_permit.len(), published.active.len(), published.emission.len()]
            .iter()
            .all(|length| *length == subnet.n())
    );
}

/// Weights, bonds and incentive are those of neurons; a mechanism beyond the count keeps nothing.
fn check_mechanisms(subnet: SubnetView<'_>) {
    let count = subnet.parameters().mechanism_count;
    let n = subnet.n();
    for mechid in (0..count).map(MechId) {
        assert!(subnet.last_updates(mechid).len() <= n && subnet.incentive(mechid).len() <= n);
        for uid in (0..n as u16).map(Uid) {
            for row in [subnet.weights(mechid, uid), subnet.bonds(mechid, uid)] {
                assert!(row.iter().all(|(target, _)| usize::from(*target) < n), "{uid:?} points nowhere");
                let targets: BTreeSet<u16> = row.iter().map(|(target, _)| *target).collect();
                assert_eq!(targets.len(), row.len(), "{uid:?} points twice at one");
            }
        }
        let beyond = Uid(n as u16);
        assert!(subnet.weights(mechid, beyond).is_empty() && subnet.bonds(mechid, beyond).is_empty());
    }
    for mechid in (count..=u8::MAX).map(MechId) {
        assert!(subnet.last_updates(mechid).is_empty() && subnet.incentive(mechid).is_empty());
        assert!(subnet.weights(mechid, Uid(0)).is_empty());
        assert_eq!(subnet.commits(mechid).count() + subnet.timelocked_commits(mechid).count(), 0);
    }
}

/// Whatever is set stays within its range.
fn check_parameters(subnet: SubnetView<'_>, view: View<'_>) {
    let parameters = subnet.parameters();
    let limits = &view.rules().limits;
    let count = parameters.mechanism_count;
    assert!(
        count >= 1 && u32::from(count) * u32::from(parameters.max_allowed_uids) <= u32::from(limits.max_uids)
    );
    if let Some(split) = &parameters.mechanism_split_u16 {
        assert!(split.len() <= usize::from(count));
        assert_eq!(split.iter().map(|part| u32::from(*part)).sum::<u32>(), 65_535);
    }
    assert!(limits.immune_owner_uids.contains(&parameters.immune_owner_uids_limit));
    assert!(limits.activity_cutoff_factor_milli.contains(&parameters.activity_cutoff_factor_milli));
    assert!(limits.reveal_period_epochs.contains(&parameters.reveal_period_epochs));
    assert!(limits.burn_half_life_blocks.contains(&parameters.burn_half_life_blocks));
    assert!(parameters.min_burn_rao <= parameters.max_burn_rao);
    let (low, high) = parameters.alpha_values_u16;
    assert!(limits.min_alpha_u16 <= low && low <= high);
}

fn check_schedule(subnet: SubnetView<'_>, view: View<'_>) {
    let (schedule, block) = (subnet.schedule(), view.block());
    assert_eq!(subnet.parameters().tempo, schedule.tempo);
    assert!(schedule.last_epoch_block <= block && subnet.last_step_block() <= block);
    assert_eq!(subnet.next_epoch_block().is_none(), schedule.tempo.0 == 0);
    assert!(subnet.next_epoch_block().is_none_or(|next| next > block));
    assert!(subnet.registered_at() <= block);
}

/// Nobody is its own child, or parent and child of one other; a parent's parts are no more than the whole.
fn check_children(subnet: SubnetView<'_>) {
    let pairs: BTreeSet<(AccountId, AccountId)> = subnet
        .children()
        .flat_map(|(parent, children)| children.iter().map(move |child| (parent, child.hotkey)))
        .collect();
    assert!(pairs.iter().all(|(parent, child)| parent != child && !pairs.contains(&(*child, *parent))));
    for (parent, children) in subnet.children() {
        let whole = children.iter().try_fold(0_u64, |sum, child| sum.checked_add(child.proportion_u64));
        assert!(whole.is_some(), "{parent:?} lends more than all");
    }
}

/// No more is owed to root stakers than was set aside; who is claimed for is listed once.
fn check_root(view: View<'_>, rounded: u64) {
    let stakers = view.root_stakers();
    assert_eq!(stakers.iter().collect::<BTreeSet<_>>().len(), stakers.len(), "a staker is listed twice");
    for subnet in view.subnets() {
        let (owed, set_aside) = (owed(view, subnet.netuid()), subnet.root_unclaimed().rao);
        // What stake that comes has no claim to is rounded down, to its favour.
        let tolerance = rounded + set_aside / 1_000_000_000;
        assert!(owed <= set_aside + tolerance, "{owed} owed of {set_aside} on {:?}", subnet.netuid());
    }
    assert!(view.root_claimable().all(|(_, _, bits)| bits >= 0));
}

/// What holds after every block: prices are within their bounds, permits were handed out within theirs.
pub(crate) fn sound_after_block(view: View<'_>) {
    for subnet in view.subnets() {
        let parameters = subnet.parameters();
        let bounds = parameters.min_burn_rao..=parameters.max_burn_rao;
        // In block 1 no price moves, not even into new bounds.
        let moves = view.block().0 > 1;
        assert!(!moves || bounds.contains(&subnet.burn().rao), "{:?} outside {bounds:?}", subnet.burn());
        assert_eq!(subnet.registrations_this_block(), 0);
        assert!(subnet.next_epoch_block().is_none_or(|next| next > view.block()));
    }
}
