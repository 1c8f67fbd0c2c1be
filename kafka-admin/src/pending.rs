//! The requests of one connection that wait for their answers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use kafka_auth::handshake::SASL_CORRELATION_IDS;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio::time::Instant;

use crate::{Error, ErrorKind, Layer, Outcome, Result};

/// A bounded map from correlation id to whoever waits for the answer.
///
/// Each entry holds a permit, so there are never more entries than permits. An id is not used again
/// before its answer came: a request whose caller went away leaves a tombstone that swallows it.
///
/// Answers to a re-authentication (KIP-368) come in between, under ids of their own.
#[derive(Default)]
pub(crate) struct Pending {
    state: Mutex<State>,
}

pub(crate) type Answer = oneshot::Receiver<Result<Bytes>>;

/// A request's place among those on the way. The frame in the writer's queue holds it too, so that
/// callers who give up before the writer came that far make no room for more frames.
pub(crate) type Place = Arc<OwnedSemaphorePermit>;

#[derive(Default)]
struct State {
    next: i32,
    entries: HashMap<i32, Entry>,
    /// An answer of the first login's that may come late.
    owed: Option<i32>,
    /// The re-authentication under way.
    login: Option<mpsc::Sender<Bytes>>,
    closed: Option<Error>,
}

struct Entry {
    /// When, if it was.
    sent: Option<Instant>,
    /// `None` is a tombstone.
    waiting: Option<oneshot::Sender<Result<Bytes>>>,
    _place: Place,
}

impl Pending {
    /// Nothing waits but, perhaps, an answer under this id of SASL's, which is dropped.
    pub(crate) fn owing(owed: Option<i32>) -> Self {
        Self { state: Mutex::new(State { owed, ..State::default() }) }
    }

    /// Registers a request, before it is sent.
    ///
    /// # Errors
    /// The connection is closed: why it is.
    pub(crate) fn open(&self, place: Place) -> Result<(i32, Answer)> {
        let mut state = self.lock();
        if let Some(error) = &state.closed {
            return Err(error.clone().outcome_is(Outcome::NotSent));
        }
        let id = state.unused_id();
        let (waiting, answer) = oneshot::channel();
        let entry = Entry { sent: None, waiting: Some(waiting), _place: place };
        state.entries.insert(id, entry);
        Ok((id, answer))
    }

    /// Asks, right before the first byte is written, whether the request is still wanted.
    pub(crate) fn start(&self, id: i32) -> bool {
        let mut state = self.lock();
        let entry = state.entries.get_mut(&id);
        entry.map(|entry| entry.sent = Some(Instant::now())).is_some()
    }

    /// The caller goes away: what is not sent never will be, what is sent leaves a tombstone.
    pub(crate) fn abandon(&self, id: i32) -> Outcome {
        let mut state = self.lock();
        match state.entries.get_mut(&id) {
            Some(entry) if entry.sent.is_some() => {
                entry.waiting = None;
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
            return match state.owed.take_if(|owed| *owed == id) {
                Some(_) => Ok(()),
                None => state.answer_login(id, frame),
            };
        }
        match state.entries.get(&id) {
            Some(entry) if entry.sent.is_some() => {}
            _ => return Err(unasked(id)),
        }
        let entry = state.entries.remove(&id);
        drop(state);
        // A receiver that is gone is a caller that no longer cares.
        if let Some(waiting) = entry.and_then(|entry| entry.waiting) {
            let _ = waiting.send(Ok(frame));
        }
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

    /// Ends everything that waits, with what is known about each; the first reason stays.
    pub(crate) fn close(&self, error: Error) {
        let mut state = self.lock();
        let error = state.closed.get_or_insert(error).clone();
        state.login = None;
        let entries = std::mem::take(&mut state.entries);
        drop(state);
        for entry in entries.into_values() {
            let outcome = if entry.sent.is_some() { Outcome::Unknown } else { Outcome::NotSent };
            if let Some(waiting) = entry.waiting {
                let _ = waiting.send(Err(error.clone().outcome_is(outcome)));
            }
        }
    }

    /// How many requests have a place, sent or not.
    pub(crate) fn len(&self) -> usize {
        self.lock().entries.len()
    }

    /// When the oldest of those was sent that are still to be answered, whoever waits for it.
    pub(crate) fn oldest_unanswered(&self) -> Option<Instant> {
        self.lock().entries.values().filter_map(|entry| entry.sent).min()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed.is_some()
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

    fn answer_login(&self, id: i32, frame: Bytes) -> Result<()> {
        let login = self.login.as_ref().ok_or_else(|| unasked(id))?;
        login.try_send(frame).map_err(|_| unasked(id))
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

    fn place() -> Place {
        Arc::new(Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap())
    }

    fn open(pending: &Pending) -> (i32, Answer) {
        pending.open(place()).unwrap()
    }

    #[test]
    fn an_answer_reaches_its_request() {
        let pending = Pending::default();
        let ((first, _), (second, mut answer)) = (open(&pending), open(&pending));
        assert!(pending.start(first) && pending.start(second));
        pending.answer(second, Bytes::from_static(b"x")).unwrap();
        assert_eq!(answer.try_recv().unwrap().unwrap(), "x");
    }

    #[test]
    fn f11_an_id_that_is_not_open_is_refused() {
        let pending = Pending::default();
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
        let pending = Pending::default();
        let (id, _answer) = open(&pending);
        assert!(pending.answer(id, Bytes::new()).is_err());
    }

    #[test]
    fn f13_a_tombstone_swallows_the_answer() {
        let pending = Pending::default();
        let (id, _answer) = open(&pending);
        pending.start(id);
        assert_eq!(pending.abandon(id), Outcome::Unknown);
        pending.answer(id, Bytes::new()).unwrap();
    }

    #[test]
    fn what_is_abandoned_before_sending_is_never_sent() {
        let pending = Pending::default();
        let (id, _answer) = open(&pending);
        assert_eq!(pending.abandon(id), Outcome::NotSent);
        assert!(!pending.start(id));
    }

    #[test]
    fn closing_tells_each_request_whether_it_was_sent() {
        let pending = Pending::default();
        let ((sent, mut first), (_, mut second)) = (open(&pending), open(&pending));
        pending.start(sent);
        pending.close(Error::closed(Layer::Kafka));
        assert_eq!(first.try_recv().unwrap().unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(second.try_recv().unwrap().unwrap_err().outcome(), Outcome::NotSent);
        assert_eq!(pending.open(place()).unwrap_err().outcome(), Outcome::NotSent);
    }

    #[test]
    fn ids_wrap_around_those_in_use_and_those_of_sasl() {
        let pending = Pending::default();
        let (zero, _answer) = open(&pending);
        pending.lock().next = *SASL_CORRELATION_IDS.start() - 1;
        let (last, _answer) = open(&pending);
        let (wrapped, _answer) = open(&pending);
        assert_eq!((zero, last, wrapped), (0, *SASL_CORRELATION_IDS.start() - 1, 1));
    }

    #[tokio::test]
    async fn kip_368_answers_to_a_reauthentication_reach_it_and_nobody_else() {
        let pending = Pending::default();
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
    fn f11_an_answer_that_is_owed_is_dropped_once() {
        let sasl = *SASL_CORRELATION_IDS.start();
        let pending = Pending::owing(Some(sasl));
        assert!(pending.answer(sasl + 1, Bytes::new()).is_err(), "another");
        pending.answer(sasl, Bytes::new()).unwrap();
        assert!(pending.answer(sasl, Bytes::new()).is_err(), "twice");
    }

    #[tokio::test]
    async fn a_reauthentication_hears_that_the_connection_ended() {
        let pending = Pending::default();
        let mut answers = pending.begin_login();
        pending.close(Error::closed(Layer::Kafka));
        assert_eq!(answers.recv().await, None);
        assert_eq!(pending.begin_login().recv().await, None);
    }
}
