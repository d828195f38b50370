//! The short way through time opens the same commits in the same blocks as the long way.

use crate::field::{Row, genesis, key, subnet};
use incentor_ledger::{Action, Ledger, Network, Origin, Parameter, SubnetView};
use incentor_primitives::{BlockNumber, MechId, NetUid, Tempo, Uid};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::Cell;

#[derive(Clone, Debug)]
enum Event {
    Act(Action),
    Pulse,
    Pass(u64),
}

fn event() -> impl Strategy<Value = Event> {
    let netuid = || (1_u16..4).prop_map(NetUid);
    let seal = (netuid(), 10_u8..13, 0_u16..3, 1_u64..8, prop::bool::weighted(0.8)).prop_map(
        |(netuid, name, target, reveal_round, is_own)| Action::CommitTimelockedWeights {
            netuid,
            mechid: MechId::MAIN,
            hotkey: key(name),
            ciphertext: Row::on(&[target]).sealed(if is_own { key(name) } else { key(10) }),
            reveal_round,
            version: 4,
        },
    );
    let parameter = prop_oneof![
        (1_u64..4).prop_map(Parameter::RevealPeriodEpochs),
        prop::bool::weighted(0.7).prop_map(Parameter::CommitRevealWeightsEnabled),
    ];
    let setting = (netuid(), parameter).prop_map(|(netuid, parameter)| Action::SetParameter {
        origin: Origin::Root,
        netuid,
        parameter,
    });
    prop_oneof![
        6 => seal.prop_map(Event::Act),
        1 => setting.prop_map(Event::Act),
        3 => Just(Event::Pulse),
        4 => prop_oneof![1_u64..4, 1_u64..60].prop_map(Event::Pass),
    ]
}

fn waiting(ledger: &Ledger) -> usize {
    let count = |subnet: SubnetView<'_>| subnet.timelocked_commits(MechId::MAIN).count();
    ledger.view().subnets().map(count).sum()
}

fn weighed(ledger: &Ledger) -> usize {
    let rows = |subnet: SubnetView<'_>| {
        (0..3).filter(|uid| !subnet.weights(MechId::MAIN, Uid(*uid)).is_empty()).count()
    };
    ledger.view().subnets().map(rows).sum()
}

#[test]
fn commits_are_opened_in_the_same_blocks() {
    let strategy = ([1_u16..30, 1_u16..30, 1_u16..30], 1_u8..3, prop::collection::vec(event(), 1..60));
    let (opened, gone) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new_with_rng(
        Config { failure_persistence: None, ..Config::with_cases(96) },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    runner
        .run(&strategy, |(tempos, cap, events)| {
            let mut subnets: Vec<_> = (1..4).map(|netuid| subnet(NetUid(netuid), 1, 3)).collect();
            for (subnet, tempo) in subnets.iter_mut().zip(tempos) {
                subnet.parameters.tempo = Tempo(tempo);
            }
            let mut genesis = genesis(subnets);
            genesis.globals.network.max_epochs_per_block = cap;
            let mut at_once = Ledger::new(&genesis).unwrap();
            let mut one_by_one = at_once.clone();
            for event in events {
                let action = match event {
                    Event::Pass(blocks) => {
                        let until = BlockNumber(at_once.view().block().0 + blocks);
                        let before = (waiting(&at_once), weighed(&at_once));
                        at_once.advance(until, &mut |_| ()).unwrap();
                        (0..blocks).for_each(|_| drop(one_by_one.step().unwrap()));
                        opened.set(opened.get() + usize::from(weighed(&at_once) > before.1));
                        gone.set(gone.get() + usize::from(waiting(&at_once) < before.0));
                        prop_assert!(at_once == one_by_one, "block {until:?}");
                        continue;
                    }
                    Event::Act(action) => action,
                    Event::Pulse => {
                        Action::Pulse { round: at_once.view().last_pulse_round() + 1, signature: [0; 48] }
                    }
                };
                prop_assert_eq!(at_once.apply(action.clone()), one_by_one.apply(action));
            }
            Ok(())
        })
        .unwrap();
    assert!(opened.get() > 60 && gone.get() > 120, "{opened:?} opened, {gone:?} gone");
}
