//! One piece of work whose result many wait for, on any executor: nothing but `std`.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Work under way, or what became of it.
pub(crate) struct Work<T>(Arc<Mutex<WorkState<T>>>);

enum WorkState<T> {
    /// A place for each of those who wait.
    Underway(Vec<Option<Waker>>),
    Done(T),
    /// Whoever worked was dropped, or panicked.
    Abandoned,
}

/// The right to do the work. Dropped without [`finish`](Self::finish), it lets somebody else try.
pub(crate) struct Worker<T> {
    work: Work<T>,
}

/// Waits for the work of somebody else: `None` when that was abandoned.
pub(crate) struct Waiter<T> {
    work: Work<T>,
    place: Option<usize>,
}

impl<T> Work<T> {
    /// Begins.
    pub(crate) fn start() -> (Worker<T>, Self) {
        let work = Self(Arc::new(Mutex::new(WorkState::Underway(Vec::new()))));
        (Worker { work: work.share() }, work)
    }

    /// Whether somebody is at work.
    pub(crate) fn is_underway(&self) -> bool {
        matches!(*self.state(), WorkState::Underway(_))
    }

    /// Waits for the end.
    pub(crate) fn join(&self) -> Waiter<T> {
        Waiter { work: self.share(), place: None }
    }

    fn end(&self, end: WorkState<T>) {
        let mut state = self.state();
        if let WorkState::Underway(places) = &mut *state {
            let places = mem::take(places);
            *state = end;
            // Whoever wakes may come back here at once.
            drop(state);
            places.into_iter().flatten().for_each(Waker::wake);
        }
    }

    fn share(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    fn state(&self) -> MutexGuard<'_, WorkState<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Worker<T> {
    /// Gives the result to all who wait.
    pub(crate) fn finish(self, result: T) {
        self.work.end(WorkState::Done(result));
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        self.work.end(WorkState::Abandoned);
    }
}

impl<T: Clone> Future for Waiter<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let Self { work, place } = self.get_mut();
        match &mut *work.state() {
            WorkState::Done(result) => Poll::Ready(Some(result.clone())),
            WorkState::Abandoned => Poll::Ready(None),
            WorkState::Underway(places) => {
                let place = *place.get_or_insert_with(|| {
                    places.push(None);
                    places.len() - 1
                });
                if let Some(place) = places.get_mut(place) {
                    *place = Some(context.waker().clone());
                }
                Poll::Pending
            }
        }
    }
}

impl<T> Drop for Waiter<T> {
    /// A task that waits no longer is not kept alive by its waker.
    fn drop(&mut self) {
        let mut state = self.work.state();
        if let (WorkState::Underway(places), Some(place)) = (&mut *state, self.place)
            && let Some(place) = places.get_mut(place)
        {
            *place = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Bell(AtomicUsize);

    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn poll<T: Clone>(waiter: &mut Waiter<T>, bell: &Arc<Bell>) -> Poll<Option<T>> {
        let waker = Waker::from(Arc::clone(bell));
        Pin::new(waiter).poll(&mut Context::from_waker(&waker))
    }

    fn rings(bell: &Bell) -> usize {
        bell.0.load(Ordering::SeqCst)
    }

    #[test]
    fn everybody_gets_the_result_and_is_woken_once() {
        let (worker, work) = Work::start();
        let bells: Vec<Arc<Bell>> = (0..100).map(|_| Arc::default()).collect();
        let mut waiters: Vec<_> = bells.iter().map(|_| work.join()).collect();
        for _ in 0..3 {
            for (waiter, bell) in waiters.iter_mut().zip(&bells) {
                assert_eq!(poll(waiter, bell), Poll::Pending);
            }
        }
        assert!(work.is_underway());
        worker.finish("result");
        assert!(!work.is_underway());
        for (waiter, bell) in waiters.iter_mut().zip(&bells) {
            assert_eq!(poll(waiter, bell), Poll::Ready(Some("result")));
            assert_eq!(rings(bell), 1);
        }
        assert_eq!(poll(&mut work.join(), &Arc::default()), Poll::Ready(Some("result")));
    }

    #[test]
    fn an_abandoned_work_lets_somebody_else_try() {
        let (worker, work) = Work::<()>::start();
        let (mut waiter, bell) = (work.join(), Arc::default());
        assert_eq!(poll(&mut waiter, &bell), Poll::Pending);
        drop(worker);
        assert_eq!((rings(&bell), poll(&mut waiter, &bell)), (1, Poll::Ready(None)));
        assert!(!work.is_underway());
    }

    #[test]
    fn the_last_waker_counts_and_a_dropped_waiter_has_none() {
        let (worker, work) = Work::<()>::start();
        let (mut stays, mut leaves) = (work.join(), work.join());
        let (old, new, left): (Arc<Bell>, Arc<Bell>, Arc<Bell>) = Default::default();
        assert_eq!(poll(&mut stays, &old), Poll::Pending);
        assert_eq!(poll(&mut stays, &new), Poll::Pending);
        assert_eq!(poll(&mut leaves, &left), Poll::Pending);
        drop(leaves);
        assert_eq!(Arc::strong_count(&left), 1, "nobody keeps the task alive");
        worker.finish(());
        assert_eq!((rings(&old), rings(&new), rings(&left)), (0, 1, 0));
    }
}
