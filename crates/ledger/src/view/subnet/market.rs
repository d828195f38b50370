//! A subnet's money.

use super::SubnetView;
use crate::{Injection, Pending};
use incentor_primitives::{AccountId, Alpha, Tao};

impl<'a> SubnetView<'a> {
    /// Alpha that waits for the next epoch.
    #[must_use]
    pub const fn pending(&self) -> Pending {
        self.subnet.alpha.pending
    }

    /// All alpha there is.
    #[must_use]
    pub const fn issuance(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha_issuance_rao())
    }

    /// Alpha that the owner's hotkeys earned and that was burned.
    #[must_use]
    pub const fn burned(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.burned_rao)
    }

    /// Alpha that was taken out of the issuance when parents were paid, although all that was pending was paid.
    ///
    /// So the stakes and the rest are more than what is outside the pool, by this (spec §9.9); less once somebody
    /// has sold more than there was.
    #[must_use]
    pub const fn childkey_burned(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.childkey_burned_rao)
    }

    /// Alpha that root stakers have earned and not claimed.
    ///
    /// Some of it for ever: what stake had earned that was taken away before anybody claimed.
    #[must_use]
    pub const fn root_unclaimed(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.claimable_rao)
    }

    /// Alpha that was issued and is nobody's, in rao: what rounding left.
    ///
    /// Negative where the chain's rounding paid miners more than was pending for them.
    #[must_use]
    pub const fn dust_rao(&self) -> i64 {
        self.subnet.alpha.dust_rao
    }

    /// Price of the next seat.
    #[must_use]
    pub const fn burn(&self) -> Tao {
        Tao::from_rao(self.subnet.burn_rao)
    }

    /// Registrations in the current block.
    #[must_use]
    pub const fn registrations_this_block(&self) -> u16 {
        self.subnet.registrations_this_block
    }

    /// TAO that lies with the subnet: the pool's, and what registrations left beside it.
    #[must_use]
    pub const fn account(&self) -> Tao {
        Tao::from_rao(self.subnet.account_rao)
    }

    /// TAO in the pool.
    #[must_use]
    pub const fn pool_tao(&self) -> Tao {
        Tao::from_rao(self.subnet.pool.tao_rao)
    }

    /// Alpha in the pool.
    #[must_use]
    pub const fn pool_alpha(&self) -> Alpha {
        Alpha::from_rao(self.subnet.pool.alpha_rao)
    }

    /// Weight of the pool's TAO side, in parts of 10^18.
    #[must_use]
    pub const fn quote_weight(&self) -> u64 {
        self.subnet.pool.quote_weight.parts()
    }

    /// Price of an alpha in TAO: bits / 2^64; 0 without alpha, and 1 on root.
    #[must_use]
    pub const fn price_bits(&self) -> u128 {
        self.subnet.price().to_bits()
    }

    /// Alpha outside the pool.
    #[must_use]
    pub const fn alpha_out(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.out_rao)
    }

    /// Alpha that the chain itself bought.
    #[must_use]
    pub const fn protocol_alpha(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.protocol_rao)
    }

    /// Root stakers' dividends that nobody has claimed yet.
    #[must_use]
    pub const fn claimable(&self) -> Alpha {
        Alpha::from_rao(self.subnet.alpha.claimable_rao)
    }

    /// TAO that changed hands in the pool so far, in rao.
    #[must_use]
    pub const fn volume_rao(&self) -> u128 {
        self.subnet.volume_rao
    }

    /// Average of the price so far: bits / 2^32.
    #[must_use]
    pub const fn moving_price_bits(&self) -> i128 {
        self.subnet.moving_price_bits
    }

    /// Share of root in the dividends: bits / 2^32.
    #[must_use]
    pub const fn root_proportion_bits(&self) -> u128 {
        self.subnet.root_proportion_bits
    }

    /// Share of the last epoch's incentive that was withheld from the owner: bits / 2^32.
    #[must_use]
    pub const fn miner_burned_bits(&self) -> u128 {
        self.subnet.miner_burned_bits
    }

    /// What the last block with emission put in.
    #[must_use]
    pub const fn injection(&self) -> Injection {
        self.subnet.injection
    }

    /// TAO paid for seats so far.
    #[must_use]
    pub const fn recycled(&self) -> Tao {
        Tao::from_rao(self.subnet.recycled_rao)
    }

    /// (hotkey, alpha its nominators earned in the last epoch), ascending.
    pub fn alpha_dividends(&self) -> impl Iterator<Item = (AccountId, Alpha)> + use<'a> {
        self.subnet.alpha_dividends_rao.iter().map(|(hotkey, rao)| (*hotkey, Alpha::from_rao(*rao)))
    }

    /// (hotkey, alpha its root stakers earned in the last epoch), ascending.
    pub fn root_alpha_dividends(&self) -> impl Iterator<Item = (AccountId, Alpha)> + use<'a> {
        self.subnet.root_alpha_dividends_rao.iter().map(|(hotkey, rao)| (*hotkey, Alpha::from_rao(*rao)))
    }

    /// (hotkey, everything staked on it), ascending.
    pub fn hotkey_alpha(&self) -> impl Iterator<Item = (AccountId, Alpha)> + use<'a> {
        let pools = self.subnet.alpha.stakes.pools();
        pools.map(|(hotkey, pool)| (hotkey, Alpha::from_rao(pool.value_rao())))
    }
}
