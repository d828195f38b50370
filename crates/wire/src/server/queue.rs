//! Who is served next, and who has to come back.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// A bounded queue in front of the handlers: the highest priority first, among equals whoever came first.
///
/// When it is full, whoever comes with a higher priority takes the place of the lowest that waits.
#[derive(Clone, Debug)]
pub(super) struct Queue(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    free: usize,
    places: usize,
    came: u64,
    waiting: BTreeMap<(Reverse<u64>, u64), oneshot::Sender<Turn>>,
}

/// The right to run; given on when dropped.
#[derive(Debug)]
pub(super) struct Turn(Option<Queue>);

impl Queue {
    pub(super) fn new(handlers: usize, places: usize) -> Self {
        let inner = Inner { free: handlers.max(1), places, came: 0, waiting: BTreeMap::new() };
        Self(Arc::new(Mutex::new(inner)))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Nothing panics while it is held; the numbers stay true in any case.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn; `None` where there is no place to wait, or another came with a higher priority.
    pub(super) async fn turn(&self, priority: u64) -> Option<Turn> {
        let turn = {
            let mut inner = self.inner();
            if inner.free > 0 {
                inner.free -= 1;
                return Some(Turn(Some(self.clone())));
            }
            inner.waiting.retain(|_, waiting| !waiting.is_closed());
            if inner.waiting.len() >= inner.places {
                let lowest = inner.waiting.last_key_value().map(|(key, _)| *key);
                match lowest.filter(|(Reverse(lowest), _)| *lowest < priority) {
                    // Its sender is dropped, which is its answer.
                    Some(lowest) => inner.waiting.remove(&lowest),
                    None => return None,
                };
            }
            inner.came += 1;
            let (sender, receiver) = oneshot::channel();
            let key = (Reverse(priority), inner.came);
            inner.waiting.insert(key, sender);
            receiver
        };
        turn.await.ok()
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.inner().waiting.values().filter(|waiting| !waiting.is_closed()).count()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(queue) = self.0.take() else { return };
        loop {
            let mut inner = queue.inner();
            let Some((_, next)) = inner.waiting.pop_first() else {
                inner.free += 1;
                return;
            };
            drop(inner);
            match next.send(Self(Some(queue.clone()))) {
                Ok(()) => return,
                // Whoever waited has gone; this turn is given on here instead of by its own drop.
                Err(mut unused) => unused.0 = None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_highest_priority_goes_first_and_the_lowest_gives_way() {
        let queue = Queue::new(1, 2);
        let first = queue.turn(0).await.unwrap();
        let wait = |priority| {
            let queue = queue.clone();
            tokio::spawn(async move { queue.turn(priority).await })
        };
        let (low, high) = (wait(1), wait(5));
        while queue.waiting() < 2 {
            tokio::task::yield_now().await;
        }
        assert!(queue.turn(1).await.is_none(), "no higher than the lowest that waits");
        let higher = wait(3);
        assert!(low.await.unwrap().is_none(), "gave way");
        drop(first);
        let turn = high.await.unwrap().unwrap();
        assert!(!higher.is_finished());
        drop(turn);
        drop(higher.await.unwrap().unwrap());
        assert!(queue.turn(0).await.is_some());
    }

    #[tokio::test]
    async fn who_has_gone_is_passed_over() {
        let queue = Queue::new(1, 4);
        let first = queue.turn(0).await.unwrap();
        let gone = tokio::spawn({
            let queue = queue.clone();
            async move { queue.turn(9).await }
        });
        while queue.waiting() < 1 {
            tokio::task::yield_now().await;
        }
        gone.abort();
        let _ = gone.await;
        drop(first);
        assert!(queue.turn(0).await.is_some());
    }
}
