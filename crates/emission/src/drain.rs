//! What an epoch shares out (spec §3.8).

/// The pending amounts of a subnet that its epoch takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pots {
    /// For mining, in rao.
    pub server_rao: u64,
    /// For validating, in rao.
    pub validator_rao: u64,
}

impl Pots {
    /// Both together: the emission the epoch is run with.
    #[must_use]
    pub const fn emission_rao(self) -> u64 {
        self.server_rao.saturating_add(self.validator_rao)
    }
}

/// What the validators share: their own pot, and the miners' too when no miner earned anything.
///
/// The epoch's `validator_emission` only says in which proportions.
#[must_use]
pub const fn validator_pot(pots: Pots, incentive_sum_rao: u64) -> u64 {
    if incentive_sum_rao == 0 { pots.emission_rao() } else { pots.validator_rao }
}
