//! Root stake, its members and its claims, and stakes that change hands.

use crate::cast::key;
use crate::fixed::amount;
use incentor_ledger::{Action, Genesis, GenesisPool, GenesisStake, Limit, RootClaimType, StakePosition};
use incentor_primitives::{Alpha, NetUid, Tao};
use proptest::prelude::*;

fn position() -> impl Strategy<Value = StakePosition> {
    // Root most of all: only there is TAO to be had.
    let netuid = prop_oneof![3 => Just(0_u16), 1 => 0_u16..4];
    (netuid, 10_u8..16, 40_u8..46).prop_map(|(netuid, hotkey, coldkey)| StakePosition {
        netuid: NetUid(netuid),
        hotkey: key(hotkey),
        coldkey: key(coldkey),
    })
}

fn limit() -> impl Strategy<Value = Option<Limit>> {
    let limit = (prop_oneof![Just(1_000_000_000), 0_u64..2_000_000_000], any::<bool>())
        .prop_map(|(rao, allow_partial)| Limit { price: Tao::from_rao(rao), allow_partial });
    prop_oneof![3 => Just(None), 1 => limit.prop_map(Some)]
}

/// A call about root, or about stakes.
pub(crate) fn staking() -> impl Strategy<Value = Action> {
    let coldkey = || (40_u8..46).prop_map(key);
    let subnets = || prop::collection::btree_set((0_u16..4).prop_map(NetUid), 0..4);
    let kind = prop_oneof![
        Just(RootClaimType::Swap),
        Just(RootClaimType::Keep),
        subnets().prop_map(RootClaimType::KeepSubnets),
    ];
    prop_oneof![
        2 => (10_u8..24).prop_map(|name| Action::RootRegister { coldkey: key(name + 30), hotkey: key(name) }),
        4 => (position(), amount(), limit())
            .prop_map(|(position, rao, limit)| Action::AddStake { position, amount: Tao::from_rao(rao), limit }),
        3 => (position(), amount(), limit()).prop_map(|(position, rao, limit)| Action::RemoveStake {
            position,
            amount: Alpha::from_rao(rao),
            limit,
        }),
        2 => (position(), position(), amount(), limit())
            .prop_map(|(from, to, rao, limit)| Action::MoveStake { from, to, amount: Alpha::from_rao(rao), limit }),
        1 => position().prop_map(|StakePosition { coldkey, hotkey, .. }| Action::UnstakeAll { coldkey, hotkey }),
        1 => position()
            .prop_map(|StakePosition { coldkey, hotkey, .. }| Action::UnstakeAllAlpha { coldkey, hotkey }),
        2 => (coldkey(), subnets()).prop_map(|(coldkey, subnets)| Action::ClaimRoot { coldkey, subnets }),
        1 => (coldkey(), kind).prop_map(|(coldkey, kind)| Action::SetRootClaimType { coldkey, kind }),
        1 => position().prop_map(|StakePosition { netuid, coldkey, hotkey }| Action::SetAutoStake {
            coldkey,
            netuid,
            hotkey,
        }),
    ]
}

/// The same network with root stake that has earned something.
pub(crate) fn with_root_stake(mut genesis: Genesis) -> Genesis {
    let stakes = [(10, 40, 3_000_000_000), (10, 41, 777_777_777), (11, 41, 5_000_000_001)];
    genesis.root.stakes = stakes
        .map(|(hotkey, coldkey, rao)| GenesisStake {
            hotkey: key(hotkey),
            coldkey: key(coldkey),
            alpha: Alpha::from_rao(rao),
        })
        .to_vec();
    let staked_rao = stakes.iter().map(|(.., rao)| rao).sum();
    genesis.root.pool = GenesisPool::of(Tao::from_rao(staked_rao), Alpha::ZERO);
    let rates = [(NetUid(1), 1_i128 << 26), (NetUid(2), 3 << 20)];
    genesis.root_dividends.claimable_bits = [(key(10), rates.into()), (key(11), [rates[1]].into())].into();
    genesis.root_dividends.claimed = vec![(NetUid(1), key(10), key(41), 1_000_000)];
    genesis.root_dividends.claim_types = [(key(41), RootClaimType::Keep)].into();
    genesis
}
