//! What kind of cluster it is: which listeners it has, who may do what without ACLs, and what is never served.

use kafka_proto::{AclOperation, ApiKey, ResourceType};

use crate::listener::Listener;

/// How many may log in by IAM in a second at each broker of MSK.
const IAM_CONNECTS: u32 = 100;

/// A kind of cluster, for [`Builder::service`](crate::Builder::service).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Service {
    /// Amazon MSK with public access: SCRAM and IAM, and without an ACL only IAM identities may do anything.
    #[default]
    MskPublic,
    /// Amazon MSK within its VPC, as it is made: all four listeners, and everybody may do what no ACL is about.
    MskVpc,
    /// Amazon MSK Serverless: IAM only, no ACLs, no rights on the cluster as a whole, and no DeleteRecords,
    /// AlterPartitionReassignments and DescribeLogDirs.
    MskServerless,
    /// Apache Kafka without an authorizer: SCRAM with both hashes, a plaintext listener, no IAM.
    Kafka,
}

/// APIs that users of MSK Serverless have found missing.
const NOT_ON_SERVERLESS: [ApiKey; 3] =
    [ApiKey::DELETE_RECORDS, ApiKey::ALTER_PARTITION_REASSIGNMENTS, ApiKey::DESCRIBE_LOG_DIRS];

impl Service {
    pub(crate) fn listeners(self) -> &'static [Listener] {
        match self {
            Self::MskPublic => &[Listener::Scram, Listener::Iam],
            Self::MskVpc => &[Listener::Scram, Listener::Iam, Listener::Tls, Listener::Plaintext],
            Self::MskServerless => &[Listener::Iam],
            Self::Kafka => &[Listener::Scram, Listener::Plaintext],
        }
    }

    /// The port that clients expect.
    pub(crate) fn port(self, listener: Listener) -> u16 {
        let port = match listener {
            Listener::Plaintext => return 9092,
            Listener::Tls => 9094,
            Listener::Scram => 9096,
            Listener::Iam => 9098,
        };
        if self == Self::MskPublic { port + 100 } else { port }
    }

    pub(crate) fn allows_everyone(self) -> bool {
        matches!(self, Self::MskVpc | Self::Kafka)
    }

    pub(crate) fn iam_connects(self) -> Option<u32> {
        (self != Self::Kafka).then_some(IAM_CONNECTS)
    }

    pub(crate) fn max_connections(self) -> Option<usize> {
        (self == Self::MskServerless).then_some(1000)
    }

    pub(crate) fn offers(self, api: ApiKey) -> bool {
        self != Self::MskServerless || !NOT_ON_SERVERLESS.contains(&api)
    }

    /// Whether somebody can have this right at all. On MSK Serverless, "AlterCluster" and the cluster's dynamic
    /// configuration are not applicable.
    pub(crate) fn grants(self, operation: AclOperation, on: ResourceType) -> bool {
        let is_of_clusters = on == ResourceType::CLUSTER
            && matches!(
                operation,
                AclOperation::ALTER | AclOperation::ALTER_CONFIGS | AclOperation::DESCRIBE_CONFIGS
            );
        self != Self::MskServerless || !is_of_clusters
    }
}
