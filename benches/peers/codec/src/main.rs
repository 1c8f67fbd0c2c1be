//! Measures one profile's build: times by criterion, and single operations for a profiler.
//!
//! ```text
//! codec-peers list                                                    names of all operations
//! codec-peers time [WORDS]                                            those whose name has WORDS
//! codec-peers once 20 metadata_1000x50 encode kafka-proto             one of them, 20 times
//! ```

mod cpu;

use std::time::Duration;

use codec_peers::Operation;
use criterion::{Criterion, Throughput};

use self::cpu::CpuTime;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let operations = codec_peers::operations();
    match arguments.as_slice() {
        ["list"] => operations.iter().for_each(|it| println!("{}", it.name())),
        ["time", words @ ..] => time(&operations, &words.join(" ")),
        ["once", times, words @ ..] => once(&operations, &words.join(" "), times),
        _ => panic!("list, time [WORDS] or once TIMES NAME"),
    }
}

fn time(operations: &[Operation], words: &str) {
    let mut criterion = Criterion::default().with_measurement(CpuTime);
    for operation in operations.iter().filter(|it| it.name().contains(words)) {
        let case = operation.case;
        let mut group = criterion.benchmark_group(format!("{} {}", case.name, operation.action));
        group.throughput(Throughput::Bytes(case.content.0.len() as u64));
        group.sample_size(if case.is_large { 10 } else { 30 });
        group.warm_up_time(Duration::from_millis(if case.is_large { 1 } else { 200 }));
        group.measurement_time(Duration::from_millis(600));
        let mut run = operation.start();
        group.bench_function(operation.by, |b| b.iter(&mut run));
        group.finish();
    }
}

fn once(operations: &[Operation], name: &str, times: &str) {
    let operation = operations.iter().find(|it| it.name() == name).expect("an operation's name");
    let times: usize = times.parse().expect("how many times");
    let mut run = operation.start();
    (0..times).for_each(|_| measured(&mut run));
}

/// A name for callgrind to switch on and off at.
#[inline(never)]
fn measured(run: &mut dyn FnMut()) {
    run();
}
