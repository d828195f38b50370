//! The epoch from end to end, stage by stage (spec §1.19).
#![expect(
    clippy::indexing_slicing,
    reason = "columns run below n, slots below their number; every list indexed has that length"
)]

use crate::bonds::{Blend, BondWeights, Liquid, Miner, Smoothing};
use crate::clip::clip_column;
use crate::columns::Column;
use crate::consensus::Majority;
use crate::divider::{Divider, normalize};
use crate::fixed::{ONE, to_bits, to_u16_floor, u16_ratio, widen};
use crate::probe::{Matrix, Probe};
use crate::slots::Slots;
use crate::split::{Earnings, split};
use crate::weights::show_unpermitted;
use crate::{Bonds, EpochError, EpochInput, Workspace, activity, dividends, permits, stake_share};
use alloc::vec::Vec;

/// Runs one epoch in a workspace.
pub(crate) fn run<P: Probe>(
    ws: &mut Workspace,
    input: &EpochInput<'_>,
    probe: &mut P,
) -> Result<(), EpochError> {
    input.check()?;
    let owner = input.owner_uid.map(usize::from).filter(|&uid| uid < input.n && ws.rules.owner_is_exempt);
    let listed = input.validator_permit;
    let permit = |uid: usize| listed.get(uid).is_some_and(|&permit| permit || Some(uid) == owner);

    stake_share::normalise(input, owner, &mut ws.stake)?;
    new_permits(ws, input, owner);
    activity::active(input, &mut ws.epoch.active);
    activity::active_stake(&ws.stake, &ws.epoch.active, !listed.is_empty(), permit, &mut ws.active_stake);
    load(ws, input, owner, permit, probe)?;
    open_trace(ws, input, permit, probe);
    find_consensus(ws, input, probe);
    move_bonds(ws, input, probe);
    dividends::dividends(input.n, input.params.bonds, &ws.slots, &mut ws.dividends);
    publish(ws, input, probe);
    Ok(())
}

fn new_permits(ws: &mut Workspace, input: &EpochInput<'_>, owner: Option<usize>) {
    let permits = &mut ws.epoch.validator_permit;
    permits::top_k(&ws.stake, input.params.max_allowed_validators, &mut ws.ranking, permits);
    if let Some(permit) = owner.and_then(|uid| permits.get_mut(uid)) {
        *permit = true;
    }
}

/// Numbers the rows that take part and loads their weights and bonds by columns.
fn load<P: Probe>(
    ws: &mut Workspace,
    input: &EpochInput<'_>,
    owner: Option<usize>,
    permit: impl Fn(usize) -> bool,
    probe: &mut P,
) -> Result<(), EpochError> {
    ws.slots.number(input.n, |uid| {
        (permit(uid) && !input.weights.row(uid).is_empty()) || !input.bonds.row(uid).is_empty()
    });
    show_unpermitted(input, &permit, probe);
    ws.weights.load(input, owner, permit, &ws.slots.uids, probe)?;
    ws.bonds.load(input, &ws.slots.uids)
}

/// Median, clip and rank, column by column; then incentive (spec §1.6, §1.7).
fn find_consensus<P: Probe>(ws: &mut Workspace, input: &EpochInput<'_>, probe: &mut P) {
    let voting = Divider::new(ws.active_stake.iter().sum());
    let votes = || ws.active_stake.iter().map(|&stake| voting.ratio(stake)).filter(|&stake| stake > 0);
    let majority =
        Majority { kappa: u16_ratio(input.params.kappa_u16), total: votes().sum(), voters: votes().count() };
    probe.note(|trace| {
        trace.kappa = to_bits(majority.kappa);
        trace.median_stake = ws.active_stake.iter().map(|&stake| to_bits(voting.ratio(stake))).collect();
    });
    ws.slots.fetch_stake(&ws.active_stake, voting);
    let whole = has_whole(ws);
    let kind = BondWeights::from_penalty(input.params.bonds_penalty_u16);
    ws.consensus.clear();
    ws.incentive.clear();
    for column in 0..input.n {
        let cells = ws.weights.columns.column(column);
        let consensus = ws.median.of(cells, &ws.slots, majority);
        let rank = clip_column(cells, consensus, whole, &mut ws.slots);
        if P::WATCHES {
            show_weights((column, consensus, kind), cells, &ws.slots, probe);
        }
        ws.consensus.push(consensus);
        ws.incentive.push(rank);
    }
    probe.note(|trace| trace.ranks = ws.incentive.iter().copied().map(to_bits).collect());
    normalize(&mut ws.incentive);
}

/// Shows a column of weights as they were, clipped, and as they move bonds.
fn show_weights<P: Probe>(
    (column, consensus, kind): (usize, u64, BondWeights),
    cells: Column<'_>,
    slots: &Slots,
    probe: &mut P,
) {
    for (&slot, &share) in cells.slots.iter().zip(cells.values) {
        let (uid, share) = (slots.uid(slot), widen(share));
        probe.cell(Matrix::Weights, uid, column, share);
        let kinds = [(Matrix::Clipped, BondWeights::Clipped), (Matrix::WeightsForBonds, kind)];
        for (matrix, kind) in kinds.into_iter().filter(|(_, kind)| kind.keeps(share, consensus)) {
            probe.cell(matrix, uid, column, kind.of(share, consensus));
        }
    }
}

/// Bonds, column by column: smoothed, paid from incentive, stored (spec §1.8 to §1.12).
fn move_bonds<P: Probe>(ws: &mut Workspace, input: &EpochInput<'_>, probe: &mut P) {
    let kind = BondWeights::from_penalty(input.params.bonds_penalty_u16);
    let smoothing = smoothing(ws, input);
    let liquid = matches!(smoothing, Smoothing::Liquid(_));
    let weighted_only = liquid && ws.rules.liquid_alpha_drops_unweighted_bonds;
    let since = bonds_since(input);
    let masked = |column: usize| since <= input.block_at_registration.get(column).copied().unwrap_or(0);
    if liquid {
        ws.rising.walk(input, &ws.slots.uids, &ws.weights, masked, (kind, &ws.consensus));
    }
    begin_storing(ws, input);
    let whole = has_whole(ws);
    for column in 0..input.n {
        let stored = if masked(column) { Column::default() } else { ws.bonds.columns.column(column) };
        let weights = ws.weights.columns.column(column);
        let consensus = ws.consensus[column];
        ws.overlay.lay(weights, stored, (kind, consensus), weighted_only);
        let miner = Miner { column, consensus, incentive: ws.incentive[column], whole, stored };
        smoothing.smooth(miner, &mut ws.overlay, (&ws.slots, &ws.rising), probe);
        let store = (&mut ws.stored, &mut ws.epoch.bonds);
        smoothing.pay(miner, &mut ws.overlay, &mut ws.slots, store, probe);
    }
    ws.stored.finish(&ws.slots.uids, &ws.epoch.validator_permit, &mut ws.epoch.bonds);
    if weighted_only && !matches!(kind, BondWeights::Between(_)) {
        // Bonds smoothed pair by pair keep the order of the weights they follow.
        for &slot in &ws.weights.unsorted {
            let uid = ws.slots.uid(slot);
            ws.stored.reorder(uid, input.weights.row(usize::from(uid)), &mut ws.epoch.bonds);
        }
    }
}

/// Whether a weight or an active stake is exactly 1.0, the one fraction that needs 33 bits.
fn has_whole(ws: &Workspace) -> bool {
    ws.weights.has_whole || ws.active_stake.contains(&ONE)
}

fn smoothing(ws: &Workspace, input: &EpochInput<'_>) -> Smoothing {
    let blend = Blend::from_moving_average(input.params.bonds_moving_average);
    match input.params.bonds {
        Bonds::Original => Smoothing::Original(blend),
        // Without any consensus there is nothing to be liquid about.
        Bonds::FixedProportionLiquid(alpha) if ws.consensus.iter().any(|&consensus| consensus > 0) => {
            Smoothing::Liquid(Liquid::new(alpha, &ws.rules))
        }
        Bonds::FixedProportion | Bonds::FixedProportionLiquid(_) => Smoothing::Fixed(blend),
    }
}

/// The block at which the last tempo began: bonds on later registrations are void (spec §1.9).
fn bonds_since(input: &EpochInput<'_>) -> u64 {
    match input.last_mechanism_step_block {
        0 => input.current_block.saturating_sub(input.params.tempo),
        block => block.saturating_add(1),
    }
}

fn begin_storing(ws: &mut Workspace, input: &EpochInput<'_>) {
    let rows = ws.slots.uids.iter().map(|&uid| {
        let index = usize::from(uid);
        let most = input.weights.row(index).len().saturating_add(input.bonds.row(index).len());
        (uid, most.min(input.n))
    });
    ws.stored.begin(input.n, rows, &mut ws.epoch.bonds);
}

/// Splits the emission and writes the published vectors (spec §1.13, §1.14).
fn publish<P: Probe>(ws: &mut Workspace, input: &EpochInput<'_>, probe: &mut P) {
    let earnings = Earnings {
        incentive: &ws.incentive,
        dividends: &ws.dividends,
        stake: &ws.stake,
        active_stake: &ws.active_stake,
    };
    split(earnings, input.emission_rao, &mut ws.epoch, probe);

    let epoch = &mut ws.epoch;
    to_u16s(&ws.stake, &mut epoch.stake_weight);
    to_u16s(&ws.consensus, &mut epoch.consensus);
    to_u16s(&ws.incentive, &mut epoch.incentive);
    to_u16s(&ws.dividends, &mut epoch.dividends);
    let bits = &mut epoch.bits;
    copy_bits(&ws.consensus, &mut bits.consensus);
    copy_bits(&ws.incentive, &mut bits.incentive);
    copy_bits(&ws.dividends, &mut bits.dividends);
    bits.validator_trust.clear();
    bits.validator_trust.resize(input.n, 0);
    epoch.validator_trust.clear();
    epoch.validator_trust.resize(input.n, 0);
    for (&uid, &trust) in ws.slots.uids.iter().zip(&ws.slots.trust) {
        bits.validator_trust[usize::from(uid)] = to_bits(trust);
        epoch.validator_trust[usize::from(uid)] = to_u16_floor(trust);
    }
    probe.note(|trace| {
        trace.total_bonds = alloc::vec![0; input.n];
        for (&uid, &total) in ws.slots.uids.iter().zip(&ws.slots.total_bonds) {
            trace.total_bonds[usize::from(uid)] = to_bits(total);
        }
    });
}

/// Shows who takes part, and which matrices this kind of bonds will have.
fn open_trace<P: Probe>(
    ws: &Workspace,
    input: &EpochInput<'_>,
    permit: impl Fn(usize) -> bool,
    probe: &mut P,
) {
    probe.open(&[Matrix::Weights, Matrix::Clipped, Matrix::WeightsForBonds, Matrix::Bonds]);
    probe.open(&[Matrix::Ema, Matrix::BondsStored]);
    match input.params.bonds {
        Bonds::Original => probe.open(&[Matrix::BondsBought]),
        Bonds::FixedProportion => probe.open(&[Matrix::EmaNormalised]),
        Bonds::FixedProportionLiquid(_) => probe.open(&[Matrix::Alphas, Matrix::EmaNormalised]),
    }
    probe.note(|trace| {
        trace.stake = ws.stake.iter().copied().map(to_bits).collect();
        trace.permit = (0..input.n).map(permit).collect();
        trace.active_stake = ws.active_stake.iter().copied().map(to_bits).collect();
    });
}

fn to_u16s(values: &[u64], out: &mut Vec<u16>) {
    out.clear();
    out.extend(values.iter().map(|&value| to_u16_floor(value)));
}

fn copy_bits(values: &[u64], out: &mut Vec<i64>) {
    out.clear();
    out.extend(values.iter().map(|&value| to_bits(value)));
}
