//! What the other answers with items cost.

use kafka_admin::partitions::ElectionType;
use kafka_admin::quotas::ClientQuotaFilter;
use kafka_admin::topics::TopicPartition;
use kafka_admin::transactions::TransactionFilter;
use kafka_proto::messages::api_versions::{
    ApiVersionsResponse, FinalizedFeatureKey, SupportedFeatureKey,
};
use kafka_proto::messages::describe_client_quotas::{
    DescribeClientQuotasResponse, EntityData, EntryData, ValueData,
};
use kafka_proto::messages::describe_delegation_token::{
    DescribeDelegationTokenResponse, DescribedDelegationToken, DescribedDelegationTokenRenewer,
};
use kafka_proto::messages::describe_log_dirs::{
    DescribeLogDirsPartition, DescribeLogDirsResponse, DescribeLogDirsResult, DescribeLogDirsTopic,
};
use kafka_proto::messages::describe_producers::{
    DescribeProducersResponse, PartitionResponse, ProducerState, TopicResponse,
};
use kafka_proto::messages::describe_quorum::{
    DescribeQuorumResponse, Listener, Node, ReplicaState, ResponsePartitionData, ResponseTopicData,
};
use kafka_proto::messages::describe_transactions::{
    DescribeTransactionsResponse, TopicData, TransactionState as DescribedTransaction,
};
use kafka_proto::messages::describe_user_scram_credentials::{
    CredentialInfo, DescribeUserScramCredentialsResponse, DescribeUserScramCredentialsResult,
};
use kafka_proto::messages::elect_leaders::{
    ElectLeadersResponse, PartitionResult, ReplicaElectionResult,
};
use kafka_proto::messages::list_config_resources::{ConfigResource, ListConfigResourcesResponse};
use kafka_proto::messages::list_partition_reassignments::{
    ListPartitionReassignmentsResponse, OngoingPartitionReassignment, OngoingTopicReassignment,
};
use kafka_proto::messages::list_transactions::{ListTransactionsResponse, TransactionState};
use kafka_proto::{ApiKey, ConfigResourceType, Opaque};

use crate::case::{CROWD, Case, MANY, SMALL, different, offered, versions};

#[test]
fn list_transactions_costs_what_its_ids_cost() {
    for version in versions(ApiKey::LIST_TRANSACTIONS) {
        let transaction_states = vec![TransactionState::default(); CROWD].into();
        let response = ListTransactionsResponse { transaction_states, ..Default::default() };
        let case = Case::new("transactions in a list", version, &response);
        let any = TransactionFilter::any();
        case.costs(async |admin| admin.list_transactions(&any).await.unwrap());
    }
}

#[test]
fn describe_transactions_costs_what_its_partitions_cost() {
    let long = "x".repeat(30_000);
    let topic = |topic, count: usize| TopicData {
        topic,
        partitions: (0..count as i32).collect(),
        ..Default::default()
    };
    for version in versions(ApiKey::DESCRIBE_TRANSACTIONS) {
        for (name, topics) in [
            ("topics of a transaction", vec![topic("", 1); CROWD]),
            ("partitions of a transaction", vec![topic("t", CROWD)]),
            ("partitions of a topic with a long name", vec![topic(long.as_str(), CROWD)]),
        ] {
            let state = DescribedTransaction {
                transactional_id: "mine",
                topics: topics.into(),
                ..Default::default()
            };
            let transaction_states = vec![state].into();
            let response =
                DescribeTransactionsResponse { transaction_states, ..Default::default() };
            let case = Case::new(name, version, &response);
            case.costs(async |admin| admin.describe_transactions(&["mine"]).await.unwrap());
        }
    }
}

#[test]
fn describe_producers_costs_what_its_producers_cost() {
    for version in versions(ApiKey::DESCRIBE_PRODUCERS) {
        let active_producers = vec![ProducerState::default(); CROWD].into();
        let partition = PartitionResponse { active_producers, ..Default::default() };
        let partitions = vec![partition].into();
        let topic = TopicResponse { name: "mine", partitions, ..Default::default() };
        let response =
            DescribeProducersResponse { topics: vec![topic].into(), ..Default::default() };
        let case = Case::new("producers of a partition", version, &response);
        let mine = [TopicPartition::new("mine", 0)];
        case.costs(async |admin| admin.describe_producers(&mine).await.unwrap());
    }
}

#[test]
fn describe_client_quotas_costs_what_its_entries_cost() {
    let entity = || EntityData { entity_type: "user", ..Default::default() };
    for version in versions(ApiKey::DESCRIBE_CLIENT_QUOTAS) {
        for (name, entries) in [
            ("quotas of nobody", vec![EntryData::default(); CROWD]),
            (
                "parts of an entity",
                vec![EntryData { entity: vec![entity(); MANY].into(), ..Default::default() }],
            ),
            (
                "limits of an entity",
                vec![EntryData {
                    entity: vec![entity()].into(),
                    values: vec![ValueData::default(); CROWD].into(),
                    ..Default::default()
                }],
            ),
            (
                "quotas with one limit each",
                vec![
                    EntryData {
                        entity: vec![entity()].into(),
                        values: vec![ValueData { key: "r", ..Default::default() }].into(),
                        ..Default::default()
                    };
                    CROWD
                ],
            ),
        ] {
            let response = DescribeClientQuotasResponse {
                entries: Some(entries.into()),
                ..Default::default()
            };
            let case = Case::new(name, version, &response);
            let all = ClientQuotaFilter::all();
            case.costs(async |admin| admin.describe_client_quotas(&all).await.unwrap());
        }
    }
}

#[test]
fn users_cost_what_they_log_in_with() {
    let user =
        |credential_infos: Vec<CredentialInfo<'static>>| DescribeUserScramCredentialsResult {
            user: "mine",
            credential_infos: credential_infos.into(),
            ..Default::default()
        };
    for version in versions(ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS) {
        for (name, results) in [
            ("users without a mechanism", vec![user(Vec::new()); CROWD]),
            ("mechanisms of a user", vec![user(vec![CredentialInfo::default(); CROWD])]),
        ] {
            let response = DescribeUserScramCredentialsResponse {
                results: results.into(),
                ..Default::default()
            };
            let case = Case::new(name, version, &response);
            case.costs(async |admin| admin.list_scram_users().await.unwrap());
            let case = Case::new(name, version, &response);
            case.costs(async |admin| admin.describe_scram_users(&["mine"]).await.unwrap());
        }
    }
}

#[test]
fn tokens_cost_what_they_say() {
    let token =
        |renewers: Vec<DescribedDelegationTokenRenewer<'static>>| DescribedDelegationToken {
            hmac: Opaque(b"h"),
            renewers: renewers.into(),
            ..Default::default()
        };
    let renewer = DescribedDelegationTokenRenewer::default;
    for version in versions(ApiKey::DESCRIBE_DELEGATION_TOKEN) {
        for (name, tokens) in [
            ("tokens", vec![token(Vec::new()); CROWD]),
            ("renewers of a token", vec![token(vec![renewer(); CROWD])]),
        ] {
            let response =
                DescribeDelegationTokenResponse { tokens: tokens.into(), ..Default::default() };
            let case = Case::new(name, version, &response);
            case.times(SMALL).costs(async |admin| admin.list_delegation_tokens().await.unwrap());
        }
    }
}

#[test]
fn log_dirs_cost_what_is_in_them() {
    let dir = |topics: Vec<DescribeLogDirsTopic<'static>>| DescribeLogDirsResult {
        topics: topics.into(),
        ..Default::default()
    };
    let topic = DescribeLogDirsTopic {
        partitions: vec![DescribeLogDirsPartition::default(); CROWD].into(),
        ..Default::default()
    };
    let lost = DescribeLogDirsResult {
        error_code: kafka_proto::ErrorCode::KAFKA_STORAGE_ERROR,
        ..Default::default()
    };
    for version in versions(ApiKey::DESCRIBE_LOG_DIRS) {
        for (name, results) in [
            ("directories", vec![dir(Vec::new()); CROWD]),
            ("directories that are lost", vec![lost.clone(); CROWD]),
            ("topics in a directory", vec![dir(vec![DescribeLogDirsTopic::default(); CROWD])]),
            ("replicas in a directory", vec![dir(vec![topic.clone()])]),
        ] {
            let response =
                DescribeLogDirsResponse { results: results.into(), ..Default::default() };
            let case = Case::new(name, version, &response);
            case.times(SMALL).costs(async |admin| admin.describe_log_dirs(&[1]).await.unwrap());
        }
    }
}

#[test]
fn reassignments_cost_what_they_say() {
    let partition = OngoingPartitionReassignment::default;
    let topic = |partitions: Vec<_>| OngoingTopicReassignment {
        partitions: partitions.into(),
        ..Default::default()
    };
    let wide = OngoingPartitionReassignment { replicas: vec![1; CROWD].into(), ..partition() };
    for version in versions(ApiKey::LIST_PARTITION_REASSIGNMENTS) {
        for (name, topics) in [
            ("topics that do not move", vec![topic(Vec::new()); CROWD]),
            ("partitions that move", vec![topic(vec![partition(); CROWD])]),
            ("replicas of one that moves", vec![topic(vec![wide.clone()])]),
        ] {
            let response =
                ListPartitionReassignmentsResponse { topics: topics.into(), ..Default::default() };
            let case = Case::new(name, version, &response);
            case.times(SMALL)
                .costs(async |admin| admin.list_partition_reassignments().await.unwrap());
        }
    }
}

#[test]
fn elections_cost_what_they_say() {
    for version in versions(ApiKey::ELECT_LEADERS) {
        let result = |count| ReplicaElectionResult {
            partition_result: vec![PartitionResult::default(); count].into(),
            ..Default::default()
        };
        for (name, results) in [
            ("partitions with a new leader", vec![result(CROWD)]),
            ("topics without a new leader", vec![result(0); CROWD]),
        ] {
            let response = ElectLeadersResponse {
                replica_election_results: results.into(),
                ..Default::default()
            };
            let case = Case::new(name, version, &response);
            let preferred = ElectionType::Preferred;
            case.costs(async |admin| admin.elect_all_leaders(preferred).await);
        }
    }
}

#[test]
fn resources_with_configurations_cost_what_their_names_cost() {
    for version in versions(ApiKey::LIST_CONFIG_RESOURCES) {
        let resource = ConfigResource {
            resource_type: ConfigResourceType::CLIENT_METRICS,
            ..Default::default()
        };
        let config_resources = vec![resource; CROWD].into();
        let response = ListConfigResourcesResponse { config_resources, ..Default::default() };
        let case = Case::new("resources with a configuration", version, &response);
        let types = [ConfigResourceType::CLIENT_METRICS];
        case.times(SMALL).costs(async |admin| admin.list_config_resources(&types).await.unwrap());
    }
}

#[test]
fn the_quorum_costs_what_its_replicas_cost() {
    for version in versions(ApiKey::DESCRIBE_QUORUM) {
        let partition = ResponsePartitionData {
            current_voters: vec![ReplicaState::default(); CROWD].into(),
            ..Default::default()
        };
        let topic = |partitions: Vec<ResponsePartitionData<'static>>| ResponseTopicData {
            topic_name: "__cluster_metadata",
            partitions: partitions.into(),
            ..Default::default()
        };
        let response = DescribeQuorumResponse {
            topics: vec![topic(vec![partition])].into(),
            ..Default::default()
        };
        let case = Case::new("voters", version, &response);
        case.costs(async |admin| admin.describe_quorum().await.unwrap());
        if version < 2 {
            continue;
        }
        let node = |count| Node {
            listeners: vec![Listener::default(); count].into(),
            ..Default::default()
        };
        for (name, nodes) in
            [("nodes of the quorum", vec![node(0); CROWD]), ("listeners", vec![node(CROWD)])]
        {
            let topics = vec![topic(vec![ResponsePartitionData::default()])].into();
            let response =
                DescribeQuorumResponse { topics, nodes: nodes.into(), ..Default::default() };
            let case = Case::new(name, version, &response);
            case.times(SMALL).costs(async |admin| admin.describe_quorum().await.unwrap());
        }
    }
}

/// From v3 on brokers tell of features.
#[test]
fn features_cost_what_their_names_cost() {
    let texts = different();
    let names = || texts.iter().map(String::as_str);
    let supported = || names().map(|name| SupportedFeatureKey { name, ..Default::default() });
    let finalized = || names().map(|name| FinalizedFeatureKey { name, ..Default::default() });
    for version in 3..=*versions(ApiKey::API_VERSIONS).end() {
        let response = || ApiVersionsResponse {
            api_keys: offered(&[(ApiKey::API_VERSIONS, version)]).into(),
            ..Default::default()
        };
        let all = ApiVersionsResponse {
            supported_features: supported().collect(),
            finalized_features: finalized().collect(),
            ..response()
        };
        for (name, response) in [
            (
                "features that a broker supports",
                ApiVersionsResponse { supported_features: supported().collect(), ..response() },
            ),
            (
                "features that a cluster has",
                ApiVersionsResponse { finalized_features: finalized().collect(), ..response() },
            ),
            ("features of both", all),
        ] {
            let case = Case::new(name, version, &response);
            case.costs(async |admin| {
                let found = admin.describe_features().await.unwrap();
                assert!(found.features.len() > 1_000, "{}", found.features.len());
                found
            });
        }
    }
}
