//! Whose a subnet's alpha is.

use crate::{OwnerIncentive, Pending, shared::Shared, stakes::Stakes};
use core::hash::{Hash, Hasher};
use incentor_emission::{BlockAlpha, CurveStep};
use incentor_primitives::AccountId;

/// Alpha outside the pool: `out = stakes + pending + claimable + protocol + burned - childkey_burned + dust`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AlphaBook {
    /// All of it; together with the pool's the subnet's issuance.
    pub(crate) out_rao: u64,
    pub(crate) stakes: Shared<Stakes>,
    pub(crate) pending: Pending,
    /// Root stakers' dividends that nobody has claimed yet.
    pub(crate) claimable_rao: u64,
    /// What the chain itself bought.
    pub(crate) protocol_rao: u64,
    /// Issued and withheld from the owner's hotkeys for good.
    pub(crate) burned_rao: u64,
    /// Taken out of the issuance when parents were paid, although all that was pending was paid (spec §9.9).
    pub(crate) childkey_burned_rao: u64,
    /// Issued and nobody's; negative where the chain pays more than was pending.
    pub(crate) dust_rao: i64,
    pub(crate) stretch: Stretch,
}

/// The stretch of the curve that the issuance lies on, and what each of its blocks credits.
///
/// Worked out from the issuance when it is needed: no part of the state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) step: CurveStep,
    pub(crate) per_block: BlockAlpha,
}

impl PartialEq for Stretch {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Stretch {}

impl Hash for Stretch {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Stretch {
    /// None known.
    pub(crate) const UNKNOWN: Self =
        Self { step: CurveStep { emission_rao: 0, until_rao: 0 }, per_block: BlockAlpha::NOTHING };
}

impl AlphaBook {
    /// A subnet's beginning.
    pub(crate) fn new() -> Self {
        Self {
            out_rao: 0,
            stakes: Shared::default(),
            pending: Pending::ZERO,
            claimable_rao: 0,
            protocol_rao: 0,
            burned_rao: 0,
            childkey_burned_rao: 0,
            dust_rao: 0,
            stretch: Stretch::UNKNOWN,
        }
    }

    /// Everything accounted for, dust included.
    pub(crate) fn held_rao(&self) -> i128 {
        let owned = [
            self.stakes.total_rao(),
            self.pending.total_rao(),
            self.claimable_rao,
            self.protocol_rao,
            self.burned_rao,
        ];
        let twice_counted = i128::from(self.dust_rao).saturating_sub(i128::from(self.childkey_burned_rao));
        owned.iter().fold(twice_counted, |sum, rao| sum.saturating_add(i128::from(*rao)))
    }

    /// Keeps back what the owner's hotkeys earned.
    pub(crate) fn withhold(&mut self, rao: u64, fate: OwnerIncentive) {
        match fate {
            OwnerIncentive::Burned => self.burned_rao = self.burned_rao.saturating_add(rao),
            OwnerIncentive::Recycled => self.take_out(rao),
        }
    }

    /// Takes alpha that is nobody's any more out of what is outside the pool.
    ///
    /// Stakes may be worth more than is outside: what was burned of parents was paid all the same, and a state
    /// may begin so. The chain stops at zero; what is missing then is no longer counted twice.
    pub(crate) fn take_out(&mut self, rao: u64) {
        let missing_rao = rao.saturating_sub(self.out_rao);
        self.out_rao = self.out_rao.saturating_sub(rao);
        let of_parents_rao = missing_rao.min(self.childkey_burned_rao);
        self.childkey_burned_rao = self.childkey_burned_rao.saturating_sub(of_parents_rao);
        self.dust_rao = self.dust_rao.saturating_add_unsigned(missing_rao.saturating_sub(of_parents_rao));
        // The issuance may have fallen back before the beginning of the step.
        self.stretch = Stretch::UNKNOWN;
    }

    /// Takes out of the issuance what parents did not get; it was paid to others all the same.
    pub(crate) fn burn_of_parents(&mut self, rao: u64) {
        self.childkey_burned_rao = self.childkey_burned_rao.saturating_add(rao);
        self.take_out(rao);
    }

    /// Takes what a root staker claims out of what was set aside.
    ///
    /// Rates, and what stake that moves takes along, are rounded down each on its own; where that gives a rao
    /// more than was set aside, it is nobody's rao less.
    pub(crate) fn pay_claim(&mut self, rao: u64) {
        let set_aside_rao = rao.min(self.claimable_rao);
        let excess_rao = rao.saturating_sub(set_aside_rao);
        self.claimable_rao = self.claimable_rao.saturating_sub(set_aside_rao);
        self.dust_rao = self.dust_rao.saturating_sub_unsigned(excess_rao);
    }

    /// New alpha on a hotkey.
    pub(crate) fn endow(&mut self, hotkey: AccountId, coldkey: AccountId, rao: u64) {
        self.stakes.deposit(hotkey, coldkey, rao);
        self.out_rao = self.out_rao.saturating_add(rao);
    }
}
