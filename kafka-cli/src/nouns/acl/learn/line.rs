//! A line of Kafka's authorizer log.

use std::fmt;

use kafka_admin::{AclOperation, ResourceType};

/// What a client asked for, and was allowed or denied.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Asked {
    pub(super) principal: String,
    pub(super) resource_type: ResourceType,
    pub(super) name: String,
    pub(super) operation: AclOperation,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { principal, resource_type, name, operation } = self;
        write!(f, "{operation} on {resource_type} {name} to {principal}")
    }
}

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    Allowed(Asked),
    Denied(Asked),
    /// The broker looked for itself, to filter an answer or to tell what is allowed: nobody asked.
    Looked,
    /// Something else, or nothing that can be read in one way only.
    Other,
}

const START: &str = "Principal = ";
/// The name that an idempotent producer is checked with.
const HARD_CODED: &str = "hardcode";

impl Line {
    /// Reads the text of `StandardAuthorizer`, and that of the `AclAuthorizer` of ZooKeeper.
    ///
    /// `Principal = User:a is Allowed operation = READ from host = 127.0.0.1 on resource =
    /// Topic:LITERAL:t for request = Fetch with resourceRefCount = 1 based on rule DefaultDeny`
    pub(super) fn parse(line: &str) -> Self {
        let Some((front, text)) = line.split_once(START) else { return Self::Other };
        let Some((verdict, asked, is_hard_coded)) = parts(text) else { return Self::Other };
        let is_trace = front.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == "TRACE");
        match verdict {
            _ if is_trace || is_hard_coded => Self::Looked,
            "Allowed" => Self::Allowed(asked),
            "Denied" => Self::Denied(asked),
            _ => Self::Other,
        }
    }
}

/// Names are written as they are: where one holds the words between the parts, there is no telling.
fn parts(text: &str) -> Option<(&str, Asked, bool)> {
    // The rule may hold the same words again.
    let (text, _) = text.split_once(" based on rule ").unwrap_or((text, ""));
    let (principal, verdict, text) = verdict(text)?;
    let text = text.strip_prefix("operation = ").or_else(|| text.strip_prefix("Operation = "))?;
    let (operation, text) = once(text, " from host = ")?;
    let (_, text) = once(text, " on resource = ")?;
    let (resource, text) = once(text, " for request = ")?;
    let (request, text) = once(text, " with resourceRefCount = ")?;
    let count = text.split(' ').next()?;
    let mut resource = resource.splitn(3, ':');
    let resource_type = resource.next()?.parse().ok()?;
    let name = resource.next().filter(|it| *it == "LITERAL").and_then(|_| resource.next())?;
    let operation = operation.parse().ok()?;
    let is_definite = |code: i8| code > 1;
    let asked = Asked { principal: principal.into(), resource_type, name: name.into(), operation };
    let is_hard_coded = (name, request, count) == (HARD_CODED, "InitProducerId", "0");
    let is_good = principal.contains(':') && !name.is_empty() && count.parse::<i32>().is_ok();
    let is_good = is_good && is_definite(asked.resource_type.0) && is_definite(asked.operation.0);
    is_good.then_some((verdict, asked, is_hard_coded))
}

fn verdict(text: &str) -> Option<(&str, &'static str, &str)> {
    match (once(text, " is Allowed "), once(text, " is Denied ")) {
        (Some((principal, text)), None) if !text.contains(" is Denied ") => {
            Some((principal, "Allowed", text))
        }
        (None, Some((principal, text))) if !text.contains(" is Allowed ") => {
            Some((principal, "Denied", text))
        }
        _ => None,
    }
}

fn once<'a>(text: &'a str, between: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(between).filter(|(_, behind)| !behind.contains(between))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(operation: AclOperation, resource_type: ResourceType, name: &str) -> Asked {
        Asked { principal: "User:rudder".into(), resource_type, name: name.into(), operation }
    }

    /// Lines of Kafka 4.4.0 and 3.9.2.
    #[test]
    fn lines_of_kafka_are_read() {
        let describe = asked(AclOperation::DESCRIBE, ResourceType::TOPIC, "t1");
        for (line, expected) in [
            (
                "2026-11-30 03:03:11,206 INFO Principal = User:rudder is Denied operation = DESCRIBE from host = 127.0.0.1 on resource = Topic:LITERAL:t1 for request = Metadata with resourceRefCount = 1 based on rule DefaultDeny (kafka.authorizer.logger)",
                Line::Denied(describe.clone()),
            ),
            (
                "DEBUG Principal = User:rudder is Allowed operation = DESCRIBE from host = 127.0.0.1 on resource = Topic:LITERAL:t1 for request = Metadata with resourceRefCount = 1 based on rule MatchingAcl(acl=StandardAcl[resourceType=TOPIC, resourceName=t1, patternType=LITERAL, principal=User:rudder, host=127.0.0.0/8, operation=READ, permissionType=ALLOW])",
                Line::Allowed(describe.clone()),
            ),
            (
                "DEBUG Principal = User:rudder is Allowed Operation = Describe from host = 127.0.0.1 on resource = Topic:LITERAL:t1 for request = Metadata with resourceRefCount = 1",
                Line::Allowed(describe),
            ),
            (
                "INFO Principal = User:rudder is Denied operation = WRITE from host = 127.0.0.1 on resource = TransactionalId:LITERAL:tx1 for request = InitProducerId with resourceRefCount = 1 based on rule DefaultDeny",
                Line::Denied(asked(AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, "tx1")),
            ),
            (
                "TRACE Principal = User:rudder is Denied operation = WRITE from host = 127.0.0.1 on resource = Topic:LITERAL:hardcode for request = InitProducerId with resourceRefCount = 0 based on rule DefaultDeny",
                Line::Looked,
            ),
            (
                "Principal = User:rudder is Denied operation = WRITE from host = 127.0.0.1 on resource = Topic:LITERAL:hardcode for request = InitProducerId with resourceRefCount = 0 based on rule DefaultDeny",
                Line::Looked,
            ),
            (
                "TRACE Principal = User:rudder is Allowed operation = ALTER from host = 127.0.0.1 on resource = Topic:LITERAL:t1 for request = Metadata with resourceRefCount = 1 based on rule SuperUser",
                Line::Looked,
            ),
        ] {
            assert_eq!(Line::parse(line), expected, "{line}");
        }
        let group = "x Principal = User:rudder is Allowed operation = READ from host = h on resource = Group:LITERAL:a:b c for request = JoinGroup with resourceRefCount = 1 based on rule SuperUser";
        assert_eq!(
            Line::parse(group),
            Line::Allowed(asked(AclOperation::READ, ResourceType::GROUP, "a:b c"))
        );
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not_guessed() {
        let line = |principal: &str, resource: &str| {
            format!(
                "Principal = {principal} is Allowed operation = READ from host = h on resource = {resource} for request = Fetch with resourceRefCount = 1 based on rule SuperUser"
            )
        };
        assert!(matches!(Line::parse(&line("User:a", "Topic:LITERAL:t")), Line::Allowed(_)));
        for (principal, resource) in [
            (
                "User:a is Allowed operation = WRITE from host = h on resource = Topic:LITERAL:x",
                "Topic:LITERAL:t",
            ),
            ("User:a is Denied b", "Topic:LITERAL:t"),
            ("a", "Topic:LITERAL:t"),
            ("User:a", "Group:LITERAL:g for request = Fetch with resourceRefCount = 1"),
            ("User:a", "Group:PREFIXED:g"),
            ("User:a", "Any:LITERAL:g"),
            ("User:a", "Topic:LITERAL:"),
            ("User:a", "Topic"),
        ] {
            assert_eq!(
                Line::parse(&line(principal, resource)),
                Line::Other,
                "{principal} {resource}"
            );
        }
        for line in
            ["", "Principal = ", "INFO [SocketServer] started", "Principal = User:a is Allowed"]
        {
            assert_eq!(Line::parse(line), Line::Other, "{line}");
        }
    }
}
