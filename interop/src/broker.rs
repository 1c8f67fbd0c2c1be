//! One broker of a cluster.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::id;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::certificates::Certificates;
use crate::configuration::{self, CA_FILE, Node};
use crate::error::{StartError, Tried};
use crate::options::KafkaOptions;
use crate::ports::Ports;
use crate::process::{Launch, Log, Process};
use crate::toolchain::{self, Toolchain};

/// A broker of a [`Kafka`](crate::Kafka) cluster. It can be stopped and killed, and started again
/// with its data and its ports.
pub struct Broker {
    id: i32,
    ports: Ports,
    launch: Launch,
    process: Mutex<Process>,
    folder: Folder,
}

impl Broker {
    /// Starts a broker and waits until it serves: until most of its cluster does.
    pub(crate) fn start(
        toolchain: Toolchain,
        node: Node<'_>,
        options: &KafkaOptions,
        certificates: &Certificates,
    ) -> Result<Self, StartError> {
        let folder = Folder::create(&options.version)?;
        let written = configuration::write(&folder.0, node, options, certificates);
        written.tried("write the configuration")?;
        let launch = Launch {
            toolchain,
            java_options: options.java_options.clone(),
            folder: folder.0.clone(),
            deadline: options.start_deadline,
        };
        let process = Mutex::new(Process::start(&launch)?);
        Ok(Self { id: node.id as i32, ports: node.ports, launch, process, folder })
    }

    /// `node.id`.
    pub fn id(&self) -> i32 {
        self.id
    }

    /// `localhost:port` of the TLS listener that takes SCRAM-SHA-512.
    pub fn scram_address(&self) -> String {
        format!("localhost:{}", self.ports.scram)
    }

    /// `localhost:port` of the TLS listener that takes AWS_MSK_IAM.
    pub fn iam_address(&self) -> String {
        format!("localhost:{}", self.ports.iam)
    }

    /// `localhost:port` of the listener without TLS and login, where everybody is a super user.
    pub fn plaintext_address(&self) -> String {
        format!("localhost:{}", self.ports.internal)
    }

    /// Stops it (SIGSTOP): its connections stay open, the system still takes new ones, and nobody
    /// answers. A broker that was killed stays so.
    ///
    /// # Errors
    /// There is no shell to send the signal.
    pub fn stop(&self) -> io::Result<()> {
        self.process().stop()
    }

    /// Lets it go on (SIGCONT). A broker that was killed stays so.
    ///
    /// # Errors
    /// As [`stop`](Self::stop).
    pub fn resume(&self) -> io::Result<()> {
        self.process().resume().map(drop)
    }

    /// Kills it (SIGKILL): its connections are closed, and its ports refuse new ones.
    pub fn kill(&self) {
        self.process().kill();
    }

    /// Starts it again, running or not, and waits until it serves: 3 to 6 s, and while fewer than
    /// half of the others are there, as long as that lasts.
    ///
    /// # Errors
    /// As [`Kafka::start`](crate::Kafka::start).
    pub fn restart(&self) -> Result<(), StartError> {
        let mut process = self.process();
        process.kill();
        *process = Process::start(&self.launch)?;
        Ok(())
    }

    /// Lets it go on if it was stopped, and starts it again if it was killed.
    pub(crate) fn heal(&self) -> Result<(), StartError> {
        let is_alive = self.process().resume().tried("resume the broker")?;
        if is_alive { Ok(()) } else { self.restart() }
    }

    /// The last 1,000 lines that it printed since its start: warnings, errors, and the reasons of
    /// refused IAM logins.
    pub fn log(&self) -> String {
        self.lines().text()
    }

    /// The first of these lines with `text` in it, waiting for it at most `deadline`.
    pub fn log_line(&self, text: &str, deadline: Duration) -> Option<String> {
        self.lines().line_with(text, deadline)
    }

    pub(crate) fn ca_file(&self) -> PathBuf {
        self.folder.0.join(CA_FILE)
    }

    fn lines(&self) -> Log {
        self.process().log()
    }

    fn process(&self) -> MutexGuard<'_, Process> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A broker's folder, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn create(version: &str) -> Result<Self, StartError> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = toolchain::cache(version).join(format!("run-{}-{number}", id()));
        create_empty(&path).tried(format!("create {}", path.display()))?;
        Ok(Self(path.canonicalize().tried("find the broker's folder")?))
    }
}

/// Process ids come back: what is there belongs to nobody.
fn create_empty(path: &Path) -> io::Result<()> {
    let _ = fs::remove_dir_all(path);
    fs::create_dir_all(path)
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
