//! Tells a miner the truth (exploit 17).

use crate::behaviour::{Outlook, ValidatorBehaviour};
use incentor_sdk::{Rng, WeightVector};

/// Asks, scores and weighs as the mechanism says; what it leaks, its friends hear, and its row alone believes them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Insider;

impl ValidatorBehaviour for Insider {
    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        Some(outlook.honest.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::Asking;
    use crate::behaviour::validator::stage::{Stage, luck, pairs};

    #[test]
    fn nobody_sees_it_in_its_row() {
        let stage = Stage::of(&[("a", 3.0), ("friend", 9.0)]);
        assert_eq!(Insider.asks(3), Asking::Everybody);
        assert_eq!(pairs(Insider.weigh(&stage.outlook(), &mut luck())), [(0, 21_845), (1, 65_535)]);
    }
}
