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

/// Root's part of the emission, out of the validators' half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootPart {
    /// Root has no stake.
    None,
    /// This [`root_proportion`](crate::root_proportion), kept for those who stake on root.
    Kept(Fixed),
    /// This proportion, taken out of the issuance again.
    Recycled(Fixed),
}

/// Where the alpha of one block goes:
/// `minted = owner_cut + server + validator + root + recycled + dust`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct BlockAlpha {
    /// Added to the issuance.
    pub minted_rao: u64,
    /// Waits for the owner.
    pub owner_cut_rao: u64,
    /// Waits for the miners.
    pub server_rao: u64,
    /// Waits for the validators.
    pub validator_rao: u64,
    /// Waits for those who stake on root.
    pub root_rao: u64,
    /// Root's part where it is not kept: taken out of the issuance.
    pub recycled_rao: u64,
    /// Issued, and nobody's: what rounding each part down leaves.
    pub dust_rao: u64,
}

impl BlockAlpha {
    /// A block without emission.
    pub const NOTHING: Self = Self {
        minted_rao: 0,
        owner_cut_rao: 0,
        server_rao: 0,
        validator_rao: 0,
        root_rao: 0,
        recycled_rao: 0,
        dust_rao: 0,
    };
}

/// Splits a block's alpha emission between owner, miners, validators and root.
///
/// The cut comes first, the rest is halved, and root's part comes out of the validators' half; each part is
/// rounded down only when it is credited. The root proportion is the one after the block's injection and
/// after its emission was minted.
#[must_use]
pub fn split_block_alpha(emission_rao: u64, owner_cut: OwnerCut, root: RootPart) -> BlockAlpha {
    let emission = Fixed::from_whole(emission_rao);
    let cut = match owner_cut {
        OwnerCut::Off => Fixed::ZERO,
        OwnerCut::On(share) => emission.mul_floor(Fixed::from_u16_ratio_floor(share)),
    };
    let rest = emission.minus(cut);
    let of_root = |proportion: Fixed| proportion.mul_floor(rest).mul_floor(Fixed::HALF);
    let (kept, recycled) = match root {
        RootPart::None => (Fixed::ZERO, Fixed::ZERO),
        RootPart::Kept(proportion) => (of_root(proportion), Fixed::ZERO),
        RootPart::Recycled(proportion) => (Fixed::ZERO, of_root(proportion)),
    };
    let server = rest.mul_floor(Fixed::HALF);
    let validator = rest.minus(server).minus(kept).minus(recycled);

    let [owner_cut_rao, server_rao, validator_rao, root_rao, recycled_rao] =
        [cut, server, validator, kept, recycled].map(Fixed::to_whole_floor);
    let dust_rao = [owner_cut_rao, server_rao, validator_rao, root_rao, recycled_rao]
        .iter()
        .fold(emission_rao, |left, part| left.saturating_sub(*part));
    BlockAlpha {
        minted_rao: emission_rao,
        owner_cut_rao,
        server_rao,
        validator_rao,
        root_rao,
        recycled_rao,
        dust_rao,
    }
}
