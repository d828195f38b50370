//! The end of a tempo: what was paid, what it was worth, and what everybody makes of it.

use super::World;
use super::money::accrue_all;
use super::prices::{alpha_tao, sold_share};
use super::registrations::Waiting;
use super::site::{Holder, Role, Site};
use super::window::{Window, days};
use crate::SimError;
use crate::behaviour::Tempo;
use crate::tally::{Outcome, SeatTally};
use incentor_ledger::{Action, EpochOutcome, Ledger, Network as _, PayoutReason, Receipt, StakePosition};
use incentor_primitives::{Alpha, RAO_PER_TAO};
use incentor_scenario::MinerBehaviour;

impl Site<'_> {
    /// Counts an epoch as it ran.
    pub(super) fn take_epoch(&mut self, epoch: &EpochOutcome, window: &Window) {
        let counts = window.counts(epoch.block.0);
        self.epochs += 1;
        self.last_epoch = epoch.block.0;
        self.has_turn = true;
        if self.tally.epoch_blocks.len() < 12 {
            self.tally.epoch_blocks.push(epoch.block.0);
        }
        let sells = sold_share(&self.plan.alpha_price) > 0.0;
        for (at, payout) in epoch.payouts.iter().enumerate() {
            // The subnet's owner is nobody's player.
            if payout.reason == PayoutReason::OwnerCut {
                continue;
            }
            let Some(local) = self.paid_at(at, &payout.coldkey) else { continue };
            let purse = &mut self.purses[local];
            purse.earned_rao += payout.alpha.rao;
            if sells {
                purse.to_sell.push((payout.hotkey, payout.alpha.rao));
            }
            if counts && matches!(self.roles[local], Role::Validator(_)) {
                self.coldkeys[local].dividends_rao += payout.alpha.rao;
            }
        }
        if let Some(race) = &mut self.race {
            race.note(&epoch.combined.server_emission);
        }
        if counts {
            self.take_settlement(epoch);
            self.take_published(epoch);
        }
        self.record_epoch(epoch);
    }

    fn take_settlement(&mut self, epoch: &EpochOutcome) {
        let (settled, tally) = (&epoch.settlement, &mut self.tally);
        tally.owner_rao += settled.paid_owner.rao;
        tally.miners_rao += settled.paid_miners.rao;
        tally.validators_rao += settled.paid_takes.rao + settled.paid_nominators.rao;
        tally.root_rao += settled.paid_root.rao;
        tally.withheld_rao += settled.withheld.rao;
        tally.dust_rao += settled.dust_rao;
        tally.issued_rao += settled.pending_rao();
        tally.epochs += 1;
        tally.seat_epochs += tally.seats.len() as u64;
        let consensus = epoch.mechanisms.first().map_or(&[][..], |mechanism| &mechanism.consensus);
        tally.no_consensus += u32::from(consensus.iter().all(|share| *share == 0));
    }

    fn take_published(&mut self, epoch: &EpochOutcome) {
        let of = |list: &[u16], uid: usize| u64::from(list.get(uid).copied().unwrap_or(0));
        let published = &epoch.combined;
        for (uid, seat) in self.tally.seats.iter_mut().enumerate() {
            let SeatTally { incentive, dividends, consensus, validator_trust, epochs, .. } = seat;
            *incentive += of(&published.incentive, uid);
            *dividends += of(&published.dividends, uid);
            *consensus += of(&published.consensus, uid);
            *validator_trust += of(&published.validator_trust, uid);
            *epochs += 1;
        }
        for validator in &self.validators {
            let Some(uid) = validator.uid else { continue };
            let tally = &mut self.coldkeys[validator.coldkey - self.first_coldkey];
            tally.stake_rao_sum += u128::from(validator.caller.stake_weight_rao);
            tally.validator_trust_sum += of(&published.validator_trust, uid.index());
        }
    }
}

impl World<'_> {
    /// On every subnet whose epoch has just run, earnings are sold or valued, and everybody looks back.
    pub(super) fn look_back(&mut self) -> Result<(), SimError> {
        for place in 0..self.sites.len() {
            if std::mem::take(&mut self.sites[place].has_turn) {
                self.settle(place);
                self.reflect(place);
            }
        }
        Ok(())
    }

    /// Books what a tempo paid.
    fn settle(&mut self, place: usize) {
        let before = self.sites[..place].iter().map(|site| site.roles.len()).sum::<usize>();
        let Self { ledger, sites, series, window, stage, .. } = self;
        let site = &mut sites[place];
        let block = ledger.view().block().0;
        let counts = window.counts(block);
        accrue_all(site, block, window, &stage.scenario.costs);
        let sell = sold_share(&site.plan.alpha_price);
        for local in 0..site.purses.len() {
            let purse = std::mem::take(&mut site.purses[local].to_sell);
            let sold = sell_some(ledger, site, local, &purse, sell);
            let price =
                alpha_tao(&site.plan.alpha_price, ledger.view().subnet(site.netuid), Window::days_at(block));
            let purse = &mut site.purses[local];
            let earned = std::mem::take(&mut purse.earned_rao);
            let kept = earned.saturating_sub(sold.alpha_rao) as f64 / RAO_PER_TAO as f64;
            let income = sold.tao + kept * price;
            purse.income_tao = income;
            series.note_income(block, before + local, income);
            if counts {
                let tally = &mut site.coldkeys[local];
                tally.paid_rao += earned;
                tally.income_tao += income;
            }
        }
        if counts {
            site.note_tao(ledger);
        }
        if let Some(epochs) = window.closely(site.epochs) {
            site.look_at_rows(ledger, counts, epochs);
        }
        if place == 0 && series.shows_prices() {
            let view = ledger.view();
            let subnet = view.subnet(site.netuid);
            let seat = subnet.map_or(0.0, |subnet| subnet.burn().rao as f64 / RAO_PER_TAO as f64);
            let price = alpha_tao(&site.plan.alpha_price, subnet, Window::days_at(block));
            let incentive = subnet.map_or(&[][..], |subnet| &subnet.published().incentive);
            let tempo = subnet.map_or(site.plan.tempo, |subnet| subnet.parameters().tempo.0);
            series.note_epoch(block, site.paid_quality(incentive), seat, price);
            if site.records.has_pictures() && series.is_last(block, tempo) {
                if counts {
                    site.take_deviation(ledger);
                }
                let seated = site.miners.iter().filter(|miner| miner.is_seated());
                let qualities = seated.map(|miner| miner.ability.quality).filter(|quality| *quality > 0.0);
                series.note_quality(block, qualities.collect());
            }
        }
        site.look_at_stakes(ledger);
    }

    /// Miners look back, their quality drifts, and some leave hotkeys for new ones.
    fn reflect(&mut self, place: usize) {
        let site = &mut self.sites[place];
        let (block, epochs) = (site.last_epoch, site.epochs);
        site.note_overtaking();
        for validator in &mut site.validators {
            validator.desks.iter_mut().for_each(super::validator::Post::begin_tempo);
        }
        let Some(answer) = site.games.first().map(|game| &game.plan.answer) else { return };
        let tempo_days = days(site.plan.tempo.into());
        let mut replaced: Vec<(usize, u32)> = Vec::new();
        for (at, miner) in site.miners.iter_mut().enumerate() {
            let local = miner.coldkey - site.first_coldkey;
            let age = |hotkey: &super::miner::Hotkey| epochs.saturating_sub(hotkey.epochs_before);
            let thinks = !matches!(miner.plan.behaviour, MinerBehaviour::Honest);
            let ages: Vec<u32> = if thinks { miner.hotkeys.iter().map(age).collect() } else { Vec::new() };
            let seen = Tempo {
                number: epochs,
                days: tempo_days,
                income_tao: site.purses[local].income_tao,
                quality: miner.ability.quality,
                hotkey_ages: &ages,
            };
            if thinks && miner.is_seated() && block >= miner.away_until {
                let upkeep = miner.behaviour.look_back(&seen, &mut miner.thoughts.at(0, epochs.into()));
                miner.ability.improve(upkeep.log_quality);
                if self.window.counts(block) {
                    site.coldkeys[local].running_tao += upkeep.spent_tao;
                }
                replaced.extend(upkeep.replaces.into_iter().map(|hotkey| (at, hotkey)));
            }
            miner.ability.drift(epochs.into(), answer);
        }
        for (miner, hotkey) in replaced {
            self.replace(place, miner, hotkey as usize, block);
        }
    }

    /// A miner leaves a hotkey for a new one, which registers at once.
    fn replace(&mut self, place: usize, miner: usize, hotkey: usize, block: u64) {
        let site = &mut self.sites[place];
        let Some(coldkey) = site.miners.get(miner).and_then(|one| self.cast.coldkeys.get(one.coldkey)) else {
            return;
        };
        let local = site.miners[miner].coldkey - site.first_coldkey;
        let Some(old) = site.hotkey_mut(miner, hotkey) else { return };
        let left = old.uid;
        old.replace(coldkey);
        if let Some(seat) = left.and_then(|uid| site.seats.get_mut(uid.index())) {
            *seat = Holder::Abandoned;
        }
        self.waiting.push(Waiting::from(block, place, local, hotkey));
    }

    /// What the world leaves.
    pub(super) fn outcome(mut self) -> Outcome {
        let end = self.window.end.0;
        let costs = &self.stage.scenario.costs;
        for waiting in self.waiting.iter().filter(|waiting| waiting.is_turned_away) {
            self.sites[waiting.site].tally.turned_away += 1;
        }
        let mut recorded = None;
        for site in &mut self.sites {
            accrue_all(site, end, &self.window, costs);
            for miner in &site.miners {
                site.coldkeys[miner.coldkey - site.first_coldkey].quality = miner.ability.quality;
            }
            if let Some(kept) = site.finish_records(self.cast, &self.ledger) {
                match &mut recorded {
                    None => recorded = Some(Box::new(kept)),
                    Some(all) => all.add(kept),
                }
            }
        }
        let audit = self.ledger.audit_hash();
        let epochs = self.sites.iter().map(|site| u64::from(site.epochs)).sum();
        let mut coldkeys = Vec::with_capacity(self.sites.iter().map(|site| site.coldkeys.len()).sum());
        let mut subnets = Vec::with_capacity(self.sites.len());
        for site in self.sites {
            coldkeys.extend(site.coldkeys);
            subnets.push(site.tally);
        }
        Outcome {
            coldkeys,
            subnets,
            series: self.series.finished(),
            epochs,
            counted_days: self.window.counted_days(),
            marks: self.marks,
            audit,
            recorded,
        }
    }
}

/// What a sale took and brought.
#[derive(Clone, Copy, Debug, Default)]
struct Sold {
    alpha_rao: u64,
    tao: f64,
}

/// Sells a share of what a coldkey was paid; what the chain refuses to sell stays staked.
fn sell_some(
    ledger: &mut Ledger,
    site: &Site<'_>,
    local: usize,
    paid: &[(incentor_sdk::AccountId, u64)],
    share: f64,
) -> Sold {
    let mut sold = Sold::default();
    let Some(&coldkey) = site.accounts.get(local) else { return sold };
    for (hotkey, rao) in paid {
        let amount = Alpha::from_rao((*rao as f64 * share) as u64);
        let position = StakePosition { netuid: site.netuid, coldkey, hotkey: *hotkey };
        if let Ok(Receipt::StakeRemoved { alpha, tao }) =
            ledger.apply(Action::RemoveStake { position, amount, limit: None })
        {
            sold.alpha_rao += alpha.rao;
            sold.tao += tao.rao as f64 / RAO_PER_TAO as f64;
        }
    }
    sold
}

impl Site<'_> {
    /// Σ incentive · quality over Σ incentive: what is paid for.
    fn paid_quality(&self, incentive: &[u16]) -> f64 {
        let (mut paid, mut all) = (0.0, 0.0);
        for (uid, share) in incentive.iter().enumerate() {
            all += f64::from(*share);
            if let Some(Holder::Miner { miner, .. }) = self.seats.get(uid) {
                paid +=
                    f64::from(*share) * self.miners.get(*miner).map_or(0.0, |miner| miner.ability.quality);
            }
        }
        if all > 0.0 { paid / all } else { 0.0 }
    }

    /// Counts the TAO that the tempo put into the subnet, as its last block did.
    fn note_tao(&mut self, ledger: &Ledger) {
        let view = ledger.view();
        if let Some(subnet) = view.subnet(self.netuid) {
            let injection = subnet.injection();
            let per_block = injection.tao.rao.saturating_add(injection.excess_tao.rao);
            self.tally.tao_rao += per_block.saturating_mul(subnet.parameters().tempo.0.into());
        }
    }
}
