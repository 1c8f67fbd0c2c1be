//! Faults, in the file and for whoever asks the running emulator for one.

use std::time::Duration;

use kafka_admin::{ApiKey, ErrorCode};
use serde::Deserialize;

use crate::near::question;
use crate::span;

/// A fault that was read and checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Given")]
pub(crate) struct Fault(pub(crate) kafka_emulator::Fault);

/// A fault as it is written: an API, one effect, and how often.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    api: String,
    #[serde(default)]
    close: bool,
    fail: Option<String>,
    delay: Option<String>,
    cut: Option<usize>,
    message: Option<String>,
    #[serde(default)]
    after: u32,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

impl TryFrom<Given> for Fault {
    type Error = String;

    fn try_from(given: Given) -> Result<Self, String> {
        let api = api(&given.api)?;
        let mut fault = match (given.close, &given.fail, &given.delay, given.cut) {
            (true, None, None, None) => kafka_emulator::Fault::close(api),
            (false, Some(code), None, None) => kafka_emulator::Fault::fail(api, error_code(code)?),
            (false, None, Some(by), None) => kafka_emulator::Fault::delay(api, delay(by)?),
            (false, None, None, Some(bytes)) => kafka_emulator::Fault::cut(api, bytes),
            _ => return Err("name one of close, fail, delay and cut".into()),
        };
        if let Some(message) = given.message {
            fault = fault.message(message);
        }
        Ok(Self(fault.after(given.after).times(given.times)))
    }
}

fn delay(text: &str) -> Result<Duration, String> {
    span::some(text)
}

fn api(text: &str) -> Result<ApiKey, String> {
    let found = ApiKey::all().find(|info| info.name.eq_ignore_ascii_case(text));
    found.map(|info| info.key).ok_or_else(|| {
        format!("there is no API {text}{}", question(text, ApiKey::all().map(|info| info.name)))
    })
}

/// By its name, or by its number.
fn error_code(text: &str) -> Result<ErrorCode, String> {
    if let Some(code) = text.parse().ok().map(ErrorCode).filter(|code| code.name().is_some()) {
        return Ok(code);
    }
    let known = (-1..=i16::from(u8::MAX)).map(ErrorCode);
    let names = known.clone().filter_map(ErrorCode::name);
    let found = known.clone().find(|code| code.name() == Some(text) && *code != ErrorCode::NONE);
    found.ok_or_else(|| format!("there is no error {text}{}", question(text, names)))
}
