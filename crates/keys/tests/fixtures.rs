//! Every file that real wallets wrote, opened: what is readable gives its key, what must fail says why.
//!
//! Stretching a password takes seconds, so the locked files are opened with the published stretched keys;
//! `.ci/run` opens one with the password itself.

use incentor_keys::{
    Cipher, Content, KeyPair, Keyfile, KeyfileError, NaclKey, Password, PolkadotError, PolkadotExport,
    PublicKey, Scheme, SecretUri, Signature, UnlockKey,
};
use incentor_primitives::AccountId;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const A: &str = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";
const A_ED25519: &str = "5DFJF7tY4bpbpcKPJcBTQaKuCDEPCpiz8TRjpmLeTtweqmXL";
const B: &str = "5EPCUjPxiHAcNooYipQFWr9NmmXJKpNG5RhcntXwbtUySrgH";
const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_HOT: &str = "5G6Fyo6U2fDhJXDJGp4Dr6XViVCdPcryiyLBDsusguSRcYvJ";

/// What a file has to turn out to be.
enum Expected {
    /// A key that can sign, in the open.
    Open(&'static str),
    /// A key that can sign, behind a lock.
    Locked(Cipher, &'static str),
    /// An address.
    Public(&'static str),
    /// No keyfile.
    Refused(KeyfileError),
    /// A lock that the right password does not open.
    Unopened(Cipher, KeyfileError),
    /// Not a keyfile, and not meant to be one.
    Other,
}
use Expected::{Locked, Open, Other, Public, Refused, Unopened};

fn claims() -> Vec<(&'static str, Expected)> {
    vec![
        ("README.md", Other),
        ("manifest.json", Other),
        ("btwallet-2.1.3/coldkey", Locked(Cipher::Nacl, A)),
        ("btwallet-2.1.3/coldkeypub.txt", Public(A)),
        ("btwallet-2.1.3/hotkeys/hk", Open(A)),
        ("btwallet-3.0.11/coldkey", Locked(Cipher::Nacl, A)),
        ("btwallet-3.0.11/coldkeypub.txt", Public(A)),
        ("btwallet-3.0.11/hotkeys/hk", Open(A)),
        ("btwallet-4.1.1/coldkey", Locked(Cipher::Nacl, A)),
        ("btwallet-4.1.1/coldkeypub.txt", Public(A)),
        ("btwallet-4.1.1/hotkeys/default", Open(B)),
        ("btwallet-4.1.1/hotkeys/defaultpub.txt", Public(B)),
        ("btwallet-4.1.1/hotkeys/locked", Locked(Cipher::Nacl, B)),
        ("btwallet-4.1.1/hotkeys/lockedpub.txt", Public(B)),
        ("btwallet-4.1.1-plain/coldkey", Open(A)),
        ("btwallet-4.1.1-plain/coldkeypub.txt", Public(A)),
        ("btwallet-4.1.1-plain/hotkeys/default", Open(A)),
        ("btwallet-4.1.1-plain/hotkeys/defaultpub.txt", Public(A)),
        ("btwallet-4.1.1-uri/coldkey", Open(ALICE)),
        ("btwallet-4.1.1-uri/coldkeypub.txt", Public(ALICE)),
        ("btwallet-4.1.1-uri/hotkeys/default", Open(ALICE_HOT)),
        ("btwallet-4.1.1-uri/hotkeys/defaultpub.txt", Public(ALICE_HOT)),
        ("btwallet-4.1.1-ed25519/coldkey", Locked(Cipher::Nacl, A_ED25519)),
        ("btwallet-4.1.1-ed25519/coldkeypub.txt", Public(A_ED25519)),
        ("btwallet-4.1.1-ed25519/hotkeys/default", Open(A_ED25519)),
        ("btwallet-4.1.1-ed25519/hotkeys/defaultpub.txt", Public(A_ED25519)),
        ("bittensor-11.3.0/coldkey", Locked(Cipher::Nacl, A)),
        ("bittensor-11.3.0/coldkeypub.txt", Public(A)),
        ("bittensor-11.3.0/hotkeys/default", Open(B)),
        ("bittensor-11.3.0/hotkeys/defaultpub.txt", Public(B)),
        ("legacy/coldkey.ansible", Locked(Cipher::Ansible, A)),
        ("legacy/coldkey.fernet", Locked(Cipher::Fernet, A)),
        ("legacy/raw-seed-hex", Open(A)),
        ("legacy/raw-mnemonic", Open(A)),
        ("legacy/leading-space-ss58.json", Open(A)),
        ("legacy/cryptotype-as-string.json", Open(A)),
        ("legacy/polkadotjs-export.json", Refused(KeyfileError::PolkadotExport)),
        (
            "legacy/ss58-mismatch.MUST-FAIL.json",
            Refused(KeyfileError::Mismatch {
                field: "ss58Address",
                stored: account(ALICE),
                source_field: "secretPhrase",
                derived: account(A),
            }),
        ),
        ("legacy/tampered-nacl.MUST-FAIL", Unopened(Cipher::Nacl, KeyfileError::WrongPassword)),
        (
            "legacy/truncated-nacl.MUST-FAIL",
            Refused(KeyfileError::Truncated { cipher: Cipher::Nacl, bytes: 20 }),
        ),
    ]
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/wallet")
}

fn read(path: &str) -> Vec<u8> {
    fs::read(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn account(address: &str) -> AccountId {
    address.parse().expect("an address of the table")
}

fn manifest() -> Value {
    serde_json::from_slice(&read("manifest.json")).expect("the manifest is JSON")
}

fn bytes<const N: usize>(value: &Value) -> [u8; N] {
    let text = value.as_str().expect("hexadecimal text");
    let digits = text.strip_prefix("0x").unwrap_or(text);
    assert_eq!(digits.len(), 2 * N);
    std::array::from_fn(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).expect("hexadecimal"))
}

fn password() -> Password {
    Password::new(manifest()["password"].as_str().expect("the manifest has it").to_owned())
}

/// The password's stretched key for a lock; Ansible Vault stretches in a moment.
fn unlock_key(cipher: Cipher, file: &[u8]) -> UnlockKey {
    let vectors = &manifest()["vectors"];
    match cipher {
        Cipher::Nacl => NaclKey::from_bytes(bytes(&vectors["argon2i_key_hex"])).into(),
        Cipher::Fernet => UnlockKey::from_fernet(bytes(&vectors["legacy_pbkdf2_key_hex"])),
        Cipher::Ansible => locked(file, cipher).key(&password()).expect("a short password"),
    }
}

fn locked(file: &[u8], cipher: Cipher) -> incentor_keys::Locked {
    match Keyfile::read(file) {
        Ok(Keyfile::Locked(locked)) if locked.cipher() == cipher => locked,
        other => panic!("not locked with {cipher}: {other:?}"),
    }
}

fn secret(content: Content, path: &str) -> KeyPair {
    match content {
        Content::Secret(pair) => *pair,
        Content::Public(_) => panic!("{path}: no secret in it"),
    }
}

#[test]
fn every_file_is_what_the_table_says() {
    let (mut keys, mut refused) = (0, 0);
    for (path, expected) in claims() {
        let file = read(path);
        let unlocked = |cipher| locked(&file, cipher).open_with(&unlock_key(cipher, &file));
        let pair = match expected {
            Open(address) => match Keyfile::read(&file) {
                Ok(Keyfile::Open(content)) => Some((secret(content, path), address)),
                other => panic!("{path}: {other:?}"),
            },
            Locked(cipher, address) => {
                let content = unlocked(cipher).unwrap_or_else(|error| panic!("{path}: {error}"));
                Some((secret(content, path), address))
            }
            Public(address) => {
                match Keyfile::read(&file) {
                    Ok(Keyfile::Open(Content::Public(public))) => {
                        let scheme = if address == A_ED25519 { Scheme::Ed25519 } else { Scheme::Sr25519 };
                        assert_eq!(public, PublicKey { account: account(address), scheme }, "{path}");
                    }
                    other => panic!("{path}: {other:?}"),
                }
                None
            }
            Refused(error) => {
                assert_eq!(Keyfile::read(&file).map(|_| ()), Err(error), "{path}");
                refused += 1;
                None
            }
            Unopened(cipher, error) => {
                assert_eq!(unlocked(cipher).map(|_| ()), Err(error), "{path}");
                refused += 1;
                None
            }
            Other => None,
        };
        if let Some((pair, address)) = pair {
            assert_eq!(pair.public().account, account(address), "{path}");
            let signature = pair.sign(path.as_bytes());
            assert!(pair.public().verify(path.as_bytes(), &signature), "{path}");
            keys += 1;
        }
    }
    assert!(keys > 15 && refused == 4, "{keys} keys, {refused} refused");
}

#[test]
fn no_file_is_left_out() {
    let mut found = Vec::new();
    walk(&folder(), "", &mut found);
    found.sort();
    let mut claimed: Vec<String> = claims().iter().map(|(path, _)| (*path).to_owned()).collect();
    claimed.sort();
    assert_eq!(found, claimed, "a file of the folder has no line in the table, or a line no file");
}

fn walk(folder: &Path, under: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("its entries are").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        let name = format!("{under}{name}");
        if path.is_dir() { walk(&path, &format!("{name}/"), found) } else { found.push(name) }
    }
}

#[test]
fn a_key_of_another_password_opens_nothing() {
    let file = read("btwallet-4.1.1/coldkey");
    let coldkey = locked(&file, Cipher::Nacl);
    let wrong = NaclKey::from_bytes([7; 32]).into();
    assert_eq!(coldkey.open_with(&wrong).map(|_| ()), Err(KeyfileError::WrongPassword));
    let other = unlock_key(Cipher::Fernet, &[]);
    let expected = KeyfileError::OtherLock { key: Cipher::Fernet, file: Cipher::Nacl };
    assert_eq!(coldkey.open_with(&other).map(|_| ()), Err(expected));
    let vault = read("legacy/coldkey.ansible");
    let opened = locked(&vault, Cipher::Ansible).open(&Password::new("wrong".to_owned()));
    assert_eq!(opened.map(|_| ()), Err(KeyfileError::WrongPassword));
}

#[test]
fn the_polkadot_export_is_imported() {
    let file = read("legacy/polkadotjs-export.json");
    let export = PolkadotExport::read(&file).expect("an export of version 3");
    assert_eq!(export.address(), Some(account(A)));
    assert_eq!(export.open(&password()).expect("its password").public().account, account(A));
    let wrong = export.open(&Password::new("wrong".to_owned()));
    assert_eq!(wrong.map(|_| ()), Err(PolkadotError::WrongPassword));
    let foreign = String::from_utf8(file).expect("text").replace(A, B);
    let export = PolkadotExport::read(foreign.as_bytes()).expect("only the address differs");
    let expected = PolkadotError::Mismatch { stored: account(B), derived: account(A) };
    assert_eq!(export.open(&password()).map(|_| ()), Err(expected));
}

#[test]
fn uris_lead_where_the_official_ones_do() {
    let manifest = manifest();
    let uris = manifest["vectors"]["uri"].as_object().expect("the manifest has them");
    let (mut derived, mut refused) = (0, 0);
    for (text, schemes) in uris {
        for (scheme, expected) in schemes.as_object().expect("one for each scheme") {
            let uri = SecretUri::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let pair = KeyPair::from_uri(&uri, scheme.parse().expect("a scheme"));
            match expected.get("ss58") {
                Some(address) => {
                    let public = pair.unwrap_or_else(|error| panic!("{text}: {error}")).public();
                    assert_eq!(
                        public.account.to_string(),
                        address.as_str().expect("text"),
                        "{text} {scheme}"
                    );
                    assert_eq!(public.account.0, bytes(&expected["public"]), "{text} {scheme}");
                    derived += 1;
                }
                None => {
                    assert_eq!(pair.map(|_| ()), Err(incentor_keys::SecretError::SoftJunction), "{text}");
                    refused += 1;
                }
            }
        }
    }
    assert!(derived >= 30 && refused >= 2, "{derived} derived, {refused} refused");
}

#[test]
fn official_signatures_verify() {
    let vectors = &manifest()["vectors"];
    let sample = &vectors["sr25519_sample_sig"];
    let message = sample["msg"].as_str().expect("text").as_bytes();
    let signature = Signature(bytes(&sample["sig"]));
    let alice = PublicKey { account: account(ALICE), scheme: Scheme::Sr25519 };
    assert!(alice.verify(message, &signature));
    assert!(!alice.verify(b"hellp", &signature));
    assert!(!PublicKey { account: account(B), ..alice }.verify(message, &signature));
    assert!(!PublicKey { scheme: Scheme::Ed25519, ..alice }.verify(message, &signature));

    let sample = &vectors["ed25519_sample_sig"];
    let alice = account(sample["ss58"].as_str().expect("text"));
    let alice = PublicKey { account: alice, scheme: Scheme::Ed25519 };
    let signature = Signature(bytes(&sample["sig"]));
    assert!(alice.verify(message, &signature));
    // ed25519 signs the same way each time, so the bytes are comparable.
    let uri = SecretUri::parse("//Alice").expect("a development URI");
    let pair = KeyPair::from_uri(&uri, Scheme::Ed25519).expect("a hard junction");
    assert_eq!(pair.sign(message), signature);
}

#[test]
fn addresses_of_other_networks_are_the_same_account() {
    let formats = manifest()["vectors"]["ss58"].as_object().expect("the manifest has them").clone();
    for (format, address) in &formats {
        let prefix = format.trim_start_matches("fmt").parse().expect("a number");
        let address = address.as_str().expect("text");
        assert_eq!(AccountId::from_ss58(address), Ok((account(ALICE), prefix)), "{format}");
        assert_eq!(account(ALICE).to_ss58(prefix), address, "{format}");
    }
    assert_eq!(formats.len(), 4);
}

#[test]
fn passwords_in_variables_are_read_and_written() {
    let manifest = manifest();
    let cases = manifest["vectors"]["env"].as_array().expect("the manifest has them");
    for case in cases {
        let text = |field: &str| case[field].as_str().expect("text").to_owned();
        let variable = incentor_keys::variable(Path::new(&text("keyfile")));
        assert_eq!(variable, text("var"));
        assert_eq!(*incentor_keys::encode(&password(), &variable), text("value"));
        let decoded = incentor_keys::decode(&text("value"), &variable).expect("in the wallets' form");
        assert_eq!(decoded.expose(), text("password"));
    }
    assert_eq!(cases.len(), 2);
    assert!(incentor_keys::decode("no base64!", "BT_PW_A").is_none());
}
