//! Answers as text, without what must differ: ids, ports, addresses, and orders that Kafka leaves to
//! chance.

/// The fields whose elements come in any order.
const UNORDERED: [&str; 10] = [
    "acls",
    "api_keys",
    "configs",
    "credential_infos",
    "finalized_features",
    "matching_acls",
    "resources",
    "responses",
    "supported_features",
    "topics",
];

/// Elements that come in any order, of fields that have an order elsewhere.
const SHUFFLED: [&str; 15] = [
    "AddPartitionsToTxnPartitionResult {",
    "AddPartitionsToTxnTopicResult {",
    "AlterUserScramCredentialsResult {",
    "CreatePartitionsTopicResult {",
    "DeleteRecordsPartitionResult {",
    "DescribeUserScramCredentialsResult {",
    "EntityData {",
    "EntryData {",
    "ListOffsetsPartitionResponse {",
    "PartitionProduceResponse {",
    "ResponseEntryData {",
    "ProducerState {",
    "ValueData {",
    "WritableTxnMarkerPartitionResult {",
    "WritableTxnMarkerTopicResult {",
];

/// Kafka's internal topics, which it makes when it needs them.
const INTERNAL: &str = "\"__consumer_offsets\"";

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
        if field == "topics" {
            self.children.retain(|node| !node.text().contains(INTERNAL));
        }
        if field == "api_keys" {
            let is_served = |node: &Node| {
                served.iter().any(|key| node.text().contains(&format!("api_key: {key},")))
            };
            self.children.retain(is_served);
        }
        let is_shuffled = self.children.iter().any(|it| SHUFFLED.contains(&it.line.trim()));
        if UNORDERED.contains(&field) || is_shuffled {
            self.children.sort_by_key(Node::text);
        }
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

fn mask(line: &str) -> String {
    // The end of the text is the time of the broker.
    if let Some((text, _)) = line.split_once("The timestamp should be within [") {
        return text.to_owned();
    }
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
        | "transaction_start_time_ms"
        | "last_timestamp"
            if !is_nothing =>
        {
            format!("{field}: _,")
        }
        _ => line.to_owned(),
    }
}
