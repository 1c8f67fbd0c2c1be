//! The same as a policy of Amazon MSK's IAM.

use std::collections::{BTreeMap, BTreeSet};

use kafka_admin::acls::AclBinding;
use kafka_admin::permissions::Permission;
use kafka_admin::{PatternType, ResourceType};
use serde_json::{Value, json};

/// Where the real ones go when no cluster is named.
pub(super) const PLACEHOLDER: &str = "arn:aws:kafka:REGION:ACCOUNT:cluster/CLUSTER/UUID";

/// The policy for what the ACLs allow, and the ACLs that no documented action stands for.
pub(super) fn policy<'a>(acls: &[&'a AclBinding], cluster: &str) -> (Value, Vec<&'a AclBinding>) {
    let (mut actions, mut without) = (BTreeMap::<String, BTreeSet<&str>>::new(), Vec::new());
    actions.entry(cluster.to_owned()).or_default().insert("Connect");
    for acl in acls {
        let resource_type = acl.pattern.resource_type;
        let needed = Permission::new(acl.entry.operation, resource_type).iam_actions();
        let Some(resource) = resource(acl, cluster).filter(|_| !needed.is_empty()) else {
            without.push(*acl);
            continue;
        };
        let of_this = needed.iter().filter(|action| type_of(action) == resource_type);
        actions.entry(resource).or_default().extend(of_this);
    }
    // One statement for all resources with the same actions.
    let mut statements: BTreeMap<BTreeSet<&str>, Vec<String>> = BTreeMap::new();
    for (resource, actions) in actions {
        statements.entry(actions).or_default().push(resource);
    }
    let statement = |(actions, resources): (BTreeSet<&str>, Vec<String>)| {
        let actions: Vec<_> = actions.iter().map(|it| format!("kafka-cluster:{it}")).collect();
        json!({"Effect": "Allow", "Action": actions, "Resource": resources})
    };
    let statements: Vec<Value> = statements.into_iter().map(statement).collect();
    (json!({"Version": "2012-10-17", "Statement": statements}), without)
}

/// What an action is about: it takes effect on such resources only.
fn type_of(action: &str) -> ResourceType {
    match action {
        "Connect" | "WriteDataIdempotently" => ResourceType::CLUSTER,
        "ReadData" | "WriteData" => ResourceType::TOPIC,
        _ if action.contains("Cluster") => ResourceType::CLUSTER,
        _ if action.contains("Group") => ResourceType::GROUP,
        _ if action.contains("TransactionalId") => ResourceType::TRANSACTIONAL_ID,
        _ => ResourceType::TOPIC,
    }
}

/// `None` where the name would mean more than itself: `*`, `?` and `${` are wildcards and variables.
fn resource(acl: &AclBinding, cluster: &str) -> Option<String> {
    let name: &str = &acl.pattern.name;
    if acl.pattern.resource_type == ResourceType::CLUSTER {
        return Some(cluster.to_owned());
    }
    let kind = match acl.pattern.resource_type {
        ResourceType::TOPIC => "topic",
        ResourceType::GROUP => "group",
        ResourceType::TRANSACTIONAL_ID => "transactional-id",
        _ => return None,
    };
    let more = if acl.pattern.pattern_type == PatternType::PREFIXED { "*" } else { "" };
    let base = cluster.replacen(":cluster/", &format!(":{kind}/"), 1);
    (!name.contains(['*', '?', '$'])).then(|| format!("{base}/{name}{more}"))
}

#[cfg(test)]
mod tests {
    use kafka_admin::AclOperation as Op;
    use kafka_admin::acls::ResourcePattern;

    use super::*;

    #[test]
    fn a_consumer_gets_what_amazon_documents() {
        let acls = [
            AclBinding::allow("User:x", Op::READ, ResourcePattern::topic("orders")),
            AclBinding::allow(
                "User:x",
                Op::READ,
                ResourcePattern::prefixed(ResourceType::GROUP, "g-"),
            ),
            AclBinding::allow("User:x", Op::CLUSTER_ACTION, ResourcePattern::cluster()),
            AclBinding::allow("User:x", Op::READ, ResourcePattern::group("g*")),
        ];
        let (policy, without) = policy(&acls.iter().collect::<Vec<_>>(), PLACEHOLDER);
        assert_eq!(without, [&acls[2], &acls[3]]);
        let base = "arn:aws:kafka:REGION:ACCOUNT:";
        assert_eq!(
            policy["Statement"],
            json!([
                {"Effect": "Allow", "Action": ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"],
                 "Resource": [format!("{base}group/CLUSTER/UUID/g-*")]},
                {"Effect": "Allow", "Action": ["kafka-cluster:Connect"], "Resource": [PLACEHOLDER]},
                {"Effect": "Allow", "Action": ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"],
                 "Resource": [format!("{base}topic/CLUSTER/UUID/orders")]},
            ])
        );
    }
}
