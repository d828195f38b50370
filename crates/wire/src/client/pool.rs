//! Connections that wait for their next request.

use super::link::Link;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// Idle connections by address, and each address's places.
pub(super) struct Pool {
    per_target: usize,
    most_idle: usize,
    idle_time: Duration,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    hosts: BTreeMap<SocketAddr, Host>,
    idle: usize,
    /// Whether a task closes what has waited too long.
    swept: bool,
}

struct Host {
    places: Arc<Semaphore>,
    idle: Vec<(Link, Instant)>,
}

impl Pool {
    pub(super) fn new(per_target: usize, most_idle: usize, idle_time: Duration) -> Arc<Self> {
        Arc::new(Self { per_target: per_target.max(1), most_idle, idle_time, inner: Mutex::default() })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Nothing panics while it is held.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The places of an address: as many as requests may be under way to it.
    pub(super) fn places(&self, address: SocketAddr) -> Arc<Semaphore> {
        let host = || Host { places: Arc::new(Semaphore::new(self.per_target)), idle: Vec::new() };
        Arc::clone(&self.inner().hosts.entry(address).or_insert_with(host).places)
    }

    /// The connection that was used last, if one is young enough, and how long it has waited.
    pub(super) fn take(&self, address: SocketAddr) -> Option<(Link, Duration)> {
        let mut inner = self.inner();
        let (link, since) = inner.hosts.get_mut(&address)?.idle.pop()?;
        inner.idle -= 1;
        drop(inner);
        // The others have waited longer; the sweep closes them.
        let waited = since.elapsed();
        (waited < self.idle_time).then_some((link, waited))
    }

    /// Keeps a connection for the next request, where there is room.
    pub(super) fn keep(self: &Arc<Self>, address: SocketAddr, link: Link) {
        let mut inner = self.inner();
        if inner.idle >= self.most_idle {
            return;
        }
        let Some(host) = inner.hosts.get_mut(&address) else { return };
        host.idle.push((link, Instant::now()));
        inner.idle += 1;
        if !inner.swept {
            inner.swept = true;
            tokio::spawn(sweep(Arc::downgrade(self), self.idle_time));
        }
    }

    /// Closes what has waited too long and forgets addresses nobody calls; whether there is more to close.
    fn close_old(&self) -> bool {
        let mut closed = Vec::new();
        let mut inner = self.inner();
        inner.hosts.retain(|_, host| {
            let old = host.idle.iter().take_while(|(_, since)| since.elapsed() >= self.idle_time).count();
            closed.extend(host.idle.drain(..old));
            !host.idle.is_empty() || Arc::strong_count(&host.places) > 1
        });
        inner.idle -= closed.len();
        inner.swept = inner.idle > 0;
        inner.swept
    }
}

async fn sweep(pool: Weak<Pool>, idle_time: Duration) {
    loop {
        tokio::time::sleep(idle_time / 4).await;
        match pool.upgrade() {
            Some(pool) if pool.close_old() => {}
            _ => return,
        }
    }
}
