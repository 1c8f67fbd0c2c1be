//! Locks.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// No code panics while it holds such a lock, and if it did, what it guards would still be whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
