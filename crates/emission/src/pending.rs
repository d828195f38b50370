//! The split of a block's alpha into pending amounts (spec §3.7).

use crate::Fixed;

/// The subnet owner's part of the emission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerCut {
    /// Switched off on the subnet.
    Off,
    /// This share, 65535 = 1.0.
    On(u16),
}

/// Where the alpha of one block goes: `minted = owner_cut + server + validator + dust`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlockAlpha {
    /// Added to the issuance.
    pub minted_rao: u64,
    /// Waits for the owner.
    pub owner_cut_rao: u64,
    /// Waits for the miners.
    pub server_rao: u64,
    /// Waits for the validators.
    pub validator_rao: u64,
    /// Issued, and nobody's: what rounding each part down leaves.
    pub dust_rao: u64,
}

/// Splits a block's alpha emission between owner, miners and validators.
///
/// The cut comes first, the rest is halved; each part is rounded down only when it is credited.
#[must_use]
pub fn split_block_alpha(emission_rao: u64, owner_cut: OwnerCut) -> BlockAlpha {
    let emission = Fixed::from_whole(emission_rao);
    let cut = match owner_cut {
        OwnerCut::Off => Fixed::ZERO,
        OwnerCut::On(share) => emission.mul_floor(Fixed::from_u16_ratio_floor(share)),
    };
    let rest = emission.minus(cut);
    let server = rest.mul_floor(Fixed::HALF);
    let validator = rest.minus(server);

    let (owner_cut_rao, server_rao, validator_rao) =
        (cut.to_whole_floor(), server.to_whole_floor(), validator.to_whole_floor());
    let dust_rao =
        emission_rao.saturating_sub(owner_cut_rao).saturating_sub(server_rao).saturating_sub(validator_rao);
    BlockAlpha { minted_rao: emission_rao, owner_cut_rao, server_rao, validator_rao, dust_rao }
}
