//! What an epoch shares out (spec §3.8).

/// The pending amounts of a subnet that its epoch takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pots {
    /// For mining, in rao.
    pub server_rao: u64,
    /// For validating, in rao.
    pub validator_rao: u64,
    /// For those who stake on root, in rao.
    pub root_rao: u64,
}

impl Pots {
    /// All together: the emission the epoch is run with.
    ///
    /// Root's part counts although it is paid apart, so miners get half of it besides their own pot.
    #[must_use]
    pub const fn emission_rao(self) -> u64 {
        self.server_rao.saturating_add(self.validator_rao).saturating_add(self.root_rao)
    }
}

/// What the validators share: their own pot, and the miners' too when no miner earned anything.
///
/// The epoch's `validator_emission` only says in which proportions.
#[must_use]
pub const fn validator_pot(pots: Pots, incentive_sum_rao: u64) -> u64 {
    if incentive_sum_rao == 0 {
        pots.validator_rao.saturating_add(pots.server_rao)
    } else {
        pots.validator_rao
    }
}
