// Generated from schema/ by `cargo codegen generate`. Do not edit.

/// Path and text of every file of `schema/`.
pub(super) const FILES: &[(&str, &str)] = &[
    ("schema/00_produce.kafka", include_str!("../../schema/00_produce.kafka")),
    ("schema/01_fetch.kafka", include_str!("../../schema/01_fetch.kafka")),
    ("schema/02_list_offsets.kafka", include_str!("../../schema/02_list_offsets.kafka")),
    ("schema/03_metadata.kafka", include_str!("../../schema/03_metadata.kafka")),
    ("schema/04_leader_and_isr.kafka", include_str!("../../schema/04_leader_and_isr.kafka")),
    ("schema/05_stop_replica.kafka", include_str!("../../schema/05_stop_replica.kafka")),
    ("schema/06_update_metadata.kafka", include_str!("../../schema/06_update_metadata.kafka")),
    (
        "schema/07_controlled_shutdown.kafka",
        include_str!("../../schema/07_controlled_shutdown.kafka"),
    ),
    ("schema/08_offset_commit.kafka", include_str!("../../schema/08_offset_commit.kafka")),
    ("schema/09_offset_fetch.kafka", include_str!("../../schema/09_offset_fetch.kafka")),
    ("schema/10_find_coordinator.kafka", include_str!("../../schema/10_find_coordinator.kafka")),
    ("schema/11_join_group.kafka", include_str!("../../schema/11_join_group.kafka")),
    ("schema/12_heartbeat.kafka", include_str!("../../schema/12_heartbeat.kafka")),
    ("schema/13_leave_group.kafka", include_str!("../../schema/13_leave_group.kafka")),
    ("schema/14_sync_group.kafka", include_str!("../../schema/14_sync_group.kafka")),
    ("schema/15_describe_groups.kafka", include_str!("../../schema/15_describe_groups.kafka")),
    ("schema/16_list_groups.kafka", include_str!("../../schema/16_list_groups.kafka")),
    ("schema/17_sasl_handshake.kafka", include_str!("../../schema/17_sasl_handshake.kafka")),
    ("schema/18_api_versions.kafka", include_str!("../../schema/18_api_versions.kafka")),
    ("schema/19_create_topics.kafka", include_str!("../../schema/19_create_topics.kafka")),
    ("schema/20_delete_topics.kafka", include_str!("../../schema/20_delete_topics.kafka")),
    ("schema/21_delete_records.kafka", include_str!("../../schema/21_delete_records.kafka")),
    ("schema/22_init_producer_id.kafka", include_str!("../../schema/22_init_producer_id.kafka")),
    (
        "schema/23_offset_for_leader_epoch.kafka",
        include_str!("../../schema/23_offset_for_leader_epoch.kafka"),
    ),
    (
        "schema/24_add_partitions_to_txn.kafka",
        include_str!("../../schema/24_add_partitions_to_txn.kafka"),
    ),
    (
        "schema/25_add_offsets_to_txn.kafka",
        include_str!("../../schema/25_add_offsets_to_txn.kafka"),
    ),
    ("schema/26_end_txn.kafka", include_str!("../../schema/26_end_txn.kafka")),
    ("schema/27_write_txn_markers.kafka", include_str!("../../schema/27_write_txn_markers.kafka")),
    ("schema/28_txn_offset_commit.kafka", include_str!("../../schema/28_txn_offset_commit.kafka")),
    ("schema/29_describe_acls.kafka", include_str!("../../schema/29_describe_acls.kafka")),
    ("schema/30_create_acls.kafka", include_str!("../../schema/30_create_acls.kafka")),
    ("schema/31_delete_acls.kafka", include_str!("../../schema/31_delete_acls.kafka")),
    ("schema/32_describe_configs.kafka", include_str!("../../schema/32_describe_configs.kafka")),
    ("schema/33_alter_configs.kafka", include_str!("../../schema/33_alter_configs.kafka")),
    (
        "schema/34_alter_replica_log_dirs.kafka",
        include_str!("../../schema/34_alter_replica_log_dirs.kafka"),
    ),
    ("schema/35_describe_log_dirs.kafka", include_str!("../../schema/35_describe_log_dirs.kafka")),
    ("schema/36_sasl_authenticate.kafka", include_str!("../../schema/36_sasl_authenticate.kafka")),
    ("schema/37_create_partitions.kafka", include_str!("../../schema/37_create_partitions.kafka")),
    (
        "schema/38_create_delegation_token.kafka",
        include_str!("../../schema/38_create_delegation_token.kafka"),
    ),
    (
        "schema/39_renew_delegation_token.kafka",
        include_str!("../../schema/39_renew_delegation_token.kafka"),
    ),
    (
        "schema/40_expire_delegation_token.kafka",
        include_str!("../../schema/40_expire_delegation_token.kafka"),
    ),
    (
        "schema/41_describe_delegation_token.kafka",
        include_str!("../../schema/41_describe_delegation_token.kafka"),
    ),
    ("schema/42_delete_groups.kafka", include_str!("../../schema/42_delete_groups.kafka")),
    ("schema/43_elect_leaders.kafka", include_str!("../../schema/43_elect_leaders.kafka")),
    (
        "schema/44_incremental_alter_configs.kafka",
        include_str!("../../schema/44_incremental_alter_configs.kafka"),
    ),
    (
        "schema/45_alter_partition_reassignments.kafka",
        include_str!("../../schema/45_alter_partition_reassignments.kafka"),
    ),
    (
        "schema/46_list_partition_reassignments.kafka",
        include_str!("../../schema/46_list_partition_reassignments.kafka"),
    ),
    ("schema/47_offset_delete.kafka", include_str!("../../schema/47_offset_delete.kafka")),
    (
        "schema/48_describe_client_quotas.kafka",
        include_str!("../../schema/48_describe_client_quotas.kafka"),
    ),
    (
        "schema/49_alter_client_quotas.kafka",
        include_str!("../../schema/49_alter_client_quotas.kafka"),
    ),
    (
        "schema/50_describe_user_scram_credentials.kafka",
        include_str!("../../schema/50_describe_user_scram_credentials.kafka"),
    ),
    (
        "schema/51_alter_user_scram_credentials.kafka",
        include_str!("../../schema/51_alter_user_scram_credentials.kafka"),
    ),
    ("schema/52_vote.kafka", include_str!("../../schema/52_vote.kafka")),
    (
        "schema/53_begin_quorum_epoch.kafka",
        include_str!("../../schema/53_begin_quorum_epoch.kafka"),
    ),
    ("schema/54_end_quorum_epoch.kafka", include_str!("../../schema/54_end_quorum_epoch.kafka")),
    ("schema/55_describe_quorum.kafka", include_str!("../../schema/55_describe_quorum.kafka")),
    ("schema/56_alter_partition.kafka", include_str!("../../schema/56_alter_partition.kafka")),
    ("schema/57_update_features.kafka", include_str!("../../schema/57_update_features.kafka")),
    ("schema/58_envelope.kafka", include_str!("../../schema/58_envelope.kafka")),
    ("schema/59_fetch_snapshot.kafka", include_str!("../../schema/59_fetch_snapshot.kafka")),
    ("schema/60_describe_cluster.kafka", include_str!("../../schema/60_describe_cluster.kafka")),
    (
        "schema/61_describe_producers.kafka",
        include_str!("../../schema/61_describe_producers.kafka"),
    ),
    (
        "schema/62_broker_registration.kafka",
        include_str!("../../schema/62_broker_registration.kafka"),
    ),
    ("schema/63_broker_heartbeat.kafka", include_str!("../../schema/63_broker_heartbeat.kafka")),
    ("schema/64_unregister_broker.kafka", include_str!("../../schema/64_unregister_broker.kafka")),
    (
        "schema/65_describe_transactions.kafka",
        include_str!("../../schema/65_describe_transactions.kafka"),
    ),
    ("schema/66_list_transactions.kafka", include_str!("../../schema/66_list_transactions.kafka")),
    (
        "schema/67_allocate_producer_ids.kafka",
        include_str!("../../schema/67_allocate_producer_ids.kafka"),
    ),
    (
        "schema/68_consumer_group_heartbeat.kafka",
        include_str!("../../schema/68_consumer_group_heartbeat.kafka"),
    ),
    (
        "schema/69_consumer_group_describe.kafka",
        include_str!("../../schema/69_consumer_group_describe.kafka"),
    ),
    (
        "schema/70_controller_registration.kafka",
        include_str!("../../schema/70_controller_registration.kafka"),
    ),
    (
        "schema/71_get_telemetry_subscriptions.kafka",
        include_str!("../../schema/71_get_telemetry_subscriptions.kafka"),
    ),
    ("schema/72_push_telemetry.kafka", include_str!("../../schema/72_push_telemetry.kafka")),
    (
        "schema/73_assign_replicas_to_dirs.kafka",
        include_str!("../../schema/73_assign_replicas_to_dirs.kafka"),
    ),
    (
        "schema/74_list_config_resources.kafka",
        include_str!("../../schema/74_list_config_resources.kafka"),
    ),
    (
        "schema/75_describe_topic_partitions.kafka",
        include_str!("../../schema/75_describe_topic_partitions.kafka"),
    ),
    (
        "schema/76_share_group_heartbeat.kafka",
        include_str!("../../schema/76_share_group_heartbeat.kafka"),
    ),
    (
        "schema/77_share_group_describe.kafka",
        include_str!("../../schema/77_share_group_describe.kafka"),
    ),
    ("schema/78_share_fetch.kafka", include_str!("../../schema/78_share_fetch.kafka")),
    ("schema/79_share_acknowledge.kafka", include_str!("../../schema/79_share_acknowledge.kafka")),
    ("schema/80_add_raft_voter.kafka", include_str!("../../schema/80_add_raft_voter.kafka")),
    ("schema/81_remove_raft_voter.kafka", include_str!("../../schema/81_remove_raft_voter.kafka")),
    ("schema/82_update_raft_voter.kafka", include_str!("../../schema/82_update_raft_voter.kafka")),
    (
        "schema/83_initialize_share_group_state.kafka",
        include_str!("../../schema/83_initialize_share_group_state.kafka"),
    ),
    (
        "schema/84_read_share_group_state.kafka",
        include_str!("../../schema/84_read_share_group_state.kafka"),
    ),
    (
        "schema/85_write_share_group_state.kafka",
        include_str!("../../schema/85_write_share_group_state.kafka"),
    ),
    (
        "schema/86_delete_share_group_state.kafka",
        include_str!("../../schema/86_delete_share_group_state.kafka"),
    ),
    (
        "schema/87_read_share_group_state_summary.kafka",
        include_str!("../../schema/87_read_share_group_state_summary.kafka"),
    ),
    (
        "schema/88_streams_group_heartbeat.kafka",
        include_str!("../../schema/88_streams_group_heartbeat.kafka"),
    ),
    (
        "schema/89_streams_group_describe.kafka",
        include_str!("../../schema/89_streams_group_describe.kafka"),
    ),
    (
        "schema/90_describe_share_group_offsets.kafka",
        include_str!("../../schema/90_describe_share_group_offsets.kafka"),
    ),
    (
        "schema/91_alter_share_group_offsets.kafka",
        include_str!("../../schema/91_alter_share_group_offsets.kafka"),
    ),
    (
        "schema/92_delete_share_group_offsets.kafka",
        include_str!("../../schema/92_delete_share_group_offsets.kafka"),
    ),
    (
        "schema/93_streams_group_topology_description_update.kafka",
        include_str!("../../schema/93_streams_group_topology_description_update.kafka"),
    ),
    (
        "schema/94_unregister_controller.kafka",
        include_str!("../../schema/94_unregister_controller.kafka"),
    ),
    ("schema/data_aborted_txn.kafka", include_str!("../../schema/data_aborted_txn.kafka")),
    (
        "schema/data_consumer_protocol_assignment.kafka",
        include_str!("../../schema/data_consumer_protocol_assignment.kafka"),
    ),
    (
        "schema/data_consumer_protocol_subscription.kafka",
        include_str!("../../schema/data_consumer_protocol_subscription.kafka"),
    ),
    (
        "schema/data_control_record_type_schema.kafka",
        include_str!("../../schema/data_control_record_type_schema.kafka"),
    ),
    (
        "schema/data_default_principal_data.kafka",
        include_str!("../../schema/data_default_principal_data.kafka"),
    ),
    ("schema/data_end_txn_marker.kafka", include_str!("../../schema/data_end_txn_marker.kafka")),
    (
        "schema/data_k_raft_version_record.kafka",
        include_str!("../../schema/data_k_raft_version_record.kafka"),
    ),
    (
        "schema/data_leader_change_message.kafka",
        include_str!("../../schema/data_leader_change_message.kafka"),
    ),
    (
        "schema/data_snapshot_footer_record.kafka",
        include_str!("../../schema/data_snapshot_footer_record.kafka"),
    ),
    (
        "schema/data_snapshot_header_record.kafka",
        include_str!("../../schema/data_snapshot_header_record.kafka"),
    ),
    ("schema/data_voters_record.kafka", include_str!("../../schema/data_voters_record.kafka")),
    ("schema/enums.kafka", include_str!("../../schema/enums.kafka")),
    ("schema/errors.kafka", include_str!("../../schema/errors.kafka")),
    (
        "schema/header_request_header.kafka",
        include_str!("../../schema/header_request_header.kafka"),
    ),
    (
        "schema/header_response_header.kafka",
        include_str!("../../schema/header_response_header.kafka"),
    ),
];
