//! Wallets on disk: written here, read here, for this user alone, never over anything.

use incentor_keys::{
    Coldkey, Content, DiskError, DiskProblem, Hotkey, HotkeyFiles, KeyPair, Keyfile, Locked, NaclKey, Name,
    Phrase, Scheme, SecretUri, Seed, Wallet, WalletError,
};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

const DEV: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/// An empty directory of this test's own.
fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wallet").join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("the directory can be made");
    directory
}

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

fn uri(text: &str, scheme: Scheme) -> KeyPair {
    KeyPair::from_uri(&SecretUri::parse(text).expect("a URI"), scheme).expect("a derivable key")
}

fn alice() -> Coldkey {
    Coldkey::new(uri("//Alice", Scheme::Sr25519))
}

/// A lock is not expected here.
fn unlocked(path: &Path, _: &Locked) -> Result<Content, WalletError> {
    panic!("{} is locked", path.display())
}

fn files(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).expect("a readable directory") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|file| format!("{name}/{file}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}

#[test]
fn what_is_written_is_read_again() {
    let root = directory("round-trip");
    let wallet = Wallet::new(&root, name("w"));
    let hotkey = Hotkey::new(uri("//Alice//hot", Scheme::Ed25519));
    wallet.save_coldkey(&alice(), None).expect("an empty place");
    wallet.save_hotkey(&name("h"), &hotkey, None).expect("an empty place");
    assert_eq!(wallet.coldkey(unlocked).expect("readable").public(), alice().public());
    assert_eq!(wallet.coldkeypub().expect("readable"), alice().public());
    assert_eq!(wallet.hotkey(&name("h"), unlocked).expect("readable").public(), hotkey.public());
    assert_eq!(wallet.hotkeypub(&name("h")).expect("readable"), hotkey.public());
    assert_eq!(files(&root), ["w/coldkey", "w/coldkeypub.txt", "w/hotkeys/h", "w/hotkeys/hpub.txt"]);
    assert_eq!(Wallet::all(&root).expect("readable"), std::slice::from_ref(&wallet));
    let expected = HotkeyFiles { name: name("h"), secret: true, public: true };
    assert_eq!(wallet.hotkeys().expect("readable"), [expected]);
}

#[test]
fn a_locked_key_opens_with_its_key_alone() {
    let wallet = Wallet::new(&directory("locked"), name("w"));
    let lock = NaclKey::from_bytes([7; 32]);
    wallet.save_coldkey(&alice(), Some(&lock)).expect("an empty place");
    let open = |lock: NaclKey| {
        wallet.coldkey(|path, locked| {
            locked.open_with(&lock.into()).map_err(|problem| WalletError::keyfile(path, problem))
        })
    };
    assert_eq!(open(lock).expect("its own key").public(), alice().public());
    assert!(open(NaclKey::from_bytes([8; 32])).is_err());
    let bytes = fs::read(wallet.coldkey_path()).expect("readable");
    let secret = alice().pair().expose_private_key();
    assert!(bytes.starts_with(b"$NACL") && !bytes.windows(8).any(|part| part == &secret[..8]));
    // The same key and password never give the same file: the nonce is new.
    let second = Wallet::new(&directory("locked-again"), name("w"));
    second.save_coldkey(&alice(), Some(&NaclKey::from_bytes([7; 32]))).expect("an empty place");
    assert_ne!(fs::read(second.coldkey_path()).expect("readable"), bytes);
}

#[cfg(unix)]
#[test]
fn files_and_directories_are_for_this_user_alone() {
    let root = directory("modes").join("made/on/the/way");
    let wallet = Wallet::new(&root, name("w"));
    wallet.save_coldkey(&alice(), None).expect("an empty place");
    let mode = |path: &Path| incentor_keys::mode(path).expect("it is there").expect("a system with modes");
    for file in [wallet.coldkey_path(), wallet.coldkeypub_path()] {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    for made in [wallet.directory(), &root, root.parent().expect("made on the way")] {
        assert_eq!(mode(made), 0o700, "{}", made.display());
    }
}

#[test]
fn nothing_is_overwritten() {
    let root = directory("existing");
    let wallet = Wallet::new(&root, name("w"));
    wallet.save_coldkey(&alice(), None).expect("an empty place");
    let before = fs::read(wallet.coldkey_path()).expect("readable");
    let bob = Coldkey::new(uri("//Bob", Scheme::Sr25519));
    // Another key is stopped by the public file, the same key by the keyfile.
    match wallet.save_coldkey(&bob, None) {
        Err(WalletError::OtherPublicFile { path }) => assert_eq!(path, wallet.coldkeypub_path()),
        other => panic!("{other:?}"),
    }
    fs::remove_file(wallet.coldkeypub_path()).expect("it is ours");
    for key in [&bob, &alice()] {
        match wallet.save_coldkey(key, None) {
            Err(WalletError::Disk(DiskError { path, problem: DiskProblem::Exists })) => {
                assert_eq!(path, wallet.coldkey_path());
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(fs::read(wallet.coldkey_path()).expect("readable"), before);
    assert_eq!(files(&root), ["w/coldkey"], "a refused key leaves nothing behind");
}

#[test]
fn a_watched_coldkey_becomes_a_whole_one_with_its_own_key_only() {
    let wallet = Wallet::new(&directory("watched"), name("w"));
    wallet.save_coldkeypub(&alice().public()).expect("an empty place");
    let bob = Coldkey::new(uri("//Bob", Scheme::Sr25519));
    assert!(matches!(wallet.save_coldkey(&bob, None), Err(WalletError::OtherPublicFile { .. })));
    wallet.save_coldkey(&alice(), None).expect("the public file is its own");
    assert_eq!(wallet.coldkey(unlocked).expect("readable").public(), alice().public());
}

#[test]
fn an_address_cannot_sign() {
    let wallet = Wallet::new(&directory("watch-only"), name("w"));
    wallet.save_coldkeypub(&alice().public()).expect("an empty place");
    fs::copy(wallet.coldkeypub_path(), wallet.coldkey_path()).expect("a copy can be made");
    assert!(matches!(wallet.coldkey(unlocked), Err(WalletError::WatchOnly { .. })));
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_nothing() {
    use std::os::unix::fs::symlink;
    let root = directory("failed");
    let wallet = Wallet::new(&root, name("w"));
    // A dangling link would be written through by a plain write.
    fs::create_dir_all(wallet.directory()).expect("the directory can be made");
    symlink(root.join("elsewhere"), wallet.coldkey_path()).expect("a link can be made");
    let refused = wallet.save_coldkey(&alice(), None);
    assert!(matches!(refused, Err(WalletError::Disk(DiskError { problem: DiskProblem::Exists, .. }))));
    assert!(!root.join("elsewhere").exists(), "written through the link");
    assert_eq!(files(wallet.directory()), ["coldkey"], "only the link itself");
    // A file where the directory belongs.
    fs::write(root.join("x"), "in the way").expect("the directory can be written");
    assert!(matches!(Wallet::new(&root, name("x")).save_coldkey(&alice(), None), Err(WalletError::Disk(_))));
    assert_eq!(fs::read(root.join("x")).expect("readable"), b"in the way");
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_giants_are_refused_at_once() {
    let root = directory("strange");
    let read = |path: &Path| incentor_keys::read(path).map(|_| ()).map_err(|error| error.problem);
    assert!(matches!(read(&root), Err(DiskProblem::NotAFile)));
    assert!(matches!(read(Path::new("/dev/zero")), Err(DiskProblem::NotAFile)));
    assert!(matches!(read(&root.join("missing")), Err(DiskProblem::Missing)));
    let pipe = root.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    assert!(matches!(read(&pipe), Err(DiskProblem::NotAFile)), "nobody writes into the pipe");
    let giant = root.join("giant");
    fs::File::create(&giant).expect("a file can be made").set_len(1 << 40).expect("a file with a hole");
    assert!(matches!(read(&giant), Err(DiskProblem::TooLarge)));
    let largest = root.join("largest");
    fs::write(&largest, vec![b'a'; incentor_keys::MAX_KEYFILE_BYTES]).expect("it can be written");
    assert!(read(&largest).is_ok());
}

#[test]
fn the_writing_rule_is_kept() {
    let text = |pair: &KeyPair| String::from_utf8(incentor_keys::plain(pair).to_vec()).expect("text");
    let phrase = || Phrase::parse(DEV).expect("the development phrase");
    let sr25519 = text(&KeyPair::from_phrase(phrase(), Scheme::Sr25519).expect("any phrase will do"));
    assert_eq!(
        sr25519,
        "{\"accountId\":\"0x46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a\",\
         \"publicKey\":\"0x46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a\",\
         \"ss58Address\":\"5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV\",\
         \"privateKey\":\"0x05d65584630d16cd4af6d0bec10f34bb504a5dcb62dba2122d49f5a663763d0a\
         fd190cce74df356432b410bd64682309d6dedb27c76845daf388557cbac3ca34\",\
         \"secretPhrase\":\"bottom drive obey lake curtain smoke basket hold race lonely fit walk\",\
         \"secretSeed\":\"0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e\"}",
        "no cryptoType, which readers before 4.1 do not know"
    );
    let ed25519 = text(&KeyPair::from_phrase(phrase(), Scheme::Ed25519).expect("any phrase will do"));
    assert!(ed25519.contains("\"cryptoType\":0") && ed25519.contains("\"secretPhrase\""), "{ed25519}");
    // Behind a soft junction nothing but the private key is known; behind a hard one the seed too.
    let soft = text(&uri("//Alice/soft", Scheme::Sr25519));
    assert!(!soft.contains("secretSeed") && !soft.contains("secretPhrase"), "{soft}");
    let hard = text(&uri("//Alice", Scheme::Sr25519));
    assert!(hard.contains("secretSeed") && !hard.contains("secretPhrase"), "{hard}");
}

/// A key of any origin.
fn pairs() -> impl Strategy<Value = KeyPair> {
    let scheme = prop_oneof![Just(Scheme::Sr25519), Just(Scheme::Ed25519)];
    (any::<[u8; 32]>(), scheme, any::<bool>(), any::<bool>()).prop_map(|(bytes, scheme, soft, bare)| {
        let seed: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = if soft && scheme == Scheme::Sr25519 { "//a/b" } else { "//a//7" };
        if bare {
            KeyPair::from_seed(Seed::new(bytes), scheme).expect("any seed will do")
        } else {
            uri(&format!("0x{seed}{path}"), scheme)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_key_survives_its_keyfile(pair in pairs(), message in any::<Vec<u8>>(), lock in any::<[u8; 32]>()) {
        let lock = NaclKey::from_bytes(lock);
        let sealed = incentor_keys::sealed(&pair, &lock).expect("randomness");
        let Ok(Keyfile::Locked(locked)) = Keyfile::read(&sealed) else { panic!("written locked") };
        let opened = locked.open_with(&lock.into()).expect("its own key");
        let Ok(Keyfile::Open(plain)) = Keyfile::read(&incentor_keys::plain(&pair)) else { panic!("written open") };
        for content in [opened, plain] {
            let Content::Secret(again) = content else { panic!("written with its secret") };
            prop_assert_eq!(again.public(), pair.public());
            prop_assert_eq!(again.expose_private_key(), pair.expose_private_key());
            prop_assert!(pair.public().verify(&message, &again.sign(&message)));
        }
        let public = Keyfile::read(&incentor_keys::public(&pair.public()));
        prop_assert!(matches!(public, Ok(Keyfile::Open(Content::Public(public))) if public == pair.public()));
    }

    #[test]
    fn a_changed_byte_of_a_lock_is_seen(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let lock = NaclKey::from_bytes([7; 32]);
        let mut sealed = incentor_keys::sealed(alice().pair(), &lock).expect("randomness");
        let at = at.index(sealed.len());
        sealed[at] ^= flip;
        let opened = match Keyfile::read(&sealed) {
            Ok(Keyfile::Locked(locked)) => locked.open_with(&lock.into()).is_ok(),
            // The first five bytes say what it is.
            Ok(Keyfile::Open(_)) => true,
            Err(_) => false,
        };
        prop_assert!(!opened, "byte {} does not count", at);
    }
}
