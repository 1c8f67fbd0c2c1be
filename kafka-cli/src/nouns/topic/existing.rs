//! `kadm topic create --if-not-exists`, for a topic that is there: what of it is not as asked for.

use kafka_admin::Admin;
use kafka_admin::configs::{ConfigEntry, ConfigResource};
use kafka_admin::escape::Escaped;
use kafka_admin::topics::TopicDescription;

/// What the topic is to have; what is `None` is left to the broker.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) partitions: Option<i32>,
    pub(super) replication_factor: Option<i16>,
    pub(super) configs: &'a [(&'a str, &'a str)],
}

/// What was asked for and is not so, such as `3 partitions, not 5`. What was left to the broker cannot
/// differ, and is not looked at.
pub(super) async fn differences(
    name: &str,
    wanted: Wanted<'_>,
    admin: &Admin,
) -> kafka_admin::Result<Vec<String>> {
    let mut differences = Vec::new();
    if wanted.partitions.is_some() || wanted.replication_factor.is_some() {
        let topic = admin.describe_topics(&[name]).await?.one()?;
        differences.extend(counts(wanted, &topic));
    }
    if !wanted.configs.is_empty() {
        let resource = ConfigResource::topic(name);
        let entries = admin.describe_configs(&[resource]).await?.one()?;
        differences.extend(wanted.configs.iter().filter_map(|asked| different(*asked, &entries)));
    }
    Ok(differences)
}

/// `orders was there and is left as it is: 3 partitions, not 5`.
pub(super) fn line(name: &str, differences: &[String]) -> String {
    let name = Escaped(name);
    match differences {
        [] => format!("{name} was there"),
        _ => format!("{name} was there and is left as it is: {}", differences.join("; ")),
    }
}

fn counts(wanted: Wanted<'_>, topic: &TopicDescription) -> Vec<String> {
    let count = topic.partitions.len();
    let partitions = wanted.partitions.filter(|asked| usize::try_from(*asked) != Ok(count));
    let replicas = topic.replication_factor();
    let factor = wanted.replication_factor.filter(|asked| usize::try_from(*asked).ok() != replicas);
    let replicas = replicas.map_or("not the same for all".into(), |replicas| replicas.to_string());
    let partitions = partitions.map(|asked| format!("partitions: {count}, not {asked}"));
    let factor = factor.map(|asked| format!("replicas: {replicas}, not {asked}"));
    partitions.into_iter().chain(factor).collect()
}

fn different((key, asked): (&str, &str), entries: &[ConfigEntry]) -> Option<String> {
    let entry = entries.iter().find(|entry| entry.name == key);
    let value = entry.and_then(|entry| entry.value.as_deref());
    match value {
        Some(value) if value == asked => None,
        Some(value) => Some(format!("{key}={}, not {asked}", Escaped(value))),
        None => Some(format!("{key}: the broker does not say, asked for is {asked}")),
    }
}
