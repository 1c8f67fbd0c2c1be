//! Requests of a log, made again and sent to an emulator that has some ACLs and nothing else.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use kafka_admin::acls::AclBinding;
use kafka_admin::{AclOperation as Op, ApiKey, PatternType, ResourceType as On};
use kafka_emulator::{Acl, Emulator, Listener};
use kafka_schema::interpret::{Api, Captured, decode_frame, encode_body};
use kafka_schema::model::{Direction, File};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::needs::{Needs, TopicIds};
use crate::failure::{Failure, Result};
use crate::requests::entry;

/// Whom a listener without a login takes everybody for.
const ANONYMOUS: &str = "User:ANONYMOUS";
/// A refusal comes at once; a request that is let through may wait for others.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest answer that is read.
const MAX_ANSWER: usize = 64 << 20;
const CORRELATION_ID: i32 = 7;

/// A request of a log, the first of its kind: principal, API, version and what it needs.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) number: u64,
    pub(super) principal: String,
    pub(super) api: &'static File,
    pub(super) key: ApiKey,
    pub(super) version: i16,
    pub(super) body: Value,
    pub(super) needs: Needs,
}

/// What became of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was answered without a refusal, or waits for something else than a permission.
    Passed,
    /// The names of the codes.
    Refused(Vec<String>),
    /// Why nothing is known.
    Unknown(&'static str),
}

impl Recorded {
    /// Whether it changes who may do what, or takes away what others are about: it is replayed alone.
    pub(super) fn is_disruptive(&self) -> bool {
        let alters = |(op, on, _): &(Op, On, String)| *on == On::CLUSTER && *op == Op::ALTER;
        self.key == ApiKey::DELETE_TOPICS || self.needs.all.iter().any(alters)
    }

    /// The frame, its length included, about the emulator's topics.
    fn frame(&self, ids: &BTreeMap<String, String>) -> Option<Vec<u8>> {
        let is_flexible = self.api.flexible.is_some_and(|since| self.version >= since);
        let header = json!({
            "requestApiKey": self.key.0, "requestApiVersion": self.version,
            "correlationId": CORRELATION_ID, "clientId": "kadm",
        });
        let mut body = self.body.clone();
        adapt(&mut body, ids);
        let schema = kafka_schema::embedded();
        let version = 1 + i16::from(is_flexible);
        let mut frame =
            encode_body(schema, Api::Name("RequestHeader"), Direction::Itself, version, &header)
                .ok()?;
        let api = Api::Name(&self.api.name);
        frame.extend(encode_body(schema, api, Direction::Request, self.version, &body).ok()?);
        Some([&u32::try_from(frame.len()).ok()?.to_be_bytes()[..], &frame].concat())
    }

    fn outcome(&self, answer: &[u8]) -> Outcome {
        let what = Captured::Response { api: Api::Name(&self.api.name), version: self.version };
        let Ok(frame) = decode_frame(kafka_schema::embedded(), what, answer) else {
            return Outcome::Unknown("the emulator does not serve this version");
        };
        let errors = entry::errors_in(&frame.body);
        let refusals: Vec<String> =
            errors.into_iter().filter(|error| error.ends_with(super::request::REFUSED)).collect();
        if refusals.is_empty() { Outcome::Passed } else { Outcome::Refused(refusals) }
    }
}

/// The emulator's ids of topics in place of the recorded ones, and no long waits.
fn adapt(json: &mut Value, ids: &BTreeMap<String, String>) {
    match json {
        Value::Array(elements) => elements.iter_mut().for_each(|it| adapt(it, ids)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::Number(_) if name == "maxWaitMs" => *value = 0.into(),
                    Value::String(id) => {
                        if let Some(own) =
                            ids.get(id.as_str()).filter(|_| name.starts_with("topicId"))
                        {
                            *id = own.clone();
                        }
                    }
                    _ => adapt(value, ids),
                }
            }
        }
        _ => {}
    }
}

/// An emulator with the ACLs of one principal, and the topics that requests are about.
pub(super) struct Stage {
    emulator: Emulator,
    address: String,
    ids: BTreeMap<String, String>,
}

impl Stage {
    /// With these ACLs, as those of whoever does not log in.
    pub(super) async fn set(
        acls: impl Iterator<Item = &AclBinding>,
        requests: &[&Recorded],
        ids: &TopicIds,
    ) -> Result<Self> {
        let mut builder = Emulator::builder()
            .plaintext_listener(true)
            .without_listener(Listener::Scram)
            .without_listener(Listener::Iam);
        let needs = requests.iter().flat_map(|request| &request.needs.all);
        let is_there = |(op, on, _): &&(Op, On, String)| *on == On::TOPIC && *op != Op::CREATE;
        let mut names: Vec<&str> =
            needs.filter(is_there).map(|(_, _, name)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        builder = names.iter().fold(builder, |builder, name| builder.topic(*name, 1));
        builder = acls.fold(builder, |builder, acl| builder.acl(own(acl)));
        let not_started = |error: io::Error| {
            Failure::local(format!("the emulator for the proof does not start: {error}"))
        };
        let emulator = builder.start().await.map_err(not_started)?;
        let address = emulator.plaintext_address().unwrap_or_default();
        let own_id = |(id, name): (&String, &String)| {
            Some((id.clone(), emulator.topic(name)?.id.to_string()))
        };
        let ids = ids.iter().filter_map(own_id).collect();
        Ok(Self { address, ids, emulator })
    }

    pub(super) async fn replay(&self, request: &Recorded) -> Outcome {
        let Some(frame) = request.frame(&self.ids) else {
            return Outcome::Unknown("the log does not hold all of it");
        };
        match timeout(PATIENCE, self.ask(&frame)).await {
            Ok(Ok(answer)) => request.outcome(&answer),
            Ok(Err(_)) if is_unanswered(request) => Outcome::Unknown("it has no answer"),
            Ok(Err(_)) => Outcome::Unknown("the emulator does not serve it"),
            Err(_) if is_unanswered(request) => Outcome::Unknown("it has no answer"),
            Err(_) => Outcome::Passed,
        }
    }

    pub(super) async fn end(self) {
        self.emulator.shutdown().await;
    }

    /// On a connection of its own.
    async fn ask(&self, frame: &[u8]) -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address).await?;
        stream.write_all(frame).await?;
        let length = stream.read_u32().await? as usize;
        if length > MAX_ANSWER {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut answer = Vec::new();
        stream.take(length as u64).read_to_end(&mut answer).await?;
        Ok(answer)
    }
}

fn is_unanswered(request: &Recorded) -> bool {
    request.key == ApiKey::PRODUCE && request.body["acks"] == 0
}

fn own(acl: &AclBinding) -> Acl {
    let AclBinding { pattern, entry } = acl;
    let mut own = Acl::allow(ANONYMOUS, entry.operation, pattern.resource_type, &*pattern.name);
    if pattern.pattern_type == PatternType::PREFIXED {
        own.pattern_type = PatternType::PREFIXED;
    }
    own
}
