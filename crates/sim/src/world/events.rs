//! What the scenario has happen on the way.

use super::World;
use super::hyperparameters;
use super::money::accrue;
use super::registrations::Waiting;
use super::site::Role;
use crate::SimError;
use incentor_ledger::{Action, Network as _, StakePosition};
use incentor_scenario::{Happening, Part, Setting};

impl<'a> World<'a> {
    /// Everything that is due happens.
    pub(super) fn let_happen(&mut self) -> Result<(), SimError> {
        let block = self.ledger.view().block().0;
        let events = &self.stage.scenario.events;
        while let Some(event) = events.get(self.next_event).filter(|event| event.at.0 <= block) {
            self.next_event += 1;
            match &event.what {
                // Newcomers were listed when the world began.
                Happening::Join(population) => {
                    let ending = if population.count == 1 { "s" } else { "" };
                    self.mark(block, format!("{} join{ending}", population.name));
                }
                Happening::Leave { who } => {
                    self.send_away(who, u64::MAX, block);
                    self.mark(block, format!("{who} leave{}", self.ending(who)));
                }
                Happening::Outage { who, lasts } => {
                    self.send_away(who, block.saturating_add(lasts.0), block);
                    self.mark(block, format!("{who} out for {lasts}"));
                }
                Happening::Set { subnet, settings } => self.set(subnet.as_deref(), settings, block)?,
                Happening::ResetBonds { who } => self.reset_bonds(who, block),
                Happening::MoveStake { from, to } => self.move_stake(from, to, block),
                Happening::Change { who, part } => {
                    self.change(who, part, block);
                    self.mark(block, format!("{who} change{}", self.ending(who)));
                }
            }
        }
        Ok(())
    }

    /// What the verb of one ends with.
    fn ending(&self, who: &str) -> &'static str {
        let called: usize = self.sites.iter().map(|site| site.called(self.cast, who).count()).sum();
        if called == 1 { "s" } else { "" }
    }

    fn mark(&mut self, block: u64, what: String) {
        self.marks.push((block, what));
    }

    /// Coldkeys neither answer nor ask nor set weights until a block; for ever, they leave their hotkeys, too.
    fn send_away(&mut self, who: &str, until: u64, block: u64) {
        let costs = &self.stage.scenario.costs;
        for site in &mut self.sites {
            let called: Vec<usize> = site.called(self.cast, who).collect();
            for local in called {
                accrue(site, local, block, &self.window, costs);
                match site.roles.get(local) {
                    Some(Role::Miner(miner)) => site.miners[*miner].away_until = until,
                    Some(Role::Validator(validator)) => site.validators[*validator].away_until = until,
                    None => {}
                }
            }
        }
    }

    /// Hyperparameters change, by the chain's governance.
    fn set(&mut self, subnet: Option<&str>, settings: &[Setting], block: u64) -> Result<(), SimError> {
        for site in &self.sites {
            if subnet.is_some_and(|name| name != site.plan.name && name != site.name) {
                continue;
            }
            for setting in settings {
                hyperparameters::set(&mut self.ledger, site.netuid, setting)?;
            }
        }
        let names: Vec<&str> = settings.iter().map(|setting| setting.name).collect();
        self.mark(block, format!("{} set", names.join(", ")));
        Ok(())
    }

    /// Miners drop the bonds in them.
    fn reset_bonds(&mut self, who: &str, block: u64) {
        for site in &self.sites {
            for local in site.called(self.cast, who) {
                let Some(Role::Miner(miner)) = site.roles.get(local) else { continue };
                for hotkey in &site.miners[*miner].hotkeys {
                    let action = Action::ResetBonds { netuid: site.netuid, hotkey: hotkey.key };
                    // Where bonds cannot be reset nothing happens, as on the chain.
                    let _ = self.ledger.apply(action);
                }
            }
        }
        self.mark(block, format!("{who} reset bonds"));
    }

    /// All stake of a coldkey on its own hotkey moves to another's hotkey, by a transfer.
    fn move_stake(&mut self, from: &str, to: &str, block: u64) {
        for site in &mut self.sites {
            let validator = |who: &str| {
                let local = site.called(self.cast, who).next()?;
                match site.roles.get(local)? {
                    Role::Validator(validator) => site.validators.get(*validator),
                    Role::Miner(_) => None,
                }
            };
            let (Some(source), Some(target)) = (validator(from), validator(to)) else { continue };
            let position = |coldkey, hotkey| StakePosition { netuid: site.netuid, coldkey, hotkey };
            let (from, to) =
                (position(source.account, source.hotkey), position(target.account, target.hotkey));
            let view = self.ledger.view();
            let Some(subnet) = view.subnet(site.netuid) else { continue };
            let amount = subnet.stake_of(&from.hotkey, &from.coldkey);
            // A stake too small to move stays where it is.
            let _ = self.ledger.apply(Action::MoveStake { from, to, amount, limit: None });
            site.look_at_stakes(&self.ledger);
        }
        self.mark(block, format!("stake of {from} to {to}"));
    }

    /// Coldkeys play another part from here on; a part of the other role is none.
    fn change(&mut self, who: &str, part: &'a Part, block: u64) {
        let costs = &self.stage.scenario.costs;
        for (place, site) in self.sites.iter_mut().enumerate() {
            let called: Vec<usize> = site.called(self.cast, who).collect();
            for local in called {
                accrue(site, local, block, &self.window, costs);
                match (site.roles.get(local).copied(), part) {
                    (Some(Role::Validator(validator)), Part::Validator(plan)) => {
                        site.validators[validator].change(plan);
                    }
                    (Some(Role::Miner(miner)), Part::Miner(plan)) => {
                        let before = site.miners[miner].hotkeys.len();
                        let Some(origins) = site.origins(self.cast, site.first_coldkey + local, self.luck)
                        else {
                            continue;
                        };
                        let others = self.stage.others(origins.plan, plan);
                        site.miners[miner].change(origins, part, others);
                        for hotkey in before..site.miners[miner].hotkeys.len() {
                            self.waiting.push(Waiting::from(block, place, local, hotkey));
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}
