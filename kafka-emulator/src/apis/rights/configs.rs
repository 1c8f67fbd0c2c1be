//! Configurations.

use kafka_proto::ConfigResourceType;
use kafka_proto::messages as m;
use kafka_proto::messages::describe_configs::DescribeConfigsResource;
use kafka_proto::messages::incremental_alter_configs::AlterConfigsResource;

use super::*;

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::TOPIC, NAME),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::GROUP, NAME),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::BROKER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::BROKER_LOGGER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::CLIENT_METRICS, NAME),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::TOPIC, NAME),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::GROUP, NAME),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::BROKER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::BROKER_LOGGER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::CLIENT_METRICS, NAME),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::ALTER_CONFIGS,
        ask: |cluster| replace_configs(cluster, ConfigResourceType::TOPIC, NAME),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::ALTER_CONFIGS,
        ask: |cluster| replace_configs(cluster, ConfigResourceType::GROUP, NAME),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::ALTER_CONFIGS,
        ask: |cluster| replace_configs(cluster, ConfigResourceType::BROKER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::ALTER_CONFIGS,
        ask: |cluster| replace_configs(cluster, ConfigResourceType::CLIENT_METRICS, NAME),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::LIST_CONFIG_RESOURCES,
        ask: list_config_resources,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
];

fn list_config_resources(cluster: &Cluster) -> ErrorCode {
    let frame = ask(cluster, &user(), 1, &m::ListConfigResourcesRequest::default()).unwrap();
    read::<m::ListConfigResourcesRequest<'_>>(&frame, 1).error_code
}

fn replace_configs(
    cluster: &Cluster,
    resource_type: ConfigResourceType,
    resource_name: &str,
) -> ErrorCode {
    let resource = m::alter_configs::AlterConfigsResource {
        resource_type,
        resource_name,
        ..Default::default()
    };
    let request = m::AlterConfigsRequest { resources: vec![resource].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 2, &request).unwrap();
    let response = read::<m::AlterConfigsRequest<'_>>(&frame, 2);
    response.responses.iter().next().unwrap().error_code
}

fn describe_configs(
    cluster: &Cluster,
    resource_type: ConfigResourceType,
    resource_name: &str,
) -> ErrorCode {
    let resource = DescribeConfigsResource { resource_type, resource_name, ..Default::default() };
    let resources = vec![resource].into();
    let request = m::DescribeConfigsRequest { resources, ..Default::default() };
    let frame = ask(cluster, &user(), 4, &request).unwrap();
    read::<m::DescribeConfigsRequest<'_>>(&frame, 4).results.iter().next().unwrap().error_code
}

fn alter_configs(
    cluster: &Cluster,
    resource_type: ConfigResourceType,
    resource_name: &str,
) -> ErrorCode {
    let resource = AlterConfigsResource { resource_type, resource_name, ..Default::default() };
    let resources = vec![resource].into();
    let request = m::IncrementalAlterConfigsRequest { resources, ..Default::default() };
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    let response = read::<m::IncrementalAlterConfigsRequest<'_>>(&frame, 1);
    response.responses.iter().next().unwrap().error_code
}
