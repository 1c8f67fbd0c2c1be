//! Captures, as Apache Kafka's and such as nobody should make.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod any;
mod hostile;
mod kafka;
mod streams;
mod wire;

use kafka_capture::{Exchange, Options, Outcome, Summary};

/// What is read out of a file.
pub(crate) fn read(file: &[u8]) -> (Vec<Exchange>, Summary) {
    read_with(file, Options::default())
}

pub(crate) fn read_with(file: &[u8], options: Options) -> (Vec<Exchange>, Summary) {
    let mut exchanges = Vec::new();
    let summary = kafka_capture::read(file, options, &mut |it| exchanges.push(it)).unwrap();
    (exchanges, summary)
}

/// Key, version, correlation id and outcome of a request, in one line.
pub(crate) fn line(exchange: &Exchange) -> String {
    let number = |at: usize, len: usize| {
        let bytes = exchange.request.get(at..at + len).unwrap_or_default();
        bytes.iter().fold(0i64, |number, byte| number << 8 | i64::from(*byte))
    };
    let outcome = match &exchange.outcome {
        Outcome::Answered(_) => "answered",
        Outcome::AnsweredAtLength(_) => "answered at length",
        Outcome::Unanswered => "unanswered",
        Outcome::Closed => "closed",
        Outcome::NotSeen => "not seen",
        _ => "?",
    };
    format!("{} v{} #{} {outcome}", number(0, 2), number(2, 2), number(4, 4))
}

pub(crate) fn lines(exchanges: &[Exchange]) -> Vec<String> {
    exchanges.iter().map(line).collect()
}

/// How often something could not be decoded, by name.
pub(crate) fn undecoded(summary: &Summary) -> Vec<(&'static str, u64)> {
    summary.undecoded.iter().map(|(why, count)| (why.name(), *count)).collect()
}
