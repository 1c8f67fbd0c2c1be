//! How often a call allocates.

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::metadata::{
    MetadataResponse, MetadataResponsePartition, MetadataResponseTopic,
};

use crate::case::{allocations, encoded, versions};
use crate::filter;

#[test]
fn a_partition_with_three_replicas_needs_no_allocation_of_its_own() {
    let partition = MetadataResponsePartition {
        replica_nodes: vec![1, 2, 3].into(),
        isr_nodes: vec![1, 2, 3].into(),
        ..Default::default()
    };
    let version = *versions(ApiKey::METADATA).end();
    let described = |count| {
        let topic = MetadataResponseTopic {
            name: Some("mine"),
            partitions: vec![partition.clone(); count].into(),
            ..Default::default()
        };
        let response = MetadataResponse { topics: vec![topic].into(), ..Default::default() };
        allocations((ApiKey::METADATA, version), encoded(version, &response), async |admin| {
            admin.describe_topics(&["mine"]).await.unwrap().one().unwrap()
        })
    };
    let (few, many) = (described(10), described(10_000));
    println!("{few} allocations with 10 partitions, {many} with 10,000");
    assert!(few <= 40, "{few}");
    // What is read into grows by doubling.
    assert!(many <= few + 100, "{few} and {many}");
}

#[test]
fn the_names_of_many_acls_of_few_principals_are_copied_once() {
    let principals: Vec<String> = (0..50).map(|n| format!("User:user-{n}")).collect();
    let acls: Vec<_> = (0..10_000)
        .map(|n| AclDescription { principal: &principals[n % 50], host: "*", ..Default::default() })
        .collect();
    let resource =
        DescribeAclsResource { resource_name: "t", acls: acls.into(), ..Default::default() };
    let response = DescribeAclsResponse { resources: vec![resource].into(), ..Default::default() };
    let version = *versions(ApiKey::DESCRIBE_ACLS).end();
    let frame = encoded(version, &response);
    let count = allocations((ApiKey::DESCRIBE_ACLS, version), frame, async |admin| {
        admin.describe_acls(&filter()).await.unwrap()
    });
    assert!(count < 1_000, "{count}");
}
