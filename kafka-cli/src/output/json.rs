//! One JSON object, on one line.

use kafka_schema::interpret::DecodeError;
use serde_json::{Value, json};

use super::Report;
use crate::failure::{Applied, Cause, Failure};
use crate::steps::{State, Step};

/// `{"command":…,"ok":…,"steps":[…],"error":{…},"warnings":[…], …}`.
pub(super) fn object(report: &Report) -> String {
    let mut members = report.members.clone();
    let ok = report.failure.is_none();
    members.insert("command".into(), report.command.clone().into());
    members.insert("ok".into(), ok.into());
    if !report.steps.is_empty() {
        members.insert("steps".into(), report.steps.iter().map(step).collect());
    }
    if !report.warnings.is_empty() {
        members.insert("warnings".into(), strings(&report.warnings));
    }
    if let Some(failure) = &report.failure {
        members.insert("error".into(), error(failure));
    }
    format!("{}\n", Value::Object(members))
}

/// What went wrong; members that do not apply are left out.
pub(crate) fn error(failure: &Failure) -> Value {
    let mut error = match &failure.cause {
        Cause::Here(kind) => json!({"kind": kind, "retriable": false}),
        Cause::Kafka(error) => kafka_error(error),
        Cause::Bytes(error) => decode_error(error),
    };
    error["message"] = failure.message.clone().into();
    error["hint"] = failure.hint.clone().into();
    match failure.applied {
        None => {}
        Some(Applied::All) => error["outcome"] = "applied".into(),
        Some(Applied::Part) => error["outcome"] = "applied in part".into(),
    }
    without_nulls(error)
}

fn kafka_error(error: &kafka_admin::Error) -> Value {
    json!({
        "kind": error.kind().to_string(),
        "layer": error.layer().to_string(),
        "outcome": error.outcome().to_string(),
        "code": error.code().map(|code| code.0),
        "code_name": error.code().and_then(|code| code.name()),
        "broker": error.broker(),
        "api": error.api().map(|api| api.to_string()),
        "request_id": error.request_id(),
        "retriable": error.is_retriable(),
    })
}

fn decode_error(error: &DecodeError) -> Value {
    json!({
        "kind": error.kind.name(),
        "field": error.path.to_string(),
        "offset": error.offset,
        "retriable": false,
    })
}

/// Anything that has a text, as an array of strings.
pub(crate) fn strings(texts: impl IntoIterator<Item = impl ToString>) -> Value {
    texts.into_iter().map(|text| text.to_string()).collect()
}

fn step(step: &Step) -> Value {
    let mut value = json!({
        "name": step.name,
        "ok": !matches!(step.state, State::Failed | State::Incomplete),
        "ms": u64::try_from(step.took.as_millis()).unwrap_or(u64::MAX),
        "detail": step.detail,
    });
    if step.state == State::Skipped {
        value["skipped"] = true.into();
    }
    if let Some(outcome) = &step.outcome {
        value["outcome"] = outcome.clone().into();
    }
    value
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().filter(|(_, value)| !value.is_null()).collect()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_object_says_command_ok_and_steps() {
        let mut report = Report::new("share");
        let took = Duration::from_millis(7);
        let proof = Step {
            name: "proof".into(),
            state: State::Skipped,
            took,
            detail: "no password".into(),
            outcome: None,
        };
        report.steps.push(proof);
        report.set("proved", false);
        let text = object(&report);
        assert_eq!(text.lines().count(), 1);
        let value: Value = serde_json::from_str(&text).unwrap();
        let step =
            json!({"name": "proof", "ok": true, "skipped": true, "ms": 7, "detail": "no password"});
        assert_eq!(
            value,
            json!({"command": "share", "ok": true, "proved": false, "steps": [step]})
        );
    }

    #[test]
    fn an_error_has_only_what_applies() {
        let error = error(&Failure::usage("no"));
        assert_eq!(error, json!({"kind": "Usage", "message": "no", "retriable": false}));
    }
}
