//! What a command is waiting for: for whoever watches, and for the message when its time is over.

use std::fmt;
use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kafka_admin::escape::Escaped;

/// Nobody needs to be told what takes no longer.
const QUIET: Duration = Duration::from_millis(500);
/// How often a person is shown that it goes on.
pub(crate) const TICK: Duration = Duration::from_millis(200);
const FRAMES: [char; 4] = ['|', '/', '-', '\\'];
/// To the begin of the line, and clear it.
const CLEAR: &[u8] = b"\r\x1b[K";

/// The phase of a command, and the line on a terminal that shows it.
pub(crate) struct Progress(Mutex<State>);

struct State {
    phase: String,
    /// Where it is shown; nowhere once the command has written something.
    terminal: Option<Box<dyn Write + Send>>,
    is_shown: bool,
}

impl Progress {
    /// Shown on that terminal, or nowhere.
    pub(crate) fn new(terminal: Option<Box<dyn Write + Send>>) -> Self {
        Self(Mutex::new(State { phase: "starting".into(), terminal, is_shown: false }))
    }

    /// What the command does from now on, such as "connecting to h:1".
    pub(crate) fn begin(&self, phase: impl Into<String>) {
        self.lock().phase = phase.into();
    }

    /// What the command is doing.
    pub(crate) fn phase(&self) -> String {
        self.lock().phase.clone()
    }

    /// Whether somebody would see it.
    pub(crate) fn is_watched(&self) -> bool {
        self.lock().terminal.is_some()
    }

    /// Shows the phase to whoever has waited long enough.
    pub(crate) fn tick(&self, elapsed: Duration) {
        let mut state = self.lock();
        if elapsed < QUIET {
            return;
        }
        let frame = FRAMES[(elapsed.as_millis() / TICK.as_millis()) as usize % FRAMES.len()];
        let text = format!("{frame} {} ({} s)", Escaped(&state.phase), elapsed.as_secs());
        if let Some(terminal) = &mut state.terminal {
            let _ = terminal.write_all(CLEAR);
            let _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
            state.is_shown = true;
        }
    }

    /// Takes the line away for good: the command writes something.
    pub(crate) fn end(&self) {
        let mut state = self.lock();
        let Some(mut terminal) = state.terminal.take() else { return };
        if std::mem::take(&mut state.is_shown) {
            let _ = terminal.write_all(CLEAR).and_then(|()| terminal.flush());
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.phase())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[derive(Clone, Default)]
    struct Terminal(Arc<Mutex<Vec<u8>>>);

    impl Write for Terminal {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_phase_is_shown_after_half_a_second_and_goes_away_before_anything_else_is_written() {
        let terminal = Terminal::default();
        let progress = Progress::new(Some(Box::new(terminal.clone())));
        progress.begin("connecting to h:1\u{1b}[2J");
        progress.tick(Duration::from_millis(499));
        assert!(terminal.0.lock().unwrap().is_empty());
        progress.tick(Duration::from_millis(600));
        progress.tick(Duration::from_millis(1_200));
        progress.end();
        progress.tick(Duration::from_secs(9));
        let shown = String::from_utf8(terminal.0.lock().unwrap().clone()).unwrap();
        let line = |frame, seconds| {
            format!("\r\u{1b}[K{frame} connecting to h:1\\u{{1b}}[2J ({seconds} s)")
        };
        assert_eq!(shown, line('\\', 0) + &line('-', 1) + "\r\u{1b}[K");
    }

    #[test]
    fn without_a_terminal_nothing_is_shown() {
        let progress = Progress::new(None);
        progress.begin("x");
        progress.tick(Duration::from_secs(9));
        progress.end();
        assert!(!progress.is_watched() && progress.phase() == "x");
    }
}
