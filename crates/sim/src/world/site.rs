//! A subnet in play: who sits on it, and what was counted there.

use super::genesis::{joins_at, seat_prices, seated};
use super::miner::{Hotkey, Miner, Origins};
use super::overtaking::Race;
use super::records::Records;
use super::rows::Discoveries;
use super::validator::Validator;
use super::window::Window;
use crate::cast::Cast;
use crate::stage::Stage;
use crate::tally::{ColdkeyTally, SeatTally, SubnetTally};
use incentor_ledger::{Ledger, Network as _};
use incentor_primitives::RAO_PER_TAO;
use incentor_scenario::{MechanismPlan, Part, Subnet};
use incentor_sdk::{AccountId, AnyMechanism, Luck, MechId, NetUid, Peer, Policy, Uid};

/// A subnet in play.
pub(super) struct Site<'a> {
    pub(super) netuid: NetUid,
    /// Its name; empty where it is the only one.
    pub(super) name: &'a str,
    pub(super) plan: &'a Subnet,
    pub(super) games: Vec<Game<'a>>,
    pub(super) miners: Vec<Miner<'a>>,
    pub(super) validators: Vec<Validator<'a>>,
    /// Who holds each seat.
    pub(super) seats: Vec<Holder>,
    /// The seats that were ever a miner's, by uid: whom validators ask.
    pub(super) peers: Vec<Peer>,
    /// Place of the first of its coldkeys in the cast; the others follow.
    pub(super) first_coldkey: usize,
    pub(super) accounts: Vec<AccountId>,
    /// Places of the accounts, in the order of the accounts.
    by_account: Vec<usize>,
    /// Places of the accounts that the last epochs paid, in the order of the payouts.
    paid_before: Vec<usize>,
    pub(super) roles: Vec<Role>,
    pub(super) purses: Vec<Purse>,
    pub(super) coldkeys: Vec<ColdkeyTally>,
    pub(super) tally: SubnetTally,
    /// Epochs so far, and the block of the last.
    pub(super) epochs: u32,
    pub(super) last_epoch: u64,
    /// Something is to be done at the end of a tempo.
    pub(super) has_turn: bool,
    /// Who overtakes whom; `None` if nobody joins on the way.
    pub(super) race: Option<Race>,
    /// Who found which miner; of the first subnet alone, where more than sums is kept.
    pub(super) discoveries: Option<Discoveries>,
    pub(super) records: Records,
}

/// A mechanism in play.
pub(super) struct Game<'a> {
    pub(super) mech: MechId,
    pub(super) mechanism: &'a dyn AnyMechanism,
    pub(super) plan: &'a MechanismPlan,
    pub(super) policy: Policy,
    /// Luck that all validators share.
    pub(super) beacon: Luck,
    pub(super) readings: Luck,
}

/// Who holds a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// A miner's hotkey: places of both.
    Miner { miner: usize, hotkey: usize },
    /// A validator's place.
    Validator(usize),
    /// A hotkey that its coldkey has left.
    Abandoned,
}

/// What a coldkey is, with its place among its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Miner(usize),
    Validator(usize),
}

/// A coldkey's money on the way.
#[derive(Clone, Debug, Default)]
pub(super) struct Purse {
    /// Paid in the epoch of this block, rao of alpha.
    pub(super) earned_rao: u64,
    /// What the last tempo's pay was worth or was sold for, τ.
    pub(super) income_tao: f64,
    /// What it was paid on which hotkey, where a part of it is to be sold.
    pub(super) to_sell: Vec<(AccountId, u64)>,
    /// Block up to which its running cost is counted.
    pub(super) costed_until: u64,
}

impl<'a> Site<'a> {
    /// A subnet as the genesis has it; `None` if the cast has none there.
    pub(super) fn new(
        stage: &'a Stage<'a>,
        cast: &'a Cast,
        place: usize,
        luck: Luck,
        ledger: &Ledger,
        records: Records,
    ) -> Option<Self> {
        let here = cast.subnets.get(place)?;
        let plan = stage.scenario.subnets.get(here.plan)?;
        let mechanisms: Vec<&'a dyn AnyMechanism> = stage.mechanisms(here.plan).collect();
        let game = |(number, (mechanism, plan)): (u8, (&&'a dyn AnyMechanism, &'a MechanismPlan))| {
            let index = u64::from(here.netuid.0) << 8 | u64::from(number);
            Game {
                mech: MechId(number),
                mechanism: *mechanism,
                plan,
                policy: crate::mechanism::policy(&plan.weights),
                beacon: luck.branch("beacon", index),
                readings: luck.branch("reading", index),
            }
        };
        let games: Vec<Game<'a>> = (0..).zip(mechanisms.iter().zip(&plan.mechanisms)).map(game).collect();
        let first_coldkey = cast.coldkeys.iter().position(|coldkey| coldkey.site == place).unwrap_or(0);
        let mut site = Self {
            netuid: here.netuid,
            name: &here.name,
            plan,
            games,
            miners: Vec::new(),
            validators: Vec::new(),
            seats: Vec::new(),
            peers: Vec::new(),
            first_coldkey,
            accounts: Vec::new(),
            by_account: Vec::new(),
            paid_before: Vec::new(),
            roles: Vec::new(),
            purses: Vec::new(),
            coldkeys: Vec::new(),
            tally: SubnetTally::default(),
            epochs: 0,
            last_epoch: 0,
            has_turn: false,
            race: None,
            discoveries: (place == 0 && records.has_pictures()).then(Discoveries::default),
            records,
        };
        for (at, coldkey) in cast.coldkeys.iter().enumerate().filter(|(_, coldkey)| coldkey.site == place) {
            site.accounts.push(coldkey.account());
            let role = match &coldkey.part {
                Part::Miner(part) => {
                    let origins = site.origins(cast, at, luck)?;
                    site.miners.push(Miner::new(origins, part, stage.others(here.plan, part)));
                    Role::Miner(site.miners.len() - 1)
                }
                Part::Validator(part) => {
                    let ordinal = site.validators.len() as u32 + 1;
                    let one = Validator::new(at, coldkey, part, ordinal, &plan.mechanisms, luck);
                    site.validators.push(one);
                    Role::Validator(site.validators.len() - 1)
                }
            };
            site.roles.push(role);
            site.purses.push(Purse::default());
            site.coldkeys.push(ColdkeyTally::default());
        }
        site.by_account = (0..site.accounts.len()).collect();
        site.by_account.sort_by_key(|local| site.accounts[*local]);
        let joins = (0..site.roles.len()).any(|local| !site.is_there_from_the_start(cast, local));
        site.race = joins.then(Race::default);
        site.take_first_seats(cast, place);
        site.look_at_stakes(ledger);
        Some(site)
    }

    /// What a miner of the cast is made from.
    pub(super) fn origins(&self, cast: &'a Cast, place: usize, luck: Luck) -> Option<Origins<'a>> {
        let coldkey = cast.coldkeys.get(place)?;
        let population = &cast.populations.get(coldkey.population)?.plan;
        let answer = &self.games.first()?.plan.answer;
        let plan = cast.subnets.get(coldkey.site)?.plan;
        Some(Origins {
            place,
            coldkey,
            population: &population.name,
            count: population.count,
            answer,
            luck,
            plan,
        })
    }

    fn take_first_seats(&mut self, cast: &Cast, place: usize) {
        for (uid, (at, hotkey)) in (0..).zip(seated(cast, place)) {
            self.take_seat(Uid(uid), at - self.first_coldkey, hotkey as usize, 0);
        }
    }

    /// Charges the seats of the start, a share of each as much of the horizon as counts.
    pub(super) fn charge_first_seats(&mut self, cast: &Cast, place: usize, ledger: &Ledger, window: &Window) {
        let Some(subnet) = ledger.view().subnet(self.netuid) else { return };
        let all: Vec<usize> = seated(cast, place).map(|(at, _)| at).collect();
        let share = window.counted_days() / super::window::days(window.end.0).max(f64::MIN_POSITIVE);
        let (prices, _) = seat_prices(subnet.parameters(), all.len());
        for (at, price) in all.into_iter().zip(prices) {
            if let Some(tally) = self.coldkeys.get_mut(at - self.first_coldkey) {
                tally.registration_tao += price as f64 / RAO_PER_TAO as f64 * share;
            }
        }
    }

    /// Seats one of a coldkey's hotkeys; whoever was there has lost the seat.
    pub(super) fn take_seat(&mut self, uid: Uid, local: usize, ordinal: usize, block: u64) {
        let epochs = self.epochs;
        let holder = match self.roles.get(local).copied() {
            Some(Role::Miner(miner)) => {
                let Some(hotkey) = self.hotkey_mut(miner, ordinal) else { return };
                (hotkey.uid, hotkey.registered_at, hotkey.epochs_before) = (Some(uid), block, epochs);
                Holder::Miner { miner, hotkey: ordinal }
            }
            Some(Role::Validator(place)) => {
                let Some(validator) = self.validators.get_mut(place) else { return };
                validator.uid = Some(uid);
                validator.registered_at = block;
                validator.caller.uid = Some(uid);
                Holder::Validator(place)
            }
            None => return,
        };
        let at = uid.index();
        if self.seats.len() <= at {
            self.seats.resize(at + 1, Holder::Abandoned);
            self.tally.seats.resize(at + 1, SeatTally::default());
        }
        self.seats[at] = holder;
        if let Some(race) = &mut self.race {
            race.forget(at);
        }
        if let Some(discoveries) = &mut self.discoveries {
            discoveries.forget(at);
        }
        self.tally.seats[at] = SeatTally {
            coldkey: self.first_coldkey + local,
            hotkey: ordinal as u32,
            registered_at: block,
            ..SeatTally::default()
        };
        self.list_peers(uid, local, holder);
    }

    /// Keeps the list of whom validators ask.
    fn list_peers(&mut self, uid: Uid, local: usize, holder: Holder) {
        let place = self.peers.binary_search_by_key(&uid, |peer| peer.uid);
        let Holder::Miner { miner, hotkey } = holder else {
            if let Ok(place) = place {
                self.peers.remove(place);
            }
            return;
        };
        let key = self.miners.get(miner).and_then(|miner| miner.hotkeys.get(hotkey)).map(|hotkey| hotkey.key);
        let (Some(hotkey), Some(coldkey)) = (key, self.accounts.get(local).copied()) else { return };
        let peer = Peer { uid, hotkey, coldkey };
        match place {
            Ok(place) => self.peers[place] = peer,
            Err(place) => self.peers.insert(place, peer),
        }
    }

    pub(super) fn hotkey_mut(&mut self, miner: usize, ordinal: usize) -> Option<&mut Hotkey> {
        self.miners.get_mut(miner)?.hotkeys.get_mut(ordinal)
    }

    /// Stake weights and permits, as validators show them when they ask.
    pub(super) fn look_at_stakes(&mut self, ledger: &Ledger) {
        let view = ledger.view();
        let Some(subnet) = view.subnet(self.netuid) else { return };
        for validator in &mut self.validators {
            validator.caller.stake_weight_rao = subnet.stake_on(&validator.hotkey).rao;
            validator.caller.permit = validator.uid.is_some_and(|uid| subnet.has_permit(uid));
        }
    }

    /// The place among its coldkeys of an account.
    pub(super) fn local_of(&self, account: &AccountId) -> Option<usize> {
        let place = self.by_account.binary_search_by_key(account, |local| self.accounts[*local]).ok()?;
        self.by_account.get(place).copied()
    }

    /// The same for a place on the list of an epoch's payouts, which hardly changes from epoch to epoch.
    pub(super) fn paid_at(&mut self, place: usize, account: &AccountId) -> Option<usize> {
        let before = self.paid_before.get(place).copied();
        if let Some(local) = before.filter(|local| self.accounts.get(*local) == Some(account)) {
            return Some(local);
        }
        let local = self.local_of(account)?;
        if self.paid_before.len() <= place {
            self.paid_before.resize(place + 1, local);
        }
        self.paid_before[place] = local;
        Some(local)
    }

    /// The coldkeys whose name matches, by place among the subnet's.
    pub(super) fn called<'s>(&'s self, cast: &'s Cast, who: &'s str) -> impl Iterator<Item = usize> + 's {
        (0..self.roles.len()).filter(move |local| {
            let coldkey = cast.coldkeys.get(self.first_coldkey + local);
            coldkey.is_some_and(|coldkey| crate::behaviour::is_called(&coldkey.name, who))
        })
    }

    /// Whether a coldkey is there from the start.
    pub(super) fn is_there_from_the_start(&self, cast: &Cast, local: usize) -> bool {
        let coldkey = cast.coldkeys.get(self.first_coldkey + local);
        coldkey.is_some_and(|coldkey| joins_at(cast, coldkey).is_none())
    }
}
