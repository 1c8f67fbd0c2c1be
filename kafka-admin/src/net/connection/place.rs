//! The places that requests take on a connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Effect;

/// How many requests may be on the way at once, in the writer's queue or waiting for an answer. More
/// wait for their turn.
pub(super) const MAX_IN_FLIGHT: usize = 64;

/// All places of a connection. Of the requests on the way at most one is a write, so that a lost
/// connection leaves at most one write of which nobody knows whether it took effect.
pub(super) struct Places {
    all: Arc<Semaphore>,
    write: Arc<Semaphore>,
    /// How many requests wait for one.
    waiting: AtomicUsize,
}

/// A request's place until its answer came. The frame in the writer's queue holds it too, so that
/// callers who give up before the writer came that far make no room for more frames.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) _one_of_all: OwnedSemaphorePermit,
    pub(super) _write: Option<OwnedSemaphorePermit>,
}

impl Places {
    pub(super) fn new() -> Self {
        let [all, write] = [MAX_IN_FLIGHT, 1].map(|places| Arc::new(Semaphore::new(places)));
        Self { all, write, waiting: AtomicUsize::new(0) }
    }

    /// Waits for a place; `None` once there are no more. Writes that wait for their turn take no
    /// place away from reads.
    pub(super) async fn take(&self, effect: Effect) -> Option<Place> {
        let _waiting = Waiting::of(&self.waiting);
        let write = match effect {
            Effect::Read => None,
            Effect::Write => Some(self.write.clone().acquire_owned().await.ok()?),
        };
        let one_of_all = self.all.clone().acquire_owned().await.ok()?;
        Some(Place { _one_of_all: one_of_all, _write: write })
    }

    /// Gives out no more places, also to those who wait; what is taken stays taken.
    pub(super) fn close(&self) {
        self.all.close();
        self.write.close();
    }

    /// How many requests wait for a place.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }
}

struct Waiting<'c>(&'c AtomicUsize);

impl<'c> Waiting<'c> {
    fn of(count: &'c AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
