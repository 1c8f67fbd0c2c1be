//! Operations for which it counts that there are three brokers, run on the emulator and on Apache
//! Kafka. The tests on Apache Kafka share one cluster and take turns, since some of them take brokers
//! away; they are skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/administrator.rs"]
mod administrator;
mod cluster;
mod epochs;
mod log_dirs;
mod partitions;
mod peer;
#[path = "../ops/raw.rs"]
mod raw;
mod voters;

/// The same tests on both.
macro_rules! on_both {
    ($($kafka:ident: $module:ident::$test:ident),* $(,)?) => {
        mod on_kafka {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    let Some(peer) = crate::peer::Peer::$kafka() else { return };
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
    kafka: cluster::the_cluster_tells_of_its_brokers,
    kafka: cluster::each_broker_tells_of_its_apis,
    kafka: cluster::features_are_shown_and_changed,
    kafka: cluster::the_quorum_is_shown,
    kafka: cluster::voters_change_with_kraft_version_1_only,
    kafka: cluster::a_broker_that_is_up_stays_in_the_cluster,
    kafka: cluster::a_broker_that_is_gone_is_taken_out_of_the_cluster,
    kafka: cluster::controllers_are_unregistered_by_kafka_4_4_only,
    kafka: epochs::records_tell_under_which_leader_they_were_written,
    kafka: log_dirs::each_broker_tells_of_its_own_replicas,
    kafka: log_dirs::a_replica_moves_between_directories,
    kafka: log_dirs::a_replica_moves_only_to_a_directory_of_its_broker,
    kafka: log_dirs::kadm_shows_disks,
    kafka: partitions::a_partition_moves_and_its_leader_with_it,
    kafka: partitions::a_preferred_leader_is_elected_where_it_does_not_lead,
    kafka: partitions::a_move_under_way_is_listed_and_cancelled,
    kafka: partitions::others_lead_while_a_broker_is_away,
    kafka: partitions::what_is_wrong_with_one_partition_hides_no_other,
    kafka: partitions::kadm_moves_by_a_plan_and_shows_the_way_back,
    kafka: partitions::kadm_elects_leaders,
    kafka: partitions::a_replica_that_lags_leads_after_an_unclean_election_only,
    kafka: partitions::kadm_throttles_a_move_and_takes_the_throttle_away,
    kafka: partitions::kadm_says_in_which_directory_a_replica_is_to_be,
    kafka_alone: voters::a_voter_is_removed_and_added_again,
}
