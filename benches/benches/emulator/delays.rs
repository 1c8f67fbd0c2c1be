//! The longest delay that one client can cause another.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::scope;
use std::time::{Duration, Instant};

use kafka_emulator::Builder;
use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::delete_acls::{DeleteAclsFilter, DeleteAclsRequest};
use kafka_proto::messages::delete_topics::DeleteTopicsRequest;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use crate::client::{Client, Running};
use crate::{builder, with_topics};

/// As many as the emulator takes, each topic with one partition.
const ACLS: usize = 10_000;
const TOPICS: usize = 100_000;

/// How many of them a heavy change creates and deletes again.
const NEW_ACLS: usize = 1_000;
const NEW_TOPICS: usize = 10_000;

/// The topic that the other client creates and deletes all the time.
const MINE: usize = 1;

/// How many times each heavy request is made.
const ROUNDS: usize = 3;

/// A request that takes long.
type Heavy = fn(&mut Client);

/// Prints the longest answers to a second client, for something read and for something changed.
pub(crate) fn print() {
    println!("\nLongest answer to another client, {ACLS} ACLs, {TOPICS} topics, one thread:");
    println!(
        "{:<44} {:>12} {:>12} {:>12}",
        "while somebody asks for", "it takes", "a read", "a change"
    );
    let full = with_topics(builder(ACLS), TOPICS - MINE);
    row_each(
        full.super_user("User:ANONYMOUS"),
        &[
            ("nothing", |_| std::thread::sleep(Duration::from_millis(300))),
            ("Metadata of all topics, with operations", all_topics),
            ("Metadata of 300,000 names", many_names),
            ("DeleteAcls by 3,000 filters for nothing", many_filters),
        ],
    );
    let with_room = with_topics(builder(ACLS - NEW_ACLS), TOPICS - MINE - NEW_TOPICS);
    row_each(
        with_room.super_user("User:ANONYMOUS"),
        &[
            ("CreateTopics of 10,000, then DeleteTopics", many_topics),
            ("CreateAcls of 1,000, then DeleteAcls", many_acls),
        ],
    );
    row_each(
        with_topics(builder(ACLS), TOPICS - MINE),
        &[
            ("the first, without any right", all_topics),
            ("the second, without any right", many_names),
        ],
    );
}

fn row_each(builder: Builder, heavy: &[(&str, Heavy)]) {
    let running = Running::start(builder);
    for (name, heavy) in heavy {
        let (took, read, changed) = measure(&running.address, *heavy);
        println!("{name:<44} {took:>12.1?} {read:>12.1?} {changed:>12.1?}");
    }
}

/// How long the heavy request takes, and the longest answers meanwhile.
fn measure(address: &str, heavy: Heavy) -> (Duration, Duration, Duration) {
    let done = AtomicBool::new(false);
    scope(|scope| {
        let read = scope.spawn(|| longest(address, &done, describe));
        let changed = scope.spawn(|| longest(address, &done, create_and_delete));
        let mut client = Client::connect(address);
        let started = Instant::now();
        (0..ROUNDS).for_each(|_| heavy(&mut client));
        let took = started.elapsed() / ROUNDS as u32;
        done.store(true, Ordering::Relaxed);
        (took, read.join().expect("a reader"), changed.join().expect("a writer"))
    })
}

fn longest(address: &str, done: &AtomicBool, ask: Heavy) -> Duration {
    let mut client = Client::connect(address);
    let mut longest = Duration::ZERO;
    while !done.load(Ordering::Relaxed) {
        let asked = Instant::now();
        ask(&mut client);
        longest = longest.max(asked.elapsed());
        std::thread::sleep(Duration::from_micros(200));
    }
    longest
}

fn describe(client: &mut Client) {
    client.ask(1, &DescribeClusterRequest::default());
}

fn create_and_delete(client: &mut Client) {
    create(client, &["mine".to_owned()]);
    delete(client, &["mine"]);
}

fn create(client: &mut Client, names: &[String]) {
    let topic = |name| CreatableTopic {
        name,
        num_partitions: 1,
        replication_factor: 1,
        ..Default::default()
    };
    let topics = names.iter().map(|name| topic(name.as_str())).collect();
    client.ask(7, &CreateTopicsRequest { topics, ..Default::default() });
}

fn delete(client: &mut Client, names: &[&str]) {
    let topic_names = names.into();
    client.ask(5, &DeleteTopicsRequest { topic_names, timeout_ms: 60_000, ..Default::default() });
}

fn all_topics(client: &mut Client) {
    let request = MetadataRequest {
        topics: None,
        include_topic_authorized_operations: true,
        ..Default::default()
    };
    client.ask(12, &request);
}

fn many_names(client: &mut Client) {
    let names: Vec<String> = (0..300_000).map(|index| format!("name-{index}")).collect();
    let named = |name| MetadataRequestTopic { name: Some(name), ..Default::default() };
    let topics: Vec<_> = names.iter().map(|name| named(name.as_str())).collect();
    client.ask(12, &MetadataRequest { topics: Some(topics.into()), ..Default::default() });
}

fn many_topics(client: &mut Client) {
    let names = benches::names("more", NEW_TOPICS);
    create(client, &names);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    delete(client, &names);
}

fn many_acls(client: &mut Client) {
    let names = benches::names("acl", NEW_ACLS);
    let acl = |resource_name| AclCreation {
        resource_type: ResourceType::GROUP,
        resource_name,
        resource_pattern_type: PatternType::LITERAL,
        principal: "User:other",
        host: "*",
        operation: AclOperation::READ,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    let creations = names.iter().map(|name| acl(name.as_str())).collect();
    client.ask(3, &CreateAclsRequest { creations, ..Default::default() });
    let filter = DeleteAclsFilter { resource_type_filter: ResourceType::GROUP, ..nothing(None) };
    let filters = vec![filter].into();
    client.ask(3, &DeleteAclsRequest { filters, ..Default::default() });
}

fn many_filters(client: &mut Client) {
    let filters = (0..3000).map(|_| nothing(Some("nobody"))).collect();
    client.ask(3, &DeleteAclsRequest { filters, ..Default::default() });
}

fn nothing(principal_filter: Option<&str>) -> DeleteAclsFilter<'_> {
    DeleteAclsFilter {
        resource_type_filter: ResourceType::ANY,
        resource_name_filter: None,
        pattern_type_filter: PatternType::ANY,
        principal_filter,
        host_filter: None,
        operation: AclOperation::ANY,
        permission_type: AclPermissionType::ANY,
        ..Default::default()
    }
}
