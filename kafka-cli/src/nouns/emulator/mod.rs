//! `kadm emulator`: the cluster of `kadm demo` for other clients, until Ctrl-C.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use kafka_admin::Secret;
use kafka_emulator::{Listener, Unserved};
use tokio::task::JoinSet;

use crate::context::{Context, Run, Threads};
use crate::failure::{Failure, Result};
use crate::output::Report;
use crate::requests::{self, Last, Requests};
use crate::running::Running;

mod clients;
#[cfg(feature = "control-plane")]
mod control;
mod settings;

use clients::Clients;
use settings::{Built, Profile, Settings};

/// Run a cluster that behaves like Amazon MSK, until Ctrl-C.
///
/// Everything in it is made up: the passwords and keys it prints open nothing else. A password that
/// is given in a file is not printed. It listens on this machine only unless --bind says otherwise,
/// keeps its state in memory, and writes one file, the CA certificate.
///
/// Users, identities, topics, ACLs, quotas, faults and more come from a file:
///
///   kadm emulator --example-config > msk.toml
///   kadm emulator --config msk.toml
///
/// In a container, with the names that others know it by:
///
///   kadm emulator --bind 0.0.0.0 --host kafka --msk-ports
#[derive(Debug, Clone, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Emulator {
    /// A file of settings in TOML. Flags win over it, and lists grow.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A key of that file, with a value as there. Repeatable.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Print a file of settings with every key, and end.
    #[arg(long)]
    example_config: bool,
    /// What the cluster is like: msk-public, msk-vpc, msk-serverless, kafka-4.4, kafka-4.0,
    /// kafka-3.9 or kafka-2.8 [default: msk-public].
    #[arg(long, value_name = "PROFILE")]
    profile: Option<Profile>,
    /// The host that clients are sent to, and that the certificate is for [default: localhost].
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// The address to listen on; 0.0.0.0 is all of this machine's, for everybody who can reach it
    /// [default: 127.0.0.1].
    #[arg(long, value_name = "ADDRESS")]
    bind: Option<IpAddr>,
    /// A topic that is there from the start. Repeatable.
    #[arg(long = "topic", value_name = "TOPIC[:PARTITIONS]")]
    topics: Vec<String>,
    /// A SCRAM user [default: rudder, if the file has none].
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// A file with the user's password; - is standard input [default: the password is "emulated"].
    #[arg(long, value_name = "FILE")]
    user_password_file: Option<PathBuf>,
    /// How many brokers [default: 1].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=100))]
    brokers: Option<u8>,
    /// Take the ports that clients expect of such a cluster, for the first broker: 9092 for
    /// plaintext, 9094 for TLS, 9096 for SCRAM, 9098 for IAM; with public access 9194, 9196, 9198
    /// [default: free ports].
    #[arg(long)]
    msk_ports: bool,
    /// Where to write the CA certificate
    /// [default: kadm-emulator-<process id>.pem in the directory for temporary files].
    #[arg(long, value_name = "FILE")]
    ca_out: Option<PathBuf>,
    /// Write a line of JSON for each request, with what became of it, to standard error or a file.
    /// Credentials are left out. When clients are faster than the lines, some are counted instead.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "-")]
    log_requests: Option<PathBuf>,
    /// Serve the APIs of Amazon MSK that programs call before they connect (aws kafka
    /// get-bootstrap-brokers --endpoint-url), and faults, brokers and requests for tests, at this port
    /// of this machine or at an address; 0 is a free port.
    #[cfg(feature = "control-plane")]
    #[arg(long, value_name = "PORT|ADDRESS", value_parser = control::address)]
    aws_endpoint: Option<std::net::SocketAddr>,
    /// Let everybody do what no ACL is about (allow.everyone.if.no.acl.found), which MSK clusters
    /// with public access never do.
    #[arg(long)]
    allow_everyone: bool,
}

impl Run for Emulator {
    /// Starts it, and reports how to reach it.
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        if self.example_config {
            context.report.set("config", settings::EXAMPLE);
            context.report.line(settings::EXAMPLE.trim_end());
            return Ok(());
        }
        let built = self.settings()?.build(self.msk_ports, context.outside)?;
        let interrupted = interruption().map_err(|error| {
            Failure::local(format!("the emulator could not be ended by a signal: {error}"))
        })?;
        let Built { mut builder, users, passwords, identities, region } = built;
        let last = Last::default();
        let sink = self.log_requests.as_deref().map(requests::sink).transpose()?;
        let mut writer = None;
        if sink.is_some() || self.has_control_plane() {
            let (requests, thread) = Requests::start(sink, last.clone())?;
            builder = builder.on_request(move |exchange| requests.take(exchange.into()));
            writer = Some(thread);
        }
        let emulator = builder
            .on_unserved(|unserved| note(unserved, &mut io::stderr()))
            .start()
            .await
            .map_err(|error| not_started(&error))?;
        let emulator = Arc::new(emulator);
        let beside = self.beside(&emulator, last, passwords, &mut context.report).await?;
        let ca_file = self.ca_out.clone().unwrap_or_else(temporary_file);
        write(&ca_file, emulator.ca_pem(), self.ca_out.is_none())?;
        let servers = |listener| emulator.addresses(listener).join(",");
        let clients = Clients {
            scram: servers(Listener::Scram),
            iam: servers(Listener::Iam),
            tls: servers(Listener::Tls),
            plaintext: servers(Listener::Plaintext),
            ca_file: ca_file.display().to_string(),
            users,
            identities,
            region,
        };
        clients.json().into_iter().for_each(|(name, value)| context.report.set(&name, value));
        context.report.line(clients.text().trim_end());
        let temporary_ca_file = self.ca_out.is_none().then_some(ca_file);
        let end = Box::pin(end(emulator, beside, writer, temporary_ca_file));
        context.running = Some(Running { interrupted: Box::pin(interrupted), end });
        Ok(())
    }

    fn threads(&self) -> Threads {
        Threads::OnePerCore
    }
}

/// Ends what serves beside the emulator, then the emulator, and then what writes its requests.
async fn end(
    emulator: Arc<kafka_emulator::Emulator>,
    mut beside: JoinSet<()>,
    writer: Option<requests::Writer>,
    temporary_ca_file: Option<PathBuf>,
) {
    beside.shutdown().await;
    // Nobody else has it any more; dropped, it ends too.
    if let Some(emulator) = Arc::into_inner(emulator) {
        emulator.shutdown().await;
    }
    if let Some(writer) = writer {
        writer.end().await;
    }
    if let Some(file) = temporary_ca_file {
        // What cannot be removed is a public certificate.
        let _ = std::fs::remove_file(file);
    }
}

impl Emulator {
    /// What the flags say, then `--set`, then the file.
    fn settings(&self) -> Result<Settings> {
        let mut settings = self.flags()?;
        for line in &self.set {
            settings = settings.or(Settings::from_flag(line)?);
        }
        match &self.config {
            Some(path) => Ok(settings.or(Settings::from_file(path)?)),
            None => Ok(settings),
        }
    }

    /// The control plane, if it is asked for.
    #[cfg(feature = "control-plane")]
    async fn beside(
        &self,
        emulator: &Arc<kafka_emulator::Emulator>,
        last: Last,
        passwords: Vec<(String, Secret)>,
        report: &mut Report,
    ) -> Result<JoinSet<()>> {
        let Some(address) = self.aws_endpoint else { return Ok(JoinSet::new()) };
        let socket = tokio::net::TcpListener::bind(address).await;
        let socket = socket.map_err(|error| not_started(&error))?;
        let address = socket.local_addr().map_err(|error| not_started(&error))?;
        let (url, arn) = (format!("http://{address}"), emulator.cluster_arn());
        let secrets = control::Secrets::new(passwords, &arn);
        report.line(format!("AWS endpoint   {url}\ncluster ARN    {arn}\n"));
        report.set("aws_endpoint", serde_json::json!({"url": url, "cluster_arn": arn}));
        let emulator = Arc::clone(emulator);
        Ok(control::serve(socket, control::Control { emulator, last, secrets }))
    }

    #[cfg(not(feature = "control-plane"))]
    async fn beside(
        &self,
        _: &Arc<kafka_emulator::Emulator>,
        _: Last,
        _: Vec<(String, Secret)>,
        _: &mut Report,
    ) -> Result<JoinSet<()>> {
        Ok(JoinSet::new())
    }

    fn has_control_plane(&self) -> bool {
        #[cfg(feature = "control-plane")]
        return self.aws_endpoint.is_some();
        #[cfg(not(feature = "control-plane"))]
        false
    }

    fn flags(&self) -> Result<Settings> {
        let topics = self.topics.iter().map(|text| topic(text)).collect::<Result<_>>()?;
        let has_user = self.user.is_some() || self.user_password_file.is_some();
        let user = || settings::User {
            name: self.user.clone().unwrap_or_else(|| settings::USER.to_owned()),
            password_file: self.user_password_file.clone(),
        };
        Ok(Settings {
            profile: self.profile,
            host: self.host.clone(),
            bind: self.bind,
            brokers: self.brokers,
            allow_everyone: self.allow_everyone.then_some(true),
            topics,
            users: has_user.then(user).into_iter().collect(),
            ..Settings::default()
        })
    }
}

/// A port that is taken, or what Kafka would refuse.
fn not_started(error: &io::Error) -> Failure {
    let failure = Failure::local(format!("the emulator does not start: {error}"));
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            failure.hint("somebody listens there already; free ports are taken by: kadm emulator")
        }
        io::ErrorKind::AddrNotAvailable => {
            failure.hint("this machine has no such address; all of its own: --bind 0.0.0.0")
        }
        _ => failure,
    }
}

/// Says why a client was closed. The emulator sees to it that there are not too many of these lines.
fn note(unserved: &Unserved, to: &mut impl Write) {
    // Nobody may be reading.
    let _ = to.write_all(format!("kadm: {unserved}\n").as_bytes());
}

fn topic(text: &str) -> Result<settings::Topic> {
    let (name, partitions) = text.split_once(':').unwrap_or((text, "1"));
    match partitions.parse() {
        Ok(partitions) if partitions > 0 => {
            Ok(settings::Topic { name: name.to_owned(), partitions, configs: Default::default() })
        }
        _ => Err(Failure::usage(format!("--topic takes TOPIC or TOPIC:PARTITIONS, not {text}"))
            .hint(format!("three partitions: kadm emulator --topic {name}:3"))),
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
        let emulator = kafka_emulator::Emulator::builder()
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
        let read = |text| topic(text).map(|topic| (topic.name, topic.partitions));
        assert_eq!(read("orders").unwrap(), ("orders".to_owned(), 1));
        assert_eq!(read("orders:3").unwrap(), ("orders".to_owned(), 3));
        for wrong in ["orders:", "orders:0", "orders:x"] {
            assert_eq!(topic(wrong).unwrap_err().exit, crate::USAGE);
        }
    }

    #[tokio::test]
    async fn a_taken_port_says_what_next() {
        let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = taken.local_addr().unwrap().port();
        let settings = Settings::from_flag(&format!("ports={{scram={port}}}")).unwrap();
        let mut captured = crate::Captured::default();
        let built = settings.build(false, &captured.outside()).unwrap();
        let failure = not_started(&built.builder.start().await.unwrap_err());
        assert!(failure.hint.unwrap().ends_with(": kadm emulator"));
    }
}
