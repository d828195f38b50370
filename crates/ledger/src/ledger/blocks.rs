//! Making blocks, one at a time and many at once.

use super::{audit, children, coinbase, epoch, root_claims, root_stakes, still_pools, timelock};
use crate::state::State;
use crate::subnet::Subnet;
use crate::{BlockOutcome, Defect, EpochOutcome, Granularity, Opener, Pools};
use alloc::vec::Vec;
use incentor_emission::burn_after_block;
use incentor_primitives::{BlockNumber, NetUid};
use incentor_yuma::Workspace;

/// Makes blocks up to `until`; those without an epoch at once where that may be.
pub(super) fn advance(
    state: &mut State,
    workspace: &mut Workspace,
    opener: &dyn Opener,
    until: BlockNumber,
    on_epoch: &mut dyn FnMut(&EpochOutcome),
) -> Result<(), Defect> {
    while state.block < until {
        if may_settle_at_once(state) {
            let mut due = state.next_due().unwrap_or(until).min(until);
            if timelock::has_work(state) {
                due = timelock::next_block(state);
            }
            let quiet = due.0.saturating_sub(state.block.0).saturating_sub(1);
            if quiet > 0 {
                begin(state, quiet);
                issue(state, quiet);
                follow(state, quiet);
                audit::check(state)?;
            }
        }
        make_block(state, workspace, opener)?.epochs.iter().for_each(&mut *on_epoch);
    }
    Ok(())
}

/// Whether blocks without an epoch are settled together: because it is exact, or because that is wanted.
fn may_settle_at_once(state: &State) -> bool {
    match state.globals.pools {
        Pools::Fixed => state.root_dividends.stand_still(),
        Pools::Live => state.globals.granularity == Granularity::Tempo,
    }
}

/// Makes one block (spec §2.10).
///
/// Reveals touch nothing that the prices and the new TAO of the block do, so they may come before both.
pub(super) fn make_block(
    state: &mut State,
    workspace: &mut Workspace,
    opener: &dyn Opener,
) -> Result<BlockOutcome, Defect> {
    timelock::reveal(state, opener);
    begin(state, 1);
    issue(state, 1);
    let block = state.block;
    let mut epochs = Vec::new();
    for netuid in take_due(state) {
        epochs.push(epoch::run(state, workspace, netuid)?);
    }
    follow(state, 1);
    children::apply_pending(state);
    root_claims::claim_by_turns(state);
    root_stakes::list_heirs(state);
    audit::check(state)?;
    Ok(BlockOutcome { block, epochs })
}

/// What the beginning of so many blocks does: numbers, prices of seats, counters.
fn begin(state: &mut State, blocks: u64) {
    let before = state.block;
    state.block = BlockNumber(before.0.saturating_add(blocks));
    // The chain does not lower prices in block 1.
    let first_counts = before.0 > 0;
    let price_blocks = if first_counts { blocks } else { blocks.saturating_sub(1) };
    lower_price(&mut state.root, price_blocks);
    state.root.registrations_this_block = 0;
    // No epoch runs on root, so that from its first tempo's end on every block begins an interval.
    if state.root.schedule.should_run(state.block) {
        state.root.registrations_this_interval = 0;
    }
    for subnet in &mut state.subnets {
        lower_price(subnet, price_blocks);
        subnet.registrations_this_block = 0;
        subnet.schedule.blocks_since_last_step =
            subnet.schedule.blocks_since_last_step.saturating_add(blocks);
    }
}

/// What so many blocks issue.
fn issue(state: &mut State, blocks: u64) {
    match state.globals.pools {
        Pools::Live => coinbase::distribute(state, blocks),
        Pools::Fixed => {
            for subnet in state.subnets.iter_mut().filter(|subnet| subnet.emits()) {
                still_pools::emit(subnet, blocks, &state.globals, &state.rules);
            }
        }
    }
}

/// What the prices do after so many blocks.
fn follow(state: &mut State, blocks: u64) {
    if state.globals.pools == Pools::Live {
        coinbase::follow_prices(state, blocks);
    }
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

/// The subnets whose epochs run in this block, ascending; those past the cap wait (spec §2.9).
fn take_due(state: &mut State) -> Vec<NetUid> {
    let block = state.block;
    let cap = usize::from(state.globals.network.max_epochs_per_block);
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
