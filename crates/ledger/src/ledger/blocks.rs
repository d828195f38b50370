//! Making blocks, one at a time and many at once.

use super::{audit, children, epoch};
use crate::state::State;
use crate::subnet::{AlphaBook, Subnet};
use crate::{BlockOutcome, Defect, EpochOutcome};
use alloc::vec::Vec;
use incentor_emission::{OwnerCut, RootPart, burn_after_block, curve_step, split_block_alpha};
use incentor_primitives::{Alpha, BlockNumber, NetUid, RuleSet};
use incentor_yuma::Workspace;

/// Makes blocks up to `until`, those without an epoch all at once.
pub(super) fn advance(
    state: &mut State,
    workspace: &mut Workspace,
    until: BlockNumber,
    on_epoch: &mut dyn FnMut(&EpochOutcome),
) -> Result<(), Defect> {
    while state.block < until {
        let due = state.next_due().unwrap_or(until).min(until);
        let quiet = due.0.saturating_sub(state.block.0).saturating_sub(1);
        pass_time(state, quiet)?;
        make_block(state, workspace)?.epochs.iter().for_each(&mut *on_epoch);
    }
    Ok(())
}

/// Makes one block (spec §2.10): prices, emission, the epochs that are due.
pub(super) fn make_block(state: &mut State, workspace: &mut Workspace) -> Result<BlockOutcome, Defect> {
    pass_time(state, 1)?;
    let block = state.block;
    let mut epochs = Vec::new();
    for netuid in take_due(state) {
        epochs.push(epoch::run(state, workspace, netuid)?);
    }
    children::apply_pending(state);
    Ok(BlockOutcome { block, epochs })
}

/// What so many blocks do to every subnet besides epochs.
fn pass_time(state: &mut State, blocks: u64) -> Result<(), Defect> {
    if blocks == 0 {
        return Ok(());
    }
    let before = state.block;
    state.block = BlockNumber(before.0.saturating_add(blocks));
    // The chain does not lower prices in block 1.
    let first_counts = before.0 > 0;
    let price_blocks = if first_counts { blocks } else { blocks.saturating_sub(1) };
    let owner_cut_u16 = state.globals.owner_cut_u16;
    for subnet in &mut state.subnets {
        lower_price(subnet, price_blocks);
        subnet.registrations_this_block = 0;
        subnet.schedule.blocks_since_last_step =
            subnet.schedule.blocks_since_last_step.saturating_add(blocks);
        if subnet.emits() {
            let owner_cut =
                if subnet.parameters.owner_cut_enabled { OwnerCut::On(owner_cut_u16) } else { OwnerCut::Off };
            emit(subnet, blocks, owner_cut, &state.rules);
        }
        audit::check_alpha(subnet, state.block)?;
    }
    audit::check_tao(state)
}

/// Lowers the price of a seat block by block, until it stands still.
fn lower_price(subnet: &mut Subnet, blocks: u64) {
    for _ in 0..blocks {
        let lowered = burn_after_block(subnet.burn_rao, &subnet.burn_rules);
        if lowered == subnet.burn_rao {
            return;
        }
        subnet.burn_rao = lowered;
    }
}

/// Credits the emission of so many blocks, one stretch of the curve after the other.
fn emit(subnet: &mut Subnet, blocks: u64, owner_cut: OwnerCut, rules: &RuleSet) {
    let mut left = blocks;
    while left > 0 {
        let issuance_rao = subnet.alpha_issuance_rao();
        let alpha = &mut subnet.alpha;
        if issuance_rao >= alpha.step.until_rao {
            alpha.step = curve_step(issuance_rao, &rules.emission);
            alpha.per_block = split_block_alpha(alpha.step.emission_rao, owner_cut, RootPart::None);
        }
        let stretch = left.min(alpha.step.blocks_from(issuance_rao));
        if stretch == 0 || alpha.step.emission_rao == 0 {
            return;
        }
        credit(alpha, stretch);
        left = left.saturating_sub(stretch);
    }
}

/// Adds what one block credits, so many times.
fn credit(alpha: &mut AlphaBook, blocks: u64) {
    let per_block = alpha.per_block;
    let add = |sum: u64, rao: u64| sum.saturating_add(rao.saturating_mul(blocks));
    let pending = &mut alpha.pending;
    pending.owner_cut = Alpha::from_rao(add(pending.owner_cut.rao, per_block.owner_cut_rao));
    pending.server = Alpha::from_rao(add(pending.server.rao, per_block.server_rao));
    pending.validator = Alpha::from_rao(add(pending.validator.rao, per_block.validator_rao));
    alpha.out_rao = add(alpha.out_rao, per_block.minted_rao);
    let dust = i64::try_from(per_block.dust_rao.saturating_mul(blocks)).unwrap_or(i64::MAX);
    alpha.dust_rao = alpha.dust_rao.saturating_add(dust);
}

/// The subnets whose epochs run in this block, ascending; those past the cap wait (spec §2.9).
fn take_due(state: &mut State) -> Vec<NetUid> {
    let block = state.block;
    let cap = usize::from(state.globals.max_epochs_per_block);
    let mut due = Vec::new();
    for subnet in &mut state.subnets {
        if !subnet.schedule.should_run(block) {
            continue;
        }
        if due.len() >= cap {
            subnet.schedule.defer(block);
        } else {
            subnet.schedule.start_epoch(block);
            due.push(subnet.netuid);
        }
    }
    due.sort_unstable();
    due
}
