//! A subnet as it begins.

use super::{AlphaBook, Injection, Mechanism, Subnet, burn_rules};
use crate::GenesisSubnet;
use crate::rules::schedule::Schedule;
use crate::shared::Shared;
use alloc::vec;
use incentor_emission::{Pool, QuoteWeight};
use incentor_primitives::{BlockNumber, RuleSet};

impl Subnet {
    /// The subnet before anybody is in it.
    pub(crate) fn founded(subnet: &GenesisSubnet, block: BlockNumber, rules: &RuleSet) -> Self {
        let parameters = &subnet.parameters;
        let place = &subnet.schedule;
        let mut schedule = Schedule::staggered(parameters.tempo, subnet.netuid, block, &rules.limits);
        schedule.last_epoch_block = place.last_epoch_block.unwrap_or(schedule.last_epoch_block);
        schedule.pending_epoch_at = place.pending_epoch_at;
        schedule.epoch_index = place.epoch_index;
        schedule.blocks_since_last_step = place.blocks_since_last_step;
        Self {
            netuid: subnet.netuid,
            owner: subnet.owner,
            owner_hotkey: subnet.owner_hotkey,
            registered_at: subnet.registered_at,
            first_emission_block: subnet.first_emission_block,
            schedule,
            last_mechanism_step_block: place.last_step_block,
            seats: Shared::default(),
            mechanisms: vec![
                Mechanism::default();
                usize::from(subnet.mechanisms_at_seating.unwrap_or(parameters.mechanism_count))
            ]
            .into(),
            published: Shared::default(),
            alpha: AlphaBook::new(),
            pool: Pool {
                tao_rao: subnet.pool.tao.rao,
                alpha_rao: subnet.pool.alpha.rao,
                quote_weight: QuoteWeight::new(subnet.pool.quote_weight).unwrap_or(QuoteWeight::HALF),
            },
            account_rao: subnet.pool.account.rao,
            volume_rao: subnet.pool.volume_rao,
            moving_price_bits: subnet.pool.moving_price_bits,
            root_proportion_bits: subnet.root_proportion_bits,
            miner_burned_bits: subnet.miner_burned_bits,
            injection: Injection::default(),
            burn_rao: subnet.burn.rao,
            registrations_this_block: subnet.registrations_this_block,
            registrations_this_interval: subnet.registrations_this_block,
            burn_rules: burn_rules(parameters),
            recycled_rao: subnet.recycled.rao,
            children: Shared::default(),
            alpha_dividends_rao: Shared::default(),
            root_alpha_dividends_rao: Shared::default(),
            parameters: parameters.clone(),
        }
    }
}
