//! Apache Kafka's own client, as a second opinion.

use std::fmt;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::gate;
use crate::kafka::Kafka;
use crate::options::KafkaOptions;
use crate::toolchain::{self, Toolchain};

/// What Kafka's Java client reported instead of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientError {
    /// Kafka's error code; -1 for what has none.
    pub code: i16,
    /// The client's own words.
    pub message: String,
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for ClientError {}

/// Kafka's Java client without a broker of ours.
pub struct JavaClient(Toolchain);

impl JavaClient {
    /// The client with Amazon's plugin for MSK, `aws-msk-iam-auth`; `None` where the tests do not run,
    /// as in [`shared`](crate::shared).
    ///
    /// # Panics
    /// As [`shared`](crate::shared).
    pub fn with_msk_plugin() -> Option<Self> {
        let prepare = || toolchain::prepare_msk(&KafkaOptions::default().version);
        gate::is_on().then(prepare).and_then(gate::pass).map(Self)
    }

    /// Runs one command as [`Kafka::java_client`] does, with these variables in its environment.
    ///
    /// # Errors
    /// As [`Kafka::java_client`].
    pub fn run(
        &self,
        properties: &str,
        variables: &[(&str, &str)],
        command: &[&str],
    ) -> Result<String, ClientError> {
        run(&self.0, properties, variables, command)
    }
}

impl Kafka {
    /// Runs one command of `java/interop/Client.java` with these client properties: about 1 s.
    ///
    /// # Errors
    /// What the client reported, or what kept it from running (code -1).
    pub fn java_client(&self, properties: &str, command: &[&str]) -> Result<String, ClientError> {
        run(&self.toolchain, properties, &[], command)
    }
}

fn run(
    toolchain: &Toolchain,
    properties: &str,
    variables: &[(&str, &str)],
    command: &[&str],
) -> Result<String, ClientError> {
    let printed = start(toolchain, properties, variables, command);
    let answer = printed.map_err(|error| unknown(&error))?;
    match answer.trim_end().split_once(' ').unwrap_or((answer.trim_end(), "")) {
        ("OK", result) => Ok(result.to_owned()),
        ("ERROR", error) => Err(parse(error)),
        _ => Err(unknown(&answer)),
    }
}

/// The properties go through standard input: they hold a password.
fn start(
    toolchain: &Toolchain,
    properties: &str,
    variables: &[(&str, &str)],
    command: &[&str],
) -> std::io::Result<String> {
    let mut client = Command::new(&toolchain.java)
        .args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"])
        .args(["-Dorg.slf4j.simpleLogger.defaultLogLevel=off"])
        .args(["-cp", &toolchain.class_path, "interop.Client"])
        .args(command)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = client.stdin.take() {
        input.write_all(properties.as_bytes())?;
    }
    Ok(String::from_utf8_lossy(&client.wait_with_output()?.stdout).into_owned())
}

pub(crate) fn parse(error: &str) -> ClientError {
    let (code, message) = error.split_once(' ').unwrap_or((error, ""));
    ClientError { code: code.parse().unwrap_or(-1), message: message.to_owned() }
}

fn unknown(error: &impl ToString) -> ClientError {
    ClientError { code: -1, message: error.to_string() }
}
