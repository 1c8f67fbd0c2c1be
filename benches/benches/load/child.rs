//! The emulator in a process of its own, so that its memory and its processor time are its own too.

use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::Duration;

use kafka_admin::{Auth, AwsCredentials, Config, Secret, Tls, TlsRoots};
use kafka_emulator::{Acl, Builder, Emulator};
use kafka_proto::{AclOperation, ResourceType};

use crate::Result;

pub(crate) const USER: &str = "rudder";
pub(crate) const PASSWORD: &str = "bench-password-of-rudder";
const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// As many ACLs and partitions as the emulator takes.
const ACLS: usize = 10_000;
pub(crate) const TOPICS: usize = 10_000;
const PARTITIONS: i32 = 10;
/// Left for those that are created in the meantime.
const ROOM: usize = 10;

/// What a cluster has.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// One topic; whoever comes without a login may do everything.
    Open,
    /// One topic; whoever comes without a login may do nothing.
    Closed,
    /// 100,000 partitions and 10,000 ACLs; whoever comes without a login may do everything.
    Large,
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "open" => Ok(Self::Open),
            "closed" => Ok(Self::Closed),
            "large" => Ok(Self::Large),
            other => Err(format!("no such cluster: {other}")),
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Large => "large",
        }
    }

    fn builder(self) -> Builder {
        let arn = "arn:aws:iam::123456789012:user/admin";
        let builder = Emulator::builder()
            .plaintext_listener(true)
            .scram_user(USER, PASSWORD)
            .iam_identity(KEY_ID, SECRET_KEY, None, arn);
        match self {
            Self::Closed => builder.topic("orders", 3),
            Self::Open => builder.topic("orders", 3).super_user("User:ANONYMOUS"),
            Self::Large => large(builder.super_user("User:ANONYMOUS")),
        }
    }
}

fn large(builder: Builder) -> Builder {
    let (topics, acls) = (0..TOPICS - ROOM, 0..ACLS - ROOM);
    let builder = topics.fold(builder, |builder, index| builder.topic(topic(index), PARTITIONS));
    acls.fold(builder, |builder, index| {
        let user = format!("User:user-{}", index % 100);
        builder.acl(Acl::allow(&user, AclOperation::READ, ResourceType::TOPIC, topic(index)))
    })
}

pub(crate) fn topic(index: usize) -> String {
    format!("topic-{index:06}")
}

/// The process; it ends with this.
pub(crate) struct Child {
    process: std::process::Child,
    pub(crate) plaintext: String,
    scram: String,
    iam: String,
    ca_file: PathBuf,
}

impl Child {
    pub(crate) fn start(kind: Kind) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["serve", kind.name()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let output = process.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines();
        let mut line = || lines.next().ok_or("the emulator has ended")?.map_err(crate_error);
        let (plaintext, scram, iam, ca_file) = (line()?, line()?, line()?, line()?.into());
        Ok(Self { process, plaintext, scram, iam, ca_file })
    }

    pub(crate) fn scram(&self) -> Config {
        self.trusting(&self.scram).auth(Auth::scram_sha_512(USER, PASSWORD))
    }

    pub(crate) fn iam(&self) -> Config {
        self.trusting(&self.iam)
            .auth(Auth::MskIam)
            .aws_credentials(AwsCredentials::new(KEY_ID, Secret::new(SECRET_KEY)))
            .aws_region("us-east-1")
    }

    fn trusting(&self, address: &str) -> Config {
        Config::new([address]).tls(Tls::Roots(TlsRoots::PemFile(self.ca_file.clone())))
    }

    /// User and system time so far.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        cpu(&self.process.id().to_string())
    }

    /// What is in memory, in MB.
    pub(crate) fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: f64 = line.ok_or("no VmRSS")?.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024.0 / 1e6)
    }
}

fn crate_error(error: io::Error) -> Box<dyn std::error::Error + Send + Sync> {
    error.into()
}

/// Of a process by its id, or of `self`: in steps of 10 ms.
pub(crate) fn cpu(process: &str) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat.rsplit_once(") ").ok_or("no such process")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks: u64 = fields[11].parse::<u64>()? + fields[12].parse::<u64>()?;
    Ok(Duration::from_millis(ticks * 10))
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_file(&self.ca_file);
    }
}

/// Serves until standard input ends, as `kadm emulator` does: a thread for each processor.
pub(crate) fn serve(kind: Kind) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let emulator = kind.builder().start().await?;
        let ca_file = std::env::temp_dir().join(format!("load-{}.pem", std::process::id()));
        std::fs::write(&ca_file, emulator.ca_pem())?;
        println!("{}", emulator.plaintext_address().ok_or("no plaintext listener")?);
        println!("{}\n{}", emulator.scram_address(), emulator.iam_address());
        println!("{}", ca_file.display());
        let stdin = || io::stdin().read_to_end(&mut Vec::new());
        tokio::task::spawn_blocking(stdin).await??;
        Ok(())
    })
}
