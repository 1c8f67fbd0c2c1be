//! What a program has in hand before it makes a message, and what a reader sees in one.

use std::sync::LazyLock;

/// What a reader of a message counts and adds up, so that no field is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Topics, APIs, resources.
    pub outer: usize,
    /// Partitions, ACLs.
    pub inner: usize,
    /// Numbers, and lengths of strings.
    pub sum: i64,
}

/// The names of all topics.
pub static NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| benches::names("analytics.page-views", 25_000));

/// A topic to create, as a program has it from its configuration.
pub struct Topic {
    pub name: String,
    pub partitions: i32,
    pub replication_factor: i16,
    pub configs: Vec<(String, String)>,
}

pub static TOPICS: LazyLock<Vec<Topic>> = LazyLock::new(|| {
    let configs = [("cleanup.policy", "compact"), ("retention.ms", "604800000")];
    let topic = |name: &String| Topic {
        name: name.clone(),
        partitions: 12,
        replication_factor: 3,
        configs: configs.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
    };
    NAMES[..1_000].iter().map(topic).collect()
});

/// An ACL to create: a principal may write to a topic, from a host.
pub struct Acl {
    pub topic: String,
    pub principal: String,
    pub host: String,
}

pub static ACLS: LazyLock<Vec<Acl>> = LazyLock::new(|| {
    let acl = |name: &String| Acl {
        topic: name.clone(),
        principal: "User:rudder-write".to_owned(),
        host: "*".to_owned(),
    };
    NAMES[..1_000].iter().map(acl).collect()
});

/// Kafka's codes: a topic, of that very name, may be written to.
pub const TOPIC: i8 = 2;
pub const LITERAL: i8 = 3;
pub const WRITE: i8 = 4;
pub const ALLOW: i8 = 3;
