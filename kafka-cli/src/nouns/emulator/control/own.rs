//! What only an emulator has: faults, brokers that go and come, and what was asked.

use std::io;

use hyper::Method;
use serde_json::json;

use super::{Answer, Asked, Control};
use crate::nouns::emulator::settings::Fault;

/// `None` if there is nothing of that name.
pub(super) async fn answer(control: &Control, asked: &Asked) -> Option<Answer> {
    let parts = asked.path.parts();
    Some(match (&asked.method, parts.as_slice()) {
        (&Method::POST, ["faults"]) => inject(control, asked),
        (&Method::POST, ["brokers", id, what]) => broker(control, id, what).await?,
        (&Method::GET, ["requests"]) => requests(control, asked),
        (&Method::GET, ["ca.pem"]) => {
            Answer::text("application/x-pem-file", control.emulator.ca_pem().to_owned())
        }
        _ => return None,
    })
}

/// One fault, as in the file of settings, or a list of them, of which all are there or none.
fn inject(control: &Control, asked: &Asked) -> Answer {
    let is_list = asked.body.trim_ascii_start().starts_with(b"[");
    let faults = match is_list {
        true => asked.json::<Vec<Fault>>(),
        false => asked.json::<Fault>().map(|fault| vec![fault]),
    };
    match faults {
        Ok(faults) => {
            let count = faults.len();
            faults.into_iter().for_each(|fault| control.emulator.inject(fault.0));
            Answer::json(&json!({"injected": count}))
        }
        Err(answer) => answer,
    }
}

async fn broker(control: &Control, id: &str, what: &str) -> Option<Answer> {
    let Ok(id) = id.parse() else { return Some(Answer::bad("brokers have numbers, from 1")) };
    let emulator = &control.emulator;
    let done = match what {
        "stop" => emulator.stop_broker(id).await,
        "start" => emulator.start_broker(id).await,
        "pause" => emulator.pause_broker(id).await,
        "resume" => emulator.resume_broker(id).await,
        _ => return None,
    };
    Some(match done {
        Ok(()) => Answer::json(&json!({"broker": id, "done": what})),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Answer::not_found(error.to_string())
        }
        Err(error) => Answer::bad(error.to_string()),
    })
}

/// The last lines of the log of requests.
fn requests(control: &Control, asked: &Asked) -> Answer {
    match asked.path.query("last").map_or(Ok(100), str::parse) {
        Ok(most) => Answer::text("application/x-ndjson", control.last.lines(most)),
        Err(_) => Answer::bad("last is a number: /requests?last=100"),
    }
}
