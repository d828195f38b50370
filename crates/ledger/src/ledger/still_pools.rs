//! What blocks issue when pools stand still: only alpha, and any number of blocks at once (spec §3.7).

use crate::Globals;
use crate::subnet::{AlphaBook, Subnet};
use incentor_emission::{OwnerCut, RootPart, curve_step, split_block_alpha};
use incentor_primitives::{Alpha, RuleSet};

/// Credits the emission of so many blocks, one stretch of the curve after the other.
pub(super) fn emit(subnet: &mut Subnet, blocks: u64, globals: &Globals, rules: &RuleSet) {
    let owner_cut = if subnet.parameters.owner_cut_enabled {
        OwnerCut::On(globals.network.owner_cut_u16)
    } else {
        OwnerCut::Off
    };
    let mut left = blocks;
    while left > 0 {
        let issuance_rao = subnet.alpha_issuance_rao();
        let alpha = &mut subnet.alpha;
        if issuance_rao >= alpha.stretch.step.until_rao {
            alpha.stretch.step = curve_step(issuance_rao, &rules.emission);
            alpha.stretch.per_block =
                split_block_alpha(alpha.stretch.step.emission_rao, owner_cut, RootPart::None);
        }
        let stretch = left.min(alpha.stretch.step.blocks_from(issuance_rao));
        if stretch == 0 || alpha.stretch.step.emission_rao == 0 {
            return;
        }
        credit(alpha, stretch);
        left = left.saturating_sub(stretch);
    }
}

/// Adds what one block credits, so many times.
fn credit(alpha: &mut AlphaBook, blocks: u64) {
    let per_block = alpha.stretch.per_block;
    let add = |sum: u64, rao: u64| sum.saturating_add(rao.saturating_mul(blocks));
    let pending = &mut alpha.pending;
    pending.owner_cut = Alpha::from_rao(add(pending.owner_cut.rao, per_block.owner_cut_rao));
    pending.server = Alpha::from_rao(add(pending.server.rao, per_block.server_rao));
    pending.validator = Alpha::from_rao(add(pending.validator.rao, per_block.validator_rao));
    alpha.out_rao = add(alpha.out_rao, per_block.minted_rao);
    let dust = i64::try_from(per_block.dust_rao.saturating_mul(blocks)).unwrap_or(i64::MAX);
    alpha.dust_rao = alpha.dust_rao.saturating_add(dust);
}
