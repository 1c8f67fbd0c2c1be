//! One body for each operation, run on the emulator and on Apache Kafka. The tests on Apache Kafka are
//! skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configs;
mod groups;
mod peer;
mod topics;
mod transactions;

/// The same tests on both.
macro_rules! on_both {
    ($($module:ident::$test:ident),* $(,)?) => {
        mod on_kafka {
            $(
                #[tokio::test]
                async fn $test() {
                    let Some(peer) = crate::peer::Peer::kafka() else { return };
                    crate::$module::$test(&peer).await;
                }
            )*
        }

        mod on_the_emulator {
            $(
                // The emulator answers while a test waits on a socket.
                #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
                async fn $test() {
                    crate::$module::$test(&crate::peer::Peer::emulator().await).await;
                }
            )*
        }
    };
}

on_both! {
    configs::settings_are_changed_described_and_taken_back,
    configs::what_is_wrong_with_one_resource_hides_no_other,
    configs::kadm_describes_what_differs_from_the_defaults,
    groups::nobody_has_a_group_in_a_new_cluster,
    topics::offsets_of_empty_partitions,
    topics::partitions_are_added_and_never_taken_away,
    transactions::a_hanging_transaction_is_found_and_aborted,
    transactions::an_open_transaction_is_seen_and_its_producer_fenced,
    transactions::what_is_wrong_with_one_id_hides_no_other,
}
