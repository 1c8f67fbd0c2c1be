//! `kadm decode`: bytes somebody captured, as JSON, and whole captures of packets.
//!
//! It reads the schema as a table and shares nothing with the code that `kafka-proto` consists of,
//! so it is a second opinion on that, too.

use std::path::PathBuf;

use clap::Args;
use kafka_schema::interpret::Api;
use kafka_schema::model::{Direction, File, Kind};
use kafka_schema::reading::{Content, next_step};
use kafka_schema::secrets;
use serde_json::{Map, Value};

use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::Pretty;

mod capture;
mod input;

/// Show what a captured frame says, as JSON with Kafka's own names of the fields.
///
/// Takes hex in most shapes (spaces, colons, 0x, xxd, hexdump -C, Wireshark) or the bytes
/// themselves, with or without the length in front. A request says itself what it is; for a
/// response give what it answers: --response --api Metadata --version 12. Credentials are left
/// out unless --show-secrets is given, and are better piped than given as arguments, which
/// others on the machine can read.
#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// The bytes in hex [default: standard input].
    #[arg(value_name = "HEX")]
    hex: Vec<String>,
    /// A file with hex, a dump, or the bytes themselves; - is standard input.
    #[arg(short, long, value_name = "FILE", conflicts_with = "hex")]
    file: Option<PathBuf>,
    /// The API, by name or key; a request that is of another one is a failure.
    #[arg(long, value_name = "NAME|KEY")]
    api: Option<String>,
    /// The version of the request, also for its response.
    #[arg(long, value_name = "N")]
    version: Option<i16>,
    /// It is a response.
    #[arg(long, requires_all = ["api", "version"])]
    response: bool,
    /// There is no header in front of it.
    #[arg(long, requires_all = ["api", "version"])]
    body: bool,
    /// Show credentials too: SASL messages, SCRAM keys, token HMACs, secret configurations.
    #[arg(long)]
    show_secrets: bool,
    /// A capture of packets, pcap or pcapng; - is standard input. Shows each request in it with what became of
    /// it: TCP is put together again, answers are matched to requests, and credentials are left out. What
    /// could not be decoded is counted, with its place.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["hex", "file", "api", "version", "response", "body", "show_secrets"])]
    pcap: Option<PathBuf>,
    /// A port of brokers in the capture: other connections are left out. Repeatable [default: all connections;
    /// the broker is the side that they were made to, or that is asked].
    #[arg(long = "port", value_name = "PORT", requires = "pcap")]
    ports: Vec<u16>,
    /// Write a line of JSON for each request in the capture, as kadm emulator --log-requests does, to standard
    /// output or a file. kadm acl learn reads it.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "-", requires = "pcap")]
    log_requests: Option<PathBuf>,
}

impl Run for Decode {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        if let Some(path) = &self.pcap {
            return capture::run(self, path, context);
        }
        let api = self.api.as_deref().map(known_api).transpose()?;
        let content = content(self, api)?;
        let bytes = input::bytes(self, context.outside)?;
        let mut message = read(content, &bytes)?;
        is_expected(self, api, &message)?;
        let hidden = if self.show_secrets { 0 } else { secrets::hide(&mut message) };
        if hidden > 0 {
            let warning = format!("credentials left out: {hidden}; --show-secrets shows them");
            context.report.warnings.push(warning);
        }
        for (name, value) in &message {
            context.report.set(name, value);
        }
        context.report.line(Pretty(&Value::Object(message)));
        Ok(())
    }
}

fn known_api(text: &str) -> Result<&'static File> {
    let api = Api::from(text).find(kafka_schema::embedded());
    api.filter(|file| matches!(file.kind, Kind::Api(_))).ok_or_else(|| {
        Failure::usage(format!("there is no API {text}"))
            .hint("an API goes by Kafka's name, as CreateTopics, or by its key, as 19")
    })
}

/// What the flags say it is.
fn content(args: &Decode, api: Option<&'static File>) -> Result<Content> {
    let (Some(api), Some(version)) = (api, args.version) else { return Ok(Content::Request) };
    if !api.versions.contains(version) {
        let known = format!("{} has the versions {}", api.name, api.versions);
        return Err(Failure::usage(format!("{known}, not {version}")));
    }
    let direction = if args.response { Direction::Response } else { Direction::Request };
    Ok(match (args.body, args.response) {
        (true, _) => Content::Body { api, direction, version },
        (false, true) => Content::Response { api, version },
        (false, false) => Content::Request,
    })
}

fn read(content: Content, bytes: &[u8]) -> Result<Map<String, Value>> {
    content
        .decode(content.without_length(bytes))
        .map_err(|error| Failure::from(error).hint(next_step(content, bytes)))
}

/// Flags that a request contradicts are a mistake somewhere.
fn is_expected(args: &Decode, api: Option<&File>, message: &Map<String, Value>) -> Result<()> {
    let is_api = api.is_none_or(|api| message["api"] == api.name.as_str());
    if is_api && args.version.is_none_or(|version| message["version"] == version) {
        return Ok(());
    }
    let found = message["api"].as_str().unwrap_or_default();
    Err(Failure::unexpected(format!("it is a request {found} v{}", message["version"]))
        .hint("leave --api and --version out, or give --response if it is a response"))
}
