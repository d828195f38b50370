//! The network before its first block.

use super::hyperparameters::furnish;
use crate::SimError;
use crate::cast::{Cast, Coldkey, Site, owner_keys};
use incentor_ledger::{
    Genesis, GenesisNeuron, GenesisPool, GenesisSchedule, GenesisStake, GenesisSubnet, Granularity,
    Hyperparameters, Pools,
};
use incentor_primitives::{BlockNumber, NetUid, RAO_PER_TAO, Tao, Tempo};
use incentor_scenario::{AlphaPrice, Granularity as Wanted, Part, Scenario, Subnet};

/// Who sits where at the start: (coldkey's place in the cast, which of its hotkeys), by uid.
pub(super) fn seated<'a>(cast: &'a Cast, site: usize) -> impl Iterator<Item = (usize, u32)> + 'a {
    let here = cast.coldkeys.iter().enumerate().filter(move |(_, coldkey)| coldkey.site == site);
    let there = here.filter(|(_, coldkey)| joins_at(cast, coldkey).is_none());
    there.flat_map(|(place, coldkey)| (0..hotkeys(&coldkey.part)).map(move |hotkey| (place, hotkey)))
}

/// Blocks after the start at which a coldkey registers; `None` = it is there.
pub(super) fn joins_at(cast: &Cast, coldkey: &Coldkey) -> Option<u64> {
    cast.populations.get(coldkey.population).and_then(|troupe| troupe.joins_at)
}

/// Hotkeys that a part needs.
pub(super) const fn hotkeys(part: &Part) -> u32 {
    match part {
        Part::Miner(plan) => plan.hotkeys,
        Part::Validator(_) => 1,
    }
}

/// A network with these of the cast's subnets.
pub(super) fn genesis(scenario: &Scenario, cast: &Cast, sites: &[usize]) -> Result<Genesis, SimError> {
    let mut genesis = Genesis::new(*scenario.rule_set);
    let plans = || sites.iter().filter_map(|site| Some((*site, cast.subnets.get(*site)?)));
    let is_live = |site: &Site| {
        let plan = scenario.subnets.get(site.plan);
        plan.is_some_and(|plan| matches!(plan.alpha_price, AlphaPrice::Pool { .. }))
    };
    genesis.globals.pools = if plans().any(|(_, site)| is_live(site)) { Pools::Live } else { Pools::Fixed };
    genesis.globals.granularity = match scenario.run.granularity {
        Wanted::Block => Granularity::Block,
        Wanted::Tempo => Granularity::Tempo,
    };
    for (place, site) in plans() {
        let Some(plan) = scenario.subnets.get(site.plan) else { continue };
        genesis.subnets.push(subnet(scenario, cast, place, site, plan)?);
    }
    if genesis.globals.pools == Pools::Live {
        genesis.subnets.push(elsewhere(scenario, &genesis.subnets));
    }
    Ok(genesis)
}

fn subnet(
    scenario: &Scenario,
    cast: &Cast,
    place: usize,
    site: &Site,
    plan: &Subnet,
) -> Result<GenesisSubnet, SimError> {
    let mut parameters = Hyperparameters::new(scenario.rule_set);
    parameters.tempo = Tempo(plan.tempo);
    furnish(&mut parameters, &plan.settings)?;
    // No more permits than seats: the default may be more than a small subnet has.
    parameters.max_allowed_validators = parameters.max_allowed_validators.min(parameters.max_allowed_uids);
    parameters.mechanism_count = u8::try_from(plan.mechanisms.len()).unwrap_or(u8::MAX).max(1);
    parameters.mechanism_split_u16 = split(plan);
    let tempo = u64::from(parameters.tempo.0);
    let (owner, owner_hotkey) = owner_keys(site.netuid);
    let (prices, burn) = seat_prices(&parameters, seated(cast, place).count());
    let mut subnet = GenesisSubnet::new(site.netuid, owner, owner_hotkey, parameters);
    subnet.burn = burn;
    subnet.recycled = Tao::from_rao(prices.iter().sum());
    // Staggered by number, as a subnet that was registered long ago is.
    let first_epoch = tempo - u64::from(site.netuid.0).checked_rem(tempo).unwrap_or(0);
    subnet.schedule = GenesisSchedule { pending_epoch_at: BlockNumber(first_epoch), ..GenesisSchedule::NEW };
    subnet.pool = pool(&plan.alpha_price);
    for (at, hotkey) in seated(cast, place) {
        let Some(coldkey) = cast.coldkeys.get(at) else { continue };
        let (account, hotkey) = (coldkey.account(), coldkey.hotkey(hotkey, 0));
        subnet.neurons.push(GenesisNeuron { hotkey, coldkey: account, take: None });
        if let Part::Validator(plan) = &coldkey.part
            && let Some(stake) = plan.stakes.get(coldkey.number as usize)
        {
            subnet.stakes.push(GenesisStake { hotkey, coldkey: account, alpha: stake.0 });
        }
    }
    Ok(subnet)
}

/// Each mechanism's part of the emission, 65535 in all; `None` = even.
fn split(plan: &Subnet) -> Option<Vec<u16>> {
    let total: f64 = plan.mechanisms.iter().map(|mechanism| mechanism.share).sum();
    if plan.mechanisms.len() < 2 || total <= 0.0 {
        return None;
    }
    let mut left = u16::MAX;
    let mut parts: Vec<u16> = Vec::with_capacity(plan.mechanisms.len());
    for mechanism in &plan.mechanisms {
        let part = (libm::round(mechanism.share / total * 65_535.0) as u16).min(left);
        left -= part;
        parts.push(part);
    }
    if let Some(first) = parts.first_mut() {
        *first += left;
    }
    Some(parts)
}

fn pool(price: &AlphaPrice) -> GenesisPool {
    let AlphaPrice::Pool { tao, alpha_rao, .. } = price else { return GenesisPool::EMPTY };
    let alpha = incentor_primitives::Alpha::from_rao(*alpha_rao);
    let mut pool = GenesisPool::of(tao.0, alpha);
    let price = tao.0.rao as f64 / alpha_rao.to_owned().max(1) as f64;
    pool.moving_price_bits = (price * 4_294_967_296.0) as i128;
    pool
}

/// Number of the subnet that stands for all others of the network.
const ELSEWHERE: NetUid = NetUid(4_095);

/// All other subnets of the network as one: prices of the network sum to at least one τ, and nobody plays there.
///
/// Without it the subnets of a scenario would share the whole network's TAO.
fn elsewhere(scenario: &Scenario, played: &[GenesisSubnet]) -> GenesisSubnet {
    const ONE: i128 = 1 << 32;
    let prices: i128 = played.iter().map(|subnet| subnet.pool.moving_price_bits).sum();
    let price_bits = (ONE - prices).max(0);
    let mut parameters = Hyperparameters::new(scenario.rule_set);
    parameters.tempo = Tempo(0);
    let (owner, hotkey) = owner_keys(ELSEWHERE);
    let mut subnet = GenesisSubnet::new(ELSEWHERE, owner, hotkey, parameters);
    let alpha = incentor_primitives::Alpha::from_rao(2_000_000 * RAO_PER_TAO);
    let tao = (alpha.rao as f64 * (price_bits as f64 / ONE as f64)) as u64;
    subnet.pool = GenesisPool::of(Tao::from_rao(tao), alpha);
    subnet.pool.moving_price_bits = price_bits;
    subnet
}

/// What the seats of the start cost, in rao, and the price of the next one.
///
/// They were taken one per tempo before block 0: each multiplies the price, and in a tempo it falls again
/// (simulation model §2, money).
pub(super) fn seat_prices(parameters: &Hyperparameters, seats: usize) -> (Vec<u64>, Tao) {
    let factor = parameters.burn_increase_bits as f64 / 18_446_744_073_709_551_616.0;
    let half_lives = match parameters.burn_half_life_blocks {
        0 => 0.0,
        half_life => f64::from(parameters.tempo.0) / f64::from(half_life),
    };
    let (least, most) = (parameters.min_burn_rao as f64, parameters.max_burn_rao as f64);
    let mut price = least;
    let mut prices = Vec::with_capacity(seats);
    for _ in 0..seats {
        prices.push(price as u64);
        price = (price * factor * libm::exp2(-half_lives)).min(most).max(least);
    }
    (prices, Tao::from_rao(price as u64))
}
