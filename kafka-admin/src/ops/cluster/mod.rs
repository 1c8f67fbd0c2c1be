//! The cluster: its brokers, its features and its quorum.

mod describe;
mod features;
mod nodes;
mod quorum;
mod update_features;
mod voters;

pub use features::{Feature, FeatureMetadata};
pub use nodes::{BrokerNode, ClusterDescription};
pub use quorum::{QuorumInfo, QuorumNode, QuorumReplica, RaftEndpoint};
pub use update_features::{FeatureUpdate, UpdateFeatures};
pub use voters::RaftVoter;

pub(crate) use features::ask_for_versions;
