//! `kadm topic create --if-not-exists`, for a topic that is there: what of it is not as asked for.

use kafka_admin::Admin;
use kafka_admin::configs::{ConfigEntry, ConfigResource};
use kafka_admin::escape::Escaped;
use kafka_admin::topics::TopicDescription;

use super::create::Create;

/// What was asked for and is not so, such as `3 partitions, not 5`. What was left to the broker cannot
/// differ, and is not looked at.
pub(super) async fn differences(
    name: &str,
    args: &Create,
    configs: &[(&str, &str)],
    admin: &Admin,
) -> kafka_admin::Result<Vec<String>> {
    let mut differences = Vec::new();
    if args.partitions.is_some() || args.replication_factor.is_some() {
        let topic = admin.describe_topics(&[name]).await?.one()?;
        differences.extend(counts(args, &topic));
    }
    if !configs.is_empty() {
        let resource = ConfigResource::topic(name);
        let entries = admin.describe_configs(&[resource]).await?.one()?;
        differences.extend(configs.iter().filter_map(|asked| different(*asked, &entries)));
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

fn counts(args: &Create, topic: &TopicDescription) -> Vec<String> {
    let count = topic.partitions.len();
    let partitions = args.partitions.filter(|asked| usize::try_from(*asked) != Ok(count));
    let replicas = topic.replication_factor();
    let factor = args.replication_factor.filter(|asked| usize::try_from(*asked).ok() != replicas);
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
