//! What the emulator takes for requests in a large cluster, and how long one client can hold up
//! another.
//!
//! `cargo bench -p benches --bench emulator` measures both. The delays are the longest of all answers
//! to a second client while the first one asks for the heaviest things there are, on a runtime of one
//! thread; the goal is 50 ms with 10,000 ACLs and 100,000 partitions.

mod client;
mod delays;

use std::time::Duration;

use criterion::{BenchmarkId, Criterion};
use kafka_emulator::{Acl, Builder, Emulator};
use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::delete_topics::DeleteTopicsRequest;
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{AclOperation, ResourceType};

use client::{Client, Running};

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    metadata(&mut criterion);
    create_topics(&mut criterion);
    criterion.final_summary();
    delays::print();
}

/// A client without login that may read the topics, and `acls` ACLs in all, each for a topic or a
/// prefix of its own.
fn builder(acls: usize) -> Builder {
    let on = |name: String| Acl::allow("User:other", AclOperation::READ, ResourceType::TOPIC, name);
    let own = Acl::allow("User:ANONYMOUS", AclOperation::READ, ResourceType::TOPIC, "topic-");
    let builder = Emulator::builder().plaintext_listener(true).acl(own.prefixed());
    (1..acls).fold(builder, |builder, index| match index % 2 {
        0 => builder.acl(on(format!("topic-{index:06}"))),
        _ => builder.acl(on(format!("topic-{index:06}")).prefixed()),
    })
}

fn with_topics(builder: Builder, topics: usize) -> Builder {
    (0..topics).fold(builder, |builder, index| builder.topic(format!("topic-{index:06}"), 1))
}

/// 1,000 topics by name, all of them readable.
fn metadata(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("metadata_of_1000_topics");
    let names = benches::names("topic", 1000);
    let named = |name| MetadataRequestTopic { name: Some(name), ..Default::default() };
    let topics: Vec<_> = names.iter().map(|name| named(name.as_str())).collect();
    let request = MetadataRequest { topics: Some(topics.into()), ..Default::default() };
    for acls in [1, 10_000] {
        let running = Running::start(with_topics(builder(acls), 1000));
        let mut client = Client::connect(&running.address);
        group.bench_with_input(BenchmarkId::new("acls", acls), &acls, |bencher, _| {
            bencher.iter(|| client.ask(12, &request).len());
        });
    }
    group.finish();
}

/// One topic more, and gone again.
fn create_topics(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("create_and_delete_a_topic");
    let topic = CreatableTopic {
        name: "new",
        num_partitions: 1,
        replication_factor: 1,
        ..Default::default()
    };
    let create = CreateTopicsRequest { topics: vec![topic].into(), ..Default::default() };
    let names = ["new"];
    let delete = DeleteTopicsRequest {
        topic_names: (&names).into(),
        timeout_ms: 1000,
        ..Default::default()
    };
    for topics in [20, 10_000] {
        let running = Running::start(with_topics(builder(1), topics).super_user("User:ANONYMOUS"));
        let mut client = Client::connect(&running.address);
        group.bench_with_input(BenchmarkId::new("topics", topics), &topics, |bencher, _| {
            bencher.iter(|| client.ask(7, &create).len() + client.ask(5, &delete).len());
        });
    }
    group.finish();
}
