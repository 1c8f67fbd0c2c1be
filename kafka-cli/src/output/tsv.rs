//! Tab-separated values, for awk and cut: one row for each item, always with the same columns.
//!
//! The rows are made of the same items as the JSON. What is absent or empty is `-`, a list has commas between its
//! elements, and no value has a tab or the end of a line in it: those are escaped.

use std::io::Write;

use kafka_admin::escape::escaped;
use serde::Serialize;
use serde_json::Value;

use crate::stream::Stream;

/// The lists of verbs with fixed columns: the words of the verb, where the rows are, and the columns. `a/b` has a row
/// for each element of `b` in each element of `a`; a point in front of a column is for the lower level, two for the one
/// below that. The members of an object are rows, too, with a key and a value.
const TABLES: &[(&str, &str, &str)] = &[
    ("acl create", "acls", ACL),
    ("acl delete", "acls", ACL),
    ("acl grant", "acls", ACL),
    ("acl list", "acls", ACL),
    ("acl who", "who", "principal host operations"),
    ("broker api-versions", "brokers/apis", "id .api .key .min_version .max_version .used_version"),
    ("broker list", "brokers", "id host port rack fenced"),
    (
        "broker log-dirs",
        "brokers/log_dirs/replicas",
        "id .path ..topic ..partition ..size ..offset_lag ..future",
    ),
    ("cluster features", "features", "name level min_supported max_supported"),
    ("cluster quorum", "voters", QUORUM),
    ("cluster quorum", "observers", QUORUM),
    ("config alter", "configs/changes", "type name .key .operation .old .new"),
    ("config describe", "configs/entries", "name .name .value .source .default .read_only .type"),
    ("config list", "resources", "type name"),
    ("context list", "contexts", "name current bootstrap_servers"),
    ("context show", "settings", "key value origin"),
    (
        "decode",
        "requests",
        "time connection peer server principal client_id api version micros outcome errors packet",
    ),
    ("group delete", "groups", "group"),
    (
        "group describe",
        "groups/members",
        "group type state coordinator .member_id .instance_id .client_id .host",
    ),
    (
        "group lag",
        "groups/partitions",
        "group state .topic .partition .committed .end .lag .member_id .host",
    ),
    ("group list", "groups", "group type state protocol_type coordinator"),
    ("group offsets alter", "offsets", "topic partition before after"),
    ("group offsets delete", "offsets", "topic partition"),
    ("group offsets list", "groups/offsets", "group .topic .partition .offset .metadata"),
    ("group reset", "offsets", "topic partition before after note"),
    ("group share-offsets alter", "offsets", "topic partition before after"),
    ("group share-offsets list", "groups/offsets", "group .topic .partition .start .lag"),
    ("metadata", "topics/partitions", PARTITIONS),
    ("partition reassignments", "partitions", "topic partition replicas adding removing"),
    (
        "producer list",
        "partitions/producers",
        "topic partition .producer_id .producer_epoch .last_sequence .last_timestamp_ms .transaction_start_offset",
    ),
    ("quota list", "quotas/values", "entity .key .value"),
    ("token list", "tokens", "token_id owner renewers expiry_timestamp max_timestamp"),
    ("topic alter", "topics", "name before partitions"),
    ("topic create", "topics", "name id partitions replication_factor"),
    ("topic delete", "topics", "name"),
    ("topic delete-records", "partitions", "topic partition low_watermark"),
    ("topic describe", "topics/partitions", PARTITIONS),
    ("topic list", "topics", "name partitions internal id"),
    (
        "topic offsets",
        "partitions",
        "topic partition earliest latest count time offset timestamp leader_epoch",
    ),
    (
        "transaction describe",
        "transactions",
        "transactional_id state producer_id producer_epoch timeout_ms start_time_ms partitions",
    ),
    (
        "transaction find-hanging",
        "partitions/producers",
        "topic partition .producer_id .producer_epoch .transaction_start_offset .last_timestamp_ms",
    ),
    ("transaction list", "transactions", "transactional_id coordinator producer_id state"),
    ("user delete", "users", "name mechanism"),
    ("user list", "users/credentials", "name .mechanism .iterations"),
];

const ACL: &str = "resource_type pattern_type name principal host permission operation";
const PARTITIONS: &str = "name .index .leader .replicas .isr .offline";
const QUORUM: &str = "id log_end_offset last_fetch_ms last_caught_up_ms directory_id";

/// What stands for what is absent.
const ABSENT: &str = "-";

/// The rows of a verb.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tsv {
    command_has_tables: bool,
    wants_header: bool,
}

/// Where the rows of a list are, and their columns.
struct Table {
    levels: Vec<&'static str>,
    columns: Vec<&'static str>,
}

impl Tsv {
    /// For the verb of these words.
    pub(super) fn new(command: &str, wants_header: bool) -> Self {
        let command_has_tables = TABLES.iter().any(|(words, ..)| *words == command);
        Self { command_has_tables, wants_header }
    }

    /// Writes the names of the columns, once and if that is asked for.
    pub(super) fn header(&mut self, command: &str, list: &str, stream: &Stream) {
        if let Some(table) = table(command, list).filter(|_| self.wants_header) {
            self.wants_header = false;
            let names = table.columns.iter().map(|column| column.trim_start_matches('.'));
            let names: Vec<_> = names.map(str::to_ascii_uppercase).collect();
            write(stream, &names);
        }
    }

    /// Writes a member of the result: its rows if it is a list with columns, else its name and value. Beside lists
    /// with columns no other member is written.
    pub(super) fn member(
        &mut self,
        command: &str,
        name: &str,
        value: &impl Serialize,
        stream: &Stream,
    ) {
        let Ok(value) = serde_json::to_value(value) else { return };
        match (table(command, name), value) {
            (Some(_), Value::Array(items)) => {
                self.header(command, name, stream);
                items.iter().for_each(|item| self.value(command, name, item, stream));
            }
            (_, value) if !self.command_has_tables => pair(name, &value, stream),
            _ => {}
        }
    }

    /// Writes the rows of an item of a list.
    pub(super) fn item(self, command: &str, list: &str, item: &impl Serialize, stream: &Stream) {
        if let Ok(item) = serde_json::to_value(item) {
            self.value(command, list, &item, stream);
        }
    }

    fn value(self, command: &str, list: &str, item: &Value, stream: &Stream) {
        match table(command, list) {
            Some(table) => {
                let mut at = vec![item.clone()];
                rows(&table, &mut at, stream);
            }
            None if self.command_has_tables => {}
            None => pair(list, item, stream),
        }
    }
}

/// Writes cells, in which nothing is left that acts on a terminal.
fn write(mut stream: &Stream, cells: &[String]) {
    let _ = writeln!(stream, "{}", cells.join("\t"));
}

fn pair(name: &str, value: &Value, stream: &Stream) {
    write(stream, &[name.to_owned(), cell(value)]);
}

fn table(command: &str, list: &str) -> Option<Table> {
    TABLES.iter().filter(|(words, ..)| *words == command).find_map(|(_, path, columns)| {
        let levels: Vec<_> = path.split('/').collect();
        let columns = columns.split(' ').collect();
        (levels.first() == Some(&list)).then_some(Table { levels, columns })
    })
}

/// The rows below what is found so far. An element without any has one, so that it is not lost.
fn rows(table: &Table, at: &mut Vec<Value>, stream: &Stream) {
    let Some(level) = table.levels.get(at.len()) else { return row(table, at, stream) };
    let below = at.last().and_then(|item| item.get(level)).map(elements).unwrap_or_default();
    if below.is_empty() {
        return row(table, at, stream);
    }
    for element in below {
        at.push(element);
        rows(table, at, stream);
        at.pop();
    }
}

fn elements(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(elements) => elements.clone(),
        Value::Object(members) => {
            let pairs = members.iter();
            pairs.map(|(key, value)| serde_json::json!({"key": key, "value": value})).collect()
        }
        _ => Vec::new(),
    }
}

fn row(table: &Table, at: &[Value], stream: &Stream) {
    let cells = table.columns.iter().map(|column| {
        let name = column.trim_start_matches('.');
        let value = at.get(column.len() - name.len()).and_then(|item| item.get(name));
        value.map_or_else(|| ABSENT.to_owned(), cell)
    });
    write(stream, &cells.collect::<Vec<_>>());
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => escaped(text.as_str()).into_owned(),
        Value::Array(elements) => elements.iter().map(cell).collect::<Vec<_>>().join(","),
        Value::Object(members) => {
            let pairs = members
                .iter()
                .map(|(key, value)| format!("{}={}", escaped(key.as_str()), cell(value)));
            pairs.collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    };
    if text.is_empty() { ABSENT.to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Captured;

    fn written(command: &str, list: &str, wants_header: bool, items: &[Value]) -> String {
        let mut captured = Captured::default();
        let outside = captured.outside();
        let mut tsv = Tsv::new(command, wants_header);
        tsv.header(command, list, outside.stdout());
        items.iter().for_each(|item| tsv.item(command, list, item, outside.stdout()));
        outside.stdout().lost();
        drop(outside);
        captured.stdout()
    }

    #[test]
    fn the_columns_are_always_the_same() {
        let items =
            [json!({"name": "a\tb", "partitions": 3, "internal": false}), json!({"name": ""})];
        let expected = "NAME\tPARTITIONS\tINTERNAL\tID\na\\tb\t3\tfalse\t-\n-\t-\t-\t-\n";
        let shown = written("topic list", "topics", true, &items);
        assert_eq!(shown.replace("\\u{9}", "\\t"), expected);
        assert_eq!(written("topic list", "topics", false, &[]), "");
    }

    #[test]
    fn what_is_below_has_rows_of_its_own_and_is_not_lost_without_any() {
        let items = [
            json!({"id": 1, "log_dirs": [
                {"path": "/a", "replicas": [{"topic": "t", "partition": 0, "size": 7}, {"topic": "t", "partition": 1}]},
                {"path": "/b", "replicas": []},
            ]}),
            json!({"id": 2, "log_dirs": []}),
        ];
        let shown = written("broker log-dirs", "brokers", false, &items);
        let expected = "1\t/a\tt\t0\t7\t-\t-\n1\t/a\tt\t1\t-\t-\t-\n1\t/b\t-\t-\t-\t-\t-\n2\t-\t-\t-\t-\t-\t-\n";
        assert_eq!(shown, expected);
        let quota = json!({"entity": {"user": "a"}, "values": {"x": 1.5, "y": 2}});
        assert_eq!(
            written("quota list", "quotas", false, &[quota]),
            "user=a\tx\t1.5\nuser=a\ty\t2\n"
        );
    }

    #[test]
    fn what_has_no_columns_is_a_name_and_a_value() {
        let item = json!({"id": 1, "roles": ["a", "b"]});
        assert_eq!(
            written("cluster describe", "brokers", true, &[item]),
            "brokers\tid=1,roles=a,b\n"
        );
    }

    #[test]
    fn each_verb_with_columns_is_there() {
        use clap::CommandFactory;
        for (words, ..) in TABLES {
            let mut command = &crate::cli::Cli::command();
            for word in words.split(' ') {
                command = command.find_subcommand(word).unwrap_or_else(|| panic!("{words}"));
            }
        }
    }
}
