//! A line of the log of requests, as [`crate::requests`] describes it.

use kafka_admin::ApiKey;
use kafka_schema::interpret::Api;
use kafka_schema::model::{File, Kind};
use serde::Deserialize;
use serde_json::Value;

use super::needs::{self, Needs, TopicIds};

/// The codes of refusals end like this.
pub(super) const REFUSED: &str = "_AUTHORIZATION_FAILED";

/// What is of use of it. What is not there is as if nobody knew it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Entry {
    pub(super) principal: Option<String>,
    api: Option<String>,
    #[serde(default)]
    pub(super) version: i16,
    #[serde(default)]
    pub(super) request: Value,
    outcome: Outcome,
    #[serde(default)]
    errors: Vec<String>,
    #[serde(default)]
    topic_ids: TopicIds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Answered,
    Unanswered,
    Closed,
    NotSeen,
}

/// Requests that have no line of their own.
#[derive(Debug, Deserialize)]
struct Gap {
    lost: u64,
}

/// What such a line says.
#[derive(Debug, PartialEq)]
pub(super) enum Request {
    Asked {
        entry: Entry,
        api: &'static File,
        key: ApiKey,
        needs: Needs,
        allowed: bool,
    },
    Lost(u64),
    /// Why nothing can be learned from it.
    Unread(String),
}

/// `None` of what is no line of a log of requests. `ids` grows by what the line tells.
pub(super) fn read(line: &str, ids: &mut TopicIds) -> Option<Request> {
    if !line.starts_with('{') {
        return None;
    }
    if let Ok(Gap { lost }) = serde_json::from_str(line) {
        return Some(Request::Lost(lost));
    }
    let mut entry: Entry = serde_json::from_str(line).ok()?;
    ids.append(&mut entry.topic_ids);
    let Some(name) = &entry.api else {
        return Some(Request::Unread("the request is not shown".into()));
    };
    let Some((api, key)) = known(name) else {
        return Some(Request::Unread(format!("Kafka has no API {name}")));
    };
    if entry.outcome == Outcome::NotSeen {
        return Some(Request::Unread("nobody saw the answer".into()));
    }
    if !entry.request.is_object() {
        return Some(Request::Unread("the request is not shown".into()));
    }
    Some(match needs::of(api, key, &entry.request, ids) {
        Ok(needs) => {
            let is_refused = entry.errors.iter().any(|error| error.ends_with(REFUSED));
            let allowed = !is_refused && entry.outcome != Outcome::Closed;
            Request::Asked { entry, api, key: ApiKey(key), needs, allowed }
        }
        Err(id) => Request::Unread(format!("no line tells the name of the topic with the id {id}")),
    })
}

fn known(name: &str) -> Option<(&'static File, i16)> {
    let file = Api::Name(name).find(kafka_schema::embedded())?;
    match file.kind {
        Kind::Api(key) => Some((file, key)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(api: &str, request: &str, outcome: &str, errors: &str) -> String {
        format!(
            r#"{{"api":{api},"version":9,"principal":"User:a","request":{request},"outcome":"{outcome}","errors":{errors},"new":1}}"#
        )
    }

    fn is_allowed(line: &str) -> Option<bool> {
        match read(line, &mut TopicIds::new()) {
            Some(Request::Asked { allowed, .. }) => Some(allowed),
            _ => None,
        }
    }

    #[test]
    fn a_refusal_anywhere_in_the_answer_is_one() {
        let topics = r#"{"topics":[{"name":"t"}]}"#;
        for (outcome, errors, allowed) in [
            ("answered", "[]", true),
            ("answered", r#"["UNKNOWN_TOPIC_OR_PARTITION"]"#, true),
            ("unanswered", "[]", true),
            ("closed", "[]", false),
            ("answered", r#"["NONE","TOPIC_AUTHORIZATION_FAILED"]"#, false),
        ] {
            let line = line(r#""Metadata""#, topics, outcome, errors);
            assert_eq!(is_allowed(&line), Some(allowed), "{line}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why_and_what_is_none_is_none() {
        let mut ids = TopicIds::new();
        let mut why = |line: &str| match read(line, &mut ids) {
            Some(Request::Unread(why)) => why,
            other => format!("{other:?}"),
        };
        assert_eq!(
            why(&line("null", r#""[not shown: 7 bytes]""#, "closed", "[]")),
            "the request is not shown"
        );
        assert_eq!(why(&line(r#""Fly""#, "{}", "answered", "[]")), "Kafka has no API Fly");
        assert_eq!(
            why(&line(r#""Metadata""#, r#"{"topics":null}"#, "not_seen", "[]")),
            "nobody saw the answer"
        );
        let fetch = line(r#""Fetch""#, r#"{"topics":[{"topicId":"i"}]}"#, "answered", "[]");
        assert!(why(&fetch).ends_with("id i"));
        assert_eq!(why(r#"{"lost":7}"#), "Some(Lost(7))");
        for other in ["", "{", "{}", r#"{"api":"Fetch"}"#, "Principal = User:a", "[1]"] {
            assert_eq!(why(other), "None", "{other}");
        }
        let told = r#"{"api":"Metadata","outcome":"answered","request":{"topics":null},"topic_ids":{"i":"t"}}"#;
        assert!(matches!(read(told, &mut ids), Some(Request::Asked { .. })));
        assert!(
            matches!(read(&fetch, &mut ids), Some(Request::Asked { .. })),
            "its name is known now"
        );
    }
}
