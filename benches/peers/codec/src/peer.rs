//! What the peers have in common: the fields of their messages have the same names, Kafka's.

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

/// The operations of a peer that reads and writes every message; its module says how.
macro_rules! operations {
    ($metadata:ty, $api_versions:ty, $describe_acls:ty) => {
        pub(crate) fn operations() -> Vec<$crate::Operation> {
            use $crate::Operation;
            use $crate::case::{
                ACLS, API_VERSIONS, CREATE_ACLS, CREATE_TOPICS, DESCRIBE_ACLS, LARGE_METADATA,
                METADATA, TOPICS,
            };
            let write_topics = |it: &_, out: &mut _| write(&CREATE_TOPICS, it, out);
            let write_acls = |it: &_, out: &mut _| write(&CREATE_ACLS, it, out);
            let mut all = vec![
                decode::<$api_versions>(&API_VERSIONS, |it| api_versions_seen!(it)),
                decode::<$describe_acls>(&DESCRIBE_ACLS, |it| describe_acls_seen!(it)),
                encode::<$describe_acls>(&DESCRIBE_ACLS),
                Operation::encode((&CREATE_TOPICS, BY), || topics(&TOPICS), write_topics),
                Operation::build((&CREATE_TOPICS, BY), &*TOPICS, |it| topics(it), write_topics),
                Operation::encode((&CREATE_ACLS, BY), || acls(&ACLS), write_acls),
                Operation::build((&CREATE_ACLS, BY), &*ACLS, |it| acls(it), write_acls),
            ];
            for case in [&METADATA, &LARGE_METADATA] {
                all.push(decode::<$metadata>(case, |it| metadata_seen!(it)));
                all.push(encode::<$metadata>(case));
            }
            all
        }

        fn decode<M: Codec + 'static>(
            case: &'static $crate::case::Case,
            seen: fn(&M) -> $crate::case::Seen,
        ) -> $crate::Operation {
            $crate::Operation::decode((case, "decode", BY), |body| read(case, body), seen)
        }

        fn encode<M: Codec + 'static>(case: &'static $crate::case::Case) -> $crate::Operation {
            let message = || read::<M>(case, &case.content.0);
            $crate::Operation::encode((case, BY), message, |it, out| write(case, it, out))
        }
    };
}
