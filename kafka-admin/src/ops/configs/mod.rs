//! Configurations of topics and brokers: describe and change them.

mod alter;
mod describe;
mod resource;

pub use alter::{AlterConfigs, ConfigChanges};
pub use describe::{ConfigEntry, DescribeConfigs};
pub use resource::ConfigResource;
