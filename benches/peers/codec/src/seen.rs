//! The same look at the answers of all peers, whose fields have the same names: Kafka's.

macro_rules! metadata_seen {
    ($response:expr) => {{
        let topics = &$response.topics;
        let mut seen = $crate::case::Seen { outer: topics.len(), inner: 0, sum: 0 };
        for topic in topics {
            seen.inner += topic.partitions.len();
            seen.sum += topic.name.as_ref().map_or(0, |name| name.len()) as i64;
            for partition in &topic.partitions {
                seen.sum += i64::from(partition.partition_index);
                seen.sum += i64::from(i32::from(partition.leader_id));
                seen.sum += i64::from(partition.leader_epoch);
                let brokers = partition.replica_nodes.iter().chain(&partition.isr_nodes);
                let brokers = brokers.chain(&partition.offline_replicas);
                seen.sum += brokers.map(|id| i64::from(i32::from(*id))).sum::<i64>();
            }
        }
        seen
    }};
}

macro_rules! api_versions_seen {
    ($response:expr) => {{
        let apis = &$response.api_keys;
        let versions = |min: i16, max: i16| i64::from(min) + i64::from(max);
        let sum = apis.iter().map(|api| versions(api.min_version, api.max_version)).sum();
        $crate::case::Seen { outer: apis.len(), inner: 0, sum }
    }};
}

macro_rules! describe_acls_seen {
    ($response:expr) => {{
        let resources = &$response.resources;
        let mut seen = $crate::case::Seen { outer: resources.len(), inner: 0, sum: 0 };
        for resource in resources {
            seen.inner += resource.acls.len();
            seen.sum += resource.resource_name.len() as i64 + resource.resource_type as i64;
            for acl in &resource.acls {
                seen.sum += (acl.principal.len() + acl.host.len()) as i64;
                seen.sum += acl.operation as i64 + acl.permission_type as i64;
            }
        }
        seen
    }};
}
