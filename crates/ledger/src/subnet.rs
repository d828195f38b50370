//! The state of one subnet.

mod neurons;

pub(crate) use neurons::Seated;

use crate::rules::schedule::Schedule;
use crate::{Hyperparameters, OwnerIncentive, Pending, stakes::Stakes};
use alloc::{collections::BTreeMap, vec::Vec};
use incentor_emission::{BlockAlpha, BurnRules, CurveStep};
use incentor_primitives::{AccountId, BlockNumber, MechId, NetUid, Uid};
use incentor_yuma::SubnetEpoch;
use incentor_yuma::{Entry, SparseRows};

/// Everything the chain keeps about one subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subnet {
    pub(crate) netuid: NetUid,
    pub(crate) owner: AccountId,
    pub(crate) owner_hotkey: AccountId,
    pub(crate) parameters: Hyperparameters,
    pub(crate) schedule: Schedule,
    /// Block of the last epoch that ran, as the next one's bonds mask sees it.
    pub(crate) last_mechanism_step_block: BlockNumber,
    pub(crate) seats: Seats,
    /// By mechid; never empty.
    pub(crate) mechanisms: Vec<Mechanism>,
    /// What the last epoch published; grows with registrations.
    pub(crate) published: SubnetEpoch,
    pub(crate) alpha: AlphaBook,
    pub(crate) burn_rao: u64,
    /// Registrations in the current block; shown, and limited by nothing but the price.
    pub(crate) registrations_this_block: u16,
    pub(crate) burn_rules: BurnRules,
    /// TAO paid for seats; it stays with the subnet.
    pub(crate) account_rao: u64,
}

/// Who holds which uid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seats {
    /// By uid.
    pub(crate) keys: Vec<Keys>,
    /// By uid.
    pub(crate) block_at_registration: Vec<u64>,
    by_hotkey: BTreeMap<AccountId, Uid>,
}

/// A neuron's two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mechanism {
    pub(crate) last_update: Vec<u64>,
    pub(crate) weights: Vec<Vec<Entry>>,
    pub(crate) bonds: SparseRows,
    pub(crate) incentive: Vec<u16>,
}

/// A subnet's alpha: `issuance = stakes + pool + pending + burned + dust`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AlphaBook {
    pub(crate) issuance_rao: u64,
    pub(crate) stakes: Stakes,
    pub(crate) pool_rao: u64,
    pub(crate) pending: Pending,
    /// Issued and withheld from the owner's hotkeys for good.
    pub(crate) burned_rao: u64,
    /// Issued and nobody's; negative where the chain's rounding paid more than was pending.
    pub(crate) dust_rao: i64,
    /// The stretch of the curve the issuance lies on, and what each of its blocks credits.
    pub(crate) step: CurveStep,
    pub(crate) per_block: BlockAlpha,
}

impl AlphaBook {
    /// Everything accounted for, dust included.
    pub(crate) fn held_rao(&self) -> i128 {
        let owned = [
            self.stakes.total_rao(),
            self.pool_rao,
            self.pending.owner_cut.rao,
            self.pending.server.rao,
            self.pending.validator.rao,
            self.burned_rao,
        ];
        owned.iter().fold(i128::from(self.dust_rao), |sum, rao| sum.saturating_add(i128::from(*rao)))
    }

    /// Keeps back what the owner's hotkeys earned.
    pub(crate) fn withhold(&mut self, rao: u64, fate: OwnerIncentive) {
        match fate {
            OwnerIncentive::Burned => self.burned_rao = self.burned_rao.saturating_add(rao),
            OwnerIncentive::Recycled => {
                self.issuance_rao = self.issuance_rao.saturating_sub(rao);
                // The issuance may have fallen back before the beginning of the step.
                self.step.until_rao = 0;
            }
        }
    }

    /// New alpha on a hotkey.
    pub(crate) fn endow(&mut self, hotkey: AccountId, coldkey: AccountId, rao: u64) {
        self.stakes.deposit(hotkey, coldkey, rao);
        self.issuance_rao = self.issuance_rao.saturating_add(rao);
    }
}

impl Subnet {
    pub(crate) fn mechanism(&self, mechid: MechId) -> Option<&Mechanism> {
        self.mechanisms.get(usize::from(mechid.0))
    }

    /// Whether the subnet takes part in emission (spec §3.2, as far as its conditions exist here).
    pub(crate) const fn emits(&self) -> bool {
        self.parameters.registration_allowed
    }
}
