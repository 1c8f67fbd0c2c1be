//! One body for each operation, run on the emulator and on Apache Kafka. The tests on Apache Kafka are
//! skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configs;
mod groups;
mod peer;
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

        mod on_the_emulator {
            $(
                #[tokio::test]
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
    configs::a_description_tells_sources_types_and_synonyms,
    configs::kadm_shows_a_change_before_it_is_made,
    configs::kadm_refuses_what_kafka_surely_would,
    configs::every_type_of_resource_is_changed_and_taken_back,
    configs::what_brokers_refuse_keeps_its_code_and_words,
    configs::a_whole_configuration_is_replaced,
    configs::what_has_a_configuration_is_listed,
    groups::nobody_has_a_group_in_a_new_cluster,
    topics::kadm_gives_a_topic_more_partitions,
    topics::kadm_lists_what_is_in_trouble,
    topics::offsets_of_empty_partitions,
    topics::pages_tell_the_same_as_metadata_and_more,
    topics::partitions_are_added_and_never_taken_away,
    topics::topics_are_described_and_deleted_by_id,
}
