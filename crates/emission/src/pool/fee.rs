//! What a swap costs: a share of its input, for the block's author (spec §3.13).

use crate::Fixed64;

/// A pool's fee on the input of a swap: 65535 stands for 1.0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeeRate(pub u16);

impl FeeRate {
    /// No fee: how the protocol itself swaps.
    pub const NONE: Self = Self(0);

    /// The fee within a gross input, in rao.
    ///
    /// `floor(gross * floor(rate / 65535))`, the quotient with 64 fraction bits.
    #[must_use]
    pub fn of_gross_floor(self, gross_rao: u64) -> u64 {
        share_floor(gross_rao, self.0, u16::MAX)
    }

    /// The fee on top of a net input, in rao.
    ///
    /// `floor(net * floor(rate / (65535 - rate)))`, the quotient with 64 fraction bits; nothing for a rate of 1.0.
    #[must_use]
    pub fn on_net_floor(self, net_rao: u64) -> u64 {
        share_floor(net_rao, self.0, u16::MAX.saturating_sub(self.0))
    }
}

/// `floor(amount * floor(part / whole))`, held to 64 bits; zero for a whole of zero.
fn share_floor(amount_rao: u64, part: u16, whole: u16) -> u64 {
    let share = Fixed64::from_whole(part.into()).div_floor(Fixed64::from_whole(whole.into()));
    Fixed64::from_whole(amount_rao).mul_floor(share).to_whole_floor()
}
