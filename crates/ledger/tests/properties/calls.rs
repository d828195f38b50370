//! Every kind of action, drawn from what is there.

use crate::cast::{Cast, OWNER, key};
use crate::values::{GLOBALS, parameter};
use incentor_ledger::rules::commit_reveal::TimelockPayload;
use incentor_ledger::{
    Action, Child, Furnishing, Limit, Origin, OutsideCall, Parameter, ParameterKind, RootClaimType,
    StakePosition, TakeChange,
};
use incentor_primitives::{AccountId, Alpha, MechId, NetUid, Take, Tao, Tempo, Uid, Weight};
use std::collections::BTreeSet;

/// A kind of action.
pub(crate) struct Kind {
    /// The variant's.
    pub(crate) name: &'static str,
    /// How often it comes, against the others.
    weight: u64,
    draw: fn(&mut Cast<'_, '_>) -> Action,
}

const fn kind(name: &'static str, weight: u64, draw: fn(&mut Cast<'_, '_>) -> Action) -> Kind {
    Kind { name, weight, draw }
}

/// All of them.
pub(crate) const KINDS: &[Kind] = &[
    kind("Register", 4, |cast| {
        let (netuid, hotkey) = (cast.netuid(), cast.hotkey());
        Action::Register { netuid, coldkey: cast.coldkey_of(hotkey), hotkey }
    }),
    kind("RegisterLimit", 4, |cast| {
        let (netuid, hotkey) = (cast.netuid(), cast.hotkey());
        let price = cast.view.subnet(netuid).map_or(0, |subnet| subnet.burn().rao);
        let limit_price =
            Tao::from_rao(cast.dice.one_of(&[price, price, price.saturating_sub(1), 0, u64::MAX]));
        Action::RegisterLimit { netuid, coldkey: cast.coldkey_of(hotkey), hotkey, limit_price }
    }),
    kind("RegisterNetwork", 2, |cast| {
        let hotkey = cast.hotkey();
        Action::RegisterNetwork { coldkey: cast.coldkey_of(hotkey), hotkey }
    }),
    kind("Start", 2, |cast| {
        let waiting = cast.view.subnets().find(|subnet| subnet.first_emission_block().is_none());
        match waiting.filter(|_| !cast.dice.once_in(4)) {
            Some(subnet) => Action::Start { netuid: subnet.netuid(), coldkey: subnet.owner() },
            None => Action::Start { netuid: cast.netuid(), coldkey: cast.coldkey() },
        }
    }),
    kind("RootRegister", 3, |cast| {
        let hotkey = cast.hotkey();
        Action::RootRegister { coldkey: cast.coldkey_of(hotkey), hotkey }
    }),
    kind("ClaimRoot", 5, |cast| {
        let stakers = cast.view.root_stakers();
        let coldkey = match stakers.len() {
            0 => cast.coldkey(),
            count => stakers[cast.dice.index(count)],
        };
        Action::ClaimRoot { coldkey, subnets: netuids(cast) }
    }),
    kind("SetRootClaimType", 2, |cast| {
        let kind = match cast.dice.below(3) {
            0 => RootClaimType::Swap,
            1 => RootClaimType::Keep,
            _ if cast.dice.once_in(8) => RootClaimType::KeepSubnets(BTreeSet::new()),
            _ => RootClaimType::KeepSubnets(netuids(cast)),
        };
        Action::SetRootClaimType { coldkey: cast.coldkey(), kind }
    }),
    kind("SetAutoStake", 3, |cast| {
        let netuid = cast.netuid();
        Action::SetAutoStake { coldkey: cast.coldkey(), netuid, hotkey: cast.seated(netuid) }
    }),
    kind("AddStake", 10, |cast| {
        let position = cast.position();
        let balance = cast.view.balance(&position.coldkey).rao;
        // A purchase of everything leaves nobody with anything to do.
        let amount = Tao::from_rao(if cast.dice.once_in(16) {
            cast.part_of(balance)
        } else {
            cast.part_of(balance / 50)
        });
        Action::AddStake { position, amount, limit: limit(cast, position.netuid) }
    }),
    kind("RemoveStake", 8, |cast| {
        let (position, rao) = cast.stake();
        let amount = Alpha::from_rao(cast.part_of(rao));
        Action::RemoveStake { position, amount, limit: limit(cast, position.netuid) }
    }),
    kind("RemoveStakeFull", 2, |cast| {
        let (position, _) = cast.stake();
        Action::RemoveStakeFull {
            position,
            limit_price: limit(cast, position.netuid).map(|limit| limit.price),
        }
    }),
    kind("UnstakeAll", 2, |cast| {
        let (StakePosition { coldkey, hotkey, .. }, _) = cast.stake();
        let hotkey = if cast.dice.once_in(3) { key(200) } else { hotkey };
        Action::UnstakeAll { coldkey, hotkey }
    }),
    kind("UnstakeAllAlpha", 2, |cast| {
        let (StakePosition { coldkey, hotkey, .. }, _) = cast.stake();
        let hotkey = if cast.dice.once_in(3) { key(200) } else { hotkey };
        Action::UnstakeAllAlpha { coldkey, hotkey }
    }),
    kind("MoveStake", 10, |cast| {
        let (from, rao) = cast.stake();
        let mut to = cast.position();
        // The three calls of the chain, and all at once.
        match cast.dice.below(4) {
            0 => to.coldkey = from.coldkey,
            1 => to = StakePosition { coldkey: to.coldkey, ..from },
            2 => to = StakePosition { netuid: to.netuid, ..from },
            _ => {}
        }
        let amount = Alpha::from_rao(cast.part_of(rao));
        Action::MoveStake { from, to, amount, limit: limit(cast, from.netuid) }
    }),
    kind("SetParameter", 12, |cast| {
        if cast.dice.once_in(3) {
            return wholesome(cast);
        }
        let kind = ParameterKind::ALL[cast.dice.index(ParameterKind::ALL.len())];
        let netuid = cast.netuid();
        let origin = match kind {
            ParameterKind::OwnersTempo => Origin::Signed(owner(cast, netuid)),
            _ => origin(cast, netuid),
        };
        Action::SetParameter { origin, netuid, parameter: parameter(kind, cast.dice) }
    }),
    kind("SetGlobal", 4, |cast| {
        let (_, draw) = GLOBALS[cast.dice.index(GLOBALS.len())];
        let origin = if cast.dice.once_in(8) { Origin::Signed(OWNER) } else { Origin::Root };
        Action::SetGlobal { origin, parameter: draw(cast.dice) }
    }),
    kind("TriggerEpoch", 3, |cast| {
        let netuid = cast.netuid();
        let owner = owner(cast, netuid);
        let origin = if cast.dice.once_in(8) { Origin::Root } else { Origin::Signed(owner) };
        Action::TriggerEpoch { origin, netuid }
    }),
    kind("ResetBonds", 3, |cast| {
        let (netuid, stranger) = (cast.netuid(), cast.dice.once_in(3));
        let hotkey = if stranger { key(250) } else { cast.seated(netuid) };
        Action::ResetBonds { netuid, hotkey }
    }),
    kind("SetOwnerHotkey", 1, |cast| {
        let netuid = cast.netuid();
        let origin = origin(cast, netuid);
        Action::SetOwnerHotkey { origin, netuid, hotkey: cast.seated(netuid) }
    }),
    kind("Outside", 1, |cast| Action::Outside(cast.dice.one_of(OutsideCall::ALL))),
    kind("Furnish", 2, |cast| {
        Action::Furnish(match cast.dice.below(4) {
            0 => Furnishing::Mint { account: cast.coldkey(), tao: Tao::from_rao(furnished(cast)) },
            1 => Furnishing::IssuedElsewhere { tao: Tao::from_rao(furnished(cast)) },
            2 => Furnishing::MovingPrice { netuid: cast.netuid(), bits: moving_price_bits(cast) },
            _ => Furnishing::TaoWeight { weight_u64: cast.dice.usual_or_extreme(0, u64::MAX / 2, u64::MAX) },
        })
    }),
    kind("Endow", 3, |cast| {
        let StakePosition { netuid, coldkey, hotkey } = cast.position();
        Action::Endow { netuid, hotkey, coldkey, alpha: Alpha::from_rao(furnished(cast)) }
    }),
    kind("ChangeTake", 3, |cast| {
        let hotkey = cast.hotkey();
        let change = cast.dice.one_of(&[TakeChange::Increase, TakeChange::Decrease]);
        let take = Take(cast.dice.usual_or_extreme(0, 12_000, 65_535) as u16);
        Action::ChangeTake { coldkey: cast.coldkey_of(hotkey), hotkey, change, take }
    }),
    kind("SetChildren", 6, |cast| {
        let netuid = cast.netuid();
        let hotkey = cast.seated(netuid);
        Action::SetChildren {
            netuid,
            coldkey: cast.coldkey_of(hotkey),
            hotkey,
            children: children(cast, netuid),
        }
    }),
    kind("SetChildkeyTake", 3, |cast| {
        let netuid = cast.netuid();
        let hotkey = cast.seated(netuid);
        let take = Take(cast.dice.usual_or_extreme(0, 12_000, 65_535) as u16);
        Action::SetChildkeyTake { netuid, coldkey: cast.coldkey_of(hotkey), hotkey, take }
    }),
    kind("SetAutoParentDelegation", 2, |cast| {
        let members: Vec<AccountId> = cast.view.root().neurons().map(|member| member.hotkey).collect();
        let hotkey = match members.len() {
            count if count > 0 && !cast.dice.once_in(6) => members[cast.dice.index(count)],
            _ => cast.hotkey(),
        };
        let enabled = cast.dice.once_in(2);
        Action::SetAutoParentDelegation { coldkey: cast.coldkey_of(hotkey), hotkey, enabled }
    }),
    kind("SetWeights", 14, |cast| {
        let netuid = taking(cast, Taking::Plain);
        let (mechid, hotkey) = (cast.mechid(netuid), cast.seated(netuid));
        let (uids, mut values): (Vec<Uid>, Vec<Weight>) = cast.row(netuid, &hotkey).into_iter().unzip();
        if cast.dice.once_in(32) {
            values.push(Weight(1));
        }
        Action::SetWeights { netuid, mechid, hotkey, uids, values, version_key: cast.version_key(netuid) }
    }),
    kind("BatchSetWeights", 3, |cast| {
        let netuid = cast.netuid();
        let hotkey = cast.seated(netuid);
        let netuids = list(cast, any_netuid);
        let weights = netuids.iter().map(|netuid| cast.row(*netuid, &hotkey)).collect();
        let mut version_keys: Vec<u64> = netuids.iter().map(|netuid| cast.version_key(*netuid)).collect();
        if cast.dice.once_in(16) {
            version_keys.push(0);
        }
        Action::BatchSetWeights { hotkey, netuids, weights, version_keys }
    }),
    kind("CommitWeights", 6, |cast| {
        let netuid = taking(cast, Taking::Commits);
        let (mechid, hotkey) = (cast.mechid(netuid), cast.seated(netuid));
        let hidden = cast.hide(netuid, mechid, hotkey);
        Action::CommitWeights { netuid, mechid, hotkey, hash: hidden.hash(cast.view) }
    }),
    kind("BatchCommitWeights", 2, |cast| {
        let netuid = taking(cast, Taking::Commits);
        let hotkey = cast.seated(netuid);
        let netuids = list(cast, |cast| taking(cast, Taking::Commits));
        let mut hashes = Vec::new();
        for netuid in &netuids {
            hashes.push(cast.hide(*netuid, MechId::MAIN, hotkey).hash(cast.view));
        }
        if cast.dice.once_in(16) {
            hashes.pop();
        }
        Action::BatchCommitWeights { hotkey, netuids, hashes }
    }),
    kind("RevealWeights", 3, |cast| {
        let Some(hidden) = cast.ripe(|_| true) else {
            let netuid = cast.netuid();
            let (mechid, hotkey) = (cast.mechid(netuid), cast.seated(netuid));
            let (uids, values) = (Vec::new(), Vec::new());
            return Action::RevealWeights {
                netuid,
                mechid,
                hotkey,
                uids,
                values,
                salt: Vec::new(),
                version_key: 0,
            };
        };
        let crate::cast::Hidden { hotkey, netuid, mechid, uids, values, salt, version_key } = hidden;
        Action::RevealWeights { netuid, mechid, hotkey, uids, values, salt, version_key }
    }),
    kind("BatchRevealWeights", 2, |cast| {
        let first = cast.ripe(|hidden| hidden.mechid == MechId::MAIN);
        let (netuid, hotkey) =
            first.as_ref().map_or((NetUid(1), key(10)), |hidden| (hidden.netuid, hidden.hotkey));
        let count = cast.dice.below(3);
        let more: Vec<_> =
            (0..count).filter_map(|_| cast.ripe(|hidden| hidden.mechid == MechId::MAIN)).collect();
        let same = more.into_iter().filter(|other| other.netuid == netuid && other.hotkey == hotkey);
        let all: Vec<_> = first.into_iter().chain(same).collect();
        let mut version_keys: Vec<u64> = all.iter().map(|hidden| hidden.version_key).collect();
        if cast.dice.once_in(16) {
            version_keys.push(7);
        }
        Action::BatchRevealWeights {
            netuid,
            hotkey,
            uids: all.iter().map(|hidden| hidden.uids.clone()).collect(),
            values: all.iter().map(|hidden| hidden.values.clone()).collect(),
            salts: all.iter().map(|hidden| hidden.salt.clone()).collect(),
            version_keys,
        }
    }),
    kind("CommitTimelockedWeights", 6, |cast| {
        let netuid = taking(cast, Taking::Commits);
        let (mechid, hotkey) = (cast.mechid(netuid), cast.seated(netuid));
        let (uids, values) = cast.row(netuid, &hotkey).into_iter().unzip();
        let payload = TimelockPayload { uids, values, version_key: cast.version_key(netuid) };
        let ciphertext = match cast.dice.below(8) {
            0 => (0..cast.dice.below(6_000)).map(|byte| byte as u8).collect(),
            1 => payload.encode(&cast.hotkey()),
            _ => payload.encode(&hotkey),
        };
        let round = cast.view.last_pulse_round();
        let reveal_round = match cast.dice.below(16) {
            0 => cast.dice.one_of(&[0, round, u64::MAX]),
            _ => round.saturating_add(cast.dice.between(1, 4)),
        };
        let version = cast.dice.one_of(&[4, 4, 4, 4, cast.view.globals().network.commit_reveal_version, 3]);
        Action::CommitTimelockedWeights { netuid, mechid, hotkey, ciphertext, reveal_round, version }
    }),
    kind("Pulse", 5, |cast| {
        let round = cast.view.last_pulse_round();
        let round = match cast.dice.below(64) {
            0 => 0,
            1..=8 => round,
            9 => round.saturating_add(1_000),
            _ => round.saturating_add(cast.dice.between(1, 2)),
        };
        Action::Pulse { round, signature: [cast.dice.number() as u8; 48] }
    }),
];

/// Any action.
pub(crate) fn action(cast: &mut Cast<'_, '_>) -> (&'static str, Action) {
    // What is ripe is so for one epoch only.
    if cast.dice.once_in(2) && cast.anything_is_ripe() {
        let name = cast.dice.one_of(&["RevealWeights", "BatchRevealWeights"]);
        let kind = KINDS.iter().find(|kind| kind.name == name).expect("a kind of that name");
        return (kind.name, (kind.draw)(cast));
    }
    let sum = KINDS.iter().map(|kind| kind.weight).sum();
    let mut left = cast.dice.below(sum);
    for kind in KINDS {
        match left.checked_sub(kind.weight) {
            Some(rest) => left = rest,
            None => return (kind.name, (kind.draw)(cast)),
        }
    }
    unreachable!("the number drawn is below the sum of the weights");
}

/// An action of one kind.
pub(crate) fn action_of(kind: &Kind, cast: &mut Cast<'_, '_>) -> Action {
    (kind.draw)(cast)
}

/// Undoes what keeps a subnet from working; by chance alone most subnets would stand still before long.
fn wholesome(cast: &mut Cast<'_, '_>) -> Action {
    use Parameter as P;
    let tempo = Tempo(cast.dice.between(1, 30) as u16);
    let parameter = match cast.dice.below(10) {
        0 | 1 => P::SubtokenEnabled(true),
        2 => P::RegistrationAllowed(true),
        3 => P::MaxAllowedValidators(4),
        4 => P::WeightsRateLimitBlocks(0),
        5 => P::WeightsVersionKey(0),
        6 => P::MinAllowedWeights(1),
        7 => P::RevealPeriodEpochs(1),
        8 => P::CommitRevealWeightsEnabled(cast.dice.once_in(2)),
        _ => P::Tempo(tempo),
    };
    Action::SetParameter { origin: Origin::Root, netuid: cast.netuid(), parameter }
}

fn owner(cast: &Cast<'_, '_>, netuid: NetUid) -> AccountId {
    cast.view.subnet(netuid).map_or(OWNER, |subnet| subnet.owner())
}

/// The privileged origin, the owner, or a stranger.
fn origin(cast: &mut Cast<'_, '_>, netuid: NetUid) -> Origin {
    match cast.dice.below(8) {
        0 => Origin::Signed(cast.coldkey()),
        1..=3 => Origin::Signed(owner(cast, netuid)),
        _ => Origin::Root,
    }
}

fn list(cast: &mut Cast<'_, '_>, draw: fn(&mut Cast<'_, '_>) -> NetUid) -> Vec<NetUid> {
    let length = match cast.dice.below(32) {
        0 => 0,
        1 => 200,
        _ => cast.dice.between(1, 4),
    };
    (0..length).map(|_| draw(cast)).collect()
}

fn any_netuid(cast: &mut Cast<'_, '_>) -> NetUid {
    cast.netuid()
}

fn netuids(cast: &mut Cast<'_, '_>) -> BTreeSet<NetUid> {
    list(cast, any_netuid).into_iter().collect()
}

/// How weights come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taking {
    Plain,
    Commits,
}

/// A subnet that takes weights so, if there is one.
fn taking(cast: &mut Cast<'_, '_>, taking: Taking) -> NetUid {
    let wanted = taking == Taking::Commits;
    let view = cast.view;
    let takes = view.subnets().filter(|subnet| subnet.parameters().commit_reveal_weights_enabled == wanted);
    let there: Vec<NetUid> = takes.map(|subnet| subnet.netuid()).collect();
    if there.is_empty() || cast.dice.once_in(8) { cast.netuid() } else { cast.dice.one_of(&there) }
}

/// No limit, one around the price, or one at an edge.
fn limit(cast: &mut Cast<'_, '_>, netuid: NetUid) -> Option<Limit> {
    if cast.dice.once_in(2) {
        return None;
    }
    let subnet = if netuid == NetUid::ROOT { Some(cast.view.root()) } else { cast.view.subnet(netuid) };
    let price_bits = subnet.map_or(1 << 64, |subnet| subnet.price_bits());
    let price = u64::try_from((price_bits >> 32).saturating_mul(1_000_000_000) >> 32).unwrap_or(u64::MAX);
    let price = match cast.dice.below(8) {
        0 => cast.dice.one_of(&[0, 1, u64::MAX]),
        1 | 2 => price,
        3 | 4 => price / 100 * 99,
        _ => price.saturating_add(price / 100 + 1),
    };
    Some(Limit { price: Tao::from_rao(price), allow_partial: cast.dice.once_in(2) })
}

/// What appears out of nothing; rarely so much that a supply is used up.
fn furnished(cast: &mut Cast<'_, '_>) -> u64 {
    match cast.dice.below(64) {
        0 => cast.dice.one_of(&[u64::MAX, 21_000_000_000_000_001]),
        1 => 10_500_000_000_000_000,
        2 => 0,
        3 => 1,
        _ => cast.dice.between(1, 1_000_000_000_000),
    }
}

fn moving_price_bits(cast: &mut Cast<'_, '_>) -> i128 {
    match cast.dice.below(12) {
        0 => cast.dice.one_of(&[i128::MIN, -1, i128::MAX]),
        1 => 0,
        _ => i128::from(cast.dice.between(0, 1 << 33)),
    }
}

fn children(cast: &mut Cast<'_, '_>, netuid: NetUid) -> Vec<Child> {
    let count = match cast.dice.below(24) {
        0 => 0,
        1 => 300,
        _ => cast.dice.between(0, 3),
    };
    let mut left = u64::MAX;
    (0..count)
        .map(|_| {
            let hotkey = cast.seated(netuid);
            let proportion_u64 =
                if cast.dice.once_in(12) { cast.dice.number() } else { cast.dice.between(0, left) };
            left = left.saturating_sub(proportion_u64);
            Child { proportion_u64, hotkey }
        })
        .collect()
}
