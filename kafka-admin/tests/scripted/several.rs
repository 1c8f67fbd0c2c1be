//! Several brokers, of which some are dead, silent, stopped or held back.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use kafka_admin::configs::ConfigResource;
use kafka_admin::topics::NewTopic;
use kafka_admin::{Admin, Auth, Config, ErrorKind, Layer, Outcome, Tls};
use kafka_proto::messages::create_topics::{
    CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::messages::describe_configs::DescribeConfigsResponse;
use kafka_proto::messages::metadata::{MetadataResponse, MetadataResponseBroker};
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateResponse;
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{ApiKey, ErrorCode};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use crate::support::{Asked, Do, broker, peer, read_request};

/// Accepts, and never says anything.
async fn silent() -> SocketAddr {
    peer(|stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await
}

/// Nothing listens there.
async fn dead() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

fn config(addresses: &[SocketAddr]) -> Config {
    Config::new(addresses.iter().map(SocketAddr::to_string)).tls(Tls::Disabled)
}

fn with_password(config: Config, password: &str) -> Config {
    config.auth(Auth::plain("ops", password)).dangerously_allow_secrets_without_tls()
}

/// A broker with a login that anybody passes.
async fn open_to_all() -> SocketAddr {
    broker(|asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => asked.answer(&plain_offered()),
        ApiKey::SASL_AUTHENTICATE => asked.answer(&SaslAuthenticateResponse::default()),
        _ => asked.ordinary(),
    })
    .await
}

fn plain_offered() -> SaslHandshakeResponse<'static> {
    SaslHandshakeResponse { mechanisms: vec!["PLAIN"].into(), ..Default::default() }
}

#[tokio::test]
async fn dead_and_silent_bootstrap_servers_cost_no_more_than_a_moment() {
    for count in [2, 6, 30] {
        let mut addresses = Vec::new();
        for n in 1..count {
            addresses.push(if n % 3 == 0 { dead().await } else { silent().await });
        }
        addresses.push(open_to_all().await);
        let config = with_password(config(&addresses), "right");
        let start = Instant::now();
        Admin::connect(config.connect_timeout(Duration::from_secs(60))).await.unwrap();
        // Each of them had a share of the minute before: the last one's turn came after 30 to 58 s.
        assert!(start.elapsed() < Duration::from_secs(15), "{count}: {:?}", start.elapsed());
    }
}

/// Answers SaslHandshake when all have come that far, and then does as told.
async fn ready_together(
    ready: Arc<Barrier>,
    authenticate: impl Fn(&Asked) -> Do + Clone + Send + 'static,
) -> SocketAddr {
    peer(move |mut stream: TcpStream| {
        let (ready, authenticate) = (ready.clone(), authenticate.clone());
        async move {
            let address = stream.local_addr().unwrap();
            while let Some(asked) = read_request(&mut stream, address).await {
                let action = match asked.api {
                    ApiKey::SASL_HANDSHAKE => {
                        ready.wait().await;
                        asked.answer(&plain_offered())
                    }
                    ApiKey::SASL_AUTHENTICATE => authenticate(&asked),
                    _ => asked.ordinary(),
                };
                match action {
                    Do::Send(bytes) => stream.write_all(&bytes).await.unwrap(),
                    _ => std::future::pending().await,
                }
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_password_that_one_server_refuses_is_not_shown_to_those_that_race_with_it() {
    let (ready, shown) = (Arc::new(Barrier::new(3)), Arc::new(AtomicUsize::new(0)));
    let mut addresses = Vec::new();
    for _ in 0..3 {
        let shown = shown.clone();
        let refuse = move |asked: &Asked| {
            shown.fetch_add(1, Ordering::SeqCst);
            asked.answer(&SaslAuthenticateResponse {
                error_code: ErrorCode::SASL_AUTHENTICATION_FAILED,
                error_message: Some("no"),
                ..Default::default()
            })
        };
        addresses.push(ready_together(ready.clone(), refuse).await);
    }
    let error = Admin::connect(with_password(config(&addresses), "wrong")).await.unwrap_err();
    assert_eq!((error.kind(), error.layer()), (ErrorKind::AuthenticationFailed, Layer::Sasl));
    assert_eq!(shown.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_server_that_stops_in_the_middle_of_a_login_does_not_hold_up_the_next() {
    let ready = Arc::new(Barrier::new(2));
    let stops = ready_together(ready.clone(), |_| Do::Nothing).await;
    let answers = |asked: &Asked| asked.answer(&SaslAuthenticateResponse::default());
    let goes_on = ready_together(ready, answers).await;
    let config = with_password(config(&[stops, goes_on]), "right");
    let start = Instant::now();
    let admin = Admin::connect(config.connect_timeout(Duration::from_secs(60))).await.unwrap();
    assert_eq!(admin.session().address.to_string(), goes_on.to_string());
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

/// Brokers that name one another.
struct Three {
    addresses: Vec<SocketAddr>,
    /// What each was asked after it was found, in order.
    asked: Vec<Arc<Mutex<Vec<ApiKey>>>>,
    /// Whether it has stopped: it takes connections and requests, and says nothing.
    stopped: Vec<Arc<AtomicBool>>,
}

impl Three {
    async fn start(act: impl Fn(&Asked) -> Do + Clone + Send + 'static) -> Self {
        let addresses: Arc<Mutex<Vec<SocketAddr>>> = Arc::default();
        let (mut asked_of, mut stopped_of) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let (all, act) = (addresses.clone(), act.clone());
            let (seen, stopped) = (Arc::default(), Arc::new(AtomicBool::new(false)));
            asked_of.push(Arc::clone(&seen));
            stopped_of.push(stopped.clone());
            let address = broker(move |asked| {
                if asked.api != ApiKey::API_VERSIONS {
                    let seen: &Mutex<Vec<ApiKey>> = &seen;
                    seen.lock().unwrap().push(asked.api);
                }
                match asked.api {
                    _ if stopped.load(Ordering::SeqCst) => Do::Nothing,
                    ApiKey::METADATA => {
                        let all = all.lock().unwrap();
                        asked.answer(&metadata(&all))
                    }
                    ApiKey::API_VERSIONS => asked.ordinary(),
                    _ => act(&asked),
                }
            })
            .await;
            addresses.lock().unwrap().push(address);
        }
        let addresses = addresses.lock().unwrap().clone();
        Self { addresses, asked: asked_of, stopped: stopped_of }
    }

    fn config(&self) -> Config {
        config(&self.addresses[..1])
    }

    fn stop(&self, broker: usize) {
        self.stopped[broker].store(true, Ordering::SeqCst);
    }

    /// How often this broker was asked, without ApiVersions.
    fn times(&self, broker: usize, api: ApiKey) -> usize {
        self.asked[broker].lock().unwrap().iter().filter(|asked| **asked == api).count()
    }
}

fn metadata(addresses: &[SocketAddr]) -> MetadataResponse<'static> {
    let broker = |(node_id, address): (i32, &SocketAddr)| MetadataResponseBroker {
        node_id,
        host: "127.0.0.1",
        port: address.port().into(),
        ..Default::default()
    };
    let brokers = (1..).zip(addresses).map(broker).collect();
    MetadataResponse { brokers, controller_id: 1, ..Default::default() }
}

fn created(asked: &Asked, code: ErrorCode, throttle_time_ms: i32) -> Do {
    let request: CreateTopicsRequest<'_> = asked.read();
    let result =
        |name| CreatableTopicResult { name, error_code: code, ..CreatableTopicResult::default() };
    let topics = request.topics.iter().map(|topic| result(topic.name)).collect();
    asked.answer(&CreateTopicsResponse { topics, throttle_time_ms, ..Default::default() })
}

fn act(asked: &Asked) -> Do {
    match asked.api {
        ApiKey::CREATE_TOPICS => created(asked, ErrorCode::NONE, 0),
        ApiKey::DESCRIBE_CONFIGS => asked.answer(&DescribeConfigsResponse::default()),
        other => panic!("unexpected {other}"),
    }
}

fn topic(name: &str) -> [NewTopic; 1] {
    [NewTopic::new(name).partitions(1).replication_factor(1)]
}

#[tokio::test]
async fn one_broker_is_enough_while_it_answers() {
    let three = Three::start(act).await;
    let admin = Admin::connect(three.config()).await.unwrap();
    for _ in 0..20 {
        admin.list_topics().await.unwrap();
    }
    assert_eq!(three.times(0, ApiKey::METADATA), 21);
    assert_eq!((three.times(1, ApiKey::METADATA), three.times(2, ApiKey::METADATA)), (0, 0));
}

#[tokio::test]
async fn a_read_that_a_stopped_broker_has_is_asked_again_and_later_calls_leave_it_alone() {
    let three = Three::start(act).await;
    let admin = Admin::connect(three.config()).await.unwrap();
    three.stop(0);
    let start = Instant::now();
    admin.list_topics().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!((three.times(0, ApiKey::METADATA), three.times(1, ApiKey::METADATA)), (2, 1));
    // It has been silent for longer than half a second by the time the last of these is asked.
    while start.elapsed() < Duration::from_millis(600) {
        admin.list_topics().await.unwrap();
    }
    let before = three.times(0, ApiKey::METADATA);
    for _ in 0..20 {
        admin.list_topics().await.unwrap();
    }
    admin.create_topics(&topic("t")).await.unwrap().all().unwrap();
    assert_eq!(three.times(0, ApiKey::METADATA), before);
    assert_eq!(three.times(0, ApiKey::CREATE_TOPICS), 0);
}

#[tokio::test]
async fn with_two_of_three_stopped_the_third_is_found() {
    let three = Three::start(act).await;
    let admin = Admin::connect(three.config()).await.unwrap();
    three.stop(0);
    three.stop(1);
    let start = Instant::now();
    admin.list_topics().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(three.times(2, ApiKey::METADATA), 1);
}

#[tokio::test]
async fn c01_a_write_that_a_stopped_broker_has_is_not_asked_again() {
    let three = Three::start(act).await;
    let config = three.config().request_timeout(Duration::from_millis(1500));
    let admin = Admin::connect(config).await.unwrap();
    three.stop(0);
    let error = admin.create_topics(&topic("t")).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    let times = [0, 1, 2].map(|broker| three.times(broker, ApiKey::CREATE_TOPICS));
    assert_eq!(times, [1, 0, 0]);
}

#[tokio::test]
async fn a_call_goes_to_the_connection_with_the_least_under_way() {
    let three = Three::start(act).await;
    let admin = Admin::connect(three.config()).await.unwrap();
    // Two connections.
    admin.describe_configs(&[ConfigResource::broker(2)]).await.unwrap().one().unwrap_err();
    admin.list_topics().await.unwrap();
    assert_eq!((three.times(0, ApiKey::METADATA), three.times(1, ApiKey::METADATA)), (2, 0));
    three.stop(0);
    let write = tokio::spawn({
        let admin = admin.clone();
        async move { admin.create_topics(&topic("t")).await }
    });
    while three.times(0, ApiKey::CREATE_TOPICS) == 0 {
        tokio::task::yield_now().await;
    }
    admin.list_topics().await.unwrap();
    assert_eq!((three.times(0, ApiKey::METADATA), three.times(1, ApiKey::METADATA)), (2, 1));
    write.abort();
}

#[tokio::test]
async fn f27_throttling_holds_back_the_broker_that_asked_for_it_and_no_other() {
    let three = Three::start(|asked| created(asked, ErrorCode::NONE, 60_000)).await;
    let admin = Admin::connect(three.config()).await.unwrap();
    admin.create_topics(&topic("t")).await.unwrap().all().unwrap();
    let start = Instant::now();
    for _ in 0..5 {
        admin.list_topics().await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    assert_eq!((three.times(0, ApiKey::METADATA), three.times(1, ApiKey::METADATA)), (1, 5));
}
