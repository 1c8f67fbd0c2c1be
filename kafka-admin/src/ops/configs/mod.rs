//! Configurations of topics and brokers.

mod describe;
mod resource;

pub use describe::{ConfigEntry, DescribeConfigs};
pub use resource::ConfigResource;
