//! A future that wakes itself is polled again on the spot.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// How often in a row; then its task gives way to others.
const AGAIN: usize = 8;

/// Somebody waits: a wake goes to the task.
const WAITS: u8 = 0;
/// It is being polled, or will be before anybody waits for it: a wake is kept.
const AWAKE: u8 = 1;
/// The same, and it was woken meanwhile.
const WOKEN: u8 = 2;

/// Keeps wakes that come while nobody waits for their future.
///
/// Both halves of an exchange live in one task here, and hyper tells one of them through the task's waker when the
/// other has something for it. Tokio takes that for a task that gives way: it queues it and calls another thread to
/// help, which costs more than the exchange itself.
#[derive(Debug)]
pub(crate) struct Quiet {
    inner: Arc<Inner>,
    waker: Waker,
}

#[derive(Debug)]
struct Inner {
    state: AtomicU8,
    task: Mutex<Waker>,
}

impl Wake for Inner {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.compare_exchange(AWAKE, WOKEN, Ordering::AcqRel, Ordering::Acquire) == Err(WAITS) {
            // Nothing panics while it is held but a waker, which leaves it as it was.
            let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).clone();
            task.wake();
        }
    }
}

impl Quiet {
    pub(crate) fn new() -> Self {
        let inner = Arc::new(Inner { state: AtomicU8::new(AWAKE), task: Mutex::new(Waker::noop().clone()) });
        Self { waker: Arc::clone(&inner).into(), inner }
    }

    /// Polls, and again where that woke itself.
    pub(crate) fn poll<T>(
        &self,
        context: &Context<'_>,
        mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let Inner { state, task } = &*self.inner;
        task.lock().unwrap_or_else(PoisonError::into_inner).clone_from(context.waker());
        let mut quiet = Context::from_waker(&self.waker);
        for _ in 0..AGAIN {
            state.store(AWAKE, Ordering::Release);
            if let ready @ Poll::Ready(_) = poll(&mut quiet) {
                // Nobody waits until it is polled again, which is when what it was woken for is seen.
                return ready;
            }
            if state.compare_exchange(AWAKE, WAITS, Ordering::AcqRel, Ordering::Acquire).is_ok() {
                return Poll::Pending;
            }
        }
        state.store(WAITS, Ordering::Release);
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// A whole future, polled like this.
    #[cfg(feature = "server")]
    pub(crate) async fn run<F: Future>(&self, mut future: std::pin::Pin<&mut F>) -> F::Output {
        std::future::poll_fn(|context| self.poll(context, |context| future.as_mut().poll(context))).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn its_own_wakes_are_kept_and_bounded_and_others_pass() {
        let (quiet, count) = (Quiet::new(), Arc::new(Count::default()));
        let waker = Arc::clone(&count).into();
        let context = Context::from_waker(&waker);
        let woken = || count.0.load(Ordering::Relaxed);

        let mut polls = 0;
        let twice = quiet.poll(&context, |context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls == 2 { Poll::Ready(()) } else { Poll::Pending }
        });
        assert!(twice.is_ready() && polls == 2 && woken() == 0);
        quiet.waker.wake_by_ref();
        assert_eq!(woken(), 0, "nobody waits");

        let mut kept = None;
        let waits = quiet.poll(&context, |context| {
            kept = Some(context.waker().clone());
            Poll::<()>::Pending
        });
        assert!(waits.is_pending() && woken() == 0);
        kept.unwrap().wake();
        assert_eq!(woken(), 1, "woken from outside");

        polls = 0;
        let endless = quiet.poll(&context, |context| {
            polls += 1;
            context.waker().wake_by_ref();
            Poll::<()>::Pending
        });
        assert!(endless.is_pending() && polls == AGAIN && woken() == 2, "gives way to others");
    }
}
