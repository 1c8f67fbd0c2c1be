//! What a program keeps of an answer when its frame is gone: a few flat vectors.

use kafka_proto::messages::api_versions::ApiVersionsResponse;
use kafka_proto::messages::describe_acls::DescribeAclsResponse;
use kafka_proto::messages::metadata::{MetadataResponse, MetadataResponsePartition};
use kafka_proto::{Array, Uuid};

use crate::input::Seen;

/// Topics in a row, their partitions in a row, the replicas of those in a row; each says where
/// its part of the next vector ends.
#[derive(Default)]
pub(super) struct Metadata {
    names: String,
    topics: Vec<Topic>,
    partitions: Vec<Partition>,
    brokers: Vec<i32>,
}

struct Topic {
    _id: Uuid,
    _error: i16,
    _is_internal: bool,
    name_end: u32,
    partitions_end: u32,
}

struct Partition {
    index: i32,
    leader: i32,
    leader_epoch: i32,
    error: i16,
    replicas_end: u32,
    isr_end: u32,
    offline_end: u32,
}

impl From<MetadataResponse<'_>> for Metadata {
    fn from(response: MetadataResponse<'_>) -> Self {
        let mut it = Self::default();
        it.topics.reserve(response.topics.len());
        for topic in &response.topics {
            it.names.push_str(topic.name.unwrap_or_default());
            topic.partitions.iter().for_each(|partition| it.push(&partition));
            it.topics.push(Topic {
                _id: topic.topic_id,
                _error: topic.error_code.0,
                _is_internal: topic.is_internal,
                name_end: it.names.len() as u32,
                partitions_end: it.partitions.len() as u32,
            });
        }
        it
    }
}

impl Metadata {
    fn push(&mut self, partition: &MetadataResponsePartition<'_>) {
        let replicas_end = self.push_brokers(&partition.replica_nodes);
        let isr_end = self.push_brokers(&partition.isr_nodes);
        let offline_end = self.push_brokers(&partition.offline_replicas);
        self.partitions.push(Partition {
            index: partition.partition_index,
            leader: partition.leader_id,
            leader_epoch: partition.leader_epoch,
            error: partition.error_code.0,
            replicas_end,
            isr_end,
            offline_end,
        });
    }

    fn push_brokers(&mut self, brokers: &Array<'_, i32>) -> u32 {
        self.brokers.extend(brokers.iter());
        self.brokers.len() as u32
    }

    pub(super) fn seen(&self) -> Seen {
        let partition = |it: &Partition| {
            i64::from(it.index)
                + i64::from(it.leader)
                + i64::from(it.leader_epoch)
                + i64::from(it.error)
        };
        assert_eq!(self.topics.last().map(|it| it.name_end as usize), Some(self.names.len()));
        assert_eq!(
            self.partitions.last().map(|it| it.replicas_end.max(it.isr_end).max(it.offline_end)),
            Some(self.brokers.len() as u32)
        );
        Seen {
            outer: self.topics.len(),
            inner: self.topics.last().map_or(0, |it| it.partitions_end as usize),
            sum: self.names.len() as i64
                + self.partitions.iter().map(partition).sum::<i64>()
                + self.brokers.iter().map(|id| i64::from(*id)).sum::<i64>(),
        }
    }
}

/// Key, lowest and highest version of each API.
pub(super) struct ApiVersions(Vec<(i16, i16, i16)>);

impl From<ApiVersionsResponse<'_>> for ApiVersions {
    fn from(response: ApiVersionsResponse<'_>) -> Self {
        let apis = response.api_keys.iter();
        Self(apis.map(|it| (it.api_key, it.min_version, it.max_version)).collect())
    }
}

impl ApiVersions {
    pub(super) fn seen(&self) -> Seen {
        let sum = self.0.iter().map(|(_, min, max)| i64::from(*min) + i64::from(*max)).sum();
        Seen { outer: self.0.len(), inner: 0, sum }
    }
}

/// Resources in a row, ACLs in a row, all names in one string.
#[derive(Default)]
pub(super) struct Acls {
    text: String,
    resources: Vec<Resource>,
    acls: Vec<Acl>,
}

struct Resource {
    kind: i8,
    _pattern: i8,
    _name_end: u32,
    _acls_end: u32,
}

struct Acl {
    operation: i8,
    permission: i8,
    _principal_end: u32,
    _host_end: u32,
}

impl From<DescribeAclsResponse<'_>> for Acls {
    fn from(response: DescribeAclsResponse<'_>) -> Self {
        let mut it = Self::default();
        it.resources.reserve(response.resources.len());
        for resource in &response.resources {
            let name_end = it.push_text(resource.resource_name);
            for acl in &resource.acls {
                let principal_end = it.push_text(acl.principal);
                let host_end = it.push_text(acl.host);
                it.acls.push(Acl {
                    operation: acl.operation.0,
                    permission: acl.permission_type.0,
                    _principal_end: principal_end,
                    _host_end: host_end,
                });
            }
            it.resources.push(Resource {
                kind: resource.resource_type.0,
                _pattern: resource.pattern_type.0,
                _name_end: name_end,
                _acls_end: it.acls.len() as u32,
            });
        }
        it
    }
}

impl Acls {
    fn push_text(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.text.len() as u32
    }

    pub(super) fn seen(&self) -> Seen {
        let acl = |it: &Acl| i64::from(it.operation) + i64::from(it.permission);
        let resources = self.resources.iter().map(|it| i64::from(it.kind)).sum::<i64>();
        Seen {
            outer: self.resources.len(),
            inner: self.acls.len(),
            sum: self.text.len() as i64 + resources + self.acls.iter().map(acl).sum::<i64>(),
        }
    }
}
