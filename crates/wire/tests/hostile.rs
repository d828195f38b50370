//! Headers and bodies that somebody made up: every one ends in a verdict, and a memory lets nothing in twice.

mod hostile {
    pub(crate) mod request;
    pub(crate) mod response;
    pub(crate) mod stream;
}

use incentor_keys::{Hotkey, KeyPair, Scheme, SecretUri};
use incentor_synapse::Synapse;
use incentor_wire::classic::{self, AnswerHead};
use incentor_wire::json::{Style, rewrite};
use incentor_wire::{
    BodyHash, Compat, Faces, Guard, Headers, MemoryLimits, Policy, Refusal, ReplayMemory, ReplayState,
    ReplayStateError, Request, Routes, Verified, Windows, btauth,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const NOW: u64 = 1_700_000_000_000_000_000;
const SECOND: u64 = 1_000_000_000;

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Echo {
    #[hashed]
    input: i64,
    #[reply]
    output: Option<i64>,
}

/// The development keys; a phrase is slow to become a seed, on purpose.
fn hotkey(uri: &'static str) -> &'static Hotkey {
    static KEYS: LazyLock<BTreeMap<&str, Hotkey>> = LazyLock::new(|| {
        let pair = |uri| KeyPair::from_uri(&SecretUri::parse(uri).unwrap(), Scheme::Sr25519).unwrap();
        ["//Alice", "//Bob", "//Dave", "//Eve"].into_iter().map(|uri| (uri, Hotkey::new(pair(uri)))).collect()
    });
    &KEYS[uri]
}

fn guard(policy: Policy) -> Guard {
    let mut routes = Routes::new();
    routes.add::<Echo>().unwrap();
    Guard::new(hotkey("//Bob").account(), policy, routes)
}

fn all(headers: &[(String, String)]) -> Headers<'_> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
}

/// An honest classic request of this instance.
fn classic_headers(uri: &'static str, uuid: &str, nonce: u64, input: i64) -> Vec<(String, String)> {
    let caller = hotkey(uri);
    let ask = Echo::ask(input);
    let hash = BodyHash::of_fields(&ask.hashed().unwrap()).unwrap();
    let target = ("127.0.0.1".to_owned(), 8091);
    let receiver = hotkey("//Bob").account();
    let envelope =
        classic::Envelope::signed("Echo", 12.0, caller, receiver, target, "127.0.0.1", (nonce, uuid), &hash);
    let headers = envelope.headers(ask.layout(), &ask.request().unwrap(), &hash);
    headers.into_iter().map(|(name, value)| (name.into_owned(), value)).collect()
}

fn verify(headers: &[(String, String)], body: &[u8], now: u64) -> Result<Verified, Refusal> {
    let guard = guard(Policy::default());
    let request = Request { method: "POST", target: "/Echo", headers: all(headers) };
    guard.open(&request, now)?.finish(body)
}

fn honest(uuid: &str, nonce: u64) -> Verified {
    verify(&classic_headers("//Alice", uuid, nonce, 7), b"{\"input\": 7}", nonce).unwrap()
}

fn memory(limits: MemoryLimits) -> ReplayMemory {
    ReplayMemory::empty(limits, Windows::default().longest_ns())
}

#[test]
fn parallel_requests_overtake_each_other_and_replays_do_not_pass() {
    let mut memory = memory(MemoryLimits::default());
    for nonce in [5, 3, 9, 1, 7] {
        let verified = honest("a", NOW + nonce);
        assert_eq!(memory.admit(&verified, NOW), Ok(()));
        assert_eq!(memory.admit(&verified, NOW), Err(Refusal::Replayed));
    }
    // Another instance may draw the same nonce.
    assert_eq!(memory.admit(&honest("b", NOW + 5), NOW), Ok(()));
    assert_eq!(memory.len(), 6);
}

#[test]
fn a_full_memory_refuses_instead_of_forgetting() {
    let mut memory = memory(MemoryLimits { per_caller: 2, total: 3 });
    let verify_as = |uri: &'static str, nonce| {
        verify(&classic_headers(uri, "u", nonce, 7), b"{\"input\":7}", nonce).unwrap()
    };
    let first = verify_as("//Alice", NOW);
    assert_eq!(memory.admit(&first, NOW), Ok(()));
    assert_eq!(memory.admit(&verify_as("//Alice", NOW + 1), NOW), Ok(()));
    assert_eq!(memory.admit(&verify_as("//Alice", NOW + 2), NOW), Err(Refusal::CallerFull));
    assert_eq!(memory.admit(&verify_as("//Dave", NOW), NOW), Ok(()));
    assert_eq!(memory.admit(&verify_as("//Eve", NOW), NOW), Err(Refusal::MemoryFull));
    assert_eq!(memory.admit(&first, NOW), Err(Refusal::Replayed));
    // When the window has passed them all, there is room again, and none of them comes back.
    let later = NOW + 65 * SECOND;
    assert_eq!(memory.admit(&verify_as("//Eve", later), later), Ok(()));
    assert_eq!(memory.len(), 1);
    assert_eq!(memory.admit(&first, later), Err(Refusal::Replayed));
}

#[test]
fn a_clock_that_steps_back_makes_nothing_fresh_again() {
    let mut memory = memory(MemoryLimits::default());
    let captured = honest("a", NOW);
    assert_eq!(memory.admit(&captured, NOW), Ok(()));
    memory.sweep(NOW + 3600 * SECOND);
    assert!(memory.is_empty());
    assert_eq!(memory.admit(&captured, NOW), Err(Refusal::Replayed));
    assert_eq!(memory.admit(&honest("a", NOW + 1), NOW), Ok(()));
}

#[test]
fn one_caller_may_come_a_million_times_in_a_window() {
    let limits = MemoryLimits::default();
    let mut memory = memory(limits);
    let mut request = honest("a", NOW);
    for index in 0..limits.per_caller as u64 {
        // Some 16,000 a second, for a whole window.
        request.caller.nonce = i128::from(NOW) + i128::from(index) * 61_000;
        assert_eq!(memory.admit(&request, NOW), Ok(()), "{index}");
    }
    assert_eq!(memory.admit(&request, NOW), Err(Refusal::Replayed));
    request.caller.nonce += 1;
    assert_eq!(memory.admit(&request, NOW), Err(Refusal::CallerFull));
    assert_eq!(memory.len(), limits.per_caller);

    // A state stays small; what it does not name counts as seen.
    let state = memory.state(true);
    let named: usize = state.callers.values().map(Vec::len).sum();
    assert!((1 << 15..=1 << 16).contains(&named), "{named}");
    let longest = Windows::default().longest_ns();
    let mut after = ReplayMemory::restore(limits, longest, &state, (NOW, SECOND)).unwrap();
    for index in [0, 1, limits.per_caller as u64 / 2, limits.per_caller as u64 - 1] {
        request.caller.nonce = i128::from(NOW) + i128::from(index) * 61_000;
        assert_eq!(after.admit(&request, NOW), Err(Refusal::Replayed), "{index}");
    }
    request.caller.nonce += 61_000;
    assert_eq!(after.admit(&request, NOW), Ok(()));
}

#[test]
fn a_restart_forgets_nothing() {
    let limits = MemoryLimits::default();
    let longest = Windows::default().longest_ns();
    let mut before = memory(limits);
    let captured = honest("a", NOW);
    assert_eq!(before.admit(&captured, NOW), Ok(()));
    let restore = |state: &ReplayState| ReplayMemory::restore(limits, longest, state, (NOW + 5, SECOND));

    // After a clean end, exactly what was let in is known.
    let json = serde_json::to_string(&before.state(true)).unwrap();
    let mut after = restore(&serde_json::from_str(&json).unwrap()).unwrap();
    assert_eq!(after.admit(&captured, NOW), Err(Refusal::Replayed));
    assert_eq!(after.admit(&honest("a", NOW - 1), NOW), Ok(()));

    // After any other, everything up to the clocks' difference may have been.
    let mut after = restore(&before.state(false)).unwrap();
    assert_eq!(after.admit(&honest("a", NOW + SECOND), NOW), Err(Refusal::Replayed));
    assert_eq!(after.admit(&honest("a", NOW + 2 * SECOND), NOW), Ok(()));

    // A first start does not know either what came before it.
    let mut first = ReplayMemory::new(limits, longest, NOW);
    assert_eq!(first.admit(&captured, NOW), Err(Refusal::Replayed));

    let damaged = ReplayState { floor: "x".to_owned(), ..ReplayState::default() };
    assert_eq!(restore(&damaged).map(|_| ()), Err(ReplayStateError::Number));
    let mut damaged = before.state(true);
    damaged.callers.insert("nobody".to_owned(), Vec::new());
    assert_eq!(restore(&damaged).map(|_| ()), Err(ReplayStateError::Address));
}

#[test]
fn a_header_given_twice_is_refused() {
    let mut headers = classic_headers("//Alice", "u", NOW, 7);
    headers.push(("BT_Header_Dendrite_Hotkey".to_owned(), hotkey("//Eve").account().to_string()));
    let refused = verify(&headers, b"{\"input\":7}", NOW).map(|_| ());
    assert_eq!(refused, Err(Refusal::Malformed { header: "bt_header_dendrite_hotkey" }));
}

#[test]
fn who_calls_is_who_signed_whatever_the_body_says() {
    let body = format!("{{\"input\":7,\"dendrite\":{{\"hotkey\":\"{}\"}}}}", hotkey("//Eve").account());
    let verified = verify(&classic_headers("//Alice", "u", NOW, 7), body.as_bytes(), NOW).unwrap();
    assert_eq!(verified.caller.hotkey, hotkey("//Alice").account());
    assert!(verified.caller.proven);
}

#[test]
fn btauth_binds_method_target_and_body() {
    let guard = guard(Policy::default());
    let own = hotkey("//Bob").account();
    let signed = |target: &str, body: &[u8]| -> Vec<(String, String)> {
        btauth::sign(hotkey("//Alice"), Some(own), "POST", target, body, NOW)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    };
    let check = |headers: &[(String, String)], target: &str, body: &[u8]| {
        guard
            .open(&Request { method: "POST", target, headers: all(headers) }, NOW)
            .and_then(|pending| pending.finish(body))
            .map(|verified| verified.caller.hotkey)
    };
    let headers = signed("/Echo", b"{\"input\":7}");
    assert_eq!(check(&headers, "/Echo", b"{\"input\":7}"), Ok(hotkey("//Alice").account()));
    assert_eq!(check(&headers, "/Echo", b"{\"input\":8}"), Err(Refusal::BadSignature));
    assert_eq!(check(&headers, "/Echo?x", b"{\"input\":7}"), Err(Refusal::BadSignature));
    let headers = signed("/Echo", b"{\"input\":true}");
    assert_eq!(check(&headers, "/Echo", b"{\"input\":true}"), Err(Refusal::BadBody));
    let classic_alone = Guard::new(own, Policy { faces: Faces::CLASSIC, ..Policy::default() }, Routes::new());
    let refused = classic_alone
        .open(&Request { method: "POST", target: "/Synapse", headers: all(&headers) }, NOW)
        .map(|_| ());
    assert_eq!(refused, Err(Refusal::Unsigned));
}

const NAMES: &[&str] = &[
    "timeout",
    "bt_header_axon_port",
    "bt_header_dendrite_version",
    "bt_header_dendrite_nonce",
    "bt_header_dendrite_uuid",
    "bt_header_dendrite_hotkey",
    "bt_header_dendrite_signature",
    "bt_header_input_obj_input",
    "computed_body_hash",
    "x-bittensor-version",
    "x-bittensor-hotkey",
    "x-bittensor-nonce",
    "x-bittensor-signature",
    "x-bittensor-crypto",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A stranger without the key gets in under no strict policy, whatever is said.
    #[test]
    fn made_up_requests_end_in_a_refusal(
        made_up in prop::collection::vec((prop::sample::select(NAMES), ".{0,80}|[0-9]{1,30}|1"), 0..16),
        body in prop::collection::vec(any::<u8>(), 0..200),
        target in "/Echo|/Synapse|/.{0,10}|",
        now in any::<u64>(),
    ) {
        let headers: Vec<(String, String)> =
            made_up.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        for compat in [Compat::STRICT, Compat { missing_signature: false, ..Compat::SDK_10_2 }] {
            let guard = guard(Policy { compat, ..Policy::default() });
            let request = Request { method: "POST", target: &target, headers: all(&headers) };
            let verdict = guard.open(&request, now).and_then(|pending| pending.finish(&body));
            let refusal = verdict.expect_err("nobody signed this");
            prop_assert!((400..=503).contains(&refusal.status(&compat)));
        }
    }

    /// One changed byte of a signed request is one that nobody signed, or the same request.
    #[test]
    fn a_changed_header_gets_nobody_else_in(at in 0usize..16, byte in 0usize..200, to in "[ -~]") {
        let mut headers = classic_headers("//Alice", "u", NOW, 7);
        let at = at % headers.len();
        let value = &mut headers[at].1;
        let byte = byte % value.len();
        value.replace_range(byte..=byte, &to);
        if let Ok(verified) = verify(&headers, b"{\"input\":7}", NOW) {
            prop_assert_eq!(verified.caller.hotkey, hotkey("//Alice").account());
            prop_assert_eq!(verified.caller.nonce, i128::from(NOW));
        }
    }

    #[test]
    fn a_changed_hashed_field_is_noticed(input in any::<i64>()) {
        prop_assume!(input != 7);
        let body = format!("{{\"input\":{input}}}");
        let refused = verify(&classic_headers("//Alice", "u", NOW, 7), body.as_bytes(), NOW).map(|_| ());
        prop_assert_eq!(refused, Err(Refusal::BodyHash));
    }

    #[test]
    fn any_answer_is_read(status in 100u16..600, value in ".{0,60}", body in prop::collection::vec(any::<u8>(), 0..200)) {
        let headers = [("bt_header_axon_status_code".to_owned(), value)];
        let head = AnswerHead::read(status, &all(&headers), &body);
        prop_assert!(status == 200 || head.status() == status);
    }

    /// What is rewritten reads as the same value, and rewriting it again changes nothing.
    #[test]
    fn rewriting_keeps_the_value(text in r#"[\[\]{}:,"0-9a-z\\\.\-eE ]{0,40}"#, words in prop::collection::vec(any::<(String, f64, i64)>(), 0..4)) {
        let own = serde_json::to_string(&words).unwrap();
        for json in [text, own] {
            for style in [Style::Dumps, Style::Compact] {
                if let Ok(once) = rewrite(&json, style) {
                    prop_assert_eq!(rewrite(&once, style), Ok(once.clone()));
                    if let Ok(value) = serde_json::from_str::<serde_json::Value>(&json) {
                        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&once).unwrap(), value);
                    }
                }
            }
            let _ = rewrite(&json, Style::Str);
        }
    }
}

/// What the SDK asked, whole and cut anywhere, with our clock set from its nonce.
#[test]
fn requests_of_the_captures_are_read() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut fed = 0;
    for folder in ["captures/sdk-10.2.0", "captures/sdk-10.5.0"] {
        for entry in std::fs::read_dir(tests.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if !path.to_string_lossy().ends_with(".req.txt") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for end in (0..=bytes.len()).rev().step_by(37) {
                hostile::request::feed(&bytes[..end]);
            }
            fed += 1;
        }
    }
    assert_eq!(fed, 38);
}

/// What the SDK answered, whole and cut anywhere, and what fuzzing found.
#[test]
fn answers_of_the_corpus_are_read() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut fed = 0;
    for folder in ["captures/sdk-10.2.0", "captures/sdk-10.5.0", "corpus/response"] {
        for entry in std::fs::read_dir(tests.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if folder.starts_with("captures") && !path.to_string_lossy().ends_with(".res.txt") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for end in (0..=bytes.len()).rev().step_by(37) {
                hostile::response::feed(&bytes[..end]);
            }
            fed += 1;
        }
    }
    assert!(fed > 40, "{fed} files");
}

/// Streams as they were signed, with a byte of them changed, and what fuzzing found; whole and cut anywhere.
#[test]
fn streams_of_the_corpus_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/stream");
    let mut fed = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for end in 0..=bytes.len() {
            hostile::stream::feed(&bytes[..end]);
        }
        for at in (0..bytes.len()).step_by(3) {
            for byte in [b'\n', b'\r', b':', b'}', 0xff] {
                let mut changed = bytes.clone();
                changed[at] = byte;
                hostile::stream::feed(&changed);
            }
        }
        fed += 1;
    }
    assert!(fed >= 10, "{fed} files");
}
