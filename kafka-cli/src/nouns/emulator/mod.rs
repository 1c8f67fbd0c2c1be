//! `kadm emulator`: the cluster of `kadm demo` for other clients, until Ctrl-C.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use kafka_admin::Secret;
use kafka_emulator::{Emulator as Cluster, Listener, Unserved};

use crate::context::{Context, Run, Threads};
use crate::failure::{Failure, Result};
use crate::outside::Outside;
use crate::password;
use crate::running::Running;

mod clients;

use clients::Clients;

/// Amazon's documents use this key id as an example, so nobody takes it for a real one.
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const ARN: &str = "arn:aws:iam::111122223333:user/administrator";
const REGION: &str = "us-east-1";
const PASSWORD: &str = "emulated";
/// Stands for a password that was given.
const GIVEN: &str = "<password>";

/// Run a cluster that behaves like Amazon MSK with public access, until Ctrl-C.
///
/// Everything in it is made up: the passwords and keys it prints open nothing else. A password that
/// is given with --user-password-file is not printed. It listens on
/// this machine only, keeps its state in memory, and writes one file, the CA certificate.
#[derive(Debug, Clone, Args)]
pub(crate) struct Emulator {
    /// A topic that is there from the start. Repeatable.
    #[arg(long = "topic", value_name = "TOPIC[:PARTITIONS]")]
    topics: Vec<String>,
    /// The SCRAM user.
    #[arg(long, value_name = "USER", default_value = "rudder")]
    user: String,
    /// A file with the user's password; - is standard input [default: the password is "emulated"].
    #[arg(long, value_name = "FILE")]
    user_password_file: Option<PathBuf>,
    /// How many brokers.
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u8).range(1..=9))]
    brokers: u8,
    /// Take Amazon MSK's ports for the first broker, 9196 for SCRAM and 9198 for IAM, from which
    /// clients infer the login [default: free ports].
    #[arg(long)]
    msk_ports: bool,
    /// Where to write the CA certificate
    /// [default: kadm-emulator-<process id>.pem in the directory for temporary files].
    #[arg(long, value_name = "FILE")]
    ca_out: Option<PathBuf>,
    /// Let everybody do what no ACL is about (allow.everyone.if.no.acl.found), which MSK clusters
    /// with public access never do.
    #[arg(long)]
    allow_everyone: bool,
}

impl Run for Emulator {
    /// Starts it, and reports how to reach it.
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let password = password(self, context.outside)?;
        let interrupted = interruption().map_err(|error| {
            Failure::local(format!("the emulator could not be ended by a signal: {error}"))
        })?;
        let emulator = emulator(self, &password).await?;
        let ca_file = self.ca_out.clone().unwrap_or_else(temporary_file);
        write(&ca_file, emulator.ca_pem(), self.ca_out.is_none())?;
        let ca_file_text = ca_file.display().to_string();
        // A password that somebody gave may open something else, too.
        let shown = if self.user_password_file.is_some() { GIVEN } else { PASSWORD };
        let clients = Clients {
            scram: &emulator.addresses(Listener::Scram).join(","),
            iam: &emulator.addresses(Listener::Iam).join(","),
            ca_file: &ca_file_text,
            user: &self.user,
            password: shown,
            key_id: KEY_ID,
            secret_key: SECRET_KEY,
            region: REGION,
        };
        clients.json().into_iter().for_each(|(name, value)| context.report.set(&name, value));
        context.report.line(clients.text().trim_end());
        let temporary_ca_file = self.ca_out.is_none().then_some(ca_file);
        let end = Box::pin(end(emulator, temporary_ca_file));
        context.running = Some(Running { interrupted: Box::pin(interrupted), end });
        Ok(())
    }

    fn threads(&self) -> Threads {
        Threads::OnePerCore
    }
}

async fn end(emulator: Cluster, temporary_ca_file: Option<PathBuf>) {
    emulator.shutdown().await;
    if let Some(file) = temporary_ca_file {
        // What cannot be removed is a public certificate.
        let _ = std::fs::remove_file(file);
    }
}

async fn emulator(args: &Emulator, password: &Secret) -> Result<Cluster> {
    let mut builder = Cluster::builder()
        .brokers(args.brokers)
        .allow_everyone(args.allow_everyone)
        .scram_user(&args.user, password.expose())
        .iam_identity(KEY_ID, SECRET_KEY, None, ARN)
        .on_unserved(|unserved| note(unserved, &mut io::stderr()));
    if args.msk_ports {
        builder = builder.port(Listener::Scram, 9196).port(Listener::Iam, 9198);
    }
    for text in &args.topics {
        let (name, partitions) = topic(text)?;
        builder = builder.topic(name, partitions);
    }
    builder
        .start()
        .await
        .map_err(|error| Failure::local(format!("the emulator does not start: {error}")))
}

/// Says why a client was closed. The emulator sees to it that there are not too many of these lines.
fn note(unserved: &Unserved, to: &mut impl Write) {
    // Nobody may be reading.
    let _ = to.write_all(format!("kadm: {unserved}\n").as_bytes());
}

fn topic(text: &str) -> Result<(&str, i32)> {
    let Some((name, partitions)) = text.split_once(':') else { return Ok((text, 1)) };
    match partitions.parse() {
        Ok(partitions) if partitions > 0 => Ok((name, partitions)),
        _ => Err(Failure::usage(format!("--topic takes TOPIC or TOPIC:PARTITIONS, not {text}"))),
    }
}

fn password(args: &Emulator, outside: &Outside<'_>) -> Result<Secret> {
    match &args.user_password_file {
        Some(path) => password::from_file(path, &args.user, outside),
        None => Ok(Secret::new(PASSWORD)),
    }
}

fn temporary_file() -> PathBuf {
    std::env::temp_dir().join(format!("kadm-emulator-{}.pem", std::process::id()))
}

/// A temporary file is made anew, so that a link planted under its name is not followed.
fn write(path: &Path, text: &str, temporary: bool) -> Result<()> {
    if temporary {
        let _ = std::fs::remove_file(path);
    }
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(!temporary)
        .create_new(temporary)
        .open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::cannot_write(path, &error))
}

/// Ctrl-C or SIGTERM, listened for from now on: whoever reads how to reach the emulator may end it at
/// once.
#[cfg(unix)]
pub(super) fn interruption() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(not(unix))]
pub(super) fn interruption() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_client_that_is_closed_gets_a_line() {
        use std::sync::{Arc, Mutex};

        use tokio::io::{AsyncReadExt, AsyncWriteExt};

        let lines = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&lines);
        let emulator = Cluster::builder()
            .plaintext_listener(true)
            .on_unserved(move |unserved| note(unserved, &mut *kept.lock().unwrap()))
            .start()
            .await
            .unwrap();
        let address = emulator.plaintext_address().unwrap();
        for _ in 0..2 {
            let mut client = tokio::net::TcpStream::connect(&address).await.unwrap();
            // GetTelemetrySubscriptions v0 without client id, tags and body.
            client.write_all(&[0, 0, 0, 11, 0, 71, 0, 0, 0, 0, 0, 7, 255, 255, 0]).await.unwrap();
            assert_eq!(client.read(&mut [0]).await.unwrap(), 0);
        }
        let text = String::from_utf8(lines.lock().unwrap().clone()).unwrap();
        let line = "kadm: a client asked for GetTelemetrySubscriptions, which is not served\n";
        assert_eq!(text, line);
    }

    #[test]
    fn a_topic_may_say_its_partitions() {
        assert_eq!(topic("orders").unwrap(), ("orders", 1));
        assert_eq!(topic("orders:3").unwrap(), ("orders", 3));
        for wrong in ["orders:", "orders:0", "orders:x"] {
            assert_eq!(topic(wrong).unwrap_err().exit, crate::USAGE);
        }
    }
}
