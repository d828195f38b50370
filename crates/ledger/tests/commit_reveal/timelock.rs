//! Time-locked commits.

use crate::field::{Field, NET, RULES, Row, genesis, key, network, subnet};
use incentor_ledger::{Action, Ledger, Network, Opener, PulseSignature, Receipt, RuleError};
use incentor_primitives::{BlockNumber, MechId, NetUid, Tempo, Uid};

fn sealed() -> Vec<u8> {
    Row::on(&[1, 2]).sealed(key(10))
}

fn waiting(field: &Field) -> usize {
    field.subnet().timelocked_commits(MechId::MAIN).count()
}

#[test]
fn a_commit_is_open_for_the_epoch_it_waited_for() {
    for period in [1, 2, 7] {
        let mut field = network(period, 3);
        field.until(33);
        field.seal(10, &sealed(), 5).unwrap();
        field.pulse(5);
        let epoch_block = 20 + 20 * period;
        field.until(epoch_block - 1);
        assert_eq!((field.weighed(0), waiting(&field)), (vec![], 1), "period {period}");
        field.until(epoch_block);
        assert_eq!((field.weighed(0), waiting(&field)), (vec![1, 2], 0), "period {period}");
        assert_eq!(field.incentive()[1..], [32_767, 32_767], "in force in that epoch, period {period}");
        assert_eq!(field.last_update(0), 33);
    }
}

#[test]
fn a_missing_round_is_waited_for_until_the_epoch_moves_on() {
    let check = |pulse_at: u64, opened_at: Option<u64>| {
        let mut field = network(1, 3);
        field.until(33);
        field.seal(10, &sealed(), 5).unwrap();
        field.until(pulse_at);
        field.pulse(5);
        if let Some(block) = opened_at {
            field.until(block - 1);
            assert_eq!((field.weighed(0), waiting(&field)), (vec![], 1), "{pulse_at}");
            field.until(block);
            assert_eq!((field.weighed(0), waiting(&field)), (vec![1, 2], 0), "{pulse_at}");
        } else {
            field.until(pulse_at + 30);
            assert_eq!((field.weighed(0), waiting(&field)), (vec![], 0), "{pulse_at}");
        }
    };
    check(34, Some(40));
    check(39, Some(40));
    check(40, Some(41));
    check(50, Some(51));
    check(58, Some(59));
    // The next block begins another epoch.
    check(59, None);
    check(70, None);
}

#[test]
fn what_cannot_be_opened_read_or_set_is_dropped() {
    let valid = sealed();
    let cut = &valid[..valid.len() - 1];
    let foreign = Row::on(&[1, 2]).sealed(key(11));
    let unknown = Row::on(&[1, 9]).sealed(key(10));
    for ciphertext in [&[][..], &[255; 5000], cut, &foreign, &unknown] {
        let mut field = network(1, 3);
        field.seal(10, ciphertext, 5).unwrap();
        field.pulse(5);
        field.until(40);
        assert_eq!((field.weighed(0), waiting(&field)), (vec![], 0));
    }
}

#[test]
fn a_bad_commit_does_not_stop_the_next_and_the_last_wins() {
    let mut field = network(1, 3);
    field.seal(10, &[1, 2, 3], 5).unwrap();
    field.seal(10, &Row::on(&[1]).sealed(key(10)), 5).unwrap();
    field.seal(10, &Row::on(&[2]).sealed(key(10)), 6).unwrap();
    field.seal(10, &Row::on(&[0]).sealed(key(10)), 7).unwrap();
    field.pulse(5);
    field.pulse(6);
    field.until(40);
    assert_eq!((field.weighed(0), waiting(&field)), (vec![2], 1));
    field.pulse(7);
    field.until(41);
    assert_eq!((field.weighed(0), waiting(&field)), (vec![0], 0));
}

#[test]
fn bytes_versions_rounds_and_numbers_are_limited() {
    let mut field = network(1, 3);
    field.pulse(9);
    assert_eq!(field.seal(10, &[0; 5001], 9), Err(RuleError::CiphertextTooLong));
    assert_eq!(field.seal(10, &[0; 10], 8), Err(RuleError::InvalidRevealRound));
    let wrong_version = Action::CommitTimelockedWeights {
        netuid: NET,
        mechid: MechId::MAIN,
        hotkey: key(10),
        ciphertext: vec![],
        reveal_round: 9,
        version: RULES.network.commit_reveal_version - 1,
    };
    assert_eq!(field.apply(wrong_version), Err(RuleError::IncorrectCommitRevealVersion));
    for _ in 0..10 {
        assert_eq!(field.seal(10, &[0; 5000], 9), Ok(Receipt::WeightsCommitted { uid: Uid(0) }));
    }
    assert_eq!(field.seal(10, &[0; 10], 9), Err(RuleError::TooManyUnrevealedCommits));
    assert!(field.seal(11, &[0; 10], 9).is_ok(), "each hotkey for itself");
    field.until(40);
    assert!(field.seal(10, &[0; 10], 9).is_ok(), "each epoch for itself");
}

#[test]
fn rounds_only_grow() {
    let mut field = network(1, 3);
    let pulse = |round| Action::Pulse { round, signature: [0; 48] };
    assert_eq!(field.apply(pulse(0)), Err(RuleError::InvalidRoundNumber));
    field.pulse(4);
    assert_eq!(field.apply(pulse(4)), Err(RuleError::InvalidRoundNumber));
    field.pulse(6);
    assert_eq!(field.ledger.view().last_pulse_round(), 6);
}

#[test]
fn a_subnet_that_waits_a_block_opens_its_commits_a_block_later() {
    let mut second = subnet(NetUid(2), 1, 3);
    // Its epochs run in blocks 15 and 40, where the first subnet has one, too.
    second.schedule.pending_epoch_at = BlockNumber(15);
    second.parameters.tempo = Tempo(25);
    let mut genesis = genesis(vec![subnet(NetUid(1), 1, 3), second]);
    genesis.globals.network.max_epochs_per_block = 1;
    let mut field = Field::of(&genesis);
    field.until(30);
    for netuid in [1, 2].map(NetUid) {
        let commit = Action::CommitTimelockedWeights {
            netuid,
            mechid: MechId::MAIN,
            hotkey: key(10),
            ciphertext: sealed(),
            reveal_round: 5,
            version: RULES.network.commit_reveal_version,
        };
        field.apply(commit).unwrap();
    }
    field.pulse(5);
    let opened = |field: &Field| {
        let view = field.ledger.view();
        [1, 2].map(|netuid| !view.subnet(NetUid(netuid)).unwrap().weights(MechId::MAIN, Uid(0)).is_empty())
    };
    field.until(39);
    assert_eq!(opened(&field), [false, false]);
    field.until(40);
    assert_eq!(opened(&field), [true, false]);
    field.until(41);
    assert_eq!(opened(&field), [true, true]);
}

#[test]
fn mechanisms_have_their_own_buckets() {
    let mut subnet = subnet(NET, 1, 3);
    subnet.parameters.mechanism_count = 2;
    let mut field = Field::of(&genesis(vec![subnet]));
    field.until(20);
    field.seal_on(MechId(1), 10, &sealed(), 5).unwrap();
    field.pulse(5);
    field.until(40);
    assert_eq!((field.weighed(0), field.weighed_on(MechId(1), 0)), (vec![], vec![1, 2]));
}

#[test]
fn without_commit_reveal_what_waits_is_opened_as_plain_weights_are_set() {
    let mut field = network(1, 3);
    field.until(33);
    field.seal(10, &sealed(), 5).unwrap();
    field.pulse(5);
    field.switch(false);
    assert_eq!(field.seal(10, &sealed(), 5), Err(RuleError::CommitRevealDisabled));
    field.until(40);
    assert_eq!((field.weighed(0), field.last_update(0)), (vec![1, 2], 40));
}

/// Opens what starts with the first byte of the signature.
#[derive(Debug)]
struct Prefixed;

impl Opener for Prefixed {
    fn open(&self, ciphertext: &[u8], signature: &PulseSignature) -> Option<Vec<u8>> {
        ciphertext.strip_prefix(&signature[..1]).map(<[u8]>::to_vec)
    }
}

#[test]
fn another_opener_is_asked_with_the_rounds_signature() {
    let genesis = genesis(vec![subnet(NET, 1, 3)]);
    let check = |first: u8, weighed: &[u16]| {
        let mut field = Field { ledger: Ledger::with_opener(&genesis, &Prefixed).unwrap() };
        field.until(20);
        let mut ciphertext = vec![first];
        ciphertext.extend(sealed());
        field.seal(10, &ciphertext, 5).unwrap();
        field.pulse(4);
        field.apply(Action::Pulse { round: 5, signature: [8; 48] }).unwrap();
        field.until(40);
        assert_eq!(field.weighed(0), weighed);
    };
    check(8, &[1, 2]);
    check(1, &[]);
}
