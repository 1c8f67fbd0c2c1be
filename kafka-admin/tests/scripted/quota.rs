//! The quota on changes (KIP-599): THROTTLING_QUOTA_EXCEEDED of single items.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use kafka_admin::topics::NewTopic;
use kafka_admin::{Admin, Error, ErrorCode, ErrorKind, Outcome, Result};
use kafka_proto::ApiKey;
use kafka_proto::messages::create_topics::{
    CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::messages::delete_topics::{
    DeletableTopicResult, DeleteTopicsRequest, DeleteTopicsResponse,
};

use crate::support::{Asked, Do, broker, plaintext};

/// What a broker was asked to create or delete, request by request.
type Requests = Arc<Mutex<Vec<Vec<String>>>>;

/// A broker that serves one change and refuses what exceeds it, and asks to wait for so long.
async fn limited(
    throttle_time_ms: i32,
    shape: impl FnOnce(kafka_admin::Config) -> kafka_admin::Config,
) -> (Admin, Requests) {
    let requests: Requests = Arc::default();
    let seen = requests.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::CREATE_TOPICS => {
            let request: CreateTopicsRequest<'_> = asked.read();
            let names: Vec<_> = request.topics.iter().map(|topic| topic.name).collect();
            seen.lock().unwrap().push(names.iter().map(|name| (*name).to_owned()).collect());
            let result = |(name, error_code)| CreatableTopicResult {
                name,
                error_code,
                ..CreatableTopicResult::default()
            };
            let topics = names.into_iter().zip(codes()).map(result).collect();
            asked.answer(&CreateTopicsResponse { topics, throttle_time_ms, ..Default::default() })
        }
        ApiKey::DELETE_TOPICS => deleted(&asked, throttle_time_ms, &seen),
        _ => asked.ordinary(),
    })
    .await;
    let config = plaintext(address).call_timeout(Duration::from_secs(30));
    (Admin::connect(shape(config)).await.unwrap(), requests)
}

fn deleted(asked: &Asked, throttle_time_ms: i32, seen: &Requests) -> Do {
    let request: DeleteTopicsRequest<'_> = asked.read();
    let names: Vec<_> = request.topics.iter().filter_map(|topic| topic.name).collect();
    seen.lock().unwrap().push(names.iter().map(|name| (*name).to_owned()).collect());
    let result = |(name, error_code)| DeletableTopicResult {
        name: Some(name),
        error_code,
        ..DeletableTopicResult::default()
    };
    let responses = names.into_iter().zip(codes()).map(result).collect();
    asked.answer(&DeleteTopicsResponse { responses, throttle_time_ms, ..Default::default() })
}

fn codes() -> impl Iterator<Item = ErrorCode> {
    std::iter::once(ErrorCode::NONE).chain(std::iter::repeat(ErrorCode::THROTTLING_QUOTA_EXCEEDED))
}

fn topics() -> [NewTopic; 3] {
    ["a", "b", "c"].map(|name| NewTopic::new(name).partitions(1).replication_factor(1))
}

fn told(result: &Result<impl Sized>) -> Option<(ErrorKind, Outcome, Option<Duration>)> {
    let error: &Error = result.as_ref().err()?;
    Some((error.kind(), error.outcome(), error.throttle_time()))
}

#[tokio::test]
async fn c12_only_what_exceeded_the_quota_is_sent_again_and_not_before_the_time() {
    let (admin, requests) = limited(120, |config| config).await;
    let start = Instant::now();
    admin.create_topics(&topics()).await.unwrap().all().unwrap();
    assert!(start.elapsed() >= Duration::from_millis(2 * 120), "{:?}", start.elapsed());
    let expected = [vec!["a", "b", "c"], vec!["b", "c"], vec!["c"]];
    assert_eq!(*requests.lock().unwrap(), expected);
    requests.lock().unwrap().clear();
    admin.delete_topics(&["a", "b", "c"]).await.unwrap().all().unwrap();
    assert_eq!(*requests.lock().unwrap(), expected);
}

#[tokio::test]
async fn c12_without_the_retry_or_the_time_the_error_says_how_long_to_wait() {
    let limits = [
        limited(700, |config| config.retry_on_quota(false)).await,
        limited(31_000, |config| config).await,
    ];
    for ((admin, requests), millis) in limits.into_iter().zip([700, 31_000]) {
        let batch = admin.create_topics(&topics()).await.unwrap();
        let wait = Some(Duration::from_millis(millis));
        let throttled = Some((ErrorKind::Throttled, Outcome::NotApplied, wait));
        let told: Vec<_> = batch.iter().map(|(_, result)| told(result)).collect();
        assert_eq!(told, [None, throttled, throttled]);
        assert_eq!(requests.lock().unwrap().len(), 1);
    }
}

/// The time is over before the one broker there is takes a request again.
#[tokio::test]
async fn f27_a_call_that_is_held_back_for_too_long_says_for_how_long() {
    let (admin, _) = limited(290_000, |config| config.retry_on_quota(false)).await;
    let _ = admin.create_topics(&topics()).await.unwrap();
    let error = admin.list_topics().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Throttled, Outcome::NotSent));
    let wait = error.throttle_time().unwrap();
    assert!((200..=290).contains(&wait.as_secs()), "{wait:?}");
}
