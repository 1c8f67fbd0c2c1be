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
