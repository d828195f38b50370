//! Registrations: newcomers, new hotkeys, and whose seats they take.

use super::World;
use super::money::accrue;
use super::site::{Holder, Role, Site};
use crate::statistics::median;
use incentor_ledger::{Action, Furnishing, Network as _, Receipt, RuleError};
use incentor_primitives::{RAO_PER_TAO, Uid};
use incentor_scenario::Part;

/// A registration that waits for its block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    /// The block from which on it is tried.
    pub(super) at: u64,
    pub(super) site: usize,
    /// The coldkey's place among the subnet's, and which of its hotkeys.
    pub(super) local: usize,
    pub(super) hotkey: usize,
    /// Whether it was last refused for want of a seat.
    pub(super) is_turned_away: bool,
}

impl Waiting {
    pub(super) const fn from(at: u64, site: usize, local: usize, hotkey: usize) -> Self {
        Self { at, site, local, hotkey, is_turned_away: false }
    }
}

impl World<'_> {
    /// Lists the coldkeys that join later.
    pub(super) fn expect_newcomers(&mut self) {
        for (place, site) in self.sites.iter().enumerate() {
            for local in 0..site.roles.len() {
                let Some(coldkey) = self.cast.coldkeys.get(site.first_coldkey + local) else { continue };
                let Some(at) = super::genesis::joins_at(self.cast, coldkey) else { continue };
                for hotkey in 0..super::genesis::hotkeys(&coldkey.part) as usize {
                    self.waiting.push(Waiting::from(at, place, local, hotkey));
                }
            }
        }
    }

    /// Everybody who waits registers, if the chain lets it; whom it refuses tries again an epoch later.
    pub(super) fn register_waiting(&mut self) {
        let block = self.ledger.view().block().0;
        if self.waiting.iter().all(|waiting| waiting.at > block) {
            return;
        }
        let (due, later) = std::mem::take(&mut self.waiting).into_iter().partition(|one| one.at <= block);
        self.waiting = later;
        let due: Vec<Waiting> = due;
        for waiting in due {
            if let Err(refusal) = self.register(waiting, block) {
                let tempo = u64::from(self.sites[waiting.site].plan.tempo.max(1));
                let is_turned_away = refusal == RuleError::NoNeuronIdAvailable;
                self.waiting.push(Waiting { at: block + tempo, is_turned_away, ..waiting });
            }
        }
    }

    /// Registers a hotkey at the price of the day, if the chain lets it.
    fn register(&mut self, waiting: Waiting, block: u64) -> Result<(), RuleError> {
        let Waiting { site: place, local, hotkey: ordinal, .. } = waiting;
        let site = &mut self.sites[place];
        let netuid = site.netuid;
        let Some(&coldkey) = site.accounts.get(local) else { return Ok(()) };
        let hotkey = match site.roles.get(local) {
            Some(Role::Miner(miner)) => site.hotkey_mut(*miner, ordinal).map(|hotkey| hotkey.key),
            Some(Role::Validator(validator)) => site.validators.get(*validator).map(|one| one.hotkey),
            None => None,
        };
        let Some(hotkey) = hotkey else { return Ok(()) };
        let price =
            self.ledger.view().subnet(netuid).map_or(incentor_primitives::Tao::ZERO, |subnet| subnet.burn());
        // The coldkey brings its TAO along: what it costs is on its account, what it has elsewhere is not.
        let _ = self.ledger.apply(Action::Furnish(Furnishing::Mint { account: coldkey, tao: price }));
        let receipt = self.ledger.apply(Action::Register { netuid, coldkey, hotkey })?;
        let Receipt::Registered { uid, price, .. } = receipt else { return Ok(()) };
        let tao = price.rao as f64 / RAO_PER_TAO as f64;
        site.tally.registrations += 1;
        site.tally.registrations_tao += tao;
        if self.window.counts(block) {
            site.coldkeys[local].registration_tao += tao;
        }
        let costs = &self.stage.scenario.costs;
        accrue(site, local, block, &self.window, costs);
        if uid.index() < site.seats.len() {
            site.lose_seat(uid, block, &self.window, costs);
        }
        site.take_seat(uid, local, ordinal, block);
        if let Some(Role::Validator(_)) = site.roles.get(local) {
            self.bring_stake(place, local);
        }
        Ok(())
    }

    /// A validator that registers brings its stake along.
    fn bring_stake(&mut self, place: usize, local: usize) {
        let site = &mut self.sites[place];
        let Some(coldkey) = self.cast.coldkeys.get(site.first_coldkey + local) else { return };
        let Part::Validator(plan) = &coldkey.part else { return };
        let Some(stake) = plan.stakes.get(coldkey.number as usize) else { return };
        let (netuid, hotkey, account) = (site.netuid, coldkey.hotkey(0, 0), coldkey.account());
        let endow = Action::Endow { netuid, hotkey, coldkey: account, alpha: stake.0 };
        // The hotkey has an owner since it registered, so there is nothing to refuse.
        let _ = self.ledger.apply(endow);
        site.look_at_stakes(&self.ledger);
    }
}

impl Site<'_> {
    /// Somebody else takes a seat: its holder was pruned.
    fn lose_seat(
        &mut self,
        uid: Uid,
        block: u64,
        window: &super::window::Window,
        costs: &incentor_scenario::Costs,
    ) {
        let Some(&holder) = self.seats.get(uid.index()) else { return };
        let counts = window.counts(block);
        self.tally.prunes += 1;
        self.tally.counted_prunes += u32::from(counts);
        let local = match holder {
            Holder::Miner { miner, hotkey } => {
                if counts && self.was_pruned_falsely(miner) {
                    self.tally.false_prunes += 1;
                }
                let local = self.miners[miner].coldkey - self.first_coldkey;
                accrue(self, local, block, window, costs);
                if let Some(hotkey) = self.hotkey_mut(miner, hotkey) {
                    hotkey.uid = None;
                }
                local
            }
            Holder::Validator(validator) => {
                let local = self.validators[validator].coldkey - self.first_coldkey;
                accrue(self, local, block, window, costs);
                self.validators[validator].uid = None;
                local
            }
            Holder::Abandoned => return,
        };
        self.coldkeys[local].prunes += 1;
        self.seats[uid.index()] = Holder::Abandoned;
    }

    /// Whether a miner works better than the median of those that keep their seats.
    fn was_pruned_falsely(&self, miner: usize) -> bool {
        let others = self.miners.iter().enumerate().filter(|(at, other)| *at != miner && other.is_seated());
        let mut qualities: Vec<f64> =
            others.map(|(_, other)| other.ability.quality).filter(|q| *q > 0.0).collect();
        let mine = self.miners.get(miner).map_or(0.0, |miner| miner.ability.quality);
        median(&mut qualities).is_some_and(|middle| mine > middle)
    }
}
