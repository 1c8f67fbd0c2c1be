//! What `kadm` takes of memory for a long answer: in proportion to the answer, whatever is in it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataResponse, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{AclOperation, AclPermissionType, ApiKey, PatternType, ResourceType};
use peak_alloc::PeakAlloc;
use test_support::broker::{self, Asked, Do, all_apis, offer};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many times the answer a command may take, the library's result included.
const TIMES: usize = 12;
/// What a command takes without any answer to speak of.
const BASE: usize = 1 << 20;
/// The command line that [`child`] is to run.
const LINE: &str = "KADM_TEST_LINE";

/// Not a test of its own: the program that is measured. Its allocations are its own.
#[test]
fn child() {
    let Ok(line) = std::env::var(LINE) else { return };
    MEMORY.reset_peak_usage();
    let code = kafka_cli::run(line.split_whitespace());
    eprintln!("exit {code} peak {}", MEMORY.peak_usage());
}

/// Runs a command line in a process of its own, and gives the most bytes it had at a time.
async fn peak(line: &str, broker: SocketAddr) -> usize {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "child", "--nocapture", "--test-threads=1"]);
    child.env(LINE, format!("kadm {line} -b {broker} -X security.protocol=PLAINTEXT"));
    child.stdin(Stdio::null()).stdout(Stdio::null());
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    let peak = told.split("exit 0 peak ").nth(1).unwrap_or_else(|| panic!("{line}: {told}"));
    peak.trim().parse().unwrap()
}

async fn is_in_proportion(line: &str, longest: &AtomicUsize, broker: SocketAddr) {
    for format in ["text", "json"] {
        longest.store(0, Ordering::Relaxed);
        let peak = peak(&format!("{line} --format {format}"), broker).await;
        let frame = longest.load(Ordering::Relaxed);
        println!("{line} --format {format}: {peak} bytes for {frame}");
        assert!(frame > 100_000, "{line}: {frame}");
        assert!(peak <= TIMES * frame + BASE, "{line} --format {format}: {peak} bytes for {frame}");
    }
}

/// Three replicas, all in sync.
fn partition<'a>(partition_index: i32) -> MetadataResponsePartition<'a> {
    let replicas = [1, 2, 3];
    MetadataResponsePartition {
        partition_index,
        replica_nodes: replicas.into_iter().collect(),
        isr_nodes: replicas.into_iter().collect(),
        ..Default::default()
    }
}

/// `wide` has many partitions, `t…` none.
fn topic(name: &str) -> MetadataResponseTopic<'_> {
    let partitions = match name {
        "wide" => (0..15_000).map(partition).collect(),
        _ if name.starts_with('t') => Vec::new(),
        _ => (0..2).map(partition).collect(),
    };
    MetadataResponseTopic { name: Some(name), partitions: partitions.into(), ..Default::default() }
}

fn metadata(asked: &Asked, all: &[String]) -> Do {
    let request: MetadataRequest<'_> = asked.read();
    let topics: Vec<_> = match &request.topics {
        None => all.iter().map(|name| topic(name)).collect(),
        Some(topics) => topics.iter().filter_map(|asked| asked.name).map(topic).collect(),
    };
    asked.answer(&MetadataResponse { topics: topics.into(), ..asked.brokers() })
}

fn length(action: &Do) -> usize {
    match action {
        Do::Send(bytes) => bytes.len(),
        _ => 0,
    }
}

/// A broker, and the length of its longest answer.
async fn broker(answer: impl Fn(&Asked) -> Do + Send + 'static) -> (SocketAddr, Arc<AtomicUsize>) {
    let longest = Arc::new(AtomicUsize::new(0));
    let seen = longest.clone();
    let address = broker::broker(move |asked| {
        let action = answer(&asked);
        seen.fetch_max(length(&action), Ordering::Relaxed);
        action
    });
    (address.await, longest)
}

/// A broker with these topics, and the length of its longest answer.
async fn broker_with(all: Vec<String>) -> (SocketAddr, Arc<AtomicUsize>) {
    let answer = move |asked: &Asked| match asked.api {
        ApiKey::METADATA => metadata(asked, &all),
        // An old broker: Metadata tells the same.
        ApiKey::API_VERSIONS => {
            let newer = [
                ApiKey::DESCRIBE_CLUSTER,
                ApiKey::DESCRIBE_CONFIGS,
                ApiKey::DESCRIBE_TOPIC_PARTITIONS,
            ];
            let apis = all_apis().into_iter().filter(|(api, ..)| !newer.contains(api));
            asked.answer(&offer(&apis.collect::<Vec<_>>()))
        }
        _ => asked.ordinary(),
    };
    broker(answer).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_metadata_answer_takes_memory_in_proportion() {
    let names = (0..6_000).map(|number| format!("a.name.of.an.ordinary.length.{number}"));
    let (address, longest) = broker_with(names.collect()).await;
    for line in ["topic list", "metadata -L", "topic describe wide"] {
        is_in_proportion(line, &longest, address).await;
    }
}

/// As much as a broker answers about the partitions of a large cluster: a whole document in memory, or a
/// table that is laid out before it is printed, would show here.
#[tokio::test(flavor = "multi_thread")]
async fn twenty_megabytes_of_metadata_take_memory_in_proportion() {
    let names = (0..145_000).map(|number| format!("a.name.of.an.ordinary.length.{number}"));
    let (address, longest) = broker_with(names.collect()).await;
    is_in_proportion("metadata -L", &longest, address).await;
    assert!(longest.load(Ordering::Relaxed) > 20_000_000);
}

/// The least that a topic takes on the wire, and so the most that it takes in memory.
#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_of_small_topics_takes_memory_in_proportion() {
    let (address, longest) =
        broker_with((0..20_000).map(|number| format!("t{number}")).collect()).await;
    for line in ["topic list", "metadata -L"] {
        is_in_proportion(line, &longest, address).await;
    }
}

/// What a large cluster answers, with names as they are.
fn listing(asked: &Asked, names: &[String]) -> Do {
    use kafka_proto::messages::describe_client_quotas::{
        DescribeClientQuotasResponse, EntityData, EntryData, ValueData,
    };
    use kafka_proto::messages::describe_log_dirs::{
        DescribeLogDirsPartition, DescribeLogDirsResponse, DescribeLogDirsResult,
        DescribeLogDirsTopic,
    };
    use kafka_proto::messages::describe_user_scram_credentials::{
        CredentialInfo, DescribeUserScramCredentialsResponse, DescribeUserScramCredentialsResult,
    };
    use kafka_proto::messages::list_groups::{ListGroupsResponse, ListedGroup};
    use kafka_proto::messages::list_partition_reassignments::{
        ListPartitionReassignmentsResponse, OngoingPartitionReassignment, OngoingTopicReassignment,
    };
    use kafka_proto::messages::list_transactions::{ListTransactionsResponse, TransactionState};

    let all = || names.iter().map(String::as_str);
    match asked.api {
        ApiKey::LIST_GROUPS => {
            let group = |group_id| ListedGroup {
                group_id,
                protocol_type: "consumer",
                group_state: "Stable",
                group_type: "Consumer",
                ..Default::default()
            };
            let groups = all().map(group).collect();
            asked.answer(&ListGroupsResponse { groups, ..Default::default() })
        }
        ApiKey::LIST_TRANSACTIONS => {
            let state = |transactional_id| TransactionState {
                transactional_id,
                producer_id: 1_000_000,
                transaction_state: "CompleteCommit",
                ..Default::default()
            };
            let transaction_states = all().map(state).collect();
            asked.answer(&ListTransactionsResponse { transaction_states, ..Default::default() })
        }
        ApiKey::DESCRIBE_CLIENT_QUOTAS => {
            let entry = |name| {
                let entity = EntityData {
                    entity_type: "user",
                    entity_name: Some(name),
                    ..Default::default()
                };
                let value =
                    ValueData { key: "producer_byte_rate", value: 1e6, ..Default::default() };
                let (entity, values) = (vec![entity].into(), vec![value].into());
                EntryData { entity, values, ..Default::default() }
            };
            let entries = Some(all().map(entry).collect());
            asked.answer(&DescribeClientQuotasResponse { entries, ..Default::default() })
        }
        ApiKey::DESCRIBE_LOG_DIRS => {
            let topic = |name| {
                let partitions = vec![DescribeLogDirsPartition::default(); 3].into();
                DescribeLogDirsTopic { name, partitions, ..Default::default() }
            };
            let topics = all().map(topic).collect();
            let dir = DescribeLogDirsResult { log_dir: "/data", topics, ..Default::default() };
            let results = vec![dir].into();
            asked.answer(&DescribeLogDirsResponse { results, ..Default::default() })
        }
        ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS => {
            let user = |user| {
                let info = CredentialInfo {
                    mechanism: kafka_proto::ScramMechanism::SCRAM_SHA_512,
                    iterations: 4096,
                    ..Default::default()
                };
                let credential_infos = vec![info].into();
                DescribeUserScramCredentialsResult { user, credential_infos, ..Default::default() }
            };
            let results = all().map(user).collect();
            asked.answer(&DescribeUserScramCredentialsResponse { results, ..Default::default() })
        }
        ApiKey::LIST_PARTITION_REASSIGNMENTS => {
            let topic = |name| {
                let partition = OngoingPartitionReassignment {
                    replicas: vec![1, 2, 3, 4].into(),
                    adding_replicas: vec![4].into(),
                    removing_replicas: vec![1].into(),
                    ..Default::default()
                };
                let partitions = vec![partition; 3].into();
                OngoingTopicReassignment { name, partitions, ..Default::default() }
            };
            let topics = all().map(topic).collect();
            asked.answer(&ListPartitionReassignmentsResponse { topics, ..Default::default() })
        }
        ApiKey::API_VERSIONS => {
            let apis = all_apis().into_iter().filter(|(api, ..)| *api != ApiKey::DESCRIBE_CLUSTER);
            asked.answer(&offer(&apis.collect::<Vec<_>>()))
        }
        _ => asked.ordinary(),
    }
}

/// Up to the last line that is printed.
#[tokio::test(flavor = "multi_thread")]
async fn listings_of_a_large_cluster_take_memory_in_proportion() {
    let names = (0..10_000).map(|number| format!("a.name.of.an.ordinary.length.{number}"));
    let names: Vec<String> = names.collect();
    let (address, longest) = broker(move |asked| listing(asked, &names)).await;
    for line in [
        "group list",
        "transaction list",
        "quota list",
        "user list",
        "broker log-dirs",
        "partition reassignments",
    ] {
        is_in_proportion(line, &longest, address).await;
    }
}

/// One name of 30,000 characters, and 4,000 short ones: a table as wide as its widest cell has 120 MB.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_cell_pads_no_other_row() {
    let names: Vec<String> = (0..4_000).map(|number| format!("t{number}")).collect();
    let long = "x".repeat(30_000);
    let (address, longest) = broker(move |asked| match asked.api {
        ApiKey::DESCRIBE_ACLS => {
            let all = names.iter().chain([&long]);
            let resources = all.map(|name| resource(name)).collect::<Vec<_>>().into();
            asked.answer(&DescribeAclsResponse { resources, ..Default::default() })
        }
        _ => asked.ordinary(),
    })
    .await;
    is_in_proportion("acl list", &longest, address).await;
}

fn resource(name: &str) -> DescribeAclsResource<'_> {
    let acl = AclDescription {
        principal: "User:x",
        host: "*",
        operation: AclOperation::READ,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    DescribeAclsResource {
        resource_type: ResourceType::TOPIC,
        resource_name: name,
        pattern_type: PatternType::LITERAL,
        acls: vec![acl].into(),
        ..Default::default()
    }
}
