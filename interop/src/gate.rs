//! When the tests run, and the broker that the tests of one binary share.

use std::borrow::Borrow;
use std::env;
use std::io::{Write, stderr};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use crate::error::StartError;
use crate::kafka::Kafka;
use crate::options::KafkaOptions;

/// The broker of this test binary, started by the first test that asks; `None` after a line
/// `SKIPPED <test>: <reason>` on standard error where the test cannot run.
///
/// The environment's `KAFKA_INTEROP` decides: unset, tests are skipped; `1`, they run where Java
/// and Maven are; `required`, they fail where these are missing.
///
/// # Panics
/// If the broker does not start although everything it needs is there, or is `required`.
pub fn shared(options: impl FnOnce() -> KafkaOptions) -> Option<&'static Kafka> {
    static BROKER: OnceLock<Result<Kafka, StartError>> = OnceLock::new();
    if !is_on() {
        return None;
    }
    pass(BROKER.get_or_init(|| Kafka::start(&options())).as_ref())
}

/// A cluster that one test has for itself, under the rules of [`shared`].
///
/// # Panics
/// As [`shared`].
pub fn own(options: &KafkaOptions) -> Option<Kafka> {
    if is_on() { pass(Kafka::start(options)) } else { None }
}

/// What was made for a test, `None` where it is to be skipped.
pub(crate) fn pass<T, E: Borrow<StartError>>(made: Result<T, E>) -> Option<T> {
    made.map_err(|error| match error.borrow() {
        missing @ StartError::Missing(_) if mode() == Mode::IfPossible => {
            skip(&missing.to_string())
        }
        error => panic!("{error}"),
    })
    .ok()
}

/// Whether tests run at all, after a line where they do not.
pub(crate) fn is_on() -> bool {
    if mode() == Mode::Off {
        skip("set KAFKA_INTEROP=1 to run it (needs Java 17, Maven, Go, Python and Node.js)");
    }
    mode() != Mode::Off
}

fn mode() -> Mode {
    Mode::of(env::var("KAFKA_INTEROP").ok().as_deref())
}

/// A name that no other test of this binary uses.
pub fn unique(prefix: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    format!("{prefix}-{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

#[derive(Debug, PartialEq, Eq)]
enum Mode {
    Off,
    IfPossible,
    Required,
}

impl Mode {
    fn of(variable: Option<&str>) -> Self {
        match variable {
            None | Some("" | "0") => Self::Off,
            Some("required") => Self::Required,
            Some(_) => Self::IfPossible,
        }
    }
}

/// Past the capture of the test harness, which shows nothing of a test that passes.
fn skip(reason: &str) {
    let test = thread::current();
    let name = test.name().unwrap_or("interop");
    let _ = writeln!(stderr(), "SKIPPED {name}: {reason}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_off_unless_asked_for() {
        assert_eq!(Mode::of(None), Mode::Off);
        assert_eq!(Mode::of(Some("0")), Mode::Off);
        assert_eq!(Mode::of(Some("1")), Mode::IfPossible);
        assert_eq!(Mode::of(Some("required")), Mode::Required);
    }

    #[test]
    fn names_do_not_repeat() {
        assert_ne!(unique("topic"), unique("topic"));
    }
}
