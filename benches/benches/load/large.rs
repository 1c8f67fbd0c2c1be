//! How long requests take in a cluster with 100,000 partitions and 10,000 ACLs, one after the other.

use std::time::{Duration, Instant};

use interop::RecordBatch;
use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::delete_acls::{DeleteAclsFilter, DeleteAclsRequest};
use kafka_proto::messages::delete_topics::DeleteTopicsRequest;
use kafka_proto::messages::describe_acls::DescribeAclsRequest;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use kafka_proto::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use kafka_proto::{
    AclOperation, AclPermissionType, ConfigResourceType, Opaque, PatternType, ResourceType,
};

use crate::child::{TOPICS, topic};
use crate::pipe::{Pipe, frame};
use crate::{Child, Kind, Result, goal};

const MANY: usize = 300;
/// Of those that tell all there is.
const FEW: usize = 10;
const LIMIT: Duration = Duration::from_millis(50);

pub(crate) fn run() -> Result<()> {
    let child = Child::start(Kind::Large)?;
    println!("{:.0} MB in memory", child.memory()?);
    let mut pipe = Pipe::connect(&child.plaintext)?;
    println!("| request | median, ms | 99 %, ms | longest, ms |\n|---|--:|--:|--:|");
    let mut longest = Duration::ZERO;
    for (name, frames) in requests() {
        let times = if name.starts_with("all") { FEW } else { MANY };
        longest = longest.max(measure(&mut pipe, name, &frames, times)?);
    }
    println!();
    let millis = longest.as_secs_f64() * 1e3;
    goal("the longest of all", millis, "ms", longest <= LIMIT, "at most 50");
    Ok(())
}

/// Prints the row of a request, or of a few that are sent one after the other.
fn measure(pipe: &mut Pipe, name: &str, frames: &[Vec<u8>], times: usize) -> Result<Duration> {
    let mut taken = Vec::new();
    for _ in 0..times {
        for frame in frames {
            let asked = Instant::now();
            pipe.ask(frame)?;
            taken.push(asked.elapsed());
        }
    }
    taken.sort();
    let millis = |at: usize| taken[at.min(taken.len() - 1)].as_secs_f64() * 1e3;
    let (median, most, all) = (taken.len() / 2, taken.len() * 99 / 100, taken.len());
    println!("| {name} | {:.2} | {:.2} | {:.2} |", millis(median), millis(most), millis(all));
    Ok(taken[taken.len() - 1])
}

fn requests() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let some = topic(TOPICS / 2);
    vec![
        ("DescribeCluster", vec![frame(1, &DescribeClusterRequest::default())]),
        ("Metadata of a topic", vec![metadata(Some(vec![some.clone()]))]),
        ("Metadata of 100 topics", vec![metadata(Some((0..100).map(topic).collect()))]),
        ("FindCoordinator", vec![find_coordinator()]),
        ("ListOffsets of a partition", vec![list_offsets(&some)]),
        ("Produce of a record", vec![produce(&some)]),
        ("Fetch of a partition", vec![fetch()]),
        ("DescribeConfigs of a topic", vec![describe_configs(&some)]),
        ("DescribeAcls of a topic", vec![describe_acls(Some(&some))]),
        ("CreateAcls, DeleteAcls", change_acl()),
        ("CreateTopics, DeleteTopics", change_topic()),
        ("all topics by Metadata", vec![metadata(None)]),
        ("all ACLs by DescribeAcls", vec![describe_acls(None)]),
    ]
}

fn metadata(names: Option<Vec<String>>) -> Vec<u8> {
    let named = |name| MetadataRequestTopic { name: Some(name), ..Default::default() };
    let topics =
        names.as_ref().map(|names| names.iter().map(|name| named(name.as_str())).collect());
    frame(12, &MetadataRequest { topics, ..Default::default() })
}

fn find_coordinator() -> Vec<u8> {
    frame(2, &FindCoordinatorRequest { key: "billing", ..Default::default() })
}

fn list_offsets(name: &str) -> Vec<u8> {
    let partition = ListOffsetsPartition { timestamp: -1, ..Default::default() };
    let partitions = vec![partition].into();
    let topics = vec![ListOffsetsTopic { name, partitions, ..Default::default() }].into();
    frame(7, &ListOffsetsRequest { replica_id: -1, topics, ..Default::default() })
}

fn produce(name: &str) -> Vec<u8> {
    let batch = RecordBatch::of(1_700_000_000_000, &["value"]).bytes();
    let partition =
        PartitionProduceData { index: 0, records: Some(Opaque(&batch)), ..Default::default() };
    let topic =
        TopicProduceData { name, partition_data: vec![partition].into(), ..Default::default() };
    let topic_data = vec![topic].into();
    frame(9, &ProduceRequest { acks: -1, timeout_ms: 1000, topic_data, ..Default::default() })
}

fn fetch() -> Vec<u8> {
    let name = topic(TOPICS / 2);
    let partition = FetchPartition { partition_max_bytes: 1 << 20, ..Default::default() };
    let partitions = vec![partition].into();
    let topics = vec![FetchTopic { topic: &name, partitions, ..Default::default() }].into();
    let request = FetchRequest {
        replica_id: -1,
        max_bytes: 1 << 20,
        session_epoch: -1,
        topics,
        ..Default::default()
    };
    frame(11, &request)
}

fn describe_configs(resource_name: &str) -> Vec<u8> {
    let resource = DescribeConfigsResource {
        resource_type: ConfigResourceType::TOPIC,
        resource_name,
        ..Default::default()
    };
    frame(4, &DescribeConfigsRequest { resources: vec![resource].into(), ..Default::default() })
}

fn describe_acls(resource_name_filter: Option<&str>) -> Vec<u8> {
    let request = DescribeAclsRequest {
        resource_type_filter: ResourceType::TOPIC,
        resource_name_filter,
        pattern_type_filter: PatternType::ANY,
        operation: AclOperation::ANY,
        permission_type: AclPermissionType::ANY,
        ..Default::default()
    };
    frame(3, &request)
}

fn change_acl() -> Vec<Vec<u8>> {
    let creation = AclCreation {
        resource_type: ResourceType::GROUP,
        resource_name: "billing",
        resource_pattern_type: PatternType::LITERAL,
        principal: "User:other",
        host: "*",
        operation: AclOperation::READ,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    let filter = DeleteAclsFilter {
        resource_type_filter: ResourceType::GROUP,
        resource_name_filter: Some("billing"),
        pattern_type_filter: PatternType::LITERAL,
        operation: AclOperation::ANY,
        permission_type: AclPermissionType::ANY,
        ..Default::default()
    };
    let create = CreateAclsRequest { creations: vec![creation].into(), ..Default::default() };
    let delete = DeleteAclsRequest { filters: vec![filter].into(), ..Default::default() };
    vec![frame(3, &create), frame(3, &delete)]
}

fn change_topic() -> Vec<Vec<u8>> {
    let topic = CreatableTopic {
        name: "mine",
        num_partitions: 1,
        replication_factor: 1,
        ..Default::default()
    };
    let create = CreateTopicsRequest { topics: vec![topic].into(), ..Default::default() };
    let names = ["mine"];
    let delete = DeleteTopicsRequest {
        topic_names: (&names).into(),
        timeout_ms: 1000,
        ..Default::default()
    };
    vec![frame(7, &create), frame(5, &delete)]
}
