//! The broker as a process: started, listened to, ended.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, PipeReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::{StartError, Tried};
use crate::toolchain::Toolchain;

/// How a broker's process is made.
#[derive(Clone)]
pub(crate) struct Launch {
    pub(crate) toolchain: Toolchain,
    pub(crate) java_options: Vec<String>,
    /// With the broker's files.
    pub(crate) folder: PathBuf,
    /// How long it may take until it serves.
    pub(crate) deadline: Duration,
}

/// A running broker. Dropping it ends it; so does the end of this process, however it comes,
/// because the broker ends when its standard input does.
pub(crate) struct Process {
    child: Child,
    log: Log,
    stopped: Option<Watch>,
}

/// The line of `Broker.java` that means: it serves.
const READY: &str = "INTEROP READY";
/// Lines kept of the log.
const KEPT: usize = 1_000;

impl Process {
    /// Starts the broker and waits until it serves.
    pub(crate) fn start(launch: &Launch) -> Result<Self, StartError> {
        let (output, input) = io::pipe().tried("open a pipe")?;
        let errors = input.try_clone().tried("open a pipe")?;
        let child = command(launch)
            .stdin(Stdio::piped())
            .stdout(input)
            .stderr(errors)
            .spawn()
            .tried("start java")?;
        let process = Self { child, log: Log::default(), stopped: None };
        let ready = process.log.follow(output);
        let started = ready.recv_timeout(launch.deadline);
        started.map_err(|error| process.failed(error, launch.deadline))?;
        Ok(process)
    }

    /// SIGSTOP: its connections stay open, and nobody answers. Nothing if it was killed.
    pub(crate) fn stop(&mut self) -> io::Result<()> {
        if self.is_alive() && self.stopped.is_none() {
            signal("STOP", self.child.id())?;
            self.stopped = Some(Watch::over(self.child.id())?);
        }
        Ok(())
    }

    /// SIGCONT. `false` if it was killed.
    pub(crate) fn resume(&mut self) -> io::Result<bool> {
        if self.stopped.take().is_some() {
            signal("CONT", self.child.id())?;
        }
        Ok(self.is_alive())
    }

    /// SIGKILL, which ends a stopped process too.
    pub(crate) fn kill(&mut self) {
        // Fails only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.stopped = None;
    }

    /// Whether it has not ended.
    fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The last lines that the broker printed.
    pub(crate) fn log(&self) -> Log {
        self.log.clone()
    }

    fn failed(&self, error: RecvTimeoutError, after: Duration) -> StartError {
        match error {
            RecvTimeoutError::Timeout => StartError::TooSlow { after, log: self.log.text() },
            RecvTimeoutError::Disconnected => StartError::Ended(self.log.text()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sees to it that a stopped process, which cannot notice the end of its parent, does not outlive it:
/// a shell that kills it when its own standard input ends without a line.
struct Watch(Child);

impl Watch {
    fn over(process: u32) -> io::Result<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", "read line || kill -s KILL \"$0\""]).arg(process.to_string());
        Ok(Self(shell.stdin(Stdio::piped()).spawn()?))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(input) = &mut self.0.stdin {
            let _ = input.write_all(b"\n");
        }
        let _ = self.0.wait();
    }
}

/// By the shell, which has `kill` built in everywhere.
fn signal(name: &str, process: u32) -> io::Result<()> {
    let mut shell = Command::new("sh");
    shell.args(["-c", "kill -s \"$0\" \"$1\"", name]).arg(process.to_string());
    match shell.status()?.success() {
        true => Ok(()),
        false => Err(io::Error::other(format!("kill -s {name} {process} failed"))),
    }
}

fn command(launch: &Launch) -> Command {
    let mut command = Command::new(&launch.toolchain.java);
    command.args(&launch.java_options).args(LOGGING);
    command.args(["-cp", &launch.toolchain.class_path, "interop.Broker"]).arg(&launch.folder);
    command
}

const LOGGING: [&str; 4] = [
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.log.interop=info",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
];

/// What a broker printed: the last lines.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Lines>);

#[derive(Default)]
struct Lines {
    kept: Mutex<VecDeque<String>>,
    grown: Condvar,
}

impl Log {
    /// Keeps what the broker prints until it ends. The channel tells when it serves, or closes with
    /// the broker.
    fn follow(&self, output: PipeReader) -> Receiver<()> {
        let (sender, ready) = channel();
        let log = self.clone();
        thread::spawn(move || log.read(output, &sender));
        ready
    }

    fn read(&self, output: PipeReader, ready: &Sender<()>) {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if line == READY {
                // Nobody listens any more if the start was given up.
                let _ = ready.send(());
            }
            self.push(line);
        }
    }

    fn push(&self, line: String) {
        let mut lines = self.lines();
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(line);
        self.0.grown.notify_all();
    }

    /// The first line with this text, waiting for it if it is still to come.
    pub(crate) fn line_with(&self, text: &str, deadline: Duration) -> Option<String> {
        let find = |lines: &VecDeque<String>| lines.iter().find(|l| l.contains(text)).cloned();
        let absent = |lines: &mut VecDeque<String>| find(lines).is_none();
        let waited = self.0.grown.wait_timeout_while(self.lines(), deadline, absent);
        find(&waited.unwrap_or_else(PoisonError::into_inner).0)
    }

    fn lines(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn text(&self) -> String {
        self.lines().iter().map(|line| format!("{line}\n")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper() -> Child {
        Command::new("sleep").arg("600").spawn().unwrap()
    }

    #[test]
    fn a_stopped_process_does_not_outlive_who_watches_over_it() {
        let mut process = sleeper();
        signal("STOP", process.id()).unwrap();
        let mut watch = Watch::over(process.id()).unwrap();
        // What the end of this process would do.
        drop(watch.0.stdin.take());
        assert!(!process.wait().unwrap().success());
    }

    #[test]
    fn a_process_that_is_not_watched_over_any_more_goes_on() {
        let mut process = sleeper();
        drop(Watch::over(process.id()).unwrap());
        assert!(process.try_wait().unwrap().is_none());
        process.kill().unwrap();
        process.wait().unwrap();
    }

    #[test]
    fn a_line_is_waited_for() {
        let log = Log::default();
        let writer = log.clone();
        let late = thread::spawn(move || writer.push("request 7 refused".to_owned()));
        let line = log.line_with("request 7", Duration::from_secs(30));
        assert_eq!(line.as_deref(), Some("request 7 refused"));
        assert_eq!(log.line_with("request 8", Duration::ZERO), None);
        late.join().unwrap();
    }

    #[test]
    fn the_log_keeps_the_last_lines() {
        let log = Log::default();
        (0..=KEPT).for_each(|number| log.push(number.to_string()));
        assert!(log.text().starts_with("1\n") && log.text().ends_with("1000\n"));
    }
}
