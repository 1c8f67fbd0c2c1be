//! IncrementalAlterConfigs: what `ConfigAdminManager` and `ConfigurationControlManager` check.

use std::collections::{HashMap, HashSet};

use kafka_proto::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterConfigsResourceResponse, AlterableConfig,
    IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse,
};
use kafka_proto::{AclOperation, AlterConfigOperation as Operation, ConfigResourceType, ErrorCode};

use super::config_change::{Change, check_by_broker, is_of_min_insync};
use super::config_resource::{check_node, check_right, check_right_on_broker, invalid};
use super::{Call, Outcome, check_size};
use crate::configs::topic::{self as topic_config, TopicConfig};
use crate::configs::{Set, broker, logger};
use crate::refusal::Refusal;
use crate::state::configs::Configs;

pub(super) fn answer(call: &Call<'_>, request: &IncrementalAlterConfigsRequest<'_>) -> Outcome {
    let times = count(request);
    let (mut results, mut left) = (Vec::new(), Vec::new());
    for resource in request.resources.iter() {
        let is_once = times.get(&key(&resource)) == Some(&1);
        match if is_once { by_broker(call, &resource, request.validate_only) } else { Err(twice()) }
        {
            Ok(ByBroker::Done) => results.push(Ok(())),
            Ok(ByBroker::Passes) => {
                left.push((results.len(), resource));
                results.push(Ok(()));
            }
            Err(refusal) => results.push(Err(refusal)),
        }
    }
    let refusal = spoils_all(&left);
    for (index, resource) in &left {
        results[*index] = match &refusal {
            Some(refusal) => Err(refusal.clone()),
            None => by_controller(call, resource, request.validate_only),
        };
    }
    let responses = request.resources.iter().zip(&results);
    let responses =
        responses.map(|(resource, result)| response(&resource, result.as_ref().err())).collect();
    call.reply(&IncrementalAlterConfigsResponse { responses, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &IncrementalAlterConfigsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let responses = request.resources.iter().map(|resource| response(&resource, Some(refusal)));
    let responses = responses.collect();
    call.reply(&IncrementalAlterConfigsResponse { responses, ..Default::default() })
}

fn response<'a>(
    resource: &AlterConfigsResource<'a>,
    refusal: Option<&'a Refusal>,
) -> AlterConfigsResourceResponse<'a> {
    AlterConfigsResourceResponse {
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        resource_type: resource.resource_type,
        resource_name: resource.resource_name,
        ..Default::default()
    }
}

fn key<'q>(resource: &AlterConfigsResource<'q>) -> (ConfigResourceType, &'q str) {
    (resource.resource_type, resource.resource_name)
}

/// How often each resource is there.
fn count<'q>(
    request: &IncrementalAlterConfigsRequest<'q>,
) -> HashMap<(ConfigResourceType, &'q str), usize> {
    let mut times = HashMap::new();
    for resource in request.resources.iter() {
        *times.entry(key(&resource)).or_default() += 1;
    }
    times
}

fn twice() -> Refusal {
    invalid("Each resource must appear at most once.")
}

/// What the broker that is asked makes of a resource that it does not refuse.
enum ByBroker {
    Done,
    /// It passes it on to the controller.
    Passes,
}

/// `ConfigAdminManager.preprocess`.
fn by_broker(
    call: &Call<'_>,
    resource: &AlterConfigsResource<'_>,
    validate_only: bool,
) -> Result<ByBroker, Refusal> {
    check_keys(resource)?;
    let name = resource.resource_name;
    match resource.resource_type {
        ConfigResourceType::BROKER_LOGGER => {
            check_right_on_broker(call)?;
            check_node(call, name, "Unexpected node id. Expected")?;
            alter_loggers(call, resource, validate_only)?;
            Ok(ByBroker::Done)
        }
        ConfigResourceType::BROKER => {
            check_right_on_broker(call)?;
            if !name.is_empty() {
                check_node(call, name, "Unexpected broker id, expected")?;
            }
            check_operations(resource)?;
            let configs = call.cluster.state.configs.now();
            let set = applied(resource, configs.get(resource.resource_type, name))?;
            check_by_broker(call, name, &set)?;
            Ok(ByBroker::Passes)
        }
        ConfigResourceType::TOPIC
        | ConfigResourceType::GROUP
        | ConfigResourceType::CLIENT_METRICS => Ok(ByBroker::Passes),
        other => Err(invalid(format!("Unknown resource type {}", other.0))),
    }
}

/// Keys come once, and only a deletion has no value.
fn check_keys(resource: &AlterConfigsResource<'_>) -> Result<(), Refusal> {
    let mut seen = HashSet::new();
    if !resource.configs.iter().all(|config| seen.insert(config.name)) {
        return Err(invalid("Error due to duplicate config keys"));
    }
    let configs = resource.configs.iter();
    let without = configs
        .filter(|it| it.value.is_none() && it.config_operation != Operation::DELETE)
        .map(|it| it.name);
    let without: Vec<&str> = without.collect();
    if without.is_empty() {
        return Ok(());
    }
    Err(invalid(format!("Null value not supported for : {}", without.join(", "))))
}

fn check_operations(resource: &AlterConfigsResource<'_>) -> Result<(), Refusal> {
    match resource.configs.iter().find(|config| config.config_operation.name().is_none()) {
        Some(it) => Err(invalid(format!("Unknown operations type {}", it.config_operation.0))),
        None => Ok(()),
    }
}

/// A broker changes its loggers by itself.
fn alter_loggers(
    call: &Call<'_>,
    resource: &AlterConfigsResource<'_>,
    validate_only: bool,
) -> Result<(), Refusal> {
    let (kind, name) = (ConfigResourceType::BROKER_LOGGER, call.broker().id.to_string());
    let altered = |configs: &Configs| -> Result<Set, Refusal> {
        let mut set = configs.get(kind, &name).clone();
        for config in resource.configs.iter() {
            let level = config.value.unwrap_or_default();
            logger::change(&mut set, config.name, config.config_operation, level)?;
        }
        Ok(set)
    };
    let configs = &call.cluster.state.configs;
    if validate_only {
        return altered(&configs.now()).map(drop);
    }
    configs.change(|configs| {
        let set = altered(configs)?;
        configs.replace(kind, &name, set)
    })
}

/// What the controller stumbles over before it looks at single resources.
fn spoils_all(left: &[(usize, AlterConfigsResource<'_>)]) -> Option<Refusal> {
    let (mut configs, mut are_known) = (0, true);
    for (_, resource) in left {
        configs += resource.configs.len();
        are_known &= check_operations(resource).is_ok();
    }
    if !are_known {
        return Some(Refusal::wordless(ErrorCode::UNKNOWN_SERVER_ERROR));
    }
    check_size(configs).err()
}

fn by_controller(
    call: &Call<'_>,
    resource: &AlterConfigsResource<'_>,
    validate_only: bool,
) -> Result<(), Refusal> {
    let (kind, name) = key(resource);
    check_right(call, AclOperation::ALTER_CONFIGS, kind, name)?;
    let is_of_min_insync = is_of_min_insync(resource.configs.iter().map(|config| config.name));
    let change = Change { kind, name, validate_only, is_of_min_insync };
    change.make(call, |old| applied(resource, old))
}

/// What is set after the changes.
fn applied(resource: &AlterConfigsResource<'_>, old: &Set) -> Result<Set, Refusal> {
    let mut set = old.clone();
    for config in resource.configs.iter() {
        apply(resource.resource_type, &config, &mut set)?;
    }
    Ok(set)
}

fn apply(
    kind: ConfigResourceType,
    config: &AlterableConfig<'_>,
    configs: &mut Set,
) -> Result<(), Refusal> {
    let (name, value) = (config.name, config.value.unwrap_or_default());
    let value = match (config.config_operation, kind) {
        (Operation::SET, _) => value.to_owned(),
        (Operation::DELETE, _) => {
            configs.remove(name);
            return Ok(());
        }
        (Operation::APPEND, ConfigResourceType::BROKER) => broker::append(configs, name, value)?,
        (_, ConfigResourceType::BROKER) => broker::subtract(configs, name, value)?,
        (operation, ConfigResourceType::TOPIC) => {
            list(topic_config::find(name), configs.get(name), name, operation, value)?
        }
        (operation, _) => list(None, None, name, operation, value)?,
    };
    configs.insert(name.to_owned(), value);
    Ok(())
}

/// A list with the values added or taken away. A list that is not set begins with its default.
fn list(
    config: Option<&TopicConfig>,
    set: Option<&String>,
    name: &str,
    operation: Operation,
    values: &str,
) -> Result<String, Refusal> {
    let Some(config) = config.filter(|config| config.is_list()) else {
        let operation = operation.name().unwrap_or_default();
        let text = format!("Can't {operation} to key {name} because its type is not LIST.");
        return Err(Refusal::new(ErrorCode::INVALID_CONFIG, text));
    };
    let old = set.map_or(config.default, String::as_str);
    let mut list: Vec<&str> = old.split(',').filter(|value| !value.is_empty()).collect();
    for value in java_split(values) {
        let found = list.iter().position(|it| *it == value);
        match (operation, found) {
            (Operation::APPEND, None) => list.push(value),
            (Operation::SUBTRACT, Some(index)) => drop(list.remove(index)),
            _ => {}
        }
    }
    Ok(list.join(","))
}

/// `String.split(",")`, which drops empty texts at the end, but not the only one.
fn java_split(text: &str) -> impl Iterator<Item = &str> {
    let kept = text.trim_end_matches(',');
    kept.split(',').filter(move |_| text.is_empty() || !kept.is_empty())
}

#[cfg(test)]
mod tests {
    use kafka_proto::Uuid;

    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::state::MAX_TEXT;
    use crate::state::topic::Topic;

    /// With the topics `a`, whose retention is set, and `b`.
    fn shop() -> Cluster {
        let cluster = cluster(1);
        for (name, id, configs) in [("a", 1, vec![("retention.ms", "5")]), ("b", 2, Vec::new())] {
            let configs = configs.into_iter().map(|(name, value)| (name.into(), value.into()));
            let topic = Topic {
                name: name.to_owned(),
                id: Uuid([id; 16]),
                partitions: vec![vec![1]],
                configs: configs.collect(),
            };
            cluster.state.topics.change(|topics| topics.insert(topic));
        }
        cluster
    }

    fn change<'a>(name: &'a str, operation: Operation, value: &'a str) -> AlterableConfig<'a> {
        let value = Some(value).filter(|_| operation != Operation::DELETE);
        AlterableConfig { name, config_operation: operation, value, ..Default::default() }
    }

    fn set<'a>(name: &'a str, value: &'a str) -> AlterableConfig<'a> {
        change(name, Operation::SET, value)
    }

    fn of<'a>(
        resource_type: ConfigResourceType,
        resource_name: &'a str,
        configs: &[AlterableConfig<'a>],
    ) -> AlterConfigsResource<'a> {
        let configs = configs.to_vec().into();
        AlterConfigsResource { resource_type, resource_name, configs, ..Default::default() }
    }

    fn topic<'a>(name: &'a str, configs: &[AlterableConfig<'a>]) -> AlterConfigsResource<'a> {
        of(ConfigResourceType::TOPIC, name, configs)
    }

    /// Code and message of every answer.
    fn alter(
        cluster: &Cluster,
        client: &Client,
        resources: Vec<AlterConfigsResource<'_>>,
        validate_only: bool,
    ) -> Vec<(i16, String)> {
        let resources = resources.into();
        let request =
            IncrementalAlterConfigsRequest { resources, validate_only, ..Default::default() };
        let frame = ask(cluster, client, 1, &request).unwrap();
        let response = read::<IncrementalAlterConfigsRequest<'_>>(&frame, 1);
        let summary = |it: AlterConfigsResourceResponse<'_>| {
            (it.error_code.0, it.error_message.unwrap_or_default().to_owned())
        };
        response.responses.iter().map(summary).collect()
    }

    fn said(code: i16, text: &str) -> (i16, String) {
        (code, text.to_owned())
    }

    fn value(cluster: &Cluster, name: &str) -> Option<String> {
        cluster.state.topics.now().get("a").unwrap().configs.get(name).cloned()
    }

    #[test]
    fn values_are_set_and_deleted_and_the_others_stay() {
        let cluster = shop();
        let changes = [set("segment.ms", " 7"), change("nope", Operation::DELETE, "")];
        assert_eq!(alter(&cluster, &iam(), vec![topic("a", &changes)], false), [said(0, "")]);
        assert_eq!(value(&cluster, "segment.ms").as_deref(), Some(" 7"));
        assert_eq!(value(&cluster, "retention.ms").as_deref(), Some("5"));
        let changes = [change("retention.ms", Operation::DELETE, "")];
        alter(&cluster, &iam(), vec![topic("a", &changes)], false);
        assert_eq!(value(&cluster, "retention.ms"), None);
        assert_eq!(cluster.state.topics.now().get_by_id(Uuid([1; 16])).unwrap().name, "a");
    }

    #[test]
    fn a_list_that_is_not_set_begins_with_its_default() {
        // (operation, values, what the list is then)
        let table = [
            (Operation::APPEND, "compact", "delete,compact"),
            (Operation::APPEND, "delete", "delete"),
            (Operation::APPEND, ",", "delete"),
            (Operation::SUBTRACT, "delete", ""),
            (Operation::SUBTRACT, "compact,delete", ""),
            (Operation::SUBTRACT, "compact", "delete"),
        ];
        for (operation, values, list) in table {
            let cluster = shop();
            let changes = [change("cleanup.policy", operation, values)];
            assert_eq!(alter(&cluster, &iam(), vec![topic("a", &changes)], false), [said(0, "")]);
            assert_eq!(value(&cluster, "cleanup.policy").as_deref(), Some(list), "{values}");
        }
        assert_eq!(java_split("").collect::<Vec<_>>(), [""]);
        assert_eq!(java_split(",,").count(), 0);
        assert_eq!(java_split(",a,,b,").collect::<Vec<_>>(), ["", "a", "", "b"]);
    }

    #[test]
    fn one_resource_that_is_refused_leaves_the_others() {
        let resources = vec![
            topic("a", &[set("retention.ms", "x")]),
            topic("none", &[set("retention.ms", "1")]),
            topic("b", &[set("retention.ms", "1")]),
        ];
        let expected = [
            said(40, "Invalid value x for configuration retention.ms: Not a number of type LONG"),
            said(3, "The topic 'none' does not exist."),
            said(0, ""),
        ];
        assert_eq!(alter(&shop(), &iam(), resources, false), expected);
    }

    #[test]
    fn what_is_only_validated_is_not_changed() {
        let cluster = shop();
        let resources = || vec![topic("a", &[set("retention.ms", "1")])];
        assert_eq!(alter(&cluster, &iam(), resources(), true), [said(0, "")]);
        assert_eq!(value(&cluster, "retention.ms").as_deref(), Some("5"));
    }

    #[test]
    fn what_the_broker_refuses_needs_no_right_and_never_gets_to_the_controller() {
        let twice = "Each resource must appear at most once.";
        let resources = vec![
            topic("b", &[]),
            topic("b", &[]),
            topic("a", &[set("retention.ms", "1"), set("retention.ms", "2")]),
            of(ConfigResourceType(99), "x", &[]),
            of(ConfigResourceType::GROUP, "g", &[set("x", "1"), set("x", "2")]),
        ];
        let expected = [
            said(42, twice),
            said(42, twice),
            said(42, "Error due to duplicate config keys"),
            said(42, "Unknown resource type 99"),
            said(42, "Error due to duplicate config keys"),
        ];
        assert_eq!(alter(&shop(), &user(), resources, false), expected);
    }

    #[test]
    fn a_broker_changes_itself_and_has_no_loggers() {
        use ConfigResourceType as Type;
        let of_unknown = [change("x", Operation(9), "1")];
        let table = [
            (of(Type::BROKER, "2", &[]), "Unexpected broker id, expected 1, but received 2"),
            (of(Type::BROKER, "x", &[]), "Node id must be an integer, but it is: x"),
            (of(Type::BROKER, "1", &of_unknown), "Unknown operations type 9"),
            (of(Type::BROKER_LOGGER, "2", &[]), "Unexpected node id. Expected 1, but received 2"),
        ];
        for (resource, text) in table {
            let said_to = |client: &Client| alter(&shop(), client, vec![resource.clone()], false);
            assert_eq!(said_to(&iam()), [said(42, text)]);
            assert_eq!(said_to(&user()), [said(31, "")]);
        }
        let logger = vec![of(Type::BROKER_LOGGER, "1", &[set("kafka", "INFO")])];
        let expected = [said(40, "Logger kafka does not exist!")];
        assert_eq!(alter(&shop(), &iam(), logger, false), expected);
    }

    #[test]
    fn an_operation_that_nobody_knows_spoils_what_the_controller_gets() {
        let cluster = shop();
        let resources = vec![
            topic("a", &[change("retention.ms", Operation(99), "1")]),
            topic("b", &[set("retention.ms", "1")]),
            of(ConfigResourceType(99), "x", &[]),
        ];
        let expected = [said(-1, ""), said(-1, ""), said(42, "Unknown resource type 99")];
        assert_eq!(alter(&cluster, &iam(), resources, false), expected);
        assert!(cluster.state.topics.now().get("b").unwrap().configs.is_empty());
    }

    #[test]
    fn the_right_to_see_configs_is_not_the_right_to_change_them() {
        let cluster = shop();
        let on = kafka_proto::ResourceType::TOPIC;
        grant(&cluster, AclOperation::DESCRIBE_CONFIGS, on, "a");
        grant(&cluster, AclOperation::ALTER_CONFIGS, on, "b");
        let resources = vec![topic("a", &[set("retention.ms", "1")]), topic("b", &[])];
        let expected = [said(29, "Topic authorization failed."), said(0, "")];
        assert_eq!(alter(&cluster, &user(), resources, false), expected);
        assert_eq!(value(&cluster, "retention.ms").as_deref(), Some("5"));
    }

    #[test]
    fn there_is_room_for_so_much_text() {
        let cluster = shop();
        let configs = [("retention.ms".to_owned(), "1".repeat(MAX_TEXT - 3))].into();
        let (name, id) = ("big".to_owned(), Uuid([9; 16]));
        let big = Topic { name, id, partitions: vec![vec![1]], configs };
        cluster.state.topics.change(|topics| topics.insert(big));
        let code = |value| {
            let changes = [set("retention.ms", value)];
            alter(&cluster, &iam(), vec![topic("a", &changes)], false)[0].0
        };
        assert_eq!((code("1234"), code("123")), (44, 0));
    }
}
