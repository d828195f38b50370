//! Asks its friends only (exploit 18).

use crate::behaviour::{Asking, Outlook, ValidatorBehaviour};
use incentor_sdk::{Rng, WeightVector};

/// Never asks anybody else, who then has no score in its book, and weighs by the book.
#[derive(Clone, Debug)]
pub(crate) struct FriendsOnly {
    /// Whom it asks: names of populations.
    pub(crate) friends: Vec<String>,
}

impl ValidatorBehaviour for FriendsOnly {
    fn asks(&mut self, _: u64) -> Asking {
        Asking::Only(self.friends.clone())
    }

    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        Some(outlook.honest.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::validator::stage::{Stage, luck, pairs};

    #[test]
    fn whom_it_never_asks_it_does_not_know() {
        let mut validator = FriendsOnly { friends: vec!["friends".to_owned()] };
        assert_eq!(validator.asks(0), Asking::Only(vec!["friends".to_owned()]));
        let stage = Stage::of(&[("a", 0.0), ("friends", 0.5)]);
        assert_eq!(pairs(validator.weigh(&stage.outlook(), &mut luck())), [(1, 65_535)]);
    }
}
