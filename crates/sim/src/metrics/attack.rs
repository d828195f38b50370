//! What an attack costs, and what it destroys (metrics §2.5).

use super::{Arguments, Measured};
use crate::cast::Coldkey;
use crate::lineup::WorldPlan;
use crate::worlds::{Worlds, stake};
use incentor_primitives::RAO_PER_TAO;
use incentor_scenario::{AlphaPrice, Part, SettingValue};

const NO_SUCH: &str = "there is no such deviation";

/// How the price of a seat moves, τ.
#[derive(Clone, Copy, Debug, PartialEq)]
struct SeatPrice {
    /// By so much it is multiplied by a registration.
    increase: f64,
    /// Blocks in which it halves.
    half_life: f64,
    /// Bounds.
    least: f64,
    most: f64,
}

impl SeatPrice {
    /// What so many seats cost, one bought a block, from a first price on.
    fn of_seats(self, first: f64, seats: u32) -> f64 {
        let mut price = first.clamp(self.least, self.most);
        let mut sum = 0.0;
        for _ in 0..seats {
            sum += price;
            let decay = if self.half_life > 0.0 { libm::exp2(-1.0 / self.half_life) } else { 1.0 };
            price = (price * self.increase * decay).clamp(self.least, self.most);
        }
        sum
    }

    fn on(worlds: &Worlds<'_>, site: usize) -> Self {
        let rules = &worlds.scenario.rule_set.subnet;
        let plan =
            worlds.lineup.cast.subnets.get(site).and_then(|site| worlds.scenario.subnets.get(site.plan));
        let settings = plan.map_or(&[][..], |plan| &plan.settings);
        let whole = |name: &str, default: f64| {
            let given = settings.iter().find(|setting| setting.name == name).map(|setting| setting.value);
            if let Some(SettingValue::Whole(value)) = given { value as f64 } else { default }
        };
        let tao = |name: &str, rao: u64| whole(name, rao as f64) / RAO_PER_TAO as f64;
        Self {
            increase: whole("burn_increase", rules.burn_increase_bits as f64) / 18_446_744_073_709_551_616.0,
            half_life: whole("burn_half_life", rules.burn_half_life_blocks.into()),
            least: tao("min_burn", rules.min_burn_rao),
            most: tao("max_burn", rules.max_burn_rao),
        }
    }
}

/// What alpha costs that is bought at once from a pool with so much of both, equally weighted: the price rises with it.
///
/// `None` if the pool has no more than that.
fn slipping(tao: f64, alpha: f64, bought: f64) -> Option<f64> {
    (bought < alpha).then(|| tao * bought / (alpha - bought))
}

/// Seats and stake of a deviation, all its coldkeys, τ.
pub(super) fn attack_cost(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let members = worlds.members(arguments.population.ok_or(NO_SUCH)?);
    let values: Result<Vec<f64>, String> =
        (0..worlds.seeds.len()).map(|seed| cost_in(worlds, seed, &members)).collect();
    Ok(Measured::of(values?, members.len()))
}

fn cost_in(worlds: &Worlds<'_>, seed: usize, members: &[usize]) -> Result<f64, String> {
    let cast = &worlds.lineup.cast;
    let outcome = worlds.written(seed);
    let mut sum = 0.0;
    for site in 0..cast.subnets.len() {
        let here: Vec<&Coldkey> =
            members.iter().filter_map(|at| cast.coldkeys.get(*at)).filter(|one| one.site == site).collect();
        let hotkeys = |coldkey: &&Coldkey| match &coldkey.part {
            Part::Miner(plan) => plan.hotkeys,
            Part::Validator(_) => 1,
        };
        // The series is the first subnet's; another one's price is where its own starts.
        let last = outcome.series.last().filter(|_| site == 0);
        let price = SeatPrice::on(worlds, site);
        sum += price.of_seats(last.map_or(price.least, |last| last.seat_tao), here.iter().map(hotkeys).sum());
        let stake: f64 = here.iter().map(|coldkey| stake(coldkey)).sum();
        if stake > 0.0 {
            let plan = cast.subnets.get(site).and_then(|site| worlds.scenario.subnets.get(site.plan));
            sum += of_stake(plan.map(|plan| &plan.alpha_price), stake)?;
        }
    }
    Ok(sum)
}

/// What a stake costs at the prices of the start, τ.
fn of_stake(price: Option<&AlphaPrice>, stake: f64) -> Result<f64, String> {
    match price {
        Some(AlphaPrice::Constant(price)) => Ok(stake * price.0.rao as f64 / RAO_PER_TAO as f64),
        Some(AlphaPrice::Given(prices)) => Ok(stake * prices.first().map_or(0.0, |(_, price)| *price)),
        Some(AlphaPrice::Pool { tao, alpha_rao, .. }) => {
            let in_tao = |rao: u64| rao as f64 / RAO_PER_TAO as f64;
            slipping(in_tao(tao.0.rao), in_tao(*alpha_rao), stake)
                .ok_or_else(|| "the pool has less alpha than its stake".to_owned())
        }
        None => Err(NO_SUCH.to_owned()),
    }
}

/// τ spent once for each τ a day that honest miners are paid less.
pub(super) fn damage_cost(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let population = arguments.population.ok_or(NO_SUCH)?;
    let twin = worlds.find(WorldPlan::Straight(population)).ok_or(NO_SUCH)?;
    let cost = attack_cost(worlds, arguments)?;
    let honest = worlds.bystanders();
    let paid = |world: usize| {
        worlds.per_seed(|seed| honest.iter().map(|at| worlds.outcome(world, seed).pay(*at)).sum::<f64>())
    };
    let lost: Vec<f64> = paid(twin).iter().zip(&paid(0)).map(|(straight, now)| straight - now).collect();
    // A price of what may be luck would be any number.
    let seen = crate::statistics::estimate(&lost, worlds.scenario.run.confidence, 1);
    if seen.mean - seen.half_width.unwrap_or(0.0) <= 0.0 {
        return Err("honest miners are not seen to lose anything to it".to_owned());
    }
    let ratio = crate::deviation::Ratio::of(&cost.values, &lost).ok_or(NO_SUCH)?;
    Ok(Measured { linear: Some(ratio.linear), ..Measured::of(ratio.per_seed, honest.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRICE: SeatPrice = SeatPrice { increase: 1.26, half_life: 360.0, least: 0.0005, most: 100.0 };

    fn close(left: f64, right: f64) {
        assert!((left / right - 1.0).abs() < 1e-12, "{left} is not {right}");
    }

    /// P · (rⁿ − 1) / (r − 1), where r is 1.26 less what a block takes off.
    #[test]
    fn seats_cost_a_geometric_series() {
        let r = 1.26 * libm::exp2(-1.0 / 360.0);
        for seats in [1_u32, 2, 6, 20] {
            close(PRICE.of_seats(0.5, seats), 0.5 * (libm::pow(r, seats.into()) - 1.0) / (r - 1.0));
        }
        assert_eq!((PRICE.of_seats(0.5, 0), PRICE.of_seats(0.5, 1)), (0.0, 0.5));
        let steady = SeatPrice { half_life: 0.0, ..PRICE };
        close(steady.of_seats(1.0, 3), 1.0 + 1.26 + 1.26 * 1.26);
    }

    #[test]
    fn the_price_stays_within_its_bounds() {
        close(PRICE.of_seats(0.0, 1), 0.0005);
        close(PRICE.of_seats(90.0, 3), 290.0);
    }

    /// From a pool of 100 τ and 1000 α half of the alpha costs as much as there was TAO, not half of it.
    #[test]
    fn a_large_stake_slips() {
        assert_eq!(slipping(100.0, 1000.0, 500.0), Some(100.0));
        close(slipping(100.0, 1000.0, 1.0).unwrap(), 100.0 / 999.0);
        assert_eq!((slipping(100.0, 1000.0, 1000.0), slipping(100.0, 1000.0, 0.0)), (None, Some(0.0)));
        let hundredth = incentor_primitives::Tao::from_rao(RAO_PER_TAO / 100);
        let constant = AlphaPrice::Constant(incentor_scenario::TaoAmount(hundredth));
        close(of_stake(Some(&constant), 150_000.0).unwrap(), 1500.0);
        assert_eq!(of_stake(Some(&AlphaPrice::Given(vec![(0.0, 0.5), (1.0, 9.0)])), 4.0), Ok(2.0));
    }
}
