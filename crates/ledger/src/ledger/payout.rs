//! Paying the owner, the miners, the validators and their nominators (spec §3.9, §3.10).

use crate::stakes::{Pool, Stakes};
use crate::subnet::{Keys, Subnet};
use crate::{Payout, PayoutReason, Settlement};
use alloc::{collections::BTreeMap, vec::Vec};
use incentor_emission::{Pots, alpha_of_dividend, split_take, validator_pot};
use incentor_primitives::{AccountId, Alpha, Take};
use incentor_yuma::SubnetEpoch;

/// Every hotkey's take.
pub(super) struct Takes<'a> {
    pub(super) by_hotkey: &'a BTreeMap<AccountId, Take>,
    pub(super) default: u16,
}

impl Takes<'_> {
    fn of(&self, hotkey: &AccountId) -> Take {
        self.by_hotkey.get(hotkey).copied().unwrap_or(Take(self.default))
    }
}

/// What was paid, and to whom.
pub(super) struct Paid {
    pub(super) settlement: Settlement,
    pub(super) payouts: Vec<Payout>,
}

/// Pays an epoch: the owner first, then miners, then validators, each group by uid.
///
/// The chain goes by account id; every payment of a group goes to a hotkey of its own, so the amounts are
/// the same.
pub(super) fn pay(
    subnet: &mut Subnet,
    takes: &Takes<'_>,
    owner_cut_rao: u64,
    pots: Pots,
    epoch: &SubnetEpoch,
) -> Paid {
    let (owner_hotkey, owner) = (subnet.owner_hotkey, subnet.owner);
    let keys = &subnet.seats.keys;
    let mut teller = Teller {
        stakes: &mut subnet.alpha.stakes,
        payouts: Vec::with_capacity(keys.len().saturating_mul(2)),
    };

    teller.pay(Keys { hotkey: owner_hotkey, coldkey: owner }, PayoutReason::OwnerCut, owner_cut_rao);
    let incentives_rao = sum(&epoch.server_emission);
    let mut withheld_rao = 0_u64;
    for (keys, incentive_rao) in keys.iter().zip(&epoch.server_emission) {
        if keys.coldkey == owner || keys.hotkey == owner_hotkey {
            withheld_rao = withheld_rao.saturating_add(*incentive_rao);
        } else {
            teller.pay(*keys, PayoutReason::Incentive, *incentive_rao);
        }
    }

    let pot_rao = validator_pot(pots, incentives_rao);
    let dividends_rao = sum(&epoch.validator_emission);
    let (mut takes_rao, mut nominators_rao) = (0_u64, 0_u64);
    for (keys, dividend_rao) in keys.iter().zip(&epoch.validator_emission) {
        if *dividend_rao == 0 {
            continue;
        }
        let alpha = alpha_of_dividend(pot_rao, *dividend_rao, dividends_rao);
        let split = split_take(alpha, takes.of(&keys.hotkey));
        teller.pay(*keys, PayoutReason::Take, split.take_rao);
        teller.pay_nominators(keys.hotkey, split.nominators_rao);
        takes_rao = takes_rao.saturating_add(split.take_rao);
        nominators_rao = nominators_rao.saturating_add(split.nominators_rao);
    }

    let payouts = teller.payouts;
    let mut settlement = Settlement {
        owner_cut: Alpha::from_rao(owner_cut_rao),
        server: Alpha::from_rao(pots.server_rao),
        validator: Alpha::from_rao(pots.validator_rao),
        paid_owner: Alpha::from_rao(owner_cut_rao),
        paid_miners: Alpha::from_rao(incentives_rao.saturating_sub(withheld_rao)),
        paid_takes: Alpha::from_rao(takes_rao),
        paid_nominators: Alpha::from_rao(nominators_rao),
        withheld: Alpha::from_rao(withheld_rao),
        dust_rao: 0,
    };
    let gone_rao = settlement.paid_rao().saturating_add(withheld_rao);
    settlement.dust_rao = settlement.pending_rao().cast_signed().wrapping_sub(gone_rao.cast_signed());
    subnet.alpha.withhold(withheld_rao, subnet.parameters.owner_incentive);
    Paid { settlement, payouts }
}

/// Pays into stakes and keeps the list.
struct Teller<'a> {
    stakes: &'a mut Stakes,
    payouts: Vec<Payout>,
}

impl Teller<'_> {
    fn pay(&mut self, keys: Keys, reason: PayoutReason, rao: u64) {
        if rao == 0 {
            return;
        }
        self.stakes.deposit(keys.hotkey, keys.coldkey, rao);
        let Keys { hotkey, coldkey } = keys;
        self.payouts.push(Payout { coldkey, hotkey, reason, alpha: Alpha::from_rao(rao) });
    }

    /// Raises a hotkey's pool and lists what each of its stakers gained.
    fn pay_nominators(&mut self, hotkey: AccountId, rao: u64) {
        let first = self.payouts.len();
        let worths = self.stakes.pool(&hotkey).into_iter().flat_map(Pool::worths);
        self.payouts.extend(worths.map(|(coldkey, rao)| Payout {
            coldkey,
            hotkey,
            reason: PayoutReason::Nomination,
            alpha: Alpha::from_rao(rao),
        }));
        self.stakes.raise(hotkey, rao);
        let after = self.stakes.pool(&hotkey).into_iter().flat_map(Pool::worths);
        for (payout, (_, worth_rao)) in self.payouts.iter_mut().skip(first).zip(after) {
            payout.alpha = Alpha::from_rao(worth_rao.saturating_sub(payout.alpha.rao));
        }
    }
}

fn sum(amounts: &[u64]) -> u64 {
    amounts.iter().fold(0, |sum: u64, rao| sum.saturating_add(*rao))
}
