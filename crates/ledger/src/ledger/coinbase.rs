//! What a block issues, and where it goes until the epochs (spec §3.1 to §3.7).

use super::trading::{FeeTo, buy};
use crate::state::State;
use crate::subnet::{Injection, Subnet};
use alloc::vec::Vec;
use incentor_emission::{
    FeeRate, Fixed, Fixed64, InjectionTerms, OwnerCut, PriceLimit, PriceSmoothing, RootPart, RootStake,
    SubnetClaim, SwapTerms, block_emission, injection, moving_price, root_proportion, root_sells,
    split_block_alpha, subnet_shares, tao_of_share,
};
use incentor_primitives::{Alpha, Tao};

/// Issues a block's TAO and alpha, splits them, and moves the pools.
pub(super) fn distribute(state: &mut State) {
    let emission_rao = block_emission(state.tao_issuance_rao, &state.rules.emission);
    state.block_emission_rao = emission_rao;
    let emitting: Vec<usize> = positions_of_emitting(state);
    let claims: Vec<SubnetClaim> =
        emitting.iter().filter_map(|at| state.subnets.get(*at)).map(claim).collect();
    let mut shares = alloc::vec![Fixed64::ZERO; claims.len()];
    subnet_shares(state.globals.subnet_shares, &claims, &mut shares);
    let sells = root_sells(claims.iter().map(|claim| claim.moving_price));

    let root = RootSide::of(state);
    let planned: Vec<(usize, incentor_emission::Injection, u64)> = emitting
        .iter()
        .zip(&shares)
        .filter_map(|(at, share)| {
            let subnet = state.subnets.get(*at)?;
            let alpha_rao = block_emission(subnet.alpha_issuance_rao(), &state.rules.emission);
            let terms = InjectionTerms {
                tao: tao_of_share(*share, emission_rao),
                price: subnet.price().to_fixed_floor(),
                alpha_emission_rao: alpha_rao,
                root_proportion: root.proportion_in(subnet),
            };
            Some((*at, injection(&terms), alpha_rao))
        })
        .collect();
    for (at, planned, alpha_rao) in planned {
        inject(state, at, &planned, alpha_rao);
        credit_pending(state, at, alpha_rao, &root, sells);
    }
}

/// Lets the averages of the emitting subnets follow their pools (spec §3.5, §3.6).
pub(super) fn follow_prices(state: &mut State) {
    let root = RootSide::of(state);
    let moving_alpha = Fixed::from_bits(u128::try_from(state.globals.moving_alpha_bits).unwrap_or(0));
    let block = state.block;
    for subnet in state.subnets.iter_mut().filter(|subnet| subnet.emits()) {
        let first = subnet.first_emission_block.map_or(0, |block| block.0);
        let age = block.0.saturating_sub(first.saturating_sub(1));
        let smoothing =
            PriceSmoothing { moving_alpha, halving_blocks: subnet.parameters.price_halving_blocks };
        let before = Fixed::from_bits(u128::try_from(subnet.moving_price_bits).unwrap_or(0));
        let after = moving_price(before, subnet.price(), smoothing.weight_after(age));
        subnet.moving_price_bits = i128::try_from(after.to_bits()).unwrap_or(i128::MAX);
        subnet.root_proportion_bits = root.proportion_in(subnet).to_bits();
    }
}

fn positions_of_emitting(state: &State) -> Vec<usize> {
    let subnets = state.subnets.iter().enumerate();
    subnets.filter(|(_, subnet)| subnet.emits()).map(|(at, _)| at).collect()
}

fn claim(subnet: &Subnet) -> SubnetClaim {
    let moving_price = Fixed::from_bits(u128::try_from(subnet.moving_price_bits).unwrap_or(0));
    SubnetClaim {
        moving_price: Fixed64::from_fixed(moving_price),
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
            tao_weight: Fixed::from_u64_ratio_floor(state.globals.tao_weight_u64),
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
fn inject(state: &mut State, at: usize, planned: &incentor_emission::Injection, alpha_rao: u64) {
    let excess_rao = planned.excess_tao.to_whole_floor();
    let Some(subnet) = state.subnets.get_mut(at) else {
        return;
    };
    let (mut tao_rao, mut alpha_in_rao) =
        (planned.tao_in.to_whole_floor(), planned.alpha_in.to_whole_floor());
    match subnet.pool.reweighted(tao_rao, alpha_in_rao) {
        Ok(quote_weight) => subnet.pool.quote_weight = quote_weight,
        Err(_) => (tao_rao, alpha_in_rao) = (0, 0),
    }
    subnet.injection = Injection {
        tao: Tao::from_rao(tao_rao),
        alpha_in: Alpha::from_rao(alpha_in_rao),
        alpha_out: Alpha::from_rao(alpha_rao),
        excess_tao: Tao::from_rao(excess_rao),
    };
    let netuid = subnet.netuid;
    if excess_rao > 0 {
        let terms = SwapTerms { fee: FeeRate::NONE, limit: PriceLimit::HIGHEST };
        // What the pool does not take is not issued.
        if let Ok(swap) = buy(state, netuid, excess_rao, &terms, FeeTo::Subnet) {
            state.tao_issuance_rao = state.tao_issuance_rao.saturating_add(swap.gross_in_rao);
            if let Some(subnet) = state.subnets.get_mut(at) {
                subnet.alpha.protocol_rao = subnet.alpha.protocol_rao.saturating_add(swap.out_rao);
            }
        }
    }
    state.tao_issuance_rao = state.tao_issuance_rao.saturating_add(tao_rao);
    state.total_stake_rao = state.total_stake_rao.saturating_add(tao_rao);
    if let Some(subnet) = state.subnets.get_mut(at) {
        subnet.pool.tao_rao = subnet.pool.tao_rao.saturating_add(tao_rao);
        subnet.pool.alpha_rao = subnet.pool.alpha_rao.saturating_add(alpha_in_rao);
        subnet.account_rao = subnet.account_rao.saturating_add(tao_rao);
    }
}

/// Issues a subnet's alpha and divides it among those who wait for the epoch (spec §3.7).
fn credit_pending(state: &mut State, at: usize, alpha_rao: u64, root: &RootSide, sells: bool) {
    let owner_cut_u16 = state.globals.owner_cut_u16;
    let Some(subnet) = state.subnets.get_mut(at) else {
        return;
    };
    subnet.alpha.out_rao = subnet.alpha.out_rao.saturating_add(alpha_rao);
    let owner_cut =
        if subnet.parameters.owner_cut_enabled { OwnerCut::On(owner_cut_u16) } else { OwnerCut::Off };
    let proportion = root.proportion_in(subnet);
    let part = if sells { RootPart::Kept(proportion) } else { RootPart::Recycled(proportion) };
    let split = split_block_alpha(alpha_rao, owner_cut, part);
    let alpha = &mut subnet.alpha;
    let add = |sum: Alpha, rao: u64| Alpha::from_rao(sum.rao.saturating_add(rao));
    alpha.pending.owner_cut = add(alpha.pending.owner_cut, split.owner_cut_rao);
    alpha.pending.server = add(alpha.pending.server, split.server_rao);
    alpha.pending.validator = add(alpha.pending.validator, split.validator_rao);
    alpha.pending.root = add(alpha.pending.root, split.root_rao);
    alpha.out_rao = alpha.out_rao.saturating_sub(split.recycled_rao);
    // Less than a block's emission.
    alpha.dust_rao = alpha.dust_rao.saturating_add(i64::try_from(split.dust_rao).unwrap_or(i64::MAX));
}
