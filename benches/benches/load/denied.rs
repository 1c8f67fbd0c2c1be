//! An administrator's calls while four clients without rights ask as much as they can, 64 requests at a time each.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::scope;
use std::time::{Duration, Instant};

use interop::RecordBatch;
use kafka_admin::Admin;
use kafka_proto::Opaque;
use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};

use crate::pipe::{Pipe, frame};
use crate::{Child, Kind, Result, goal};

const FLOODERS: usize = 4;
const AT_A_TIME: usize = 64;
const CALLS: usize = 1_000;

pub(crate) fn run() -> Result<()> {
    let child = Child::start(Kind::Closed)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let admin = runtime.block_on(Admin::connect(child.iam()))?;
    println!("| beside | denied, a second | median, ms | 99 %, ms | longest, ms |");
    println!("|---|--:|--:|--:|--:|");
    let mut longest = Duration::ZERO;
    for (name, flood) in [
        ("nothing", None),
        ("Produce", Some(produce())),
        ("Metadata of 100 names", Some(names())),
        ("CreateTopics", Some(create())),
    ] {
        let (done, denied, started) = (AtomicBool::new(false), AtomicUsize::new(0), Instant::now());
        let mut taken = scope(|scope| {
            for _ in 0..FLOODERS {
                if let Some(frame) = &flood {
                    scope.spawn(|| pour(&child.plaintext, frame, &done, &denied));
                }
            }
            let taken = runtime.block_on(calls(&admin));
            done.store(true, Ordering::Relaxed);
            taken
        })?;
        let rate = denied.into_inner() as f64 / started.elapsed().as_secs_f64();
        taken.sort();
        let millis = |at: usize| taken[at].as_secs_f64() * 1e3;
        let (median, most, last) = (millis(CALLS / 2), millis(CALLS * 99 / 100), millis(CALLS - 1));
        println!("| {name} | {rate:.0} | {median:.2} | {most:.2} | {last:.2} |");
        longest = longest.max(taken[CALLS - 1]);
    }
    println!();
    let millis = longest.as_secs_f64() * 1e3;
    goal("the longest call", millis, "ms", longest <= Duration::from_millis(50), "at most 50");
    Ok(())
}

/// One after the other, as a person or a program that waits would.
async fn calls(admin: &Admin) -> Result<Vec<Duration>> {
    let mut taken = Vec::new();
    for _ in 0..CALLS {
        let asked = Instant::now();
        admin.describe_topics(&["orders"]).await?.one()?;
        taken.push(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(taken)
}

fn pour(address: &str, frame: &[u8], done: &AtomicBool, denied: &AtomicUsize) {
    let many = frame.repeat(AT_A_TIME);
    let mut pipe = Pipe::connect(address).expect("a listener");
    while !done.load(Ordering::Relaxed) {
        pipe.send(&many).expect("a connection");
        for _ in 0..AT_A_TIME {
            pipe.skip_answer().expect("an answer");
        }
        denied.fetch_add(AT_A_TIME, Ordering::Relaxed);
    }
}

fn produce() -> Vec<u8> {
    let batch = RecordBatch::of(1_700_000_000_000, &["value"]).bytes();
    let partition =
        PartitionProduceData { index: 0, records: Some(Opaque(&batch)), ..Default::default() };
    let topic = TopicProduceData {
        name: "orders",
        partition_data: vec![partition].into(),
        ..Default::default()
    };
    let topic_data = vec![topic].into();
    frame(9, &ProduceRequest { acks: -1, timeout_ms: 1000, topic_data, ..Default::default() })
}

fn names() -> Vec<u8> {
    let names = benches::names("name", 100);
    let named = |name| MetadataRequestTopic { name: Some(name), ..Default::default() };
    let topics: Vec<_> = names.iter().map(|name| named(name.as_str())).collect();
    frame(12, &MetadataRequest { topics: Some(topics.into()), ..Default::default() })
}

fn create() -> Vec<u8> {
    let topic = CreatableTopic {
        name: "mine",
        num_partitions: 1,
        replication_factor: 1,
        ..Default::default()
    };
    frame(7, &CreateTopicsRequest { topics: vec![topic].into(), ..Default::default() })
}
