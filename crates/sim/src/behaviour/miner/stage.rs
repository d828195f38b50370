//! A question and a tempo for the tests of behaviours.

use crate::behaviour::{Ask, Tempo};
use incentor_primitives::{BlockNumber, Uid};
use incentor_sdk::{Luck, Rng};

/// A validator with 1000 alpha asks the first hotkey at uid 9.
pub(super) const ASK: Ask<'static> = Ask {
    block: BlockNumber(360),
    me: Uid(9),
    hotkey: 0,
    caller: "validators#1",
    caller_stake_rao: 1_000_000_000_000,
    incentive: &[],
    answered: &[],
    is_repeat: false,
    is_organic: false,
    is_told: false,
};

/// The first tempo, a twentieth of a day, at quality 1.
pub(super) const TEMPO: Tempo<'static> =
    Tempo { number: 1, days: 0.05, income_tao: 0.1, quality: 1.0, hotkey_ages: &[0] };

pub(super) const fn luck(counter: u64) -> Rng {
    Luck::of_seed(6).at(0, counter)
}
