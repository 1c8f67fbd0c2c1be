//! Configurations of topics, brokers, loggers, groups and client metrics: describe and change them.

mod alter;
mod describe;
mod list;
mod replace;
mod resource;

pub use alter::{AlterConfigs, ConfigChanges};
pub use describe::{ConfigEntry, ConfigSynonym, DescribeConfigs};
pub use list::ListConfigResources;
pub use replace::{LegacyAlterConfigs, WholeConfig};
pub use resource::ConfigResource;

pub use kafka_proto::{ConfigResourceType, ConfigSource, ConfigType};
