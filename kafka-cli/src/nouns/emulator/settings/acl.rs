//! ACLs of the file: one entry may have several operations.

use kafka_admin::{PatternType, ResourceType};
use kafka_emulator::CLUSTER_NAME;
use serde::Deserialize;

use crate::names;

/// ACLs that were read and checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Given")]
pub(crate) struct Acl(pub(crate) Vec<kafka_emulator::Acl>);

/// As they are written: one principal, one resource.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    principal: String,
    operations: Vec<String>,
    topic: Option<String>,
    group: Option<String>,
    transactional_id: Option<String>,
    #[serde(default)]
    cluster: bool,
    #[serde(default)]
    prefixed: bool,
    #[serde(default)]
    deny: bool,
    host: Option<String>,
}

impl TryFrom<Given> for Acl {
    type Error = String;

    fn try_from(given: Given) -> Result<Self, String> {
        let (on, name) = given.resource()?;
        let principal = names::principal(&given.principal)?;
        let mut acls = Vec::with_capacity(given.operations.len());
        for operation in &given.operations {
            let operation = names::operation(operation)?;
            let mut acl = match given.deny {
                true => kafka_emulator::Acl::deny(&principal, operation, on, name),
                false => kafka_emulator::Acl::allow(&principal, operation, on, name),
            };
            if given.prefixed {
                acl.pattern_type = PatternType::PREFIXED;
            }
            if let Some(host) = &given.host {
                acl = acl.from_host(host);
            }
            acls.push(acl);
        }
        match acls.is_empty() {
            true => Err("name at least one of the operations".into()),
            false => Ok(Self(acls)),
        }
    }
}

impl Given {
    fn resource(&self) -> Result<(ResourceType, &str), String> {
        let cluster = self.cluster.then_some(CLUSTER_NAME);
        let named = [
            (ResourceType::TOPIC, self.topic.as_deref()),
            (ResourceType::GROUP, self.group.as_deref()),
            (ResourceType::CLUSTER, cluster),
            (ResourceType::TRANSACTIONAL_ID, self.transactional_id.as_deref()),
        ];
        let mut named = named.into_iter().filter_map(|(on, name)| Some((on, name?)));
        match (named.next(), named.next()) {
            (Some(one), None) => Ok(one),
            _ => Err("name one of topic, group, cluster and transactional_id".into()),
        }
    }
}
