//! The cluster and its brokers.

use std::fmt;

use kafka_auth::PeerText;
use kafka_proto::ApiKey;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::metadata::MetadataRequest;

use super::{Admin, checked};
use crate::call::{Ask, Route};
use crate::{AddressError, AuthorizedOperations, ErrorKind, HostPort, Result};

/// The cluster as its brokers describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterDescription {
    /// Its id; brokers before 0.10.1 have none.
    pub cluster_id: Option<String>,
    /// The broker to call for controller work. With KRaft any broker will do, and a random one is
    /// named.
    pub controller: Option<i32>,
    /// Every broker that the cluster names, by id, also one that advertises an address which nobody
    /// can dial: see [`BrokerNode::address`].
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
    /// The host that it tells clients of this listener to come to (`advertised.listeners`), as it was
    /// sent: any text at all. [`BrokerNode::address`] is the checked form.
    pub host: String,
    /// The port that it tells them, as it was sent.
    pub port: i32,
    /// Its rack or availability zone.
    pub rack: Option<String>,
}

impl BrokerNode {
    /// Where it is reached.
    ///
    /// # Errors
    /// The broker advertises a host or a port that nobody can dial.
    pub fn address(&self) -> std::result::Result<HostPort, AddressError> {
        HostPort::advertised(&self.host, self.port)
    }
}

/// `broker 2 at b-2.example.com:9098`; the host is escaped and cut where it is no host name.
impl fmt::Display for BrokerNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.address() {
            Ok(address) => write!(f, "broker {} at {address}", self.id),
            Err(_) => {
                write!(f, "broker {} at {}:{}", self.id, PeerText::new(&self.host), self.port)
            }
        }
    }
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
            brokers: by_id(brokers.map(|b| node(b.broker_id, b.host, b.port, b.rack))),
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
            brokers: by_id(brokers.map(|b| node(b.node_id, b.host, b.port, b.rack))),
            authorized_operations: AuthorizedOperations::from_bits(
                response.cluster_authorized_operations,
            ),
        })
    }
}

fn broker_id(id: i32) -> Option<i32> {
    (id >= 0).then_some(id)
}

fn node(id: i32, host: &str, port: i32, rack: Option<&str>) -> BrokerNode {
    BrokerNode { id, host: host.to_owned(), port, rack: rack.map(str::to_owned) }
}

fn by_id(brokers: impl ExactSizeIterator<Item = BrokerNode>) -> Vec<BrokerNode> {
    let mut brokers: Vec<_> = brokers.collect();
    brokers.sort_unstable_by_key(|broker| broker.id);
    brokers
}
