//! Requests of btauth/1, signed and verified by the SDK.

use crate::{Object, all, hotkey, list, members, text, unhex};
use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_primitives::AccountId;
use incentor_wire::btauth::{self, BtauthHead};
use incentor_wire::{Compat, Guard, MemoryLimits, Policy, Refusal, ReplayMemory, Request, Routes, Windows};
use std::collections::BTreeMap;

const BTAUTH: &str = include_str!("btauth.json");

#[test]
fn every_part_of_the_vectors_is_claimed() {
    let parts = ["about", "constants", "headers", "keys", "sdk", "sign", "verify"];
    assert_eq!(members(BTAUTH).keys().collect::<Vec<_>>(), parts);
}

#[test]
fn btauth_requests_are_signed_to_the_byte() {
    let cases = members(BTAUTH)["sign"].get();
    let cases = list(cases);
    assert_eq!(cases.len(), 8);
    for case in cases {
        let case = members(case.get());
        let (id, method, path) = (text(&case, "id"), text(&case, "method"), text(&case, "path"));
        let body = unhex(&text(&case, "body_hex"));
        let (scheme, sender) = (text(&case, "scheme").parse().unwrap(), text(&case, "sender"));
        let receiver: Option<String> = serde_json::from_str(case["receiver"].get()).unwrap();
        let nonce: u64 = text(&case, "nonce_ns").parse().unwrap();
        let payload =
            btauth::payload(scheme, &method, &path, &body, nonce.into(), &sender, receiver.as_deref());
        assert_eq!(payload, text(&case, "payload"), "{id}");
        let theirs: BTreeMap<String, String> = serde_json::from_str(case["headers"].get()).unwrap();
        let alice = KeyPair::from_uri(&SecretUri::parse("//Alice").unwrap(), scheme).unwrap();
        let receiver = receiver.map(|receiver| receiver.parse().unwrap());
        let ours = btauth::sign(&Hotkey::new(alice), receiver, &method, &path, &body, nonce);
        assert_eq!(ours.len(), theirs.len(), "{id}");
        for (name, value) in &ours {
            if *name != btauth::SIGNATURE || scheme == Scheme::Ed25519 {
                assert_eq!(*value, theirs[*name], "{id}: {name}");
            }
        }
        for headers in [ours.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(), theirs] {
            let headers: Vec<(String, String)> = headers.into_iter().collect();
            let head = BtauthHead::read(&all(&headers), &Compat::STRICT).unwrap();
            assert_eq!(head.check_signature(&method, &path, &body, &Compat::STRICT), Ok(()), "{id}");
        }
    }
}

#[test]
fn btauth_verdicts_are_the_sdks_but_for_two_named_switches() {
    let cases = members(BTAUTH)["verify"].get();
    let cases = list(cases);
    assert_eq!(cases.len(), 32);
    let mut refused_here_alone = Vec::new();
    for case in &cases {
        let case = members(case.get());
        let id = text(&case, "id");
        let accept: bool = serde_json::from_str(case["accept"].get()).unwrap();
        if let Some(same_as) = case.get("same_as") {
            let same_as: String = serde_json::from_str(same_as.get()).unwrap();
            let first = cases.iter().map(|case| members(case.get())).find(|case| text(case, "id") == same_as);
            assert_eq!((accept, replayed(&first.unwrap())), (false, Err(Refusal::Replayed)), "{id}");
            continue;
        }
        let unbound_receiver = case["options"].get().contains("require_receiver");
        let sdk =
            Compat { unbound_receiver, lenient_numbers: true, wrapped_signature: true, ..Compat::STRICT };
        let verdict = verify(&case, &sdk);
        assert_eq!(verdict.is_ok(), accept, "{id}: {verdict:?}");
        if let Err(refusal) = &verdict {
            assert_eq!(error_of(refusal), text(&case, "error"), "{id}: {refusal}");
        }
        let strict = verify(&case, &Compat { unbound_receiver, ..Compat::STRICT });
        if strict.is_ok() != accept {
            refused_here_alone.push(id);
        }
    }
    assert_eq!(refused_here_alone, ["nonce-underscore", "bytes-wrapped-signature"]);
}

fn verify(case: &Object<'_>, compat: &Compat) -> Result<AccountId, Refusal> {
    let headers: BTreeMap<String, String> = serde_json::from_str(case["headers"].get()).unwrap();
    let headers: Vec<(String, String)> = headers.into_iter().collect();
    let own: AccountId = text(case, "self_hotkey").parse().unwrap();
    let now = text(case, "now_ns").parse().unwrap();
    let body = unhex(&text(case, "body_hex"));
    let head = BtauthHead::read(&all(&headers), compat)?;
    head.check_fresh(own, &Policy { compat: *compat, ..Policy::default() }, now)?;
    head.check_signature(&text(case, "method"), &text(case, "path"), &body, compat)?;
    Ok(head.sender.account)
}

/// The same request twice, through a guard whose route takes any body.
fn replayed(case: &Object<'_>) -> Result<(), Refusal> {
    let alice = hotkey("//Alice");
    let own = hotkey("//Bob").account();
    let now: u64 = text(case, "now_ns").parse().unwrap();
    // The vector's path is no route's name here, so its request is signed once more for one that is.
    let headers: Vec<(String, String)> = btauth::sign(&alice, Some(own), "POST", "/Synapse", b"{}", now)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let guard = Guard::new(own, Policy::default(), Routes::new());
    let mut memory = ReplayMemory::empty(MemoryLimits::default(), Windows::default().longest_ns());
    let mut deliver = || {
        let request = Request { method: "POST", target: "/Synapse", headers: all(&headers) };
        memory.admit(&guard.open(&request, now)?.finish(b"{}")?, now)
    };
    assert_eq!(deliver(), Ok(()));
    deliver()
}

fn error_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::WrongReceiver => "WrongReceiver",
        Refusal::Stale | Refusal::Future => "StaleRequest",
        Refusal::BadSignature => "BadSignature",
        Refusal::Replayed => "ReplayedRequest",
        _ => "MalformedAuth",
    }
}
