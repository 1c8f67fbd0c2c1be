//! The cluster and its brokers.

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::metadata::MetadataRequest;

use super::{Admin, checked};
use crate::call::{Ask, Route};
use crate::{AuthorizedOperations, ErrorKind, HostPort, Result};

/// The cluster as its brokers describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterDescription {
    /// Its id; brokers before 0.10.1 have none.
    pub cluster_id: Option<String>,
    /// The broker to call for controller work. With KRaft any broker will do, and a random one is
    /// named.
    pub controller: Option<i32>,
    /// The brokers, by id. One that advertises an address nobody could dial is left out.
    pub brokers: Vec<BrokerNode>,
    /// What this client may do with the cluster, from brokers that tell.
    pub authorized_operations: Option<AuthorizedOperations>,
}

/// A broker.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BrokerNode {
    /// Its id.
    pub id: i32,
    /// Where it says it is reached by clients of this listener (`advertised.listeners`).
    pub address: HostPort,
    /// Its rack or availability zone.
    pub rack: Option<String>,
}

impl Admin {
    /// The cluster's id, brokers and controller, and what this client may do with it.
    ///
    /// # Errors
    /// The request failed.
    pub async fn describe_cluster(&self) -> Result<ClusterDescription> {
        let ask = Ask::read(Route::Any, self.cluster.deadline());
        match self.describe_cluster_by_its_api(ask).await {
            // Kafka before 2.8, and some services, only have Metadata.
            Err(error) if error.kind() == ErrorKind::UnsupportedApi => {
                self.describe_cluster_by_metadata(ask).await
            }
            described => described,
        }
    }

    async fn describe_cluster_by_its_api(&self, ask: Ask) -> Result<ClusterDescription> {
        let request = DescribeClusterRequest {
            include_cluster_authorized_operations: true,
            ..DescribeClusterRequest::default()
        };
        let answer = self.cluster.call(ask, |_| Ok(request.clone())).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        checked(ApiKey::DESCRIBE_CLUSTER, response.error_code, response.error_message)
            .map_err(|error| answer.blame(error))?;
        let brokers = response.brokers.iter();
        Ok(ClusterDescription {
            cluster_id: Some(response.cluster_id.to_owned()),
            controller: broker_id(response.controller_id),
            brokers: by_id(
                brokers.len(),
                brokers.filter_map(|b| node(b.broker_id, b.host, b.port, b.rack)),
            ),
            authorized_operations: AuthorizedOperations::from_bits(
                response.cluster_authorized_operations,
            ),
        })
    }

    async fn describe_cluster_by_metadata(&self, ask: Ask) -> Result<ClusterDescription> {
        let build = |version| {
            Ok(MetadataRequest {
                topics: Some(Vec::new().into()),
                allow_auto_topic_creation: false,
                include_cluster_authorized_operations: (8..=10).contains(&version),
                ..MetadataRequest::default()
            })
        };
        let answer = self.cluster.call(ask, build).await?;
        let response = answer.response()?;
        answer.throttle(response.throttle_time_ms);
        checked(ApiKey::METADATA, response.error_code, None)
            .map_err(|error| answer.blame(error))?;
        let brokers = response.brokers.iter();
        Ok(ClusterDescription {
            cluster_id: response.cluster_id.map(str::to_owned),
            controller: broker_id(response.controller_id),
            brokers: by_id(
                brokers.len(),
                brokers.filter_map(|b| node(b.node_id, b.host, b.port, b.rack)),
            ),
            authorized_operations: AuthorizedOperations::from_bits(
                response.cluster_authorized_operations,
            ),
        })
    }
}

fn broker_id(id: i32) -> Option<i32> {
    (id >= 0).then_some(id)
}

fn node(id: i32, host: &str, port: i32, rack: Option<&str>) -> Option<BrokerNode> {
    let address = HostPort::new(host, port).ok()?;
    Some(BrokerNode { id, address, rack: rack.map(str::to_owned) })
}

fn by_id(listed: usize, usable: impl Iterator<Item = BrokerNode>) -> Vec<BrokerNode> {
    let mut brokers = Vec::with_capacity(listed);
    brokers.extend(usable);
    brokers.sort_unstable_by_key(|broker| broker.id);
    brokers
}
