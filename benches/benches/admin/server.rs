//! The emulator, in a process of its own on the second core.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use kafka_emulator::{Acl, Emulator};
use kafka_proto::{AclOperation, ResourceType};

use crate::Result;
use crate::work::{ACLS, LARGE, TOPICS};

pub(crate) const USER: &str = "rudder";
pub(crate) const PASSWORD: &str = "bench-password-of-rudder";

/// How clients come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Plaintext,
    Scram,
}

/// The running process; it ends with this.
pub(crate) struct Server {
    process: Child,
    plaintext: String,
    /// With all the topics and ACLs.
    pub(crate) large: Secure,
    /// With ten topics.
    pub(crate) small: Secure,
}

/// A listener with TLS and SCRAM, and the file with its authority.
pub(crate) struct Secure {
    pub(crate) address: String,
    pub(crate) ca_file: PathBuf,
}

impl Server {
    pub(crate) fn start() -> Result<Self> {
        let mut command = pinned(1, &std::env::current_exe()?);
        let mut process =
            command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut output = BufReader::new(process.stdout.take().ok_or("no output")?);
        let plaintext = line(&mut output)?;
        let (large, small) = (Secure::read(&mut output)?, Secure::read(&mut output)?);
        Ok(Self { process, plaintext, large, small })
    }

    pub(crate) fn address(&self, way: Way) -> &str {
        match way {
            Way::Plaintext => &self.plaintext,
            Way::Scram => &self.large.address,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        for of in [&self.large, &self.small] {
            let _ = std::fs::remove_file(&of.ca_file);
        }
    }
}

impl Secure {
    fn read(output: &mut impl BufRead) -> Result<Self> {
        Ok(Self { address: line(output)?, ca_file: line(output)?.into() })
    }

    fn print(emulator: &Emulator, name: &str) -> Result<()> {
        let file = format!("kadm-bench-{}-{name}.pem", std::process::id());
        let ca_file = std::env::temp_dir().join(file);
        std::fs::write(&ca_file, emulator.ca_pem())?;
        println!("{}\n{}", emulator.scram_address(), ca_file.display());
        Ok(())
    }
}

fn line(output: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    match output.read_line(&mut line)? {
        0 => Err("the server has ended".into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// Where Cargo puts what it builds.
pub(crate) fn target_folder() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root.join(target)
}

/// A program on that core, where there is a `taskset`.
pub(crate) fn pinned(core: usize, program: &Path) -> Command {
    let has_taskset = Command::new("taskset").arg("--version").output().is_ok();
    if !has_taskset {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", &core.to_string()]).arg(program);
    command
}

/// Serves until standard input ends, and prints the addresses and the name of the CA's file.
pub(crate) fn serve() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Its requests that may take long go to other threads of the same core.
    runtime.block_on(async {
        let (large, small) = (cluster(TOPICS, ACLS).start().await?, cluster(10, 0).start().await?);
        println!("{}", large.plaintext_address().ok_or("no plaintext listener")?);
        Secure::print(&large, "large")?;
        Secure::print(&small, "small")?;
        let stdin = || io::stdin().read_to_end(&mut Vec::new());
        tokio::task::spawn_blocking(stdin).await??;
        Ok(())
    })
}

/// Whoever logs in may do everything.
fn cluster(topics: usize, acls: usize) -> kafka_emulator::Builder {
    let mut builder = Emulator::builder()
        .plaintext_listener(true)
        .scram_user(USER, PASSWORD)
        .super_user("User:ANONYMOUS")
        .super_user(format!("User:{USER}"));
    for index in 0..topics {
        builder = builder.topic(topic(index), if index < LARGE { 10 } else { 1 });
    }
    for index in 0..acls {
        let (user, on) = (format!("User:user-{}", index % 100), topic(index));
        builder = builder.acl(Acl::allow(&user, AclOperation::READ, ResourceType::TOPIC, on));
    }
    builder
}

pub(crate) fn topic(index: usize) -> String {
    format!("topic-{index:06}")
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plaintext => "Plaintext",
            Self::Scram => "TLS and SCRAM-SHA-512",
        })
    }
}
