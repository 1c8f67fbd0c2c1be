//! The requests of one connection that wait for their answers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use kafka_auth::handshake::SASL_CORRELATION_IDS;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::Instant;

use super::place::Place;
use crate::clock::{from_now, later};
use crate::{Error, ErrorKind, Layer, Outcome, Result};

/// How long an answer may still take whose caller went away. What comes after it waits behind it at
/// the broker, so a new connection is the better way then.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

/// A bounded map from correlation id to whoever waits for the answer.
///
/// Each entry holds a place, so there are never more entries than places. An id is not used again
/// before its answer came: a request whose caller went away leaves a tombstone that swallows it.
///
/// Answers to a re-authentication (KIP-368) come in between, under ids of their own.
pub(crate) struct Pending {
    /// How long each answer may take.
    request_timeout: Duration,
    state: Mutex<State>,
    /// Told at each answer, for the writer.
    answered: Notify,
}

pub(crate) type Answer = oneshot::Receiver<Result<Bytes>>;

#[derive(Default)]
struct State {
    next: i32,
    entries: HashMap<i32, Entry>,
    /// The re-authentication under way.
    login: Option<mpsc::Sender<Bytes>>,
    /// Why no new requests are taken.
    retired: Option<Error>,
    /// When the last answer came.
    last_answer: Option<Instant>,
    /// How long the broker is at one request, by the last dozen of them.
    pace: Duration,
    closed: Option<Error>,
}

struct Entry {
    /// When its first byte was written; until then it can be taken back.
    sent: Option<Instant>,
    caller: Caller,
    _place: Arc<Place>,
}

enum Caller {
    Waiting(oneshot::Sender<Result<Bytes>>),
    /// Since then the entry is a tombstone.
    Gone(Instant),
}

impl Pending {
    /// Nothing waits yet.
    pub(crate) fn new(request_timeout: Duration) -> Self {
        Self { request_timeout, state: Mutex::default(), answered: Notify::new() }
    }

    /// Registers a request, before it is sent.
    ///
    /// # Errors
    /// No new requests are taken: why.
    pub(super) fn open(&self, place: Arc<Place>) -> Result<(i32, Answer)> {
        let mut state = self.lock();
        if let Some(error) = state.closed.as_ref().or(state.retired.as_ref()) {
            return Err(error.clone().outcome_is(Outcome::NotSent));
        }
        let id = state.unused_id();
        let (waiting, answer) = oneshot::channel();
        let entry = Entry { sent: None, caller: Caller::Waiting(waiting), _place: place };
        state.entries.insert(id, entry);
        Ok((id, answer))
    }

    /// Asks, right before the first byte is written, whether the request is still wanted. From now on
    /// its time counts.
    pub(crate) fn start(&self, id: i32) -> bool {
        let mut state = self.lock();
        let entry = state.entries.get_mut(&id);
        entry.map(|entry| entry.sent = Some(Instant::now())).is_some()
    }

    /// Nothing of it was written after all.
    pub(super) fn take_back(&self, id: i32) {
        let mut state = self.lock();
        match state.entries.get_mut(&id) {
            Some(Entry { caller: Caller::Gone(_), .. }) => drop(state.entries.remove(&id)),
            Some(entry) => entry.sent = None,
            None => {}
        }
    }

    /// The caller goes away: what is not sent never will be, what is sent leaves a tombstone.
    pub(crate) fn abandon(&self, id: i32) -> Outcome {
        let mut state = self.lock();
        match state.entries.get_mut(&id) {
            Some(entry) if entry.sent.is_some() => {
                entry.caller = Caller::Gone(Instant::now());
                Outcome::Unknown
            }
            Some(_) => {
                state.entries.remove(&id);
                Outcome::NotSent
            }
            None => Outcome::Unknown,
        }
    }

    /// Hands an answer to whoever waits for it.
    ///
    /// # Errors
    /// Nobody asked: the peer lost count, and no later answer can be trusted.
    pub(crate) fn answer(&self, id: i32, frame: Bytes) -> Result<()> {
        let mut state = self.lock();
        if SASL_CORRELATION_IDS.contains(&id) {
            return state.answer_login(id, frame);
        }
        match state.entries.get(&id) {
            Some(entry) if entry.sent.is_some() => {}
            _ => return Err(unasked(id)),
        }
        let entry = state.entries.remove(&id);
        state.count_answer(entry.as_ref().and_then(|entry| entry.sent));
        drop(state);
        if let Some(entry) = entry {
            entry.tell(Ok(frame));
        }
        self.answered.notify_one();
        Ok(())
    }

    /// The answers to a re-authentication that begins now; they end when the connection does.
    pub(crate) fn begin_login(&self) -> mpsc::Receiver<Bytes> {
        let (login, answers) = mpsc::channel(SASL_CORRELATION_IDS.count());
        let mut state = self.lock();
        state.login = Some(login).filter(|_| state.closed.is_none());
        answers
    }

    /// From now on answers to a re-authentication are answers nobody asked for.
    pub(crate) fn end_login(&self) {
        self.lock().login = None;
    }

    /// How long the broker will be at what is on the way, one request after the other, if it goes on
    /// as before.
    pub(crate) fn backlog(&self) -> Duration {
        let state = self.lock();
        let sent = state.entries.values().filter(|entry| entry.sent.is_some()).count();
        state.pace.saturating_mul(u32::try_from(sent).unwrap_or(u32::MAX))
    }

    /// Takes no new requests, and gives back those that are not sent; the others may finish.
    pub(crate) fn retire(&self, error: Error) {
        let mut state = self.lock();
        let error = state.retired.get_or_insert(error).clone();
        let unsent: Vec<_> = state.entries.extract_if(|_, entry| entry.sent.is_none()).collect();
        drop(state);
        for (_, entry) in unsent {
            entry.fail(&error);
        }
    }

    /// Ends everything that waits, with what is known about each; the first reason stays.
    pub(crate) fn close(&self, error: Error) {
        let mut state = self.lock();
        let error = state.closed.get_or_insert(error).clone();
        state.login = None;
        let entries = std::mem::take(&mut state.entries);
        drop(state);
        for entry in entries.into_values() {
            entry.fail(&error);
        }
        self.answered.notify_one();
    }

    /// Waits until all that was sent is answered.
    pub(crate) async fn drained(&self) {
        while self.oldest_unanswered().is_some() {
            self.answered.notified().await;
        }
    }

    /// When the time for an answer is over, if the request is sent.
    pub(crate) fn answer_due(&self, id: i32) -> Option<Instant> {
        let sent = self.lock().entries.get(&id)?.sent?;
        Some(later(sent, self.request_timeout))
    }

    /// Whether what is sent now would wait behind something that may never be answered.
    pub(crate) fn is_stuck(&self) -> bool {
        self.stuck_at().is_some_and(|at| at <= Instant::now())
    }

    /// Until when nothing that is not sent yet can be over or [stuck](Self::is_stuck).
    pub(crate) fn next_look(&self) -> Instant {
        let soon = from_now(self.request_timeout.min(PATIENCE));
        self.stuck_at().map_or(soon, |at| at.min(soon))
    }

    fn stuck_at(&self) -> Option<Instant> {
        let state = self.lock();
        state.entries.values().filter_map(|entry| entry.stuck_at(self.request_timeout)).min()
    }

    /// How many requests have a place, sent or not.
    pub(crate) fn len(&self) -> usize {
        self.lock().entries.len()
    }

    /// When the oldest of those was sent that are still to be answered, whoever waits for it.
    pub(crate) fn oldest_unanswered(&self) -> Option<Instant> {
        self.lock().entries.values().filter_map(|entry| entry.sent).min()
    }

    /// Whether new requests are taken.
    pub(crate) fn is_open(&self) -> bool {
        let state = self.lock();
        state.closed.is_none() && state.retired.is_none()
    }

    /// No code panics while it holds the lock, and if it did, the map would still be whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Ids count up from 0 and leave out those of re-authentication, and those still in use.
    fn unused_id(&mut self) -> i32 {
        loop {
            let id = self.next;
            self.next = if id + 1 < *SASL_CORRELATION_IDS.start() { id + 1 } else { 0 };
            if !self.entries.contains_key(&id) {
                return id;
            }
        }
    }

    /// The broker was at this request since it had answered the one before, or since it was sent.
    fn count_answer(&mut self, sent: Option<Instant>) {
        let now = Instant::now();
        let began = sent.max(self.last_answer).unwrap_or(now);
        self.last_answer = Some(now);
        self.pace = (self.pace * 7 + (now - began)) / 8;
    }

    fn answer_login(&self, id: i32, frame: Bytes) -> Result<()> {
        let login = self.login.as_ref().ok_or_else(|| unasked(id))?;
        login.try_send(frame).map_err(|_| unasked(id))
    }
}

impl Entry {
    /// A receiver that is gone is a caller that no longer cares.
    fn tell(self, result: Result<Bytes>) {
        if let Caller::Waiting(waiting) = self.caller {
            let _ = waiting.send(result);
        }
    }

    fn fail(self, error: &Error) {
        let outcome = match self.sent {
            Some(_) => Outcome::Unknown,
            None => Outcome::NotSent,
        };
        self.tell(Err(error.clone().outcome_is(outcome)));
    }

    /// When nothing more should wait behind it.
    fn stuck_at(&self, request_timeout: Duration) -> Option<Instant> {
        let due = later(self.sent?, request_timeout);
        match self.caller {
            Caller::Waiting(_) => Some(due),
            Caller::Gone(since) => Some(due.min(since + PATIENCE)),
        }
    }
}

fn unasked(id: i32) -> Error {
    Error::new(
        ErrorKind::PeerMisbehaved,
        Layer::Kafka,
        format!("the peer answered request {id}, which is not open"),
    )
}

#[cfg(test)]
mod tests {
    use tokio::sync::Semaphore;

    use super::*;

    const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

    fn pending() -> Pending {
        Pending::new(REQUEST_TIMEOUT)
    }

    fn place() -> Arc<Place> {
        let permit = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        Arc::new(Place { _one_of_all: permit, _write: None })
    }

    fn open(pending: &Pending) -> (i32, Answer) {
        pending.open(place()).unwrap()
    }

    #[test]
    fn an_answer_reaches_its_request() {
        let pending = pending();
        let ((first, _), (second, mut answer)) = (open(&pending), open(&pending));
        assert!(pending.start(first) && pending.start(second));
        pending.answer(second, Bytes::from_static(b"x")).unwrap();
        assert_eq!(answer.try_recv().unwrap().unwrap(), "x");
    }

    #[test]
    fn f11_an_id_that_is_not_open_is_refused() {
        let pending = pending();
        let (id, _answer) = open(&pending);
        pending.start(id);
        assert_eq!(
            pending.answer(id + 1, Bytes::new()).unwrap_err().kind(),
            ErrorKind::PeerMisbehaved
        );
        pending.answer(id, Bytes::new()).unwrap();
        assert!(pending.answer(id, Bytes::new()).is_err(), "twice");
    }

    #[test]
    fn f12_an_answer_before_its_request_was_sent_is_refused() {
        let pending = pending();
        let (id, _answer) = open(&pending);
        assert!(pending.answer(id, Bytes::new()).is_err());
    }

    #[test]
    fn f13_a_tombstone_swallows_the_answer() {
        let pending = pending();
        let (id, _answer) = open(&pending);
        pending.start(id);
        assert_eq!(pending.abandon(id), Outcome::Unknown);
        pending.answer(id, Bytes::new()).unwrap();
    }

    #[test]
    fn what_is_abandoned_before_sending_is_never_sent() {
        let pending = pending();
        let (id, _answer) = open(&pending);
        assert_eq!(pending.abandon(id), Outcome::NotSent);
        assert!(!pending.start(id));
    }

    #[test]
    fn closing_tells_each_request_whether_it_was_sent() {
        let pending = pending();
        let ((sent, mut first), (_, mut second)) = (open(&pending), open(&pending));
        pending.start(sent);
        pending.close(Error::closed(Layer::Kafka));
        assert_eq!(first.try_recv().unwrap().unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(second.try_recv().unwrap().unwrap_err().outcome(), Outcome::NotSent);
        assert_eq!(pending.open(place()).unwrap_err().outcome(), Outcome::NotSent);
    }

    #[tokio::test(start_paused = true)]
    async fn the_backlog_is_what_the_requests_on_the_way_will_take() {
        let pending = pending();
        let opened: Vec<_> = (0..50).map(|_| open(&pending)).collect();
        opened.iter().for_each(|(id, _)| assert!(pending.start(*id)));
        let (_unsent, each) = (open(&pending), Duration::from_millis(80));
        for (id, _) in opened.iter().take(40) {
            tokio::time::advance(each).await;
            pending.answer(*id, Bytes::new()).unwrap();
        }
        let backlog = pending.backlog();
        assert!(backlog <= 10 * each && backlog >= 9 * each, "{backlog:?}");
        // Not even an hour without requests makes the broker slow.
        opened.iter().skip(40).for_each(|(id, _)| pending.answer(*id, Bytes::new()).unwrap());
        tokio::time::advance(Duration::from_secs(3600)).await;
        let (id, _answer) = open(&pending);
        pending.start(id);
        assert!(pending.backlog() <= each, "{:?}", pending.backlog());
        pending.answer(id, Bytes::new()).unwrap();
        assert_eq!(pending.backlog(), Duration::ZERO);
    }

    #[test]
    fn ids_wrap_around_those_in_use_and_those_of_sasl() {
        let pending = pending();
        let (zero, _answer) = open(&pending);
        pending.lock().next = *SASL_CORRELATION_IDS.start() - 1;
        let (last, _answer) = open(&pending);
        let (wrapped, _answer) = open(&pending);
        assert_eq!((zero, last, wrapped), (0, *SASL_CORRELATION_IDS.start() - 1, 1));
    }

    #[tokio::test]
    async fn kip_368_answers_to_a_reauthentication_reach_it_and_nobody_else() {
        let pending = pending();
        let sasl = *SASL_CORRELATION_IDS.start();
        let frame = || Bytes::from_static(b"x");
        assert!(pending.answer(sasl, frame()).is_err(), "before");
        let mut answers = pending.begin_login();
        let (id, mut request) = open(&pending);
        pending.start(id);
        pending.answer(sasl, frame()).unwrap();
        assert!(request.try_recv().is_err());
        assert_eq!(answers.recv().await, Some(frame()));
        pending.end_login();
        assert!(pending.answer(sasl, frame()).is_err(), "afterwards");
        assert_eq!(answers.recv().await, None);
    }

    #[test]
    fn f11_an_answer_to_a_login_that_is_over_is_refused() {
        let pending = pending();
        for id in SASL_CORRELATION_IDS {
            assert!(pending.answer(id, Bytes::new()).is_err(), "{id}");
        }
    }

    #[tokio::test]
    async fn a_reauthentication_hears_that_the_connection_ended() {
        let pending = pending();
        let mut answers = pending.begin_login();
        pending.close(Error::closed(Layer::Kafka));
        assert_eq!(answers.recv().await, None);
        assert_eq!(pending.begin_login().recv().await, None);
    }
}
