//! Metadata of one topic with three partitions, 64 requests at a time on each of two connections.

use std::thread::scope;
use std::time::{Duration, Instant};

use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};

use crate::child::cpu;
use crate::pipe::{Pipe, frame};
use crate::{Child, Kind, ROUNDS, Result, goal, median};

const CONNECTIONS: usize = 2;
const AT_A_TIME: usize = 64;
const TIME: Duration = Duration::from_secs(3);

pub(crate) fn run() -> Result<()> {
    let child = Child::start(Kind::Open)?;
    let (mut rates, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (before, started) = (child.cpu()? + cpu("self")?, Instant::now());
        let answers: usize = scope(|scope| {
            let clients: Vec<_> =
                (0..CONNECTIONS).map(|_| scope.spawn(|| ask(&child.plaintext))).collect();
            let joined = clients.into_iter().map(|it| it.join().expect("a client"));
            joined.sum::<Result<usize>>()
        })?;
        let used = child.cpu()? + cpu("self")? - before;
        rates.push(answers as f64 / started.elapsed().as_secs_f64());
        costs.push(used.as_secs_f64() * 1e6 / answers as f64);
    }
    let cost = median(costs);
    println!("CPU of both sides: {cost:.1} us each, so {:.0} a second on 2 processors", 2e6 / cost);
    let rate = median(rates);
    goal("Metadata", rate, "a second, both sides here", rate >= 20_000.0, "20,000");
    Ok(())
}

fn ask(address: &str) -> Result<usize> {
    let topic = MetadataRequestTopic { name: Some("orders"), ..Default::default() };
    let one =
        frame(12, &MetadataRequest { topics: Some(vec![topic].into()), ..Default::default() });
    let many = one.repeat(AT_A_TIME / 2);
    let (mut pipe, end) = (Pipe::connect(address)?, Instant::now() + TIME);
    // Half of them are on the way while the other half is read.
    pipe.send(&many)?;
    let mut answers = 0;
    while Instant::now() < end {
        pipe.send(&many)?;
        for _ in 0..AT_A_TIME / 2 {
            pipe.skip_answer()?;
            answers += 1;
        }
    }
    Ok(answers)
}
