//! Asks, scores and weighs as the mechanism says.

use crate::behaviour::{Outlook, ValidatorBehaviour};
use incentor_sdk::{Rng, WeightVector};

/// The validator the mechanism is made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Honest;

impl ValidatorBehaviour for Honest {
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
    fn it_asks_everybody_and_sends_what_its_book_says() {
        let stage = Stage::of(&[("a", 3.0), ("b", 1.0)]);
        assert_eq!(Honest.asks(7), Asking::Everybody);
        assert_eq!(pairs(Honest.weigh(&stage.outlook(), &mut luck())), [(0, 65_535), (1, 21_845)]);
    }
}
