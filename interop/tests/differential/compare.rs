//! Answers as text, without what must differ: ids, ports, addresses, and orders that Kafka leaves to
//! chance.

/// The fields whose elements come in any order.
const UNORDERED: [&str; 14] = [
    "acls",
    "api_keys",
    "config_resources",
    "configs",
    "credential_infos",
    "finalized_features",
    "matching_acls",
    "replica_election_results",
    "resources",
    "responses",
    "subscribed_topic_names",
    "supported_features",
    "tokens",
    "topics",
];

/// Elements that come in any order, of fields that have an order elsewhere.
const SHUFFLED: [&str; 27] = [
    "AddPartitionsToTxnPartitionResult {",
    "AddPartitionsToTxnTopicResult {",
    "AlterReplicaLogDirPartitionResult {",
    "AlterReplicaLogDirTopicResult {",
    "AlterUserScramCredentialsResult {",
    "CreatePartitionsTopicResult {",
    "DeletableGroupResult {",
    "DeleteRecordsPartitionResult {",
    "DescribeLogDirsPartition {",
    "DescribeUserScramCredentialsResult {",
    "DescribedGroup {",
    "DescribedGroupMember {",
    "EntityData {",
    "EntryData {",
    "JoinGroupResponseMember {",
    "ListOffsetsPartitionResponse {",
    "ListedGroup {",
    "Member {",
    "OffsetFetchResponsePartition {",
    "OffsetFetchResponsePartitions {",
    "PartitionProduceResponse {",
    "ProducerState {",
    "ResponseEntryData {",
    "TopicPartitions {",
    "ValueData {",
    "WritableTxnMarkerPartitionResult {",
    "WritableTxnMarkerTopicResult {",
];

/// Kafka's internal topics, which it makes when it needs them.
const INTERNAL: [&str; 3] =
    ["\"__consumer_offsets\"", "\"__share_group_state\"", "\"__transaction_state\""];

/// The text of a response, a field on each line. Of the APIs it lists only the `served` ones are
/// kept.
pub(crate) fn normal(debug: &str, served: &[i16]) -> String {
    let mut lines = debug.lines();
    let nodes = parse(&mut lines, served);
    let mut out = String::new();
    nodes.iter().for_each(|node| node.write(&mut out));
    out
}

/// What stands only in one of two texts, `-` for the first and `+` for the second.
pub(crate) fn difference(kafka: &str, emulator: &str) -> Vec<String> {
    let (mut left, mut right): (Vec<&str>, Vec<&str>) =
        (kafka.lines().collect(), emulator.lines().collect());
    while !left.is_empty() && !right.is_empty() && left[0] == right[0] {
        left.remove(0);
        right.remove(0);
    }
    while !left.is_empty() && !right.is_empty() && left.last() == right.last() {
        left.pop();
        right.pop();
    }
    let removed = left.iter().map(|line| format!("- {}", line.trim()));
    let added = right.iter().map(|line| format!("+ {}", line.trim()));
    removed.chain(added).collect()
}

/// A line of pretty debug output, and what is indented below it.
struct Node {
    line: String,
    children: Vec<Node>,
    end: Option<String>,
}

fn parse<'a>(lines: &mut impl Iterator<Item = &'a str>, served: &[i16]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    while let Some(line) = lines.next() {
        let text = line.trim();
        if text.starts_with(['}', ']', ')']) {
            nodes.push(Node { line: line.to_owned(), children: Vec::new(), end: None });
            return nodes;
        }
        let mut node = Node { line: mask(line), children: Vec::new(), end: None };
        if text.ends_with(['{', '[', '(']) {
            node.children = parse(lines, served);
            node.end = node.children.pop().map(|end| end.line);
            node.settle(served);
        }
        nodes.push(node);
    }
    nodes
}

impl Node {
    fn settle(&mut self, served: &[i16]) {
        let field = self.line.trim().split(':').next().unwrap_or_default();
        if ["topics", "replica_election_results"].contains(&field) {
            self.children.retain(|node| {
                let text = node.text();
                !INTERNAL.iter().any(|name| text.contains(name))
            });
        }
        if field == "api_keys" {
            let is_served = |node: &Node| {
                served.iter().any(|key| node.text().contains(&format!("api_key: {key},")))
            };
            self.children.retain(is_served);
        }
        // How far the controllers are, while the same of a topic's partition counts.
        if self.children.iter().any(|it| it.line.trim().starts_with("current_voters: ")) {
            let differs = |it: &Self| {
                ["high_watermark: ", "leader_epoch: "]
                    .iter()
                    .any(|key| it.line.trim().starts_with(key))
            };
            self.children.retain(|it| !differs(it));
        }
        let is_shuffled = self.children.iter().any(|it| SHUFFLED.contains(&it.line.trim()));
        // The partitions of a transaction, which Kafka keeps in a hash set.
        let is_set = field == "partitions" && self.children.iter().all(Node::is_number);
        if UNORDERED.contains(&field) || is_shuffled || is_set {
            self.children.sort_by_key(Node::text);
        }
    }

    fn is_number(&self) -> bool {
        self.line.trim().trim_end_matches(',').parse::<i32>().is_ok()
    }

    fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.line);
        out.push('\n');
        self.children.iter().for_each(|node| node.write(out));
        if let Some(end) = &self.end {
            out.push_str(end);
            out.push('\n');
        }
    }
}

/// Ids that a broker made end with a random UUID.
fn without_uuid(line: &str) -> String {
    let (text, end) = match line.trim_end_matches(',').strip_suffix('"') {
        Some(text) => (text, "\","),
        None => return line.to_owned(),
    };
    let place = text.len().checked_sub(36).filter(|place| text.is_char_boundary(*place));
    match place.and_then(|place| text.split_at_checked(place)) {
        Some((name, id)) if id.split('-').map(str::len).eq([8, 4, 4, 4, 12]) => {
            format!("{name}_{end}")
        }
        _ => line.to_owned(),
    }
}

fn mask(line: &str) -> String {
    // The end of the text is the time of the broker.
    if let Some((text, _)) = line.split_once("The timestamp should be within [") {
        return text.to_owned();
    }
    // The ids of directories.
    if let Some((text, _)) = line.split_once("set of voters [") {
        return text.to_owned();
    }
    let line = &without_uuid(line);
    let Some((field, value)) = line.split_once(": ") else {
        // A text of a broker's insides, of which the end is for people.
        return match line.trim().strip_prefix("\"Request Request(processor=") {
            Some(text) => text.rsplit(") needs ").next().unwrap_or_default().to_owned(),
            None => line.to_owned(),
        };
    };
    let is_nothing = matches!(value, "\"\"," | "None," | "-1," | "AAAAAAAAAAAAAAAAAAAAAA,");
    match field.trim() {
        "port"
        | "topic_id"
        | "cluster_id"
        | "finalized_features_epoch"
        | "producer_id"
        | "log_append_time_ms"
        | "log_dir"
        | "log_end_offset"
        | "replica_directory_id"
        | "total_bytes"
        | "usable_bytes"
        | "token_id"
        | "transaction_start_time_ms"
        | "last_timestamp"
            if !is_nothing =>
        {
            format!("{field}: _,")
        }
        // Zero is no session.
        "session_id" if value != "0," => format!("{field}: _,"),
        "transaction_start_time_ms" if !is_nothing && value != "0," => format!("{field}: _,"),
        // Zero is no moment.
        "issue_timestamp"
        | "expiry_timestamp"
        | "max_timestamp"
        | "issue_timestamp_ms"
        | "expiry_timestamp_ms"
        | "max_timestamp_ms"
        | "last_fetch_timestamp"
        | "last_caught_up_timestamp" => {
            format!("{field}: {},", moment(value.trim_end_matches(',')))
        }
        _ => line.to_owned(),
    }
}

/// What is the same of moments in two clusters that are asked one after the other: days from now on.
fn moment(value: &str) -> String {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as f64;
    match value.parse::<f64>() {
        // Adding zero takes the sign from a negative one.
        Ok(moment) if moment > 1e12 => {
            format!("in {:.2} days", ((moment - now) / 864_000.0).round() / 100.0 + 0.0)
        }
        _ => value.to_owned(),
    }
}
