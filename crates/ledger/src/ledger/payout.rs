//! Paying the owner, the miners, the validators and their nominators (spec §3.9 to §3.11).

use super::dividends::{Dividend, Dividends, Family};
use crate::stakes::{Holder, Pool};
use crate::state::State;
use crate::subnet::Keys;
use crate::{Payout, PayoutReason, Pending, Settlement};
use alloc::{collections::BTreeMap, vec::Vec};
use incentor_emission::{
    Fixed, Pots, RootDividend, RootRate, miner_burned, part_of_pot, split_take, validator_pot,
};
use incentor_primitives::{AccountId, Alpha, Take, Uid};
use incentor_yuma::SubnetEpoch;

/// What was paid, and to whom.
pub(super) struct Paid {
    pub(super) settlement: Settlement,
    pub(super) payouts: Vec<Payout>,
}

/// Pays an epoch: the owner first, then miners, then validators and root, each group by account.
///
/// Who gets which part of the dividends follows from the stakes before anybody is paid.
pub(super) fn pay(state: &mut State, at: usize, pending: Pending, epoch: &SubnetEpoch) -> Option<Paid> {
    let shared = dividends(state, at, epoch)?;
    let seats = state.subnets.get(at)?.seats.len();
    let mut teller = Teller { state, at, payouts: Vec::with_capacity(seats.saturating_mul(2)) };
    let subnet = teller.state.subnets.get(at)?;
    let owner = Keys { hotkey: subnet.owner_hotkey, coldkey: subnet.owner };
    teller.pay(owner, PayoutReason::OwnerCut, pending.owner_cut.rao);
    let (miners_rao, withheld_rao) = pay_miners(&mut teller, epoch)?;

    let pots = Pots {
        server_rao: pending.server.rao,
        validator_rao: pending.validator.rao,
        root_rao: pending.root.rao,
    };
    let pot_rao = validator_pot(pots, miners_rao.saturating_add(withheld_rao));
    let (takes_rao, nominators_rao) = pay_alpha(&mut teller, &shared, pot_rao)?;
    let root_rao = pay_root(&mut teller, &shared, pots.root_rao)?;

    let payouts = teller.payouts;
    let mut settlement = Settlement {
        owner_cut: pending.owner_cut,
        server: pending.server,
        validator: pending.validator,
        root: pending.root,
        paid_owner: pending.owner_cut,
        paid_miners: Alpha::from_rao(miners_rao),
        paid_takes: Alpha::from_rao(takes_rao),
        paid_nominators: Alpha::from_rao(nominators_rao),
        paid_root: Alpha::from_rao(root_rao),
        withheld: Alpha::from_rao(withheld_rao),
        childkey_burned: Alpha::from_rao(shared.burned_rao),
        dust_rao: 0,
    };
    let gone_rao = settlement.paid_rao().saturating_add(withheld_rao);
    settlement.dust_rao = settlement.pending_rao().cast_signed().wrapping_sub(gone_rao.cast_signed());

    let subnet = state.subnets.get_mut(at)?;
    subnet.miner_burned_bits = miner_burned(withheld_rao, miners_rao.saturating_add(withheld_rao)).to_bits();
    subnet.alpha.withhold(withheld_rao, subnet.parameters.owner_incentive);
    subnet.alpha.burn_of_parents(shared.burned_rao);
    subnet.alpha.dust_rao = subnet.alpha.dust_rao.saturating_add(settlement.dust_rao);
    Some(Paid { settlement, payouts })
}

/// Whose the dividends are, by the stakes as they lie.
fn dividends(state: &State, at: usize, epoch: &SubnetEpoch) -> Option<Dividends> {
    let subnet = state.subnets.get(at)?;
    let globals = &state.globals;
    let family = Family {
        children: &subnet.children,
        alpha: &subnet.alpha.stakes,
        root: &state.root.alpha.stakes,
        owners: &state.owners,
        tao_weight: Fixed::from_u64_ratio_floor(globals.network.tao_weight_u64),
        global_min_take: Take(globals.network.min_childkey_take_u16),
        subnet_min_take: Take(subnet.parameters.min_childkey_take_u16),
        burn_u64: globals.network.childkey_burn_u64,
    };
    let earned =
        |(hotkey, uid): (AccountId, Uid)| Some((hotkey, *epoch.validator_emission.get(uid.index())?));
    Some(family.dividends(subnet.seats.by_hotkey().filter_map(earned)))
}

/// Pays the miners; gives what they got, and what the owner's hotkeys did not get.
fn pay_miners(teller: &mut Teller<'_>, epoch: &SubnetEpoch) -> Option<(u64, u64)> {
    let subnet = teller.state.subnets.get(teller.at)?;
    let (owner, owner_hotkey, netuid) = (subnet.owner, subnet.owner_hotkey, subnet.netuid);
    let incentives = subnet.seats.by_hotkey().filter_map(|(hotkey, uid)| {
        let keys = subnet.seats.keys.get(uid.index())?;
        let incentive_rao = *epoch.server_emission.get(uid.index())?;
        Some((Keys { hotkey, coldkey: keys.coldkey }, incentive_rao))
    });
    let incentives: Vec<(Keys, u64)> = incentives.filter(|(_, rao)| *rao > 0).collect();
    let (mut paid_rao, mut withheld_rao) = (0_u64, 0_u64);
    for (keys, rao) in incentives {
        if keys.coldkey == owner || keys.hotkey == owner_hotkey {
            withheld_rao = withheld_rao.saturating_add(rao);
            continue;
        }
        let destination = teller.state.auto_stakes.get(&(keys.coldkey, netuid)).copied();
        let keys = Keys { hotkey: destination.unwrap_or(keys.hotkey), coldkey: keys.coldkey };
        teller.pay(keys, PayoutReason::Incentive, rao);
        paid_rao = paid_rao.saturating_add(rao);
    }
    Some((paid_rao, withheld_rao))
}

/// Pays the validators' pot by the alpha part of the dividends; gives takes and the nominators' sum.
fn pay_alpha(teller: &mut Teller<'_>, shared: &Dividends, pot_rao: u64) -> Option<(u64, u64)> {
    let (mut takes_rao, mut nominators_rao) = (0_u64, 0_u64);
    let mut amounts_rao = Vec::with_capacity(shared.by_hotkey.len());
    for Dividend { hotkey, parts, .. } in &shared.by_hotkey {
        if parts.alpha == Fixed::ZERO {
            amounts_rao.push(0);
            continue;
        }
        let alpha = part_of_pot(pot_rao, parts.alpha, shared.sum.alpha);
        let keys = Keys { hotkey: *hotkey, coldkey: teller.state.owner_of(hotkey)? };
        let split = split_take(alpha, teller.state.take_of(hotkey));
        teller.pay(keys, PayoutReason::Take, split.take_rao);
        teller.pay_nominators(*hotkey, split.nominators_rao)?;
        takes_rao = takes_rao.saturating_add(split.take_rao);
        nominators_rao = nominators_rao.saturating_add(split.nominators_rao);
        amounts_rao.push(split.nominators_rao);
    }
    let recorded = &mut teller.state.subnets.get_mut(teller.at)?.alpha_dividends_rao;
    record(recorded, shared, &amounts_rao);
    Some((takes_rao, nominators_rao))
}

/// Pays root's pot by the root part of the dividends; gives what was paid, claimable or at once.
fn pay_root(teller: &mut Teller<'_>, shared: &Dividends, pot_rao: u64) -> Option<u64> {
    let mut paid_rao = 0_u64;
    let netuid = teller.state.subnets.get(teller.at)?.netuid;
    let mut amounts_rao = Vec::with_capacity(shared.by_hotkey.len());
    for Dividend { hotkey, parts, .. } in &shared.by_hotkey {
        if parts.root == Fixed::ZERO {
            amounts_rao.push(0);
            continue;
        }
        let root = part_of_pot(pot_rao, parts.root, shared.sum.root);
        let keys = Keys { hotkey: *hotkey, coldkey: teller.state.owner_of(hotkey)? };
        let split = split_take(root, teller.state.take_of(hotkey));
        teller.pay(keys, PayoutReason::RootTake, split.take_rao);
        let root_stake_rao = teller.state.root.alpha.stakes.on_hotkey_rao(hotkey);
        let rate_bits = teller.state.root_dividends.rate_bits_mut(*hotkey, netuid);
        let rate = RootRate::from_bits(u128::try_from(*rate_bits).unwrap_or(0));
        match rate.credit(split.nominators_rao, root_stake_rao) {
            RootDividend::Accrues(rate) => {
                *rate_bits = i128::try_from(rate.to_bits()).unwrap_or(i128::MAX);
                let alpha = &mut teller.state.subnets.get_mut(teller.at)?.alpha;
                alpha.claimable_rao = alpha.claimable_rao.saturating_add(split.nominators_rao);
            }
            RootDividend::OwnersAlpha(rao) => {
                teller.pay(keys, PayoutReason::RootOverflow, rao);
            }
        }
        paid_rao = paid_rao.saturating_add(split.paid_rao());
        amounts_rao.push(split.nominators_rao);
    }
    let recorded = &mut teller.state.subnets.get_mut(teller.at)?.root_alpha_dividends_rao;
    for hotkey in record(recorded, shared, &amounts_rao) {
        teller.state.root_dividends.rate_bits_mut(hotkey, netuid);
    }
    Some(paid_rao)
}

/// Writes down what everybody got who took part, zeros included; gives those who did not the last time.
///
/// Everybody else has a rate of root dividends from then, if only zero.
fn record(
    recorded: &mut BTreeMap<AccountId, u64>,
    shared: &Dividends,
    amounts_rao: &[u64],
) -> Vec<AccountId> {
    let hotkeys = shared.by_hotkey.iter().map(|dividend| dividend.hotkey);
    if recorded.keys().copied().eq(hotkeys.clone()) {
        recorded.values_mut().zip(amounts_rao).for_each(|(rao, amount_rao)| *rao = *amount_rao);
        return Vec::new();
    }
    // Both ascending: one walk over both finds who is new and who is gone, few as a rule.
    let (mut newcomers, mut gone) = (Vec::new(), Vec::new());
    let mut before = recorded.keys().copied().peekable();
    for hotkey in hotkeys {
        while let Some(left) = before.next_if(|known| *known < hotkey) {
            gone.push(left);
        }
        if before.next_if_eq(&hotkey).is_none() {
            newcomers.push(hotkey);
        }
    }
    gone.extend(before);
    for hotkey in &gone {
        recorded.remove(hotkey);
    }
    recorded.extend(newcomers.iter().map(|hotkey| (*hotkey, 0)));
    recorded.values_mut().zip(amounts_rao).for_each(|(rao, amount_rao)| *rao = *amount_rao);
    newcomers
}

/// Pays into the stakes of a subnet and keeps the list.
struct Teller<'a> {
    state: &'a mut State,
    at: usize,
    payouts: Vec<Payout>,
}

impl Teller<'_> {
    fn pay(&mut self, keys: Keys, reason: PayoutReason, rao: u64) {
        let Some(subnet) = self.state.subnets.get_mut(self.at).filter(|_| rao > 0) else {
            return;
        };
        let Keys { hotkey, coldkey } = keys;
        if subnet.alpha.stakes.deposit(hotkey, coldkey, rao) == Holder::New {
            self.state.staking_hotkeys.add(coldkey, hotkey);
        }
        self.payouts.push(Payout { coldkey, hotkey, reason, alpha: Alpha::from_rao(rao) });
    }

    /// Raises a hotkey's pool and lists what each of its stakers gained.
    fn pay_nominators(&mut self, hotkey: AccountId, rao: u64) -> Option<()> {
        if rao == 0 {
            return Some(());
        }
        let stakes = &mut self.state.subnets.get_mut(self.at)?.alpha.stakes;
        let first = self.payouts.len();
        let worths = stakes.pool(&hotkey).into_iter().flat_map(Pool::worths);
        self.payouts.extend(worths.map(|(coldkey, rao)| Payout {
            coldkey,
            hotkey,
            reason: PayoutReason::Nomination,
            alpha: Alpha::from_rao(rao),
        }));
        stakes.raise(hotkey, rao);
        let after = stakes.pool(&hotkey).into_iter().flat_map(Pool::worths);
        for (payout, (_, worth_rao)) in self.payouts.iter_mut().skip(first).zip(after) {
            payout.alpha = Alpha::from_rao(worth_rao.saturating_sub(payout.alpha.rao));
        }
        Some(())
    }
}
