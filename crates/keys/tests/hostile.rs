//! Any bytes end in an answer: no panic, no hang, no memory without a bound, no secret in the words.

use base64ct::{Base64, Encoding as _};
use incentor_keys::{
    Content, KeyPair, Keyfile, KeyfileError, Locked, NaclKey, Password, Phrase, PolkadotError,
    PolkadotExport, PublicKey, Scheme, SecretError, SecretUri, Seed, Signature, UnlockKey,
};
use incentor_primitives::{AccountId, Ss58Error};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
const SEED: &str = "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";
const A: &str = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";

/// Everything that is done with bytes of a stranger.
fn try_everything(bytes: &[u8]) {
    match Keyfile::read(bytes) {
        Ok(Keyfile::Open(Content::Secret(pair))) => {
            let again = Keyfile::read(&incentor_keys::plain(&pair)).expect("what was written is legal");
            assert!(matches!(again, Keyfile::Open(content) if content.public() == pair.public()));
        }
        Ok(Keyfile::Open(Content::Public(public))) => {
            let again = Keyfile::read(&incentor_keys::public(&public)).expect("what was written is legal");
            assert!(matches!(again, Keyfile::Open(content) if content.public() == public));
        }
        Ok(Keyfile::Locked(locked)) => {
            let _ = locked.open_with(&NaclKey::from_bytes([7; 32]).into());
            let _ = locked.open_with(&UnlockKey::from_fernet([7; 32]));
        }
        Err(error) => assert!(error.to_string().len() < 400, "{error}"),
    }
    let _ = PolkadotExport::read(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Phrase::parse(text);
        let _ = SecretUri::parse(text).map(|uri| KeyPair::from_uri(&uri, Scheme::Sr25519));
        let _ = text.parse::<Signature>();
        let _ = incentor_keys::decode(text, "BT_PW_A");
    }
}

/// What fuzzing started from and what it found, replayed.
#[test]
fn every_kept_file_ends_in_an_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let (mut files, mut open, mut locked, mut refused) = (0, 0, 0, 0);
    for file in fs::read_dir(folder).expect("the corpus is there") {
        let bytes = fs::read(file.expect("a readable entry").path()).expect("a readable file");
        try_everything(&bytes);
        files += 1;
        match Keyfile::read(&bytes) {
            Ok(Keyfile::Open(_)) => open += 1,
            Ok(Keyfile::Locked(_)) => locked += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(files > 60 && open > 3 && locked > 2 && refused > 30, "{files}: {open}, {locked}, {refused}");
}

fn refused(text: &str) -> KeyfileError {
    match Keyfile::read(text.as_bytes()) {
        Err(error) => error,
        Ok(_) => panic!("{text:.200} was read"),
    }
}

#[test]
fn damage_is_named() {
    let check = |text: &str, expected: KeyfileError| assert_eq!(refused(text), expected, "{text:.200}");
    let secret = |field, problem| KeyfileError::Secret { field, problem };
    check("", KeyfileError::Empty);
    check(" \n\t", KeyfileError::Empty);
    check("hello", KeyfileError::Unrecognised);
    check("[]", KeyfileError::Unrecognised);
    check("{}", KeyfileError::NoKey);
    check("{\"secretPhrase\":null,\"secretSeed\":\"\"}", KeyfileError::NoKey);
    check("{\n \"a\"", KeyfileError::Json { line: 2, column: 4 });
    let twice = format!("{{\"secretSeed\":\"{SEED}\",\"secretSeed\":\"{SEED}\"}}");
    assert!(matches!(refused(&twice), KeyfileError::Json { .. }), "a field twice has no one meaning");
    check(
        "{\"secretSeed\":\"12\"}",
        secret("secretSeed", SecretError::HexLength { digits: 2, expected: 64 }),
    );
    check("{\"secretPhrase\":\"a b\"}", secret("secretPhrase", SecretError::WordCount { words: 2 }));
    check(
        "{\"ss58Address\":\"5\"}",
        KeyfileError::Address { field: "ss58Address", problem: Ss58Error::Length { bytes: 1 } },
    );
    let zero = "0".repeat(128);
    check(&format!("{{\"privateKey\":\"{zero}\"}}"), secret("privateKey", SecretError::WeakKey));
    check(&zero, secret("the text", SecretError::WeakKey));
    let tail = PHRASE.replace("walk", "walks");
    check(&tail, secret("the text", SecretError::UnknownWord { position: 12 }));
    for (code, shown) in
        [("2", "2"), ("-1", "-1"), ("1.5", "1.5"), ("true", "true"), ("\"x\"", "x"), ("300", "300")]
    {
        let text = format!("{{\"secretSeed\":\"{SEED}\",\"cryptoType\":{code}}}");
        check(&text, KeyfileError::Scheme { code: shown.to_owned() });
    }
    let hashed = format!("{{\"secretSeed\":\"{SEED}\",\"cryptoType\":1,\"hashedDescriptor\":\"0x00\"}}");
    check(&hashed, KeyfileError::Hashed);
    let giant = "a".repeat(incentor_keys::MAX_KEYFILE_BYTES + 1);
    check(&giant, KeyfileError::TooLarge { limit: incentor_keys::MAX_KEYFILE_BYTES });
    assert_eq!(Keyfile::read(&[0xff, 0xfe, 0]).map(|_| ()), Err(KeyfileError::NotText));
}

#[test]
fn a_stated_public_key_counts_as_much_as_the_address() {
    let other = "11".repeat(32);
    for field in ["publicKey", "accountId"] {
        let text = format!("{{\"secretSeed\":\"{SEED}\",\"ss58Address\":\"{A}\",\"{field}\":\"{other}\"}}");
        let derived: AccountId = A.parse().expect("an address");
        let stored = AccountId([0x11; 32]);
        assert_eq!(
            refused(&text),
            KeyfileError::Mismatch { field, stored, source_field: "secretSeed", derived }
        );
        let watched = format!("{{\"ss58Address\":\"{A}\",\"{field}\":\"{other}\"}}");
        assert!(matches!(refused(&watched), KeyfileError::Mismatch { .. }));
    }
}

#[test]
fn the_address_decides_where_the_scheme_is_wrong() {
    let ed25519 =
        KeyPair::from_seed(Seed::from_hex(SEED).expect("a seed"), Scheme::Ed25519).expect("any seed");
    let address = ed25519.public().account;
    for scheme in ["", ",\"cryptoType\":1"] {
        let text = format!("{{\"secretSeed\":\"{SEED}\",\"ss58Address\":\"{address}\"{scheme}}}");
        match Keyfile::read(text.as_bytes()) {
            Ok(Keyfile::Open(content)) => assert_eq!(content.public(), ed25519.public()),
            other => panic!("{other:?}"),
        }
    }
    // An address of another network names the same account.
    let text = format!("{{\"secretSeed\":\"{SEED}\",\"ss58Address\":\"{}\"}}", address.to_ss58(2));
    assert!(Keyfile::read(text.as_bytes()).is_ok());
}

#[test]
fn nobody_signs_for_the_account_everybody_could_sign_for() {
    // schnorrkel itself signs with the scalar zero, and verifies it.
    let secret = schnorrkel::SecretKey::from_bytes(&[0; 64]).expect("canonical").to_keypair();
    let signature = secret.sign_simple(b"substrate", b"a");
    assert!(secret.public.verify_simple(b"substrate", b"a", &signature).is_ok());
    let nobody = PublicKey { account: AccountId([0; 32]), scheme: Scheme::Sr25519 };
    assert!(!nobody.verify(b"a", &Signature(signature.to_bytes())));
}

#[test]
fn an_export_cannot_ask_for_more_than_polkadot_js_does() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wallet/legacy/polkadotjs-export.json");
    let text = fs::read_to_string(path).expect("the fixture is there");
    let mut export: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut bytes = Base64::decode_vec(export["encoded"].as_str().expect("text")).expect("Base64");
    // Behind the salt: N, p and r, little end first.
    assert_eq!(bytes[32..36], 32_768_u32.to_le_bytes());
    bytes[32..36].copy_from_slice(&(1_u32 << 30).to_le_bytes());
    export["encoded"] = Base64::encode_string(&bytes).into();
    match PolkadotExport::read(export.to_string().as_bytes()) {
        Err(PolkadotError::Scrypt { n, r: 8, p: 1 }) => assert_eq!(n, 1 << 30),
        other => panic!("{other:?}"),
    }
    export["encoding"]["content"][1] = "ecdsa".into();
    let refused = PolkadotExport::read(export.to_string().as_bytes());
    assert!(matches!(refused, Err(PolkadotError::Unsupported { field: "content", .. })));
}

/// Neither `Debug` nor an error repeats a part of a secret.
#[test]
fn secrets_are_silent() {
    let private = |pair: &KeyPair| -> String {
        pair.expose_private_key().iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let phrase = Phrase::parse(PHRASE).expect("a phrase");
    let pair = KeyPair::from_phrase(phrase.clone(), Scheme::Sr25519).expect("any phrase");
    let key = incentor_keys::Coldkey::new(
        KeyPair::from_phrase(phrase.clone(), Scheme::Sr25519).expect("any phrase"),
    );
    let lock = NaclKey::from_bytes([0xab; 32]);
    let sealed = incentor_keys::sealed(&pair, &lock).expect("randomness");
    let shown = [
        format!("{pair:?} {key:?} {phrase:?} {lock:?}"),
        format!("{:?} {:?}", Seed::from_hex(SEED), Password::new("Fixture-Passw0rd!".to_owned())),
        format!("{:?} {:?}", SecretUri::parse(PHRASE), UnlockKey::from_fernet([0xab; 32])),
        format!("{:?} {:?}", Keyfile::read(&sealed), Keyfile::read(PHRASE.as_bytes())),
        format!("{:?}", UnlockKey::from(lock)),
        format!("{}", refused(&format!("{PHRASE} lake"))),
        format!("{}", refused(&format!("{{\"secretPhrase\":\"{PHRASE} lake\"}}"))),
        format!("{}", refused(&format!("{{\"secretSeed\":{{\"{PHRASE}\":1}}}}"))),
        format!("{}", refused(&format!("{{\"secretPhrase\":\"{PHRASE}\",\"secretSeed\":[\"{SEED}\"]}}"))),
        format!("{}", refused(&format!("{{\"cryptoType\":[\"{PHRASE}\"]}}"))),
        format!("{}", refused(&format!("{{\"secretSeed\":\"{SEED}zz\"}}"))),
    ]
    .join("\n");
    for secret in ["lake", "curtain", "Passw0rd", &SEED[..8], &private(&pair)[..8], "171, 171", "abab"] {
        assert!(!shown.contains(secret), "{secret} is in:\n{shown}");
    }
    assert!(shown.contains(A), "the address is no secret:\n{shown}");
}

/// Bytes that begin like something.
fn promising() -> impl Strategy<Value = Vec<u8>> {
    let head = prop_oneof![
        Just(b"$NACL".to_vec()),
        Just(b"$ANSIBLE_VAULT;1.1;AES256\n".to_vec()),
        Just(b"gAAAAA".to_vec()),
        Just(b"{\"secretSeed\":\"0x".to_vec()),
        Just(b"{\"encoded\":\"".to_vec()),
        Just(b"0x".to_vec()),
        Just(b"//".to_vec()),
        Just(Vec::new()),
    ];
    let tail = prop_oneof![
        any::<Vec<u8>>(),
        "[0-9a-f\n]{0,300}".prop_map(String::into_bytes),
        "[A-Za-z0-9_=-]{0,300}".prop_map(String::into_bytes),
        "[a-z /]{0,200}".prop_map(String::into_bytes),
    ];
    (head, tail).prop_map(|(head, tail)| [head, tail].concat())
}

/// A real file with some bytes changed, dropped or doubled.
fn mutilated() -> impl Strategy<Value = Vec<u8>> {
    const FILES: [&str; 8] = [
        "btwallet-4.1.1/coldkey",
        "btwallet-4.1.1/hotkeys/default",
        "btwallet-4.1.1-ed25519/hotkeys/default",
        "legacy/coldkey.ansible",
        "legacy/coldkey.fernet",
        "legacy/polkadotjs-export.json",
        "legacy/raw-mnemonic",
        "legacy/raw-seed-hex",
    ];
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0_u8..3);
    let changes = prop::collection::vec(change, 1..4);
    (prop::sample::select(&FILES[..]), changes).prop_map(|(file, changes)| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wallet");
        let mut bytes = fs::read(folder.join(file)).expect("the fixture is there");
        for (at, byte, kind) in changes {
            // What has been cut to a byte and lost that one, too, cannot be changed further.
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes
    })
}

fn vault() -> Locked {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wallet/legacy/coldkey.ansible");
    match Keyfile::read(&fs::read(path).expect("the fixture is there")) {
        Ok(Keyfile::Locked(locked)) => locked,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_end_in_an_answer(bytes in prop_oneof![promising(), mutilated()]) {
        try_everything(&bytes);
    }

    #[test]
    fn any_text_ends_in_an_answer(text in ".{0,200}") {
        try_everything(text.as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_password_but_the_right_one_opens(password in "[ -~]{1,20}") {
        prop_assume!(password != "Fixture-Passw0rd!");
        prop_assert!(vault().open(&Password::new(password)).is_err());
    }
}
