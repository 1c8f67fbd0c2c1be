//! The cluster and its brokers.

mod describe;
mod nodes;

pub use nodes::{BrokerNode, ClusterDescription};
