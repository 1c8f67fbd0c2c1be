//! Where partitions are to be: the file of `kafka-reassign-partitions.sh`, or one partition.

use std::collections::HashSet;
use std::io::Read;
use std::path::Path;

use kafka_admin::escape::Escaped;
use kafka_admin::partitions::NewPartitionReassignment;
use kafka_admin::topics::TopicPartition;
use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};

/// What is read of a plan at most: half a million partitions.
const MAX_PLAN: u64 = 64 << 20;

/// The only version that Kafka has.
const VERSION: u32 = 1;

/// Any directory of the broker, as Kafka's own tool writes it.
pub(super) const ANY: &str = "any";

const SHAPE: &str = r#"a plan is {"version":1,"partitions":[{"topic":"T","partition":0,"replicas":[1,2]}]}, as kafka-reassign-partitions.sh writes it"#;

/// A plan, in the format of Kafka's own tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    version: u32,
    pub(super) partitions: Vec<Planned>,
}

/// The brokers of one partition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Planned {
    pub(super) topic: String,
    pub(super) partition: i32,
    pub(super) replicas: Vec<i32>,
    #[serde(default)]
    log_dirs: Vec<String>,
}

impl Plan {
    pub(super) fn new(partitions: Vec<Planned>) -> Self {
        Self { version: VERSION, partitions }
    }

    pub(super) fn read(path: &Path) -> Result<Self> {
        let (name, mut text) = (path.display(), Vec::new());
        let file = std::fs::File::open(path);
        let read = file.and_then(|file| file.take(MAX_PLAN + 1).read_to_end(&mut text));
        match read {
            Err(error) => Err(Failure::cannot_read(name, error)),
            Ok(_) if text.len() as u64 > MAX_PLAN => {
                Err(Failure::usage(format!("{name} has more than {MAX_PLAN} bytes")))
            }
            Ok(_) => serde_json::from_slice(&text)
                .map_err(|error| Failure::usage(format!("{name} is no plan: {error}")).hint(SHAPE)),
        }
    }

    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string(self).unwrap_or_default() + "\n";
        std::fs::write(path, text).map_err(|error| Failure::cannot_write(path, &error))
    }

    /// What no broker would do, whatever the cluster is: every reason.
    pub(super) fn flaws(&self) -> Vec<String> {
        let mut flaws = Vec::new();
        if self.version != VERSION {
            flaws.push(format!("the plan has version {}, and only {VERSION} exists", self.version));
        }
        if self.partitions.is_empty() {
            flaws.push("the plan has no partitions".to_owned());
        }
        let mut seen = HashSet::new();
        for it in &self.partitions {
            if !seen.insert((&it.topic, it.partition)) {
                flaws.push(format!("{it} is there twice"));
            }
            flaws.extend(it.flaw().map(|flaw| format!("{it}: {flaw}")));
        }
        flaws
    }

    /// The brokers that are named, each once.
    pub(super) fn brokers(&self) -> HashSet<i32> {
        self.partitions.iter().flat_map(|it| it.replicas.iter().copied()).collect()
    }

    /// The topics that are named, each once.
    pub(super) fn topics(&self) -> Vec<String> {
        let mut topics: Vec<String> = self.partitions.iter().map(|it| it.topic.clone()).collect();
        topics.sort_unstable();
        topics.dedup();
        topics
    }
}

impl Planned {
    pub(super) fn new(topic: &str, partition: i32, replicas: Vec<i32>) -> Self {
        let log_dirs = replicas.iter().map(|_| ANY.to_owned()).collect();
        Self { topic: topic.to_owned(), partition, replicas, log_dirs }
    }

    /// With the directories of the brokers, in the same order.
    pub(super) fn in_dirs(self, log_dirs: Vec<String>) -> Self {
        Self { log_dirs, ..self }
    }

    pub(super) fn name(&self) -> (&str, i32) {
        (&self.topic, self.partition)
    }

    /// The directories that are named, with their brokers.
    pub(super) fn dirs(&self) -> impl Iterator<Item = (i32, &str)> {
        let dirs = self.replicas.iter().copied().zip(self.log_dirs.iter().map(String::as_str));
        dirs.filter(|(_, dir)| *dir != ANY)
    }

    pub(super) fn to(&self) -> NewPartitionReassignment {
        let partition = TopicPartition::new(&self.topic, self.partition);
        NewPartitionReassignment::to(partition, self.replicas.as_slice())
    }

    fn flaw(&self) -> Option<String> {
        let mut seen = HashSet::new();
        let twice = self.replicas.iter().find(|id| !seen.insert(**id));
        let (dirs, replicas) = (self.log_dirs.len(), self.replicas.len());
        match (self.replicas.iter().find(|id| **id < 0), twice) {
            _ if self.partition < 0 => Some("the number of a partition is not negative".to_owned()),
            _ if self.replicas.is_empty() => Some("it has no replicas".to_owned()),
            (Some(id), _) => Some(format!("{id} is no broker's id")),
            (_, Some(id)) => Some(format!("broker {id} is there twice")),
            _ if dirs > 0 && dirs != replicas => {
                Some(format!("it has {replicas} replicas, and {dirs} directories in log_dirs"))
            }
            _ => None,
        }
    }
}

/// `orders-0`, with nothing that a terminal would obey.
impl std::fmt::Display for Planned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", Escaped(&self.topic), self.partition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> serde_json::Result<Plan> {
        serde_json::from_str(text)
    }

    #[test]
    fn a_plan_of_kafkas_own_tool_is_read_and_written() {
        let text = r#"{"version":1,"partitions":[{"topic":"a","partition":0,"replicas":[2,1],"log_dirs":["any","any"]}]}"#;
        let read = plan(text).unwrap();
        assert_eq!(read, Plan::new(vec![Planned::new("a", 0, vec![2, 1])]));
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert!(read.flaws().is_empty());
        assert!(plan(r#"{"version":1,"partitions":[{"topic":"a"}]}"#).is_err());
    }

    #[test]
    fn every_flaw_is_told() {
        let planned = |partition, replicas: &[i32]| Planned::new("a", partition, replicas.to_vec());
        let mut plan = Plan::new(vec![
            planned(0, &[1]),
            planned(0, &[2]),
            planned(1, &[]),
            planned(2, &[1, 1]),
            planned(3, &[-1]),
            planned(-1, &[1]),
        ]);
        plan.version = 2;
        plan.partitions[0].log_dirs = vec!["/data".to_owned(), "any".to_owned()];
        let flaws = plan.flaws();
        assert_eq!(flaws.len(), 7, "{flaws:?}");
        assert_eq!(flaws[1], "a-0: it has 1 replicas, and 2 directories in log_dirs");
        assert_eq!(flaws[2], "a-0 is there twice");
        assert_eq!(Plan::new(Vec::new()).flaws().len(), 1);
    }
}
