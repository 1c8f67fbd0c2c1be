//! An output stream that is written as the result comes, and that remembers when it was lost.

use std::fmt;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kafka_admin::escape::Escaped;

use crate::progress::Progress;

/// Bytes that are kept back before they are written.
const BUFFER: usize = 64 * 1024;

/// Standard output or standard error. Clones are the same stream.
///
/// Writing to it never fails: a command has done its work by then, and goes on. What became of the
/// stream is asked at the end, by [`Stream::lost`].
#[derive(Clone)]
pub(crate) struct Stream(Arc<Mutex<Sink>>);

struct Sink {
    writer: BufWriter<Box<dyn Write + Send>>,
    failed: Option<io::Error>,
    /// The line on the terminal that has to go away first.
    progress: Option<Arc<Progress>>,
}

impl Stream {
    pub(crate) fn new(writer: impl Write + Send + 'static) -> Self {
        let writer = BufWriter::with_capacity(BUFFER, Box::new(writer) as Box<dyn Write + Send>);
        Self(Arc::new(Mutex::new(Sink { writer, failed: None, progress: None })))
    }

    /// The same, where a line that shows progress may be on the terminal.
    pub(crate) fn behind(self, progress: &Arc<Progress>) -> Self {
        self.lock().progress = Some(Arc::clone(progress));
        self
    }

    /// Writes a text at once.
    pub(crate) fn say(&self, text: impl fmt::Display) {
        let mut stream = self;
        let _ = write!(stream, "{text}").and_then(|()| stream.flush());
    }

    /// Writes a line of a text that may have come from anywhere: no character in it acts on a
    /// terminal, save the ends of lines.
    pub(crate) fn line(&self, line: impl fmt::Display) {
        let _ = fmt::Write::write_fmt(&mut EscapedLines(self), format_args!("{line}\n"));
    }

    /// Why what was written did not arrive. A pipe whose reader has gone is none: it saw enough, as
    /// `head -1` does.
    pub(crate) fn lost(&self) -> Option<String> {
        let _ = { self }.flush();
        let sink = self.lock();
        let error = sink.failed.as_ref()?;
        (error.kind() != ErrorKind::BrokenPipe).then(|| error.to_string())
    }

    fn lock(&self) -> MutexGuard<'_, Sink> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Escapes everything but the ends of lines.
struct EscapedLines<'a>(&'a Stream);

impl fmt::Write for EscapedLines<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut stream = self.0;
        for line in text.split_inclusive('\n') {
            let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
            write!(stream, "{}{end}", Escaped(line)).map_err(|_| fmt::Error)?;
        }
        Ok(())
    }
}

impl Write for &Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut sink = self.lock();
        if let Some(progress) = sink.progress.take_if(|_| !bytes.is_empty()) {
            progress.end();
        }
        if sink.failed.is_none() {
            match sink.writer.write(bytes) {
                Ok(written) => return Ok(written),
                Err(error) if error.kind() == ErrorKind::Interrupted => return Err(error),
                Err(error) => sink.failed = Some(error),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut sink = self.lock();
        if sink.failed.is_none() {
            sink.failed = sink.writer.flush().err();
        }
        Ok(())
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails(ErrorKind);

    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_a_loss_and_a_reader_who_has_gone_is_none() {
        for (kind, is_loss) in [(ErrorKind::StorageFull, true), (ErrorKind::BrokenPipe, false)] {
            let stream = Stream::new(Fails(kind));
            assert_eq!(stream.lost(), None, "nothing was written yet");
            stream.say("x");
            stream.say("y");
            assert_eq!(stream.lost().is_some(), is_loss, "{kind}");
        }
    }
}
