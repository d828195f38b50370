//! Any bytes: reading ends in an answer, and a key that is read is written and read back the same.
#![no_main]

use incentor_keys::{
    Content, KeyPair, Keyfile, NaclKey, Phrase, PolkadotExport, Scheme, SecretUri, Signature, UnlockKey,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match Keyfile::read(bytes) {
        Ok(Keyfile::Open(Content::Secret(pair))) => {
            assert_same(&incentor_keys::plain(&pair), &pair);
            let key = NaclKey::from_bytes([7; 32]);
            let sealed = incentor_keys::sealed(&pair, &key).expect("the system has randomness");
            let Ok(Keyfile::Locked(locked)) = Keyfile::read(&sealed) else { panic!("written locked") };
            let opened = locked.open_with(&key.into()).expect("its own key opens it");
            assert_eq!(opened.public(), pair.public());
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
        let _ = SecretUri::parse(text);
        let _ = text.parse::<Signature>();
        let _ = incentor_keys::decode(text, "BT_PW_A");
        for scheme in Scheme::ALL {
            if let Ok(pair) = KeyPair::parse(text, scheme) {
                assert_same(&incentor_keys::plain(&pair), &pair);
            }
        }
    }
});

/// What was written is read as the same key.
fn assert_same(written: &[u8], pair: &KeyPair) {
    match Keyfile::read(written) {
        Ok(Keyfile::Open(Content::Secret(again))) => {
            assert_eq!(again.public(), pair.public());
            assert_eq!(again.expose_private_key(), pair.expose_private_key());
        }
        other => panic!("{other:?}"),
    }
}
