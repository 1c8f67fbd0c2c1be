//! Throttles of moves: the settings that kafka-reassign-partitions.sh sets and removes.

use std::collections::{BTreeMap, BTreeSet};

use kafka_admin::configs::{
    ConfigChanges, ConfigEntry, ConfigResource, ConfigResourceType, ConfigSource,
};
use kafka_admin::{Admin, Result};
use serde_json::{Value, json};

use super::now::{DirMove, Now};
use super::plan::Plan;
use crate::output::Report;

/// Of a topic: the replicas whose traffic is limited, as `partition:broker`.
const LEADERS: &str = "leader.replication.throttled.replicas";
const FOLLOWERS: &str = "follower.replication.throttled.replicas";
/// Of a broker: bytes per second.
const LEADER_RATE: &str = "leader.replication.throttled.rate";
const FOLLOWER_RATE: &str = "follower.replication.throttled.rate";
pub(super) const DIRS_RATE: &str = "replica.alter.log.dirs.io.max.bytes.per.second";

/// All of them.
const SETTINGS: [&str; 5] = [LEADERS, FOLLOWERS, LEADER_RATE, FOLLOWER_RATE, DIRS_RATE];

/// Every replica of a topic.
const EVERY: &str = "*";

/// One setting of a throttle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Throttle {
    pub(super) resource: ConfigResource,
    pub(super) key: String,
    /// What is set now. Brokers withhold their rates.
    old: Option<Old>,
    /// None goes back to no limit.
    new: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Old {
    Value(String),
    Withheld,
}

/// The limits that somebody asks for, in bytes per second.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Limits {
    pub(super) between_brokers: Option<u64>,
    pub(super) between_dirs: Option<u64>,
}

/// What has to be set for a plan, beside what is set.
pub(super) async fn planned(
    admin: &Admin,
    limits: Limits,
    plan: &Plan,
    now: &Now,
    dirs: &[DirMove],
) -> Result<Vec<Throttle>> {
    let mut wanted = Vec::new();
    if let Some(rate) = limits.between_brokers {
        wanted.extend(between_brokers(rate, plan, now));
    }
    if let Some(rate) = limits.between_dirs {
        let brokers: BTreeSet<i32> = dirs.iter().map(|it| it.broker).collect();
        let rate = rate.to_string();
        let set = |id| Throttle::set(ConfigResource::broker(id), DIRS_RATE, rate.clone());
        wanted.extend(brokers.into_iter().map(set));
    }
    let name = |it: &ConfigResource| (it.resource_type().0, it.name().to_owned());
    wanted.sort_by_key(|it| name(&it.resource));
    let mut resources: Vec<ConfigResource> = wanted.iter().map(|it| it.resource.clone()).collect();
    resources.dedup();
    let mut set = BTreeMap::new();
    if !resources.is_empty() {
        for (resource, entries) in admin.describe_configs(&resources).only(&SETTINGS).await? {
            for entry in entries?.iter().filter(|entry| is_own(&resource, entry)) {
                set.insert((name(&resource), entry.name.clone()), old(entry));
            }
        }
    }
    for it in &mut wanted {
        it.old = set.remove(&(name(&it.resource), it.key.clone()));
        it.join();
    }
    wanted.retain(Throttle::changes_something);
    Ok(wanted)
}

/// What is set on these resources, and what of them cannot be described.
pub(super) async fn there(
    admin: &Admin,
    resources: &[ConfigResource],
) -> Result<Vec<(ConfigResource, Result<Vec<Throttle>>)>> {
    let described = admin.describe_configs(resources).only(&SETTINGS).await?;
    let found = described.into_iter().map(|(resource, entries)| {
        let own = entries.map(|entries| {
            let own = entries.iter().filter(|entry| is_own(&resource, entry));
            let there = own.map(|entry| Throttle {
                resource: resource.clone(),
                key: entry.name.clone(),
                old: Some(old(entry)),
                new: None,
            });
            // An empty list limits nothing.
            there.filter(|it| it.old != Some(Old::Value(String::new()))).collect()
        });
        (resource, own)
    });
    Ok(found.collect())
}

pub(super) fn show(throttles: &[Throttle], report: &mut Report) {
    if throttles.is_empty() {
        return;
    }
    let mut items = report.items("throttles");
    for it in throttles {
        items.listed(&it.json());
    }
    drop(items);
    let rows = throttles.iter().map(|it| {
        let [old, new] = [it.old(), it.new.as_deref().unwrap_or("(none)")];
        [it.resource.to_string(), it.key.clone(), old.to_owned(), new.to_owned()].map(Into::into)
    });
    report.table(["THROTTLE OF", "SETTING", "NOW", "TO"], rows);
}

/// Sets and removes them; gives how many resources failed.
pub(super) async fn alter(
    admin: &Admin,
    throttles: &[Throttle],
    report: &mut Report,
) -> Result<usize> {
    let changes = changes(throttles);
    if changes.is_empty() {
        return Ok(0);
    }
    let results = admin.alter_configs(&changes).await?;
    let mut failed = 0;
    let mut items = report.items("throttles");
    for (resource, result) in results {
        let of_it = throttles.iter().filter(|it| it.resource == resource);
        match result {
            Ok(()) => {
                for it in of_it {
                    items.done(&it.json()).line(it.line());
                }
            }
            Err(error) => {
                failed += 1;
                let all: Value = of_it.map(Throttle::json).collect();
                let item = json!({
                    "type": resource.resource_type().to_string(),
                    "name": resource.name(),
                    "settings": all,
                });
                items.failed(&item, &resource, error.into());
            }
        }
    }
    Ok(failed)
}

/// One for each resource; those of a resource follow each other.
fn changes(throttles: &[Throttle]) -> Vec<ConfigChanges> {
    let mut all: Vec<(ConfigResource, ConfigChanges)> = Vec::new();
    for it in throttles {
        let before = all.pop_if(|(resource, _)| *resource == it.resource);
        let changes = before.map_or_else(|| ConfigChanges::of(it.resource.clone()), |(_, it)| it);
        let changes = match &it.new {
            Some(value) => changes.set(&it.key, value),
            None => changes.delete(&it.key),
        };
        all.push((it.resource.clone(), changes));
    }
    all.into_iter().map(|(_, changes)| changes).collect()
}

/// As kafka-reassign-partitions.sh does it: leaders of all that has a partition now, followers of all that
/// gets one, and the rates of all these brokers.
fn between_brokers(rate: u64, plan: &Plan, now: &Now) -> Vec<Throttle> {
    let mut topics: BTreeMap<&str, [Vec<String>; 2]> = BTreeMap::new();
    let mut brokers = BTreeSet::new();
    for it in &plan.partitions {
        let has = now.replicas(it);
        let gets: Vec<i32> = it.replicas.iter().copied().filter(|id| !has.contains(id)).collect();
        if gets.is_empty() {
            continue;
        }
        let replica = |id: &i32| format!("{}:{id}", it.partition);
        let [leaders, followers] = topics.entry(&it.topic).or_default();
        leaders.extend(has.iter().map(replica));
        followers.extend(gets.iter().map(replica));
        brokers.extend(has.iter().chain(&gets).copied());
    }
    let mut all = Vec::new();
    for (topic, replicas) in topics {
        for (key, replicas) in [LEADERS, FOLLOWERS].into_iter().zip(replicas) {
            all.push(Throttle::set(ConfigResource::topic(topic), key, replicas.join(",")));
        }
    }
    for id in brokers {
        for key in [LEADER_RATE, FOLLOWER_RATE] {
            all.push(Throttle::set(ConfigResource::broker(id), key, rate.to_string()));
        }
    }
    all
}

impl Throttle {
    fn set(resource: ConfigResource, key: &str, value: String) -> Self {
        Self { resource, key: key.to_owned(), old: None, new: Some(value) }
    }

    /// Replicas that are limited already stay so: another move may be under way.
    fn join(&mut self) {
        let is_list = self.resource.resource_type() == ConfigResourceType::TOPIC;
        if let (true, Some(Old::Value(old)), Some(new)) = (is_list, &self.old, &self.new) {
            let is_there = |it: &&str| old.split(',').any(|other| other.trim() == *it);
            let more: Vec<&str> = new.split(',').filter(|it| !is_there(it)).collect();
            let joined = match old.trim() {
                EVERY => EVERY.to_owned(),
                "" => more.join(","),
                old if more.is_empty() => old.to_owned(),
                old => format!("{old},{}", more.join(",")),
            };
            self.new = Some(joined);
        }
    }

    fn changes_something(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(Old::Value(old)), Some(new)) => old != new,
            _ => true,
        }
    }

    fn old(&self) -> &str {
        match &self.old {
            None => "(none)",
            Some(Old::Withheld) => "(withheld)",
            Some(Old::Value(old)) => old,
        }
    }

    fn line(&self) -> String {
        let (resource, key) = (&self.resource, &self.key);
        match &self.new {
            Some(new) => format!("set {key} of {resource} to {new}"),
            None => format!("removed {key} of {resource}"),
        }
    }

    fn json(&self) -> Value {
        let old = match &self.old {
            Some(Old::Value(old)) => Some(old),
            _ => None,
        };
        json!({
            "type": self.resource.resource_type().to_string(),
            "name": self.resource.name(),
            "key": self.key,
            "is_set": self.old.is_some(),
            "old": old,
            "new": self.new,
        })
    }
}

/// Whether it is set for this very resource.
fn is_own(resource: &ConfigResource, entry: &ConfigEntry) -> bool {
    let own = match resource.resource_type() {
        ConfigResourceType::TOPIC => ConfigSource::TOPIC_CONFIG,
        _ => ConfigSource::DYNAMIC_BROKER_CONFIG,
    };
    entry.source == own && SETTINGS.contains(&&*entry.name)
}

fn old(entry: &ConfigEntry) -> Old {
    entry.value.as_deref().map_or(Old::Withheld, |value| Old::Value(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(old: Option<&str>, new: &str) -> Option<String> {
        let mut it = Throttle::set(ConfigResource::topic("t"), LEADERS, new.to_owned());
        it.old = old.map(|old| Old::Value(old.to_owned()));
        it.join();
        it.new.clone().filter(|_| it.changes_something())
    }

    #[test]
    fn replicas_that_are_limited_stay_so() {
        assert_eq!(joined(None, "0:1,0:2").as_deref(), Some("0:1,0:2"));
        assert_eq!(joined(Some(""), "0:1").as_deref(), Some("0:1"));
        assert_eq!(joined(Some("3:1, 0:2"), "0:1,0:2").as_deref(), Some("3:1, 0:2,0:1"));
        for old in ["*", "0:2,0:1"] {
            assert_eq!(joined(Some(old), "0:1,0:2"), None, "{old}");
        }
        let mut rate = Throttle::set(ConfigResource::broker(1), LEADER_RATE, "5".to_owned());
        rate.old = Some(Old::Value("7".to_owned()));
        rate.join();
        assert_eq!(rate.new.as_deref(), Some("5"));
    }

    #[test]
    fn the_changes_of_a_resource_are_one() {
        let broker = |id, key| Throttle::set(ConfigResource::broker(id), key, "5".to_owned());
        let all = [broker(1, LEADER_RATE), broker(1, FOLLOWER_RATE), broker(2, LEADER_RATE)];
        let of = ConfigChanges::of;
        let one = of(ConfigResource::broker(1)).set(LEADER_RATE, "5").set(FOLLOWER_RATE, "5");
        let two = of(ConfigResource::broker(2)).set(LEADER_RATE, "5");
        assert_eq!(changes(&all), [one, two]);
    }
}
