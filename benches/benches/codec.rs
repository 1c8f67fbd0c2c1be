//! Encoding and decoding the messages of a large cluster.
//!
//! `decode` is the whole check of a frame; `visit` reads every field of every element on top, as
//! a program does that keeps what it needs.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kafka_proto::messages::metadata::MetadataResponse;
use kafka_proto::messages::{
    ApiVersionsResponse, CreateAclsRequest, CreateTopicsRequest, DescribeAclsResponse,
};
use kafka_proto::{Array, Message};

fn metadata(c: &mut Criterion) {
    for (topics, partitions) in [(1_000, 50), (10_000, 100)] {
        let names = benches::names("topic", topics);
        let response = benches::metadata(&names, partitions);
        let body = benches::body(&response, 12);
        let mut group = c.benchmark_group(format!("metadata_v12_{topics}x{partitions}"));
        group.throughput(Throughput::Bytes(body.len() as u64)).sample_size(20);
        group.bench_function("decode", |b| {
            b.iter(|| MetadataResponse::decode(black_box(&body), 12).map(|it| it.topics.len()))
        });
        group.bench_function("visit", |b| b.iter(|| visit(black_box(&body))));
        encode(&mut group, &response, 12);
        group.finish();
    }
}

/// Adds up every partition's numbers, so that all of them are read.
fn visit(body: &[u8]) -> i64 {
    let Ok(response) = MetadataResponse::decode(body, 12) else { return 0 };
    let mut sum = 0;
    for topic in &response.topics {
        sum += topic.name.map_or(0, str::len) as i64;
        for partition in &topic.partitions {
            sum += i64::from(partition.leader_id) + total(&partition.replica_nodes);
            sum += i64::from(partition.partition_index) + total(&partition.isr_nodes);
        }
    }
    sum
}

fn total(brokers: &Array<'_, i32>) -> i64 {
    brokers.iter().map(i64::from).sum()
}

fn encode<'a, M: Message<'a>>(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    message: &M,
    version: i16,
) {
    let mut out = Vec::new();
    group.bench_function("encode", |b| {
        b.iter(|| {
            out.clear();
            black_box(message).encode(&mut out, version)
        })
    });
}

fn small(c: &mut Criterion) {
    let response = benches::api_versions();
    let body = benches::body(&response, 3);
    let mut group = c.benchmark_group("api_versions_v3");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("decode", |b| {
        b.iter(|| ApiVersionsResponse::decode(black_box(&body), 3).map(|it| it.api_keys.len()))
    });
    encode(&mut group, &response, 3);
    group.finish();
}

fn admin(c: &mut Criterion) {
    let names = benches::names("topic", 1_000);
    let mut group = c.benchmark_group("create_topics_v7_1000");
    encode::<CreateTopicsRequest<'_>>(&mut group, &benches::create_topics(&names), 7);
    let mut out = Vec::new();
    group.bench_function("build_and_encode", |b| {
        b.iter(|| {
            out.clear();
            benches::create_topics(black_box(&names)).encode(&mut out, 7)
        })
    });
    group.finish();
    let mut group = c.benchmark_group("create_acls_v3_1000");
    encode::<CreateAclsRequest<'_>>(&mut group, &benches::create_acls(&names), 3);
    group.finish();
}

fn describe_acls(c: &mut Criterion) {
    let names = benches::names("topic", 25_000);
    let body = benches::body(&benches::describe_acls(&names), 3);
    let mut group = c.benchmark_group("describe_acls_v3_100000");
    group.throughput(Throughput::Bytes(body.len() as u64)).sample_size(20);
    group.bench_function("decode", |b| {
        b.iter(|| DescribeAclsResponse::decode(black_box(&body), 3).map(|it| it.resources.len()))
    });
    group.finish();
}

criterion_group!(codec, metadata, small, admin, describe_acls);
criterion_main!(codec);
