//! Any bytes as a request: a verdict under every policy, and nobody is let in strictly who is not proven.

#[path = "../ends/recorded.rs"]
mod recorded;

use incentor_wire::classic::AnswerHead;
use incentor_wire::{
    Compat, Faces, Guard, Headers, MemoryLimits, Policy, Refusal, ReplayMemory, Request, Windows,
};
use recorded::guard;
use std::sync::LazyLock;

static GUARDS: LazyLock<[Guard; 2]> = LazyLock::new(|| {
    let lenient = Policy { faces: Faces::CLASSIC, compat: Compat::SDK_10_2, windows: Windows::default() };
    [Policy::default(), lenient].map(guard)
});

/// Delivers a request twice: a request line, headers, a body; our clock is its nonce.
///
/// # Panics
/// Where a verdict is not what it should be.
pub(crate) fn feed(bytes: &[u8]) {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let (head, body) = (&bytes[..end], bytes.get(end + 4..).unwrap_or_default());
    let Ok(head) = std::str::from_utf8(head) else { return };
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let headers: Headers<'_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name, value.as_bytes()))
        .collect();
    let _ = AnswerHead::read(200, &headers, body);
    let nonce = headers.first("bt_header_dendrite_nonce").or(headers.first("x-bittensor-nonce"));
    let now = nonce.and_then(|nonce| nonce.parse().ok()).unwrap_or(1_700_000_000_000_000_000);

    let verdicts = GUARDS.each_ref().map(|guard| {
        let mut memory = ReplayMemory::empty(MemoryLimits::default(), guard.policy().windows.longest_ns());
        let mut deliver = || {
            let request = Request { method, target, headers: headers.clone() };
            let verified = guard.open(&request, now)?.finish(body)?;
            memory.admit(&verified, now)?;
            Ok::<_, Refusal>(verified.caller)
        };
        let first = deliver();
        match (&first, deliver()) {
            (Ok(_), second) => assert!(second.is_err(), "let in twice"),
            (Err(refusal), _) => {
                assert!((400..=503).contains(&refusal.status(&guard.policy().compat)));
            }
        }
        first
    });
    if let [Ok(caller), _] = &verdicts {
        assert!(caller.proven);
    }
}
