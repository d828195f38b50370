//! Every entry of the upstream vectors, each claimed by name.

use crate::field::{Field, NET, Row, genesis, network, subnet};
use incentor_ledger::rules::commit_reveal::{
    CommitContent, RevealPhase, commit_hash, commit_preimage, phase,
};
use incentor_primitives::{AccountId, Uid, Weight};
use serde_json::Value;

type Claim = (&'static str, fn(&Value));

/// By `op`, or by the end of `source` where there is none.
const CLAIMS: &[Claim] = &[
    ("test_epoch_masks_incoming_to_sniped_uid_prevents_inheritance", a_sniped_uid_inherits_nothing),
    ("test_epoch_no_mask_when_commit_reveal_disabled", without_commit_reveal_there_is_no_mask),
    ("test_epoch_does_not_mask_outside_window_but_masks_inside", an_expired_commit_masks_nothing),
    ("window logic", windows),
    ("v2 hash preimage layout (SCALE)", layout),
    ("v2 commit hash", hashes),
];

#[test]
fn every_entry_is_claimed_and_holds() {
    let path = format!("{}/tests/vectors/commit_reveal.json", env!("CARGO_MANIFEST_DIR"));
    let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut unused: Vec<&str> = CLAIMS.iter().map(|(name, _)| *name).collect();
    for entry in document["tests"].as_array().unwrap() {
        let source = entry["source"].as_str().unwrap();
        let name = entry["op"].as_str().or(source.rsplit("::").next()).unwrap();
        let claim = CLAIMS.iter().find(|(claimed, _)| *claimed == name);
        claim.unwrap_or_else(|| panic!("nobody claims {name:?}")).1(entry);
        unused.retain(|claimed| *claimed != name);
    }
    assert!(unused.is_empty(), "claimed, but not there: {unused:?}");
}

/// A validator whose older commit is revealed, two others waiting, around a miner who lost uid 1.
fn sniped() -> Field {
    let mut subnet = subnet(NET, 2, 3);
    subnet.parameters.max_allowed_uids = 3;
    subnet.parameters.min_allowed_uids = 3;
    let mut field = Field::of(&genesis(vec![subnet]));
    field.until(25);
    field.commit(10, &Row::on(&[2])).unwrap();
    field.until(65);
    field.reveal(10, &Row::on(&[2])).unwrap();
    field.until(85);
    assert_eq!(field.incentive(), [0, 0, 65_535], "uid 1 earns least");
    field.commit(10, &Row::on(&[1, 2])).unwrap();
    field.until(105);
    field.commit(10, &Row::on(&[2])).unwrap();
    field.until(110);
    assert_eq!(field.register(40), 1, "the newcomer gets uid 1");
    field.until(112);
    // Newer than the newcomer, so that the weights do not count as outdated.
    field.commit(10, &Row { uids: vec![2], salt: 2 }).unwrap();
    field.until(121);
    field.reveal(10, &Row::on(&[1, 2])).unwrap();
    assert_eq!((field.weighed(0), field.last_update(0)), (vec![1, 2], 112));
    field
}

fn a_sniped_uid_inherits_nothing(entry: &Value) {
    let mut field = sniped();
    field.until(140);
    let incentive = field.incentive();
    assert_eq!(Some(u64::from(incentive[1])), entry["expected"]["incentive_new_uid"].as_u64());
    assert_eq!(incentive[2], 65_535);
}

fn without_commit_reveal_there_is_no_mask(entry: &Value) {
    assert_eq!(entry["expected"], "weights visible, no mask");
    let mut field = sniped();
    field.switch(false);
    field.until(140);
    assert_eq!(field.listed(10).len(), 2, "switching off clears nothing");
    assert_eq!(field.incentive()[1..], [32_767, 32_767]);
}

fn an_expired_commit_masks_nothing(entry: &Value) {
    let run = |second_commit: bool| {
        let mut field = network(2, 1);
        field.until(25);
        field.commit(10, &Row::on(&[0])).unwrap();
        field.until(45);
        field.seal(10, &Row::on(&[1, 2, 3]).sealed(incentor_primitives::AccountId([10; 32])), 7).unwrap();
        field.until(46);
        assert_eq!(field.register(40), 1);
        field.until(65);
        if second_commit {
            field.commit(10, &Row { uids: vec![0], salt: 2 }).unwrap();
        }
        field.until(66);
        assert_eq!(field.register(41), 2);
        field.until(67);
        assert_eq!(field.register(42), 3);
        field.until(70);
        field.commit(10, &Row { uids: vec![0], salt: 3 }).unwrap();
        field.pulse(7);
        field.until(80);
        assert_eq!(field.weighed(0), [1, 2, 3], "opened at the beginning of its epoch");
        assert_eq!(field.listed(10).len(), if second_commit { 3 } else { 2 }, "the expired one is listed");
        field.incentive()
    };
    let incentive = run(true);
    let expected = &entry["expected"];
    assert_eq!(expected["incentive_uid1"], "positive");
    assert_eq!(incentive[1], 65_535);
    assert_eq!(Some(u64::from(incentive[2])), expected["incentive_uid2"].as_u64());
    assert_eq!(Some(u64::from(incentive[3])), expected["incentive_uid3"].as_u64());
    assert!(
        run(false)[1..].iter().all(|incentive| *incentive > 20_000),
        "it is the second commit that masks"
    );
}

fn windows(entry: &Value) {
    let columns = ["commit_epoch", "period", "current_epoch", "revealable", "expired"];
    assert_eq!(entry["columns"], serde_json::json!(columns));
    for case in entry["cases"].as_array().unwrap() {
        let [commit, period, current] = [0, 1, 2].map(|column| case[column].as_u64().unwrap());
        let phase = phase(commit, period, current);
        assert_eq!(Some(phase == RevealPhase::Open), case[3].as_bool(), "{case}");
        assert_eq!(Some(phase == RevealPhase::Expired), case[4].as_bool(), "{case}");
    }
}

/// The preimage, field after field, as the entry describes it.
fn layout(entry: &Value) {
    assert_eq!(entry["hash"], "Blake2b-256");
    let (uids, values, salt) = ([Uid(0x0102)], [Weight(3), Weight(4)], [5, 6, 7]);
    let content = CommitContent { uids: &uids, values: &values, salt: &salt, version_key: 0x0809 };
    let preimage = commit_preimage(&AccountId([9; 32]), 0x0A0B, &content);
    let mut left = preimage.as_slice();
    for field in entry["fields"].as_array().unwrap() {
        let bytes: &[u8] = match field.as_str().unwrap() {
            "hotkey: 32 bytes" => &[9; 32],
            "storage index: u16 LE" => &[0x0B, 0x0A],
            "uids: compact length + u16 LE each" => &[1 << 2, 2, 1],
            "values: compact length + u16 LE each" => &[2 << 2, 3, 0, 4, 0],
            "salt: compact length + u16 LE each" => &[3 << 2, 5, 0, 6, 0, 7, 0],
            "version_key: u64 LE" => &[9, 8, 0, 0, 0, 0, 0, 0],
            other => panic!("no such field: {other}"),
        };
        left = left.strip_prefix(bytes).unwrap_or_else(|| panic!("{field}"));
    }
    assert!(left.is_empty());
}

fn hashes(entry: &Value) {
    let cases = entry["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let numbers = |field: &str| -> Vec<u16> {
            let list = case[field].as_array().unwrap();
            list.iter().map(|number| u16::try_from(number.as_u64().unwrap()).unwrap()).collect()
        };
        let uids: Vec<Uid> = numbers("uids").into_iter().map(Uid).collect();
        let values: Vec<Weight> = numbers("values").into_iter().map(Weight).collect();
        let version_key = case["version_key"].as_u64().unwrap();
        let content = CommitContent { uids: &uids, values: &values, salt: &numbers("salt"), version_key };
        let hotkey = AccountId(bytes(&case["hotkey_hex"]).try_into().unwrap());
        let index = u16::try_from(case["storage_index"].as_u64().unwrap()).unwrap();
        assert_eq!(commit_preimage(&hotkey, index, &content), bytes(&case["preimage_hex"]));
        assert_eq!(commit_hash(&hotkey, index, &content).to_vec(), bytes(&case["hash_hex"]));
    }
}

fn bytes(hex: &Value) -> Vec<u8> {
    let digits = hex.as_str().unwrap().as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}
