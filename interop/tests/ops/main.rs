//! One body for each operation, run on the emulator and on Apache Kafka. The tests on Apache Kafka are
//! skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod configs;
mod groups;
mod peer;
mod quotas;
mod tokens;
mod topics;
mod users;

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
    groups::nobody_has_a_group_in_a_new_cluster,
    quotas::kadm_sets_lists_and_removes_quotas,
    quotas::quotas_are_set_described_and_removed,
    quotas::quotas_of_addresses_and_defaults,
    quotas::what_is_wrong_with_one_quota_hides_no_other,
    tokens::a_token_logs_in_as_its_owner_until_it_is_ended,
    tokens::a_token_that_has_ended_is_of_no_use,
    tokens::kadm_creates_lists_renews_and_ends_tokens,
    tokens::somebody_else_may_neither_see_nor_end_a_token,
    topics::offsets_of_empty_partitions,
    topics::partitions_are_added_and_never_taken_away,
    users::a_user_is_created_logs_in_and_is_deleted,
    users::kadm_creates_lists_changes_and_deletes_users,
    users::kadm_shares_with_a_user_that_it_creates,
    users::what_is_wrong_with_one_change_hides_no_other,
}
