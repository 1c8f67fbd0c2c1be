//! What several test files need: driving an exchange, hex, dates.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_auth::{
    AuthError, Evidence, Mechanism, Principal, ServerMechanism, ServerStep, Step, StoredCredential,
};

/// Kafka's SASL_AUTHENTICATION_FAILED.
pub(crate) const SASL_AUTHENTICATION_FAILED: i16 = 58;

/// Runs a whole login, as a driver would.
pub(crate) fn log_in(
    client: &mut dyn Mechanism,
    server: &mut dyn ServerMechanism,
    stored: Option<StoredCredential<'_>>,
) -> Result<(Principal, Evidence), AuthError> {
    let mut step = client.start()?;
    let mut accepted = None;
    loop {
        step = match step {
            Step::Send(message) => {
                let mut answer = server.respond(&message);
                if let ServerStep::Lookup(_) = answer {
                    answer = server.credential(stored);
                }
                match answer {
                    ServerStep::Send(message) => client.challenge(&message)?,
                    ServerStep::Accept { principal, message } => {
                        accepted = Some(principal);
                        client.challenge(&message)?
                    }
                    ServerStep::Reject(text) => {
                        return Err(client.refused(SASL_AUTHENTICATION_FAILED, &text));
                    }
                    ServerStep::Lookup(_) => panic!("a second lookup"),
                }
            }
            Step::Derive(derivation) => client.derived(derivation.run())?,
            Step::Done(evidence) => return Ok((accepted.expect("accepted"), evidence)),
        };
    }
}

/// Runs a future to its end on this thread.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let (mut future, mut context) = (pin!(future), Context::from_waker(&waker));
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// Polls once, as a runtime does that nobody wakes.
pub(crate) fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Lets futures through once it is open, and counts those who came. Whoever waits is polled by
/// hand: it wakes nobody.
#[derive(Default)]
pub(crate) struct Gate {
    is_open: AtomicBool,
    came: AtomicUsize,
}

impl Gate {
    pub(crate) fn open(&self) {
        self.is_open.store(true, Ordering::SeqCst);
    }

    pub(crate) fn came(&self) -> usize {
        self.came.load(Ordering::SeqCst)
    }

    pub(crate) async fn pass(&self) {
        self.came.fetch_add(1, Ordering::SeqCst);
        std::future::poll_fn(|_| match self.is_open.load(Ordering::SeqCst) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        })
        .await;
    }
}

/// The bytes of the next message of a client.
pub(crate) fn sent(step: Result<Step, AuthError>) -> Vec<u8> {
    match step.unwrap() {
        Step::Send(message) => message.to_vec(),
        other => panic!("{other:?}"),
    }
}

/// Answers a derivation.
pub(crate) fn derive(
    client: &mut dyn Mechanism,
    step: Result<Step, AuthError>,
) -> Result<Step, AuthError> {
    match step? {
        Step::Derive(derivation) => client.derived(derivation.run()),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `20150830T123600Z`, by the formula of Howard Hinnant's `days_from_civil`.
pub(crate) fn at(date: &str) -> SystemTime {
    let number = |range: std::ops::Range<usize>| date[range].parse::<i64>().unwrap();
    let (year, month, day) = (number(0..4), number(4..6), number(6..8));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let seconds = days * 86_400 + number(9..11) * 3_600 + number(11..13) * 60 + number(13..15);
    UNIX_EPOCH + Duration::from_secs(seconds.try_into().unwrap())
}
