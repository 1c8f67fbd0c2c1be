//! ListConfigResources: what has configs, or could have.

use std::collections::BTreeSet;

use kafka_proto::messages::list_config_resources::{
    ConfigResource, ListConfigResourcesRequest, ListConfigResourcesResponse,
};
use kafka_proto::{AclOperation, ConfigResourceType, ErrorCode};

use super::config_resource::is_known;
use super::{Call, Outcome};
use crate::refusal::Refusal;

/// In the order in which Kafka lists them.
const TYPES: [ConfigResourceType; 5] = [
    ConfigResourceType::GROUP,
    ConfigResourceType::CLIENT_METRICS,
    ConfigResourceType::BROKER_LOGGER,
    ConfigResourceType::BROKER,
    ConfigResourceType::TOPIC,
];

pub(super) fn answer(call: &Call<'_>, request: &ListConfigResourcesRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::DESCRIBE_CONFIGS) {
        let refusal = Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
        return refuse(call, request, &refusal);
    }
    let asked: BTreeSet<i8> = request.resource_types.iter().collect();
    if !asked.iter().all(|code| is_known(ConfigResourceType(*code))) {
        return refuse(call, request, &Refusal::of(ErrorCode::UNSUPPORTED_VERSION));
    }
    // KIP-1142: until v1 there were client metrics only.
    let is_asked = |kind: ConfigResourceType| match call.version() {
        0 => kind == ConfigResourceType::CLIENT_METRICS,
        _ => asked.is_empty() || asked.contains(&kind.0),
    };
    let mut names = Vec::new();
    for kind in TYPES.into_iter().filter(|kind| is_asked(*kind)) {
        names.extend(named(call, kind).into_iter().map(|name| (kind, name)));
    }
    let config_resources = names.iter().map(|(resource_type, name)| ConfigResource {
        resource_type: *resource_type,
        resource_name: name,
        ..Default::default()
    });
    call.reply(&ListConfigResourcesResponse {
        config_resources: config_resources.collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _: &ListConfigResourcesRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&ListConfigResourcesResponse { error_code: refusal.code, ..Default::default() })
}

fn named(call: &Call<'_>, kind: ConfigResourceType) -> Vec<String> {
    let state = &call.cluster.state;
    match kind {
        ConfigResourceType::TOPIC => {
            state.topics.now().iter().map(|topic| topic.name.clone()).collect()
        }
        ConfigResourceType::BROKER | ConfigResourceType::BROKER_LOGGER => {
            call.cluster.up().iter().map(|broker| broker.id.to_string()).collect()
        }
        kind => state.configs.now().names(kind).map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;

    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::configs::Set;
    use crate::state::acl::CLUSTER_NAME;

    fn list(
        cluster: &Cluster,
        client: &Client,
        version: i16,
        types: &[i8],
    ) -> Result<Vec<(i8, String)>, i16> {
        let resource_types = types.to_vec().into();
        let request = ListConfigResourcesRequest { resource_types, ..Default::default() };
        let frame = ask(cluster, client, version, &request).unwrap();
        let response = read::<ListConfigResourcesRequest<'_>>(&frame, version);
        let listed = |it: ConfigResource<'_>| (it.resource_type.0, it.resource_name.to_owned());
        match response.error_code {
            ErrorCode::NONE => Ok(response.config_resources.iter().map(listed).collect()),
            code => Err(code.0),
        }
    }

    #[test]
    fn groups_and_client_metrics_are_listed_when_something_is_set() {
        let cluster = cluster(2);
        let all = |version| list(&cluster, &iam(), version, &[]).unwrap();
        assert_eq!(all(0), []);
        let brokers = [(8, "1"), (8, "2"), (4, "1"), (4, "2")];
        let named = |them: &[(i8, &str)]| -> Vec<(i8, String)> {
            them.iter().map(|(kind, name)| (*kind, (*name).to_owned())).collect()
        };
        assert_eq!(all(1), named(&brokers));
        for (kind, name) in
            [(ConfigResourceType::GROUP, "g"), (ConfigResourceType::CLIENT_METRICS, "m")]
        {
            let set = Set::from([("k".to_owned(), "v".to_owned())]);
            cluster.state.configs.change(|configs| configs.replace(kind, name, set)).unwrap();
        }
        assert_eq!(all(0), named(&[(16, "m")]));
        assert_eq!(all(1), named(&[&[(32, "g"), (16, "m")], &brokers[..]].concat()));
        assert_eq!(list(&cluster, &iam(), 1, &[32]).unwrap(), named(&[(32, "g")]));
        assert_eq!(list(&cluster, &iam(), 1, &[32, 99]), Err(35));
    }

    #[test]
    fn it_needs_a_right_on_the_cluster() {
        let cluster = cluster(1);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::CLUSTER, CLUSTER_NAME);
        assert_eq!(list(&cluster, &user(), 1, &[]), Err(31));
        grant(&cluster, AclOperation::DESCRIBE_CONFIGS, ResourceType::CLUSTER, CLUSTER_NAME);
        assert!(list(&cluster, &user(), 1, &[]).is_ok());
    }
}
