//! One body for each operation, run on the emulator and on Apache Kafka. The tests on Apache Kafka are
//! skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod acls;
#[path = "../common/administrator.rs"]
mod administrator;
#[allow(dead_code, reason = "the differential test uses more of it")]
#[path = "../differential/peer.rs"]
mod asker;
mod configs;
mod creation;
mod doctor;
mod groups;
mod learned;
mod peer;
mod permissions;
mod produced;
mod quotas;
mod raw;
mod records;
mod tokens;
mod topics;
mod transactions;
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
    acls::acls_are_created_seen_everywhere_and_deleted,
    acls::an_acl_that_kafka_refuses_hides_no_other,
    acls::kadm_says_why_and_what_turns_it,
    acls::kadm_takes_back_what_it_has_shared,
    configs::a_description_tells_sources_types_and_synonyms,
    configs::a_whole_configuration_is_replaced,
    configs::every_type_of_resource_is_changed_and_taken_back,
    configs::kadm_describes_what_differs_from_the_defaults,
    configs::kadm_refuses_what_kafka_surely_would,
    configs::kadm_replaces_a_whole_configuration_and_keeps_what_is_set,
    configs::kadm_shows_a_change_before_it_is_made,
    configs::settings_are_changed_described_and_taken_back,
    configs::what_brokers_refuse_keeps_its_code_and_words,
    configs::what_has_a_configuration_is_listed,
    configs::what_is_wrong_with_one_resource_hides_no_other,
    creation::the_cluster_names_itself_and_its_brokers,
    creation::topics_are_created_listed_described_and_deleted,
    doctor::a_topic_is_denied_until_it_is_granted,
    doctor::a_wrong_setting_is_told_by_its_number,
    doctor::kadm_looks_at_the_whole_way,
    groups::a_classic_group_and_its_members,
    groups::a_group_of_kip_848_and_its_members,
    groups::a_group_with_members_is_not_reset,
    groups::a_member_has_the_topics_that_its_expression_stands_for,
    groups::any_text_is_the_id_of_a_group,
    groups::groups_are_asked_about_together,
    groups::groups_are_listed_by_every_broker_and_filtered,
    groups::groups_without_members_are_deleted,
    groups::kadm_deletes_groups_when_it_is_confirmed,
    groups::kadm_lists_groups,
    groups::kadm_lists_sets_and_deletes_offsets,
    groups::kadm_removes_members_when_it_is_confirmed,
    groups::kadm_resets_offsets_when_it_is_confirmed,
    groups::kadm_shows_no_odd_id_raw,
    groups::lag_is_counted_per_partition_and_in_total,
    groups::lag_names_the_member_that_has_the_partition,
    groups::members_are_removed,
    groups::members_of_kip_848_are_removed_too,
    groups::offsets_are_set_listed_and_deleted,
    groups::offsets_of_a_topic_in_use_are_not_deleted,
    groups::one_absent_group_hides_no_other,
    groups::one_bad_offset_hides_no_other,
    groups::resets_are_planned_by_what_is_there,
    groups::share_groups,
    groups::streams_groups,
    groups::where_share_groups_begin_is_set_listed_and_deleted,
    permissions::the_rules_say_what_the_cluster_says,
    quotas::kadm_sets_lists_and_removes_quotas,
    quotas::quotas_are_set_described_and_removed,
    quotas::quotas_of_addresses_and_defaults,
    quotas::what_is_wrong_with_one_quota_hides_no_other,
    records::a_batch_that_is_sent_twice_is_there_once,
    records::a_fetch_waits_for_what_is_produced_later,
    records::a_session_tells_only_what_is_new,
    records::kadm_shows_offsets_and_deletes_records,
    records::the_oldest_records_are_deleted,
    records::what_cannot_be_deleted_hides_nothing_else,
    records::what_was_produced_is_fetched_and_found_by_its_time,
    tokens::a_token_logs_in_as_its_owner_until_it_is_ended,
    tokens::a_token_that_has_ended_is_of_no_use,
    tokens::kadm_creates_lists_renews_and_ends_tokens,
    tokens::somebody_else_may_neither_see_nor_end_a_token,
    topics::kadm_gives_a_topic_more_partitions,
    topics::kadm_lists_what_is_in_trouble,
    topics::offsets_of_empty_partitions,
    topics::pages_tell_the_same_as_metadata_and_more,
    topics::partitions_are_added_and_never_taken_away,
    topics::topics_are_described_and_deleted_by_id,
    transactions::a_hanging_transaction_is_found_and_aborted,
    transactions::a_partition_knows_its_producers,
    transactions::an_open_transaction_is_seen_and_its_producer_fenced,
    transactions::what_is_wrong_with_one_id_hides_no_other,
    users::a_user_is_created_logs_in_and_is_deleted,
    users::kadm_creates_lists_changes_and_deletes_users,
    users::kadm_shares_with_a_user_that_it_creates,
    users::what_is_wrong_with_one_change_hides_no_other,
}
