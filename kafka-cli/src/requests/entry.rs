//! One line about one request.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_admin::ErrorCode;
use kafka_schema::interpret::{Api, Captured, Frame, decode_frame};
use kafka_schema::secrets;
use serde_json::{Map, Value};

use super::{Became, Exchange, MAX_REQUEST};

/// What may be asked before a login: other bytes may be a password.
const BEFORE_LOGIN: [&str; 3] = ["ApiVersions", "SaslHandshake", "SaslAuthenticate"];

/// How many bytes behind a request are passed over.
const MAX_BEHIND: usize = 8;

/// The id of what has none: zeros.
const NO_ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";

/// The line, as the documentation of the module above says.
pub(crate) fn of(exchange: &Exchange) -> Value {
    let request = request(exchange);
    let outcome = outcome(&exchange.outcome);
    let answer = request.as_ref().and_then(|request| answer(exchange, request));
    let (mut errors, mut topic_ids) = (BTreeSet::new(), Map::new());
    if let Some(answer) = &answer {
        collect(answer, &mut errors, &mut topic_ids);
    }
    let mut line = Map::new();
    let mut set = |name: &str, value: Value| drop(line.insert(name.to_owned(), value));
    set("time", moment(exchange.at).into());
    set("micros", micros(exchange.took).into());
    set("broker", exchange.broker.into());
    set("listener", exchange.listener.as_deref().into());
    set("connection", exchange.connection.into());
    set("peer", exchange.peer.to_string().into());
    set("principal", exchange.principal.as_deref().into());
    match request {
        Some(frame) => {
            set("client_id", frame.header["clientId"].clone());
            set("api", frame.api.into());
            set("api_key", frame.key.into());
            set("version", frame.version.into());
            set("request", without_secrets(frame.body));
        }
        None => {
            set("api", Value::Null);
            set("request", format!("[not shown: {} bytes]", exchange.request.len()).into());
        }
    }
    set("outcome", outcome.into());
    set("errors", errors.into_iter().map(name_of).collect());
    if !topic_ids.is_empty() {
        set("topic_ids", topic_ids.into());
    }
    Value::Object(line)
}

/// `None` of what is no request, too large to be shown, or may be a password.
fn request(exchange: &Exchange) -> Option<Frame> {
    if exchange.request.len() >= MAX_REQUEST {
        return None;
    }
    let frame = decoded(&exchange.request)?;
    let is_harmless = !exchange.is_before_login || BEFORE_LOGIN.contains(&frame.api.as_str());
    is_harmless.then_some(frame)
}

/// Some clients leave bytes behind a request, which brokers ignore: librdkafka three behind a Metadata.
fn decoded(request: &[u8]) -> Option<Frame> {
    let ends = (0..=MAX_BEHIND).map_while(|behind| request.len().checked_sub(behind));
    let mut frames = ends.map(|end| {
        decode_frame(kafka_schema::embedded(), Captured::Request, request.get(..end)?).ok()
    });
    frames.find_map(|frame| frame)
}

fn without_secrets(body: Value) -> Value {
    let mut members = Map::from_iter([("body".to_owned(), body)]);
    secrets::hide(&mut members);
    members.remove("body").unwrap_or_default()
}

/// The names of all error codes in a message, each once.
pub(crate) fn errors_in(body: &Value) -> Vec<String> {
    let (mut errors, mut topic_ids) = (BTreeSet::new(), Map::new());
    collect(body, &mut errors, &mut topic_ids);
    errors.into_iter().map(name_of).collect()
}

fn outcome(became: &Became) -> &'static str {
    match became {
        Became::Answered(_) | Became::AnsweredAtLength(_) => "answered",
        Became::Unanswered => "unanswered",
        Became::Closed => "closed",
        Became::NotSeen => "not_seen",
    }
}

/// The body of the answer, if it is kept and can be read.
fn answer(exchange: &Exchange, request: &Frame) -> Option<Value> {
    let Became::Answered(answer) = &exchange.outcome else { return None };
    let read = |version| {
        let what = Captured::Response { api: Api::from(request.api.as_str()), version };
        decode_frame(kafka_schema::embedded(), what, answer)
    };
    // ApiVersions answers a version that it does not know in the layout of version 0.
    let frame = read(request.version).or_else(|_| read(0));
    frame.ok().map(|frame| frame.body)
}

fn name_of(code: i16) -> String {
    ErrorCode(code).name().map_or_else(|| code.to_string(), str::to_owned)
}

/// The codes of all errors, and the names of topics beside their ids.
fn collect(value: &Value, errors: &mut BTreeSet<i16>, topic_ids: &mut Map<String, Value>) {
    match value {
        Value::Array(elements) => {
            elements.iter().for_each(|it| collect(it, errors, topic_ids));
        }
        Value::Object(members) => {
            let name = ["name", "topicName", "topic"].iter().find_map(|it| members.get(*it));
            if let (Some(Value::String(id)), Some(Value::String(name))) =
                (members.get("topicId"), name)
                && id != NO_ID
                && !name.is_empty()
            {
                topic_ids.insert(id.clone(), name.as_str().into());
            }
            for (name, value) in members {
                let code = value.as_i64().and_then(|code| i16::try_from(code).ok());
                match code.filter(|_| name.ends_with("rrorCode")) {
                    Some(code) => drop((code != 0).then(|| errors.insert(code))),
                    None => collect(value, errors, topic_ids),
                }
            }
        }
        _ => {}
    }
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

/// `2026-05-01T12:30:00.250Z`.
fn moment(at: SystemTime) -> String {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (days, second) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    let millis = since.subsec_millis();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

/// The date of a day since 1970, by periods of 400 years that begin on the first of March.
fn date(days: u64) -> (u64, u64, u64) {
    let day = days + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn moments_are_those_that_our_own_reader_understands() {
        for millis in [0, 951_782_400_000, 1_767_323_045_678, 4_102_444_799_999, 1_709_164_800_000]
        {
            let text = moment(UNIX_EPOCH + Duration::from_millis(millis));
            assert_eq!(crate::moment::parse(&text).unwrap(), millis as i64, "{text}");
        }
        assert_eq!(moment(UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn bytes_behind_a_request_are_passed_over() {
        // ApiVersions v0, correlation id 7, no client id, and three bytes more.
        let frame = [0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff, 1, 2, 3];
        assert_eq!(decoded(&frame).unwrap().api, "ApiVersions");
        assert!(decoded(b"n,,n=user,r=abc").is_none() && decoded(&[]).is_none());
    }

    #[test]
    fn errors_and_ids_are_found_wherever_they_are() {
        let topics = json!([
            {"errorCode": 29, "topicConfigErrorCode": 31, "name": "a", "topicId": NO_ID},
            {"errorCode": 100, "name": null, "topicId": "gone"},
            {"errorCode": 0, "name": "orders", "topicId": "id"},
        ]);
        let (mut errors, mut ids) = (BTreeSet::new(), Map::new());
        collect(&json!({"errorCode": 0, "topics": topics}), &mut errors, &mut ids);
        assert_eq!(errors.into_iter().map(name_of).collect::<Vec<_>>().len(), 3);
        assert_eq!(Value::Object(ids), json!({"id": "orders"}));
    }
}
