//! What is not a broker, or not one to talk to: each has its own kind, layer and next step, within
//! the connect deadline.

use std::time::{Duration, Instant};

use crate::support::{Asked, Do, broker, peer, plaintext, refused, says};
use kafka_admin::{Config, ErrorKind, Layer, Outcome, Tls, TlsRoots};
use kafka_proto::ApiKey;
use kafka_proto::messages::api_versions::ApiVersionsResponse;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Long enough for loopback, short enough to wait for.
const SHORT: Duration = Duration::from_millis(300);

async fn kind_of(config: Config) -> (ErrorKind, Layer) {
    let error = refused(config).await;
    assert_eq!(error.outcome(), Outcome::NotSent);
    (error.kind(), error.layer())
}

fn tls(address: impl ToString) -> Config {
    Config::new([address.to_string()]).tls(Tls::Roots(TlsRoots::Public))
}

#[tokio::test]
async fn closed_port() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = refused(plaintext(address)).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::ConnectionRefused, Layer::Tcp));
    assert!(error.is_retriable());
}

#[tokio::test]
async fn unknown_host() {
    // RFC 2606: "invalid" never exists.
    let error = refused(tls("broker.invalid:9098").aws_credentials(nobody())).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::UnknownHost, Layer::Dns));
    assert!(error.to_string().contains("broker.invalid"), "{error}");
}

fn nobody() -> kafka_admin::AwsCredentials {
    kafka_admin::AwsCredentials::new("AKIDEXAMPLE", kafka_admin::Secret::new("x"))
}

#[tokio::test]
async fn silent_server() {
    let address = peer(|stream| async move {
        let _open = stream;
        std::future::pending::<()>().await;
    })
    .await;
    let start = Instant::now();
    let kinds = [
        kind_of(plaintext(address).connect_timeout(SHORT)).await,
        kind_of(tls(address).connect_timeout(SHORT)).await,
    ];
    assert_eq!(
        kinds,
        [(ErrorKind::ConnectTimeout, Layer::Kafka), (ErrorKind::ConnectTimeout, Layer::Tls)]
    );
    assert!(start.elapsed() < 10 * SHORT);
}

#[tokio::test]
async fn f05_http_server() {
    let address = says(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", false).await;
    assert_eq!(kind_of(plaintext(address)).await, (ErrorKind::PeerIsHttp, Layer::Kafka));
    assert_eq!(kind_of(tls(address)).await, (ErrorKind::PeerIsHttp, Layer::Kafka));
}

#[tokio::test]
async fn f06_tls_port_spoken_to_in_plaintext() {
    let address = says(&[21, 3, 3, 0, 2, 2, 50], false).await;
    let error = refused(plaintext(address)).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::PeerIsTls, Layer::Tls));
    assert!(!error.is_retriable());
}

#[tokio::test]
async fn f07_plaintext_port_spoken_to_in_tls() {
    // A Kafka broker takes the hello for a frame of 369 MB and closes.
    let address = says(b"", false).await;
    assert_eq!(kind_of(tls(address)).await, (ErrorKind::PeerNotTls, Layer::Tls));
    let address = says(&[0, 0, 0, 4, 0, 0, 0, 0], false).await;
    assert_eq!(kind_of(tls(address)).await, (ErrorKind::PeerNotTls, Layer::Tls));
}

#[tokio::test]
async fn f08_another_service() {
    let address = says(b"SSH-2.0-OpenSSH_9.6\r\n", true).await;
    let error = refused(plaintext(address)).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::PeerNotKafka, Layer::Kafka));
    assert!(error.to_string().contains("SSH-2.0-OpenSSH_"), "{error}");
}

#[tokio::test]
async fn f01_f02_f03_lengths_that_are_none() {
    for length in
        [&[0xff_u8; 4], &[0x80, 0, 0, 0], &[0, 0, 0, 3], &[0x7f, 0xff, 0xff, 0xff], &[0, 1, 0, 1]]
    {
        let address = says(length, true).await;
        assert_eq!(kind_of(plaintext(address)).await, (ErrorKind::PeerMisbehaved, Layer::Kafka));
    }
}

#[tokio::test]
async fn f04_a_frame_that_never_ends() {
    let address = says(&[0, 1, 0, 0, 1, 2, 3], true).await;
    let error = refused(plaintext(address).connect_timeout(SHORT)).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::ConnectTimeout, Layer::Kafka));
    assert!(error.to_string().contains("only 7 bytes"), "{error}");
}

#[tokio::test]
async fn f09_an_answer_cut_at_every_byte() {
    let whole = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let keep = whole.clone();
    let address = broker(move |asked: Asked| {
        let mut kept = keep.lock().unwrap();
        if kept.is_empty() {
            let few =
                crate::support::offer(&[(ApiKey::METADATA, 0, 12), (ApiKey::CREATE_ACLS, 1, 3)]);
            *kept = asked.frame(asked.id, &few);
        }
        Do::Close
    })
    .await;
    refused(plaintext(address)).await;
    let whole = whole.lock().unwrap().clone();
    for cut in 0..whole.len() {
        let part = whole[..cut].to_vec();
        let address = broker(move |_| Do::SendThenClose(part.clone())).await;
        assert_eq!(
            kind_of(plaintext(address)).await,
            (ErrorKind::Disconnected, Layer::Kafka),
            "{cut}"
        );
    }
}

#[tokio::test]
async fn f10_one_byte_at_a_time_does_not_move_the_deadline() {
    let address = peer(|mut stream| async move {
        let _ = stream.read(&mut [0; 1024]).await;
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        for byte in [0, 0, 1].into_iter().chain(std::iter::repeat(0)) {
            pace.tick().await;
            if stream.write_all(&[byte]).await.is_err() {
                return;
            }
        }
    })
    .await;
    let start = Instant::now();
    let kind = kind_of(plaintext(address).connect_timeout(SHORT)).await;
    assert_eq!(kind, (ErrorKind::ConnectTimeout, Layer::Kafka));
    assert!(start.elapsed() < 4 * SHORT, "{:?}", start.elapsed());
}

#[tokio::test]
async fn f11_a_login_answer_with_another_correlation_id() {
    let address =
        broker(|asked| Do::Send(asked.frame(asked.id - 1, &crate::support::offer(&[])))).await;
    let (kind, _) = kind_of(plaintext(address)).await;
    assert_eq!(kind, ErrorKind::PeerMisbehaved);
}

#[tokio::test]
async fn f14_garbage_in_place_of_versions() {
    let address = broker(|asked| {
        let mut frame = vec![0, 0, 0, 12];
        frame.extend(asked.id.to_be_bytes());
        frame.extend([0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]);
        Do::Send(frame)
    })
    .await;
    let (kind, _) = kind_of(plaintext(address)).await;
    assert_eq!(kind, ErrorKind::PeerMisbehaved);
}

#[tokio::test]
async fn f28_unsupported_version_for_ever() {
    let address = broker(|asked| {
        let error_code = kafka_proto::ErrorCode::UNSUPPORTED_VERSION;
        let answer = ApiVersionsResponse { error_code, ..Default::default() };
        let old = Asked { version: 0, ..asked };
        old.answer(&answer)
    })
    .await;
    refused(plaintext(address)).await;
}

#[tokio::test]
async fn a_broker_that_offers_nothing() {
    let address = broker(|asked| asked.answer(&crate::support::offer(&[]))).await;
    let error = refused(plaintext(address)).await;
    assert_eq!(error.kind(), ErrorKind::UnsupportedApi);
    assert_eq!(error.api(), Some(ApiKey::METADATA));
}

#[tokio::test]
async fn a_listener_that_wants_a_login() {
    let address = broker(|asked| match asked.api {
        ApiKey::API_VERSIONS => asked.ordinary(),
        _ => Do::Close,
    })
    .await;
    let error = refused(plaintext(address)).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::Disconnected, Layer::Kafka));
    assert!(error.hint().unwrap().contains("sasl.mechanism"), "{error:?}");
}

#[tokio::test]
async fn several_addresses_are_tried_and_every_cause_is_told() {
    let http = says(b"HTTP/1.1 400 Bad Request\r\n\r\n", false).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let config = Config::new([closed.to_string(), http.to_string()]).tls(Tls::Disabled);
    let limit = Duration::from_secs(20);
    let result = tokio::time::timeout(limit, kafka_admin::Admin::connect(config)).await.unwrap();
    let error = result.unwrap_err();
    let kinds: Vec<_> = error.attempts().iter().map(kafka_admin::Error::kind).collect();
    assert_eq!(kinds, [ErrorKind::ConnectionRefused, ErrorKind::PeerIsHttp]);
    assert_eq!(error.kind(), ErrorKind::PeerIsHttp);
    assert!(error.to_string().contains(&closed.to_string()), "{error}");

    let good = broker(|asked| asked.ordinary()).await;
    let config = Config::new([closed.to_string(), good.to_string()]).tls(Tls::Disabled);
    let admin = kafka_admin::Admin::connect(config).await.unwrap();
    assert_eq!(admin.session().address.port(), good.port());
}

#[tokio::test]
async fn a_silent_address_does_not_take_the_time_of_the_next() {
    let silent = peer(|stream| async move {
        let _open = stream;
        std::future::pending::<()>().await;
    })
    .await;
    let good = broker(|asked| asked.ordinary()).await;
    let config = Config::new([silent.to_string(), good.to_string()]).tls(Tls::Disabled);
    kafka_admin::Admin::connect(config.connect_timeout(4 * SHORT)).await.unwrap();
}
