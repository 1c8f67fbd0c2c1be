//! Writes the lines by a thread of their own: to a file or to standard error, and keeps the last ones for whoever
//! asks.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::{Became, Exchange, MAX_REQUEST, entry};
use crate::failure::{Failure, Result};
use crate::output;

/// How many requests wait to be written, and of how many bytes with their answers; those beyond are counted.
const MAX_WAITING: usize = 4_096;
const MAX_WAITING_BYTES: usize = 16 << 20;
/// How many lines are kept for whoever asks, and of how many bytes.
const MAX_KEPT: usize = 1_000;
const MAX_KEPT_BYTES: usize = 16 << 20;
/// How long the end waits for lines: longer than any disk, shorter than a pipe that nobody reads.
const MAX_END: Duration = Duration::from_secs(5);

/// The last lines.
#[derive(Clone, Default)]
pub(crate) struct Last(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    lines: VecDeque<Vec<u8>>,
    bytes: usize,
}

impl Last {
    /// The last lines, the oldest first, at most so many.
    #[cfg(any(feature = "control-plane", test))]
    pub(crate) fn lines(&self, most: usize) -> Vec<u8> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let skipped = kept.lines.len().saturating_sub(most);
        kept.lines.iter().skip(skipped).flatten().copied().collect()
    }

    fn push(&self, line: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += line.len();
        kept.lines.push_back(line);
        while kept.lines.len() > MAX_KEPT || kept.bytes > MAX_KEPT_BYTES {
            let Some(oldest) = kept.lines.pop_front() else { break };
            kept.bytes -= oldest.len();
        }
    }
}

/// Where lines go besides.
pub(crate) fn sink(path: &Path) -> Result<Box<dyn Write + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stderr()));
    }
    let file = File::create(path).map_err(|error| Failure::cannot_write(path, &error))?;
    Ok(Box::new(file))
}

/// The thread that writes the lines.
pub(crate) struct Writer {
    /// Nothing is sent: it is closed when the thread ends.
    ended: oneshot::Receiver<()>,
}

impl Writer {
    /// Returns when the last line is written, at most a few seconds later. [`Requests`] has to be gone.
    pub(crate) async fn end(self) {
        let _ = timeout(MAX_END, self.ended).await;
    }
}

/// Takes requests, and has them written by a thread of its own.
pub(crate) struct Requests {
    queue: SyncSender<Exchange>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Bytes that wait.
    bytes: AtomicUsize,
    /// Requests that nobody could wait for.
    lost: AtomicU64,
}

impl Requests {
    /// The thread ends with the value, when all lines are written.
    pub(crate) fn start(sink: Option<Box<dyn Write + Send>>, last: Last) -> Result<(Self, Writer)> {
        let (queue, waiting) = sync_channel(MAX_WAITING);
        let shared = Arc::new(Shared::default());
        let counts = Arc::clone(&shared);
        let (end, ended) = oneshot::channel();
        let work = move || {
            write(&waiting, &counts, sink, &last);
            drop(end);
        };
        thread::Builder::new()
            .name("requests".into())
            .spawn(work)
            .map_err(|error| Failure::local(format!("no thread can be started: {error}")))?;
        Ok((Self { queue, shared }, Writer { ended }))
    }

    /// Never waits.
    pub(crate) fn take(&self, mut exchange: Exchange) {
        if exchange.request.len() > MAX_REQUEST {
            // The rest of the memory is free as soon as the emulator is done with it.
            exchange.request = Bytes::copy_from_slice(&exchange.request[..MAX_REQUEST]);
        }
        let size = size(&exchange);
        let is_full =
            self.shared.bytes.fetch_add(size, Ordering::Relaxed) + size > MAX_WAITING_BYTES;
        if is_full || self.queue.try_send(exchange).is_err() {
            self.shared.bytes.fetch_sub(size, Ordering::Relaxed);
            self.shared.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn size(exchange: &Exchange) -> usize {
    let answer = if let Became::Answered(answer) = &exchange.outcome { answer.len() } else { 0 };
    exchange.request.len() + answer
}

fn write(
    waiting: &Receiver<Exchange>,
    shared: &Shared,
    mut sink: Option<Box<dyn Write + Send>>,
    last: &Last,
) {
    for exchange in waiting {
        let lost = shared.lost.swap(0, Ordering::Relaxed);
        let gap = (lost > 0).then(|| output::line(&json!({"lost": lost})));
        let line = output::line(&entry::of(&exchange));
        shared.bytes.fetch_sub(size(&exchange), Ordering::Relaxed);
        for line in gap.into_iter().chain([line]) {
            if let Some(stream) = &mut sink
                && stream.write_all(&line).and_then(|()| stream.flush()).is_err()
            {
                // A disk that is full, or nobody who reads: the emulator goes on.
                sink = None;
            }
            last.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_kept_and_no_more() {
        let last = Last::default();
        for number in 0..2 * MAX_KEPT {
            last.push(format!("{number}\n").into_bytes());
        }
        assert_eq!(last.lines(2), b"1998\n1999\n");
        assert_eq!(last.0.lock().unwrap().lines.len(), MAX_KEPT);
        last.push(vec![b'x'; MAX_KEPT_BYTES]);
        assert_eq!(last.0.lock().unwrap().lines.len(), 1);
        last.push(vec![b'x'; MAX_KEPT_BYTES + 1]);
        assert!(last.lines(9).is_empty() && last.0.lock().unwrap().bytes == 0);
    }
}
