//! Who and what the actions of a random run are about.

use crate::dice::Dice;
use incentor_ledger::rules::commit_reveal::{CommitContent, commit_hash};
use incentor_ledger::{StakePosition, SubnetView, View};
use incentor_primitives::{AccountId, MechId, NetUid, Uid, Weight};

pub(crate) const fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

/// Owns the first subnets, and their hotkey.
pub(crate) const OWNER: AccountId = key(1);
pub(crate) const OWNER_HOTKEY: AccountId = key(2);
/// Makes the blocks, where somebody does.
pub(crate) const AUTHOR: AccountId = key(3);
/// The coldkey that owns a hotkey has its name and this.
pub(crate) const COLDKEY: u8 = 40;
/// Hotkeys that are there from the beginning.
pub(crate) const HOTKEYS: core::ops::Range<u8> = 10..26;
/// Those and others that nobody has heard of yet.
const ALL_HOTKEYS: core::ops::Range<u8> = 10..40;

/// Weights somebody has committed to, for the day they are revealed.
#[derive(Clone, Debug)]
pub(crate) struct Hidden {
    pub(crate) hotkey: AccountId,
    pub(crate) netuid: NetUid,
    pub(crate) mechid: MechId,
    pub(crate) uids: Vec<Uid>,
    pub(crate) values: Vec<Weight>,
    pub(crate) salt: Vec<u16>,
    pub(crate) version_key: u64,
}

impl Hidden {
    pub(crate) fn hash(&self, view: View<'_>) -> [u8; 32] {
        let index = storage_index(self.netuid, self.mechid, view);
        let Self { uids, values, salt, version_key, .. } = self;
        commit_hash(&self.hotkey, index, &CommitContent { uids, values, salt, version_key: *version_key })
    }
}

/// As the chain numbers its mechanisms; a mechanism that does not exist has no number that matters.
fn storage_index(netuid: NetUid, mechid: MechId, view: View<'_>) -> u16 {
    incentor_yuma::storage_index(netuid, mechid, &view.rules().yuma)
}

/// A view, luck, and what was hidden so far.
pub(crate) struct Cast<'a, 'b> {
    pub(crate) view: View<'a>,
    pub(crate) dice: &'a mut Dice<'b>,
    pub(crate) hidden: &'a mut Vec<Hidden>,
}

impl Cast<'_, '_> {
    pub(crate) fn hotkey(&mut self) -> AccountId {
        match self.dice.below(24) {
            0 => OWNER_HOTKEY,
            1 => key(self.dice.below(256) as u8),
            2..=12 => key(self.dice.between(u64::from(HOTKEYS.start), u64::from(HOTKEYS.end) - 1) as u8),
            _ => key(self.dice.between(u64::from(ALL_HOTKEYS.start), u64::from(ALL_HOTKEYS.end) - 1) as u8),
        }
    }

    /// The hotkey's owner, or whoever would be; now and then somebody else.
    pub(crate) fn coldkey_of(&mut self, hotkey: AccountId) -> AccountId {
        if self.dice.once_in(16) {
            return self.coldkey();
        }
        let usual = key(hotkey.0[0].wrapping_add(COLDKEY));
        self.view.owner_of(&hotkey).unwrap_or(usual)
    }

    pub(crate) fn coldkey(&mut self) -> AccountId {
        let hotkey = self.hotkey();
        let usual = key(hotkey.0[0].wrapping_add(COLDKEY));
        self.view.owner_of(&hotkey).unwrap_or(usual)
    }

    /// A subnet, now and then root or one that does not exist.
    pub(crate) fn netuid(&mut self) -> NetUid {
        let there: Vec<NetUid> = self.view.subnets().map(|subnet| subnet.netuid()).collect();
        match self.dice.below(24) {
            0 => NetUid::ROOT,
            1 => NetUid(u16::MAX),
            2 => NetUid(self.dice.below(8) as u16),
            _ => self.dice.one_of(&there),
        }
    }

    /// A mechanism of the subnet; now and then none.
    pub(crate) fn mechid(&mut self, netuid: NetUid) -> MechId {
        let count = self.view.subnet(netuid).map_or(1, |subnet| subnet.parameters().mechanism_count);
        match self.dice.below(24) {
            0 => MechId(u8::MAX),
            1 => MechId(count),
            _ => MechId(self.dice.below(u64::from(count.max(1))) as u8),
        }
    }

    /// A hotkey with a seat there, one with a permit more often than not; now and then anybody.
    pub(crate) fn seated(&mut self, netuid: NetUid) -> AccountId {
        let Some(subnet) = self.view.subnet(netuid) else {
            return self.hotkey();
        };
        let neurons: Vec<_> = subnet.neurons().collect();
        if neurons.is_empty() || self.dice.once_in(16) {
            return self.hotkey();
        }
        let permitted: Vec<_> = neurons.iter().filter(|neuron| subnet.has_permit(neuron.uid)).collect();
        if permitted.is_empty() || self.dice.once_in(4) {
            return neurons[self.dice.index(neurons.len())].hotkey;
        }
        permitted[self.dice.index(permitted.len())].hotkey
    }

    /// A subnet that has started and whose pool can be traded with, as a rule.
    fn trading(&mut self) -> NetUid {
        let trades = |subnet: &SubnetView<'_>| {
            subnet.parameters().subtoken_enabled && subnet.pool_tao().rao > 1_000_000_000
        };
        let there: Vec<NetUid> = self.view.subnets().filter(trades).map(|subnet| subnet.netuid()).collect();
        if there.is_empty() || self.dice.once_in(8) { self.netuid() } else { self.dice.one_of(&there) }
    }

    /// A stake that is there, with its worth; now and then one that is not.
    pub(crate) fn stake(&mut self) -> (StakePosition, u64) {
        let netuid = self.trading();
        let subnets: Vec<_> = self.view.subnet(netuid).into_iter().chain([self.view.root()]).collect();
        let subnet = subnets[self.dice.index(subnets.len())];
        let stakes: Vec<_> = subnet.stakes().collect();
        if stakes.is_empty() || self.dice.once_in(16) {
            return (self.position(), 1_000_000_000);
        }
        let (hotkey, coldkey, alpha) = stakes[self.dice.index(stakes.len())];
        (StakePosition { netuid: subnet.netuid(), coldkey, hotkey }, alpha.rao)
    }

    /// Where somebody might lay stake down: with itself as a rule, or as a nominator.
    pub(crate) fn position(&mut self) -> StakePosition {
        let netuid = if self.dice.once_in(4) { NetUid::ROOT } else { self.trading() };
        let hotkey = if self.dice.once_in(3) { self.hotkey() } else { self.seated(netuid) };
        let coldkey = if self.dice.once_in(3) { self.coldkey() } else { self.coldkey_of(hotkey) };
        StakePosition { netuid, coldkey, hotkey }
    }

    /// An amount out of so much: most often a part of it, or all, none, too much.
    pub(crate) fn part_of(&mut self, rao: u64) -> u64 {
        match self.dice.below(16) {
            0 => self.dice.one_of(&[0, 1, u64::MAX, u64::MAX - 1, u64::MAX / 2]),
            1 => rao.saturating_add(1),
            2 => self.dice.number(),
            3 | 4 => rao,
            5 | 6 => rao / 2,
            7 => self.dice.between(0, rao / 1000),
            _ => self.dice.between(0, rao),
        }
    }

    /// A row of weights: most often legal, else too long, twice the same, or pointing nowhere.
    pub(crate) fn row(&mut self, netuid: NetUid, hotkey: &AccountId) -> Vec<(Uid, Weight)> {
        let (n, own) =
            self.view.subnet(netuid).map_or((4, None), |subnet| (subnet.n(), subnet.uid_of(hotkey)));
        let weight = |dice: &mut Dice<'_>| Weight(dice.usual_or_extreme(1, 100, 65_535) as u16);
        match self.dice.below(32) {
            0 => Vec::new(),
            1 => (0..self.dice.between(200, 3_000)).map(|uid| (Uid(uid as u16), Weight(1))).collect(),
            2 => (0..4).map(|_| (Uid(self.dice.number() as u16), weight(self.dice))).collect(),
            3 => own.into_iter().map(|uid| (uid, Weight(u16::MAX))).collect(),
            _ => {
                let all = (0..n as u16).map(Uid).filter(|uid| Some(*uid) != own);
                let chosen: Vec<Uid> = all.filter(|_| !self.dice.once_in(3)).collect();
                chosen.into_iter().map(|uid| (uid, weight(self.dice))).collect()
            }
        }
    }

    /// A version of a validator's code that the subnet takes, as a rule.
    pub(crate) fn version_key(&mut self, netuid: NetUid) -> u64 {
        let asked = self.view.subnet(netuid).map_or(0, |subnet| subnet.parameters().weights_version_key);
        match self.dice.below(24) {
            0 => asked.saturating_sub(1),
            1 => u64::MAX,
            _ => asked,
        }
    }

    /// Weights to be hidden, remembered for their reveal.
    pub(crate) fn hide(&mut self, netuid: NetUid, mechid: MechId, hotkey: AccountId) -> Hidden {
        let (uids, values) = self.row(netuid, &hotkey).into_iter().unzip();
        let salt = (0..self.dice.below(9)).map(|_| self.dice.number() as u16).collect();
        let version_key = self.version_key(netuid);
        let hidden = Hidden { hotkey, netuid, mechid, uids, values, salt, version_key };
        if self.hidden.len() >= 128 {
            self.hidden.remove(0);
        }
        self.hidden.push(hidden.clone());
        hidden
    }

    /// What of it can be revealed now: commits that wait and whose epoch has come.
    fn all_ripe(&self) -> Vec<Hidden> {
        let view = self.view;
        let is_ripe = |hidden: &&Hidden| {
            view.subnet(hidden.netuid).is_some_and(|subnet| {
                let due = subnet.commit_epoch().checked_sub(subnet.parameters().reveal_period_epochs);
                let mut commits =
                    subnet.commits(hidden.mechid).filter(|(_, _, epoch, _)| Some(*epoch) == due);
                let hash = hidden.hash(view);
                commits.any(|(hotkey, listed, ..)| hotkey == hidden.hotkey && listed == hash)
            })
        };
        self.hidden.iter().filter(is_ripe).cloned().collect()
    }

    pub(crate) fn anything_is_ripe(&self) -> bool {
        !self.all_ripe().is_empty()
    }

    /// Something ripe that is meant, as a rule; else anything that was hidden.
    pub(crate) fn ripe(&mut self, is_meant: fn(&Hidden) -> bool) -> Option<Hidden> {
        let ripe: Vec<Hidden> = self.all_ripe().into_iter().filter(is_meant).collect();
        if ripe.is_empty() || self.dice.once_in(12) {
            return (!self.hidden.is_empty())
                .then(|| self.hidden[self.dice.index(self.hidden.len())].clone());
        }
        Some(ripe[self.dice.index(ripe.len())].clone())
    }
}
