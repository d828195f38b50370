//! The queue of commits beside a model that reads like the rule.

use crate::field::{Row, TEMPO, key, network};
use incentor_ledger::RuleError;
use incentor_primitives::MechId;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Event {
    Commit(u16),
    Reveal(u16),
    BatchReveal(Vec<u16>),
    Pass(u64),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let salt = || 0_u16..14;
    let event = prop_oneof![
        6 => salt().prop_map(Event::Commit),
        3 => salt().prop_map(Event::Reveal),
        1 => prop::collection::vec(salt(), 0..4).prop_map(Event::BatchReveal),
        2 => (1_u64..25).prop_map(Event::Pass),
    ];
    prop::collection::vec(event, 1..80)
}

/// (salt, epoch) of what is listed; the same salt may be listed twice.
#[derive(Default)]
struct Model {
    listed: Vec<(u16, u64)>,
    period: u64,
}

impl Model {
    fn drop_expired(&mut self, epoch: u64) {
        let expired = self.listed.iter().take_while(|(_, made)| epoch > made + self.period).count();
        self.listed.drain(..expired);
    }

    fn commit(&mut self, salt: u16, epoch: u64) -> Option<RuleError> {
        let before = self.listed.clone();
        self.drop_expired(epoch);
        if self.listed.len() == 10 {
            self.listed = before;
            return Some(RuleError::TooManyUnrevealedCommits);
        }
        self.listed.push((salt, epoch));
        None
    }

    fn refuses(&self, salt: u16, epoch: u64) -> Option<RuleError> {
        match self.listed.iter().find(|(listed, _)| *listed == salt) {
            None => Some(RuleError::NoWeightsCommitFound),
            Some((_, made)) if made + self.period != epoch => Some(RuleError::RevealTooEarly),
            Some(_) => None,
        }
    }

    fn reveal(&mut self, salt: u16, epoch: u64) -> Option<RuleError> {
        let refusal = self.refuses(salt, epoch);
        if refusal.is_none() {
            while self.listed.remove(0).0 != salt {}
        }
        refusal
    }

    fn reveal_batch(&mut self, salts: &[u16], epoch: u64) -> Option<RuleError> {
        if self.listed.is_empty() {
            return Some(RuleError::NoWeightsCommitFound);
        }
        if let Some(refusal) = salts.iter().find_map(|salt| self.refuses(*salt, epoch)) {
            return Some(refusal);
        }
        let before = self.listed.clone();
        self.drop_expired(epoch);
        for salt in salts {
            let Some(position) = self.listed.iter().position(|(listed, _)| listed == salt) else {
                self.listed = before;
                return Some(RuleError::InvalidRevealCommitHashNotMatch);
            };
            self.listed.remove(position);
        }
        None
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_queue_is_the_models(period in 1_u64..4, events in events()) {
        let mut field = network(period, 3);
        let mut model = Model { period, ..Model::default() };
        let row = |salt| Row { uids: vec![1], salt };
        for event in events {
            let epoch = field.block() / u64::from(TEMPO);
            let (ours, expected) = match event {
                Event::Commit(salt) => (field.commit(10, &row(salt)).err(), model.commit(salt, epoch)),
                Event::Reveal(salt) => (field.reveal(10, &row(salt)).err(), model.reveal(salt, epoch)),
                Event::BatchReveal(salts) => {
                    let rows: Vec<Row> = salts.iter().copied().map(row).collect();
                    (field.reveal_batch(10, &rows).err(), model.reveal_batch(&salts, epoch))
                }
                Event::Pass(blocks) => {
                    field.until(field.block() + blocks);
                    (None, None)
                }
            };
            prop_assert_eq!(ours, expected);
            let listed: Vec<_> =
                model.listed.iter().map(|(salt, _)| row(*salt).hash(key(10), MechId::MAIN)).collect();
            prop_assert_eq!(field.listed(10), listed);
        }
    }
}
