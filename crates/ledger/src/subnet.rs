//! The state of one subnet.

mod alpha;
mod children;
mod commits;
mod derived;
mod founded;
mod mechanisms;
mod neurons;

pub(crate) use alpha::AlphaBook;
pub(crate) use children::{Children, PendingChildren};
pub(crate) use commits::{HashCommit, TimelockedCommit, drop_expired};
pub(crate) use derived::burn_rules;
pub(crate) use neurons::Seated;

use crate::Hyperparameters;
use crate::rules::commit_reveal::RevealTime;
use crate::rules::schedule::Schedule;
use crate::shared::Shared;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;
use incentor_emission::{BurnRules, Fixed64, Pool};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, Tao, Uid};
use incentor_yuma::SubnetEpoch;
use incentor_yuma::{Entry, SparseRows};

/// Everything the chain keeps about one subnet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Subnet {
    pub(crate) netuid: NetUid,
    pub(crate) owner: AccountId,
    pub(crate) owner_hotkey: AccountId,
    pub(crate) registered_at: BlockNumber,
    /// First block whose emission it takes part in.
    pub(crate) first_emission_block: Option<BlockNumber>,
    pub(crate) parameters: Hyperparameters,
    pub(crate) schedule: Schedule,
    /// Block of the last epoch that ran, as the next one's bonds mask sees it.
    pub(crate) last_mechanism_step_block: BlockNumber,
    pub(crate) seats: Shared<Seats>,
    /// By mechid; never empty.
    pub(crate) mechanisms: Shared<Vec<Mechanism>>,
    /// What the last epoch published; grows with registrations, but for the stake weights.
    pub(crate) published: Shared<SubnetEpoch>,
    pub(crate) alpha: AlphaBook,
    pub(crate) pool: Pool,
    /// TAO that lies with the subnet: the pool's, what registrations left beside it, unsold fees.
    pub(crate) account_rao: u64,
    /// TAO that changed hands in the pool.
    pub(crate) volume_rao: u128,
    /// Average of the price, as the bits of an `I96F32`.
    pub(crate) moving_price_bits: i128,
    /// Share of root in the dividends, as the bits of a `U96F32`.
    pub(crate) root_proportion_bits: u128,
    /// Share of the last epoch's incentive that was withheld, as the bits of a `U96F32`.
    pub(crate) miner_burned_bits: u128,
    /// What the last block with emission put in.
    pub(crate) injection: Injection,
    pub(crate) burn_rao: u64,
    /// Registrations in the current block; shown, and limited by nothing but the price.
    pub(crate) registrations_this_block: u16,
    /// Registrations in the current interval; root only.
    pub(crate) registrations_this_interval: u16,
    pub(crate) burn_rules: BurnRules,
    /// TAO paid for seats so far.
    pub(crate) recycled_rao: u64,
    pub(crate) children: Shared<Children>,
    /// By hotkey: the nominators' alpha of the last epoch.
    pub(crate) alpha_dividends_rao: Shared<BTreeMap<AccountId, u64>>,
    /// By hotkey: the root stakers' alpha of the last epoch.
    pub(crate) root_alpha_dividends_rao: Shared<BTreeMap<AccountId, u64>>,
}

/// What a block put into a subnet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Injection {
    /// TAO into the pool.
    pub tao: Tao,
    /// Alpha into the pool.
    pub alpha_in: Alpha,
    /// Alpha for the participants.
    pub alpha_out: Alpha,
    /// TAO that bought alpha from the pool.
    pub excess_tao: Tao,
}

/// Who holds which uid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Seats {
    /// By uid.
    pub(crate) keys: Vec<Keys>,
    /// By uid.
    pub(crate) block_at_registration: Vec<u64>,
    by_hotkey: BTreeMap<AccountId, Uid>,
}

/// A neuron's two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Keys {
    pub(crate) hotkey: AccountId,
    pub(crate) coldkey: AccountId,
}

impl Seats {
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn uid_of(&self, hotkey: &AccountId) -> Option<Uid> {
        self.by_hotkey.get(hotkey).copied()
    }

    /// All hotkeys and their seats, ascending by account.
    pub(crate) fn by_hotkey(&self) -> impl Iterator<Item = (AccountId, Uid)> {
        self.by_hotkey.iter().map(|(hotkey, uid)| (*hotkey, *uid))
    }

    fn append(&mut self, keys: Keys, block: BlockNumber) -> Option<Uid> {
        let uid = Uid(u16::try_from(self.keys.len()).ok()?);
        self.keys.push(keys);
        self.block_at_registration.push(block.0);
        self.by_hotkey.insert(keys.hotkey, uid);
        Some(uid)
    }

    /// Gives a uid to other keys; gives back the old ones.
    fn replace(&mut self, uid: Uid, keys: Keys, block: BlockNumber) -> Option<Keys> {
        let seat = self.keys.get_mut(uid.index())?;
        let old = core::mem::replace(seat, keys);
        if let Some(registered_at) = self.block_at_registration.get_mut(uid.index()) {
            *registered_at = block.0;
        }
        self.by_hotkey.remove(&old.hotkey);
        self.by_hotkey.insert(keys.hotkey, uid);
        Some(old)
    }
}

/// What each mechanism of a subnet keeps for itself; every list is by uid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Mechanism {
    pub(crate) last_update: Vec<u64>,
    pub(crate) weights: Vec<Vec<Entry>>,
    pub(crate) bonds: SparseRows,
    pub(crate) incentive: Vec<u16>,
    /// By hotkey, oldest first.
    pub(crate) commits: BTreeMap<AccountId, VecDeque<HashCommit>>,
    /// By epoch, in the order they came.
    pub(crate) timelocked_commits: BTreeMap<u64, Vec<TimelockedCommit>>,
}

impl Subnet {
    pub(crate) fn mechanism(&self, mechid: MechId) -> Option<&Mechanism> {
        self.mechanisms.get(usize::from(mechid.0))
    }

    /// The epoch it is in a block, and how long commits wait.
    pub(crate) fn reveal_time(&self, block: BlockNumber) -> RevealTime {
        RevealTime {
            current_epoch: self.schedule.current_epoch(block),
            period_epochs: self.parameters.reveal_period_epochs,
        }
    }

    /// All alpha there is, in and outside the pool.
    pub(crate) const fn alpha_issuance_rao(&self) -> u64 {
        self.pool.alpha_rao.saturating_add(self.alpha.out_rao)
    }

    /// Price of an alpha in TAO (spec §3.13).
    pub(crate) const fn price(&self) -> Fixed64 {
        if self.is_root() { Fixed64::ONE } else { self.pool.price() }
    }

    /// Whether it is the root network.
    pub(crate) const fn is_root(&self) -> bool {
        self.netuid.0 == NetUid::ROOT.0
    }

    /// Whether the subnet takes part in emission (spec §3.2).
    pub(crate) const fn emits(&self) -> bool {
        self.first_emission_block.is_some()
            && self.parameters.subtoken_enabled
            && self.parameters.registration_allowed
    }
}
