//! Describing the cluster.

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_cluster::{DescribeClusterRequest, DescribeClusterResponse};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataResponse};

use super::{BrokerNode, ClusterDescription};
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, AuthorizedOperations, ErrorKind, Result};

/// Asks by the API made for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct DescribeCluster {
    include_fenced: bool,
}

/// Asks brokers before Kafka 2.8, and some services, which have Metadata only.
#[derive(Debug, Clone, Copy)]
pub(super) struct DescribeClusterByMetadata;

impl Admin {
    /// The cluster's id, brokers and controller, and what this client may do with it.
    ///
    /// # Errors
    /// The request failed.
    pub async fn describe_cluster(&self) -> Result<ClusterDescription> {
        self.described(false).await
    }

    /// As [`describe_cluster`](Self::describe_cluster), with the brokers that are fenced, too: those that
    /// are registered, and away or not up to date. Brokers before Kafka 4.0 leave them out.
    ///
    /// # Errors
    /// The request failed.
    pub async fn describe_cluster_with_fenced(&self) -> Result<ClusterDescription> {
        self.described(true).await
    }

    async fn described(&self, include_fenced: bool) -> Result<ClusterDescription> {
        let deadline = self.deadline();
        let operation = DescribeCluster { include_fenced };
        match self.call_about(operation, ()).until(deadline).await {
            Err(error) if error.kind() == ErrorKind::UnsupportedApi => {
                self.call_about(DescribeClusterByMetadata, ()).until(deadline).await
            }
            described => described,
        }
    }
}

impl Operation for DescribeCluster {
    type Item = ();
    type Key = &'static str;
    type Value = ClusterDescription;
    type Request<'a> = DescribeClusterRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, (): &()) -> &'static str {
        "the cluster"
    }

    fn route<'a>(&self, (): &'a ()) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(&'a self, _: &[&'a ()], terms: Terms) -> Result<DescribeClusterRequest<'a>> {
        Ok(DescribeClusterRequest {
            include_cluster_authorized_operations: true,
            include_fenced_brokers: self.include_fenced && terms.version >= 2,
            ..DescribeClusterRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&()],
        response: &DescribeClusterResponse<'_>,
    ) -> Result<Vec<Result<ClusterDescription>>> {
        checked(ApiKey::DESCRIBE_CLUSTER, response.error_code, response.error_message)?;
        let brokers = response.brokers.iter();
        one(ClusterDescription {
            cluster_id: Some(response.cluster_id.to_owned()),
            controller: broker_id(response.controller_id),
            brokers: by_id(brokers.map(|b| BrokerNode {
                is_fenced: b.is_fenced,
                ..node(b.broker_id, b.host, b.port, b.rack)
            })),
            authorized_operations: AuthorizedOperations::from_bits(
                response.cluster_authorized_operations,
            ),
        })
    }
}

impl Operation for DescribeClusterByMetadata {
    type Item = ();
    type Key = &'static str;
    type Value = ClusterDescription;
    type Request<'a> = MetadataRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, (): &()) -> &'static str {
        "the cluster"
    }

    fn route<'a>(&self, (): &'a ()) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(&'a self, _: &[&'a ()], terms: Terms) -> Result<MetadataRequest<'a>> {
        Ok(MetadataRequest {
            topics: Some(Vec::new().into()),
            allow_auto_topic_creation: false,
            include_cluster_authorized_operations: (8..=10).contains(&terms.version),
            ..MetadataRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&()],
        response: &MetadataResponse<'_>,
    ) -> Result<Vec<Result<ClusterDescription>>> {
        checked(ApiKey::METADATA, response.error_code, None)?;
        let brokers = response.brokers.iter();
        one(ClusterDescription {
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
    let rack = rack.map(str::to_owned);
    BrokerNode { id, host: host.to_owned(), port, rack, is_fenced: false }
}

fn by_id(brokers: impl ExactSizeIterator<Item = BrokerNode>) -> Vec<BrokerNode> {
    let mut brokers: Vec<_> = brokers.collect();
    brokers.sort_unstable_by_key(|broker| broker.id);
    brokers
}
