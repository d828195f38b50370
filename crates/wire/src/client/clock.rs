//! Nonces: times that rise.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Nanoseconds since 1970; a clock before that counts as 1970.
pub(super) fn now_ns() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// A nonce no other request of this process has: the time or, where the clock stands or steps back, one more.
///
/// By btauth/1 a hotkey's nonces are seen once, so all dendrites of a process draw from here.
pub(super) fn nonce() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let now = now_ns();
    let rise = |last: u64| Some(now.max(last.saturating_add(1)));
    match LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, rise) {
        Ok(last) | Err(last) => now.max(last.saturating_add(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_nonce_is_drawn_twice() {
        let draw = || -> Vec<u64> { (0..10_000).map(|_| nonce()).collect() };
        let mut drawn = std::thread::scope(|scope| {
            let other = scope.spawn(draw);
            [draw(), other.join().unwrap()]
        });
        assert!(drawn.iter().all(|own| own.is_sorted_by(|a, b| a < b)));
        let (mut all, late) = (drawn.concat(), now_ns());
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 20_000);
        assert!(drawn[0].pop().unwrap() <= late + 20_000);
    }
}
