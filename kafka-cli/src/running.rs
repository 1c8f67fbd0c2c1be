//! What goes on when the result of a command is written.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use kafka_emulator::Emulator;
use tokio::task::JoinSet;

/// An emulator that runs, and the file that goes away with it.
pub(crate) struct Running {
    pub(crate) emulator: Arc<Emulator>,
    /// What serves beside it.
    pub(crate) beside: JoinSet<()>,
    pub(crate) temporary_ca_file: Option<PathBuf>,
    pub(crate) interrupted: Pin<Box<dyn Future<Output = ()>>>,
}

impl Running {
    /// Runs on until somebody wants it to end, or ends at once.
    pub(crate) async fn run(mut self, is_wanted: bool) {
        if is_wanted {
            self.interrupted.await;
        }
        self.beside.shutdown().await;
        // Nobody else has it any more; dropped, it ends too.
        if let Some(emulator) = Arc::into_inner(self.emulator) {
            emulator.shutdown().await;
        }
        if let Some(file) = self.temporary_ca_file {
            // What cannot be removed is a public certificate.
            let _ = std::fs::remove_file(file);
        }
    }
}
