//! What a cluster consists of.

use std::fmt;

use kafka_auth::PeerText;

use crate::{AddressError, AuthorizedOperations, HostPort};

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
    /// Whether it is registered but away, or not up to date: it leads no partition. Such brokers are in
    /// [`describe_cluster_with_fenced`](crate::Admin::describe_cluster_with_fenced) only.
    pub is_fenced: bool,
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
