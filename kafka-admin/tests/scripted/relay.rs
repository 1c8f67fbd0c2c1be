//! A relay to brokers that break a rule: the client is closed, and gets nothing that could lead it around the
//! relay.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_admin::ErrorKind;
use kafka_admin::relay::{Became, Relay};
use kafka_proto::frame::MAX_FRAME;
use kafka_proto::messages::metadata::{MetadataRequest, MetadataResponse, MetadataResponseBroker};
use kafka_proto::{ApiKey, encode_request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Asked, Do, broker, plaintext};

/// What the client got, what the relay said about it, and what became of the request for who watches.
#[derive(Debug)]
struct Seen {
    got: Vec<u8>,
    kind: Option<ErrorKind>,
    outcome: Option<Became>,
}

/// Asks for Metadata through a relay to a broker that answers it as told.
async fn asked(mut answer: impl FnMut(&Asked) -> Do + Send + 'static) -> Seen {
    let address = broker(move |asked| match asked.api {
        ApiKey::METADATA => answer(&asked),
        _ => asked.ordinary(),
    })
    .await;
    let kinds: Arc<Mutex<Vec<ErrorKind>>> = Arc::default();
    let outcomes: Arc<Mutex<Vec<Became>>> = Arc::default();
    let (told, passed) = (kinds.clone(), outcomes.clone());
    let relay = Relay::builder(plaintext(address).request_timeout(Duration::from_secs(30)))
        .on_failure(move |_, error| told.lock().unwrap().push(error.kind()))
        .on_request(move |it| passed.lock().unwrap().push(it.outcome))
        .start()
        .await
        .unwrap();
    let got = metadata(relay.address()).await;
    // What is told comes a moment after the end of the connection.
    while kinds.lock().unwrap().is_empty() && got.is_empty() {
        tokio::task::yield_now().await;
    }
    relay.shutdown().await;
    let (kind, outcome) = (kinds.lock().unwrap().pop(), outcomes.lock().unwrap().pop());
    Seen { got, kind, outcome }
}

/// All that comes until the relay hangs up, or a whole frame.
async fn metadata(relay: SocketAddr) -> Vec<u8> {
    let (mut stream, mut frame) = (TcpStream::connect(relay).await.unwrap(), Vec::new());
    encode_request(&mut frame, 1, 7, None, &MetadataRequest::default()).unwrap();
    stream.write_all(&frame).await.unwrap();
    let mut got = Vec::new();
    if let Ok(length) = stream.read_u32().await {
        got.resize(length as usize, 0);
        stream.read_exact(&mut got).await.unwrap();
    }
    got
}

#[tokio::test]
async fn an_answer_to_something_else_is_not_passed_on() {
    let seen =
        asked(|asked| Do::Send(asked.frame(asked.id + 1, &MetadataResponse::default()))).await;
    assert_eq!((seen.got.len(), seen.kind), (0, Some(ErrorKind::PeerMisbehaved)));
    assert_eq!(seen.outcome, Some(Became::Closed));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_not_passed_on() {
    let seen = asked(|asked| {
        let mut frame = asked.frame(asked.id, &asked.brokers());
        frame.truncate(frame.len() - 1);
        let length = u32::try_from(frame.len() - 4).unwrap();
        frame[..4].copy_from_slice(&length.to_be_bytes());
        Do::Send(frame)
    })
    .await;
    assert_eq!((seen.got.len(), seen.kind), (0, Some(ErrorKind::PeerMisbehaved)), "{seen:?}");
}

#[tokio::test]
async fn a_frame_that_is_too_long_is_not_waited_for() {
    let too_long = u32::try_from(MAX_FRAME + 1).unwrap().to_be_bytes();
    let seen = asked(move |_| Do::Send(too_long.to_vec())).await;
    assert!(seen.got.is_empty() && seen.kind.is_some(), "{seen:?}");
}

#[tokio::test]
async fn a_broker_that_hangs_up_is_told() {
    let seen = asked(|_| Do::Close).await;
    assert_eq!((seen.got.len(), seen.kind), (0, Some(ErrorKind::Disconnected)));
    assert_eq!(seen.outcome, Some(Became::Closed));
}

/// Each address is a listener: a broker must not make the relay open as many as it likes.
#[tokio::test]
async fn a_cluster_of_too_many_brokers_is_refused() {
    let seen = asked(|asked| {
        let broker = |node_id| MetadataResponseBroker {
            node_id,
            host: "127.0.0.1",
            port: 10_000 + node_id,
            ..Default::default()
        };
        let brokers = (0..1_001).map(broker).collect();
        asked.answer(&MetadataResponse { brokers, ..Default::default() })
    })
    .await;
    // Or the operating system has no more of them to give.
    let kinds = [ErrorKind::PeerMisbehaved, ErrorKind::Config];
    assert!(seen.got.is_empty() && seen.kind.is_some_and(|it| kinds.contains(&it)), "{seen:?}");
}
