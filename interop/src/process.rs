//! The broker as a process: started, listened to, ended.

use std::collections::{HashMap, VecDeque};
use std::io::{self, BufRead, BufReader, PipeReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::{StartError, Tried};
use crate::options::KafkaOptions;
use crate::toolchain::Toolchain;

/// A running broker. Dropping it ends it; so does the end of this process, however it comes,
/// because the broker ends when its standard input does.
pub(crate) struct Process {
    child: Child,
    log: Log,
}

/// Listener name to port.
pub(crate) type Ports = HashMap<String, u16>;

/// The line of `Broker.java` that means: it serves.
const READY: &str = "INTEROP READY ";
/// Lines kept of the log.
const KEPT: usize = 1_000;

impl Process {
    /// Starts the broker whose files are in `folder`, and waits until it serves.
    pub(crate) fn start(
        toolchain: &Toolchain,
        options: &KafkaOptions,
        folder: &Path,
    ) -> Result<(Self, Ports), StartError> {
        let (output, input) = io::pipe().tried("open a pipe")?;
        let errors = input.try_clone().tried("open a pipe")?;
        let child = command(toolchain, &options.java_options, folder)
            .stdin(Stdio::piped())
            .stdout(input)
            .stderr(errors)
            .spawn()
            .tried("start java")?;
        let process = Self { child, log: Log::default() };
        let ready = process.log.follow(output);
        let ports = ready.recv_timeout(options.start_deadline);
        let ports = ports.map_err(|error| process.failed(error, options.start_deadline))?;
        Ok((process, ports))
    }

    /// The last lines that the broker printed.
    pub(crate) fn log(&self) -> String {
        self.log.text()
    }

    /// The first line with this text, or `None` if none comes within the deadline.
    pub(crate) fn line_with(&self, text: &str, deadline: Duration) -> Option<String> {
        self.log.line_with(text, deadline)
    }

    fn failed(&self, error: RecvTimeoutError, after: Duration) -> StartError {
        match error {
            RecvTimeoutError::Timeout => StartError::TooSlow { after, log: self.log() },
            RecvTimeoutError::Disconnected => StartError::Ended(self.log()),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(toolchain: &Toolchain, java_options: &[String], folder: &Path) -> Command {
    let mut command = Command::new(&toolchain.java);
    command.args(java_options).args(LOGGING).args(["-cp", &toolchain.class_path]);
    command.arg("interop.Broker").arg(folder);
    command
}

const LOGGING: [&str; 4] = [
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.log.interop=info",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
];

#[derive(Clone, Default)]
struct Log(Arc<Lines>);

#[derive(Default)]
struct Lines {
    kept: Mutex<VecDeque<String>>,
    grown: Condvar,
}

impl Log {
    /// Keeps what the broker prints until it ends. The channel gives the ports when it serves,
    /// or closes with the broker.
    fn follow(&self, output: PipeReader) -> Receiver<Ports> {
        let (sender, ready) = channel();
        let log = self.clone();
        thread::spawn(move || log.read(output, &sender));
        ready
    }

    fn read(&self, output: PipeReader, ready: &Sender<Ports>) {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(ports) = line.strip_prefix(READY) {
                // Nobody listens any more if the start was given up.
                let _ = ready.send(parse(ports));
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
    fn line_with(&self, text: &str, deadline: Duration) -> Option<String> {
        let find = |lines: &VecDeque<String>| lines.iter().find(|l| l.contains(text)).cloned();
        let absent = |lines: &mut VecDeque<String>| find(lines).is_none();
        let waited = self.0.grown.wait_timeout_while(self.lines(), deadline, absent);
        find(&waited.unwrap_or_else(PoisonError::into_inner).0)
    }

    fn lines(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn text(&self) -> String {
        self.lines().iter().map(|line| format!("{line}\n")).collect()
    }
}

/// `SCRAM=40001 IAM=40002`
fn parse(ports: &str) -> Ports {
    let pairs = ports.split_whitespace().filter_map(|pair| pair.split_once('='));
    pairs.filter_map(|(name, port)| Some((name.to_owned(), port.parse().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_line_names_the_port_of_each_listener() {
        let ports = parse("INTERNAL=40001 SCRAM=40002 IAM=40003");
        assert_eq!((ports["INTERNAL"], ports["SCRAM"], ports["IAM"]), (40001, 40002, 40003));
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
