//! The file of `kadm group reset --from-file` and `--export`, which Kafka's own tool reads and writes, too.

use std::fs;
use std::path::Path;

use kafka_admin::Batch;
use kafka_admin::escape::Escaped;
use kafka_admin::groups::{OffsetReset, PlannedOffset};
use kafka_admin::topics::TopicPartition;

use crate::failure::{Failure, Result};

/// Reads `topic,partition,offset`, or `group,topic,partition,offset` of this group, on each line.
pub(super) fn read(path: &Path, group: &str) -> Result<Vec<(TopicPartition, OffsetReset)>> {
    let text =
        fs::read_to_string(path).map_err(|error| Failure::cannot_read(path.display(), error))?;
    let at = |number: usize, what: String| {
        Failure::usage(format!("{}, line {number}: {what}", path.display()))
            .hint("a line is TOPIC,PARTITION,OFFSET or GROUP,TOPIC,PARTITION,OFFSET")
    };
    let mut wanted = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let parsed = parse(line, group).map_err(|what| at(number, what))?;
        wanted.push(parsed);
    }
    match wanted.is_empty() {
        true => Err(Failure::usage(format!("{} has no line", path.display()))),
        false => Ok(wanted),
    }
}

/// Writes `topic,partition,offset` on each line, for what can be set.
pub(super) fn write(path: &Path, plan: &Batch<TopicPartition, PlannedOffset>) -> Result<()> {
    let mut text = String::new();
    for (TopicPartition { topic, partition }, planned) in plan.iter() {
        if let Ok(planned) = planned {
            text.push_str(&format!("{},{partition},{}\n", quoted(topic), planned.after));
        }
    }
    fs::write(path, text).map_err(|error| Failure::cannot_write(path, &error))
}

/// In quotes only where it must be.
fn quoted(field: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    match field.chars().all(is_plain) {
        true => field.to_owned(),
        false => format!("\"{}\"", field.replace('"', "\"\"")),
    }
}

fn parse(line: &str, group: &str) -> Result<(TopicPartition, OffsetReset), String> {
    let fields = fields(line).ok_or("a quote is not closed")?;
    let (topic, partition, offset) = match fields.as_slice() {
        [topic, partition, offset] => (topic, partition, offset),
        [of, topic, partition, offset] if of == group => (topic, partition, offset),
        [of, _, _, _] => return Err(format!("it is about the group {}", Escaped(of))),
        _ => return Err("it has not three or four fields".to_owned()),
    };
    let not = |what: &str, text: &str| format!("{} is no {what}", Escaped(text));
    let index = partition.parse().ok().filter(|it: &i32| *it >= 0);
    let index = index.ok_or_else(|| not("partition", partition))?;
    let number = offset.parse().ok().filter(|it: &i64| *it >= 0);
    let number = number.ok_or_else(|| not("offset", offset))?;
    Ok((TopicPartition::new(topic, index), OffsetReset::To(number)))
}

/// Fields between commas. One in quotes may have commas, and a quote as two of them (RFC 4180).
fn fields(line: &str) -> Option<Vec<String>> {
    let (mut fields, mut rest) = (Vec::new(), line.trim());
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (field, after) = rest.split_at_checked(end)?;
                (field.trim().to_owned(), after)
            }
        };
        fields.push(field);
        match after.trim_start().strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None if after.trim().is_empty() => return Some(fields),
            None => return None,
        }
    }
}

/// What stands in the quotes, and what is behind them.
fn unquoted(mut rest: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    loop {
        let (part, after) = rest.split_once('"')?;
        field.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                field.push('"');
                rest = more;
            }
            None => return Some((field, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_kafkas_tool_writes_them() {
        let expected = (TopicPartition::new("orders", 3), OffsetReset::To(1500));
        for line in [
            "orders,3,1500",
            " orders , 3 , 1500 ",
            "\"orders\",3,1500",
            "\"a,\"\"b\",orders,3,1500",
            "\"a,\"\"b\",\"orders\",\"3\",\"1500\"",
        ] {
            assert_eq!(parse(line, "a,\"b").unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn a_field_is_read_as_it_was_written() {
        for topic in ["orders", "a b", "a,b", "a\"b", ""] {
            let line = format!("{},3,1500", quoted(topic));
            let expected = (TopicPartition::new(topic, 3), OffsetReset::To(1500));
            assert_eq!(parse(&line, "g").unwrap(), expected, "{line}");
        }
        assert_eq!(quoted("orders.eu_1-2"), "orders.eu_1-2");
    }

    #[test]
    fn what_is_no_such_line_is_refused() {
        for line in [
            "orders",
            "orders,3",
            "orders,x,1",
            "orders,3,x",
            "orders,-1,1",
            "orders,3,-1",
            "other,orders,3,1",
            "g,orders,3,1,2",
            "\"orders,3,1",
            "\"orders\"x,3,1",
        ] {
            assert!(parse(line, "g").is_err(), "{line}");
        }
    }
}
