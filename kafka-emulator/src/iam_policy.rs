//! IAM policies: what an identity may do, as Amazon's documents say it.

use kafka_auth::{IAM_PREFIX as PREFIX, iam_actions, iam_resource};
use kafka_proto::{AclOperation, ResourceType};
use serde_json::{Map, Value};

/// What stands for permissions that have no documented action: only a policy that allows all actions gives them.
const UNDOCUMENTED: &str = "Undocumented";

/// The statements of one or more policy documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct IamPolicy {
    statements: Vec<Statement>,
}

#[derive(Clone, Debug)]
struct Statement {
    allows: bool,
    actions: Vec<String>,
    resources: Vec<String>,
}

/// A cluster's own ARN, by which those of its topics are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClusterArn {
    /// `arn:aws:kafka:<region>:<account>`.
    start: String,
    /// `<name>/<uuid>`.
    path: String,
}

impl ClusterArn {
    /// `None` if it is not the ARN of a cluster of MSK.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (start, path) = text.split_once(":cluster/")?;
        let parts: Vec<&str> = start.split(':').collect();
        let [arn, partition, service, region, account] = parts.as_slice() else { return None };
        let is_arn = *arn == "arn" && partition.starts_with("aws") && *service == "kafka";
        let has_place = !region.is_empty() && account.bytes().all(|c| c.is_ascii_digit());
        let (name, id) = path.split_once('/')?;
        let has_path = !name.is_empty() && !id.is_empty() && !id.contains('/');
        let arn = Self { start: start.to_owned(), path: path.to_owned() };
        (is_arn && has_place && !account.is_empty() && has_path).then_some(arn)
    }

    /// `None` for resources that have none, such as delegation tokens.
    fn of(&self, on: ResourceType, name: &str) -> Option<String> {
        let Self { start, path } = self;
        let kind = match on {
            ResourceType::CLUSTER => return Some(self.to_string()),
            ResourceType::TOPIC => "topic",
            ResourceType::GROUP => "group",
            ResourceType::TRANSACTIONAL_ID => "transactional-id",
            _ => return None,
        };
        Some(format!("{start}:{kind}/{path}/{name}"))
    }
}

impl std::fmt::Display for ClusterArn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:cluster/{}", self.start, self.path)
    }
}

impl IamPolicy {
    /// Adds the statements of a document.
    ///
    /// # Errors
    /// What is wrong with it, or what the emulator would have to ignore: conditions, NotAction and NotResource.
    pub(crate) fn add(&mut self, document: &str) -> Result<(), String> {
        let document: Value = serde_json::from_str(document).map_err(|flaw| flaw.to_string())?;
        let document = document.as_object().ok_or("the document is no JSON object")?;
        only(document, &["Version", "Id", "Statement"])?;
        let statements = match document.get("Statement") {
            Some(Value::Array(statements)) => statements.iter().collect(),
            Some(statement @ Value::Object(_)) => vec![statement],
            _ => return Err("the document has no Statement".into()),
        };
        for (index, statement) in statements.into_iter().enumerate() {
            let read = Statement::read(statement);
            self.statements.push(read.map_err(|flaw| format!("Statement[{index}]: {flaw}"))?);
        }
        Ok(())
    }

    /// Whether it allows to connect to that cluster.
    pub(crate) fn allows_connect(&self, cluster: &ClusterArn) -> bool {
        self.allows_action("Connect", &cluster.to_string())
    }

    /// Whether it allows the action that stands for the operation, and the others that Amazon's table demands
    /// with it on the same resource.
    pub(crate) fn allows(
        &self,
        cluster: &ClusterArn,
        operation: AclOperation,
        on: ResourceType,
        name: &str,
    ) -> bool {
        let actions = iam_actions(operation, on);
        // Where a resource has no ARN, only `*` is about it.
        let arn = cluster.of(on, name).unwrap_or_default();
        match actions {
            [] => self.allows_action(UNDOCUMENTED, &arn),
            actions => {
                let mut on_it = actions.iter().filter(|action| iam_resource(action) == Some(on));
                on_it.all(|action| self.allows_action(action, &arn))
            }
        }
    }

    /// An explicit Deny wins, and without an Allow nothing is allowed.
    fn allows_action(&self, action: &str, arn: &str) -> bool {
        let action = format!("{PREFIX}{action}");
        let mut about = self.statements.iter().filter(|it| it.is_about(&action, arn)).peekable();
        about.peek().is_some() && about.all(|statement| statement.allows)
    }
}

impl Statement {
    fn read(statement: &Value) -> Result<Self, String> {
        let statement = statement.as_object().ok_or("it is no JSON object")?;
        only(statement, &["Sid", "Effect", "Action", "Resource"])?;
        let allows = match statement.get("Effect").and_then(Value::as_str) {
            Some("Allow") => true,
            Some("Deny") => false,
            _ => return Err("Effect is Allow or Deny".into()),
        };
        let actions = texts(statement, "Action")?;
        for action in &actions {
            let is_ours = action == "*" || action.to_ascii_lowercase().starts_with(PREFIX);
            if !is_ours && action.starts_with("kafka:") {
                let name = action.trim_start_matches("kafka:");
                return Err(format!(
                    "{action} is about MSK's control plane; for clients it is {PREFIX}{name}"
                ));
            }
        }
        let resources = texts(statement, "Resource")?;
        Ok(Self { allows, actions, resources })
    }

    fn is_about(&self, action: &str, arn: &str) -> bool {
        let action = action.to_ascii_lowercase();
        self.actions.iter().any(|pattern| matches(&pattern.to_ascii_lowercase(), &action))
            && self.resources.iter().any(|pattern| matches(pattern, arn))
    }
}

/// What is not looked at would be more than what was asked for, so it is refused.
fn only(members: &Map<String, Value>, known: &[&str]) -> Result<(), String> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(format!("{name} is not served; there are {}", known.join(", "))),
        None => Ok(()),
    }
}

/// A text or a list of texts.
fn texts(members: &Map<String, Value>, name: &str) -> Result<Vec<String>, String> {
    let wrong = || format!("{name} is a text or a list of texts");
    match members.get(name) {
        Some(Value::String(text)) => Ok(vec![text.clone()]),
        Some(Value::Array(texts)) if !texts.is_empty() => {
            texts.iter().map(|text| text.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        _ => Err(wrong()),
    }
}

/// Whether the text is as the pattern says: `*` is any text, also with slashes, and `?` any character. In time
/// and memory in proportion to both lengths: of several `*` only the last one is tried again.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while seen < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(c) if *c == '?' || *c == text[seen] => (at, seen) = (at + 1, seen + 1),
            _ => {
                let Some((star_at, star_seen)) = star else { return false };
                star = Some((star_at, star_seen + 1));
                (at, seen) = (star_at + 1, star_seen + 1);
            }
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use AclOperation as Op;
    use ResourceType as On;

    use super::*;

    const CLUSTER: &str = "arn:aws:kafka:us-east-1:111122223333:cluster/demo/abcd-1";

    fn cluster() -> ClusterArn {
        ClusterArn::parse(CLUSTER).unwrap()
    }

    fn policy(statements: &str) -> IamPolicy {
        let mut policy = IamPolicy::default();
        policy
            .add(&format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#))
            .unwrap();
        policy
    }

    fn statement(effect: &str, action: &str, resource: &str) -> String {
        format!(
            r#"{{"Effect": "{effect}", "Action": "kafka-cluster:{action}",
                "Resource": "arn:aws:kafka:us-east-1:111122223333:{resource}"}}"#
        )
    }

    fn allows(policy: &IamPolicy, operation: Op, on: On, name: &str) -> bool {
        policy.allows(&cluster(), operation, on, name)
    }

    #[test]
    fn patterns_take_any_text_and_any_character() {
        for (pattern, text, answer) in [
            ("*", "", true),
            ("a*c", "abbc", true),
            ("a*c", "ac", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*c", "abb", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("topic/*/*/t", "topic/demo/abcd-1/t", true),
            ("topic/*", "topic/demo/abcd-1/t", true),
            ("", "", true),
            ("", "a", false),
            ("**a", "a", true),
        ] {
            assert_eq!(matches(pattern, text), answer, "{pattern} {text}");
        }
        let long = "a".repeat(20_000);
        assert!(!matches(&("*a".repeat(50) + "b"), &long));
    }

    #[test]
    fn nothing_is_allowed_without_a_statement_and_a_deny_wins() {
        let none = policy("");
        assert!(!none.allows_connect(&cluster()) && !allows(&none, Op::READ, On::TOPIC, "t"));
        let all = statement("Allow", "*", "*");
        let denied = statement("Deny", "WriteData", "topic/*/secret");
        for statements in [[&all, &denied], [&denied, &all]] {
            let policy = policy(&statements.map(String::as_str).join(","));
            assert!(allows(&policy, Op::WRITE, On::TOPIC, "open"));
            assert!(!allows(&policy, Op::WRITE, On::TOPIC, "secret"));
            assert!(allows(&policy, Op::READ, On::TOPIC, "secret"));
        }
    }

    #[test]
    fn actions_stand_for_the_operations_of_amazons_table() {
        let consumer = policy(
            &[
                statement("Allow", "Connect", "cluster/demo/*"),
                statement("Allow", "*Group", "group/demo/*/app-*"),
                statement("Allow", "readdata", "topic/demo/*/orders"),
                statement("Allow", "DescribeTopic", "topic/demo/*/orders"),
            ]
            .join(","),
        );
        assert!(consumer.allows_connect(&cluster()));
        let other = "arn:aws:kafka:us-east-1:111122223333:cluster/other/abcd-1";
        assert!(!consumer.allows_connect(&ClusterArn::parse(other).unwrap()));
        for (operation, on, name, answer) in [
            (Op::READ, On::TOPIC, "orders", true),
            (Op::DESCRIBE, On::TOPIC, "orders", true),
            (Op::WRITE, On::TOPIC, "orders", false),
            (Op::READ, On::TOPIC, "bills", false),
            (Op::READ, On::GROUP, "app-1", true),
            (Op::DELETE, On::GROUP, "app-1", true),
            (Op::READ, On::GROUP, "other", false),
            (Op::DESCRIBE, On::CLUSTER, "kafka-cluster", false),
            (Op::CLUSTER_ACTION, On::CLUSTER, "kafka-cluster", false),
        ] {
            assert_eq!(allows(&consumer, operation, on, name), answer, "{operation} {on} {name}");
        }
    }

    /// "WriteData" says it needs "DescribeTopic" too.
    #[test]
    fn an_action_needs_those_that_amazon_names_with_it() {
        let alone = policy(&statement("Allow", "WriteData", "topic/*"));
        assert!(!allows(&alone, Op::WRITE, On::TOPIC, "t"));
        let alone = policy(&statement("Allow", "WriteDataIdempotently", "cluster/*"));
        assert!(allows(&alone, Op::IDEMPOTENT_WRITE, On::CLUSTER, "kafka-cluster"));
        let all = policy(&statement("Allow", "*", "*"));
        assert!(allows(&all, Op::CLUSTER_ACTION, On::CLUSTER, "kafka-cluster"));
    }

    #[test]
    fn what_would_be_ignored_is_refused() {
        let flaw = |text: &str| IamPolicy::default().add(text).unwrap_err();
        let one = |statement: &str| flaw(&format!(r#"{{"Statement": {statement}}}"#));
        assert!(flaw("{").contains("EOF"));
        assert_eq!(flaw("{}"), "the document has no Statement");
        let not = one(r#"{"Effect": "Allow", "NotAction": "*", "Resource": "*"}"#);
        assert!(not.starts_with("Statement[0]: NotAction is not served"), "{not}");
        let condition =
            one(r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {}}"#);
        assert!(condition.contains("Condition is not served"), "{condition}");
        let effect = one(r#"{"Effect": "allow", "Action": "*", "Resource": "*"}"#);
        assert!(effect.ends_with("Effect is Allow or Deny"), "{effect}");
        let other = one(r#"{"Effect": "Allow", "Action": "kafka:ReadData", "Resource": "*"}"#);
        assert!(other.ends_with("for clients it is kafka-cluster:ReadData"), "{other}");
        let missing = one(r#"{"Effect": "Allow", "Action": "*"}"#);
        assert!(missing.ends_with("Resource is a text or a list of texts"), "{missing}");
    }

    #[test]
    fn only_arns_of_clusters_are_arns_of_clusters() {
        assert_eq!(cluster().to_string(), CLUSTER);
        for wrong in [
            "",
            "arn:aws:kafka:us-east-1:1:topic/a/b",
            "arn:aws:kafka::1:cluster/a/b",
            "arn:aws:kafka:r:x:cluster/a/b",
            "arn:aws:kafka:r:1:cluster/a",
        ] {
            assert_eq!(ClusterArn::parse(wrong), None, "{wrong}");
        }
    }
}
