//! The end of a client while a call is under way.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use kafka_admin::{ErrorKind, Outcome};
use kafka_proto::ApiKey;
use kafka_proto::messages::describe_cluster::DescribeClusterResponse;
use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::support::{Do, connected, peer, read_request};

#[tokio::test]
async fn a_client_that_is_closed_waits_for_what_has_left_and_sends_nothing_more() {
    let (arrived, answer) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (has_arrived, may_answer) = (arrived.clone(), answer.clone());
    let address = peer(move |mut stream| {
        let (arrived, may_answer) = (arrived.clone(), may_answer.clone());
        async move {
            let address = stream.local_addr().unwrap();
            while let Some(asked) = read_request(&mut stream, address).await {
                let answered = match asked.api {
                    ApiKey::DESCRIBE_CLUSTER => {
                        arrived.notify_one();
                        may_answer.notified().await;
                        asked.answer(&DescribeClusterResponse::default())
                    }
                    _ => asked.ordinary(),
                };
                let Do::Send(bytes) = answered else { panic!("no answer") };
                stream.write_all(&bytes).await.unwrap();
            }
        }
    })
    .await;
    let admin = connected(address).await.unwrap();
    let clone = admin.clone();
    let call = tokio::spawn(async move { clone.describe_cluster().await });
    has_arrived.notified().await;
    let mut close = pin!(admin.close());
    assert!(timeout(Duration::ZERO, &mut close).await.is_err(), "the call is not answered yet");
    let error = admin.list_topics().await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidRequest, Outcome::NotSent));
    answer.notify_one();
    call.await.unwrap().unwrap();
    close.await;
}
