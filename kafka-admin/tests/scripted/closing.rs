//! The end of a client while a call is under way.

use std::sync::mpsc;
use std::time::Duration;

use kafka_admin::{ErrorKind, Outcome};
use kafka_proto::ApiKey;
use kafka_proto::messages::describe_cluster::DescribeClusterResponse;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::support::{broker, connected};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_closed_waits_for_what_has_left_and_sends_nothing_more() {
    let (arrived, has_arrived) = oneshot::channel();
    let (answer, may_answer) = mpsc::channel::<()>();
    let mut arrived = Some(arrived);
    let address = broker(move |asked| match asked.api {
        ApiKey::DESCRIBE_CLUSTER => {
            arrived.take().expect("one request").send(()).unwrap();
            may_answer.recv().unwrap();
            asked.answer(&DescribeClusterResponse::default())
        }
        _ => asked.ordinary(),
    })
    .await;
    let admin = connected(address).await.unwrap();
    let clone = admin.clone();
    let call = tokio::spawn(async move { clone.describe_cluster().await });
    has_arrived.await.unwrap();
    let mut close = std::pin::pin!(admin.close());
    assert!(timeout(Duration::ZERO, &mut close).await.is_err(), "the call is not answered yet");
    let error = admin.list_topics().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidRequest, Outcome::NotSent));
    answer.send(()).unwrap();
    call.await.unwrap().unwrap();
    close.await;
}
