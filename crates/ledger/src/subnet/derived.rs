//! What is kept ready of the parameters.

use super::Subnet;
use super::alpha::Stretch;
use crate::Hyperparameters;
use incentor_emission::{BurnRules, decay_factor_q32};

impl Subnet {
    /// Works out anew what is kept ready of the parameters.
    pub(crate) fn refresh(&mut self) {
        self.burn_rules = burn_rules(&self.parameters);
        // What a block credits depends on the owner's cut.
        self.alpha.stretch = Stretch::UNKNOWN;
    }
}

/// How the price of a seat moves.
pub(crate) fn burn_rules(parameters: &Hyperparameters) -> BurnRules {
    BurnRules {
        min_rao: parameters.min_burn_rao,
        max_rao: parameters.max_burn_rao,
        increase_bits: parameters.burn_increase_bits,
        decay_q32: decay_factor_q32(parameters.burn_half_life_blocks),
    }
}
