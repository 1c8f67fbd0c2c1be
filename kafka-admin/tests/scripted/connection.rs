//! One connection with many requests: what is answered, lost, late, or asked for by nobody.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use kafka_admin::acls::{AclBinding, ResourcePattern};
use kafka_admin::topics::NewTopic;
use kafka_admin::{AclOperation, Admin, ErrorKind, Outcome};
use kafka_proto::ApiKey;
use kafka_proto::messages::create_topics::{
    CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::messages::describe_acls::DescribeAclsResponse;
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};

use crate::support::{Asked, Do, broker, connected, peer, plaintext, serve};

fn topics() -> [NewTopic; 1] {
    [NewTopic::new("orders").partitions(1).replication_factor(1)]
}

fn created(asked: &Asked) -> Do {
    let request: CreateTopicsRequest<'_> = asked.read();
    let result = |name| CreatableTopicResult { name, ..Default::default() };
    let topics = request.topics.iter().map(|topic| result(topic.name)).collect();
    asked.answer(&CreateTopicsResponse { topics, ..Default::default() })
}

/// A frame with the right id and nothing sensible behind it.
fn malformed(asked: &Asked) -> Do {
    let mut frame = vec![0, 0, 0, 6];
    frame.extend(asked.id.to_be_bytes());
    frame.extend([0, 0xff]);
    Do::Send(frame)
}

fn cluster(asked: &Asked) -> Vec<u8> {
    cluster_named(asked, "c")
}

fn cluster_named(asked: &Asked, cluster_id: &str) -> Vec<u8> {
    let broker = DescribeClusterBroker {
        broker_id: 1,
        host: "127.0.0.1",
        port: asked.address.port().into(),
        ..Default::default()
    };
    let brokers = vec![broker].into();
    asked.frame(asked.id, &DescribeClusterResponse { cluster_id, brokers, ..Default::default() })
}

/// Answers CreateTopics by `act`, counting how often it is asked.
async fn creating(mut act: impl FnMut(&Asked) -> Do + Send + 'static) -> (Admin, Arc<AtomicUsize>) {
    let times = Arc::new(AtomicUsize::new(0));
    let count = times.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::CREATE_TOPICS => {
            count.fetch_add(1, Ordering::SeqCst);
            act(&asked)
        }
        _ => asked.ordinary(),
    })
    .await;
    let config = plaintext(address).request_timeout(Duration::from_millis(300));
    let config = config.call_timeout(Duration::from_secs(30));
    (Admin::connect(config).await.unwrap(), times)
}

#[tokio::test]
async fn c01_a_write_without_an_answer_is_unknown_and_not_sent_again() {
    for act in [|_: &Asked| Do::Close, |_: &Asked| Do::Nothing] {
        let (admin, times) = creating(act).await;
        let error = admin.create_topics(&topics()).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
        assert!(matches!(error.kind(), ErrorKind::Disconnected | ErrorKind::Timeout), "{error:?}");
        assert_eq!(error.api(), Some(ApiKey::CREATE_TOPICS));
        assert_eq!(times.load(Ordering::SeqCst), 1);
    }
}

/// 64 writes at once, whose connection is lost at the first of them.
#[tokio::test]
async fn c01_a_lost_connection_makes_one_write_unknown_and_the_others_are_applied_once() {
    let applied: Arc<Mutex<Vec<String>>> = Arc::default();
    let ledger = applied.clone();
    let mut is_first = true;
    let (admin, _) = creating(move |asked| {
        if std::mem::replace(&mut is_first, false) {
            return Do::Close;
        }
        let request: CreateTopicsRequest<'_> = asked.read();
        ledger.lock().unwrap().extend(request.topics.iter().map(|topic| topic.name.to_owned()));
        created(asked)
    })
    .await;
    let calls = (0..64).map(|n| {
        let admin = admin.clone();
        tokio::spawn(async move {
            let name = format!("t-{n}");
            let topic = [NewTopic::new(&name).partitions(1).replication_factor(1)];
            admin.create_topics(&topic).await.map(|_| name)
        })
    });
    let (mut created, mut unknown) = (Vec::new(), Vec::new());
    for call in calls.collect::<Vec<_>>() {
        match call.await.unwrap() {
            Ok(name) => created.push(name),
            Err(error) => unknown.push(error.outcome()),
        }
    }
    assert_eq!(unknown, [Outcome::Unknown]);
    let mut applied = applied.lock().unwrap().clone();
    applied.sort();
    created.sort();
    assert_eq!(applied, created);
}

#[tokio::test]
async fn after_a_lost_connection_the_next_call_takes_a_new_one() {
    let mut actions = VecDeque::from([true, false]);
    let (admin, _) = creating(move |asked| match actions.pop_front() {
        Some(true) => Do::Close,
        _ => created(asked),
    })
    .await;
    admin.create_topics(&topics()).await.unwrap_err();
    admin.create_topics(&topics()).await.unwrap().all().unwrap();
    assert_eq!(admin.metrics().reconnects, 1);
}

#[tokio::test]
async fn f11_f12_answers_that_nobody_asked_for_end_the_connection() {
    type Twist = fn(&Asked) -> Do;
    let other_id: Twist =
        |asked| Do::Send(asked.frame(asked.id + 1, &CreateTopicsResponse::default()));
    let twice: Twist = |asked| match created(asked) {
        Do::Send(frame) => Do::Send(
            [&frame[..], &asked.frame(asked.id + 7, &CreateTopicsResponse::default())].concat(),
        ),
        other => other,
    };
    let (admin, _) = creating(other_id).await;
    let error = admin.create_topics(&topics()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::PeerMisbehaved, Outcome::Unknown));

    let (admin, times) = creating(twice).await;
    for _ in 0..2 {
        admin.create_topics(&topics()).await.unwrap().all().unwrap();
    }
    assert_eq!(times.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn f01_a_bad_length_after_the_login_ends_the_connection() {
    let (admin, _) = creating(|_| Do::Send(vec![0xff; 4])).await;
    let error = admin.create_topics(&topics()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::PeerMisbehaved, Outcome::Unknown));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_malformed_and_unknown() {
    let (admin, _) = creating(malformed).await;
    let error = admin.create_topics(&topics()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::PeerMisbehaved, Outcome::Unknown));
}

/// Whatever else comes on such a connection is not to be trusted.
#[tokio::test]
async fn an_answer_that_cannot_be_read_ends_the_use_of_its_connection() {
    let connections = Arc::new(AtomicUsize::new(0));
    let opened = connections.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS => {
            opened.fetch_add(1, Ordering::SeqCst);
            asked.ordinary()
        }
        ApiKey::CREATE_TOPICS if opened.load(Ordering::SeqCst) == 1 => malformed(&asked),
        ApiKey::CREATE_TOPICS => created(&asked),
        _ => asked.ordinary(),
    })
    .await;
    let admin = connected(address).await.unwrap();
    admin.create_topics(&topics()).await.unwrap_err();
    assert_eq!(connections.load(Ordering::SeqCst), 1);
    admin.create_topics(&topics()).await.unwrap().all().unwrap();
    assert_eq!(connections.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn many_calls_share_one_connection_and_each_gets_its_own_answer() {
    let logins = Arc::new(AtomicUsize::new(0));
    let count = logins.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::CREATE_TOPICS => created(&asked),
        ApiKey::API_VERSIONS => {
            count.fetch_add(1, Ordering::SeqCst);
            asked.ordinary()
        }
        _ => asked.ordinary(),
    })
    .await;
    let admin = connected(address).await.unwrap();
    let calls = (0..500).map(|n| {
        let admin = admin.clone();
        tokio::spawn(async move {
            let name = format!("t-{n}");
            let topic = [NewTopic::new(&name).partitions(1).replication_factor(1)];
            let batch = admin.create_topics(&topic).await.unwrap();
            assert_eq!(batch.one().unwrap().name, name);
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    assert_eq!(logins.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn answers_out_of_order_find_their_requests() {
    let held: Arc<Mutex<Option<Vec<u8>>>> = Arc::default();
    let address = broker(move |asked| {
        if asked.api != ApiKey::DESCRIBE_CLUSTER {
            return asked.ordinary();
        }
        let frame = cluster_named(&asked, &asked.id.to_string());
        let mut held = held.lock().unwrap();
        match held.take() {
            Some(earlier) => Do::Send([frame, earlier].concat()),
            None => {
                *held = Some(frame);
                Do::Nothing
            }
        }
    })
    .await;
    let admin = connected(address).await.unwrap();
    let (a, b) = tokio::join!(admin.describe_cluster(), admin.describe_cluster());
    let ids = [a, b].map(|cluster| cluster.unwrap().cluster_id.unwrap().parse::<i32>().unwrap());
    assert_eq!(ids[0] + 1, ids[1], "the calls were made in this order");
}

/// A call is polled so often and then dropped; the next call must not notice.
#[tokio::test]
async fn m01_f13_a_call_may_be_dropped_at_any_poll() {
    let address = broker(|asked| match asked.api {
        ApiKey::DESCRIBE_CLUSTER => Do::Send(cluster(&asked)),
        ApiKey::CREATE_TOPICS => created(&asked),
        ApiKey::DESCRIBE_ACLS => asked.answer(&DescribeAclsResponse::default()),
        _ => asked.ordinary(),
    })
    .await;
    let admin = connected(address).await.unwrap();
    let acls = [AclBinding::allow("User:x", AclOperation::READ, ResourcePattern::topic("t"))];
    let mut dropped_in_flight = 0;
    for polls in 0..40 {
        let finished = [
            poll_and_drop(admin.describe_cluster(), polls).await,
            poll_and_drop(admin.create_topics(&topics()), polls).await,
            poll_and_drop(admin.list_topics(), polls).await,
            poll_and_drop(admin.wait_for_acls(&acls, Duration::from_secs(1)), polls).await,
            poll_and_drop(Admin::connect(plaintext(address)), polls).await,
        ];
        dropped_in_flight += finished.iter().filter(|finished| !**finished).count();
        let batch = admin.create_topics(&topics()).await.unwrap();
        assert_eq!(batch.one().unwrap().name, "orders");
    }
    assert!(dropped_in_flight > 40, "{dropped_in_flight} calls were dropped in flight");
}

/// Polls a future a number of times, letting other tasks run in between; `true` when it finished.
async fn poll_and_drop(call: impl IntoFuture, polls: usize) -> bool {
    let mut future = pin!(call.into_future());
    for _ in 0..polls {
        let waker = Waker::noop();
        if future.as_mut().poll(&mut Context::from_waker(waker)).is_ready() {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

#[tokio::test]
async fn f27_throttling_is_obeyed_and_reported_when_it_is_too_long() {
    let (admin, times) = creating(|asked| {
        let result = CreatableTopicResult { name: "orders", ..Default::default() };
        let topics = vec![result].into();
        asked.answer(&CreateTopicsResponse {
            throttle_time_ms: i32::MAX,
            topics,
            ..Default::default()
        })
    })
    .await;
    admin.create_topics(&topics()).await.unwrap().all().unwrap();
    let error = admin.create_topics(&topics()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Throttled, Outcome::NotSent));
    assert_eq!(times.load(Ordering::SeqCst), 1);
    assert!(admin.metrics().throttled >= Duration::from_secs(60));
}

/// Tells when a connection was opened, and when its client hung up.
async fn watched() -> (std::net::SocketAddr, tokio::sync::mpsc::UnboundedReceiver<&'static str>) {
    let (news, told) = tokio::sync::mpsc::unbounded_channel();
    let address = peer(move |stream| {
        let news = news.clone();
        async move {
            news.send("opened").unwrap();
            let address = stream.local_addr().unwrap();
            serve(stream, address, Arc::new(Mutex::new(|asked: Asked| asked.ordinary()))).await;
            news.send("closed").unwrap();
        }
    })
    .await;
    (address, told)
}

#[tokio::test]
async fn m03_dropping_the_last_client_closes_its_connections() {
    let (address, mut told) = watched().await;
    let admin = connected(address).await.unwrap();
    drop(admin.clone());
    assert_eq!(told.recv().await, Some("opened"));
    assert!(told.try_recv().is_err());
    drop(admin);
    assert_eq!(told.recv().await, Some("closed"));
}

#[tokio::test]
async fn c13_a_broker_that_refuses_is_not_stormed() {
    let logins = Arc::new(AtomicUsize::new(0));
    let count = logins.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS if count.fetch_add(1, Ordering::SeqCst) == 0 => asked.ordinary(),
        ApiKey::METADATA => asked.ordinary(),
        _ => Do::Close,
    })
    .await;
    let config = plaintext(address).call_timeout(Duration::from_secs(2));
    let admin = Admin::connect(config).await.unwrap();
    let calls = (0..200).map(|_| {
        let admin = admin.clone();
        tokio::spawn(async move { admin.describe_cluster().await.unwrap_err().kind() })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap(), ErrorKind::Disconnected);
    }
    let logins = logins.load(Ordering::SeqCst);
    assert!(logins < 60, "{logins} logins of 200 calls in 2 s");
}

#[test]
fn m04_a_dropped_runtime_ends_calls_instead_of_leaving_them() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let first = runtime();
    let admin = first.block_on(async {
        let address = broker(|asked| asked.ordinary()).await;
        let config = plaintext(address).call_timeout(Duration::from_millis(300));
        Admin::connect(config).await.unwrap()
    });
    drop(first);
    let error = runtime().block_on(admin.describe_cluster()).unwrap_err();
    assert!(error.is_retriable(), "{error:?}");
}
