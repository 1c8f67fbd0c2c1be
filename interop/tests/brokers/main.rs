//! Operations for which it counts that there are three brokers, run on the emulator and on Apache
//! Kafka. The tests on Apache Kafka share one cluster and take turns, since some of them take brokers
//! away; they are skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/administrator.rs"]
mod administrator;
mod cluster;
mod log_dirs;
mod partitions;
mod peer;

/// The same tests on both.
macro_rules! on_both {
    ($($module:ident::$test:ident),* $(,)?) => {
        mod on_kafka {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    let Some(peer) = crate::peer::Peer::kafka() else { return };
                    crate::$module::$test(&peer).await;
                }
            )*
        }

        mod on_the_emulator {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    crate::$module::$test(&crate::peer::Peer::emulator().await).await;
                }
            )*
        }
    };
}

on_both! {
    cluster::the_cluster_tells_of_its_brokers,
    cluster::each_broker_tells_of_its_apis,
    cluster::features_are_shown_and_changed,
    cluster::the_quorum_is_shown,
    cluster::voters_change_with_kraft_version_1_only,
    cluster::a_broker_that_is_up_stays_in_the_cluster,
    cluster::a_broker_that_is_gone_is_taken_out_of_the_cluster,
    cluster::controllers_are_unregistered_by_kafka_4_4_only,
    log_dirs::each_broker_tells_of_its_own_replicas,
    log_dirs::a_replica_moves_only_to_a_directory_of_its_broker,
    log_dirs::kadm_shows_disks,
    partitions::a_partition_moves_and_its_leader_with_it,
    partitions::a_preferred_leader_is_elected_where_it_does_not_lead,
    partitions::a_move_under_way_is_listed_and_cancelled,
    partitions::others_lead_while_a_broker_is_away,
    partitions::what_is_wrong_with_one_partition_hides_no_other,
    partitions::kadm_moves_by_a_plan_and_shows_the_way_back,
    partitions::kadm_elects_leaders,
    partitions::kadm_throttles_a_move_and_takes_the_throttle_away,
    partitions::kadm_says_in_which_directory_a_replica_is_to_be,
}
