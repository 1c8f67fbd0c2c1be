//! The file of kafka-delete-records.sh.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use kafka_admin::topics::{RecordsToDelete, TopicPartition};
use serde::Deserialize;

use super::Wanted;
use crate::failure::{Failure, Result};

/// More than any command needs, and less than any memory.
const MAX_SIZE: u64 = 16 * 1024 * 1024;

#[derive(Debug, Deserialize)]
struct Offsets {
    /// Kafka takes a file without one for version 1.
    #[serde(default = "version_1")]
    version: i64,
    partitions: Vec<Partition>,
}

#[derive(Debug, Deserialize)]
struct Partition {
    topic: String,
    partition: i32,
    /// -1 is the end.
    offset: i64,
}

fn version_1() -> i64 {
    1
}

/// What the file says is to go.
pub(super) fn read(path: &Path) -> Result<Wanted> {
    let name = path.display();
    let file = File::open(path).map_err(|error| Failure::cannot_read(name.to_string(), error))?;
    let mut text = String::new();
    let read = file.take(MAX_SIZE + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::cannot_read(name.to_string(), error))?;
    if text.len() as u64 > MAX_SIZE {
        return Err(Failure::usage(format!("{name} is larger than {MAX_SIZE} bytes")));
    }
    parse(&text)
        .map_err(|failure| Failure { message: format!("{name}: {}", failure.message), ..failure })
}

fn parse(text: &str) -> Result<Wanted> {
    let Offsets { version, partitions } =
        serde_json::from_str(text).map_err(|error| Failure::usage(error.to_string()))?;
    if version != 1 {
        return Err(Failure::usage(format!("version {version} is not known, only 1")));
    }
    if partitions.is_empty() {
        return Err(Failure::usage("it names no partitions"));
    }
    let mut wanted = Vec::with_capacity(partitions.len());
    for Partition { topic, partition, offset } in partitions {
        let records = match offset {
            -1 => RecordsToDelete::All,
            _ => RecordsToDelete::Before(offset),
        };
        wanted.push((TopicPartition::new(topic, partition), records));
    }
    super::once(&wanted)?;
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_the_one_of_kafkas_tool() {
        let text = r#"{"partitions": [{"topic": "foo", "partition": 1, "offset": 7},
            {"topic": "foo", "partition": 2, "offset": -1}], "version": 1}"#;
        let expected = vec![
            (TopicPartition::new("foo", 1), RecordsToDelete::Before(7)),
            (TopicPartition::new("foo", 2), RecordsToDelete::All),
        ];
        assert_eq!(parse(text).unwrap(), expected);
        let without = text.replace(r#", "version": 1"#, "");
        assert_eq!(parse(&without).unwrap(), expected);
    }

    #[test]
    fn what_is_not_understood_deletes_nothing() {
        let one = r#"{"topic": "t", "partition": 0, "offset": 1}"#;
        for wrong in [
            "",
            "[]",
            r#"{"partitions": []}"#,
            r#"{"partitions": [{"topic": "t", "partition": 0}]}"#,
            r#"{"version": 2, "partitions": [{"topic": "t", "partition": 0, "offset": 1}]}"#,
            &format!(r#"{{"partitions": [{one}, {one}]}}"#),
        ] {
            assert_eq!(parse(wrong).unwrap_err().exit, crate::USAGE, "{wrong}");
        }
    }
}
