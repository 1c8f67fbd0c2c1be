//! What goes on when the result of a command is written.

use std::future::Future;
use std::pin::Pin;

/// Something that serves until somebody wants it to end.
pub(crate) struct Running {
    pub(crate) interrupted: Pin<Box<dyn Future<Output = ()>>>,
    /// Ends it.
    pub(crate) end: Pin<Box<dyn Future<Output = ()>>>,
}

impl Running {
    /// Runs on until somebody wants it to end, or ends at once.
    pub(crate) async fn run(self, is_wanted: bool) {
        if is_wanted {
            self.interrupted.await;
        }
        self.end.await;
    }
}
