//! One subnet's epoch: its mechanisms, then its payouts (spec §1.17, §3.8).

use super::{audit, payout, stake_weights::Weighing};
use crate::rules::activity::activity_cutoff_blocks;
use crate::stakes::Stakes;
use crate::state::State;
use crate::subnet::Subnet;
use crate::{Defect, EpochOutcome, Globals};
use alloc::vec::Vec;
use incentor_emission::Pots;
use incentor_primitives::{Alpha, BlockNumber, MechId, NetUid};
use incentor_yuma::{
    Epoch, EpochError, EpochInput, EpochParams, StakeWeight, SubnetEpoch, Workspace, split_emission,
};

/// Runs the epoch of a subnet in the current block and pays everybody.
pub(super) fn run(
    state: &mut State,
    workspace: &mut Workspace,
    netuid: NetUid,
) -> Result<EpochOutcome, Defect> {
    let (block, globals) = (state.block, state.globals);
    let missing = || Defect::NoSuchSubnet { block, netuid };
    let at = state.subnets.iter().position(|subnet| subnet.netuid == netuid).ok_or_else(missing)?;
    let subnet = state.subnets.get_mut(at).ok_or_else(missing)?;

    let pending = core::mem::take(&mut subnet.alpha.pending);
    let pots = Pots {
        server_rao: pending.server.rao,
        validator_rao: pending.validator.rao,
        root_rao: pending.root.rao,
    };
    let (mechanisms, combined) =
        run_mechanisms(subnet, &state.root.alpha.stakes, &globals, workspace, block, pots.emission_rao())
            .map_err(|source| Defect::Epoch { block, netuid, source })?;
    subnet.last_mechanism_step_block = block;
    subnet.published = combined.clone().into();

    let paid = payout::pay(state, at, pending, &combined).ok_or_else(missing)?;
    let settlement = paid.settlement;
    if !settlement.is_covered() {
        let [pot, paid] = [settlement.pending_rao(), settlement.paid_rao()].map(Alpha::from_rao);
        return Err(Defect::Overpaid { block, netuid, pot, paid });
    }
    state.subnets.get(at).ok_or_else(missing).and_then(|subnet| audit::recount_alpha(subnet, block))?;
    Ok(EpochOutcome { netuid, block, mechanisms, combined, settlement, payouts: paid.payouts })
}

/// Runs every mechanism with its part of the emission; all see the permits of the epoch before.
fn run_mechanisms(
    subnet: &mut Subnet,
    root: &Stakes,
    globals: &Globals,
    workspace: &mut Workspace,
    block: BlockNumber,
    emission_rao: u64,
) -> Result<(Vec<Epoch>, SubnetEpoch), EpochError> {
    let parameters = &subnet.parameters;
    let n = subnet.seats.len();
    let parts =
        split_emission(emission_rao, parameters.mechanism_count, parameters.mechanism_split_u16.as_deref());
    let weighing =
        Weighing::new(&subnet.children, &subnet.alpha.stakes, root, globals.network.tao_weight_u64);
    let stake: Vec<StakeWeight> = subnet.seats.keys.iter().map(|keys| weighing.of(&keys.hotkey)).collect();
    let tempo = subnet.schedule.tempo;
    let params = EpochParams {
        tempo: u64::from(tempo.0),
        activity_cutoff_blocks: activity_cutoff_blocks(parameters.activity_cutoff_factor_milli, tempo),
        max_allowed_validators: usize::from(parameters.max_allowed_validators),
        kappa_u16: parameters.kappa_u16,
        bonds_moving_average: parameters.bonds_moving_average,
        bonds_penalty_u16: parameters.bonds_penalty_u16,
        bonds: parameters.bonds(),
        stake_threshold_rao: globals.network.stake_threshold_rao,
    };
    let commits_mask = parameters.commit_reveal_weights_enabled.then(|| subnet.reveal_time(block));
    let owner_uid = subnet.seats.uid_of(&subnet.owner_hotkey).map(|uid| uid.0);

    let mut combined = SubnetEpoch::default();
    let mut epochs = Vec::with_capacity(parts.len());
    for (mechid, (mechanism, part_rao)) in (0_u8..).map(MechId).zip(subnet.mechanisms.iter_mut().zip(parts)) {
        let commit_blocks = commits_mask.and_then(|time| mechanism.commit_blocks(&subnet.seats, time));
        let epoch = workspace.run(&EpochInput {
            n,
            current_block: block.0,
            last_mechanism_step_block: subnet.last_mechanism_step_block.0,
            params,
            owner_uid,
            stake: &stake,
            last_update: &mechanism.last_update,
            block_at_registration: &subnet.seats.block_at_registration,
            validator_permit: &subnet.published.validator_permit,
            commit_blocks: commit_blocks.as_deref(),
            weights: &mechanism.weights,
            bonds: &mechanism.bonds,
            emission_rao: part_rao,
        })?;
        combined.add(mechid, epoch, part_rao, emission_rao);
        mechanism.bonds.clone_from(&epoch.bonds);
        mechanism.incentive.clone_from(&epoch.incentive);
        epochs.push(epoch.clone());
    }
    Ok((epochs, combined))
}
