//! What a block puts into a subnet's pool (spec §3.4).

use crate::Fixed;

/// What decides a subnet's injection in one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InjectionTerms {
    /// The subnet's TAO of the block ([`tao_of_share`](crate::tao_of_share)).
    pub tao: Fixed,
    /// The pool's price before the block, TAO per alpha.
    pub price: Fixed,
    /// The subnet's alpha emission of the block, in rao.
    pub alpha_emission_rao: u64,
    /// [`root_proportion`](crate::root_proportion) before the block.
    pub root_proportion: Fixed,
}

/// What goes into a subnet's pool in one block, in rao with 32 fraction bits.
///
/// Each amount is rounded down when it is credited. `tao_in + excess_tao` is the subnet's TAO of the block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Injection {
    /// TAO for the pool's reserve.
    pub tao_in: Fixed,
    /// Alpha for the pool's reserve, minted beside the subnet's emission.
    pub alpha_in: Fixed,
    /// TAO that buys alpha from the pool, which then belongs to nobody.
    pub excess_tao: Fixed,
}

/// The injection: as much alpha as the TAO is worth, at most the root part of the alpha emission.
///
/// Nothing to inject on the alpha side at price zero; the TAO goes in all the same. All products and
/// quotients are rounded down.
#[must_use]
pub fn injection(terms: &InjectionTerms) -> Injection {
    let alpha = terms.tao.div_floor(terms.price);
    let cap = terms.root_proportion.mul_floor(Fixed::from_whole(terms.alpha_emission_rao));
    if alpha <= cap {
        return Injection { tao_in: terms.tao, alpha_in: alpha, excess_tao: Fixed::ZERO };
    }
    let tao_in = cap.mul_floor(terms.price);
    Injection { tao_in, alpha_in: cap, excess_tao: terms.tao.minus(tao_in) }
}
