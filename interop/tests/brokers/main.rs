//! Operations for which it counts that there are three brokers, run on the emulator and on Apache
//! Kafka. The tests on Apache Kafka share one cluster and take turns, since some of them take brokers
//! away; they are skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

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
    partitions::a_partition_moves_and_its_leader_with_it,
    partitions::a_preferred_leader_is_elected_where_it_does_not_lead,
    partitions::a_move_under_way_is_listed_and_cancelled,
    partitions::what_is_wrong_with_one_partition_hides_no_other,
    partitions::kadm_moves_by_a_plan_and_shows_the_way_back,
    partitions::kadm_elects_leaders,
}
