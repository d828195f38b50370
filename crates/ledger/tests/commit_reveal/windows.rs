//! Commits by hash, block by block.

use crate::field::{Field, NET, Row, TEMPO, genesis, key, network, subnet};
use incentor_ledger::{Action, Network, Receipt, RuleError};
use incentor_primitives::{BlockNumber, MechId, NetUid, Uid};

#[test]
fn the_window_is_the_one_epoch_and_nothing_else() {
    let row = Row::on(&[1, 2]);
    for (period, first) in [(1, 40), (2, 60), (5, 120)] {
        for (committed, epoch) in [(20, 1), (25, 1), (39, 1)] {
            let mut field = network(period, 3);
            field.until(committed);
            assert_eq!(field.commit(10, &row), Ok(Receipt::WeightsCommitted { uid: Uid(0) }));
            let commit = field.subnet().commits(MechId::MAIN).next().unwrap();
            assert_eq!((commit.2, commit.3.0), (epoch, committed));
            let mut check = |block: u64, expected: Result<Receipt, RuleError>| {
                field.until(block);
                assert_eq!(field.clone().reveal(10, &row), expected, "period {period}, block {block}");
            };
            check(committed, Err(RuleError::RevealTooEarly));
            check(first - 1, Err(RuleError::RevealTooEarly));
            check(first, Ok(Receipt::WeightsSet { uid: Uid(0) }));
            check(first + u64::from(TEMPO) - 1, Ok(Receipt::WeightsSet { uid: Uid(0) }));
            // Expired, and still listed.
            check(first + u64::from(TEMPO), Err(RuleError::RevealTooEarly));
            check(first + 100, Err(RuleError::RevealTooEarly));
        }
    }
}

#[test]
fn what_is_not_listed_is_not_found() {
    let (row, other) = (Row::on(&[1]), Row::on(&[2]));
    let mut field = network(1, 3);
    assert_eq!(field.reveal(10, &row), Err(RuleError::NoWeightsCommitFound));
    field.commit(10, &row).unwrap();
    assert_eq!(field.reveal(10, &other), Err(RuleError::NoWeightsCommitFound));
    assert_eq!(field.reveal(11, &row), Err(RuleError::NoWeightsCommitFound), "somebody else's");
    assert_eq!(field.reveal_on(MechId(1), 10, &row), Err(RuleError::NoWeightsCommitFound));
    field.until(40);
    assert_eq!(field.reveal(10, &other), Err(RuleError::NoWeightsCommitFound));
    field.switch(false);
    assert_eq!(field.reveal(10, &other), Err(RuleError::NoWeightsCommitFound), "also when switched off");
    assert_eq!(field.reveal(10, &row), Err(RuleError::CommitRevealDisabled), "listed, open, switched off");
    assert_eq!(field.commit(10, &row), Err(RuleError::CommitRevealDisabled));
    field.switch(true);
    field.reveal(10, &row).unwrap();
    assert_eq!(field.reveal(10, &row), Err(RuleError::NoWeightsCommitFound), "gone");
}

#[test]
fn a_reveal_takes_all_earlier_commits_along_and_no_later_one() {
    let rows: Vec<Row> = (0..5).map(|salt| Row { uids: vec![1], salt }).collect();
    let mut field = network(1, 3);
    for row in &rows {
        field.commit(10, row).unwrap();
    }
    field.until(40);
    field.reveal(10, &rows[2]).unwrap();
    let left: Vec<_> = rows[3..].iter().map(|row| row.hash(key(10), MechId::MAIN)).collect();
    assert_eq!(field.listed(10), left);
    assert_eq!(field.reveal(10, &rows[0]), Err(RuleError::NoWeightsCommitFound));
    field.reveal(10, &rows[4]).unwrap();
    assert!(field.listed(10).is_empty());
}

#[test]
fn the_last_update_is_the_time_of_the_commit() {
    let row = Row::on(&[1]);
    let mut field = network(1, 3);
    field.until(27);
    field.commit(10, &row).unwrap();
    assert_eq!(field.last_update(0), 27);
    field.until(45);
    field.reveal(10, &row).unwrap();
    assert_eq!(field.last_update(0), 27);
}

#[test]
fn weights_that_may_not_be_set_keep_their_commit() {
    let (wrong, right) = (Row::on(&[9]), Row::on(&[1]));
    let mut field = network(1, 3);
    field.commit(10, &right).unwrap();
    field.commit(10, &wrong).unwrap();
    field.commit(11, &right).unwrap();
    field.until(40);
    assert_eq!(field.reveal(10, &wrong), Err(RuleError::UidVecContainInvalidOne));
    assert_eq!(field.listed(10).len(), 2);
    assert_eq!(field.reveal(11, &Row::on(&[1])), Ok(Receipt::WeightsSet { uid: Uid(1) }), "a self-weight");
    field.commit(12, &right).unwrap();
    field.until(60);
    assert_eq!(field.reveal(12, &right), Err(RuleError::NeuronNoValidatorPermit));
}

#[test]
fn ten_commits_wait_and_expired_ones_make_room() {
    let row = |salt| Row { uids: vec![1], salt };
    let mut field = network(1, 3);
    for salt in 0..10 {
        field.commit(10, &row(salt)).unwrap();
    }
    assert_eq!(field.commit(10, &row(10)), Err(RuleError::TooManyUnrevealedCommits));
    assert!(field.commit(11, &row(10)).is_ok(), "each hotkey has its own queue");
    field.until(59);
    assert_eq!(field.commit(10, &row(10)), Err(RuleError::TooManyUnrevealedCommits));
    field.until(60);
    assert_eq!(field.listed(10).len(), 10, "expired, and listed");
    field.commit(10, &row(10)).unwrap();
    assert_eq!(field.listed(10), [row(10).hash(key(10), MechId::MAIN)]);
    // A queue cannot grow beyond its limit whatever the time.
    for block in 61..200 {
        field.until(block);
        for salt in 0..3 {
            let _ = field.commit(10, &row(salt));
        }
        assert!(field.listed(10).len() <= 10);
    }
}

#[test]
fn mechanisms_have_their_own_queues() {
    let mut subnet = subnet(NET, 1, 3);
    subnet.parameters.mechanism_count = 2;
    let mut field = Field::of(&genesis(vec![subnet]));
    field.until(20);
    let row = Row::on(&[1]);
    field.commit_on(MechId(1), 10, &row).unwrap();
    assert_eq!(field.commit_on(MechId(2), 10, &row), Err(RuleError::CommittingWeightsTooFast));
    assert_eq!(field.commit_on(MechId(2), 77, &row), Err(RuleError::MechanismDoesNotExist));
    field.until(40);
    assert_eq!(field.reveal(10, &row), Err(RuleError::NoWeightsCommitFound));
    field.reveal_on(MechId(1), 10, &row).unwrap();
    assert_eq!((field.weighed(0), field.weighed_on(MechId(1), 0)), (vec![], vec![1]));
}

#[test]
fn of_a_subnet_that_waits_a_block_the_next_epoch_counts() {
    let mut genesis = genesis(vec![subnet(NetUid(2), 1, 3), subnet(NET, 1, 3)]);
    genesis.globals.network.max_epochs_per_block = 1;
    let mut field = Field::of(&genesis);
    field.until(20);
    let epochs = |field: &Field, netuid| {
        let view = field.ledger.view().subnet(NetUid(netuid)).unwrap();
        (view.schedule().epoch_index, view.commit_epoch())
    };
    assert_eq!(epochs(&field, 1), (1, 1));
    assert_eq!(epochs(&field, 2), (0, 1), "its epoch is due and put off");
    field.until(21);
    assert_eq!(epochs(&field, 2), (1, 1));
}

#[test]
fn a_batch_of_commits_goes_on_after_a_refusal() {
    let mut field = Field::of(&genesis(vec![subnet(NET, 1, 3), subnet(NetUid(2), 1, 3)]));
    field.until(20);
    let batch = |netuids: &[u16]| Action::BatchCommitWeights {
        hotkey: key(10),
        netuids: netuids.iter().copied().map(NetUid).collect(),
        hashes: vec![[5; 32]; 3],
    };
    let first_refusal = Some((1, RuleError::MechanismDoesNotExist));
    let done = Receipt::BatchDone { accepted: 2, refused: 1, first_refusal };
    assert_eq!(field.apply(batch(&[1, 9, 2])), Ok(done));
    assert_eq!(field.listed(10), [[5; 32]]);
    assert_eq!(field.apply(batch(&[1])), Err(RuleError::InputLengthsUnequal));
}

#[test]
fn a_batch_of_plain_weights_goes_on_after_a_refusal() {
    let mut open = subnet(NetUid(2), 1, 3);
    open.parameters.commit_reveal_weights_enabled = false;
    let mut field = Field::of(&genesis(vec![subnet(NET, 1, 3), open]));
    field.until(20);
    let row = vec![(Uid(1), incentor_primitives::Weight(3))];
    let batch = |version_keys| Action::BatchSetWeights {
        hotkey: key(10),
        netuids: vec![NET, NetUid(2)],
        weights: vec![row.clone(), row.clone()],
        version_keys,
    };
    let first_refusal = Some((0, RuleError::CommitRevealEnabled));
    let done = Receipt::BatchDone { accepted: 1, refused: 1, first_refusal };
    assert_eq!(field.apply(batch(vec![0, 0])), Ok(done));
    let view = field.ledger.view().subnet(NetUid(2)).unwrap();
    assert_eq!(view.weights(MechId::MAIN, Uid(0)), [(1, 65_535)]);
    assert_eq!(view.last_update(MechId::MAIN, Uid(0)), Some(BlockNumber(20)));
    assert_eq!(field.apply(batch(vec![0])), Err(RuleError::InputLengthsUnequal));
}

#[test]
fn a_batch_of_reveals_is_all_or_nothing_and_leaves_the_rest() {
    let rows: Vec<Row> = (0..4).map(|salt| Row { uids: vec![1 + salt % 2], salt }).collect();
    let mut field = network(1, 3);
    for row in &rows {
        field.commit(10, row).unwrap();
    }
    let mut reveal = |block, rows: &[Row], expected| {
        field.until(block);
        assert_eq!(field.reveal_batch(10, rows), expected, "block {block}");
        field.clone()
    };
    reveal(39, &rows[..1], Err(RuleError::RevealTooEarly));
    let stranger = Row { uids: vec![1], salt: 99 };
    reveal(40, &[rows[0].clone(), stranger], Err(RuleError::NoWeightsCommitFound));
    let twice = [rows[0].clone(), rows[0].clone()];
    reveal(40, &twice, Err(RuleError::InvalidRevealCommitHashNotMatch));
    let done = Receipt::BatchRevealed { count: 2 };
    let after = reveal(40, &[rows[3].clone(), rows[1].clone()], Ok(done));
    let left: Vec<_> = [0, 2].map(|row: usize| rows[row].hash(key(10), MechId::MAIN)).to_vec();
    assert_eq!(after.listed(10), left, "only the revealed ones go");
    assert_eq!(after.weighed(0), [2], "the last of the batch stays");
    reveal(60, &rows[..1], Err(RuleError::RevealTooEarly));
}

#[test]
fn a_batch_of_reveals_with_lists_of_several_lengths_is_refused() {
    let mut field = network(1, 3);
    let batch = Action::BatchRevealWeights {
        netuid: NET,
        hotkey: key(10),
        uids: vec![vec![Uid(1)]],
        values: vec![],
        salts: vec![vec![]],
        version_keys: vec![0],
    };
    assert_eq!(field.apply(batch), Err(RuleError::InputLengthsUnequal));
}

#[test]
fn a_newcomer_after_the_commit_is_weighed_once_it_is_revealed() {
    let row = Row::on(&[1, 2, 3]);
    let mut field = network(1, 3);
    field.until(25);
    field.commit(10, &row).unwrap();
    field.until(26);
    assert_eq!(field.register(40), 3);
    field.until(45);
    field.reveal(10, &row).unwrap();
    // Another commit waits, made after the newcomer: it masks nobody.
    field.commit(10, &Row { uids: vec![1], salt: 9 }).unwrap();
    field.until(60);
    assert!(field.incentive()[1..].iter().all(|incentive| *incentive > 20_000), "{:?}", field.incentive());
}
