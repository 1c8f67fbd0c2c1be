//! A connection against a peer in the same process, in paused time.

use kafka_proto::messages::{CreateTopicsRequest, MetadataRequest};
use kafka_proto::{Request, decode_request_header};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::task::{JoinHandle, yield_now};
use tokio::time::{advance, sleep};

use super::pending::PATIENCE;
use super::*;

mod renewal;

const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Room for all frames of a test.
const ROOM: usize = 64 * 1024;

/// The other end.
struct Peer(DuplexStream);

impl Peer {
    /// The API and the id of the next request.
    async fn next(&mut self) -> (ApiKey, i32) {
        let next = timeout_at(after(3600), self.try_next()).await;
        next.expect("a request within an hour").expect("an open connection")
    }

    /// `None` when the connection is closed.
    async fn try_next(&mut self) -> Option<(ApiKey, i32)> {
        let length = self.0.read_u32().await.ok()?;
        let mut frame = vec![0; length as usize];
        self.0.read_exact(&mut frame).await.ok()?;
        let (header, _) = decode_request_header(&frame).unwrap();
        Some((ApiKey(header.request_api_key), header.correlation_id))
    }

    /// An answer of which nothing is read but its id.
    async fn answer(&mut self, id: i32) {
        let frame = [4_i32.to_be_bytes(), id.to_be_bytes()].concat();
        self.0.write_all(&frame).await.unwrap();
    }

    /// How many requests have come by now.
    async fn count(&mut self) -> usize {
        let mut requests = 0;
        while timeout_at(after(1), self.next()).await.is_ok() {
            requests += 1;
        }
        requests
    }
}

fn pair() -> (Arc<Connection>, Peer) {
    pair_of(ROOM, opened)
}

/// With so much room between them.
fn pair_of(room: usize, opened: impl FnOnce(Stream) -> Opened) -> (Arc<Connection>, Peer) {
    let (stream, peer) = tokio::io::duplex(room);
    (Arc::new(Connection::start(opened(Box::new(stream)))), Peer(peer))
}

fn opened(stream: Stream) -> Opened {
    Opened {
        stream,
        received: BytesMut::new(),
        broker: "b:1".into(),
        client_id: "test".into(),
        request_timeout: REQUEST_TIMEOUT,
        versions: [(ApiKey::METADATA, 0..=12)].into_iter().collect(),
        lease: None,
        counters: Arc::default(),
        open: tokio::sync::mpsc::channel(1).0,
    }
}

fn after(seconds: u64) -> Instant {
    Instant::now() + Duration::from_secs(seconds)
}

type Call = JoinHandle<Result<Bytes>>;

fn read(connection: &Arc<Connection>, deadline: Instant) -> Call {
    call(connection, 1, MetadataRequest::default(), Effect::Read, deadline)
}

fn write(connection: &Arc<Connection>, deadline: Instant) -> Call {
    call(connection, 2, CreateTopicsRequest::default(), Effect::Write, deadline)
}

fn call<R: Request<'static> + Send + Sync + 'static>(
    connection: &Arc<Connection>,
    version: i16,
    request: R,
    effect: Effect,
    deadline: Instant,
) -> Call {
    let connection = connection.clone();
    let frame = connection.encode(version, &request).unwrap();
    tokio::spawn(async move { connection.send(R::API, frame, effect, deadline).await })
}

async fn error_of(call: Call) -> Error {
    call.await.unwrap().unwrap_err()
}

async fn outcomes(calls: Vec<Call>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(error_of(call).await.outcome());
    }
    outcomes
}

#[tokio::test(start_paused = true)]
async fn one_that_was_idle_for_long_is_not_used_again() {
    let (connection, _peer) = pair();
    assert!(connection.is_usable());
    advance(MAX_IDLE + Duration::from_secs(1)).await;
    assert!(!connection.is_usable());
}

#[tokio::test(start_paused = true)]
async fn kip_219_waits_as_long_as_the_broker_asked_for_and_no_longer_than_the_limit() {
    let (connection, _peer) = pair();
    let start = Instant::now();
    connection.hold(-5);
    connection.hold(2_000);
    connection.hold(1_000);
    connection.wait_while_held(after(60)).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 2);
    connection.hold(i32::MAX);
    assert!(connection.wait_while_held(after(60)).await.is_err());
    connection.wait_while_held(after(600)).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 2 + MAX_THROTTLE.as_secs());
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_costs_the_connection_but_not_those_that_still_wait() {
    let (connection, mut peer) = pair();
    let (slow, patient) = (read(&connection, after(1)), read(&connection, after(10)));
    sleep(Duration::from_secs(5)).await;
    peer.answer(1).await;
    assert_eq!(error_of(slow).await.outcome(), Outcome::Unknown);
    assert_eq!(patient.await.unwrap().unwrap(), [0, 0, 0, 1][..]);
    assert!(!connection.is_usable());
}

#[tokio::test(start_paused = true)]
async fn c01_a_lost_connection_leaves_one_write_of_unknown_outcome() {
    let (connection, mut peer) = pair();
    let writes: Vec<_> = (0..MAX_IN_FLIGHT).map(|_| write(&connection, after(60))).collect();
    assert_eq!(peer.count().await, 1);
    drop(peer);
    let outcomes = outcomes(writes).await;
    assert_eq!(outcomes[0], Outcome::Unknown);
    assert!(outcomes[1..].iter().all(|outcome| *outcome == Outcome::NotSent), "{outcomes:?}");
}

#[tokio::test(start_paused = true)]
async fn reads_overtake_writes_that_wait_and_the_next_write_follows_the_answer() {
    let (connection, mut peer) = pair();
    let writes = [write(&connection, after(60)), write(&connection, after(60))];
    let reads = [read(&connection, after(60)), read(&connection, after(60))];
    let asked = [peer.next().await, peer.next().await, peer.next().await];
    let apis = asked.map(|(api, _)| api);
    assert_eq!(apis, [ApiKey::CREATE_TOPICS, ApiKey::METADATA, ApiKey::METADATA]);
    assert_eq!((peer.count().await, connection.in_flight()), (0, 4));
    for (_, id) in asked {
        peer.answer(id).await;
    }
    let (api, id) = peer.next().await;
    assert_eq!(api, ApiKey::CREATE_TOPICS);
    peer.answer(id).await;
    for call in writes.into_iter().chain(reads) {
        call.await.unwrap().unwrap();
    }
    assert!(connection.is_usable());
}

#[tokio::test(start_paused = true)]
async fn the_time_for_an_answer_counts_from_sending_and_not_from_asking() {
    let (connection, mut peer) = pair();
    let writes: Vec<_> = (0..5).map(|_| write(&connection, after(3600))).collect();
    for _ in 0..5 {
        let (_, id) = peer.next().await;
        sleep(REQUEST_TIMEOUT - Duration::from_secs(1)).await;
        peer.answer(id).await;
    }
    for write in writes {
        write.await.unwrap().unwrap();
    }
    let (late, sent) = (write(&connection, after(3600)), Instant::now());
    peer.next().await;
    let error = error_of(late).await;
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    assert_eq!(sent.elapsed(), REQUEST_TIMEOUT);
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_time_is_over_before_it_was_sent_costs_nobody_the_connection() {
    let (connection, mut peer) = pair();
    let (first, second) = (write(&connection, after(60)), write(&connection, after(2)));
    let error = error_of(second).await;
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent));
    assert!(connection.is_usable());
    let (_, id) = peer.next().await;
    peer.answer(id).await;
    first.await.unwrap().unwrap();
    assert_eq!(peer.count().await, 0);
}

#[tokio::test(start_paused = true)]
async fn nor_does_one_whose_time_is_over_in_the_queue() {
    let (connection, _peer) = pair_of(8, opened);
    let [_stuck, queued] = [read(&connection, after(60)), read(&connection, after(2))];
    let error = error_of(queued).await;
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent));
    assert!(connection.is_usable());
}

#[tokio::test(start_paused = true)]
async fn beyond_the_limit_requests_wait_and_are_not_sent() {
    let (connection, mut peer) = pair();
    let _reads: Vec<_> = (0..MAX_IN_FLIGHT).map(|_| read(&connection, after(60))).collect();
    let error = error_of(read(&connection, after(1))).await;
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent));
    assert_eq!(peer.count().await, MAX_IN_FLIGHT);
}

#[tokio::test(start_paused = true)]
async fn places_of_a_retired_connection_hold_nobody_up() {
    let (connection, _peer) = pair();
    let slow: Vec<_> = (0..MAX_IN_FLIGHT).map(|_| read(&connection, after(1))).collect();
    yield_now().await;
    let start = Instant::now();
    let waiting = [read(&connection, after(3600)), write(&connection, after(3600))];
    for call in waiting {
        let error = error_of(call).await;
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Disconnected, Outcome::NotSent));
        assert!(error.is_retriable());
    }
    assert_eq!(start.elapsed(), Duration::from_secs(1));
    assert_eq!(outcomes(slow).await, [Outcome::Unknown; MAX_IN_FLIGHT]);
}

#[tokio::test(start_paused = true)]
async fn what_is_queued_on_a_retired_connection_is_given_back() {
    let (connection, _peer) = pair_of(8, opened);
    let [stuck, queued] = [read(&connection, after(60)), read(&connection, after(60))];
    sleep(Duration::from_secs(1)).await;
    connection.retire();
    assert_eq!(error_of(queued).await.outcome(), Outcome::NotSent);
    assert!(!stuck.is_finished(), "it is on the way");
    assert_eq!(error_of(read(&connection, after(60))).await.outcome(), Outcome::NotSent);
}

#[tokio::test(start_paused = true)]
async fn a_tombstone_holds_nobody_up_for_longer_than_its_patience() {
    let (connection, mut peer) = pair();
    let abandoned = write(&connection, after(60));
    peer.next().await;
    let waiting = write(&connection, after(60));
    sleep(Duration::from_millis(500)).await;
    let start = Instant::now();
    abandoned.abort();
    assert_eq!(error_of(waiting).await.outcome(), Outcome::NotSent);
    assert_eq!(start.elapsed(), PATIENCE);
    assert!(!connection.is_usable());
}

#[tokio::test(start_paused = true)]
async fn without_anybody_who_waits_a_tombstone_makes_the_connection_unusable_too() {
    let (connection, mut peer) = pair();
    let abandoned = read(&connection, after(60));
    peer.next().await;
    abandoned.abort();
    yield_now().await;
    assert!(connection.is_usable());
    advance(PATIENCE).await;
    assert!(!connection.is_usable());
}

#[tokio::test(start_paused = true)]
async fn a_tombstone_that_is_answered_in_time_costs_nothing() {
    let (connection, mut peer) = pair();
    let abandoned = write(&connection, after(60));
    let (_, id) = peer.next().await;
    let waiting = write(&connection, after(60));
    abandoned.abort();
    sleep(PATIENCE / 2).await;
    peer.answer(id).await;
    let (_, id) = peer.next().await;
    peer.answer(id).await;
    waiting.await.unwrap().unwrap();
    assert!(connection.is_usable());
}

#[tokio::test(start_paused = true)]
async fn what_is_under_way_is_counted_and_the_oldest_is_known() {
    let (connection, mut peer) = pair();
    assert_eq!((connection.in_flight(), connection.oldest_unanswered()), (0, None));
    let start = Instant::now();
    let reads: Vec<_> = (0..=MAX_IN_FLIGHT).map(|_| read(&connection, after(60))).collect();
    sleep(Duration::from_secs(2)).await;
    assert_eq!(connection.in_flight(), MAX_IN_FLIGHT + 1);
    assert_eq!(connection.oldest_unanswered(), Some(start));
    for _ in 0..=MAX_IN_FLIGHT {
        let (_, id) = peer.next().await;
        peer.answer(id).await;
    }
    for read in reads {
        read.await.unwrap().unwrap();
    }
    assert_eq!((connection.in_flight(), connection.oldest_unanswered()), (0, None));
}

#[tokio::test(start_paused = true)]
async fn f12_an_answer_to_a_request_that_is_still_queued_ends_the_connection() {
    let (connection, mut peer) = pair_of(8, opened);
    let [sent, queued] = [read(&connection, after(60)), read(&connection, after(60))];
    sleep(Duration::from_secs(1)).await;
    peer.answer(1).await;
    let error = error_of(queued).await;
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::PeerMisbehaved, Outcome::NotSent));
    assert_eq!(error_of(sent).await.outcome(), Outcome::Unknown);
    assert!(!connection.is_usable());
}

#[tokio::test(start_paused = true)]
async fn callers_that_give_up_on_a_peer_that_does_not_read_leave_no_endless_queue() {
    let (connection, _peer) = pair_of(8, opened);
    for caller in 0..10 * MAX_IN_FLIGHT {
        let call = read(&connection, after(3600));
        advance(Duration::from_millis(1)).await;
        assert!(!call.is_finished(), "{caller}");
        call.abort();
    }
    yield_now().await;
    let queued = connection.queue.max_capacity() - connection.queue.capacity();
    assert_eq!((queued, connection.pending.len()), (MAX_IN_FLIGHT - 1, 1));
}

#[tokio::test(start_paused = true)]
async fn no_timeout_overflows() {
    for request_timeout in [Duration::ZERO, Duration::MAX] {
        let opened = |stream| Opened { request_timeout, ..opened(stream) };
        let (connection, mut peer) = pair_of(ROOM, opened);
        let deadline = crate::clock::from_now(Duration::MAX);
        let read = read(&connection, deadline);
        let (_, id) = peer.next().await;
        peer.answer(id).await;
        assert_eq!(read.await.unwrap().is_ok(), request_timeout > Duration::ZERO);
    }
}
