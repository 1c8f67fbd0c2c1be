//! Faults to be injected, as data.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kafka_proto::{ApiKey, ErrorCode};

use crate::refusal::Refusal;

/// Something that goes wrong with requests of one API, whoever sends them.
///
/// A fault first lets as many requests pass as [`after`](Self::after) says (none by default), then
/// strikes as often as [`times`](Self::times) says (once by default). Of several faults that wait
/// for the same request the first that was injected strikes; the others do not count that request.
///
/// ```
/// use std::time::Duration;
/// use kafka_emulator::Fault;
/// use kafka_proto::{ApiKey, ErrorCode};
///
/// // The second CreateTopics is refused by a broker that is not the controller.
/// let refused = Fault::fail(ApiKey::CREATE_TOPICS, ErrorCode::NOT_CONTROLLER).after(1);
/// // What MSK says to a client that logs in too often.
/// let busy = Fault::fail(ApiKey::SASL_AUTHENTICATE, ErrorCode::SASL_AUTHENTICATION_FAILED)
///     .message("[0f6e2e2c-9a3c-4b1b-8a0e-5d2f3c4b5a69]: Too many connects")
///     .times(2);
/// let slow = Fault::delay(ApiKey::METADATA, Duration::from_secs(3));
/// # let _ = (refused, busy, slow);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    api: ApiKey,
    after: u32,
    times: u32,
    strikes_with: Strike,
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Strike {
    /// The connection is closed instead of an answer.
    Close,
    /// Only the first bytes of the answer are sent, then the connection is closed.
    Cut(usize),
    /// The answer takes this much longer; later requests of the connection wait behind it.
    Delay(Duration),
    /// The request is not carried out but refused, item by item where it has items.
    Fail(Refusal),
}

impl Fault {
    /// Refuses the request with that code, without carrying it out. A refused login is closed
    /// behind the answer, as any failed login.
    pub fn fail(api: ApiKey, code: ErrorCode) -> Self {
        Self::of(api, Strike::Fail(Refusal::of(code)))
    }

    /// Carries the request out, and waits before answering.
    pub fn delay(api: ApiKey, by: Duration) -> Self {
        Self::of(api, Strike::Delay(by))
    }

    /// Carries the request out, sends the first `bytes` of the answer, the four of its length
    /// included, and closes.
    pub fn cut(api: ApiKey, bytes: usize) -> Self {
        Self::of(api, Strike::Cut(bytes))
    }

    /// Closes the connection without carrying the request out.
    pub fn close(api: ApiKey) -> Self {
        Self::of(api, Strike::Close)
    }

    /// The text that goes with [`Fault::fail`]; by default the one Kafka has for the code.
    #[must_use]
    pub fn message(mut self, text: impl Into<String>) -> Self {
        if let Strike::Fail(refusal) = &mut self.strikes_with {
            refusal.message = Some(text.into());
        }
        self
    }

    /// How many requests pass first. Default 0.
    #[must_use]
    pub fn after(self, requests: u32) -> Self {
        Self { after: requests, ..self }
    }

    /// How many requests are struck then. Default 1.
    #[must_use]
    pub fn times(self, requests: u32) -> Self {
        Self { times: requests, ..self }
    }

    fn of(api: ApiKey, strikes_with: Strike) -> Self {
        Self { api, after: 0, times: 1, strikes_with }
    }

    /// Counts a request; the effect if it strikes.
    fn strike(&mut self) -> Option<Strike> {
        if self.after > 0 {
            self.after -= 1;
            return None;
        }
        self.times = self.times.checked_sub(1)?;
        Some(self.strikes_with.clone())
    }
}

/// The faults that wait for their request.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn inject(&self, fault: Fault) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// What happens to this request of `api`, if anything.
    pub(crate) fn strike(&self, api: ApiKey) -> Option<Strike> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let effect = faults.iter_mut().filter(|fault| fault.api == api).find_map(Fault::strike);
        faults.retain(|fault| fault.times > 0);
        effect
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_strikes_after_and_as_often_as_told() {
        let faults = Faults::default();
        faults.inject(Fault::close(ApiKey::METADATA).after(1).times(2));
        let struck: Vec<bool> = (0..5).map(|_| faults.strike(ApiKey::METADATA).is_some()).collect();
        assert_eq!(struck, [false, true, true, false, false]);
        assert!(faults.0.lock().unwrap().is_empty());
    }

    #[test]
    fn other_apis_are_left_alone() {
        let faults = Faults::default();
        faults.inject(Fault::cut(ApiKey::METADATA, 7));
        assert_eq!(faults.strike(ApiKey::CREATE_TOPICS), None);
        assert_eq!(faults.strike(ApiKey::METADATA), Some(Strike::Cut(7)));
    }

    #[test]
    fn the_first_fault_strikes_first() {
        let faults = Faults::default();
        faults.inject(Fault::close(ApiKey::METADATA));
        faults.inject(Fault::cut(ApiKey::METADATA, 1));
        assert_eq!(faults.strike(ApiKey::METADATA), Some(Strike::Close));
        assert_eq!(faults.strike(ApiKey::METADATA), Some(Strike::Cut(1)));
    }
}
