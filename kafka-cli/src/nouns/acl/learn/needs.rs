//! What a request needs: the operations that a broker asks its authorizer about.
//!
//! The schema says which fields of a request are names of topics, groups and transactional ids, and
//! [`needed`] which operation each of them takes. Only what depends on more than that stands here.

use std::collections::BTreeMap;

use kafka_admin::permissions::needed;
use kafka_admin::{AclOperation as Op, ApiKey, ResourceType as On};
use kafka_schema::model::{Direction, Field, File, Primitive, Type};
use kafka_schema::names;
use serde_json::Value;

/// The names of topics by their ids, as answers have told them.
pub(super) type TopicIds = BTreeMap<String, String>;

/// The name of the only resource of its type.
const CLUSTER: &str = "kafka-cluster";
/// The id of what has none: zeros.
const NO_ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";
/// What a client already has, or gives back: nobody is asked about it.
const NOT_ASKED: [&str; 2] = ["forgotten_topics_data", "topic_partitions"];

/// One operation on one resource.
pub(super) type Need = (Op, On, String);

/// What a request is refused without.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) all: Vec<Need>,
    /// IDEMPOTENT_WRITE on the cluster, or WRITE on any topic.
    pub(super) idempotent_producer: bool,
}

/// `Err` with the id of a topic whose name nobody has told.
pub(super) fn of(api: &File, key: i16, body: &Value, ids: &TopicIds) -> Result<Needs, String> {
    let mut found = Found::default();
    if let Some(request) = api.messages.iter().find(|it| it.direction == Direction::Request) {
        found.look(api, &request.fields, body);
    }
    for id in std::mem::take(&mut found.topic_ids) {
        match ids.get(&id) {
            Some(name) => found.topics.push(name.clone()),
            None => return Err(id),
        }
    }
    Ok(found.needs(ApiKey(key), body))
}

fn cluster(operation: Op) -> Need {
    (operation, On::CLUSTER, CLUSTER.to_owned())
}

/// A broker that copies from another.
fn is_follower(body: &Value) -> bool {
    [&body["replicaId"], &body["replicaState"]["replicaId"]]
        .iter()
        .any(|id| id.as_i64().is_some_and(|id| id >= 0))
}

fn of_coordinators(body: &Value, needs: &mut Needs) {
    let keys = body["coordinatorKeys"].as_array().map_or(&[][..], Vec::as_slice);
    let keys = keys.iter().chain(body.get("key")).filter_map(Value::as_str);
    for key in keys.filter(|key| !key.is_empty()) {
        needs.all.push(match body["keyType"].as_i64() {
            Some(1) => (Op::DESCRIBE, On::TRANSACTIONAL_ID, key.to_owned()),
            Some(2) => cluster(Op::CLUSTER_ACTION),
            _ => (Op::DESCRIBE, On::GROUP, key.to_owned()),
        });
    }
}

/// The types of `ConfigResource`: 2 is a topic, 32 a group, and the others belong to the cluster.
fn of_configs(api: ApiKey, body: &Value, needs: &mut Needs) {
    for resource in body["resources"].as_array().into_iter().flatten() {
        let (on, name) = match resource["resourceType"].as_i64() {
            Some(2) => (On::TOPIC, resource["resourceName"].as_str()),
            Some(32) => (On::GROUP, resource["resourceName"].as_str()),
            _ => (On::CLUSTER, Some(CLUSTER)),
        };
        let permission = needed(api).find(|it| it.resource_type() == on);
        if let (Some(permission), Some(name)) = (permission, name) {
            needs.all.push((permission.operation(), on, name.to_owned()));
        }
    }
}

/// A token of one's own takes no permission.
fn of_token(body: &Value, needs: &mut Needs) {
    let owner = |field: &str| body[field].as_str().filter(|text| !text.is_empty());
    if let (Some(kind), Some(name)) = (owner("ownerPrincipalType"), owner("ownerPrincipalName")) {
        needs.all.push((Op::CREATE_TOKENS, On::USER, format!("{kind}:{name}")));
    }
}

/// The names in a request.
#[derive(Default)]
struct Found {
    topics: Vec<String>,
    topic_ids: Vec<String>,
    groups: Vec<String>,
    transactional_ids: Vec<String>,
}

impl Found {
    fn look(&mut self, api: &File, fields: &[Field], json: &Value) {
        for field in fields.iter().filter(|field| !NOT_ASKED.contains(&field.name.as_str())) {
            let camel = || names::camel(&field.name);
            let name = field.kafka_name.clone().unwrap_or_else(camel);
            if let Some(value) = json.get(&name) {
                self.look_at(api, &field.name, &field.ty, value);
            }
        }
    }

    fn look_at(&mut self, api: &File, name: &str, ty: &Type, json: &Value) {
        match (ty, json) {
            (Type::Array(element), Value::Array(elements)) => {
                elements.iter().for_each(|json| self.look_at(api, name, element, json));
            }
            (Type::Struct(of), Value::Object(_)) => {
                if let Some(of) = api.find(of) {
                    self.look(api, &of.fields, json);
                }
            }
            (Type::Value(value), Value::String(text)) if !text.is_empty() => {
                let names = match (value.meaning.as_deref(), value.primitive) {
                    (Some("topic"), _) => &mut self.topics,
                    (Some("group"), _) => &mut self.groups,
                    (Some("transactional_id"), _) => &mut self.transactional_ids,
                    (_, Primitive::Uuid) if name.starts_with("topic_id") && text != NO_ID => {
                        &mut self.topic_ids
                    }
                    _ => return,
                };
                names.push(text.clone());
            }
            _ => {}
        }
    }

    fn needs(&self, api: ApiKey, body: &Value) -> Needs {
        let mut needs = Needs::default();
        match api {
            ApiKey::FETCH | ApiKey::OFFSET_FOR_LEADER_EPOCH if is_follower(body) => {
                needs.all.push(cluster(Op::CLUSTER_ACTION));
            }
            // Of several transactions at once only brokers ask.
            ApiKey::ADD_PARTITIONS_TO_TXN if body.get("transactions").is_some() => {
                needs.all.push(cluster(Op::CLUSTER_ACTION));
            }
            ApiKey::FIND_COORDINATOR => of_coordinators(body, &mut needs),
            ApiKey::INIT_PRODUCER_ID => self.of_producer(body, &mut needs),
            ApiKey::DESCRIBE_CONFIGS
            | ApiKey::ALTER_CONFIGS
            | ApiKey::INCREMENTAL_ALTER_CONFIGS => of_configs(api, body, &mut needs),
            ApiKey::CREATE_DELEGATION_TOKEN => of_token(body, &mut needs),
            // Whoever may see less is told less.
            ApiKey::LIST_GROUPS | ApiKey::LIST_TRANSACTIONS | ApiKey::DESCRIBE_DELEGATION_TOKEN => {
            }
            ApiKey::FETCH | ApiKey::OFFSET_FOR_LEADER_EPOCH | ApiKey::ADD_PARTITIONS_TO_TXN => {
                self.add(api, &mut needs, &[On::TOPIC, On::TRANSACTIONAL_ID]);
            }
            _ => {
                let types = [On::TOPIC, On::GROUP, On::TRANSACTIONAL_ID, On::CLUSTER];
                self.add(api, &mut needs, &types);
            }
        }
        needs.all.sort();
        needs.all.dedup();
        needs
    }

    fn of_producer(&self, body: &Value, needs: &mut Needs) {
        needs.idempotent_producer = self.transactional_ids.is_empty();
        self.add(ApiKey::INIT_PRODUCER_ID, needs, &[On::TRANSACTIONAL_ID]);
        if body["enable2Pc"] == true {
            let ids = self.transactional_ids.iter().cloned();
            needs.all.extend(ids.map(|id| (Op::TWO_PHASE_COMMIT, On::TRANSACTIONAL_ID, id)));
        }
    }

    /// The operation that the API takes on each of the names of these types.
    fn add(&self, api: ApiKey, needs: &mut Needs, types: &[On]) {
        for permission in needed(api).filter(|it| types.contains(&it.resource_type())) {
            let cluster = [CLUSTER.to_owned()];
            let names: &[String] = match permission.resource_type() {
                On::TOPIC => &self.topics,
                On::GROUP => &self.groups,
                On::TRANSACTIONAL_ID => &self.transactional_ids,
                _ => &cluster,
            };
            let need =
                |name: &String| (permission.operation(), permission.resource_type(), name.clone());
            needs.all.extend(names.iter().map(need));
        }
    }
}

#[cfg(test)]
mod tests {
    use kafka_schema::interpret::Api;
    use serde_json::json;

    use super::*;

    fn needs(api: &str, body: Value) -> Vec<String> {
        let file = Api::from(api).find(kafka_schema::embedded()).unwrap();
        let kafka_schema::model::Kind::Api(key) = file.kind else { panic!("{api}") };
        let ids = TopicIds::from([("id-of-t".to_owned(), "t".to_owned())]);
        let needs = match of(file, key, &body, &ids) {
            Ok(needs) => needs,
            Err(id) => return vec![format!("unknown {id}")],
        };
        let idempotent = needs.idempotent_producer.then(|| "idempotent".to_owned());
        let shown = needs.all.iter().map(|(op, on, name)| format!("{op} {on} {name}"));
        shown.chain(idempotent).collect()
    }

    #[test]
    fn needs_are_those_of_kafka() {
        let topic = |name: &str| json!([{"name": name, "partitions": [0]}]);
        let table: [(&str, Value, &[&str]); 24] = [
            (
                "Produce",
                json!({"transactionalId": null, "topicData": topic("t")}),
                &["WRITE TOPIC t"],
            ),
            (
                "Produce",
                json!({"transactionalId": "x", "topicData": [{"topicId": "id-of-t"}]}),
                &["WRITE TOPIC t", "WRITE TRANSACTIONAL_ID x"],
            ),
            ("Produce", json!({"topicData": [{"topicId": "other"}]}), &["unknown other"]),
            (
                "Fetch",
                json!({"topics": [{"topicId": "id-of-t"}], "forgottenTopicsData": [{"topicId": "z"}]}),
                &["READ TOPIC t"],
            ),
            (
                "Fetch",
                json!({"replicaState": {"replicaId": 1}, "topics": []}),
                &["CLUSTER_ACTION CLUSTER kafka-cluster"],
            ),
            ("Metadata", json!({"topics": null}), &[]),
            (
                "Metadata",
                json!({"topics": [{"name": "t", "topicId": NO_ID}]}),
                &["DESCRIBE TOPIC t"],
            ),
            ("FindCoordinator", json!({"key": "g"}), &["DESCRIBE GROUP g"]),
            (
                "FindCoordinator",
                json!({"keyType": 1, "coordinatorKeys": ["x"]}),
                &["DESCRIBE TRANSACTIONAL_ID x"],
            ),
            (
                "OffsetCommit",
                json!({"groupId": "g", "topics": topic("t")}),
                &["READ TOPIC t", "READ GROUP g"],
            ),
            (
                "OffsetFetch",
                json!({"groups": [
                    {"groupId": "g", "topics": null}, {"groupId": "h", "topics": topic("t")},
                ]}),
                &["DESCRIBE TOPIC t", "DESCRIBE GROUP g", "DESCRIBE GROUP h"],
            ),
            (
                "JoinGroup",
                json!({"groupId": "g", "protocols": [{"name": "range"}]}),
                &["READ GROUP g"],
            ),
            (
                "ConsumerGroupHeartbeat",
                json!({
                    "groupId": "g", "subscribedTopicNames": ["t"],
                    "topicPartitions": [{"topicId": "z"}],
                }),
                &["READ GROUP g", "DESCRIBE TOPIC t"],
            ),
            ("InitProducerId", json!({"transactionalId": null}), &["idempotent"]),
            (
                "InitProducerId",
                json!({"transactionalId": "x", "enable2Pc": true}),
                &["WRITE TRANSACTIONAL_ID x", "TWO_PHASE_COMMIT TRANSACTIONAL_ID x"],
            ),
            (
                "AddPartitionsToTxn",
                json!({"v3AndBelowTransactionalId": "x", "v3AndBelowTopics": topic("t")}),
                &["WRITE TOPIC t", "WRITE TRANSACTIONAL_ID x"],
            ),
            (
                "AddPartitionsToTxn",
                json!({"transactions": []}),
                &["CLUSTER_ACTION CLUSTER kafka-cluster"],
            ),
            ("ListGroups", json!({}), &[]),
            (
                "IncrementalAlterConfigs",
                json!({"resources": [
                    {"resourceType": 2, "resourceName": "t", "configs": [{"name": "retention.ms"}]},
                    {"resourceType": 4, "resourceName": "1"},
                    {"resourceType": 32, "resourceName": "g"},
                ]}),
                &[
                    "ALTER_CONFIGS TOPIC t",
                    "ALTER_CONFIGS GROUP g",
                    "ALTER_CONFIGS CLUSTER kafka-cluster",
                ],
            ),
            (
                "DeleteTopics",
                json!({"topics": [{"name": null, "topicId": "id-of-t"}]}),
                &["DELETE TOPIC t"],
            ),
            ("DescribeGroups", json!({"groups": ["g"]}), &["DESCRIBE GROUP g"]),
            ("CreateAcls", json!({"creations": []}), &["ALTER CLUSTER kafka-cluster"]),
            (
                "CreateDelegationToken",
                json!({"ownerPrincipalType": "User", "ownerPrincipalName": "a"}),
                &["CREATE_TOKENS USER User:a"],
            ),
            ("ApiVersions", json!({"clientSoftwareName": "x"}), &[]),
        ];
        for (api, body, expected) in table {
            let mut found = needs(api, body.clone());
            let mut expected: Vec<_> = expected.iter().map(|it| (*it).to_owned()).collect();
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{api} {body}");
        }
    }
}
