//! One body for each operation, run on the emulator and on Apache Kafka. The tests on Apache Kafka are
//! skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configs;
mod groups;
mod peer;
mod raw;
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
    topics::offsets_of_empty_partitions,
    topics::partitions_are_added_and_never_taken_away,
}

/// What the emulator does not serve.
macro_rules! on_kafka_alone {
    ($($module:ident::$part:ident::$test:ident),* $(,)?) => {
        mod on_kafka_alone {
            $(
                #[tokio::test]
                async fn $test() {
                    let Some(peer) = crate::peer::Peer::kafka() else { return };
                    crate::$module::$part::$test(&peer).await;
                }
            )*
        }
    };
}

on_kafka_alone! {
    groups::delete::groups_without_members_are_deleted,
    groups::delete::kadm_deletes_groups_when_it_is_confirmed,
    groups::delete::kadm_removes_members_when_it_is_confirmed,
    groups::delete::members_are_removed,
    groups::describe::a_classic_group_and_its_members,
    groups::describe::a_group_of_kip_848_and_its_members,
    groups::describe::one_absent_group_hides_no_other,
    groups::describe::share_and_streams_groups,
    groups::lag::lag_is_counted_per_partition_and_in_total,
    groups::lag::lag_names_the_member_that_has_the_partition,
    groups::list::groups_are_listed_by_every_broker_and_filtered,
    groups::list::kadm_lists_groups,
    groups::offsets::groups_are_asked_about_together,
    groups::offsets::offsets_are_set_listed_and_deleted,
    groups::offsets::one_bad_offset_hides_no_other,
    groups::reset::a_group_with_members_is_not_reset,
    groups::reset::kadm_lists_sets_and_deletes_offsets,
    groups::reset::kadm_resets_offsets_when_it_is_confirmed,
    groups::reset::offsets_of_a_topic_in_use_are_not_deleted,
    groups::reset::resets_are_planned_by_what_is_there,
}
