//! Which axons know no btauth/1.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long it is believed; a miner may have moved on.
const BELIEVED: Duration = Duration::from_secs(3600);
/// How many are remembered; more axons than a subnet has.
const MOST: usize = 4096;

/// Axons that answered a btauth/1 request as one does that knows none, and when.
#[derive(Debug, Default)]
pub(super) struct ClassicAxons(Mutex<BTreeMap<SocketAddr, Instant>>);

impl ClassicAxons {
    pub(super) fn has(&self, address: SocketAddr) -> bool {
        let axons = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        axons.get(&address).is_some_and(|since| since.elapsed() < BELIEVED)
    }

    pub(super) fn remember(&self, address: SocketAddr) {
        let mut axons = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if axons.len() >= MOST {
            axons.retain(|_, since| since.elapsed() < BELIEVED);
        }
        if axons.len() < MOST {
            axons.insert(address, Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_remembered_is_bounded_and_forgotten() {
        let axons = ClassicAxons::default();
        let address = |index: u16| SocketAddr::from(([127, 0, 0, 1], index));
        (0..5000).for_each(|index| axons.remember(address(index)));
        assert!(axons.has(address(0)) && axons.has(address(4095)) && !axons.has(address(4999)));
        tokio::time::advance(BELIEVED).await;
        assert!(!axons.has(address(0)));
        axons.remember(address(4999));
        assert!(axons.has(address(4999)));
    }
}
