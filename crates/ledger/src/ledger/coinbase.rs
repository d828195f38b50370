//! What a block issues, and where it goes until the epochs (spec §3.1 to §3.7).

use super::trading::{FeeTo, buy};
use crate::state::State;
use crate::subnet::{Injection, Subnet};
use alloc::{vec, vec::Vec};
use incentor_emission::{
    FeeRate, Fixed, Fixed64, InjectionTerms, OwnerCut, PriceLimit, PriceSmoothing, RootPart, RootStake,
    SubnetClaim, SwapTerms, block_emission, injection, moving_price, root_proportion, root_sells,
    split_block_alpha, subnet_shares, tao_of_share,
};
use incentor_primitives::{Alpha, EmissionRules, Tao};

/// Issues the TAO and alpha of so many blocks, splits them, and moves the pools.
///
/// One block at a time is the chain; several are settled by what the first of them finds.
pub(super) fn distribute(state: &mut State, blocks: u64) {
    let emission_rao = block_emission(state.tao_issuance_rao, &state.rules.emission);
    state.block_emission_rao = emission_rao;
    let emitting: Vec<usize> = positions_of_emitting(state);
    let claims: Vec<SubnetClaim> =
        emitting.iter().filter_map(|at| state.subnets.get(*at)).map(claim).collect();
    let mut shares = vec![Fixed64::ZERO; claims.len()];
    subnet_shares(state.globals.subnet_shares, &claims, &mut shares);
    let sells = root_sells(claims.iter().map(|claim| claim.moving_price));

    let root = RootSide::of(state);
    let planned = |(at, share): (&usize, &Fixed64)| {
        let subnet = state.subnets.get(*at)?;
        Some((*at, plan(subnet, tao_of_share(*share, emission_rao), &root, &state.rules.emission)))
    };
    let plans: Vec<(usize, Injection)> = emitting.iter().zip(&shares).filter_map(planned).collect();
    for (at, per_block) in plans {
        inject(state, at, per_block, blocks);
        credit_pending(state, at, per_block.alpha_out, blocks, (&root, sells));
    }
}

/// What a block puts into a subnet that gets so much of its TAO.
fn plan(subnet: &Subnet, tao: Fixed, root: &RootSide, rules: &EmissionRules) -> Injection {
    let alpha_rao = block_emission(subnet.alpha_issuance_rao(), rules);
    let amounts = injection(&InjectionTerms {
        tao,
        price: subnet.price().to_fixed_floor(),
        alpha_emission_rao: alpha_rao,
        root_proportion: root.proportion_in(subnet),
    });
    Injection {
        tao: Tao::from_rao(amounts.tao_in.to_whole_floor()),
        alpha_in: Alpha::from_rao(amounts.alpha_in.to_whole_floor()),
        alpha_out: Alpha::from_rao(alpha_rao),
        excess_tao: Tao::from_rao(amounts.excess_tao.to_whole_floor()),
    }
}

/// Lets the averages of the emitting subnets follow their pools for so many blocks (spec §3.5, §3.6).
pub(super) fn follow_prices(state: &mut State, blocks: u64) {
    let root = RootSide::of(state);
    let moving_alpha = Fixed::from_signed_bits(state.globals.network.moving_alpha_bits);
    let last = state.block.0;
    for subnet in state.subnets.iter_mut().filter(|subnet| subnet.emits()) {
        let before_start = subnet.first_emission_block.map_or(0, |block| block.0).saturating_sub(1);
        let smoothing =
            PriceSmoothing { moving_alpha, halving_blocks: subnet.parameters.price_halving_blocks };
        let price = subnet.price();
        let mut average = Fixed::from_signed_bits(subnet.moving_price_bits);
        for block in last.saturating_sub(blocks).saturating_add(1)..=last {
            average =
                moving_price(average, price, smoothing.weight_after(block.saturating_sub(before_start)));
        }
        subnet.moving_price_bits = i128::try_from(average.to_bits()).unwrap_or(i128::MAX);
        subnet.root_proportion_bits = root.proportion_in(subnet).to_bits();
    }
}

fn positions_of_emitting(state: &State) -> Vec<usize> {
    let subnets = state.subnets.iter().enumerate();
    subnets.filter(|(_, subnet)| subnet.emits()).map(|(at, _)| at).collect()
}

fn claim(subnet: &Subnet) -> SubnetClaim {
    SubnetClaim {
        moving_price: Fixed64::from_fixed(Fixed::from_signed_bits(subnet.moving_price_bits)),
        miner_burned: Fixed::from_bits(subnet.miner_burned_bits),
        emission_enabled: subnet.parameters.subnet_emission_enabled,
    }
}

/// What root weighs, the same for every subnet of a block.
struct RootSide {
    tao_rao: u64,
    tao_weight: Fixed,
}

impl RootSide {
    fn of(state: &State) -> Self {
        Self {
            tao_rao: state.root.pool.tao_rao,
            tao_weight: Fixed::from_u64_ratio_floor(state.globals.network.tao_weight_u64),
        }
    }

    fn proportion_in(&self, subnet: &Subnet) -> Fixed {
        root_proportion(&RootStake {
            root_tao_rao: self.tao_rao,
            tao_weight: self.tao_weight,
            alpha_issuance_rao: subnet.alpha_issuance_rao(),
        })
    }
}

/// Puts a subnet's TAO into its pool: as much as keeps the price, and buys alpha with the rest (spec §3.4).
///
/// The pool is re-weighted before the purchase, and holds what is injected only after it.
fn inject(state: &mut State, at: usize, mut per_block: Injection, blocks: u64) {
    let Some(subnet) = state.subnets.get_mut(at) else {
        return;
    };
    let netuid = subnet.netuid;
    let times = |rao: u64| rao.saturating_mul(blocks);
    match subnet.pool.reweighted(times(per_block.tao.rao), times(per_block.alpha_in.rao)) {
        Ok(quote_weight) => subnet.pool.quote_weight = quote_weight,
        Err(_) => (per_block.tao, per_block.alpha_in) = (Tao::ZERO, Alpha::ZERO),
    }
    subnet.injection = per_block;
    if per_block.excess_tao > Tao::ZERO {
        let terms = SwapTerms { fee: FeeRate::NONE, limit: PriceLimit::HIGHEST };
        // What the pool does not take is not issued.
        if let Ok(swap) = buy(state, netuid, times(per_block.excess_tao.rao), &terms, FeeTo::Subnet) {
            state.tao_issuance_rao = state.tao_issuance_rao.saturating_add(swap.gross_in_rao);
            if let Some(subnet) = state.subnets.get_mut(at) {
                subnet.alpha.protocol_rao = subnet.alpha.protocol_rao.saturating_add(swap.out_rao);
            }
        }
    }
    let tao_rao = times(per_block.tao.rao);
    state.tao_issuance_rao = state.tao_issuance_rao.saturating_add(tao_rao);
    state.total_stake_rao = state.total_stake_rao.saturating_add(tao_rao);
    if let Some(subnet) = state.subnets.get_mut(at) {
        subnet.pool.tao_rao = subnet.pool.tao_rao.saturating_add(tao_rao);
        subnet.pool.alpha_rao = subnet.pool.alpha_rao.saturating_add(times(per_block.alpha_in.rao));
        subnet.account_rao = subnet.account_rao.saturating_add(tao_rao);
    }
}

/// Issues a subnet's alpha and divides it among those who wait for the epoch (spec §3.7).
fn credit_pending(
    state: &mut State,
    at: usize,
    per_block: Alpha,
    blocks: u64,
    (root, sells): (&RootSide, bool),
) {
    let owner_cut_u16 = state.globals.network.owner_cut_u16;
    let Some(subnet) = state.subnets.get_mut(at) else {
        return;
    };
    let times = |rao: u64| rao.saturating_mul(blocks);
    subnet.alpha.out_rao = subnet.alpha.out_rao.saturating_add(times(per_block.rao));
    let owner_cut =
        if subnet.parameters.owner_cut_enabled { OwnerCut::On(owner_cut_u16) } else { OwnerCut::Off };
    let proportion = root.proportion_in(subnet);
    let part = if sells { RootPart::Kept(proportion) } else { RootPart::Recycled(proportion) };
    let split = split_block_alpha(per_block.rao, owner_cut, part);
    let alpha = &mut subnet.alpha;
    let add = |sum: Alpha, rao: u64| Alpha::from_rao(sum.rao.saturating_add(times(rao)));
    alpha.pending.owner_cut = add(alpha.pending.owner_cut, split.owner_cut_rao);
    alpha.pending.server = add(alpha.pending.server, split.server_rao);
    alpha.pending.validator = add(alpha.pending.validator, split.validator_rao);
    alpha.pending.root = add(alpha.pending.root, split.root_rao);
    alpha.out_rao = alpha.out_rao.saturating_sub(times(split.recycled_rao));
    // A few rao for each block.
    let dust = i64::try_from(times(split.dust_rao)).unwrap_or(i64::MAX);
    alpha.dust_rao = alpha.dust_rao.saturating_add(dust);
}
