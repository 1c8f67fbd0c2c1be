//! Quotas for what changes the cluster (KIP-599).

use interop::unique;
use tokio::time::Instant;

use crate::brokers::{BEYOND_QUOTA, Cluster};
use crate::{connect, create};

pub(crate) async fn a_call_beyond_its_quota_is_repeated_and_holds_up_no_read(cluster: &Cluster) {
    let admin = connect(cluster.admin().client_id(cluster.client_with_quota().await)).await;
    create(&admin, &unique("first"), BEYOND_QUOTA).await.unwrap();
    let second = unique("second");
    let creating = async {
        create(&admin, &second, 1).await.unwrap();
        Instant::now()
    };
    let reading = async {
        for _ in 0..5 {
            admin.describe_cluster().await.unwrap();
        }
        Instant::now()
    };
    let (created, read) = tokio::join!(creating, reading);
    assert!(read < created, "the reads waited for the quota, or there was none");
}
