//! The handle of a running broker.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::id;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::certificates;
use crate::configuration::{self, CA_FILE};
use crate::error::{StartError, Tried};
use crate::options::KafkaOptions;
use crate::process::{Ports, Process};
use crate::toolchain::{self, Toolchain};

/// A running Apache Kafka broker with its own certificates, users and data. It ends when this is
/// dropped, and at the latest when this process ends.
pub struct Kafka {
    process: Process,
    folder: Folder,
    ports: Ports,
    ca_pem: String,
    pub(crate) toolchain: Toolchain,
}

impl Kafka {
    /// Starts a broker and waits until it serves: 3 to 5 s, and about 6 s more for the first one
    /// of a version, which is downloaded.
    ///
    /// # Errors
    /// [`StartError::Missing`] without Java or Maven; the others say which step failed, with the
    /// words of the program that failed.
    pub fn start(options: &KafkaOptions) -> Result<Self, StartError> {
        let toolchain = toolchain::prepare(&options.version)?;
        let certificates = certificates::make()?;
        let folder = Folder::create(&options.version)?;
        configuration::write(&folder.0, options, &certificates).tried("write the configuration")?;
        let (process, ports) = Process::start(&toolchain, options, &folder.0)?;
        Ok(Self { process, folder, ports, ca_pem: certificates.ca_pem, toolchain })
    }

    /// `localhost:port` of the TLS listener that takes SCRAM-SHA-512.
    pub fn scram_address(&self) -> String {
        self.address("SCRAM")
    }

    /// `localhost:port` of the TLS listener that takes AWS_MSK_IAM.
    pub fn iam_address(&self) -> String {
        self.address("IAM")
    }

    /// `localhost:port` of the listener without TLS and login, where everybody is a super user.
    pub fn plaintext_address(&self) -> String {
        self.address("INTERNAL")
    }

    /// The certificate authority of both TLS listeners.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The same as a file, there as long as the broker.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.0.join(CA_FILE)
    }

    /// The last 1,000 lines that the broker printed: warnings, errors, and the reasons of
    /// refused IAM logins.
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// The first of these lines with `text` in it, waiting for it at most `deadline`.
    pub fn log_line(&self, text: &str, deadline: Duration) -> Option<String> {
        self.process.line_with(text, deadline)
    }

    fn address(&self, listener: &str) -> String {
        format!("localhost:{}", self.ports.get(listener).copied().unwrap_or_default())
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
fn create_empty(path: &Path) -> std::io::Result<()> {
    let _ = fs::remove_dir_all(path);
    fs::create_dir_all(path)
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
