//! Three brokers under faults: stopped, killed, all away, behind slow links, with sessions of seconds
//! and quotas. Each test runs on Apache Kafka, one at a time, since they share a cluster and leave it
//! broken; and on the emulator, behind proxies that play the faults. The tests on Apache Kafka are skipped
//! unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bootstrap;
mod brokers;
mod faults;
mod ledger;
mod outages;
mod quotas;
mod sessions;
mod truth;

use std::time::Duration;

use brokers::Cluster;
use kafka_admin::topics::NewTopic;
use kafka_admin::{Admin, Config, Result};

/// The same tests on both.
macro_rules! on_both {
    ($($module:ident::$test:ident),* $(,)?) => {
        mod on_kafka {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    let Some(cluster) = crate::Cluster::kafka() else { return };
                    crate::$module::$test(&cluster).await;
                }
            )*
        }

        mod on_the_emulator {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    crate::$module::$test(&crate::Cluster::emulator().await).await;
                }
            )*
        }
    };
}

on_both! {
    bootstrap::six_servers_far_away_are_as_good_as_one,
    bootstrap::servers_that_are_dead_or_silent_do_not_keep_a_client_from_one_that_answers,
    faults::every_outcome_is_true_while_controllers_die_and_brokers_stop,
    outages::a_call_made_while_no_broker_is_there_succeeds_when_they_are_back,
    outages::reads_go_on_while_one_of_three_brokers_is_stopped,
    outages::a_killed_broker_leaves_one_outcome_unknown_at_most,
    quotas::a_call_beyond_its_quota_is_repeated_and_holds_up_no_read,
    sessions::sessions_are_renewed_under_a_full_queue,
}

async fn connect(config: Config) -> Admin {
    Admin::connect(config).await.unwrap()
}

async fn create(admin: &Admin, name: &str, partitions: i32) -> Result<()> {
    let topic = NewTopic::new(name).partitions(partitions).replication_factor(1);
    admin.create_topics(&[topic]).await?.all().map(drop)
}

/// A number from the environment, for runs longer than those of the build.
fn setting(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}
