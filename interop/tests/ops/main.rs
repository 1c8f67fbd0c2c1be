//! One body for each operation, run on the emulator and on Apache Kafka. The tests on Apache Kafka are
//! skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configs;
mod groups;
mod peer;
mod records;
mod topics;

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

        // Single requests block the thread of the test, and the emulator needs another.
        mod on_the_emulator {
            $(
                #[tokio::test(flavor = "multi_thread")]
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
    records::what_was_produced_is_fetched_and_found_by_its_time,
    records::a_fetch_waits_for_what_is_produced_later,
    records::a_batch_that_is_sent_twice_is_there_once,
    records::the_oldest_records_are_deleted,
    records::what_cannot_be_deleted_hides_nothing_else,
    records::kadm_shows_offsets_and_deletes_records,
    topics::offsets_of_empty_partitions,
    topics::partitions_are_added_and_never_taken_away,
}
